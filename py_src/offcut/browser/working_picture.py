"""The picture that is being worked on: kept decoded, so that a change to it shows at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from offcut.matting.kept_matte import KeptMatte
from offcut.pipeline import Prepared

_MOST_PIXELS: Final = 40_000_000
"""A larger picture is kept at a preview's size only: at its own it takes seven bytes a pixel."""

Size = tuple[int, int]
Prepare = Callable[[], Awaitable[Prepared]]


class Copy(NamedTuple):
    """A picture at one size, ready to be cut out.

    Attributes:
        prepared: the picture.
        kept: the matte that was made of it at this size.
    """

    prepared: Prepared
    kept: KeptMatte

    def reduced(self, side: int) -> Copy:
        """The same at most so many pixels on its longer side; what was fitted serves it too."""
        small = self.prepared.reduced(side)
        return self if small is self.prepared else Copy(small, KeptMatte(self.kept.fit))


@dataclass(slots=True)
class _Kept:
    key: int
    size: Size
    whole: Copy | None
    side: int | None = None
    reduced: Copy | None = None


class WorkingPicture:
    """Room for one picture, at its full size and at that of a preview."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: _Kept | None = None

    async def take(
        self, key: int | None, side: int | None, prepare: Prepare, *, keep: bool
    ) -> tuple[Copy, Size]:
        """A picture that is ready to be cut out.

        Args:
            key: the page's name for it; None if it has none.
            side: pixels of its longer side at most; None for its full size.
            prepare: reads it in, if it isn't here.
            keep: put it here, in the place of what was.

        Returns:
            The picture, and its full width and height in pixels.
        """
        kept = self._kept
        if kept is None or kept.key != key:
            prepared = await prepare()
            size = prepared.size
            whole = self.put(key if keep else None, size, prepared)
            if not keep or key is None:
                return whole if side is None else whole.reduced(side), size
            self._kept = kept = _Kept(key, size, None if whole.kept.once else whole)
        elif side is not None and kept.side == side and kept.reduced is not None:
            return kept.reduced, kept.size
        else:
            whole = kept.whole or Copy(await prepare(), KeptMatte(once=True))
        if side is None:
            return whole, kept.size
        kept.side, kept.reduced = side, whole.reduced(side)
        return kept.reduced, kept.size

    def put(self, key: int | None, size: Size, prepared: Prepared) -> Copy:
        """A picture that was just read in; it is kept in the place of what was, if it has a key."""
        keeps = key is not None and _fits(size)
        whole = Copy(prepared, KeptMatte(once=not keeps))
        if key is not None and keeps:
            self._kept = _Kept(key, size, whole)
        return whole

    def clear(self) -> None:
        """Give the memory back."""
        self._kept = None


def _fits(size: Size) -> bool:
    return size[0] * size[1] <= _MOST_PIXELS
