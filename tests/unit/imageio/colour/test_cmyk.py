"""CMYK pictures look as their profile says."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.colour.cmyk import inks, to_srgb
from tests import pictures
from tests.unit.imageio.colour import presses, profiles
from tests.unit.imageio.colour.seen import error, seen

KINDS = [b"mft1", b"mft2", b"mAB "]
WHITE, BLACK = (0, 0, 0, 0), (255, 255, 255, 255)


def _noise(size: tuple[int, int] = (90, 70)) -> Image.Image:
    samples = np.random.default_rng(3).integers(0, 256, (size[1], size[0], 4), np.uint8)
    return Image.fromarray(samples, "CMYK")


def _shown(image: Image.Image, profile: bytes) -> np.ndarray:
    by = inks(profile)
    assert by is not None
    shown = to_srgb(image, by)
    assert (shown.mode, shown.size) == ("RGB", image.size)
    return np.asarray(shown).astype(int)


@pytest.mark.parametrize("kind", KINDS)
def test_colours_are_those_that_littlecms_finds(kind: bytes) -> None:
    profile, image = presses.profile(kind), _noise()
    expected = seen(image, profile)
    assert error(_shown(image, profile), expected) < 0.6
    assert np.abs(_shown(image, profile) - expected).max() <= 8
    assert error(seen(image, None), expected) > 15


@pytest.mark.parametrize("ink", range(4))
def test_each_ink_alone_is_right_at_every_level(ink: int) -> None:
    samples = np.zeros((1, 256, 4), np.uint8)
    samples[0, :, ink] = np.arange(256)
    image, profile = Image.fromarray(samples, "CMYK"), presses.profile()
    assert error(_shown(image, profile), seen(image, profile)) < 1


@pytest.mark.parametrize("black", [0, 1, 31, 32, 33, 224, 254, 255])
def test_one_level_of_black_all_over_is_right(black: int) -> None:
    image = _noise((20, 20))
    image = Image.merge("CMYK", (*image.split()[:3], pictures.flat(black, image.size, "L")))
    profile = presses.profile()
    assert error(_shown(image, profile), seen(image, profile)) < 1


def test_paper_is_white() -> None:
    assert _shown(pictures.flat(WHITE, mode="CMYK"), presses.profile()).min() == 255
    assert _shown(pictures.flat(BLACK, mode="CMYK"), presses.profile()).max() < 10


def test_tiles_make_no_difference() -> None:
    image, profile = _noise((300, 270)), presses.profile()
    part = _shown(image.crop((250, 240, 300, 270)), profile)
    assert (_shown(image, profile)[240:, 250:] == part).all()


def test_a_profile_with_one_table_of_another_intent_is_used() -> None:
    assert inks(presses.profile(tag=b"A2B1")) is not None


def test_connection_by_xyz_is_right() -> None:
    head = b"mft2" + bytes(4) + bytes([4, 3, 9, 0]) + bytes(36) + b"\0\2\0\2"
    line = np.array([0, 65535], ">u2").tobytes()
    levels = np.rint(presses.xyz(presses.grid()) * 32768).astype(">u2").tobytes()
    tags = {b"A2B0": head + line * 4 + levels + line * 3}
    profile = profiles.profile(tags, kind=b"prtr", space=b"CMYK", connection=b"XYZ ")
    samples = presses.grid(5) * 255  # on the table's own points
    image = Image.fromarray(samples.round().astype(np.uint8)[None], "CMYK")
    by_lab = _shown(image, presses.profile())
    assert error(_shown(image, profile), by_lab) < 2


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        pictures.RGB_PROFILE,
        presses.profile()[:3000],
        presses.profile(tag=b"B2A0"),
        presses.profile().replace(b"mft2", b"mpet"),
        profiles.profile({b"A2B0": profiles.table(b"mft2")}, space=b"CMYK", connection=b"Lab "),
        profiles.profile({b"A2B0": presses.table(b"mft2")}, space=b"CMYK", connection=b"CMYK"),
    ],
    ids=["nothing", "RGB", "damaged", "no table", "another type", "three channels", "no PCS"],
)
def test_a_profile_that_says_nothing_of_cmyk_is_none(profile: bytes) -> None:
    assert inks(profile) is None
