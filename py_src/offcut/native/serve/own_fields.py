"""The fields of ``/remove-background``: the options of ``OutputOptions``, under their names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from offcut.errors import InvalidOptionError
from offcut.native.serve.failures import RequestError
from offcut.native.serve.intake import Given
from offcut.native.serve.task import Task
from offcut.options import FORMATS, OutputOptions

PICTURE: Final = ("picture", "image_file")
"""The names that the picture may come under."""

_PAGE: Final = "page"
_BACKGROUND: Final = "background"
_SHORT_FORMATS: Final = {
    **{kind.partition("/")[2]: kind for kind in FORMATS},
    "jpg": "image/jpeg",
}
_NUMBER: Final = re.compile(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", re.IGNORECASE)
_SWITCHES: Final = {"true": True, "1": True, "false": False, "0": False}


def task(given: Given) -> Task:
    """Read a request to ``/remove-background``.

    Raises:
        RequestError: if there is no picture, or a field of another name.
        InvalidOptionError: if an option has a value that it doesn't take.
    """
    files = dict(given.files)
    pictures = [files.pop(name) for name in PICTURE if name in files]
    if given.raw is not None:
        pictures.append(given.raw)
    if len(pictures) != 1:
        raise RequestError(
            "Send one picture: as the body, or as the file {field} of a form.",
            code="serve-picture-missing",
            field=repr(PICTURE[0]),
        )
    values: dict[str, Any] = {}
    if _BACKGROUND in files:
        values[_BACKGROUND] = files.pop(_BACKGROUND)
    known = {field.name for field in fields(OutputOptions)} | {_PAGE}
    refuse_unknown([*files, *given.fields], known)
    page = None
    for name, text in given.fields.items():
        if name == _PAGE:
            page = number(name, text, int)
        elif text:
            values[name] = _value(name, text)
    options = checked(values)
    return Task(pictures[0], lambda _: options, page)


def refuse_unknown(names: list[str], known: set[str]) -> None:
    """Take no field that means nothing: its sender would believe that it was heeded.

    Raises:
        RequestError: if there is one.
    """
    unknown = sorted(set(names) - known)
    if unknown:
        raise RequestError(
            "There is no field {field}.", code="serve-field-unknown", field=repr(unknown[0])
        )


def checked(values: Mapping[str, Any]) -> OutputOptions:
    """Make options; an error calls an option as the field is called.

    Raises:
        InvalidOptionError: if a value is none that the option takes.
    """
    try:
        return OutputOptions(**values)
    except InvalidOptionError as error:
        option = str(error.params.get("option", "")).removeprefix("output.")
        raise error.with_params(option=option) from error


def switch(name: str, text: str) -> bool:
    """Read true or false.

    Raises:
        InvalidOptionError: if it is neither.
    """
    if text.lower() not in _SWITCHES:
        raise InvalidOptionError(
            "{option} is {value}: give true or false.",
            code="option-switch",
            option=name,
            value=repr(text),
        )
    return _SWITCHES[text.lower()]


def number(name: str, text: str, kind: Callable[[str], Any]) -> Any:
    """Read a number of a kind, ``int`` or ``float``.

    Raises:
        RequestError: if it is none.
    """
    try:
        return kind(text)
    except ValueError as error:
        raise RequestError(
            "{field} is {value}: give a number.",
            code="serve-number",
            field=name,
            value=repr(text),
        ) from error


def _value(name: str, text: str) -> Any:
    """A field's text as what the option of this name is."""
    if name == "format":
        return _SHORT_FORMATS.get(text.lower(), text)
    hint = get_type_hints(OutputOptions)[name]
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    if bool in kinds:
        return switch(name, text)
    for kind in (float, int):
        if kind in kinds:
            if str in kinds and not _NUMBER.fullmatch(text):
                return text
            return number(name, text, kind)
    return text if str in kinds else _structure(name, text)


def _structure(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise RequestError("{field} is no JSON.", code="serve-field-json", field=name) from error
