"""Who may ask: nobody's web page, and on this machine's own address only by its own name.

A server on ``localhost`` is within reach of every page that the user's browser opens. A page of
another site could have it work; and one whose name is made to lead to this machine (DNS rebinding)
could read the answers too.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request

from offcut.native.serve.failures import ForeignRequestError

OWN_NAMES: Final = ("localhost", "127.0.0.1", "::1")


class Guard:
    """Refuses what comes from elsewhere."""

    def __init__(self, names: Sequence[str] | None) -> None:
        """Say by what names the server may be called.

        Args:
            names: without a port; None for any.
        """
        self._names = names

    def check(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            ForeignRequestError: if it doesn't.
        """
        host = request.headers.get("host", "")
        if self._names is not None and _name(host) not in self._names:
            raise ForeignRequestError(
                "This server is not called {host}: ask it by one of its names, or give it "
                "--allow-host.",
                code="serve-host",
                host=repr(host),
            )
        origin = request.headers.get("origin")
        if origin is not None and urllib.parse.urlsplit(origin).netloc != host:
            raise ForeignRequestError(
                "A page of {origin} asks: this server takes no requests from other sites' pages.",
                code="serve-origin",
                origin=repr(origin),
            )


def _name(host: str) -> str:
    """A host without its port, and an IPv6 address without brackets."""
    try:
        return urllib.parse.urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
