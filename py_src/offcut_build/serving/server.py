"""The site on 127.0.0.1: as a well set up host would serve it, or as GitHub Pages does."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from offcut_build.errors import BuildError
from offcut_build.serving.headers import HEADERS

HOST: Final = "127.0.0.1"
SUB_PATH: Final = "/offcut"
"""Where GitHub Pages would show the project."""

_PLAIN: Final = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=600"}
_UNCHANGING: Final = "public, max-age=31536000, immutable"

# Named here: mimetypes reads the system's tables, which differ, and lack some of these.
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".zip": "application/zip",
}
_UNKNOWN_TYPE: Final = "application/octet-stream"  # wheels, too
_CHUNK: Final = 1 << 18


class Server(ThreadingHTTPServer):
    """Serves one folder.

    Attributes:
        root: the folder.
        plain: whether to behave as GitHub Pages.
    """

    daemon_threads = True
    # on Windows it would let two servers share a port
    allow_reuse_address = os.name != "nt"

    def __init__(
        self,
        root: Path,
        port: int,
        *,
        plain: bool = False,
        handler: type[BaseHTTPRequestHandler] | None = None,
    ) -> None:
        """Take the port, so that a busy one is known at once; ``listen`` answers on it.

        Args:
            root: the folder to serve, which need not be there yet.
            port: 0 takes a free one.
            plain: see above.
            handler: what answers, instead of ``Handler``.

        Raises:
            BuildError: if the port can't be had.
        """
        if not 0 <= port <= 65535:
            raise BuildError(f"There is no port {port}: choose --port between 0 and 65535.")
        self.root = root
        self.plain = plain
        super().__init__((HOST, port), handler or Handler, bind_and_activate=False)
        self._try(self.server_bind, port)

    def server_bind(self) -> None:
        """Bind, without the base class's name look-up, which can hang where there is no DNS."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def listen(self) -> None:
        """Begin to take connections.

        Raises:
            BuildError: if another server has taken the port meanwhile.
        """
        self._try(self.server_activate, self.server_port)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{HOST}:{self.server_port}{SUB_PATH if self.plain else ''}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle of a file."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    def _try(self, action: Any, port: int) -> None:
        try:
            action()
        except OSError as error:
            self.server_close()
            if error.errno in {errno.EACCES, errno.EPERM}:
                raise BuildError(
                    f"Port {port} may not be used here: choose another with --port."
                ) from error
            if error.errno != errno.EADDRINUSE:
                raise
            raise BuildError(
                f"Port {port} is in use: choose another with --port (0 takes a free one)."
            ) from error


class Handler(BaseHTTPRequestHandler):
    """Answers one connection's requests."""

    protocol_version = "HTTP/1.1"
    server_version = "Offcut"
    timeout = 60
    server: Server

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send what would come before the file."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Keep the terminal clear: the URL is the last line."""

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        if self.server.plain:
            if path == SUB_PATH:
                self._redirect(f"{SUB_PATH}/")
                return
            if not path.startswith(f"{SUB_PATH}/"):
                self._not_found(with_body=with_body)
                return
            path = path.removeprefix(SUB_PATH)
        target = self._find(path)
        if target is None:
            self._not_found(with_body=with_body)
        elif target.is_dir():
            self._redirect(f"{urlsplit(self.path).path}/")
        else:
            self._send_file(HTTPStatus.OK, target, with_body=with_body)

    def _find(self, path: str) -> Path | None:
        """The file that is meant; a folder if the slash at its end is missing."""
        names = unquote(path).split("/")[1:]
        if any(name in {".", ".."} or set(name) & {"\\", "\0", ":"} for name in names):
            return None
        if "" in names[:-1]:
            return None
        target = self.server.root.joinpath(*names)
        if not names[-1]:
            target /= "index.html"
            return target if target.is_file() else None
        try:
            return target if target.exists() else None
        except OSError:  # a name that is too long
            return None

    def _send_file(self, status: HTTPStatus, path: Path, *, with_body: bool) -> None:
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            etag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
            headers = {**self._headers(path), "ETag": etag}
            if status is HTTPStatus.OK and self._has(etag):
                self._send_head(HTTPStatus.NOT_MODIFIED, headers)
                return
            headers["Last-Modified"] = formatdate(state.st_mtime, usegmt=True)
            headers["Content-Type"] = _TYPES.get(path.suffix, _UNKNOWN_TYPE)
            headers["Content-Length"] = str(state.st_size)
            self._send_head(status, headers)
            if with_body:
                shutil.copyfileobj(file, self.wfile, _CHUNK)

    def _has(self, etag: str) -> bool:
        known = self.headers.get("If-None-Match", "")
        return etag in (tag.strip().removeprefix("W/") for tag in known.split(","))

    def _not_found(self, *, with_body: bool) -> None:
        page = self.server.root / "404.html"
        if page.is_file():
            self._send_file(HTTPStatus.NOT_FOUND, page, with_body=with_body)
            return
        self._send_head(HTTPStatus.NOT_FOUND, {**self._headers(page), "Content-Length": "0"})

    def _redirect(self, path: str) -> None:
        headers = {**self._headers(self.server.root), "Location": path, "Content-Length": "0"}
        self._send_head(HTTPStatus.MOVED_PERMANENTLY, headers)

    def _headers(self, path: Path) -> Mapping[str, str]:
        if self.server.plain:
            return _PLAIN
        return {**HEADERS, "Cache-Control": _UNCHANGING if self._is_hashed(path) else "no-cache"}

    def _is_hashed(self, path: Path) -> bool:
        names = path.relative_to(self.server.root).parts
        return names[:1] in {("assets",), ("runtime",)} or (
            names[:1] == ("models",) and path.suffix == ".gz"
        )

    def _send_head(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
