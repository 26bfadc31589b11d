"""Told to end, the command cleans up and says so by its exit code."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut.files import whole_file
from offcut.native.cli.signals import ended_by_signals
from tests.conftest import ROOT

SIGNALS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def usual_handlers() -> Iterator[None]:
    """Whatever has started the tests may ignore some (nohup)."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_no_temporary_file_stays(number: int, tmp_path: Path) -> None:
    def write() -> None:
        with ended_by_signals(), whole_file.new_file(tmp_path / "result.png") as temporary:
            temporary.write_bytes(b"half")
            os.kill(os.getpid(), number)

    with pytest.raises(SystemExit) as ended:
        write()
    assert ended.value.code == 128 + number
    assert not list(tmp_path.iterdir())
    assert signal.getsignal(number) == signal.SIG_DFL


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_by_signals():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_nothing_changes_in_another_thread() -> None:
    seen = []

    def look() -> None:
        with ended_by_signals():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]


def test_the_command_ends_with_the_code_of_the_signal(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py_src")}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        models = f"http://127.0.0.1:{silent.getsockname()[1]}/models"
        command = [sys.executable, "-m", "offcut.native", "--models", models, "--list-models"]
        with subprocess.Popen(command, env=environment, cwd=tmp_path) as process:
            connection, _ = silent.accept()  # now it waits for the list of models
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 128 + signal.SIGTERM
            connection.close()
