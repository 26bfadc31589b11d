"""A furry picture, what the network might make of it, and its matte."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut import OutputOptions
from offcut.imageio.picture import Picture
from offcut.matting.matte import Matte, make_matte
from offcut.network.preprocess import shrink_picture, to_tensor
from offcut.touchup.stroke import Stroke
from offcut.touchup.touch_ups import TouchUps
from tests import pictures

SIZE = (384, 512)
RED, BLUE = (190, 60, 40), (60, 90, 180)
TRUE = pictures.fur(SIZE)
IMAGE = pictures.blend(TRUE, RED, BLUE, 3)
PLAIN: dict[str, Any] = {"edges": "plain", "decontaminate": False, "clean": False}


def mask_of(alpha: Image.Image) -> NDArray[np.float32]:
    """As the network gives it: where the fur is, but no strands; and a speck."""
    blurred = alpha.filter(ImageFilter.GaussianBlur(8)).resize((1024, 1024))
    mask = pictures.array(blurred).astype(np.float32) / np.float32(255)
    mask[20:30, 20:30] = 0.6
    return np.broadcast_to(mask, (1, 1, 1024, 1024)).copy()


MASK = mask_of(TRUE)


def matte_of(
    picture: Picture,
    mask: NDArray[np.float32] = MASK,
    options: dict[str, Any] | None = None,
    strokes: Sequence[Stroke] = (),
) -> Matte:
    tensor = to_tensor(shrink_picture(picture))
    before = picture.image.tobytes(), tensor.tobytes(), mask.tobytes()
    matte = make_matte(picture, tensor, mask, OutputOptions(**(options or {})), TouchUps(strokes))
    assert (picture.image.tobytes(), tensor.tobytes(), mask.tobytes()) == before
    assert (matte.alpha.mode, matte.alpha.size) == ("L", picture.image.size)
    assert (matte.foreground.mode, matte.foreground.size) == ("RGB", picture.image.size)
    return matte


@functools.cache
def of_fur(**options: Any) -> Matte:
    return matte_of(Picture(IMAGE), options=options)


def levels(image: Image.Image) -> NDArray[np.int64]:
    return pictures.array(image).astype(np.int64)


def off(alpha: Image.Image) -> float:
    """Mean error in the fur."""
    return float(np.abs(levels(alpha) - levels(TRUE))[120:330].mean())
