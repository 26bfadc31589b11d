"""Animations that tests draw for themselves, frame by frame: of all that Pillow does not write."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from PIL import Image

from tests import pictures

GIF_BLOCKS: Final = 13
"""Bytes of a GIF's header, ahead of its colours."""


class Frame(NamedTuple):
    """One frame.

    Attributes:
        image: mode RGBA.
        at: its place on the canvas; even, for WebP.
        delay: in hundredths of a second.
        disposal: 0 keep, 1 clear, 2 restore.
        blends: whether it is laid on what is there.
    """

    image: Image.Image
    at: tuple[int, int] = (0, 0)
    delay: int = 12
    disposal: int = 0
    blends: bool = True


def block(colour: Any, size: tuple[int, int] = (16, 8)) -> Image.Image:
    """One colour, mode RGBA."""
    return pictures.flat(colour, size, "RGBA")


def moving(count: int = 3, size: tuple[int, int] = (60, 40)) -> list[Image.Image]:
    """A light square that goes to the right over a dark ground."""
    frames = []
    for number in range(count):
        frame = pictures.flat("#204060", size)
        frame.paste("#e0c080", (10 + number * 8, 10, 30 + number * 8, 30))
        frames.append(frame)
    return frames


def written(frames: Sequence[Image.Image], kind: str, **settings: Any) -> bytes:
    """An animation as Pillow writes it: whole frames."""
    first, *others = frames
    return pictures.file(first, kind, save_all=True, append_images=others, **settings)


def gif(size: tuple[int, int], frames: Sequence[Frame], repeats: int | None = None) -> bytes:
    """A GIF; repeated so often after the first time, not at all if that is not said."""
    data = b"GIF89a" + struct.pack("<2H3B", *size, 0, 0, 0)
    if repeats is not None:
        data += b"\x21\xff\x0bNETSCAPE2.0" + struct.pack("<2BHB", 3, 1, repeats, 0)
    for frame in frames:
        colours = [tuple(each) for each in np.asarray(frame.image).reshape(-1, 4).tolist()]
        palette = sorted(set(colours))
        clear = next((at for at, colour in enumerate(palette) if colour[3] == 0), None)
        bits = max(2, (len(palette) - 1).bit_length())
        disposal = (1, 2, 3)[frame.disposal]
        flags = disposal << 2 | (clear is not None)
        data += b"\x21\xf9\4" + struct.pack("<BHBB", flags, frame.delay, clear or 0, 0)
        data += b"\x2c" + struct.pack("<4HB", *frame.at, *frame.image.size, 0x80 | bits - 1)
        data += b"".join(bytes(colour[:3]) for colour in palette).ljust(3 << bits, b"\0")
        data += bytes((bits,)) + _uncompressed([palette.index(each) for each in colours], bits)
    return data + b";"


def _uncompressed(indices: Sequence[int], bits: int) -> bytes:
    """LZW that starts anew before its table grows (GIF89a, appendix F)."""
    clear, width = 1 << bits, bits + 1
    codes = []
    for at, index in enumerate(indices):
        if at % (clear - 2) == 0:
            codes.append(clear)
        codes.append(index)
    codes.append(clear + 1)
    number = sum(code << at * width for at, code in enumerate(codes))
    data = number.to_bytes((len(codes) * width + 7) // 8, "little")
    parts = [data[at : at + 255] for at in range(0, len(data), 255)]
    return b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


def apng(
    size: tuple[int, int], frames: Sequence[Frame], plays: int = 0, *, poster: bool = False
) -> bytes:
    """An APNG; with a poster, ahead of the frames is a picture that is none of them."""
    chunks = [(b"acTL", struct.pack(">2I", len(frames), plays))]
    if poster:
        chunks.append((b"IDAT", _deflated(block("#123", size))))
    sequence = 0
    for at, frame in enumerate(frames):
        about = (sequence, *frame.image.size, *frame.at, frame.delay, 100)
        control = struct.pack(">5I2H2B", *about, frame.disposal, frame.blends)
        chunks.append((b"fcTL", control))
        sequence += 1
        pixels = _deflated(frame.image)
        if at == 0 and not poster:
            chunks.append((b"IDAT", pixels))
            continue
        half = len(pixels) // 2
        for part in (pixels[:half], pixels[half:]):
            chunks.append((b"fdAT", struct.pack(">I", sequence) + part))
            sequence += 1
    return pictures.png(size, 8, 6, *chunks)


def _deflated(image: Image.Image) -> bytes:
    lines = np.asarray(image).reshape(image.height, -1)
    return zlib.compress(b"".join(b"\0" + line.tobytes() for line in lines))


def webp(size: tuple[int, int], frames: Sequence[Frame], plays: int = 0) -> bytes:
    """A WebP without losses. It has no way to restore."""
    body = b"WEBP" + _chunk(b"VP8X", struct.pack("<L", 0x12) + _24(size[0] - 1, size[1] - 1))
    body += _chunk(b"ANIM", struct.pack("<LH", 0, plays))
    for frame in frames:
        still = pictures.file(frame.image, "WEBP", lossless=True, exact=True)
        at = [side // 2 for side in frame.at]
        width, height = frame.image.size
        about = _24(*at, width - 1, height - 1, frame.delay * 10)
        flags = frame.disposal | (not frame.blends) << 1
        body += _chunk(b"ANMF", about + bytes((flags,)) + still[12:])
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _24(*values: int) -> bytes:
    return b"".join(value.to_bytes(3, "little") for value in values)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<L", len(data)) + data + bytes(len(data) % 2)


Writer = Callable[[tuple[int, int], Sequence[Frame]], bytes]
WRITERS: Final[dict[str, Writer]] = {"GIF": gif, "PNG": apng, "WEBP": webp}


class Played(NamedTuple):
    """An animation as Pillow reads it."""

    frames: list[Image.Image]
    milliseconds: list[float]
    loop: int | None


def played(data: bytes) -> Played:
    """Read an animation by a decoder that is none of Offcut's."""
    image = pictures.read(data)
    frames, times = [], []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
        frames.append(image.convert("RGBA"))
        times.append(image.info.get("duration", 0))
    return Played(frames, times, image.info.get("loop"))
