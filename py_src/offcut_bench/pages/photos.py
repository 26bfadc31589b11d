"""Photos of any size, the same on every machine."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from offcut.files.whole_file import new_file
from offcut_build import cache
from offcut_build.site import samples

_GRAIN: Final = 3.0
"""Standard deviation of the noise, in levels of 255, as a camera's sensor leaves it."""


def photo(megapixels: float) -> Path:
    """A real photo (NASA's astronaut), enlarged, with grain.

    Without grain an enlarged photo would be smoother than what a camera makes, and quicker to
    decode and to encode.

    Args:
        megapixels: of a square JPEG.
    """
    path = cache.folder("bench") / f"astronaut-{megapixels:g}mp.jpg"
    if not path.exists():
        side = round(math.sqrt(megapixels * 1e6))
        small = Image.open(samples.samples() / "astronaut.png").convert("RGB")
        large = small.resize((side, side), Image.Resampling.LANCZOS)
        generator = np.random.default_rng(7)
        pixels = np.asarray(large, np.float32)
        pixels += _GRAIN * generator.standard_normal((side, side, 1), np.float32)
        grainy = Image.fromarray(np.rint(np.clip(pixels, 0, 255)).astype(np.uint8))
        with new_file(path) as temporary:
            grainy.save(temporary, "JPEG", quality=92)
    return path
