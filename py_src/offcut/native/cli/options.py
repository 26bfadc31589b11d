"""The command line's options of the output."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from offcut.errors import InvalidOptionError
from offcut.imageio import decode
from offcut.imageio.loading import refuse_incomplete
from offcut.native.batch.naming import MEDIA_TYPES
from offcut.options import (
    ANIMATIONS,
    BLUR,
    CANVASES,
    EDGE,
    EDGES,
    EFFORTS,
    FITS,
    NATURAL,
    RANGES,
    SHADOWS,
    SIZES,
    TYPES,
    Edge,
    OutputOptions,
)

_DEFAULTS: Final = OutputOptions()

_NUMBERS: Final = {
    "quality": "quality of WebP and JPEG",
    "blur": "strength of --background blur, as a share of the picture's longer side",
    "margin": "space around the subject for --crop and --canvas, as a share of its longer side",
    "threshold": "alpha above which a pixel counts as subject, for --crop, --canvas and --shadow",
}
_EDGE: Final = {
    "shift": "pixels by which the edge moves, outwards above 0",
    "feather": "pixels by which the edge is softened",
    "contrast": "how much harder the edge becomes, or softer below 0",
}


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each field of ``OutputOptions``."""
    group = parser.add_argument_group("options of the result")
    group.add_argument(
        "--format",
        choices=MEDIA_TYPES,
        help="file format (default: from the name of OUT, else png)",
    )
    _add_choice(group, "type", TYPES, "what the result shows")
    group.add_argument(
        "--background",
        metavar="COLOUR|blur|FILE",
        help="what is put behind the subject: a colour such as '#fff', the picture itself but "
        "blurred, or another picture (default: none)",
    )
    _add_choice(group, "fit", FITS, "how a background picture is fitted")
    _add_number(group, "blur")
    _add_choice(group, "effort", EFFORTS, "best gives a better mask in up to twice the time")
    _add_choice(
        group, "edges", EDGES, "edges refined by the picture's colours, or as the network drew them"
    )
    for name, meaning in _EDGE.items():
        default = getattr(_DEFAULTS.edge, name)
        group.add_argument(
            f"--edge-{name}",
            dest=f"edge.{name}",
            type=float,
            default=default,
            metavar="NUMBER",
            help=f"{meaning}, {EDGE[name]} (default: {default})",
        )
    group.add_argument(
        "--no-decontaminate",
        dest="decontaminate",
        action="store_false",
        help="keep the old background's colours in partly transparent pixels",
    )
    group.add_argument(
        "--no-clean",
        dest="clean",
        action="store_false",
        help="keep specks and pinholes in the mask",
    )
    _add_choice(
        group,
        "animation",
        ANIMATIONS,
        "frames of an animated GIF, PNG or WebP; all gives an animated PNG or WebP",
    )
    group.add_argument("--crop", action="store_true", help="crop to the subject and a margin")
    group.add_argument(
        "--canvas",
        choices=CANVASES,
        help="put the subject and its margin on a canvas of this shape (default: none)",
    )
    for name in ("margin", "threshold", "quality"):
        _add_number(group, name)
    group.add_argument(
        "--shadow",
        type=_number_or_word,
        default=_DEFAULTS.shadow,
        metavar=f"NUMBER|{NATURAL}",
        help=f"opacity of a soft shadow, {SHADOWS}, or {NATURAL}: the one in the picture, where it "
        f"can be told from the ground (default: {_DEFAULTS.shadow})",
    )
    group.add_argument(
        "--size",
        type=int,
        metavar="PIXELS",
        help=f"limit for the longer side, {SIZES} (default: as it is)",
    )


def output_options(given: argparse.Namespace, media_type: str) -> OutputOptions:
    """Read the options, and the background's file.

    Args:
        given: what the parser made of the command line.
        media_type: of the results.

    Raises:
        InvalidOptionError: if a value is out of its range.
        UnreadableImageError: if the background's file is no picture, or damaged.
        PictureTooLargeError: if it has too many pixels.
    """
    names = {field.name for field in fields(OutputOptions)} - {"edge"}
    values = {name: getattr(given, name) for name in names}
    values |= {"format": media_type, "background": _background(given.background)}
    try:
        values["edge"] = Edge(**{name: getattr(given, f"edge.{name}") for name in EDGE})
        return OutputOptions(**values)
    except InvalidOptionError as error:
        # named as the Python and JavaScript APIs do
        option = str(error.params["option"]).removeprefix("output.").replace(".", "-")
        raise error.with_params(option=f"--{option}") from error


def _background(given: str | None) -> str | bytes | None:
    if given is None or given == BLUR or given.startswith("#"):
        return given
    try:
        data = Path(given).read_bytes()
    except FileNotFoundError as error:
        raise InvalidOptionError(
            "--background is {value}: give a colour such as '#fff', {words}, or a picture "
            "that there is.",
            code="background-missing",
            value=repr(given),
            words=[repr(BLUR)],
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidOptionError(
            "--background {file} can't be read: {reason}.",
            code="background-unreadable",
            file=given,
            reason=str(reason),
        ) from error
    name = f"--background {given}"
    # or every picture would fail, each after its turn
    refuse_incomplete(decode.decode(data, name).notes, name)
    return data


def _number_or_word(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text  # whether it is one that there is, the options say


def _add_choice(group: Any, name: str, choices: tuple[str, ...], meaning: str) -> None:
    default = getattr(_DEFAULTS, name)
    text = f"{meaning} (default: {default})"
    group.add_argument(f"--{name}", choices=choices, default=default, help=text)


def _add_number(group: Any, name: str) -> None:
    default = getattr(_DEFAULTS, name)
    text = f"{_NUMBERS[name]}, {RANGES[name]} (default: {default})"
    group.add_argument(f"--{name}", type=float, default=default, metavar="NUMBER", help=text)
