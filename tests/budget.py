"""How long a test of the default run may take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

LIMIT_S: Final = 15

SLOW: Final[Mapping[str, str]] = {}
"""Tests that may take longer, by the beginning of their id, each with the reason."""


def over(seconds: Mapping[str, float], listed: Iterable[str] = SLOW) -> list[str]:
    """A line for each test that took longer than it may.

    Args:
        seconds: by a test's id, with what its fixtures took.
        listed: beginnings of the ids that are left out.
    """
    exempt = tuple(listed)
    return [
        f"{name} took {taken:.0f} s, more than {LIMIT_S}: make it quicker, mark it as full, "
        "or list it in tests/budget.py with the reason"
        for name, taken in sorted(seconds.items())
        if taken > LIMIT_S and not name.startswith(exempt)
    ]
