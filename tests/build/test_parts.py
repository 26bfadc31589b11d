"""A model's parts: the same bytes whatever made them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from offcut_build.models.parts import pack
from tests.build.conftest import sha256


@pytest.mark.parametrize("system", [3, 11, 255])
def test_no_part_tells_what_system_it_was_made_on(
    system: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = gzip.compress

    def compress(data: bytes, level: int, mtime: int) -> bytes:
        packed = bytearray(original(data, level, mtime=mtime))
        packed[9] = system
        return bytes(packed)

    monkeypatch.setattr(gzip, "compress", compress)
    (part,) = pack("weights.bin", b"weights", "plain", tmp_path).parts
    data = (tmp_path / part.path).read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    assert (part.path, part.sha256) == (f"{sha256(data)[:16]}.gz", sha256(data))
    assert gzip.decompress(data) == b"weights"


def test_a_large_file_is_cut(tmp_path: Path) -> None:
    data = bytes(range(256)) * (1 << 16)  # 16 MiB
    packed = pack("weights.bin", data + b"more", "planes16", tmp_path)
    assert [(part.offset, part.size) for part in packed.parts] == [
        *((0, 8 << 20), (8 << 20, 8 << 20)),
        (16 << 20, 4),
    ]
    assert all(part.bytes < 25_000_000 for part in packed.parts)
