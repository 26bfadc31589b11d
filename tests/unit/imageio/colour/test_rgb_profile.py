"""The colour profile keeps the colours, and nothing else."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import ImageCms

from offcut import OutputOptions, finish, prepare
from offcut.imageio.colour.rgb_profile import rebuilt
from tests import pictures
from tests.unit.imageio.colour import profiles

LAB: dict[str, Any] = {"connection": b"Lab ", "kind": b"prtr"}
PROFILES: dict[str, bytes] = {
    "a gamma": profiles.profile(profiles.matrix_tags(profiles.gamma(2.2))),
    "a table": profiles.profile(profiles.matrix_tags(profiles.table_curve(1.8))),
    "a function": profiles.profile(profiles.matrix_tags(profiles.srgb_curve()), version=4),
    "three curves": profiles.profile(
        profiles.matrix_tags(profiles.gamma(1.0), rTRC=profiles.table_curve(2.6, 33))
    ),
    "8 bits": profiles.profile({b"A2B0": profiles.table(b"mft1")}, **LAB),
    "16 bits": profiles.profile({b"A2B0": profiles.table(b"mft2")}, **LAB),
    "a table beside a matrix": profiles.profile(
        profiles.matrix_tags(profiles.gamma(2.2)) | {b"A2B0": profiles.table(b"mft2")}, **LAB
    ),
    "of LittleCMS": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
}
INTENTS = [
    ImageCms.Intent.PERCEPTUAL,
    ImageCms.Intent.RELATIVE_COLORIMETRIC,
    ImageCms.Intent.SATURATION,
    ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
]
GAMMA = profiles.matrix_tags(profiles.gamma(2.2))


def _rebuilt(profile: bytes) -> bytes:
    result = rebuilt(profile)
    assert result is not None
    return result


def _tags(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">L", profile, 128)
    entries = [struct.unpack_from(">4sLL", profile, 132 + 12 * entry) for entry in range(count)]
    return {tag: profile[start : start + length] for tag, start, length in entries}


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))


def _seen(profile: bytes, intent: ImageCms.Intent) -> Any:
    image = pictures.noise((64, 64))
    seen = ImageCms.profileToProfile(
        image, _opened(profile), ImageCms.createProfile("sRGB"), intent, "RGB"
    )
    assert seen is not None
    return np.asarray(seen)


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("name", PROFILES)
def test_colours_stay_the_same(name: str, intent: ImageCms.Intent) -> None:
    before = _seen(PROFILES[name], intent)
    assert (_seen(_rebuilt(PROFILES[name]), intent) == before).all()
    assert (before != np.asarray(pictures.noise((64, 64)))).any() or name == "of LittleCMS"


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_that_is_rebuilt_stays_as_it_is(name: str) -> None:
    once = _rebuilt(PROFILES[name])
    assert rebuilt(once) == once
    assert len(once) % 4 == 0
    assert struct.unpack_from(">L", once)[0] == len(once)


@pytest.mark.parametrize("version", [2, 4])
def test_who_made_a_profile_makes_no_difference(version: int) -> None:
    plain = profiles.profile(GAMMA, version=version)
    told = profiles.profile(
        profiles.private_tags() | GAMMA, version=version, maker=b"ACME", intent=1 << 20
    )
    assert rebuilt(told) == rebuilt(plain)
    assert _tags(_rebuilt(told)).keys() == {*GAMMA, b"desc", b"cprt"}


@pytest.mark.parametrize("kind", ["png", "webp", "jpeg", "tiff"])
def test_no_result_tells_the_serial_number_of_a_display(kind: str) -> None:
    profile = profiles.profile(profiles.private_tags() | GAMMA)
    data = pictures.file(pictures.noise((8, 8)), icc_profile=profile)
    options = OutputOptions(format=f"image/{kind}", background="#fff", edges="plain")
    result = finish(prepare(data, "photo"), pictures.mask(), options)
    written = pictures.read(result).info["icc_profile"]
    assert written == rebuilt(profile)
    assert profiles.SERIAL not in written
    assert b"mmod" not in written


def test_bytes_behind_the_values_of_an_element_are_dropped() -> None:
    more = {tag: element + profiles.SERIAL for tag, element in GAMMA.items()}
    assert rebuilt(profiles.profile(more)) == rebuilt(profiles.profile(GAMMA))


@pytest.mark.parametrize("kind", [b"mft1", b"mft2"])
def test_bytes_behind_a_table_are_dropped(kind: bytes) -> None:
    table = profiles.table(kind)
    more = profiles.profile({b"A2B0": table + profiles.SERIAL}, **LAB)
    assert _tags(_rebuilt(more))[b"A2B0"] == table


def test_zeros_stay_where_nothing_is_defined() -> None:
    hidden = GAMMA | {b"rXYZ": b"XYZ 1234" + GAMMA[b"rXYZ"][8:]}
    assert rebuilt(profiles.profile(hidden)) == rebuilt(profiles.profile(GAMMA))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Display P3", "Display P3"),
        ("Adobe RGB (1998)", "Adobe RGB (1998)"),
        ("Studio display of Ada L., 2019", "RGB"),
        ("", "RGB"),
    ],
)
def test_only_the_name_of_a_well_known_space_stays(name: str, kept: str) -> None:
    for version, words in ((2, profiles.description), (4, profiles.multilingual)):
        profile = profiles.profile(GAMMA | {b"desc": words(name)}, version=version)
        assert ImageCms.getProfileName(_opened(_rebuilt(profile))).strip() == kept


@pytest.mark.parametrize("intent", [0, 1, 2, 3])
def test_the_rendering_intent_stays(intent: int) -> None:
    profile = _rebuilt(profiles.profile(GAMMA, intent=intent))
    assert ImageCms.getDefaultIntent(_opened(profile)) == intent


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        b"short",
        bytes(16) + b"RGB " + bytes(108),
        profiles.profile(GAMMA)[:200],
        profiles.profile({**GAMMA, b"rXYZ": profiles.gamma(2.2)}),
        profiles.profile({**GAMMA, b"gTRC": b"curv" + bytes(4) + b"\xff\xff\xff\xff"}),
        profiles.profile({**GAMMA, b"gTRC": b"para" + bytes(4) + b"\0\x09\0\0"}),
        profiles.profile({**GAMMA, b"gTRC": b"cu"}),
        profiles.profile({tag: GAMMA[tag] for tag in GAMMA if tag != b"bTRC"}),
        profiles.profile({b"A2B0": profiles.table(b"mft2")[:300]}, **LAB),
        profiles.profile({b"A2B0": b"mft1" + bytes(4) + b"\xff\xff\xff\0"}, **LAB),
        profiles.profile(GAMMA, space=b"CMYK"),
        profiles.profile(GAMMA, space=b"GRAY"),
        profiles.profile(GAMMA, kind=b"link"),
        profiles.profile(GAMMA, connection=b"RGB "),
        profiles.profile(GAMMA).replace(b"acsp", b"acsx"),
        profiles.profile(GAMMA)[:128] + b"\xff\xff\xff\xff" + bytes(400),
        profiles.profile({**GAMMA, b"A2B0": b"mAB " + bytes(5 << 20)}),
    ],
    ids=[
        "nothing", "text", "a header", "a part", "a curve as a colour", "an endless curve",
        "no function", "no element", "two curves", "half a table", "an endless table", "CMYK",
        "grey", "a link", "no connection", "no signature", "an endless list", "too large",
    ],
)  # fmt: skip
def test_a_profile_that_says_nothing_of_rgb_is_dropped(profile: bytes) -> None:
    assert rebuilt(profile) is None


def test_a_picture_whose_profile_is_damaged_is_read_without_it() -> None:
    data = pictures.file(pictures.noise((8, 8)), icc_profile=profiles.profile(GAMMA)[:300])
    picture = prepare(data, "photo").picture()
    assert picture.icc_profile is None
    assert (pictures.array(picture.image) == pictures.array(pictures.noise((8, 8)))).all()
