"""Samples other than 8-bit RGB: deep grey, floats, exact keys, Lab, planes."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut.errors import UnreadableImageError
from offcut.imageio.containers.directories import pages
from offcut.imageio.decode import decode
from offcut.imageio.samples import lab
from tests import pictures

RAMP = np.linspace(0, 1, 48).reshape(6, 8)
"""Grey, 0 to 1."""

COLOURS = np.stack([RAMP, RAMP[::-1], RAMP[:, ::-1]], axis=-1)


def _tiff(samples: NDArray[Any], photometric: int, **more: int) -> bytes:
    """An uncompressed TIFF, little-endian: [height, width, channels]."""
    height, width, count = samples.shape
    kind = {"u": 1, "i": 2, "f": 3}[samples.dtype.kind]
    planar = more.get("planar", 1)
    stored = (samples if planar == 1 else samples.transpose(2, 0, 1)).tobytes()
    tags = {
        256: width, 257: height, 259: 1, 262: photometric, 277: count, 278: height,
        279: len(stored), 284: planar, 339: kind,
    }  # fmt: skip
    tags |= {int(tag[1:]): value for tag, value in more.items() if tag.startswith("t")}
    size = 8 + 2 + 12 * (len(tags) + 2) + 4
    tags[273] = size + 2 * count
    bits = struct.pack(f"<{count}H", *[samples.dtype.itemsize * 8] * count)
    entries = {tag: struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items()}
    inside = bits.ljust(4, b"\0") if count <= 2 else struct.pack("<I", size)
    entries[258] = struct.pack("<HHI", 258, 3, count) + inside
    body = b"".join(entries[tag] for tag in sorted(entries))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + bytes(4) + bits + stored


def _grey(data: bytes) -> NDArray[Any]:
    return pictures.array(decode(data, "a picture").image)[..., 0].astype(int)


def _off(found: NDArray[Any], expected: NDArray[Any]) -> float:
    return float(np.abs(found - expected * 255).max())


@pytest.mark.parametrize("dtype", ["u2", "u4"])
@pytest.mark.parametrize("photometric", [0, 1])
def test_deep_grey_has_its_types_range_and_white_where_the_file_says(
    dtype: str, photometric: int
) -> None:
    top = np.iinfo(dtype).max
    samples = (RAMP * top).astype(dtype)[..., None]
    expected = RAMP if photometric else 1 - RAMP
    assert _off(_grey(_tiff(samples, photometric)), expected) <= 1


def test_what_the_file_says_of_its_range_counts() -> None:
    samples = (1000 + RAMP * 3000).astype("<u2")[..., None]
    data = _tiff(samples, 1, t280=1000, t281=4000)
    assert _off(_grey(data), RAMP) <= 1
    codes = [note.code for note in decode(data, "a").notes]
    assert codes == ["depth", "grey-range"]


@pytest.mark.parametrize("bits", [10, 12])
def test_a_camera_of_fewer_bits_is_not_almost_black(bits: int) -> None:
    samples = (RAMP * (2**bits - 1)).astype("<u2")[..., None]
    data = _tiff(samples, 1)
    assert _off(_grey(data), RAMP) <= 1
    note = decode(data, "a").notes[-1]
    assert dict(note.params) == {"low": 0, "high": 2**bits - 1}


def test_a_dark_picture_of_16_bits_stays_dark() -> None:
    samples = (RAMP * 9000).astype("<u2")[..., None]
    assert _off(_grey(_tiff(samples, 1)), RAMP * 9000 / 65535) <= 1


def test_samples_below_zero_are_not_all_black() -> None:
    samples = (RAMP * 3000 - 1000).astype("<i2")[..., None]
    assert _off(_grey(_tiff(samples, 1)), RAMP) <= 1


@pytest.mark.parametrize("planar", [1, 2])
@pytest.mark.parametrize(
    ("dtype", "top"), [("<f4", 1), ("<f8", 1), ("<f4", 255), ("<u4", 2**32 - 1), ("<f2", 1)]
)
def test_deep_and_floating_rgb_is_read(dtype: str, top: int, planar: int) -> None:
    data = _tiff((COLOURS * top).astype(dtype), 2, planar=planar)
    found = pictures.array(decode(data, "a").image).astype(int)
    assert _off(found, COLOURS) <= 1


PACKINGS = {"tiff_lzw": 5, "packbits": 32773, "tiff_adobe_deflate": 8}


def _packed(samples: NDArray[Any], packing: str, predictor: int, rows: int) -> bytes:
    """A TIFF of RGB whose strips have so many rows: libtiff packs them as grey pictures."""
    height, width, count = samples.shape
    lines = samples.view(np.uint8).reshape(height, -1)
    if predictor == 2:
        lines = np.diff(samples, axis=1, prepend=samples[:, :1] * 0).view(np.uint8)
    elif predictor == 3:
        size = samples.dtype.itemsize
        by_weight = lines.reshape(height, width * count, size)[..., ::-1].transpose(0, 2, 1)
        pixels = by_weight.reshape(height, -1, count)
        lines = np.diff(pixels, axis=1, prepend=pixels[:, :1] * 0)
    grey = Image.fromarray(lines.reshape(height, -1))
    data = pictures.file(grey, "TIFF", compression=packing, tiffinfo={278: rows})
    stored = pages(data)[0]
    tags: dict[int, int | tuple[int, ...]] = {tag: stored.all(data, tag) for tag in (273, 279)}
    kind = {"u": 1, "i": 2, "f": 3}[samples.dtype.kind]
    tags |= {
        256: width, 257: height, 258: (8 * samples.dtype.itemsize,) * count, 339: (kind,) * count,
        259: PACKINGS[packing], 262: 2, 277: count, 278: rows, 317: predictor,
    }  # fmt: skip
    return _with_directory(data, tags)


def _with_directory(data: bytes, tags: dict[int, int | tuple[int, ...]]) -> bytes:
    """A little-endian TIFF that has the bytes, but for its first 8, and these tags behind them."""
    at = len(data) + len(data) % 2
    behind = at + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, value in sorted(tags.items()):
        many = value if isinstance(value, tuple) else (value,)
        packed = struct.pack(f"<{len(many)}I", *many)
        entries += struct.pack("<HHI", tag, 4, len(many))
        entries += packed if len(many) == 1 else struct.pack("<I", behind + len(values))
        values += packed if len(many) > 1 else b""
    head = b"II*\0" + struct.pack("<I", at) + data[8:].ljust(at - 8, b"\0")
    return head + struct.pack("<H", len(tags)) + entries + bytes(4) + values


@pytest.mark.parametrize("rows", [6, 4, 1])
@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(
    ("dtype", "top", "predictor"),
    [("<f4", 1, 1), ("<f4", 1, 3), ("<f8", 1, 3), ("<u4", 2**32 - 1, 1), ("<u4", 2**32 - 1, 2)],
)
def test_deep_and_floating_rgb_is_read_however_it_is_packed(
    dtype: str, top: int, predictor: int, packing: str, rows: int
) -> None:
    samples = np.ascontiguousarray((COLOURS * top).astype(dtype))
    data = _packed(samples, packing, predictor, rows)
    found = pictures.array(decode(data, "a").image).astype(int)
    assert _off(found, COLOURS) <= 1


def test_packed_deep_rgb_that_is_damaged_ends_in_a_sentence() -> None:
    samples = np.ascontiguousarray(COLOURS.astype("<f4"))
    data = bytearray(_packed(samples, "tiff_adobe_deflate", 3, 6))
    data[12:40] = bytes(28)
    with pytest.raises(UnreadableImageError, match="can't be read: it is damaged"):
        decode(bytes(data), "a")


def test_tiles_of_deep_rgb_are_read() -> None:
    whole = np.zeros((32, 32, 3), "<f4")
    whole[:6, :8] = COLOURS
    tiles = [whole[top : top + 16, left : left + 16] for top in (0, 16) for left in (0, 16)]
    stored = [zlib.compress(np.ascontiguousarray(tile).tobytes()) for tile in tiles]
    offsets = [8 + sum(map(len, stored[:number])) for number in range(4)]
    tags: dict[int, int | tuple[int, ...]] = {
        256: 20, 257: 18, 258: (32,) * 3, 259: 8, 262: 2, 277: 3, 322: 16, 323: 16,
        324: tuple(offsets), 325: tuple(map(len, stored)), 339: (3,) * 3,
    }  # fmt: skip
    data = _with_directory(bytes(8) + b"".join(stored), tags)
    found = pictures.array(decode(data, "a").image).astype(int)
    assert found.shape == (18, 20, 3)
    assert _off(found[:6, :8], COLOURS) <= 1
    assert not found[6:].any()


def test_cmyk_with_alpha_is_read_without_it() -> None:
    samples = np.zeros((6, 8, 5), np.uint8)
    samples[..., 1:3] = 255
    data = _tiff(samples, 5, t338=2, t332=1)
    assert decode(data, "a").image.getpixel((2, 2)) == (255, 0, 0)


def test_lab_of_16_bits_is_read_as_that_of_8() -> None:
    small = np.zeros((6, 8, 3), np.int8)
    small[..., 0], small[..., 1], small[..., 2] = 100, 40, -30
    deep = (small.astype("<i2") << 8).view("<u2")
    eight = decode(_tiff(small.view(np.uint8), 8), "a").image.getpixel((1, 1))
    sixteen = decode(_tiff(deep, 8), "a").image.getpixel((1, 1))
    assert eight == sixteen


def test_lab_is_converted_as_littlecms_does() -> None:
    image = pictures.gradient((64, 48)).convert("LAB")
    ours = np.asarray(lab.to_rgb(image)).astype(int)
    theirs = np.asarray(image.convert("RGB"))
    assert np.abs(ours - theirs).mean() < 1
    assert lab.to_rgb(Image.new("LAB", (1, 1), (255, 128, 128))).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(("lower", "alpha"), [(0x00, 0), (0xFF, 255)])
def test_all_16_bits_of_a_see_through_colour_count(lower: int, alpha: int) -> None:
    line = b"\0" + bytes((0x80, lower)) * 3 + bytes((0x10, 0)) * 3
    key = (b"tRNS", bytes((0x80, 0)) * 3)
    data = pictures.png((2, 1), 16, 2, key, (b"IDAT", zlib.compress(line)))
    picture = decode(data, "a picture")
    found = 255 if picture.alpha is None else picture.alpha.getpixel((0, 0))
    assert found == alpha
    assert picture.image.getpixel((0, 0)) == (128, 128, 128)
