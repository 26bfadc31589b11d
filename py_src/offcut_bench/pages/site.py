"""A host for the benchmark: GitHub Pages' rules, gzip in transit, and a link of known speed.

Chromium's own throttling gives a page and each of its workers a bandwidth of its own and leaves
out nested workers and the service worker, so the link is made here, where all requests end.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from offcut_bench.pages.link import Link
from offcut_build.serving.headers import HEADERS
from offcut_testing.host import Answer, Host

ENCODED: Final = frozenset({".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm"})
"""What GitHub Pages compresses in transit; all else is sent as it lies there."""

_LEVEL: Final = 6
_PIECE: Final = 1 << 14
_ISOLATION: Final = ("Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy")


def compress(root: Path, into: Path) -> None:
    """Compress once what goes over the wire compressed, so that no visit waits for it.

    Args:
        root: the site.
        into: where the compressed copies go, under the same names.
    """
    for path in root.rglob("*"):
        if path.suffix not in ENCODED or not path.is_file():
            continue
        copy = into / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(gzip.compress(path.read_bytes(), _LEVEL, mtime=0))
        state = path.stat()
        os.utime(copy, ns=(state.st_atime_ns, state.st_mtime_ns))


class Site(Host):
    """Serves a folder over a link.

    Attributes:
        compressed: what ``compress`` made of the folder.
        link: what everything goes through; assign another to change its speed.
        isolated: whether to send the headers that give a page its threads.
        age: seconds that each answer claims to have lain in a cache on its way.
    """

    def __init__(self, root: Path, compressed: Path, *, isolated: bool, age: int = 0) -> None:
        super().__init__(root)
        self.RequestHandlerClass = _Answer
        self.compressed = compressed
        self.link = Link()
        self.isolated = isolated
        self.age = age


class _Answer(Answer):
    """One connection over the link."""

    server: Site

    def setup(self) -> None:
        super().setup()
        self.wfile = _Metered(self.wfile, self.server)

    def _answer(self, *, with_body: bool) -> None:
        self.server.link.delay()
        super()._answer(with_body=with_body)

    def _send_file(self, status: HTTPStatus, path: Path, *, with_body: bool) -> None:
        copy = self.server.compressed / path.relative_to(self.server.root)
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        chosen = copy if accepted and copy.is_file() else path
        super()._send_file(status, chosen, with_body=with_body)

    def _headers(self, path: Path) -> Mapping[str, str]:
        headers = dict(super()._headers(path))
        if path.is_relative_to(self.server.compressed):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        if self.server.age:
            headers["Age"] = str(self.server.age)
        if self.server.isolated:
            headers |= {name: HEADERS[name] for name in _ISOLATION}
        return headers


class _Metered(io.BufferedIOBase):
    """A connection's way out, through the link."""

    def __init__(self, socket: io.BufferedIOBase, site: Site) -> None:
        self._socket = socket
        self._site = site

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        for start in range(0, len(view), _PIECE):
            piece = view[start : start + _PIECE]
            self._site.link.take(len(piece))
            self._socket.write(piece)
        return len(view)
