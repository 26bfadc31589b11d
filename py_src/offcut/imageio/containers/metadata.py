"""What a file says of its picture beside the pixels: which way up it is, and how dense.

Orientation counts as browsers count it: EXIF's alone, and none of what XMP says.
"""

from __future__ import annotations

import math
from typing import Any, Final

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

Density = tuple[float, float]
"""Pixels an inch, across and down."""

_EXIF: Final = "exif"  # what Pillow calls it
_DPI: Final = "dpi"
_ORIENTATION: Final = 0x0112
_X_RESOLUTION: Final = 282
_Y_RESOLUTION: Final = 283
_UNIT: Final = 296
_PER_INCH: Final = {2: 1.0, 3: 2.54}
"""Of EXIF's and TIFF's units: inch and centimetre."""

_JFIF_UNITS: Final = {1: 1.0, 2: 2.54}
_TURNED_BY_DECODER: Final = ("HEIF", "JXL")
"""Whatever EXIF data says there, it says once more."""

_SENSIBLE: Final = (1, 100_000)


def orientation_of(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 (upright) where it says none."""
    if image.format in _TURNED_BY_DECODER:
        return 1
    value = _tag(image, _ORIENTATION)
    return value if value in range(1, 9) else 1


def density_of(image: Image.Image) -> Density | None:
    """Pixels an inch as the file has them, before it is turned upright; None if it says none."""
    if image.format in ("JPEG", "MPO"):
        per_inch = _JFIF_UNITS.get(image.info.get("jfif_unit", 0))
        if per_inch is not None:
            across, down = image.info.get("jfif_density", (0, 0))
            return _sensible(across * per_inch, down * per_inch)
        return _from_tags(image)
    if image.format in ("WEBP", "TIFF"):
        return _from_tags(image)
    given = image.info.get(_DPI)
    return _sensible(*given) if isinstance(given, tuple) and len(given) == 2 else None


def _from_tags(image: Image.Image) -> Density | None:
    per_inch = _PER_INCH.get(_tag(image, _UNIT) or 2)
    across, down = _tag(image, _X_RESOLUTION), _tag(image, _Y_RESOLUTION)
    if per_inch is None or across is None or down is None:
        return None
    return _sensible(across, down, per_inch)


def _sensible(across: Any, down: Any, per_inch: float = 1) -> Density | None:
    try:
        found = float(across) * per_inch, float(down) * per_inch
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = _SENSIBLE
    return found if all(math.isfinite(each) and low <= each <= high for each in found) else None


def _tag(image: Image.Image, tag: int) -> Any:
    """A tag of the EXIF, or of a TIFF itself."""
    try:
        if isinstance(image, TiffImageFile):
            return image.tag_v2.get(tag)
        exif = Image.Exif()
        exif.load(image.info.get(_EXIF) or b"")
        return exif.get(tag)
    except Exception:  # noqa: BLE001 - damaged metadata raises anything, and mustn't cost the picture
        return None
