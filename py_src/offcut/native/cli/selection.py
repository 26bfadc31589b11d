"""The command line's options for what is kept of a picture: points, and subjects."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from offcut.errors import InvalidOptionError
from offcut.selection.point import KINDS, Point
from offcut.selection.subjects import ALL, chosen_from

EACH: Final = "each"
"""As subjects: a file for each of them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is kept.

    Attributes:
        points: what is kept or dropped, beside what the network finds.
        chosen: numbers of the subjects that stay; None for all.
        each: whether each subject gets a file of its own.
    """

    points: tuple[Point, ...] = ()
    chosen: tuple[int, ...] | None = None
    each: bool = False

    @property
    def wanted(self) -> tuple[int, ...] | None:
        """Numbers of the subjects that the first file shows."""
        return (1,) if self.each else self.chosen


def add_selection_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    group = parser.add_argument_group("what is kept")
    group.add_argument(
        "--point",
        action="append",
        default=[],
        metavar=f"X,Y,{'|'.join(KINDS)}",
        help="keep or drop the thing at this place, given as shares of the picture's width and "
        "height, such as 0.5,0.25,drop; may be given more than once",
    )
    group.add_argument(
        "--subjects",
        default=ALL,
        metavar=f"{ALL}|{EACH}|NUMBERS",
        help="which subjects to keep: all, a file for each (OUT-1.png ...), or their numbers in "
        f"the order of their size, such as 1,3 (default: {ALL})",
    )


def selection(given: argparse.Namespace) -> Selection:
    """Read the options.

    Raises:
        InvalidOptionError: if one is not as it should be.
    """
    try:
        points = tuple(Point.of(_members(text)) for text in given.point)
        if given.subjects == EACH:
            return Selection(points, each=True)
        wanted = given.subjects
        return Selection(points, chosen_from(wanted if wanted == ALL else _members(wanted)))
    except InvalidOptionError as error:
        # named as the Python and JavaScript APIs do
        named = {"point.x", "point.y", "point.kind", "subjects"} & {error.params.get("option")}
        if not named:
            raise
        option = f"--{str(named.pop()).partition('.')[0]}"
        raise error.with_params(option=option) from error


def _members(text: str) -> Sequence[Any]:
    """What stands between commas: numbers where it is some."""
    return [_value(part.strip()) for part in text.split(",")]


def _value(text: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
