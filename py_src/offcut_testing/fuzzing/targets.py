"""What is fuzzed. Each takes bytes, and raises what should never be raised."""

from __future__ import annotations

import io
import math
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from offcut import OffcutError, OutputOptions
from offcut.imageio.decode import decode, open_image
from offcut.imageio.headers.recognise import recognised
from offcut.touchup.stroke import Stroke, strokes_from

NAME: Final = "picture.bin"
_OPTIONS: Final = ("none such", *(each.name for each in fields(OutputOptions)))
_STROKES: Final = ("none such", *(each.name for each in fields(Stroke)))
_WORDS: Final = (
    *("image/png", "mask", "background", "best", "plain", "contain", "blur", "square"),
    *("#fff", "#12345", "#gggggg", "keep", "drop", "restore", "erase", ""),
)
_MOST_PIXELS: Final = 1_000_000
"""Larger ones take their time, and show nothing new."""

_LONGEST_SENTENCE: Final = 400
_PYTHON: Final = re.compile(
    r"Traceback|NoneType|object at 0x|<class|<built-in|cannot import|not subscriptable|"
    r"has no attribute|out of range|unpack requires|KeyError|IndexError|TypeError|struct\.error"
)
"""What a sentence for people never says."""


class BadSentenceError(Exception):
    """An error was refused by name, in words that nobody can use."""


def decoding(data: bytes) -> None:
    """Read a file: it gives a whole picture, or a sentence that names it."""
    try:
        if _pixels(data) <= _MOST_PIXELS:
            picture = decode(data, NAME)
            picture.image.load()
    except OffcutError as error:
        _check(error)
        if NAME not in str(error):
            raise BadSentenceError(f"It does not name the file: {error}") from error


def headers(data: bytes) -> None:
    """Read what the page reads of a file before the browser decodes it."""
    try:
        if (header := recognised(data, NAME)) is not None and min(header.size) < 0:
            raise BadSentenceError(f"It is {header.size}.")
    except OffcutError as error:
        _check(error)


def options(data: bytes) -> None:
    """Check options and strokes with values of any kind."""
    reader = _Reader(data)
    for make, names in ((OutputOptions.from_mapping, _OPTIONS), (_strokes, _STROKES)):
        values = {names[reader.byte() % len(names)]: reader.value() for _ in range(3)}
        try:
            make(values)
        except OffcutError as error:
            _check(error)


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "decoding": decoding,
    "headers": headers,
    "options": options,
}


def _pixels(data: bytes) -> int:
    width, height = open_image(data, NAME).size
    return width * height


def _strokes(values: Mapping[str, Any]) -> None:
    strokes_from([values])


class _Reader:
    """Makes values of bytes: the fuzzer changes a byte, and a value changes."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def byte(self) -> int:
        return self._bytes(1)[0]

    def value(self, depth: int = 0) -> Any:  # noqa: PLR0911 - one for each kind
        kind = self.byte() % (9 if depth < 3 else 6)
        if kind == 0:
            return (None, True, False, math.nan, math.inf)[self.byte() % 5]
        if kind == 1:
            return int.from_bytes(self._bytes(8), "little", signed=True) >> self.byte() % 64
        if kind == 2:
            return struct.unpack("<d", self._bytes(8))[0]
        if kind == 3:
            return _WORDS[self.byte() % len(_WORDS)]
        if kind == 4:
            return self._bytes(self.byte()).decode("latin1")
        if kind == 5:
            return [self.byte() / 8, self.byte() / 8]
        if kind == 8:
            return {str(self.value(3)): self.value(depth + 1)}
        return [self.value(depth + 1) for _ in range(self.byte() % 4)]

    def _bytes(self, count: int) -> bytes:
        return self._file.read(count).ljust(count, b"\0")


def _check(error: OffcutError) -> None:
    text = str(error)
    if len(text) > _LONGEST_SENTENCE or "\n" in text or not text.endswith("."):
        raise BadSentenceError(f"It is no short sentence: {text[:1000]}") from error
    if _PYTHON.search(text):
        raise BadSentenceError(f"It speaks Python: {text}") from error
