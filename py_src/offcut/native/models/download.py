"""Fetching the manifest and parts of a model over HTTP."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import IO, Final

from offcut.errors import ModelUnavailableError
from offcut.models.fetching import Attempts, Patience, RefusedError, asked_wait, damage
from offcut.models.manifest import Part

_PATIENCE: Final = Patience()
_LONGEST_MANIFEST: Final = 4 << 20
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")
_BLOCK: Final = 1 << 16


def is_safe(url: str) -> bool:
    """Whether nobody on the way can change what comes from there: https, or this machine."""
    parts = urllib.parse.urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _THIS_MACHINE


def manifest(url: str) -> bytes:
    """Fetch the list of models.

    Raises:
        ModelUnavailableError: if it can't be had.
    """
    return _fetch(url, _LONGEST_MANIFEST, lambda _: None)


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


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a server elsewhere, but not to where somebody on the way could change the file."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - urllib's
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Refuse an unsafe one."""
        if not is_safe(newurl):
            raise urllib.error.URLError(f"it leads to {newurl}, which is not safe")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER: Final = urllib.request.build_opener(_SafeRedirects)


def _fetch(url: str, most: int, report: Callable[[int], None]) -> bytes:
    data = bytearray()
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "offcut"})  # noqa: S310 - http(s), see source.py
        start = time.monotonic()
        with _OPENER.open(request, timeout=_PATIENCE.stalled) as response:
            # read() would wait until the block is full, however slowly that fills
            while (block := response.read1(_BLOCK)) and len(data) <= most:
                data += block
                report(min(len(data), most))
                if time.monotonic() - start > _PATIENCE.longest(len(data)):
                    raise TimeoutError("it comes too slowly")
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
