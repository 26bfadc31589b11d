"""The fields of ``/v1.0/removebg``: those of remove.bg's interface, as far as they mean anything.

What would change the result and can't be done here is refused, never passed over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PIL import ImageColor

from offcut.errors import InvalidOptionError
from offcut.native.serve.failures import RequestError
from offcut.native.serve.intake import Given, from_base64
from offcut.native.serve.own_fields import checked, refuse_unknown, switch
from offcut.native.serve.task import Task
from offcut.options import SIZES, OutputOptions

_MEGA: Final = 1_000_000
_MEGAPIXELS: Final[Mapping[str, float | None]] = {
    "preview": 0.25, "small": 0.25, "regular": 0.25, "medium": 1.5, "hd": 4,
    "full": None, "4k": None, "50MP": None, "auto": None,
}  # fmt: skip
_FORMATS: Final = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
_CHANNELS: Final = {"rgba": "foreground", "alpha": "mask"}
_SHADOWS: Final = ("none", "drop", "auto")
_SHADOW: Final = 0.5
"""Opacity, where none is given."""

_HINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "type": ("auto", "person", "product", "car", "animal", "graphic", "transportation", "other"),
    "type_level": ("none", "1", "2", "latest"),
    "semitransparency": ("true", "false", "1", "0"),
}
"""Taken and without effect: the network needs no hint, and hides nothing behind glass."""

_FIXED: Final[Mapping[str, tuple[str, ...]]] = {
    "roi": ("0% 0% 100% 100%", "0 0 100% 100%"),
    "scale": ("original", "100%"),
    "position": ("original",),
}
"""Only what changes nothing can be asked for."""

_IMAGE: Final = ("image_file", "image_file_b64")
_BACKGROUNDS: Final = ("bg_color", "bg_image_file")
_URLS: Final = ("image_url", "bg_image_url")
_OTHERS: Final = (
    "size", "format", "channels", "crop", "crop_margin", "add_shadow", "shadow_type",
    "shadow_opacity",
)  # fmt: skip
_KNOWN: Final = {*_IMAGE, *_BACKGROUNDS, *_URLS, *_OTHERS, *_HINTS, *_FIXED}


def task(given: Given) -> Task:
    """Read a request to ``/v1.0/removebg``.

    Raises:
        RequestError: if there is no picture, a field of another name, or one that asks for what
            can't be done here.
        InvalidOptionError: if a field has a value that it doesn't take.
    """
    refuse_unknown([*given.files, *given.fields], _KNOWN)
    text = {name: value.strip() for name, value in given.fields.items() if value.strip()}
    for name in _URLS:
        if name in text:
            raise RequestError(
                "{field} is an address: this server fetches nothing. Send the file itself.",
                code="serve-address",
                field=name,
            )
    for name, choices in {**_HINTS, **_FIXED}.items():
        _choice(text, name, dict.fromkeys(choices), choices[0])
    megapixels = _choice(text, "size", _MEGAPIXELS, "auto")
    background = _background(given, text)
    values: dict[str, Any] = {
        "background": background,
        "type": _choice(text, "channels", _CHANNELS, "rgba"),
        "crop": switch("crop", text.get("crop", "false")),
        "shadow": _shadow(text),
    }
    values["format"] = _format(text, values)
    margin = text.get("crop_margin")
    if margin is not None:
        values["margin"] = _margin(margin)
    elif values["crop"]:
        values["margin"] = 0  # remove.bg leaves none unless it is asked to
    options = checked(values)
    return Task(_picture(given, text), _scaled(options, megapixels))


def _picture(given: Given, text: Mapping[str, str]) -> bytes:
    name, encoded = _IMAGE
    if (name in given.files) == (encoded in text):
        raise RequestError("Send one of {fields}.", code="serve-image-missing", fields=[*_IMAGE])
    return given.files[name] if name in given.files else from_base64(text[encoded], encoded)


def _scaled(
    options: OutputOptions, megapixels: float | None
) -> Callable[[tuple[int, int]], OutputOptions]:
    """The options, with a size that leaves the whole picture so many megapixels."""
    if megapixels is None:
        return lambda _: options
    return partial(_limited, options, megapixels * _MEGA)


def _limited(options: OutputOptions, most: float, size: tuple[int, int]) -> OutputOptions:
    share = math.sqrt(most / (size[0] * size[1]))
    side = max(int(SIZES.low), math.floor(max(size) * share))
    return replace(options, size=side) if share < 1 else options


def _background(given: Given, text: Mapping[str, str]) -> str | bytes | None:
    colour, name = text.get("bg_color"), _BACKGROUNDS[1]
    if colour is not None and name in given.files:
        raise RequestError(
            "Send one of {fields}, not both.", code="serve-backgrounds", fields=[*_BACKGROUNDS]
        )
    return given.files.get(name) if colour is None else _colour(colour)


def _colour(text: str) -> str | None:
    """A colour by its name, or in hexadecimal with or without ``#``; None if it is transparent."""
    try:
        red, green, blue, *rest = ImageColor.getrgb(text)
    except ValueError:
        try:
            red, green, blue, *rest = ImageColor.getrgb(f"#{text}")
        except ValueError as error:
            raise InvalidOptionError(
                "{option} is {value}: give a colour such as 'fff', '81d4fa' or 'green'.",
                code="serve-colour",
                option="bg_color",
                value=repr(text),
            ) from error
    alpha = rest[0] if rest else 255
    if alpha == 0:
        return None
    if alpha != 255:
        raise RequestError(
            "bg_color is {value}: a background is opaque here, or there is none.",
            code="serve-colour-alpha",
            value=repr(text),
        )
    return f"#{red:02x}{green:02x}{blue:02x}"


def _format(text: Mapping[str, str], values: Mapping[str, Any]) -> str:
    name = text.get("format", "auto").lower()
    if name == "zip":
        raise RequestError(
            "format is 'zip': ask for 'png', and for the mask with channels 'alpha'.",
            code="serve-zip",
        )
    if name != "auto":
        return str(_choice(text, "format", _FORMATS, "png"))
    is_opaque = values["type"] == "foreground" and values["background"] is not None
    return _FORMATS["jpg" if is_opaque else "png"]


def _margin(text: str) -> float:
    """The margin as a share: one percentage, for all sides. Pixels are taken where they are 0."""
    number = text.removesuffix("%").removesuffix("px")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if value == 0:
        return 0
    if not text.endswith("%") or not 0 <= value <= 50:
        raise RequestError(
            "crop_margin is {value}: give one percentage for all sides, 0% to 50%.",
            code="serve-margin",
            value=repr(text),
        )
    return value / 100


def _shadow(text: Mapping[str, str]) -> float:
    kind = _choice(text, "shadow_type", {each: each for each in _SHADOWS}, "none")
    wanted = switch("add_shadow", text.get("add_shadow", "false")) or kind != "none"
    opacity = text.get("shadow_opacity")
    if opacity is None:
        return _SHADOW if wanted else 0
    try:
        value = float(opacity)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise InvalidOptionError(
            "{option} is {value}: give a number, {low} to {high}.",
            code="option-number",
            option="shadow_opacity",
            value=repr(opacity),
            low=0,
            high=100,
        )
    return value / 100 if wanted else 0


def _choice(text: Mapping[str, str], name: str, choices: Mapping[str, Any], default: str) -> Any:
    value = text.get(name, default)
    if value not in choices:
        raise InvalidOptionError(
            "{option} is {value}: choose {choices}.",
            code="option-choice",
            option=name,
            value=repr(value),
            choices=[*choices],
        )
    return choices[value]
