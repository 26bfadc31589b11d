"""Fetching the manifest and parts of a model over HTTP."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Final

from offcut.errors import ModelUnavailableError
from offcut.models.fetching import Attempts, Patience, RefusedError, asked_wait, damage
from offcut.models.manifest import Part

_PATIENCE: Final = Patience()
_LONGEST_TEXT: Final = 4 << 20
_BLOCK: Final = 1 << 16


def text(url: str) -> str:
    """Fetch a small text.

    Raises:
        ModelUnavailableError: if it can't be had.
    """
    return _fetch(url, _LONGEST_TEXT, lambda _: None).decode(errors="replace")


def part(url: str, expected: Part, report: Callable[[int], None]) -> bytes:
    """Fetch a part of a model, up to four times, and verify it.

    Args:
        url: where it is.
        expected: its size and SHA-256.
        report: called with how many of its bytes are there; less again on a new attempt.

    Raises:
        ModelUnavailableError: if the network or the server fails each time.
        DamagedModelError: if something else than the part came each time.
    """
    attempts = Attempts(_PATIENCE)
    while True:
        with attempts:
            data = _fetch(url, expected.bytes, report)
            if hashlib.sha256(data).hexdigest() != expected.sha256:
                raise damage(url)
            return data
        report(0)
        time.sleep(attempts.pause)


def _fetch(url: str, most: int, report: Callable[[int], None]) -> bytes:
    data = bytearray()
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "offcut"})  # noqa: S310 - http(s), see model_source
        with urllib.request.urlopen(request, timeout=_PATIENCE.stalled) as response:  # noqa: S310 - as above
            while (block := response.read(_BLOCK)) and len(data) <= most:
                data += block
                report(min(len(data), most))
    except urllib.error.HTTPError as error:
        with error:
            raise RefusedError(
                "The server answered {status} for {url}: check the URL, or try again later.",
                code="url-refused",
                wait=asked_wait(error.code, error.headers.get("Retry-After")),
                status=error.code,
                url=url,
            ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        # ValueError: what urllib says of a URL without a host, or with half an address
        reason = getattr(error, "reason", None) or error
        raise ModelUnavailableError(
            "{url} could not be fetched ({reason}): check the connection and try again.",
            code="url-not-fetched",
            url=url,
            reason=str(reason),
        ) from error
    return bytes(data)
