"""How a server ends, and how it does not start."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from offcut.native.cli.main import main
from offcut.native.serve import command
from tests import pictures
from tests.native.conftest import QUICKEST
from tests.native.serve.client import Server
from tests.native.serve.test_limits import PATH, SMALL, _until

SLOW = "isnet"  # of the stand-ins
RUNNING = "offcut_pictures_running"


def test_what_runs_is_finished_and_what_waits_is_sent_away(small_models: Path) -> None:
    with (
        Server("--models", small_models, "--model", SLOW) as server,
        ThreadPoolExecutor(2) as pool,
    ):
        first = pool.submit(server.post, PATH, SMALL)
        _until(server, RUNNING, 1)
        second = pool.submit(server.post, PATH, SMALL)
        _until(server, "offcut_requests_in_hand", 2)
        code, said = server.end()
        assert (first.result().status, second.result().status) == (200, 503)
        assert second.result().json["name"] == "ClosingError"
        assert pictures.read(first.result().body).size == (60, 40)
    assert (code, said) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_idle_ends_at_once(number: signal.Signals, small_models: Path) -> None:
    with Server("--models", small_models, "--model", QUICKEST) as server:
        server.process.send_signal(number)
        _, said = server.process.communicate(timeout=60)
        assert (server.process.returncode, said) == (0, "")


def test_a_port_that_is_taken_is_told_in_a_line(small_models: Path) -> None:
    with Server("--models", small_models, "--model", QUICKEST) as server:
        port = server.url.rpartition(":")[2]
        done = subprocess.run(
            [
                *(sys.executable, "-m", "offcut.native", "serve", "--port", port),
                *("--models", small_models, "--model", QUICKEST),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode != 0
    assert done.stderr == f"offcut: 127.0.0.1:{port}: Address already in use.\n"


def test_without_the_packages_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "_PACKAGES", ("no_such_package",))
    assert main(["serve"]) != 0
    assert "pip install 'offcut[serve]'" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--jobs", "0"], "'0' is no whole number from 1"),
        (["--max-megabytes", "nan"], "'nan' is no number above 0"),
        (["--port", "x"], "invalid int value"),
        (["cat.jpg"], "unrecognized arguments: cat.jpg"),
    ],
)
def test_bad_usage_is_told_in_a_line(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serve", *arguments])
    assert caught.value.code == 2
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


@pytest.mark.full
def test_memory_does_not_grow_with_requests(small_models: Path, photos: Path) -> None:
    """Pictures of many sizes by turns; the stand-in, because the network's memory is its own."""
    sizes = [(600, 450), (320, 240), (800, 600), (150, 450), (512, 512)]
    bodies = [pictures.file(pictures.gradient(size), "JPEG") for size in sizes]
    bodies.append((photos / "rocket.jpg").read_bytes())
    memory = "process_resident_memory_bytes"
    with Server("--models", small_models, "--model", QUICKEST) as server:

        def work(rounds: int) -> float:
            for number in range(rounds):
                assert server.post(PATH, bodies[number % len(bodies)]).status == 200
            return server.metric(memory)

        early = work(40)
        late = work(160)
    assert late - early < 40e6
