"""Fetching one part of a model: as a stream, verified, again when it fails."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsException

from offcut.browser.ffi import js_object
from offcut.errors import ModelUnavailableError
from offcut.models.fetching import Attempts, Patience, RefusedError, asked_wait, damage
from offcut.models.manifest import Part


async def download(part: Part, url: str, report: Callable[[int], None], patience: Patience) -> Any:
    """Fetch a part's compressed bytes; if that fails, again after each pause.

    Args:
        part: what to fetch.
        url: where it is.
        report: called with how many bytes of this part are there; less again on a new attempt.
        patience: how long to wait, and how often to try again.

    Returns:
        A JavaScript Blob whose SHA-256 is the part's.

    Raises:
        ModelUnavailableError: if the network or the server fails each time.
        DamagedModelError: if something else than the part came each time.
    """
    attempts = Attempts(patience, _is_online)
    while True:
        with attempts:
            blob = await _receive(part, url, report, patience)
            await verify(blob, part)
            return blob
        report(0)
        await asyncio.sleep(attempts.pause)


def _is_online() -> bool:
    # the browser knows at once when the device has no network; that it has one, it only supposes
    return bool(getattr(js.navigator, "onLine", True))


async def verify(blob: Any, part: Part) -> None:
    """Hold a Blob against a part's size and SHA-256.

    Raises:
        DamagedModelError: if it is something else.
    """
    if blob.size != part.bytes or await sha256(blob) != part.sha256:
        raise damage(part.path)


async def _receive(part: Part, url: str, report: Callable[[int], None], patience: Patience) -> Any:
    controller = js.AbortController.new()
    # The store keeps what it needs; a second copy in the HTTP cache would only take room.
    # A redirect could lead to another site.
    options = js_object({"cache": "no-store", "credentials": "same-origin", "redirect": "error"})
    options.signal = controller.signal
    clock = asyncio.get_running_loop()
    start = clock.time()
    try:
        async with asyncio.timeout(patience.stalled) as limit:
            response = await js.fetch(url, options)
            if not response.ok:
                raise _refusal(response, part)
            reader = response.body.getReader()
            pieces = js.Array.new()
            loaded = 0
            while not (step := await reader.read()).done:
                pieces.push(step.value)
                loaded += step.value.length
                if loaded > part.bytes:
                    break  # an error page, say: verifying will tell
                report(loaded)
                longest = start + patience.longest(loaded)
                limit.reschedule(min(clock.time() + patience.stalled, longest))
            return js.Blob.new(pieces)
    except (JsException, TimeoutError) as error:
        raise ModelUnavailableError(
            "The model is not wholly on this device and could not be fetched: it needs the "
            "network. Go online and try again; what has arrived is kept.",
            code="model-offline",
        ) from error
    finally:
        controller.abort()


def _refusal(response: Any, part: Part) -> ModelUnavailableError:
    status = response.status
    if status in (404, 410):  # it belonged to an older release
        return RefusedError(
            "The server answered {status} for {part}, a part of the model: reload the page.",
            code="part-gone",
            status=status,
            part=part.path,
        )
    return RefusedError(
        "The server answered {status} for {part}, a part of the model: try again later.",
        code="part-refused",
        wait=asked_wait(status, response.headers.get("Retry-After") or None),
        status=status,
        part=part.path,
    )


async def sha256(blob: Any) -> str:
    """SHA-256 of a Blob, hexadecimal."""
    buffer = await blob.arrayBuffer()
    if not js.isSecureContext:  # the browser then has no crypto.subtle
        return hashlib.sha256(buffer.to_bytes()).hexdigest()
    digest = await js.crypto.subtle.digest("SHA-256", buffer)
    return bytes(digest.to_bytes()).hex()
