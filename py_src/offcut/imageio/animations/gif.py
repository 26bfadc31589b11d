"""The frames of a GIF (GIF89a specification; NETSCAPE2.0 for how often they are played)."""

from __future__ import annotations

import struct
from functools import partial
from typing import Final, NamedTuple

from offcut.imageio.animations.frames import Disposal, Part, Split

SIGNATURE: Final = b"GIF8"

_HEADER: Final = 13
_PICTURE: Final = 0x2C
_EXTENSION: Final = 0x21
_CONTROL: Final = 0xF9
_TEXT: Final = 0x01
_APPLICATION: Final = 0xFF
_LOOPING: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_DESCRIPTOR: Final = struct.Struct("<4HB")
_HUNDREDTHS: Final = 100
_SHORTEST: Final = 1
_USUAL: Final = 10
"""Hundredths of a second for which browsers show a frame that asks for ``_SHORTEST`` or less."""

_MOST_PLAYS: Final = 0xFFFF
_DISPOSALS: Final[dict[int, Disposal]] = {2: "clear", 3: "restore"}


class _Control(NamedTuple):
    """Of the picture that follows."""

    disposal: int = 0
    hundredths: int = 0
    key: int | None = None
    """The colour that is see-through."""


class _CutError(Exception):
    """The file ends here."""


def split(data: bytes) -> Split:
    """Find the frames that are whole.

    Raises:
        struct.error: if not even the header is there.
    """
    width, height, flags = struct.unpack_from("<2HB", data, 6)
    palette = data[_HEADER : _HEADER + _palette_length(flags)]
    parts: list[Part] = []
    control, plays, is_cut = _Control(), 1, False
    at = _HEADER + len(palette)
    try:
        while at < len(data):
            kind = data[at]
            if kind == _PICTURE:
                part, at = _picture(data, at, (flags, palette), control)
                parts.append(part)
                control = _Control()
            elif kind == _EXTENSION:
                label = _byte(data, at + 1)
                blocks, at = _blocks(data, at + 2)
                if label == _CONTROL and blocks:
                    control = _control(blocks[0]) or control
                elif label == _APPLICATION:
                    plays = _plays(blocks) or plays
                elif label == _TEXT:
                    control = _Control()
            elif kind == 0:  # some writers leave one between blocks
                at += 1
            else:
                break
    except _CutError:
        is_cut = True
    if not (width and height) and parts:
        width, height = (max(part.box[end] for part in parts) for end in (2, 3))
    return Split((width, height), tuple(parts), plays % (_MOST_PLAYS + 1), is_cut)


def _picture(
    data: bytes, at: int, shared: tuple[int, bytes], control: _Control
) -> tuple[Part, int]:
    if at + 11 > len(data):
        raise _CutError
    left, upper, width, height, flags = _DESCRIPTOR.unpack_from(data, at + 1)
    pixels = at + 10 + _palette_length(flags)
    _, end = _blocks(data, pixels + 1, keep=False)
    part = Part(
        (left, upper, left + width, upper + height),
        (control.hundredths if control.hundredths > _SHORTEST else _USUAL, _HUNDREDTHS),
        _DISPOSALS.get(control.disposal, "keep"),
        blends=True,
        file=partial(_file, data, (at, end), shared, control.key),
    )
    return part, end


def _file(data: bytes, place: tuple[int, int], shared: tuple[int, bytes], key: int | None) -> bytes:
    at, end = place
    flags, palette = shared
    _, _, width, height, _ = _DESCRIPTOR.unpack_from(data, at + 1)
    control = b"\x21\xf9\4" + bytes((key is not None, 0, 0, key or 0, 0))
    return b"".join((
        b"GIF89a", struct.pack("<2H3B", width, height, flags, 0, 0), palette, control,
        b"\x2c", bytes(4), data[at + 5 : end], b";",
    ))  # fmt: skip


def _control(block: bytes) -> _Control | None:
    if len(block) < 4:
        return None
    flags, hundredths, key = struct.unpack_from("<BHB", block)
    return _Control(flags >> 2 & 7, hundredths, key if flags & 1 else None)


def _plays(blocks: list[bytes]) -> int | None:
    """How often it is played, 0x10000 for ever: GIF says how often after the first time."""
    if len(blocks) < 2 or blocks[0] not in _LOOPING or len(blocks[1]) < 3 or blocks[1][0] != 1:
        return None
    (again,) = struct.unpack_from("<H", blocks[1], 1)
    return min(again + 1, _MOST_PLAYS) if again else _MOST_PLAYS + 1


def _palette_length(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks(data: bytes, at: int, *, keep: bool = True) -> tuple[list[bytes], int]:
    """Sub-blocks, and the place behind them."""
    blocks = []
    while length := _byte(data, at):
        if keep:
            blocks.append(data[at + 1 : at + 1 + length])
        at += 1 + length
    return blocks, at + 1


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise _CutError
    return data[at]
