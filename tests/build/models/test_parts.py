"""A model's parts: the same bytes whatever made them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from offcut_build.models.parts import pack
from tests.build.conftest import sha256


def test_no_part_tells_where_or_when_it_was_made(tmp_path: Path) -> None:
    (part,) = pack(b"weights", "plain", tmp_path).file("weights.bin", "plain").parts
    data = (tmp_path / part.path).read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    assert (part.path, part.sha256) == (f"{sha256(data)[:16]}.gz", sha256(data))
    assert gzip.decompress(data) == b"weights"


def test_segments_are_one_gzip_file(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    noise = random.normal(0, 2, 300_000).astype(np.int8).tobytes()
    data = noise + bytes(300_000) + b"abcdefghijklmnop" * 20_000
    (part,) = pack(data, "plain", tmp_path).file("weights.bin", "plain").parts
    packed = (tmp_path / part.path).read_bytes()
    assert gzip.decompress(packed) == data
    assert len(packed) < len(gzip.compress(data, 9))


def test_file_is_cut_where_it_may_be(tmp_path: Path) -> None:
    cuts = [0, 3 << 20, 7 << 20, 9 << 20, 18 << 20]
    packed = pack(bytes(19 << 20), "plain", tmp_path, cuts).file("weights.bin", "plain")
    assert [(part.offset, part.size) for part in packed.parts] == [
        *((0, 7 << 20), (7 << 20, 2 << 20)),
        *((9 << 20, 9 << 20), (18 << 20, 1 << 20)),
    ]


def test_a_large_file_is_cut(tmp_path: Path) -> None:
    data = bytes(range(256)) * (1 << 16)  # 16 MiB
    packed = pack(data + b"more", "half", tmp_path).file("weights.bin", "half")
    assert [(part.offset, part.size) for part in packed.parts] == [
        *((0, 8 << 20), (8 << 20, 8 << 20)),
        (16 << 20, 4),
    ]
    assert all(part.bytes < 25_000_000 for part in packed.parts)


def test_two_files_of_the_same_parts(tmp_path: Path) -> None:
    halves = np.random.default_rng(1).normal(0, 1, 3 << 19).astype(np.float16)
    packed = pack(halves.tobytes(), "half", tmp_path, chunk=1 << 20)
    narrow, wide = packed.file("half.bin", "half"), packed.file("single.bin", "half-as-fp32")
    assert [part.path for part in narrow.parts] == [part.path for part in wide.parts]
    assert narrow.data == halves.tobytes()
    assert wide.data == halves.astype(np.float32).tobytes()
    assert [(part.offset, part.length) for part in wide.parts] == [
        (2 * part.offset, 2 * part.length) for part in narrow.parts
    ]
