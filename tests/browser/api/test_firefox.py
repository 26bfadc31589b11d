"""The main job, isolation and offline use in Firefox, driven by WebDriver BiDi."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from offcut_testing.host import Host, hosting
from tests.browser.api import bidi, firefox

MODEL = "isnet_quint8"

_READY = (
    "() => document.querySelector('#status')?.dataset.state === 'ready' && !!crossOriginIsolated"
)
_KEPT = """async () => {
  document.querySelector('#proof').open = true;
  return document.querySelector('#proof .ready').textContent.startsWith('Yes: all');
}"""
_THREADS = "(count) => document.querySelector('#proof .threads').textContent === count"
_CARD = "(state) => document.querySelectorAll(`li.picture[data-state=${state}]`).length > 0"
_FACTS = "() => document.querySelector('#outcome .facts').textContent"
_SHOWN = "() => document.querySelector('#stage canvas').width > 300"  # a canvas begins with 300
_CHOOSE = "(id) => document.querySelector(`#all-models input[value=${id}]`).click()"


def _does_a_picture(tab: bidi.Tab, picture: Path) -> None:
    tab.wait_for("() => document.querySelectorAll('#all-models input[type=radio]').length === 4")
    tab.evaluate(_CHOOSE, MODEL)
    tab.set_files("#file", [picture])
    tab.wait_for(_CARD, "done")
    with Image.open(picture) as image:
        width, height = image.size
    tab.wait_for(_SHOWN)
    assert str(tab.evaluate(_FACTS)).startswith(f"{width} \u00d7 {height} \u00b7 ")


@pytest.fixture(scope="module")
def visited(
    real_dist: Path, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, list[str]]:
    """A profile in which the site was used once; the page's address; what the host was asked."""
    folder = tmp_path_factory.mktemp("firefox")
    with hosting(real_dist) as host, firefox.running(folder) as session:
        tab = session.tab()
        tab.goto(host.url)
        tab.wait_for(_READY)
        _does_a_picture(tab, photos / "chelsea.png")
        tab.wait_for(_KEPT)
        tab.wait_for(_THREADS, str(min(8, os.cpu_count() or 1)))
        log = list(host.log)
    return folder, host.url, log


def test_first_visit_reloads_once_and_does_the_job(
    visited: tuple[Path, str, list[str]],
) -> None:
    _, _, log = visited
    assert log.count("") == 2, "isolated, with threads, after one reload"
    assert len([path for path in log if path.endswith(".gz")]) > 5


@pytest.mark.full
def test_after_a_restart_it_works_offline(
    visited: tuple[Path, str, list[str]], photos: Path
) -> None:
    folder, url, _ = visited
    with firefox.running(folder, {"browser.cache.disk.enable": False}) as session:
        tab = session.tab()
        tab.goto(url)
        tab.wait_for(_READY)
        _does_a_picture(tab, photos / "coffee.png")


@pytest.mark.full
def test_private_window_works(host: Host, photos: Path, tmp_path: Path) -> None:
    private = {"browser.privatebrowsing.autostart": True}
    with firefox.running(tmp_path, private) as session:
        tab = session.tab()
        tab.goto(host.url)
        tab.wait_for("() => document.querySelector('#status')?.dataset.state === 'ready'")
        _does_a_picture(tab, photos / "chelsea.png")


@pytest.mark.full
def test_policy_stops_what_would_leave(host: Host, tmp_path: Path) -> None:
    with firefox.running(tmp_path) as session:
        tab = session.tab()
        tab.goto(host.url)
        tab.wait_for(_READY)
        attempts = """async () => {
          const elsewhere = location.href.replace('127.0.0.1', 'localhost');
          const ends = await Promise.allSettled([
            fetch(elsewhere, { method: 'POST', body: 'x', mode: 'no-cors' }),
            new Promise((done, failed) => {
              const socket = new WebSocket(elsewhere.replace('http', 'ws'));
              socket.onopen = done;
              socket.onerror = failed;
            }),
            (async () => new RTCPeerConnection())(),
            import(elsewhere),
          ]);
          return ends.map(({ status }) => status);
        }"""
        assert tab.evaluate(attempts) == ["rejected"] * 4
