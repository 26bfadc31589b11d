"""The rules for fetching a model, for page and command line: how often, how long, what to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from offcut.errors import DamagedModelError, ModelUnavailableError, OffcutError, Parameter

_BUSY: Final = (429, 503)  # of HTTP: come back later
_LONGEST_PAUSE: Final = 20.0  # seconds; what a server may ask for in Retry-After


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a host that fails is waited for.

    Attributes:
        pauses: before each further attempt, seconds.
        stalled: the longest time without a byte, seconds.
        slowest: bytes a second on average, once a file has been on its way for ten times as long
            as ``stalled``: else one byte now and then would hold everything up for ever.
    """

    pauses: tuple[float, ...] = (0.5, 2.0, 5.0)
    stalled: float = 30.0
    slowest: float = 2000.0

    def longest(self, loaded: int) -> float:
        """How long a file may have been on its way when so many bytes are there, seconds."""
        return 10 * self.stalled + loaded / self.slowest


class Attempts:
    """Swallows failures as long as another attempt is worth it.

    >>> from offcut.errors import ModelUnavailableError
    >>> answers = iter([None, "the model"])
    >>> def fetch():
    ...     return next(answers) or fail()
    >>> def fail():
    ...     raise ModelUnavailableError("The host is busy.", code="busy")
    >>> attempts = Attempts(Patience(pauses=(0.5,)))
    >>> with attempts:
    ...     data = fetch()
    >>> attempts.pause
    0.5
    >>> with attempts:
    ...     data = fetch()
    >>> data
    'the model'

    Attributes:
        pause: after a failure, how long to wait until the next attempt, seconds.
    """

    def __init__(self, patience: Patience, is_online: Callable[[], bool] = lambda: True) -> None:
        """None has been made.

        Args:
            patience: how often, and how long to wait before each.
            is_online: asked after a failure: without a network, no further attempt is worth it.
        """
        self._pauses = iter(patience.pauses)
        self._is_online = is_online
        self.pause = 0.0

    def __enter__(self) -> None:
        """Begin the next."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Whether a failure is to be followed by another attempt."""
        if not isinstance(error, OffcutError) or not self._is_online():
            return False
        pause = next(self._pauses, None)
        if pause is None:
            return False
        self.pause = max(pause, getattr(error, "retry_after", 0.0))
        return True


class RefusedError(ModelUnavailableError):
    """The server doesn't give a file.

    Attributes:
        retry_after: seconds that it asks to wait.
    """

    def __init__(
        self, template: str, /, *, code: str, wait: float = 0.0, **params: Parameter
    ) -> None:
        """Fill in the sentence; see ``OffcutError``."""
        super().__init__(template, code=code, **params)
        self.retry_after = wait

    @property
    def name(self) -> str:
        """The public name: to callers it is as unavailable as any other."""
        return ModelUnavailableError.__name__


def asked_wait(status: int, retry_after: str | None) -> float:
    """The seconds that a server asks to wait, within reason; 0 if it doesn't.

    Args:
        status: of HTTP.
        retry_after: that header, if there is one; a date in it is not heeded.
    """
    if status not in _BUSY or retry_after is None or not retry_after.isdigit():
        return 0.0
    return min(float(retry_after), _LONGEST_PAUSE)


def damage(part: str) -> DamagedModelError:
    """The error of a part that arrived as something else.

    Args:
        part: its path or address.
    """
    return DamagedModelError(
        "{part}, a part of the model, arrived damaged: check the connection and try again.",
        code="part-damaged",
        part=part,
    )
