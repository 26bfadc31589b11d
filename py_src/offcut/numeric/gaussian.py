"""Gaussian smoothing of small planes, in numpy alone."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

_REACH: Final = 3.0
"""How far a kernel goes on either side, in sigmas: beyond lie 0.3 % of its weight."""

_WIDE: Final = 4.0
"""Sigma, in pixels, from which on every other pixel is enough."""


def gaussian(planes: NDArray[np.float32], sigmas: tuple[float, float]) -> NDArray[np.float32]:
    """Smooth planes; beyond an edge, its own values go on.

    Meant for planes of some hundred pixels a side. Wide kernels work on half the pixels in each
    direction: what they leave varies slowly.

    Args:
        planes: float32 [..., height, width].
        sigmas: down and across, in pixels; 0 leaves that direction as it is.

    Returns:
        float32 of the same shape.
    """
    axes = -2, -1
    if min(sigmas) >= _WIDE and planes.shape[-2] % 2 == planes.shape[-1] % 2 == 0:
        down, across = sigmas
        halved = gaussian(_halved(planes), (down / 2, across / 2))
        return _doubled(_doubled(halved, -2), -1)
    for axis, sigma in zip(axes, sigmas, strict=True):
        planes = _along(planes, axis, _kernel(sigma, planes.shape[axis]))
    return planes


def _halved(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of each four pixels."""
    rows = planes[..., ::2, :] + planes[..., 1::2, :]
    total: NDArray[np.float32] = rows[..., ::2] + rows[..., 1::2]
    total *= np.float32(0.25)
    return total


def _doubled(planes: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """Twice as many pixels in one direction, bilinear."""
    length = planes.shape[axis]
    near = planes * np.float32(0.75)
    far = planes * np.float32(0.25)
    first, last = _cut(far, axis, 0, 1), _cut(far, axis, length - 1, length)
    before = np.concatenate((first, _cut(far, axis, 0, length - 1)), axis)
    after = np.concatenate((_cut(far, axis, 1, length), last), axis)
    pairs = np.stack((near + before, near + after), axis)
    return pairs.reshape(*planes.shape[:axis], 2 * length, *planes.shape[axis:][1:])


def _kernel(sigma: float, length: int) -> list[float]:
    """The centre of the kernel and one of its sides; the whole adds up to 1."""
    reach = min(math.ceil(_REACH * sigma), length - 1)
    side = [math.exp(-0.5 * (step / sigma) ** 2) if step else 1.0 for step in range(reach + 1)]
    total = 2 * sum(side) - 1
    return [weight / total for weight in side]


def _along(planes: NDArray[np.float32], axis: int, kernel: list[float]) -> NDArray[np.float32]:
    reach = len(kernel) - 1
    if not reach:
        return planes
    length = planes.shape[axis]
    before = np.repeat(_cut(planes, axis, 0, 1), reach, axis)
    after = np.repeat(_cut(planes, axis, length - 1, length), reach, axis)
    wide = np.concatenate((before, planes, after), axis)
    total = planes * np.float32(kernel[0])
    for step, weight in enumerate(kernel[1:], 1):
        pair = _cut(wide, axis, reach - step, reach - step + length) + _cut(
            wide, axis, reach + step, reach + step + length
        )
        pair *= np.float32(weight)
        total += pair
    return total


def _cut(planes: NDArray[np.float32], axis: int, start: int, stop: int) -> NDArray[np.float32]:
    part = slice(start, stop)
    return planes[..., part, :] if axis == -2 else planes[..., part]
