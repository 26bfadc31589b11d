"""Files in the formats that the browser decodes."""

from __future__ import annotations

from typing import Any, Final

from PIL import Image

from tests import pictures
from tests.conftest import ROOT

_FILES: Final = ROOT / "tests" / "files"
_DRAWN: Final = pictures.gradient((301, 202))
_SEE_THROUGH: Final = pictures.noise((300, 200), "RGBA")

PICTURE: Final = pictures.gradient((96, 64))
"""What all but WebP shows."""

UPRIGHT: Final = PICTURE.transpose(Image.Transpose.ROTATE_270)
"""The same where it is turned."""

HEIC: Final = (_FILES / "gradient.heic").read_bytes()
TURNED_HEIC: Final = (_FILES / "turned.heic").read_bytes()
JPEG_XL: Final = (_FILES / "gradient.jxl").read_bytes()

_WEBP: Final[dict[str, tuple[Image.Image, dict[str, Any]]]] = {
    "lossy": (_DRAWN, {"quality": 80}),
    "lossless": (pictures.noise((64, 48)), {"lossless": True}),
    "lossless with alpha": (_SEE_THROUGH, {"lossless": True, "exact": True}),
    "lossy with alpha": (_SEE_THROUGH, {"quality": 80, "exact": True}),
    "turned": (_DRAWN, {"quality": 80, "exif": pictures.turned(6)}),
    "with a profile": (_DRAWN, {"icc_profile": pictures.RGB_PROFILE}),
    "animated": (
        _DRAWN,
        {"save_all": True, "append_images": [pictures.flat("red", _DRAWN.size)]},
    ),
}
WEBP_KINDS: Final = tuple(_WEBP)


def webp(kind: str) -> bytes:
    """A WebP, of one of ``WEBP_KINDS``."""
    image, options = _WEBP[kind]
    return pictures.file(image, "WEBP", **options)


def avif(image: Image.Image = PICTURE, **options: Any) -> bytes:
    """An AVIF."""
    return pictures.file(image, "AVIF", quality=90, subsampling="4:4:4", **options)
