"""Figures from several measurements of the same thing."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Range(NamedTuple):
    """The least and the most of something, over processors."""

    least: float
    most: float

    def __str__(self) -> str:
        least, most = f"{self.least:.2f}", f"{self.most:.2f}"
        return least if least == most else f"{least} to {most}"

    @classmethod
    def of(cls, values: Sequence[float]) -> Range | None:
        """Of several; None if there are none."""
        return cls(min(values), max(values)) if values else None


def median(values: Sequence[float]) -> float:
    """The middle one; one that a busy machine delayed does not move it."""
    return float(statistics.median(values))


def ratios(seconds: Mapping[str, Sequence[float]], baseline: str) -> dict[str, float]:
    """Each one's median over the baseline's; empty if the baseline was not measured."""
    if not seconds.get(baseline):
        return {}
    one = median(seconds[baseline])
    return {name: median(values) / one for name, values in seconds.items() if values}


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median and range as text: ``6.10 (5.95 to 6.40)``."""
    middle = f"{median(values):.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):.{digits}f} to {max(values):.{digits}f})"
