"""The pictures with ground truth that quality is measured on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COARSE: Final = frozenset({"people"})
"""Sets whose truth is made of superpixels: its edges are off by some pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its ground truth.

    Attributes:
        path: of the picture.
        truth: path of a grey PNG.
        coarse: whether the truth is good for IoU only.
    """

    path: Path
    truth: Path
    coarse: bool


def read_index(shared: Path) -> list[Picture]:
    """The pictures with ground truth that the shared data list."""
    entries = json.loads((shared / "index.json").read_text(encoding="utf-8"))
    return [
        Picture(shared / entry["image"], shared / entry["truth"], entry["set"] in _COARSE)
        for entry in entries
    ]


def choose(pictures: Sequence[Picture], count: int | None) -> Sequence[Picture]:
    """So many of the pictures, from the whole length of the list; all for None."""
    if count is None or count >= len(pictures):
        return pictures
    return [pictures[index * len(pictures) // count] for index in range(count)]
