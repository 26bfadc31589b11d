"""After one visit the site works with no host at all, also in a browser that was restarted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from offcut_testing.driver import is_kept, is_ready, original, preload, remove_background, visit
from offcut_testing.host import hosting
from offcut_testing.parts import choose, has, model, pictures, samples, says
from tests.browser.formats.files import HEIC
from tests.browser.profiles import profile, without_http_cache

_WIDTHS = """
(items) => Promise.all(
  items.map(async (item) => {
    const image = item.querySelector('img');
    await image.decode();
    return image.naturalWidth;
  }),
)
"""

DEFAULT = "isnet_quint8"
VARIANTS = ("isnet", "isnet_fp16", DEFAULT, "isnet_compact")


@pytest.fixture(scope="module")
def visited(
    browser: Browser,
    real_dist: Path,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator[Page]:
    """The page without a host, in a browser that was restarted; the variants are stored."""
    variants = VARIANTS if pytestconfig.getoption("full") else (DEFAULT,)
    folder = tmp_path_factory.mktemp("visited")
    with hosting(real_dist) as host, profile(browser, folder) as context:
        page = visit(context, host.url)
        is_kept(page)
        assert [preload(page, model) for model in variants] == [None] * len(variants)
    without_http_cache(folder)
    with profile(browser, folder) as context:
        yield visit(context, host.url)


@pytest.mark.parametrize(
    "model",
    [pytest.param(name, marks=() if name == DEFAULT else pytest.mark.full) for name in VARIANTS],
)
def test_new_picture_is_done_offline(visited: Page, photos: Path, model: str) -> None:
    data = (photos / "chelsea.png").read_bytes()
    outcome = remove_background(visited, data, model=model)
    assert outcome.error is None, outcome
    assert outcome.file[:4] == b"\x89PNG"


def test_heic_is_read_offline(visited: Page) -> None:
    outcome = original(visited, HEIC)
    assert outcome.error is None, outcome


def test_offline_page_is_isolated_and_has_its_samples(visited: Page) -> None:
    assert visited.evaluate("crossOriginIsolated")
    header = "fetch('./').then(({ headers }) => headers.get('Cross-Origin-Embedder-Policy'))"
    assert visited.evaluate(header) == "require-corp"
    says(visited, re.compile("^Ready$"))
    expect(samples(visited)).to_have_count(4)
    widths = samples(visited).evaluate_all(_WIDTHS)
    assert min(widths) > 100


@pytest.mark.full
@pytest.mark.parametrize("address", ["", "index.html", "?from=bookmark"])
def test_every_address_of_the_page_opens_offline(visited: Page, address: str) -> None:
    page = visited.context.new_page()
    page.goto(visited.url.partition("?")[0] + address)
    is_ready(page)
    page.close()


@pytest.mark.full
def test_variant_that_is_not_stored_says_that_it_needs_the_network(
    browser: Browser, dist: Path, photos: Path, tmp_path: Path
) -> None:
    with hosting(dist) as host, profile(browser, tmp_path) as context:
        page = visit(context, host.url)
        is_kept(page)
        assert preload(page, "isnet_compact") is None
    without_http_cache(tmp_path)
    with profile(browser, tmp_path) as context:
        page = visit(context, host.url)
        model(page, "isnet").check()
        choose(page, photos / "chelsea.png")
        expect(pictures(page, "failed")).to_contain_text("needs the network", timeout=30_000)
        model(page, "isnet_compact").check()
        page.get_by_role("button", name="Try again", exact=True).click()
        has(page, "done")
