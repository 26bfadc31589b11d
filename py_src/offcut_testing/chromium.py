"""Finding a Chromium, or installing one: Playwright's own, the system's, or Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from offcut_testing import debian

ARGUMENTS = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    # nothing but what the page asks for may go over the network
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
)

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def executable() -> str:
    """Path of a Chromium that runs here.

    ``CHROMIUM`` in the environment decides; else what is installed; else one is installed.

    Raises:
        RuntimeError: if there is none and none can be installed.
    """
    return (
        os.environ.get("CHROMIUM")
        or _of_playwright()
        or _of_system()
        or _download()
        or _of_debian()
        or _give_up()
    )


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _of_system() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def _download() -> str | None:
    print("Fetching Chromium with Playwright …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    environment = {**os.environ, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=600, env=environment)
    except (subprocess.SubprocessError, OSError):
        return None
    return _of_playwright()


def _of_debian() -> str | None:
    debian.install("chromium")
    return _of_system()


def _give_up() -> str:
    raise RuntimeError(
        "The tests need Chromium: install it, or set CHROMIUM to the path of its executable; "
        f"{debian.ALLOWED}=1 lets them install Debian's, as root."
    )
