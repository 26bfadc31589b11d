"""The manifest: what a folder of models holds, and what people are told of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from offcut.models.manifest import FORMAT
from offcut_build.models.parts import PackedFile

# A quarter of the full model's download and half its time for masks that are as near to the truth
# (docs/benchmark.md): what somebody should meet who comes with one photo.
DEFAULT: Final = "isnet_quint8"
ABOUT: Final = {
    "isnet": {
        "title": "Best",
        "precision": "fp32 arithmetic, fp16 weights",
        "summary": "Full precision: the best edges, for the pictures that matter.",
    },
    "isnet_quint8": {
        "title": "Fast",
        "precision": "int8 arithmetic, int8 weights",
        "summary": "Quantised: half the time of the others; on nearly all photos the same masks.",
    },
    "isnet_compact": {
        "title": "Compact",
        "precision": "fp32 arithmetic, int8 weights",
        "summary": "A quarter of Best's download for nearly the same masks.",
    },
    "isnet_fp16": {
        "title": "FP16",
        "precision": "fp16 arithmetic, fp16 weights",
        "summary": "Best's weights as a half-precision graph, for comparison: same edges.",
    },
}


@dataclass(frozen=True)
class Packing:
    """One variant in parts.

    Attributes:
        files: the graph first, then the weights.
        uncut: the graph before it was cut in strips, in one part; None if it never was.
    """

    files: list[PackedFile]
    uncut: PackedFile | None = None


def of(variants: Mapping[str, Packing]) -> dict[str, Any]:
    """The manifest of some variants."""
    entries = [_entry(name, packing) for name, packing in variants.items()]
    return {"format": FORMAT, "default": DEFAULT, "variants": entries}


def _entry(name: str, packing: Packing) -> dict[str, Any]:
    files, uncut = packing.files, packing.uncut
    parts = [part for file in files for part in file.part_entries()]
    return {
        "id": name,
        **ABOUT[name],
        "bytes": sum(int(part["bytes"]) for part in parts),
        "sha256": hashlib.sha256(b"".join(file.data for file in files)).hexdigest(),
        "files": [file.entry() for file in files],
        "parts": parts,
        "uncut": uncut and {"file": uncut.entry(), "part": uncut.part_entries()[0]},
    }
