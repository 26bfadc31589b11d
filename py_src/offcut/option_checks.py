"""Whether a value is one that an option takes, and if not, the sentence that says what to give.

An option is named as callers from Python and JavaScript write it, such as ``output.quality``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from offcut.errors import InvalidOptionError, Parameter

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

    @property
    def ends(self) -> dict[str, float]:
        """What stands for them in a sentence."""
        return {"low": self.low, "high": self.high}

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
        raise InvalidOptionError(
            "{option} is {value}: choose {choices}.",
            code="option-choice",
            option=option,
            value=repr(value),
            choices=list(known),
        )


def check_number(option: str, value: Any, span: Range) -> None:
    """Refuse what is no number in the range: an int, or a float where it needn't be whole.

    Raises:
        InvalidOptionError: if so.
    """
    kinds = (int,) if span.whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise _no_number(option, value, span)
    if not span.holds(value):
        raise _out_of_range(option, value, span)


def check_number_or(option: str, value: Any, span: Range, words: Iterable[str]) -> None:
    """Refuse what is neither a number in the range nor one of the words.

    Raises:
        InvalidOptionError: if so.
    """
    known = tuple(words)
    if isinstance(value, str) and value in known:
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidOptionError(
            "{option} is {value}: give a number, {low} to {high}, or {words}.",
            code="option-number-or",
            option=option,
            value=repr(value),
            words=[repr(word) for word in known],
            **span.ends,
        )
    check_number(option, value, span)


def checked_list(option: str, value: Any) -> Sequence[Any]:
    """A list or a tuple as it is; anything else is refused.

    Raises:
        InvalidOptionError: if so.
    """
    if not isinstance(value, (list, tuple)):
        raise InvalidOptionError(
            "{option} is {value}: give a list.",
            code="option-list",
            option=option,
            value=repr(value),
        )
    return value


def known_members(option: str, values: Any, names: Iterable[str]) -> dict[str, Any]:
    """The members of a mapping that are not None, which means the default.

    Raises:
        InvalidOptionError: if it is no mapping, or has a member of another name.
    """
    known = tuple(names)
    if not isinstance(values, Mapping):
        raise InvalidOptionError(
            "{option} is {value}: give an object with {names}.",
            code="option-object",
            option=option,
            value=repr(values),
            names=list(known),
        )
    given = {key: value for key, value in values.items() if value is not None}
    unknown = sorted(given.keys() - set(known))
    if unknown:
        raise InvalidOptionError(
            "There is no option {option}.", code="option-unknown", option=f"{option}.{unknown[0]}"
        )
    return given


def check_switch(option: str, value: Any) -> None:
    """Refuse what is neither True nor False.

    Raises:
        InvalidOptionError: if so.
    """
    if not isinstance(value, bool):
        raise InvalidOptionError(
            "{option} is {value}: give true or false.",
            code="option-switch",
            option=option,
            value=repr(value),
        )


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
        raise InvalidOptionError(
            "{option} is {value}: give a colour such as '#fff', {words}, or a picture.",
            code="option-background",
            option=option,
            value=repr(value),
            words=[repr(word) for word in known],
        )


def _no_number(option: str, value: Any, span: Range) -> InvalidOptionError:
    shown: dict[str, Parameter] = {"option": option, "value": repr(value), **span.ends}
    if span.whole:
        return InvalidOptionError(
            "{option} is {value}: give a whole number, {low} to {high}.",
            code="option-whole-number",
            **shown,
        )
    if span.low_is_open:
        return InvalidOptionError(
            "{option} is {value}: give a number, above {low} to {high}.",
            code="option-number-above",
            **shown,
        )
    if span.high_is_open:
        return InvalidOptionError(
            "{option} is {value}: give a number, {low} to below {high}.",
            code="option-number-below",
            **shown,
        )
    return InvalidOptionError(
        "{option} is {value}: give a number, {low} to {high}.", code="option-number", **shown
    )


def _out_of_range(option: str, value: float, span: Range) -> InvalidOptionError:
    shown: dict[str, Parameter] = {"option": option, "value": value, **span.ends}
    if span.low_is_open:
        return InvalidOptionError(
            "{option} is {value}: the range is above {low} to {high}.",
            code="option-range-above",
            **shown,
        )
    if span.high_is_open:
        return InvalidOptionError(
            "{option} is {value}: the range is {low} to below {high}.",
            code="option-range-below",
            **shown,
        )
    return InvalidOptionError(
        "{option} is {value}: the range is {low} to {high}.", code="option-range", **shown
    )
