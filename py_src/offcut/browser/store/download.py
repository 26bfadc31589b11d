"""Fetching one part of a model: as a stream, verified, again when it fails."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import js
from pyodide.ffi import JsException

from offcut.browser.ffi import js_object
from offcut.errors import DamagedModelError, ModelUnavailableError, OffcutError
from offcut.models.manifest import Part

_LONGEST_PAUSE: Final = 20.0  # seconds; what a server may ask for in Retry-After


class _TooManyRequestsError(ModelUnavailableError):
    """The server asks to come back later."""

    def __init__(self, message: str, pause: float) -> None:
        super().__init__(message)
        self.pause = pause

    @property
    def name(self) -> str:
        """The public name: to callers it is a refusal like any other."""
        return ModelUnavailableError.__name__


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a host that fails is waited for.

    The site says so: see ``offcut_build.site.assemble.Sources``.

    Attributes:
        pauses: before each further attempt, seconds.
        stalled: the longest time without a byte, seconds.
    """

    pauses: tuple[float, ...]
    stalled: float


Fetch: TypeAlias = tuple[Any, Any]
"""One that is under way: a JavaScript promise of the Response, or of what has the same ``ok``,
``status``, ``headers`` and ``body``; and the AbortController that ends it."""


async def download(
    part: Part,
    url: str,
    report: Callable[[int], None],
    patience: Patience,
    begun: Fetch | None = None,
) -> Any:
    """Fetch a part's compressed bytes; if that fails, again after each pause.

    Args:
        part: what to fetch.
        url: where it is.
        report: called with how many bytes of this part are there; less again on a new attempt.
        patience: how long to wait, and how often to try again.
        begun: the first attempt, if it is under way already.

    Returns:
        A JavaScript Blob whose SHA-256 is the part's.

    Raises:
        ModelUnavailableError: if the network or the server fails each time.
        DamagedModelError: if something else than the part came each time.
    """
    for pause in (*patience.pauses, None):
        try:
            blob = await _receive(part, begun or _begin(url), report, patience.stalled)
            await verify(blob, part)
        except OffcutError as error:
            report(0)
            if pause is None:
                raise
            begun = None
            await asyncio.sleep(max(pause, getattr(error, "pause", 0)))
        else:
            return blob
    raise AssertionError


async def verify(blob: Any, part: Part) -> None:
    """Hold a Blob against a part's size and SHA-256.

    Raises:
        DamagedModelError: if it is something else.
    """
    if blob.size == part.bytes and await sha256(blob) == part.sha256:
        return
    raise DamagedModelError(
        f"{part.path}, a part of the model, arrived damaged: check the connection and try again."
    )


def _begin(url: str) -> Fetch:
    controller = js.AbortController.new()
    # The store keeps what it needs; a second copy in the HTTP cache would only take room.
    options = js_object({"cache": "no-store", "credentials": "same-origin"})
    options.signal = controller.signal
    return js.fetch(url, options), controller


async def _receive(part: Part, fetch: Fetch, report: Callable[[int], None], stalled: float) -> Any:
    answer, controller = fetch
    try:
        async with asyncio.timeout(stalled) as limit:
            response = await answer
            _check(response, part)
            reader = response.body.getReader()
            pieces = js.Array.new()
            loaded = 0
            while not (step := await reader.read()).done:
                pieces.push(step.value)
                loaded += step.value.length
                if loaded > part.bytes:
                    break  # an error page, say: verifying will tell
                report(loaded)
                limit.reschedule(asyncio.get_running_loop().time() + stalled)
            return js.Blob.new(pieces)
    except (JsException, TimeoutError) as error:
        raise ModelUnavailableError(
            "The model is not wholly on this device and could not be fetched: it needs the "
            "network. Go online and try again; what has arrived is kept."
        ) from error
    finally:
        controller.abort()


def _check(response: Any, part: Part) -> None:
    if response.ok:
        return
    # a part that is gone belonged to an older release
    remedy = "reload the page" if response.status in {404, 410} else "try again later"
    message = (
        f"The server answered {response.status} for {part.path}, a part of the model: {remedy}."
    )
    if response.status in (429, 503):
        asked = response.headers.get("Retry-After") or ""
        pause = float(asked) if asked.isdigit() else 0.0
        raise _TooManyRequestsError(message, min(pause, _LONGEST_PAUSE))
    raise ModelUnavailableError(message)


async def sha256(blob: Any) -> str:
    """SHA-256 of a Blob, hexadecimal."""
    buffer = await blob.arrayBuffer()
    if not js.isSecureContext:  # the browser then has no crypto.subtle
        return hashlib.sha256(buffer.to_bytes()).hexdigest()
    digest = await js.crypto.subtle.digest("SHA-256", buffer)
    return bytes(digest.to_bytes()).hex()
