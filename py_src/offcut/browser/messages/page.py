"""Between the page and Python; the same in JavaScript is web/engine/messages.d.ts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from offcut import notes
from offcut.errors import OffcutError, Parameter

Phase = Literal["load", "preprocess", "wait", "infer", "postprocess", "empty", "output"]
State = Literal["loading", "ready", "resting"]
"""Of ONNX Runtime. ``resting``: ended to give its memory back; it is started when needed."""


@dataclass(frozen=True, slots=True)
class CutOutRequest:
    """Cut a picture out.

    Attributes:
        id: the call's, for its answer.
        source: a JavaScript Blob, or an ImageData (``data``, ``width``, ``height``).
        name: what errors call it.
        output: as for ``OutputOptions.from_mapping``, but a picture as background is a Blob.
        model: a variant's id; None for the default.
        mask: a Blob, the mask from before; None: the network has to look.
        strokes: as for ``strokes_from``.
        points: as for ``points_from``.
        subjects: as for ``chosen_from``.
        side: pixels of a preview's longer side at most; None for the file itself.
        key: the page's name for the picture.
        keep: whether it is to stay at hand for the next call.
        small: whether memory matters more than time, see ``Engine.cut_out``.
        page: of a TIFF with several, from 1; None for the largest.
    """

    kind: ClassVar = "cut-out"
    id: int
    source: Any
    name: str
    output: Mapping[str, Any]
    model: str | None = None
    mask: Any = None
    strokes: Sequence[Mapping[str, Any]] = ()
    points: Sequence[Any] = ()
    subjects: Literal["all"] | Sequence[int] = "all"
    side: int | None = None
    key: int | None = None
    keep: bool = False
    small: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class OriginalRequest:
    """Give a picture as it came; see ``CutOutRequest`` for the fields."""

    kind: ClassVar = "original"
    id: int
    source: Any
    name: str
    side: int | None = None
    key: int | None = None
    keep: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PreloadRequest:
    """Fetch a model, None for the default, and make its session."""

    kind: ClassVar = "preload"
    id: int
    model: str | None = None


@dataclass(frozen=True, slots=True)
class ClearRequest:
    """Give back the memory of the picture that is kept."""

    kind: ClassVar = "clear"
    id: int


@dataclass(frozen=True, slots=True)
class RestRequest:
    """Give ONNX Runtime's memory back, unless it is at work."""

    kind: ClassVar = "rest"
    id: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the call with this id."""

    kind: ClassVar = "cancel"
    id: int


@dataclass(frozen=True, slots=True)
class Ping:
    """Answer with ``Alive``: then you are."""

    kind: ClassVar = "ping"


Request = CutOutRequest | OriginalRequest | PreloadRequest | ClearRequest | RestRequest
REQUESTS: Final = (CutOutRequest, OriginalRequest, PreloadRequest, ClearRequest, RestRequest)
FROM_PAGE: Final = (*REQUESTS, Cancel, Ping)


@dataclass(frozen=True, slots=True)
class File:
    """A file, which becomes a Blob of the media type ``media``."""

    data: bytes
    media: str


@dataclass(frozen=True, slots=True)
class Note:
    """What to say of a picture beside its result; see ``offcut.notes.Note``.

    Attributes:
        code: the sentence's stable name.
        params: what stands in it, by name.
        message: the sentence in English.
    """

    code: str
    params: Mapping[str, Parameter]
    message: str

    @classmethod
    def of(cls, note: notes.Note) -> Note:
        """What to tell of a note."""
        return cls(note.code, dict(note.params), note.message)


@dataclass(frozen=True, slots=True)
class Subject:
    """A connected part of the mask.

    Attributes:
        box: left, upper, right and lower edge, in the original's pixels.
        share: of the picture's area, 0 to 1.
    """

    box: tuple[float, float, float, float]
    share: float


@dataclass(frozen=True, slots=True)
class CutOutAnswer:
    """A picture that was cut out.

    Attributes:
        file: what was asked for.
        mask: the mask, as a grey picture; it has what points asked for, and all subjects.
        found: whether there is a subject.
        width: the original's, pixels.
        height: the original's, pixels.
        box: left, upper, right and lower edge of what the file shows, in the original's pixels.
        notes: what to say of the picture beside it.
        subjects: all that the mask has, the largest first, chosen or not.
        frames: how many the picture's file has; 1 if it is a still picture.
        masks: how many of them ``mask`` has.
        labels: uint8 [256, 256], which of them each part of the picture is of, from 1; 0 for none,
            and for those after the 255th. None if the mask has several frames.
        thumbnail: a small copy of what the file shows, as a PNG; neither a preview nor an animation
            has one.
    """

    file: File
    mask: File
    found: bool
    width: int
    height: int
    box: tuple[float, float, float, float]
    notes: Sequence[Note]
    subjects: Sequence[Subject]
    frames: int
    masks: int
    labels: NDArray[np.uint8] | None = field(default=None, compare=False)
    thumbnail: File | None = None


@dataclass(frozen=True, slots=True)
class OriginalAnswer:
    """A picture as it came but upright; width and height are the original's, pixels."""

    file: File
    width: int
    height: int


Answer = CutOutAnswer | OriginalAnswer | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a call is: ``loaded`` of ``total``, bytes for ``load``, else 0 or 1 of 1.

    Of an animation, all of whose frames are worked on: ``frame``, from 1, of ``frames``.
    """

    kind: ClassVar = "progress"
    id: int
    phase: Phase
    loaded: int
    total: int
    frame: int | None = None
    frames: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The call has come to its end; ``heap``: bytes of Python's, which never shrinks."""

    kind: ClassVar = "result"
    id: int
    heap: int
    value: Answer = None


@dataclass(frozen=True, slots=True)
class Error:
    """What went wrong; see ``offcut.errors.OffcutError``.

    Attributes:
        name: its stable name.
        code: its sentence's stable name.
        params: what stands in the sentence, by name.
        message: the sentence in English.
    """

    name: str
    code: str
    params: Mapping[str, Parameter]
    message: str

    @classmethod
    def of(cls, error: OffcutError) -> Error:
        """What to tell of an error."""
        return cls(error.name, error.code, error.params, str(error))


@dataclass(frozen=True, slots=True)
class Failure:
    """The call has failed."""

    kind: ClassVar = "failure"
    id: int
    error: Error


@dataclass(frozen=True, slots=True)
class Status:
    """How the engine is.

    Attributes:
        state: of ONNX Runtime.
        threads: how many it has; 0 until it was ready once.
        room: False once there was none to keep a model.
        model: whose session there is.
        failure: why ONNX Runtime can't run.
    """

    kind: ClassVar = "status"
    state: State
    threads: int
    room: bool
    model: str | None = None
    failure: Error | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """A call has so many pixels in hand; it may be said more than once, and counts together."""

    kind: ClassVar = "size"
    id: int
    pixels: int


@dataclass(frozen=True, slots=True)
class Alive:
    """A sign of life: the page takes a worker that keeps silent for lost."""

    kind: ClassVar = "alive"


ToPage = Progress | Result | Failure | Status | Size | Alive
TO_PAGE: Final = (Progress, Result, Failure, Status, Size, Alive)
