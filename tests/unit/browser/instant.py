"""Tests of what waits, without waiting: an event loop whose clock runs ahead."""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec

_P = ParamSpec("_P")
_LONGEST = 3600.0  # seconds that anything may take


class _Selector(selectors.DefaultSelector):
    """Moves the clock instead of waiting."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout > _LONGEST:
            raise AssertionError("The test waits for something that will never come.")
        self.now += timeout
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    """Starts at 0 s; when there is nothing to do before a certain time, it is that time."""

    def __init__(self) -> None:
        self._clock = _Selector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def instantly(test: Callable[_P, Coroutine[Any, Any, None]]) -> Callable[_P, None]:
    """Run a test on such a loop; ``asyncio.get_running_loop().time()`` tells how long it took."""

    @functools.wraps(test)
    def run(*arguments: _P.args, **fixtures: _P.kwargs) -> None:
        def whole() -> None:
            with asyncio.Runner(loop_factory=_Loop) as runner:
                runner.run(test(*arguments, **fixtures))

        # in a thread of its own: Playwright leaves a loop running in this one
        with ThreadPoolExecutor(1) as threads:
            threads.submit(whole).result()

    return run
