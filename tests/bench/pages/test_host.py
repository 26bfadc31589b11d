"""The benchmark's host: its link is as fast as it says, and it compresses as GitHub Pages does."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut_bench.pages.link import Link
from offcut_bench.pages.site import Site, compress
from offcut_testing.host import serving

PAGE = b"<p>page" * 1000
WEIGHTS = bytes(range(256)) * 100


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def read(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let them pass."""
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_bytes_take_as_long_as_the_rate_says(clock: Clock) -> None:
    link = Link(8, clock=clock.read, sleep=clock.sleep)
    for _ in range(100):
        link.take(10_000)
    assert clock.now == pytest.approx(1)
    assert link.sent == 1_000_000


def test_an_idle_link_saves_up_no_more_than_a_burst(clock: Clock) -> None:
    link = Link(8, clock=clock.read, sleep=clock.sleep)
    clock.now = 100
    for _ in range(100):
        link.take(10_000)
    assert clock.now == pytest.approx(101, abs=0.04)


def test_each_request_waits_for_the_latency(clock: Clock) -> None:
    link = Link(8, latency=0.04, clock=clock.read, sleep=clock.sleep)
    link.delay()
    assert clock.now == 0.04


def test_a_link_without_a_rate_only_counts(clock: Clock) -> None:
    link = Link(clock=clock.read, sleep=clock.sleep)
    link.delay()
    link.take(10**9)
    assert (clock.now, link.sent) == (0, 10**9)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    root = tmp_path / "dist"
    root.mkdir()
    for name, content in {"index.html": PAGE, "0.gz": WEIGHTS, "chunk": WEIGHTS}.items():
        (root / name).write_bytes(content)
    compress(root, tmp_path / "compressed")
    with serving(Site(root, tmp_path / "compressed", isolated=False)) as running:
        yield running


def _get(site: Site, name: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", site.server_port, timeout=5)
    try:
        names = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request("GET", f"/offcut/{name}", headers=names)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_a_page_is_compressed_in_transit(site: Site) -> None:
    _, headers, body = _get(site, "", Accept_Encoding="gzip, br")
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Type"].startswith("text/html")
    assert headers["Cache-Control"] == "max-age=600"
    assert int(headers["Content-Length"]) == len(body) < len(PAGE)
    assert gzip.decompress(body) == PAGE


def test_who_takes_no_gzip_gets_none(site: Site) -> None:
    _, headers, body = _get(site, "")
    assert headers["Content-Encoding"] is None
    assert body == PAGE


@pytest.mark.parametrize("name", ["0.gz", "chunk"])
def test_other_files_are_sent_as_they_lie_there(name: str, site: Site) -> None:
    _, headers, body = _get(site, name, Accept_Encoding="gzip")
    assert headers["Content-Encoding"] is None
    assert body == WEIGHTS


def test_what_the_browser_has_is_not_sent_again(site: Site) -> None:
    etag = _get(site, "", Accept_Encoding="gzip")[1]["ETag"]
    assert _get(site, "", Accept_Encoding="gzip", If_None_Match=etag)[::2] == (304, b"")


def test_bytes_are_counted_as_they_are_sent(site: Site) -> None:
    _, _, body = _get(site, "", Accept_Encoding="gzip")
    assert len(body) < site.link.sent < len(body) + 1000


def test_isolation_and_age_are_sent_when_asked_for(site: Site) -> None:
    names = {"Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Age"}
    assert not names & set(_get(site, "")[1])
    site.isolated, site.age = True, 600
    headers = _get(site, "")[1]
    assert headers["Age"] == "600"
    assert names <= set(headers)
