"""What can be asked of one picture only, not of all frames of an animation."""

from __future__ import annotations

from collections.abc import Sequence

from offcut.errors import InvalidOptionError


def refuse_frames(points: Sequence[object], chosen: Sequence[int] | None) -> None:
    """For where all frames are worked on: each has things and subjects of its own.

    Raises:
        InvalidOptionError: if points are given, or subjects chosen.
    """
    if points or chosen is not None:
        raise InvalidOptionError(
            "Points and subjects are for one picture: take the first frame of an animation, or "
            "leave them out.",
            code="frames-selection",
        )
