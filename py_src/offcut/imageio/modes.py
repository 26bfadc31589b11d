"""Step 2a: any mode that a decoder gives, to 8-bit RGB and alpha."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_DEEP: Final = ("I", "F")  # and I;16 in either byte order: one channel of more than 8 bits


def to_rgb_and_alpha(image: Image.Image, depth: int = 8) -> tuple[Image.Image, Image.Image | None]:
    """Convert a decoded picture.

    Args:
        image: of any mode.
        depth: bits per sample in the file, where its decoder lets the difference show.

    Returns:
        Mode RGB, and mode L for the transparency (a channel, a see-through palette entry or a
        see-through colour); None in its place where all is opaque.
    """
    if image.mode in _DEEP or image.mode.startswith("I;16"):
        # convert() would clip them at 255 instead of scaling them
        samples = np.asarray(image)
        grey = Image.fromarray(_to_8_bits(samples, depth))
        return grey.convert("RGB"), _opaque_as_none(_key_alpha(samples, image))
    if image.mode == "La":
        image = image.convert("LA")  # the one way out of premultiplied grey
    if not image.has_transparency_data:
        return image.convert("RGB"), None
    rgba = _with_8_bit_key(image, depth).convert("RGBA")
    return rgba.convert("RGB"), _opaque_as_none(rgba.getchannel("A"))


def _to_8_bits(samples: NDArray[Any], depth: int) -> NDArray[np.uint8]:
    if samples.dtype.kind == "f":
        return _floats_to_8_bits(samples)
    spare = depth - 8 if 8 < depth <= 16 else 8
    levels: NDArray[np.int32] = samples.astype(np.int32) >> spare
    return np.clip(levels, 0, 255).astype(np.uint8)


def _floats_to_8_bits(samples: NDArray[np.float32]) -> NDArray[np.uint8]:
    """White is 1; or 255, or the brightest sample, where some are beyond."""
    top = float(samples.max(initial=0, where=np.isfinite(samples)))
    white = next((level for level in (1.0, 255.0) if top <= level), top)
    known = np.nan_to_num(samples, nan=0, posinf=white, neginf=0)
    levels: NDArray[np.float32] = np.rint(np.clip(known / white, 0, 1) * 255)
    return levels.astype(np.uint8)


def _key_alpha(samples: NDArray[Any], image: Image.Image) -> Image.Image | None:
    key = image.info.get("transparency")
    if not isinstance(key, int):
        return None
    return Image.fromarray(np.where(samples == key, 0, 255).astype(np.uint8))


def _with_8_bit_key(image: Image.Image, depth: int) -> Image.Image:
    """A PNG's see-through colour counts in the file's depth, the decoded samples in 8 bits."""
    key = image.info.get("transparency")
    if image.mode == "L" and isinstance(key, int) and depth < 8:
        scaled: Any = key * 255 // (2**depth - 1)
    elif image.mode == "RGB" and isinstance(key, tuple) and depth == 16:
        scaled = tuple(value >> 8 for value in key)
    else:
        return image
    image = image.copy()
    image.info["transparency"] = scaled
    return image


def _opaque_as_none(alpha: Image.Image | None) -> Image.Image | None:
    return None if alpha is None or alpha.getextrema() == (255, 255) else alpha
