"""Grey pictures look as their profile says."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.colour.grey import brightened, grey_levels
from tests import pictures
from tests.unit.imageio.colour import profiles
from tests.unit.imageio.colour.seen import error, seen

RAMP = Image.fromarray(np.arange(256, dtype=np.uint8)[None])


def grey_profile(curve: bytes, connection: bytes = b"XYZ ", version: int = 2) -> bytes:
    """A profile for grey."""
    tags = {b"kTRC": curve, b"wtpt": profiles.xyz((0.9642, 1, 0.8249))}
    return profiles.profile(tags, space=b"GRAY", connection=connection, version=version)


@pytest.mark.parametrize(
    "profile",
    [
        grey_profile(profiles.gamma(1)),
        grey_profile(profiles.gamma(1.8)),
        grey_profile(profiles.gamma(2.2)),
        grey_profile(profiles.table_curve(2.6, 33)),
        grey_profile(profiles.srgb_curve(), version=4),
        grey_profile(profiles.table_curve(0.9), b"Lab "),
    ],
    ids=["1.0", "1.8", "2.2", "table", "sRGB", "Lab"],
)
def test_each_level_is_the_one_that_littlecms_finds(profile: bytes) -> None:
    levels = grey_levels(profile)
    assert levels is not None
    shown = np.asarray(brightened(RAMP.convert("RGB"), levels)).astype(int)
    assert error(shown, seen(RAMP, profile)) < 0.6  # its tables are coarse in the dark


def test_light_itself_gets_srgbs_curve() -> None:
    light = np.arange(256) / 255
    expected = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    assert grey_levels(grey_profile(profiles.gamma(1))) == np.rint(255 * expected).tolist()


def test_srgbs_own_curve_changes_nothing() -> None:
    assert grey_levels(grey_profile(profiles.srgb_curve(), version=4)) == [*range(256)]


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        pictures.RGB_PROFILE,
        grey_profile(b"curv")[:-4],
        grey_profile(b"XYZ " + bytes(16)),
        grey_profile(profiles.gamma(2), b"RGB "),
        profiles.profile({}, space=b"GRAY"),
    ],
    ids=["nothing", "RGB", "damaged", "no curve", "no connection", "no tag"],
)
def test_a_profile_that_says_nothing_of_grey_is_none(profile: bytes) -> None:
    assert grey_levels(profile) is None
