"""No process of WebKit stays, whatever became of the test."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.webkit import minibrowser

pytestmark = pytest.mark.full

_FAMILY = {"Xvfb", "WebKitWebDriver", "MiniBrowser", "WebKitNetworkPr", "WebKitWebProces"}
"""As Linux cuts names off."""


def _alive(home: Path) -> set[str]:
    """Names of the processes that were told that this is their home."""
    names = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"\0HOME={home}\0".encode() in b"\0" + (process / "environ").read_bytes():
                names.add((process / "comm").read_text().strip())
        except OSError:  # it has just gone, or is another user's
            continue
    return names


def test_failed_test_leaves_no_process_and_no_file() -> None:
    homes = []

    def fail() -> None:
        with minibrowser.running() as session:
            session.goto("about:blank")
            homes.append(session.downloads)
            assert _alive(session.downloads) == _FAMILY
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    (home,) = homes
    end = time.monotonic() + 30
    while _alive(home) and time.monotonic() < end:
        time.sleep(0.1)  # what is killed may take a moment to go
    assert not _alive(home)
    assert not home.exists()
