"""What LittleCMS, an independent colour engine, shows of a picture."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC


def seen(
    image: Image.Image, profile: bytes | None, intent: ImageCms.Intent = RELATIVE
) -> NDArray[np.int64]:
    """Samples in sRGB, 0 to 255; without a profile those of the picture."""
    if profile is None:
        return np.asarray(image.convert("RGB")).astype(int)
    shown = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        intent,
        "RGB",
    )
    assert shown is not None
    return np.asarray(shown).astype(int)


def error(one: NDArray[np.int64], two: NDArray[np.int64]) -> float:
    """Mean difference of two pictures, in levels."""
    return float(np.abs(one - two).mean())
