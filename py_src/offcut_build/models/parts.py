"""Cutting a model's files into the parts that are downloaded."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut.models import byte_shuffle, spread_sort
from offcut.models.manifest import LAYOUTS, Part

CHUNK: Final = 8 << 20
"""Bytes of a file in one part: small enough to be fetched again without regret, and for six
connections to share the work; large enough that requests don't matter."""

# Deflate names one code for a block of some ten thousand bytes; short segments follow the data more
# closely, and each is packed in the way that suits it: what repeats, or how often each byte comes.
_SEGMENT: Final = 1 << 14
_STRATEGIES: Final = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE)
_LEVEL: Final = 9
_MEMORY: Final = 9
_RAW: Final = -15

# Signature, deflate, no time, "slowest algorithm", "unknown system": the same on every machine.
_GZIP_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"

_ARRANGEMENTS: Final = {
    "plain": lambda data: data,
    "half": byte_shuffle.shuffle,
    "levels": spread_sort.sort,
}


@dataclass(frozen=True)
class PackedFile:
    """A model's file with the parts it is made of."""

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


@dataclass(frozen=True)
class Packed:
    """Data in parts, of which several files can be made.

    Attributes:
        data: all of it.
        pieces: of each part its path, size and SHA-256, and what of the data it holds.
    """

    data: bytes
    pieces: tuple[tuple[str, int, str, slice], ...]

    def file(self, name: str, layout: str) -> PackedFile:
        """The file that comes of the parts.

        Args:
            name: the file's, as graphs refer to it.
            layout: a key of ``offcut.models.manifest.LAYOUTS``, for these parts.
        """
        made, parts = bytearray(), []
        for path, size, digest, where in self.pieces:
            arranged = _arranged(self.data[where], _arrangement(layout))
            restored = LAYOUTS[layout](arranged)
            place = (name, len(made), arranged.size, layout, restored.size)
            parts.append(Part(path, size, digest, *place))
            made.extend(restored.tobytes())
        return PackedFile(name, bytes(made), tuple(parts))


def pack(
    data: bytes,
    arrangement: str,
    folder: Path,
    cuts: Sequence[int] = (),
    *,
    chunk: int = CHUNK,
) -> Packed:
    """Write data in parts into a folder, each named by its own hash.

    Args:
        data: of even length for ``half``, made of records for ``levels``.
        arrangement: ``plain``, ``half`` or ``levels``: how it is laid out for the compressor.
        folder: where the parts go.
        cuts: where it may be cut, ascending; anywhere if there are none.
        chunk: bytes of it in one part, at most.
    """
    pieces = []
    for offset, end in _pieces(len(data), cuts, chunk):
        where = slice(offset, end)
        packed = _compress(_arranged(data[where], arrangement).tobytes())
        digest = hashlib.sha256(packed).hexdigest()
        path = f"{digest[:16]}.gz"
        (folder / path).write_bytes(packed)
        pieces.append((path, len(packed), digest, where))
    return Packed(data, tuple(pieces))


def _arranged(data: bytes, arrangement: str) -> NDArray[np.uint8]:
    arranged: NDArray[np.uint8] = _ARRANGEMENTS[arrangement](np.frombuffer(data, np.uint8))
    return arranged


def _arrangement(layout: str) -> str:
    return layout.partition("-")[0]


def _pieces(size: int, cuts: Sequence[int], chunk: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each part: as large as may be."""
    ends = [*(cuts or range(0, size, chunk)), size]
    begin = 0
    for end, after in pairwise([*ends, 2 * size + chunk]):
        if after - begin > chunk and end > begin:
            yield begin, end
            begin = end


def _compress(data: bytes) -> bytes:
    """A gzip file; a plain deflater's would do as well, and be larger."""
    segments = [data[at : at + _SEGMENT] for at in range(0, len(data), _SEGMENT)]
    body = b"".join(_deflate(segment, zlib.Z_FULL_FLUSH) for segment in segments[:-1])
    last = _deflate(segments[-1], zlib.Z_FINISH)
    tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) % (1 << 32)).to_bytes(4, "little")
    return _GZIP_HEAD + body + last + tail


def _deflate(segment: bytes, end: int) -> bytes:
    """Part of a deflate stream that refers to nothing before it."""

    def with_strategy(strategy: int) -> bytes:
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, _MEMORY, strategy)
        return packer.compress(segment) + packer.flush(end)

    return min(map(with_strategy, _STRATEGIES), key=len)
