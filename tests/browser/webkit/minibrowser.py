"""Finding WebKitGTK's driver, or installing Debian's, and running its browser without a screen."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from offcut_testing import debian
from tests.browser.webkit import webdriver

THREADS: Final[Mapping[str, str]] = {"JSC_useSharedArrayBuffer": "1"}
"""The environment in which WebKitGTK has ``SharedArrayBuffer``, as Safari has where a page is
isolated; else it has none at all."""

_DRIVER: Final = "WebKitWebDriver"
_SCREEN: Final = "Xvfb"
_START: Final = 60.0
_END: Final = 30.0


@cache
def executables() -> tuple[str, str]:
    """Paths of a driver of WebKitGTK that runs here, which knows its browser, and of Xvfb.

    ``WEBKIT_DRIVER`` and ``XVFB`` in the environment decide; else what is installed; else it is
    installed.

    Raises:
        RuntimeError: if there is none and none can be installed.
    """
    return _found("WEBKIT_DRIVER", _DRIVER, "webkit2gtk-driver"), _found("XVFB", _SCREEN, "xvfb")


@contextmanager
def running(variables: Mapping[str, str] | None = None) -> Iterator[webdriver.Session]:
    """Run WebKit's MiniBrowser on a screen of its own; what it stores goes when this ends.

    Args:
        variables: added to its environment, such as ``THREADS``.

    Raises:
        RuntimeError: if it doesn't start.
    """
    driver, screen = executables()
    # a socket's path in it may have 107 characters at most, so not in pytest's folder
    with tempfile.TemporaryDirectory(prefix="webkit-", ignore_cleanup_errors=True) as home:
        environment = {**os.environ, **_at_home(home), **(variables or {})}
        log = Path(home) / "driver.log"
        port = _free_port()
        with (
            log.open("wb") as said,
            _display(screen, environment) as display,
            _group(
                [driver, f"--port={port}"], {**environment, "DISPLAY": display}, said
            ) as process,
        ):
            url = f"http://127.0.0.1:{port}"
            _wait(url, process, log)
            with webdriver.session(url, Path(home)) as session:  # where there is no desktop
                yield session


def _at_home(home: str) -> Mapping[str, str]:
    """It leaves nothing in the user's folders, and asks nothing of the user's desktop."""
    folders = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    return {
        **dict.fromkeys(folders, home),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "GSETTINGS_BACKEND": "memory",
        "GTK_A11Y": "none",
        "NO_AT_BRIDGE": "1",
        "LANG": "C.UTF-8",
        "LANGUAGE": "en",
        # there is no graphics card to share
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    }


@contextmanager
def _display(screen: str, environment: Mapping[str, str]) -> Iterator[str]:
    """A screen that nobody sees: gives the name of its display."""
    reader, writer = os.pipe()
    command = [screen, "-displayfd", str(writer), "-nolisten", "tcp"]
    with (
        os.fdopen(reader) as answer,
        subprocess.Popen(
            [*command, "-screen", "0", "1600x1200x24"],
            env=environment,
            pass_fds=[writer],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        os.close(writer)
        try:
            number = answer.readline().strip()  # it ends with the process, at the latest
            if not number:
                raise RuntimeError(f"{_SCREEN} did not start, exit status {process.wait(_END)}.")
            yield f":{number}"
        finally:
            process.terminate()


@contextmanager
def _group(
    command: list[str], environment: Mapping[str, str], log: BinaryIO
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, all of which is ended: browsers outlive their drivers."""
    with subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            webdriver.call("GET", f"{url}/status")
            return
        time.sleep(0.05)
    said = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"{_DRIVER} did not start, exit status {process.poll()}: {said}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _found(variable: str, name: str, package: str) -> str:
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        debian.install(package)
        found = shutil.which(name)
    if not found:
        raise RuntimeError(
            f"The tests need {name} (Debian's {package}): install it, or set {variable} to the "
            f"path of its executable; {debian.ALLOWED}=1 lets them install it, as root."
        )
    return found
