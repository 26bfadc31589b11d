"""Who is measured: each of our models, and each of the peer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from offcut_bench.pages import peer
from offcut_build.models import variants

Who = Literal["Offcut", "imgly"]


@dataclass(frozen=True, slots=True)
class Contender:
    """A library with one of its models.

    Attributes:
        who: whose library.
        model: its id there.
    """

    who: Who
    model: str

    def __str__(self) -> str:
        return f"{self.who} {self.model}"


OURS: Final = tuple(Contender("Offcut", model) for model in variants.IDS)
THEIRS: Final = tuple(Contender("imgly", model) for model in peer.MODELS)
ALL: Final = (*OURS, *THEIRS)

REFERENCE: Final = OURS[0]
"""Whose masks all others are held against."""

BASELINE: Final = THEIRS[0]
"""Whose time, bytes and memory are 1."""


def downloads() -> dict[str, int]:
    """Bytes of each contender's model, as it goes over the wire."""
    entries = variants.read_manifest(variants.variants())["variants"]
    ours = {entry["id"]: int(entry["bytes"]) for entry in entries}
    theirs = {str(who): peer.download(who.model) for who in THEIRS}
    return {str(who): ours[who.model] for who in OURS} | theirs
