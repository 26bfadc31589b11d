"""Options of the output: defaults, ranges, and sentences about what is out of range."""

from __future__ import annotations

from typing import Any

import pytest

from offcut import InvalidOptionError, OutputOptions
from offcut.options import EDGE, RANGES, SWITCHES, Edge

NUMBERS = (*RANGES, "size")


def test_the_default_is_a_transparent_png_of_the_subject() -> None:
    options = OutputOptions()
    assert (options.format, options.type, options.colour) == ("image/png", "foreground", None)


@pytest.mark.parametrize(
    ("background", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#18F", (0x11, 0x88, 0xFF)),
        ("#1288fE", (0x12, 0x88, 0xFE)),
        ("blur", None),
        (b"#fff", None),
        (None, None),
    ],
)
def test_a_background_may_be_a_colour_in_hexadecimal(
    background: str | bytes | None, colour: tuple[int, int, int] | None
) -> None:
    assert OutputOptions(background=background).colour == colour


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("edge", Edge(-50, 50, 1)),
        ("shadow", "natural"),
        *(("quality", value) for value in (0, 1, 0.5)),
        *(("edges", value) for value in ("refined", "plain")),
        *(("fit", value) for value in ("cover", "contain")),
        *(("animation", value) for value in ("first", "all")),
        *(("canvas", value) for value in ("square", "portrait", "passport", None)),
        *(("blur", value) for value in (1e-9, 0.2)),
        *(("margin", value) for value in (0, 1)),
        *(("threshold", value) for value in (0, 0.999)),
        *(("shadow", value) for value in (0, 1)),
        *(("size", value) for value in (16, 20000, None)),
        ("format", "image/tiff"),
        *((switch, value) for switch in SWITCHES for value in (True, False)),
        ("background", "blur"),
        ("background", b"the bytes of a file"),
    ],
)
def test_a_value_in_range_is_taken_as_it_is(option: str, value: Any) -> None:
    assert getattr(OutputOptions(**{option: value}), option) == value


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
        ("background", bytearray(b"x"), "bytearray"),
        ("background", "", "give a colour such as '#fff', 'blur', or a picture"),
        ("edges", "soft", "soft': choose refined, plain"),
        ("fit", "fill", "fill': choose cover, contain"),
        ("canvas", "wide", "wide': choose square, portrait, passport"),
        ("canvas", ["square"], "square"),
        ("blur", 0, "0: the range is above 0 to 0.2"),
        ("blur", 0.21, "0.21"),
        ("margin", -0.1, "-0.1"),
        ("margin", 1.1, "1.1: the range is 0 to 1"),
        ("threshold", -0.1, "-0.1"),
        ("threshold", 1, "1: the range is 0 to below 1"),
        ("shadow", 1.5, "1.5: the range is 0 to 1"),
        ("shadow", "soft", "'soft': give a number, 0 to 1, or 'natural'"),
        ("shadow", None, "None: give a number, 0 to 1, or 'natural'"),
        ("shadow", True, "True: give a number"),
        ("shadow", float("nan"), "nan"),
        ("edge", 3, "3: give an object with shift, feather, contrast"),
        ("edge", None, "None: give an object"),
        ("size", 15, "15: the range is 16 to 20000"),
        ("size", 20001, "20001: the range is 16 to 20000"),
        ("size", 0, "0: the range is 16 to 20000"),
        ("size", -800, "-800"),
        ("size", 800.0, "800.0: give a whole number, 16 to 20000"),
        *((name, float("nan"), "nan") for name in NUMBERS),
        *((name, float("inf"), "inf") for name in NUMBERS),
        *((name, True, "True: give a (whole )?number") for name in NUMBERS),
        *((name, "0.1", "0.1': give a (whole )?number") for name in NUMBERS),
        *((name, None, "None: give a number") for name in RANGES),
        *((name, 1, "1: give true or false") for name in SWITCHES),
        *((name, "true", "true': give true or false") for name in SWITCHES),
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


@pytest.mark.parametrize("background", ["blur", b"a file"])
def test_a_jpegs_background_need_not_be_a_colour(background: str | bytes) -> None:
    assert OutputOptions("image/jpeg", background=background).background == background


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


@pytest.mark.parametrize("name", EDGE)
def test_each_control_of_the_edge_has_its_range(name: str) -> None:
    span = EDGE[name]
    taken: list[Any] = [span.low, span.high]
    for value in taken:
        options = OutputOptions.from_mapping({"edge": {name: value, "shift": None} | {name: value}})
        assert getattr(options.edge, name) == value
    refused: list[Any] = [span.low - 0.01, span.high + 0.01, float("nan"), "1", True]
    for value in refused:
        with pytest.raises(InvalidOptionError, match=rf"output\.edge\.{name} is "):
            OutputOptions.from_mapping({"edge": {name: value}})


def test_an_unknown_control_of_the_edge_is_named() -> None:
    with pytest.raises(InvalidOptionError, match=r"no option output\.edge\.blur\."):
        OutputOptions.from_mapping({"edge": {"blur": 1}})


def test_an_edge_may_be_a_mapping() -> None:
    assert OutputOptions.from_mapping({"edge": {"feather": 2}}).edge == Edge(feather=2)
    assert OutputOptions.from_mapping({"edge": None}).edge == Edge()
