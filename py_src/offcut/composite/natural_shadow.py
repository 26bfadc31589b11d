"""Step 5a: the shadow that a subject throws in the picture, where it can be told from the ground.

A shadow takes a share of the light, and of all colours about the same. So on a ground that would be
even without it (a table, a wall, a studio's backdrop), it is what is darker than the ground by the
same factor in red, green and blue, changes slowly, and touches the subject. The ground's light is
fitted as a quadratic polynomial of the place, in logarithms, by a robust method (Tukey's biweight),
which what is darker does not mislead. Kept is the share of the light that is missing, as the alpha
of black.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut.network.preprocess import small_picture
from offcut.notes import Note
from offcut.numeric.connected_components import connected_components
from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Flags, Plane, Planes
from offcut.numeric.tiles import to_array, to_image

NOT_TOLD: Final = Note.of(
    "The subject's own shadow can't be told from the ground here, so none was kept.",
    code="shadow-not-told",
)

_REDUCING_GAP: Final = 2.0  # Pillow's: halve in whole steps first, for speed

# Lengths are in pixels of the working size, 512 a side; darkness is the logarithm of a ratio.
_TRACE: Final = 0.02  # added to colours, so that black has a logarithm
_SUBJECT: Final = 0.04  # alpha from which on a pixel shows some of the subject
_BESIDE: Final = 2  # pixels around the subject that its edge may reach
_AWAY: Final = 6  # and within which the ground isn't looked for
_LEAST_GROUND: Final = 0.1  # of the picture
_STEP: Final = 4  # of these pixels, one in so many squared is enough
_ROUNDS: Final = 12
_CUT: Final = 4.0  # deviations from which on a pixel is not the ground's
_LEAST_DEVIATION: Final = 0.008
_MOST_DEVIATION: Final = 0.06  # of an even ground
_LEAST_EVEN: Final = 0.6  # share of the ground that has to follow the fit
_EVEN: Final = 0.08  # how far from it that is
_GRAIN: Final = 1.2  # sigma
_DARK: Final = 0.035  # least darkness of a shadow
_TINT: Final = (0.05, 0.35)  # difference between channels: in any shadow, and per its darkness
_THIN: Final = 3  # half the width of what is no shadow, but the subject's own fringe
_BROAD: Final = 4.0  # sigma: how far a shadow changes little
_ROUGH: Final = 0.025  # mean change within it from which on it is something else
_LEAST_SHADOW: Final = 0.0015  # mean alpha over the picture: a fainter one is none
_MOST: Final = 0.9
_SOFT: Final = 2.0  # sigma of its rim
_FILL: Final = (3.0, 12.0, 48.0)  # sigmas by which it goes on under the subject


def find(tensor: NDArray[np.float32], alpha: Image.Image) -> Image.Image | None:
    """Find it; see ``shadow_in``.

    Args:
        tensor: float32 [1, 3, 1024, 1024]: what the network saw of the picture.
        alpha: mode L, the subject's, of any size.

    Returns:
        Mode L, of the working size.
    """
    small = small_picture(tensor)
    size = small.shape[2], small.shape[1]
    reduced = alpha.resize(size, Image.Resampling.BOX, reducing_gap=_REDUCING_GAP)
    share = shadow_in(small, to_array(reduced))
    return None if share is None else to_image(share)


def shadow_in(small: Planes, alpha: Plane) -> Plane | None:
    """Find the shadow in a small picture.

    Args:
        small: float32 [3, height, width], 0 to 1: the picture at the working size.
        alpha: float32 [height, width], 0 to 1: the subject's.

    Returns:
        float32 [height, width], 0 to 1: the alpha of black, which goes on under the subject. None
        where the ground is not even, or no shadow is on it.
    """
    subject = alpha > _SUBJECT
    if not subject.any():
        return None
    light = np.log(small + np.float32(_TRACE))
    fit = _ground(light, ~_grown(subject, _AWAY))
    if fit is None:
        return None
    below, noise = fit
    darker = gaussian(below, (_GRAIN, _GRAIN))
    dark = darker.mean(0)
    tint = np.abs(darker - dark).max(0)
    beside = _grown(subject, _BESIDE)
    least = max(_DARK, 3 * noise)
    shaded = (dark > least) & (tint < np.float32(_TINT[0]) + np.float32(_TINT[1]) * dark) & ~beside
    shaded = _touching(shaded, beside)
    core = ~_grown(~shaded, _THIN)
    if not core.any() or _roughness(dark, core, ~beside) > _ROUGH:
        return None
    shaded &= _grown(core, 2 * _THIN)
    share = np.clip(1 - np.exp(-dark), 0, _MOST) * shaded
    if share.mean() < _LEAST_SHADOW:
        return None
    rim = np.clip(gaussian(shaded.astype(np.float32), (_SOFT, _SOFT)) * 2, 0, 1)
    share = np.clip(1 - np.exp(-dark), 0, _MOST).astype(np.float32) * rim
    return _under(share, beside)


def _ground(light: Planes, ground: Flags) -> tuple[Planes, float] | None:
    """How much darker each pixel is than the ground would be, and the ground's deviation from it.

    None where it is not even.
    """
    if ground.mean() < _LEAST_GROUND:
        return None
    rows, columns = ground.shape
    y, x = np.mgrid[:rows, :columns] / max(rows, columns) - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])
    some = np.zeros_like(ground)
    some[::_STEP, ::_STEP] = ground[::_STEP, ::_STEP]
    known, values = terms[:, some], light[:, some].astype(np.float64)
    weights = np.ones(known.shape[1])
    factors, deviation = np.zeros((3, len(terms))), 0.0
    for _ in range(_ROUNDS):
        weighted = known * weights
        factors = np.linalg.lstsq(weighted @ known.T, weighted @ values.T, rcond=None)[0].T
        off = (values - factors @ known).mean(0)
        deviation = max(1.4826 * float(np.median(np.abs(off))), _LEAST_DEVIATION)
        weights = np.clip(1 - (off / (_CUT * deviation)) ** 2, 0, None) ** 2
    even = float((np.abs(off) < _EVEN).mean())
    if deviation > _MOST_DEVIATION or even < _LEAST_EVEN:
        return None
    below = np.tensordot(factors, terms, 1).astype(np.float32) - light
    return below, deviation


def _roughness(dark: Plane, core: Flags, ground: Flags) -> float:
    """How much it changes within a few pixels, in the mean over a part of the ground."""
    weight = ground.astype(np.float32)
    sums = gaussian(np.stack((dark * weight, weight)), (_BROAD, _BROAD))
    change = np.abs(dark[core] - sums[0][core] / sums[1][core])
    return float(change.mean())


def _touching(shaded: Flags, beside: Flags) -> Flags:
    """The connected parts of it that come to the subject."""
    labels = connected_components(shaded).labels
    near = np.unique(labels[_grown(beside, 2)])
    touching: Flags = np.isin(labels, near[near > 0])
    return touching


def _under(share: Plane, beside: Flags) -> Plane:
    """The shadow, continued where the subject hides it."""
    weight = (~beside).astype(np.float32)
    result = share.copy()
    filled = np.zeros_like(share)
    for sigma in reversed(_FILL):
        both = gaussian(np.stack((share * weight, weight)), (sigma, sigma))
        mean = both[0] / np.maximum(both[1], np.float32(1e-6))
        trust = np.clip(both[1] * 4, 0, 1)
        filled += trust * (mean - filled)
    result[beside] = filled[beside]
    return result


def _grown(inside: Flags, by: int) -> Flags:
    image = Image.fromarray(inside.astype(np.uint8)).filter(ImageFilter.MaxFilter(2 * by + 1))
    grown: NDArray[np.bool_] = np.asarray(image) > 0
    return grown
