"""Touch-ups: what the brush has painted on a picture, checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from offcut.errors import InvalidOptionError
from offcut.option_checks import (
    Range,
    check_choice,
    check_number,
    checked_list,
    known_members,
)

KINDS: Final = ("erase", "restore", "drop", "keep")
RANGES: Final = {
    "radius": Range(0, 0.5, low_is_open=True),
    "hardness": Range(0, 1),
    "opacity": Range(0, 1),
    "reach": Range(0, 1),
}
PLACES: Final = Range(-1, 2)
"""Where a point can be: a brush may leave the picture and come back."""

MAX_POINTS: Final = 10_000

_REQUIRED: Final = ("kind", "points", "radius")


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of the brush.

    Attributes:
        kind: ``erase`` or ``restore`` what is under the brush; ``drop`` or ``keep`` it, and the
            similar area around it.
        points: where the brush went, as shares of the upright picture's width and height, each in
            ``PLACES``; 1 to ``MAX_POINTS`` of them. A single one is a dab.
        radius: above 0 to 0.5, a share of the picture's longer side.
        hardness: 0 to 1, the share of the radius up to which the brush is full; from there it
            falls off to nothing.
        opacity: 0 to 1, how much of the way alpha goes under a full brush.
        reach: 0 to 1, how far from the brush ``drop`` and ``keep`` may grow, as a share of the
            picture's longer side.

    Raises:
        InvalidOptionError: if a value is not one of these.
    """

    kind: str
    points: Sequence[tuple[float, float]]
    radius: float
    hardness: float = 1
    opacity: float = 1
    reach: float = 0.25

    def __post_init__(self) -> None:
        check_choice("stroke.kind", self.kind, KINDS)
        for name, span in RANGES.items():
            check_number(f"stroke.{name}", getattr(self, name), span)
        object.__setattr__(self, "points", _checked_points(self.points))

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Stroke:
        """Make a stroke from a JavaScript-like mapping; None values mean the default.

        Raises:
            InvalidOptionError: if a key is unknown or missing, or a value is out of its range.
        """
        if not isinstance(values, Mapping):
            raise InvalidOptionError(
                "A stroke is {value}: give its kind, points and radius.",
                code="stroke-wrong",
                value=repr(values),
            )
        given = known_members("stroke", values, [field.name for field in fields(cls)])
        for name in _REQUIRED:
            if name not in given:
                raise InvalidOptionError(
                    "{option} is missing.", code="option-missing", option=f"stroke.{name}"
                )
        return cls(**given)

    @property
    def adds(self) -> bool:
        """Whether what it paints becomes the subject's."""
        return self.kind in ("restore", "keep")

    @property
    def grows(self) -> bool:
        """Whether it reaches beyond the brush."""
        return self.kind in ("drop", "keep")


def strokes_from(values: Sequence[Mapping[str, Any]] | None) -> tuple[Stroke, ...]:
    """Make strokes, in their order; see ``Stroke.from_mapping``. None means none.

    Raises:
        InvalidOptionError: if one is not as it should be.
    """
    if values is None:
        return ()
    return tuple(Stroke.from_mapping(each) for each in checked_list("strokes", values))


def _checked_points(points: Any) -> tuple[tuple[float, float], ...]:
    try:
        places = np.asarray(points)
    except ValueError:  # rows of different lengths
        places = np.empty(0)
    if places.ndim != 2 or places.shape[1] != 2 or places.dtype.kind not in "iuf":
        raise InvalidOptionError(
            "stroke.points is no list of points: give pairs of numbers, x, y.",
            code="points-no-pairs",
        )
    if len(places) > MAX_POINTS:
        raise InvalidOptionError(
            "stroke.points has {count} points: give at most {limit}.",
            code="points-too-many",
            count=len(places),
            limit=MAX_POINTS,
        )
    outside = places[~((places >= PLACES.low) & (places <= PLACES.high)).all(1)]
    if len(outside):
        x, y = outside[0].tolist()
        raise InvalidOptionError(
            "stroke.points has [{x}, {y}]: both must be in {low} to {high}, as shares of the "
            "picture's width and height.",
            code="points-outside",
            x=x,
            y=y,
            low=PLACES.low,
            high=PLACES.high,
        )
    return tuple((x, y) for x, y in places.astype(np.float64).tolist())
