"""Visits in WebKit, Safari's engine: the first, the second, and without the host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut_testing.host import Host, hosting
from tests.browser.webkit import minibrowser
from tests.browser.webkit.offcut_page import OffcutPage

_MIDDLE = """(selector) => {
  const { left, width } = document.querySelector(selector).getBoundingClientRect();
  return left + width / 2;
}"""
_FIRST, _LAST = "#samples li:first-child", "#samples li:last-child"


@pytest.fixture(scope="module")
def visited(dist: Path) -> Iterator[tuple[OffcutPage, Host]]:
    """The small site on its first visit, and its host."""
    with hosting(dist) as host, minibrowser.running() as session:
        page = OffcutPage(session)
        page.open(host.url)
        yield page, host


@pytest.mark.full
def test_first_visit_isolates_itself_and_does_a_picture(
    visited: tuple[OffcutPage, Host], photos: Path
) -> None:
    page, _ = visited
    assert page.session.evaluate("crossOriginIsolated"), "though the host sends no headers"
    page.choose(photos / "astronaut.png")
    page.has("done")
    pixels = page.result("astronaut-offcut.png")
    assert pixels.shape == (512, 512, 4)
    assert pixels[256, 256, 3] == 255, "the stand-in keeps the middle"
    assert not pixels[0, 0].any(), "and cuts away the corners"


@pytest.mark.full
def test_one_thread_is_told_where_memory_cannot_be_shared(
    visited: tuple[OffcutPage, Host],
) -> None:
    page, _ = visited
    assert page.session.evaluate("typeof SharedArrayBuffer") == "undefined"
    assert page.status == "Ready"
    proof = page.tells("proof", "Yes: other sites share no memory with this page").split()
    assert proof[proof.index("Threads") + 1] == "1"


@pytest.mark.full
def test_what_is_stored_is_told_without_an_estimate_of_the_room(
    visited: tuple[OffcutPage, Host],
) -> None:
    page, _ = visited
    assert page.session.evaluate("typeof navigator.storage") == "undefined"
    assert "The page, Python and ONNX Runtime" in page.tells("storage", "MB")


@pytest.mark.full
def test_samples_are_in_the_middle(host: Host) -> None:
    with minibrowser.running() as session:
        OffcutPage(session).open(host.url)
        session.wait_for(f"() => document.querySelectorAll('{_LAST} img').length")
        first, last, all_ = (session.evaluate(_MIDDLE, each) for each in (_FIRST, _LAST, "#drop"))
    assert abs((first + last) / 2 - all_) < 1


@pytest.mark.full
def test_second_visit_fetches_nothing_but_the_service_worker(
    visited: tuple[OffcutPage, Host], photos: Path
) -> None:
    page, host = visited
    page.is_kept()
    known = len(host.log)
    page.open(host.url)
    page.choose(photos / "chelsea.png")
    page.has("done")
    assert all("sw.js" in path or "/service-worker/" in path for path in host.log[known:])


@pytest.mark.full
def test_without_its_host_it_starts_and_does_a_picture(host: Host, photos: Path) -> None:
    with minibrowser.running() as session:
        page = OffcutPage(session)
        page.open(host.url)
        page.choose(photos / "chelsea.png")
        page.has("done")
        page.is_kept()
        host.die()
        page.open(host.url)
        page.choose(photos / "coffee.png")
        page.has("done")
        assert page.result("coffee-offcut.png").shape == (400, 600, 4)
