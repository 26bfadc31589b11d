"""Finding a Firefox, or installing Debian's, and running it on a profile that can be kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from offcut_testing import debian
from tests.browser.api import bidi
from tests.browser.driving_errors import DrivingError

_NAMES: Final = ("firefox-esr", "firefox")
_LISTENS: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_START: Final = 60.0
_END: Final = 30.0

_PREFERENCES: Final[Mapping[str, bool | int | str]] = {
    # nothing but what the page asks for may go over the network
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.region.update.enabled": False,
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.provider.google4.updateURL": "",
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.topsites.contile.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.usage.uploadEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.blocklist.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "geo.provider.network.url": "",
    "media.gmp-manager.updateEnabled": False,
    "media.gmp-manager.url": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.http.speculative-parallel-limit": 0,
    "network.prefetch-next": False,
    "network.trr.mode": 5,
    "security.remote_settings.crlite_filters.enabled": False,
    "security.remote_settings.intermediates.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "startup.homepage_welcome_url": "about:blank",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "toolkit.telemetry.unified": False,
    # a run that was ended hard must not make the next one ask
    "browser.sessionstore.resume_from_crash": False,
    "toolkit.startup.max_resumed_crashes": -1,
}

_ENVIRONMENT: Final = {
    "MOZ_CRASHREPORTER_DISABLE": "1",
    # without this a released Firefox passes over services.settings.server
    "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",
}


@cache
def executable() -> str:
    """Path of a Firefox that runs here.

    ``FIREFOX`` in the environment decides; else what is installed; else one is installed.

    Raises:
        RuntimeError: if there is none and none can be installed.
    """
    return os.environ.get("FIREFOX") or _of_system() or _of_debian() or _give_up()


@contextmanager
def running(
    profile: Path, preferences: Mapping[str, bool | int | str] | None = None
) -> Iterator[bidi.Session]:
    """Run Firefox without a window; its storage is on disk when this ends.

    Args:
        profile: folder of its profile, made if need be; the next run can go on with it.
        preferences: to set besides those that keep it quiet; the profile keeps them, too.

    Raises:
        RuntimeError: if it doesn't start.
    """
    profile.mkdir(parents=True, exist_ok=True)
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
        for name, value in {**_PREFERENCES, **(preferences or {})}.items()
    ]
    (profile / "user.js").write_text("".join(lines))
    # a file, since a pipe that nobody empties would hold the browser up
    log = profile / "firefox.log"
    command = [executable(), "--headless", "--no-remote", "--remote-debugging-port=0"]
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            [*command, "--profile", str(profile), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env={**os.environ, **_ENVIRONMENT},
        ) as process,
    ):
        try:
            with bidi.session(_address(process, log)) as session:
                yield session
                _close(session, process)
        finally:
            process.kill()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        text = log.read_text(errors="replace")
        if found := _LISTENS.search(text):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    said = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"Firefox did not start, exit status {process.poll()}: {said}")


def _close(session: bidi.Session, process: subprocess.Popen[bytes]) -> None:
    with suppress(DrivingError, TimeoutError):
        session.send("browser.close", timeout=_END)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END)


def _of_system() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def _of_debian() -> str | None:
    debian.install("firefox-esr")
    return _of_system()


def _give_up() -> str:
    raise RuntimeError(
        "The tests need Firefox: install it, or set FIREFOX to the path of its executable."
    )
