"""From a profile's connection space to sRGB (ICC.1:2022, 6.3; IEC 61966-2-1)."""

from __future__ import annotations

from typing import Final

import numpy as np

from offcut.imageio.colour.curve import Values

D50: Final = np.array([0.9642, 1.0, 0.8249])
"""The white of the connection space, XYZ."""

_XYZ_TO_LINEAR: Final = np.linalg.inv(
    [
        [0.4360657, 0.3851471, 0.1430664],
        [0.2224884, 0.7168732, 0.0606079],
        [0.0139160, 0.0970764, 0.7140961],
    ]
)
"""The colorants of sRGB's own profile, adapted to D50."""

_LINEAR_PART: Final = 24 / 116  # of Lab's function (CIE 15:2018)


def lab_to_xyz(lab: Values) -> Values:
    """CIELAB to XYZ, both of D50: float64 [n, 3]."""
    middle = (lab[:, 0] + 16) / 116
    roots = np.stack([middle + lab[:, 1] / 500, middle, middle - lab[:, 2] / 200], -1)
    linear = (roots - 16 / 116) * (108 / 841)
    xyz: Values = np.where(roots > _LINEAR_PART, roots**3, linear) * D50
    return xyz


def xyz_to_srgb(xyz: Values) -> Values:
    """XYZ of D50 to sRGB, float64 [n, 3], 0 to 1; what sRGB doesn't hold is clipped."""
    return encoded(xyz @ _XYZ_TO_LINEAR.T)


def encoded(linear: Values) -> Values:
    """Linear light to sRGB's curve: float64, 0 to 1."""
    light = np.clip(linear, 0, 1)
    curve: Values = np.where(
        light <= 0.0031308, 12.92 * light, 1.055 * np.power(light, 1 / 2.4) - 0.055
    )
    return curve
