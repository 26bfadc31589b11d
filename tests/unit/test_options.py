"""Options of the output: defaults, ranges, and sentences about what is out of range."""

from __future__ import annotations

from typing import Any

import pytest

from offcut import InvalidOptionError, OutputOptions


def test_the_default_is_a_transparent_png_of_the_subject() -> None:
    options = OutputOptions()
    assert (options.format, options.type, options.colour) == ("image/png", "foreground", None)


@pytest.mark.parametrize(
    ("background", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#18F", (0x11, 0x88, 0xFF)),
        ("#1288fE", (0x12, 0x88, 0xFE)),
        (None, None),
    ],
)
def test_a_background_is_a_colour_in_hexadecimal(
    background: str | None, colour: tuple[int, int, int] | None
) -> None:
    assert OutputOptions(background=background).colour == colour


@pytest.mark.parametrize("quality", [0, 1, 0.5])
def test_quality_goes_from_0_to_1(quality: float) -> None:
    assert OutputOptions(quality=quality).quality == quality


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [
        ("format", "image/gif", "image/gif"),
        ("format", "PNG", "PNG"),
        ("format", ["image/png"], "image/png"),
        ("type", "shadow", "shadow"),
        ("type", ["mask"], "mask"),
        ("quality", -0.01, "-0.01"),
        ("quality", 1.01, "1.01"),
        ("quality", 90, "90"),
        ("quality", float("nan"), "nan"),
        ("quality", "0.5", "0.5"),
        ("quality", True, "True"),
        ("background", "white", "white"),
        ("background", "fff", "fff"),
        ("background", "#ffff", "#ffff"),
        ("background", "#ggg", "#ggg"),
        ("background", "#fff\n", "#fff"),
        ("background", 0xFFFFFF, "16777215"),
    ],
)
def test_a_value_out_of_range_is_named_with_its_option(option: str, value: Any, named: str) -> None:
    with pytest.raises(InvalidOptionError, match=rf"output\.{option} is .*{named}"):
        OutputOptions(**{option: value})


@pytest.mark.parametrize("kind", ["foreground", "background"])
def test_jpeg_wants_a_background(kind: str) -> None:
    with pytest.raises(InvalidOptionError, match=r"no transparency: give output\.background"):
        OutputOptions("image/jpeg", type=kind)
    assert OutputOptions("image/jpeg", type=kind, background="#000").colour == (0, 0, 0)


def test_a_mask_can_be_a_jpeg() -> None:
    assert OutputOptions("image/jpeg", type="mask").format == "image/jpeg"


@pytest.mark.parametrize("values", [None, {}, {"format": None, "quality": None}])
def test_a_mapping_that_says_nothing_means_the_defaults(values: dict[str, Any] | None) -> None:
    assert OutputOptions.from_mapping(values) == OutputOptions()


def test_a_mapping_says_the_same_as_arguments() -> None:
    values = {"format": "image/webp", "quality": 0.5, "type": "background", "background": "#123"}
    expected = OutputOptions("image/webp", 0.5, "background", "#123")
    assert OutputOptions.from_mapping(values) == expected


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(InvalidOptionError, match=r"no option output\.colour\."):
        OutputOptions.from_mapping({"format": "image/png", "colour": "#fff"})
