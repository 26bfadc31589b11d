"""What a worker is told, and what it answers. All of it fits into a line of JSON."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple, Protocol

from offcut.native.cli.selection import Selection
from offcut.native.storage.places import STREAM
from offcut.options import Edge, OutputOptions
from offcut.selection.point import Point

_ALL: Final = Selection()


@dataclass(frozen=True, slots=True)
class Task:
    """One picture, and where its result goes.

    Attributes:
        source: its path or URL; ``STREAM`` for standard input.
        target: the result's; ``STREAM`` for standard output.
        name: of the picture within the folder that was given: the same wherever that folder is.
        result: of the result within the folder of results.
        size: of the picture's file, bytes; -1 if it is not known.
        version: see ``offcut.native.storage.Entry``.
        stay_in_folder: for ``offcut.files.whole_file``: the user named the target's folder, so
            nothing outside it is to change.
    """

    source: str
    target: str
    name: str = ""
    result: str = ""
    size: int = -1
    version: str = ""
    stay_in_folder: bool = False

    @property
    def called(self) -> str:
        """What errors call the picture."""
        return "The picture from standard input" if self.source == STREAM else self.source


class File(NamedTuple):
    """A file that was written.

    Attributes:
        size: bytes.
        sha256: of it.
        width: pixels.
        height: pixels.
    """

    size: int
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went.

    Attributes:
        task: what was asked for.
        error: a line that says what was wrong; None if nothing was.
        code: the error's, see ``offcut.errors``.
        notes: lines on a picture that was done, where there is something to say.
        seconds: what it took, without waiting.
        size: of the picture's file as it was read, bytes.
        sha256: of that file.
        result_size: of the result's file, bytes.
        result_sha256: of that file.
        width: of the result, pixels.
        height: of the result, pixels.
        is_numbered: whether each subject has a file of its own, whose name ends with a number.
        more: those from the second on.
    """

    task: Task
    error: str | None = None
    code: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    size: int = 0
    sha256: str = ""
    result_size: int = 0
    result_sha256: str = ""
    width: int = 0
    height: int = 0
    is_numbered: bool = False
    more: tuple[File, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For a pipe; the task is left out, since who asked knows it."""
        return {key: value for key, value in asdict(self).items() if key != "task"}

    @classmethod
    def from_json(cls, task: Task, values: dict[str, Any]) -> Outcome:
        """What ``to_json`` made."""
        more = tuple(File(*each) for each in values["more"])
        return cls(task, **{**values, "notes": tuple(values["notes"]), "more": more})


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all pictures.

    Attributes:
        output: what to write.
        model: see ``offcut.native.Remover``.
        models: see there.
        models_sha256: see there.
        page: of a TIFF, from 1; None for the largest.
        whole: whether to refuse a picture of which a part is missing.
        selection: what of each picture is kept.
    """

    output: OutputOptions
    model: str | None = None
    models: str | None = None
    models_sha256: str | None = None
    page: int | None = None
    whole: bool = False
    selection: Selection = _ALL

    def to_json(self) -> dict[str, Any]:
        """For a pipe."""
        values = asdict(self)
        background = self.output.background
        if isinstance(background, bytes):
            values["output"]["background"] = {"base64": base64.b64encode(background).decode()}
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Settings:
        """What ``to_json`` made."""
        output = dict(values["output"])
        if isinstance(output["background"], dict):
            output["background"] = base64.b64decode(output["background"]["base64"])
        output["edge"] = Edge(**output["edge"])
        kept = dict(values["selection"])
        chosen = None if kept["chosen"] is None else tuple(kept["chosen"])
        points = tuple(Point(*each) for each in kept["points"])
        selection = Selection(points, chosen, each=kept["each"])
        return cls(**{**values, "output": OutputOptions(**output), "selection": selection})

    def fingerprint(self, model_sha256: str) -> str:
        """A short text that is another once results would be.

        Args:
            model_sha256: of the model, as the list of models has it.
        """
        values, usual = self.to_json(), Settings(OutputOptions()).to_json()
        # without what is as usual: so an option that a later release adds changes nothing
        output = {
            name: value
            for name, value in values["output"].items()
            if value != usual["output"][name]
        }
        counted = {
            name: values[name]
            for name in ("page", "whole", "selection")
            if values[name] != usual[name]
        }
        text = json.dumps({**counted, "output": output, "model": model_sha256}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


Tasks = Iterable[Task | None]
"""Pictures in their order; None where there is none at the moment, but may be later."""


class Engine(Protocol):
    """Takes all pictures through the pipeline; one that fails does not stop the others."""

    def run(self, tasks: Tasks) -> Generator[Outcome, None, None]:
        """Give each outcome as it comes, in any order.

        Raises:
            OffcutError: if no picture can be worked on at all.
        """
