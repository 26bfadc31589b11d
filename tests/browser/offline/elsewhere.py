"""Another site, to which nothing may go."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Elsewhere(ThreadingHTTPServer):
    """Another origin, which welcomes everything and writes it down."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listener)
        self.heard: list[str] = []
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", self.server_port))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while self.datagrams.recv(2000):
            self.heard.append("a datagram")

    @property
    def url(self) -> str:
        """Where a leak would go."""
        return f"http://127.0.0.1:{self.server_port}/leak"


class _Listener(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        self.server.heard.append(f"{self.command} {self.path}")
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.end_headers()

    do_POST = do_OPTIONS = do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""
