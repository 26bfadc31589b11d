"""A second picture for HDR screens is noticed, in the formats that have such."""

from __future__ import annotations

import pytest

from offcut.imageio.headers.gain_map import has_gain_map
from tests import pictures

_ADOBE = b"...http://ns.adobe.com/hdr-gain-map/1.0/..."
_APPLE = b"urn:com:apple:photo:2020:aux:hdrgainmap"
_HEIC = b"\0\0\0\x18ftypheic"


@pytest.mark.parametrize("name", [_ADOBE, _APPLE, b"urn:iso:std:iso:ts:21496:-1"])
@pytest.mark.parametrize("start", [b"\xff\xd8\xff", _HEIC])
def test_it_is_noticed_by_each_of_its_names(start: bytes, name: bytes) -> None:
    assert has_gain_map(start + name)


def test_it_is_noticed_by_the_item_that_is_made_of_it() -> None:
    assert has_gain_map(_HEIC + b"...infe....tmap")


def test_other_formats_have_none() -> None:
    assert not has_gain_map(b"\x89PNG" + _ADOBE)


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_an_ordinary_picture_has_none(kind: str) -> None:
    assert not has_gain_map(pictures.file(pictures.noise((9, 9)), kind))
