"""Cutting a model's files into the parts that are downloaded."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from offcut.byte_planes import split
from offcut.catalogue import Part

_CHUNK: Final = 8 << 20
"""Bytes of a file in one part: small enough to be fetched again without regret, and for six
connections to share the work; large enough that requests don't matter."""

_LEVEL: Final = 9
_SYSTEM: Final = 9
_UNKNOWN_SYSTEM: Final = 255


@dataclass(frozen=True)
class PackedFile:
    """A model's file with the parts it was cut into."""

    name: str
    data: bytes
    parts: tuple[Part, ...]

    def entry(self) -> dict[str, str | int]:
        """The file as the manifest lists it."""
        return {
            "name": self.name,
            "bytes": len(self.data),
            "sha256": hashlib.sha256(self.data).hexdigest(),
        }

    def part_entries(self) -> list[dict[str, str | int]]:
        """The parts as the manifest lists them."""
        return [asdict(part) for part in self.parts]


def pack(name: str, data: bytes, layout: str, folder: Path) -> PackedFile:
    """Write a file's parts into a folder, each named by its own hash.

    Args:
        name: the file's, as graphs refer to it.
        data: its content; of even length for ``planes16``.
        layout: a key of ``offcut.catalogue.LAYOUTS``.
        folder: where the parts go.
    """
    parts = []
    for offset in range(0, len(data), _CHUNK):
        chunk = data[offset : offset + _CHUNK]
        if layout == "planes16":
            arranged = split(np.frombuffer(chunk, np.uint8)).tobytes()
        else:
            arranged = chunk
        packed = _compress(arranged)
        digest = hashlib.sha256(packed).hexdigest()
        path = f"{digest[:16]}.gz"
        (folder / path).write_bytes(packed)
        parts.append(Part(path, len(packed), digest, name, offset, len(chunk), layout))
    return PackedFile(name, data, tuple(parts))


def _compress(data: bytes) -> bytes:
    packed = bytearray(gzip.compress(data, _LEVEL, mtime=0))
    # where Python 3.11 and 3.12 name the operating system, and later ones don't
    packed[_SYSTEM] = _UNKNOWN_SYSTEM
    return bytes(packed)
