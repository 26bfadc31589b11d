"""HDR pictures to the range of an ordinary screen (ITU-R BT.2100-2).

Light is scaled so that white on paper is 1, and the range of 1000 cd/m2 is compressed to that of
white: all up to paper's white to a half, and the rest by a Bezier curve that goes on from there.
That is the reference white tone mapping of SMPTE ST 2094-50, by which Chromium shows such pictures.
Red, green and blue get the same factor, that of the largest, so hues stay. The samples that come
out are of sRGB's curve and the picture's own primaries.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.colour.code_points import Hdr
from offcut.imageio.colour.connection import encoded
from offcut.imageio.colour.curve import Values

_WHITE: Final = 203
"""cd/m2 of white on paper (ITU-R BT.2408, 2.1)."""

_PEAK: Final = 1000 / _WHITE
"""Of the brightest light that counts: what files are mastered for, unless they say otherwise."""

_KNEE: Final = 0.5
"""What white on paper becomes; all that is darker is scaled by the same factor."""

_BEND: Final = 0.65
"""How far along the line from the knee to white the curve's control point lies."""

_STEPS: Final = 4096
_STRIP: Final = 1 << 18
"""Pixels at a time."""


def tone_mapped(image: Image.Image, curve: Hdr) -> Image.Image:
    """Bring samples of an HDR curve into range.

    Args:
        image: mode RGB, its samples as they stood in the file.
        curve: what they mean.
    """
    light = _LIGHT[curve](np.arange(256) / 255).astype(np.float32)
    curve_out = np.rint(encoded(np.linspace(0, 1, _STEPS) ** 2) * 255).astype(np.uint8)
    width, height = image.size
    result = image.copy()
    lines = max(1, _STRIP // width)
    for top in range(0, height, lines):
        box = (0, top, width, min(top + lines, height))
        seen = light[np.asarray(image.crop(box))]
        if curve == "hlg":
            seen *= _system_gamma(seen)
        most = seen.max(-1, keepdims=True)
        seen *= _toned(most) / np.maximum(most, np.float32(1e-6))
        places = np.sqrt(np.clip(seen, 0, 1)) * np.float32(_STEPS - 1)  # finer steps in the dark
        result.paste(Image.fromarray(curve_out[np.rint(places).astype(np.intp)]), box)
    return result


def _toned(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Light, of which 1 is white on paper, to 0 to 1.

    Beyond the knee, x(t) and y(t) are quadratic Bezier curves: t is found from x, and gives y.
    """
    x1, y1 = 1 + _BEND * (1 / _KNEE - 1), _KNEE + _BEND * (1 - _KNEE)
    linear, square = 2 * (x1 - 1), 1 - 2 * x1 + _PEAK
    over = np.clip(light, 1, _PEAK) - np.float32(1)
    root = np.sqrt(np.float32(linear**2) + np.float32(4 * square) * over)
    t = (root - np.float32(linear)) * np.float32(1 / (2 * square))
    bent = t * (np.float32(2 * (y1 - _KNEE)) + t * np.float32(_KNEE - 2 * y1 + 1))
    toned: NDArray[np.float32] = np.minimum(light, 1) * np.float32(_KNEE) + bent
    return toned


def _pq(levels: Values) -> Values:
    """SMPTE ST 2084: to light, of which 1 is white (BT.2100, table 4)."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
    power = levels ** (1 / m2)
    light: Values = (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)
    return light * 10_000 / _WHITE


def _hlg(levels: Values) -> Values:
    """Hybrid log-gamma: to the scene's light, of which 1 is the peak's (BT.2100, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    light: Values = np.where(levels <= 0.5, levels**2 / 3, (np.exp((levels - c) / a) + b) / 12)
    return light


_LIGHT: Final = {"pq": _pq, "hlg": _hlg}


def _system_gamma(scene: NDArray[np.float32]) -> NDArray[np.float32]:
    """From the scene's light to that of a screen of 1000 cd/m2, white being 1 (table 5).

    The power comes from a table, since libraries round powers differently.
    """
    red, green, blue = np.moveaxis(scene, -1, 0)
    luminance = red * np.float32(0.2627) + green * np.float32(0.678) + blue * np.float32(0.0593)
    roots = np.linspace(0, 1, _STEPS)
    factor: NDArray[np.float64] = np.interp(np.sqrt(luminance), roots, roots**0.4 * _PEAK)
    return factor[..., None].astype(np.float32)
