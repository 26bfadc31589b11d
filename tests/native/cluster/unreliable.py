"""A proxy before a store that fails some requests, as networks and busy stores do."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

Fate = Callable[[str, str], str]
"""Of a request, by method and path: ``ok``, ``busy`` (503), ``forbidden`` (403) or ``cut``."""


class Unreliable:
    """Passes requests on, unless their fate is another.

    Attributes:
        seen: method, path and fate of each.
    """

    def __init__(self, address: str, fate: Fate) -> None:
        self.seen: list[tuple[str, str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(address, fate, self.seen))
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """Of the proxy."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(
    address: str, fate: Fate, seen: list[tuple[str, str, str]]
) -> type[BaseHTTPRequestHandler]:
    host = urlsplit(address).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            method = self.command
            chosen = fate(method, self.path)
            seen.append((method, self.path, chosen))
            if self.headers.get("Expect") == "100-continue":
                self.send_response_only(100)
                self.end_headers()
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if chosen == "cut":
                self.close_connection = True
                self.connection.close()
                return
            if chosen != "ok":
                self._refuse(chosen)
                return
            connection = http.client.HTTPConnection(host, timeout=60)
            sent = {key: value for key, value in self.headers.items() if key != "Expect"}
            connection.request(method, self.path, data, sent)
            answer = connection.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for key, value in answer.getheaders():
                if key.lower() not in {"connection", "transfer-encoding", "content-length"}:
                    self.send_header(key, value)
            length = answer.getheader("Content-Length") if method == "HEAD" else str(len(body))
            self.send_header("Content-Length", length or "0")
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        def _refuse(self, chosen: str) -> None:
            status, code = {"busy": (503, "SlowDown"), "forbidden": (403, "AccessDenied")}[chosen]
            body = f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _any

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
