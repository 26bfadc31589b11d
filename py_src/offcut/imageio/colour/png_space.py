"""The colour space that a PNG names in its chunks (PNG, third edition, 11.3.2 and 13.16)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from offcut.imageio.colour.code_points import SRGB, Space, space
from offcut.imageio.colour.matrix_profile import SRGB_PRIMARIES, Primaries

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_UNIT: Final = 100_000
"""Of gAMA and cHRM."""

_SRGB_GAMMA: Final = range(45_000, 46_001)
"""1 / 2.2 by whatever rounding: what writers say of sRGB, and browsers take for it."""

_LEAST_GAMMA: Final = 10_000
_MOST_GAMMA: Final = 1_000_000
_SAME: Final = 0.003  # chromaticities that differ by less are the same, rounded


def png_space(data: bytes) -> Space | None:
    """Read which colour space the samples are in, unless a profile tells.

    The chunks count in the order cICP, iCCP, sRGB, gAMA: the first one that is there is believed
    (13.16). cHRM counts beside gAMA only, as in browsers.

    Args:
        data: the whole file.

    Returns:
        None where nothing, or a profile (iCCP), says it, or where it is sRGB.
    """
    if not data.startswith(_SIGNATURE):
        return None
    chunks = dict(_chunks(data))
    coded = chunks.get(b"cICP", b"")
    if len(coded) == 4 and (found := space(*coded)) is not None:
        return None if found == SRGB else found
    if b"iCCP" in chunks or b"sRGB" in chunks:
        return None
    gamma = _gamma(chunks)
    primaries = _chromaticities(chunks)
    if gamma is None or (primaries is None and gamma in _SRGB_GAMMA):
        return None
    return Space(primaries or SRGB_PRIMARIES, (_UNIT / gamma,))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Those before the pixels that are about colour; of more than one, the last."""
    place = len(_SIGNATURE)
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">L4s", data, place)
        if kind == b"IDAT":
            return
        if kind in (b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM"):
            yield kind, data[place + 8 : place + 8 + min(length, 32)]
        place += 12 + length


def _gamma(chunks: dict[bytes, bytes]) -> int | None:
    """From light to sample, in hundred thousandths."""
    if len(chunks.get(b"gAMA", b"")) != 4:
        return None
    (gamma,) = struct.unpack(">L", chunks[b"gAMA"])
    return int(gamma) if _LEAST_GAMMA <= gamma <= _MOST_GAMMA else None


def _chromaticities(chunks: dict[bytes, bytes]) -> Primaries | None:
    """None where they are sRGB's."""
    if len(chunks.get(b"cHRM", b"")) != 32:
        return None
    values = [value / _UNIT for value in struct.unpack(">8L", chunks[b"cHRM"])]
    pairs = list(zip(values[::2], values[1::2], strict=True))
    found = Primaries(*pairs)
    usual = [value for pair in SRGB_PRIMARIES for value in pair]
    is_usual = all(abs(one - two) < _SAME for one, two in zip(values, usual, strict=True))
    return None if is_usual else found
