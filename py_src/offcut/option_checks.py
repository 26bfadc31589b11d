"""Whether a value is one that an option takes, and if not, the sentence that says what to give."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from offcut.errors import InvalidOptionError

_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


class Range(NamedTuple):
    """The numbers from ``low`` to ``high``, which belong to it unless they are open.

    If ``whole``, the integers only.
    """

    low: float
    high: float
    low_is_open: bool = False
    high_is_open: bool = False
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number is in the range; one that is not a number isn't."""
        above = self.low < value if self.low_is_open else self.low <= value
        below = value < self.high if self.high_is_open else value <= self.high
        return above and below

    def __str__(self) -> str:
        low = f"above {self.low}" if self.low_is_open else f"{self.low}"
        high = f"below {self.high}" if self.high_is_open else f"{self.high}"
        return f"{low} to {high}"


def check_choice(option: str, value: Any, choices: Iterable[str]) -> None:
    """Refuse what is none of the choices.

    Raises:
        InvalidOptionError: if so.
    """
    known = tuple(choices)
    if not isinstance(value, str) or value not in known:
        raise InvalidOptionError(f"output.{option} is {value!r}: choose {', '.join(known)}.")


def check_number(option: str, value: Any, span: Range) -> None:
    """Refuse what is no number in the range: an int, or a float where it needn't be whole.

    Raises:
        InvalidOptionError: if so.
    """
    kinds = (int,) if span.whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        kind = "a whole number" if span.whole else "a number"
        raise InvalidOptionError(f"output.{option} is {value!r}: give {kind}, {span}.")
    if not span.holds(value):
        raise InvalidOptionError(f"output.{option} is {value}: the range is {span}.")


def check_switch(option: str, value: Any) -> None:
    """Refuse what is neither True nor False.

    Raises:
        InvalidOptionError: if so.
    """
    if not isinstance(value, bool):
        raise InvalidOptionError(f"output.{option} is {value!r}: give true or false.")


def check_background(option: str, value: Any, words: Iterable[str]) -> None:
    """Refuse what is no colour, none of the words, and not the bytes of a file.

    Raises:
        InvalidOptionError: if so.
    """
    known = tuple(words)
    if isinstance(value, bytes):
        # an empty file is said to be so where it is read, as any other that is no picture
        return
    if not isinstance(value, str) or not (value in known or _HEX.fullmatch(value)):
        named = ", ".join(repr(word) for word in known)
        raise InvalidOptionError(
            f"output.{option} is {value!r}: give a colour such as '#fff', {named}, or a picture."
        )
