"""Points: the things that a click keeps or drops, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from offcut.errors import InvalidOptionError
from offcut.option_checks import Range, check_choice, check_number, checked_list

KINDS: Final = ("keep", "drop")
PLACES: Final = Range(0, 1)
"""Where a point can be, across and down."""

_MEMBERS: Final = 3


class Point(NamedTuple):
    """A click.

    Attributes:
        x: 0 to 1, a share of the upright picture's width.
        y: 0 to 1, a share of its height.
        kind: ``keep`` or ``drop`` the thing that is there.
    """

    x: float
    y: float
    kind: str

    @classmethod
    def of(cls, value: Any) -> Point:
        """Check a point that is given as ``[x, y, kind]``.

        Raises:
            InvalidOptionError: if it is none.
        """
        if not isinstance(value, (list, tuple)) or len(value) != _MEMBERS:
            raise InvalidOptionError(
                "A point is {value}: give x, y, and keep or drop.",
                code="point-wrong",
                value=repr(value),
            )
        x, y, kind = value
        check_number("point.x", x, PLACES)
        check_number("point.y", y, PLACES)
        check_choice("point.kind", kind, KINDS)
        return cls(float(x), float(y), kind)

    @property
    def keeps(self) -> bool:
        """Whether the thing becomes the subject's."""
        return self.kind == "keep"


def points_from(values: Sequence[Any] | None) -> tuple[Point, ...]:
    """Make points, in their order; see ``Point.of``. None means none.

    Raises:
        InvalidOptionError: if one is not as it should be.
    """
    if values is None:
        return ()
    return tuple(Point.of(each) for each in checked_list("points", values))
