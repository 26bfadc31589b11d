"""How long ONNX Runtime may keep silent: it says nothing while it works, nor when a thread died."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from offcut.errors import InferenceError

_LOOKS: Final = 10
"""So often is a limit looked at. Python that is busy meanwhile, or a device that sleeps, counts as
one look at most."""


class NetworkPatience:
    """So long at first; then many times what the slowest load or run has taken.

    The numbers are those of web/engine/patience.js.
    """

    def __init__(self, first: float, times: float, least: float) -> None:
        """Nothing has been measured.

        Args:
            first: seconds until something has been.
            times: how much longer than the slowest another one may take.
            least: seconds that it may take in any case.
        """
        self._first = first
        self._times = times
        self._least = least
        self._slowest: dict[str, float] = {}

    def limit(self, kind: str) -> float:
        """Seconds for a request of this kind."""
        if kind not in self._slowest:
            return self._first
        return max(self._least, self._times * self._slowest[kind])

    def forget(self) -> None:
        """From now on it has fewer threads."""
        self._slowest.clear()

    async def wait(self, reply: asyncio.Future[Any], kind: str) -> Any:
        """Wait for the reply to a request of this kind.

        Raises:
            InferenceError: if there is none.
        """
        loop = asyncio.get_running_loop()
        began, limit = loop.time(), self.limit(kind)
        for _ in range(_LOOKS + 1):
            await asyncio.wait({reply}, timeout=limit / _LOOKS)
            if reply.done():
                answer = reply.result()
                self._slowest[kind] = max(self._slowest.get(kind, 0), loop.time() - began)
                return answer
        raise InferenceError(
            "ONNX Runtime kept silent for {seconds} s, twice. Try again, choose a smaller model, "
            "or reload the page.",
            code="runtime-silent",
            seconds=round(limit),
        )
