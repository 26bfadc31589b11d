"""Pictures and files that tests draw for themselves."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw

from offcut.imageio.colour.rgb_profile import rebuilt
from offcut.numeric.planes import Planes
from offcut.numeric.tiles import to_array

Working = tuple[Planes, Planes, tuple[float, float]]
"""What ``refine.fit`` and ``decontaminate.layer_colours`` take."""

ODD_SIZES = [(1, 1), (1, 5000), (5000, 1), (1025, 1023)]
"""Width and height, pixels."""

RGB_PROFILE = rebuilt(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()) or b""
"""A colour profile as it is in results."""

ORIENTATION = 0x0112
GPS = 0x8825


def noise(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Every pixel another colour; in RGBA, another transparency too."""
    pixels = np.random.default_rng(7).integers(0, 256, (size[1], size[0], 4), np.uint8)
    return Image.fromarray(pixels).convert(mode)


def gradient(size: tuple[int, int]) -> Image.Image:
    """Red grows to the right, green downwards."""
    rows, columns = np.mgrid[: size[1], : size[0]]
    red, green = 255 * columns // size[0], 255 * rows // size[1]
    return Image.fromarray(np.stack([red, green, red], -1).astype(np.uint8))


def bands(*colours: str, size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Bands from top to bottom, each of the same width."""
    image = Image.new("RGB", size)
    width = size[0] // len(colours)
    for number, colour in enumerate(colours):
        image.paste(colour, (number * width, 0, size[0], size[1]))
    return image


def flat(colour: Any, size: tuple[int, int] = (8, 6), mode: str = "RGB") -> Image.Image:
    """One colour."""
    return Image.new(mode, size, colour)


def file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """A picture as the bytes of a file."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def read(data: bytes) -> Image.Image:
    """The picture in the bytes of a file."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def array(image: Image.Image) -> NDArray[Any]:
    """A picture's samples."""
    return np.asarray(image)


def turned(orientation: int) -> Image.Exif:
    """EXIF of a camera held this way, at a place."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return exif


def png(size: tuple[int, int], depth: int, colour_type: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG chunk by chunk, for what Pillow does not write (PNG specification, 5 and 11)."""
    header = struct.pack(">IIBBBBB", *size, depth, colour_type, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n"
    for kind, content in ((b"IHDR", header), *chunks, (b"IEND", b"")):
        checksum = zlib.crc32(kind + content)
        data += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
    return data


def png_header(width: int, height: int) -> bytes:
    """A small file that claims to be a picture of this size."""
    return png((width, height), 8, 2, (b"IDAT", zlib.compress(b"")))


def mask(value: float = 1.0) -> NDArray[np.float32]:
    """What the network gives, the same everywhere: float32 [1, 1, 1024, 1024]."""
    return np.full((1, 1, 1024, 1024), value, np.float32)


def fur(size: tuple[int, int]) -> Image.Image:
    """Alpha of something furry that fills the lower half: mode L."""
    width, height = (4 * side for side in size)
    alpha = Image.new("L", (width, height))
    draw = ImageDraw.Draw(alpha)
    draw.rectangle((0, 0.6 * height, width, height), fill=255)
    random = np.random.default_rng(4)
    for root, lean, top in random.random((size[0] // 6, 3)):
        tip = (root * width + (lean - 0.5) * 0.15 * width, (0.3 + 0.2 * top) * height)
        draw.line((root * width, 0.62 * height, *tip), fill=255, width=6)
    return alpha.reduce(4)


def blend(alpha: Image.Image, fore: Any, back: Any, grain: float = 0) -> Image.Image:
    """One colour over another, with a camera's noise of this many levels."""
    share = array(alpha)[..., None] / 255
    noise = np.random.default_rng(5).standard_normal((*share.shape[:2], 3))
    levels = share * np.array(fore) + (1 - share) * np.array(back) + grain * noise
    return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


def at_work(image: Image.Image, alpha: Image.Image, side: int) -> Working:
    """A picture and its alpha at the size at which edges are fitted."""
    small, coarse = (
        to_array(each.convert("RGB").resize((side, side), Image.Resampling.BILINEAR))
        for each in (image, alpha)
    )
    aspect = image.height / max(image.size), image.width / max(image.size)
    return small, coarse[0], aspect


def stripes(one: Any, other: Any, size: tuple[int, int], count: int = 8) -> Image.Image:
    """Two colours that take turns from left to right."""
    odd = np.arange(size[0]) * count // size[0] % 2
    line = np.where(odd[:, None], other, one).astype(np.uint8)
    return Image.fromarray(np.tile(line, (size[1], 1, 1)))
