"""The server's answers: isolated by default, and as GitHub Pages' with --plain."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from offcut_build.errors import BuildError
from offcut_build.serving.server import Server

FILES = {
    "index.html": b"<p>page",
    "404.html": b"<p>nothing here",
    "offcut.js": b"export {}",
    "assets/0/app/style.css": b"p {}",
    "runtime/0/pyodide.mjs": b"export {}",
    "runtime/0/ort.wasm": b"\0asm",
    "runtime/0/numpy.whl": b"PK",
    "models/manifest.json": b"{}",
    "models/0.gz": b"\x1f\x8b",
    "site.webmanifest": b"{}",
    "samples/a.jpg": b"jpeg",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "dist"


@contextmanager
def _serving(root: Path, *, plain: bool) -> Iterator[Server]:
    with Server(root, 0, plain=plain) as server:
        server.listen()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def normal(root: Path) -> Iterator[Server]:
    with _serving(root, plain=False) as server:
        yield server


@pytest.fixture
def plain(root: Path) -> Iterator[Server]:
    with _serving(root, plain=True) as server:
        yield server


def _get(
    server: Server, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html?q=1", "text/html; charset=utf-8", "no-cache"),
        ("/offcut.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/assets/0/app/style.css", "text/css; charset=utf-8", "immutable"),
        ("/runtime/0/pyodide.mjs", "text/javascript; charset=utf-8", "immutable"),
        ("/runtime/0/ort.wasm", "application/wasm", "immutable"),
        ("/runtime/0/numpy.whl", "application/octet-stream", "immutable"),
        ("/models/manifest.json", "application/json", "no-cache"),
        ("/models/0.gz", "application/gzip", "immutable"),
        ("/site.webmanifest", "application/manifest+json", "no-cache"),
        ("/samples/a.jpg", "image/jpeg", "no-cache"),
    ],
)
def test_type_and_caching(path: str, kind: str, caching: str, normal: Server) -> None:
    status, headers, body = _get(normal, path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert caching in headers["Cache-Control"]
    assert headers["Content-Encoding"] is None
    assert body == FILES[path.split("?", maxsplit=1)[0].strip("/") or "index.html"]


@pytest.mark.parametrize("path", ["/", "/models/0.gz", "/missing"])
def test_every_answer_isolates_and_restricts(path: str, normal: Server) -> None:
    _, headers, _ = _get(normal, path)
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = {
        rule.split()[0]: rule.split()[1:] for rule in headers["Content-Security-Policy"].split("; ")
    }
    assert policy == {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "style-src": ["'self'"],
        "frame-src": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["offcut", "default", "'allow-duplicates'"],
        "frame-ancestors": ["'none'"],
    }


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/offcut/", 200, FILES["index.html"]),
        ("/offcut/models/0.gz", 200, FILES["models/0.gz"]),
        ("/offcut/missing", 404, FILES["404.html"]),
        ("/", 404, FILES["404.html"]),
        ("/index.html", 404, FILES["404.html"]),
        ("/offcutter/", 404, FILES["404.html"]),
    ],
)
def test_plain_is_like_github_pages(path: str, status: int, body: bytes, plain: Server) -> None:
    answer, headers, content = _get(plain, path)
    assert (answer, content) == (status, body)
    assert headers["Cache-Control"] == "max-age=600"
    assert not any(name.startswith(("Cross-Origin", "Content-Security")) for name in headers)


@pytest.mark.parametrize(
    ("path", "target"),
    [("/offcut", "/offcut/"), ("/offcut/models", "/offcut/models/")],
)
def test_a_missing_slash_is_added(path: str, target: str, plain: Server) -> None:
    status, headers, _ = _get(plain, path)
    assert (status, headers["Location"]) == (301, target)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "//secret",
        "/a/..\\..\\secret",
        "/%00",
        f"/{'a' * 300}",
        "/models/",
    ],
)
def test_nothing_outside_the_site_is_served(path: str, normal: Server) -> None:
    status, _, body = _get(normal, path)
    assert (status, body) == (404, FILES["404.html"])


def test_an_unchanged_file_is_not_sent_again(normal: Server, root: Path) -> None:
    _, headers, _ = _get(normal, "/offcut.js")
    for tag in (headers["ETag"], f'"other", W/{headers["ETag"]}'):
        assert _get(normal, "/offcut.js", If_None_Match=tag)[::2] == (304, b"")
    (root / "offcut.js").write_bytes(b"export {} // changed")
    assert _get(normal, "/offcut.js", If_None_Match=headers["ETag"])[0] == 200


@pytest.mark.parametrize("path", ["/offcut.js", "/missing"])
def test_head_answers_as_get_without_a_body(path: str, normal: Server) -> None:
    get, head = _get(normal, path), _get(normal, path, "HEAD")
    assert head[0] == get[0]
    assert head[1]["Content-Length"] == get[1]["Content-Length"]
    assert head[2] == b""


def test_a_client_that_goes_away_is_no_error(
    normal: Server, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (root / "large").open("wb") as file:
        file.truncate(50_000_000)
    with socket.create_connection(("127.0.0.1", normal.server_port)) as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.recv(100)
    assert _get(normal, "/")[0] == 200
    assert capsys.readouterr().err == ""


def test_a_busy_port_gets_one_sentence(normal: Server, root: Path) -> None:
    with pytest.raises(BuildError, match=f"Port {normal.server_port} is in use.*--port"):
        Server(root, normal.server_port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_out_of_range_gets_one_sentence(port: int, root: Path) -> None:
    with pytest.raises(BuildError, match=f"There is no port {port}.*--port"):
        Server(root, port)
