"""Downloads go on where they stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from offcut_build.errors import BuildError
from offcut_build.fetching import fetch
from tests.build.conftest import sha256

CONTENT = bytes(range(256)) * 400


class _Host(HTTPServer):
    knows_ranges = True
    stops_after: int | None = None
    ranges: list[str | None]


class _Handler(BaseHTTPRequestHandler):
    server: _Host

    def do_GET(self) -> None:
        wanted = self.headers["Range"]
        self.server.ranges.append(wanted)
        start = int(wanted[6:-1]) if wanted and self.server.knows_ranges else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        self.wfile.write(CONTENT[start : self.server.stops_after])

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def host() -> Iterator[_Host]:
    with _Host(("127.0.0.1", 0), _Handler) as server:
        server.ranges = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _fetch(host: _Host, path: Path, content: bytes = CONTENT) -> None:
    fetch.fetch(f"http://127.0.0.1:{host.server_port}/file", path, sha256(content))


def test_an_interrupted_download_goes_on(host: _Host, tmp_path: Path) -> None:
    path = tmp_path / "file"
    host.stops_after = 70_000
    with pytest.raises(ConnectionError, match="too early"):
        _fetch(host, path)
    assert not path.exists()
    host.stops_after = None
    _fetch(host, path)
    assert path.read_bytes() == CONTENT
    assert host.ranges == [None, "bytes=70000-"]


def test_a_host_that_knows_no_ranges_starts_over(host: _Host, tmp_path: Path) -> None:
    (tmp_path / ".file.part").write_bytes(CONTENT[:1000])
    host.knows_ranges = False
    _fetch(host, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_download_killed_before_its_rename_is_taken_over(host: _Host, tmp_path: Path) -> None:
    (tmp_path / ".file.part").write_bytes(CONTENT)
    _fetch(host, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_wrong_file_is_named_and_not_kept(host: _Host, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"file.* has a wrong SHA-256"):
        _fetch(host, tmp_path / "file", b"something else")
    assert not list(tmp_path.glob("*file*"))
