"""The picture that is being worked on: kept decoded, so that a change to it shows at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from offcut.pipeline import Prepared

_MOST_PIXELS: Final = 40_000_000
"""A larger picture is kept at a preview's size only: at its own it takes seven bytes a pixel."""

Size = tuple[int, int]
Prepare = Callable[[], Awaitable[Prepared]]


@dataclass(slots=True)
class _Kept:
    key: int
    size: Size
    whole: Prepared | None
    side: int | None = None
    reduced: Prepared | None = None


class Desk:
    """Room for one picture, at its full size and at that of a preview."""

    def __init__(self) -> None:
        """Begin with an empty one."""
        self._kept: _Kept | None = None

    async def take(
        self, key: int | None, side: int | None, prepare: Prepare, *, keep: bool
    ) -> tuple[Prepared, Size]:
        """A picture that is ready to be cut out.

        Args:
            key: the page's name for it; None if it has none.
            side: pixels of its longer side at most; None for its full size.
            prepare: reads it in, if it isn't here.
            keep: put it on the desk, in the place of what was there.

        Returns:
            The picture, and its full width and height in pixels.
        """
        kept = self._kept
        if kept is None or kept.key != key:
            whole, size = await _decoded(prepare)
            if not keep or key is None:
                return whole if side is None else whole.reduced(side), size
            self._kept = kept = _Kept(key, size, whole if _fits(size) else None)
        elif side is not None and kept.side == side and kept.reduced is not None:
            return kept.reduced, kept.size
        else:
            whole = kept.whole or (await _decoded(prepare))[0]
        whole.keeps_matte = True
        if side is None:
            return whole, kept.size
        kept.side, kept.reduced = side, whole.reduced(side)
        return kept.reduced, kept.size

    def clear(self) -> None:
        """Give the memory back."""
        self._kept = None


async def _decoded(prepare: Prepare) -> tuple[Prepared, Size]:
    prepared = await prepare()
    return prepared, prepared.picture().image.size


def _fits(size: Size) -> bool:
    return size[0] * size[1] <= _MOST_PIXELS
