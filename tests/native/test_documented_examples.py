"""The examples in docs/python.md run as they stand there."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests import pictures
from tests.conftest import ROOT
from tests.native.serve.client import form
from tests.native.test_python_api import CAT

TEXT = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def place(
    tmp_path: Path, photos: Path, small_models: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with the pictures that the examples name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OFFCUT_MODELS", str(small_models))
    (tmp_path / "photos").mkdir()
    picture = pictures.read((photos / CAT).read_bytes()).convert("RGB")
    for path in ("cat.jpg", "photos/one.jpg", "photos/two.jpg"):
        picture.save(path, "JPEG")
    return tmp_path


def _run(part: str) -> dict[str, Any]:
    """Run the one example that has this in it."""
    (example,) = [each for each in EXAMPLES if part in each]
    *lines, last = example.rstrip().splitlines()
    names: dict[str, Any] = {}
    if last.startswith(("remover.", "remove_background(")) and ".save(" not in last:
        lines.append(f"shown = {last}")  # as a notebook does with the last expression
    else:
        lines.append(last)
    exec("\n".join(lines), names)  # noqa: S102
    return names


def test_there_is_no_example_that_is_not_run() -> None:
    assert len(EXAMPLES) == 5
    assert all(len(example.splitlines()) <= 13 for example in EXAMPLES)


def test_one_picture(place: Path) -> None:
    _run('.save("cat.png")')
    assert pictures.read((place / "cat.png").read_bytes()).mode == "RGBA"


def test_many_pictures(place: Path) -> None:
    _run("on_white")
    made = sorted((place / "cutouts").iterdir())
    assert [path.name for path in made] == ["one.jpg", "two.jpg"]
    assert pictures.read(made[0].read_bytes()).format == "JPEG"


def test_images_and_arrays() -> None:
    names = _run("np.asarray(cut)")
    assert names["pixels"].shape == (300, 451, 4)


def test_a_notebook() -> None:
    shown = _run('Remover()\nremover.remove_background("cat.jpg")')["shown"]
    assert pictures.read(shown._repr_png_()).size == (451, 300)


def test_fastapi(place: Path) -> None:
    app = _run("FastAPI")["app"]
    server = _Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    running = threading.Thread(target=server.run)
    running.start()
    try:
        assert server.listens.wait(30)
        port = server.servers[0].sockets[0].getsockname()[1]
        assert _posted(port, (place / "cat.jpg").read_bytes()) == (200, "image/png", "RGBA")
    finally:
        server.should_exit = True
        running.join(30)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


def _posted(port: int, picture: bytes) -> tuple[int, str | None, str]:
    kind, body = form({"picture": picture}, {})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/cut-out", body, {"Content-Type": kind})
        response = connection.getresponse()
        mode = pictures.read(response.read()).mode
        return response.status, response.getheader("content-type"), mode
    finally:
        connection.close()
