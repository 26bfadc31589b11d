"""The picture that is being worked on: kept decoded, so that a change to it shows at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from offcut.pipeline import Prepared


class Desk:
    """Room for one picture, at its full size and at that of a preview."""

    def __init__(self) -> None:
        """Begin with an empty one."""
        self._key: int | None = None
        self._prepared: Prepared | None = None
        self._reduced: tuple[int, Prepared] | None = None

    async def take(
        self, key: int | None, side: int | None, prepare: Callable[[], Awaitable[Prepared]]
    ) -> tuple[Prepared, tuple[int, int]]:
        """A picture that is ready to be cut out.

        Args:
            key: the page's name for it. Only what has one is put on the desk, in the place of
                what was there.
            side: pixels of its longer side at most; None for its full size.
            prepare: reads it in, if it isn't here.

        Returns:
            The picture, and its full width and height in pixels.
        """
        prepared = self._prepared if key is not None and key == self._key else None
        if prepared is None:
            prepared = await prepare()
            prepared.picture()
            if key is not None:
                self.clear()
                self._key, self._prepared = key, prepared
        size = prepared.picture().image.size
        if side is None:
            return prepared, size
        if self._reduced is None or self._reduced[0] != side or prepared is not self._prepared:
            reduced = prepared.reduced(side)
            if prepared is not self._prepared:
                return reduced, size
            self._reduced = side, reduced
        return self._reduced[1], size

    def clear(self) -> None:
        """Give the memory back."""
        self._key = self._prepared = self._reduced = None
