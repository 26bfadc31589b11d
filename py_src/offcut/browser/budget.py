"""How much may be in memory at a time, in pixels: two small pictures are less than one large."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from offcut.imageio.picture import MAX_PIXELS

_BYTES_A_PIXEL: Final = 13
"""What Python's heap grows by from reading a picture to its file, measured with JPEG to PNG."""

_SHARE: Final = 1 / 4
"""Of the device's memory that pictures may take: as much again goes to the network, and a browser
ends a tab that takes more than half."""

_UNKNOWN: Final = 8.0  # GB; of those that don't say, none is refused a picture that it could do


def pixels_for(gigabytes: float) -> int:
    """The pixels that may be in memory at a time.

    Args:
        gigabytes: of the device, as ``navigator.deviceMemory`` says (at most 8); 0 if it doesn't.
    """
    share = (gigabytes or _UNKNOWN) * 2**30 * _SHARE
    return min(MAX_PIXELS, int(share / _BYTES_A_PIXEL))


class PixelBudget:
    """What is in memory together stays below a limit; whoever comes first is served first.

    Attributes:
        limit: pixels.
    """

    def __init__(self, limit: int) -> None:
        """Nothing is taken."""
        self.limit = limit
        self._taken = 0
        self._turn = asyncio.Lock()
        self._given_back = asyncio.Event()

    def fits(self, pixels: int) -> bool:
        """Whether nobody would have to wait for so many."""
        return not self._turn.locked() and self._taken + pixels <= self.limit

    @asynccontextmanager
    async def take(self, pixels: int) -> AsyncIterator[None]:
        """Wait until so many pixels fit, and hold them; more than there are at all take all."""
        share = min(pixels, self.limit)
        async with self._turn:
            while self._taken + share > self.limit:
                self._given_back.clear()
                await self._given_back.wait()
            self._taken += share
        try:
            yield
        finally:
            self._taken -= share
            self._given_back.set()
