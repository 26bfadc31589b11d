"""A new release comes as a whole, when the user wants it, and never mixes with the one before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from offcut_testing import host as hosts
from offcut_testing.driver import (
    begin_preload,
    is_kept,
    is_ready,
    part_names,
    preload,
    remove_background,
    visit,
)
from offcut_testing.host import Host, drips, hosting
from offcut_testing.parts import says
from tests.browser.offline import releases
from tests.browser.offline.releases import MODEL

OFFERED = "A new version of Offcut is ready."

_UPDATE = """navigator.serviceWorker.getRegistration()
  .then((one) => one.update()).then(() => null, () => null)"""

_OUTCOME = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update().catch(() => {});
  const worker = registration.installing ?? registration.waiting;
  while (worker?.state === 'installing') {
    await new Promise((done) => worker.addEventListener('statechange', done, { once: true }));
  }
  return worker?.state ?? 'none';
}"""
"""What becomes of the release that an update finds."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return releases.make(tmp_path_factory.mktemp("releases") / "first", "First", time=2)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return releases.make(tmp_path_factory.mktemp("releases") / "second", "Second")


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases") / "third"
    return releases.make(folder, "Third", other_model=True)


@pytest.fixture
def live(first: Path) -> Iterator[Host]:
    """A host on which the first release is deployed."""
    with hosting(first) as host:
        host.caching = False  # what an HTTP cache happens to keep must not hide what is missing
        yield host


@pytest.fixture
def page(context: BrowserContext, live: Host) -> Page:
    """The first release, all of it on the device."""
    visitor = visit(context, live.url)
    is_kept(visitor)
    return visitor


def _shows(page: Page, mark: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_attribute("data-release", mark)
    # all of it: the style sheet is that release's too
    assert mark in page.evaluate(
        "fetch(document.querySelector('[rel=stylesheet]').href).then((sheet) => sheet.text())"
    )


def _take_update(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    is_ready(page)


def _look_for_update(page: Page, live: Host) -> None:
    """Once may not do: a check of the browser's own that is under way counts as this one."""
    before = live.count("sw.js")
    while live.count("sw.js") == before:
        page.evaluate(_UPDATE)


def _offer(page: Page, live: Host) -> None:
    _look_for_update(page, live)
    says(page, OFFERED, 30_000)


@pytest.mark.full
def test_new_release_is_offered_and_taken_as_a_whole(
    page: Page, live: Host, second: Path, photos: Path
) -> None:
    assert preload(page, MODEL) is None
    page.evaluate(
        """async () => {
          for (const name of ['another app', 'offcut-app /other/ 1', 'offcut-models /other/']) {
            await (await caches.open(name)).put('x', new Response('theirs'));
          }
        }"""
    )
    before = set(page.evaluate("caches.keys()"))
    live.root = second
    _offer(page, live)
    _shows(page, "First")
    page.reload()
    is_ready(page)
    _shows(page, "First")
    live.log.clear()
    _take_update(page)
    _shows(page, "Second")
    is_kept(page)
    expect(page.get_by_text(OFFERED)).to_be_hidden()
    data = (photos / "chelsea.png").read_bytes()
    assert remove_background(page, data, model=MODEL).error is None
    assert live.count(".gz") == 0, "the model survives"
    after = set(page.evaluate("caches.keys()"))
    assert len(before - after) == len(after - before) == 1
    assert {"another app", "offcut-app /other/ 1", "offcut-models /other/"} <= after
    assert not [name for name in before - after if "other" in name]


@pytest.mark.full
def test_unchanged_files_are_taken_over(page: Page, live: Host, second: Path) -> None:
    live.root = second
    live.log.clear()
    _offer(page, live)
    assert live.count(".wasm") == live.count(".whl") - live.count("py3-none-any.whl") == 0


@pytest.mark.full
def test_other_tab_keeps_its_release_until_it_reloads(
    context: BrowserContext, page: Page, live: Host, second: Path, photos: Path
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    other = visit(context, live.url)
    live.root = second
    _offer(page, live)
    _take_update(page)
    _shows(page, "Second")
    _shows(other, "First")
    says(other, OFFERED)
    # a cancelled run ends the inference worker: the next loads that release's files anew
    assert remove_background(other, data, model=MODEL, cancel_in="infer").error == "AbortError"
    assert remove_background(other, data, model=MODEL).error is None
    _shows(other, "First")
    _take_update(other)
    _shows(other, "Second")
    is_kept(other)
    names = other.evaluate("caches.keys()")
    assert len([name for name in names if name.startswith("offcut-app")]) == 1


@pytest.mark.full
def test_other_tab_gets_no_damaged_file_of_its_release(
    context: BrowserContext, page: Page, live: Host, second: Path
) -> None:
    other = visit(context, live.url)
    live.root = second
    _offer(page, live)
    _take_update(page)
    statuses = other.evaluate(
        """async () => {
          const folder = new URL('..', document.querySelector('script[type=module]').src);
          const url = new URL('workers/inference-worker.js', folder).href;
          const whole = await fetch(url, { cache: 'reload' });
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            if (await cache.match(url)) await cache.put(url, new Response('another script'));
          }
          const damaged = await fetch(url, { cache: 'reload' });
          return [whole.status, damaged.status];
        }"""
    )
    assert statuses == [200, 404], (
        "kept while it is whole, else left to the host, which has it no more"
    )


@pytest.mark.full
@pytest.mark.parametrize("model", ["same", "other"])
def test_release_deployed_while_the_model_is_loading(
    page: Page, live: Host, second: Path, third: Path, photos: Path, model: str
) -> None:
    parts = part_names(page, MODEL)
    for part in parts[3:]:
        live.faults[part] = drips
    begin_preload(page, MODEL)
    while live.count(parts[3]) == 0:
        page.wait_for_timeout(50)
    live.faults.clear()
    live.root = second if model == "same" else third
    said = page.evaluate("loading")
    if model == "other":
        assert said is None or "reload the page" in said
    else:
        assert said is None
    _offer(page, live)
    _take_update(page)
    _shows(page, "Second" if model == "same" else "Third")
    data = (photos / "chelsea.png").read_bytes()
    assert remove_background(page, data, model=MODEL).error is None
    wanted = set(part_names(page, MODEL))
    for _ in range(100):
        if (kept := _kept_parts(page)) == wanted:
            break
        page.wait_for_timeout(100)
    assert kept == wanted, "the other release's parts are gone"


def _kept_parts(page: Page) -> set[str]:
    names: list[str] = page.evaluate(
        """async () => {
          const [name] = (await caches.keys()).filter((one) => one.startsWith('offcut-models'));
          const entries = await (await caches.open(name)).keys();
          return entries.map(({ url }) => url.split('/').at(-1));
        }"""
    )
    return {name for name in names if name.endswith(".gz")}


@pytest.mark.full
def test_deployment_in_the_middle_of_an_update_is_not_taken_half(
    page: Page, live: Host, second: Path, third: Path
) -> None:
    taken = threading.Event()

    def deploy(*_: object) -> bool:
        live.root = third
        taken.set()
        return False

    live.root = second
    live.faults["guard.js"] = deploy
    _look_for_update(page, live)
    assert taken.wait(10)
    live.faults.clear()
    page.wait_for_timeout(1000)
    page.reload()
    is_ready(page)
    _shows(page, "First")
    _offer(page, live)
    _take_update(page)
    _shows(page, "Third")


@pytest.mark.full
def test_tab_that_opens_while_the_update_comes_is_told(
    context: BrowserContext, page: Page, live: Host, second: Path
) -> None:
    live.root = second
    live.faults["base.css"] = drips
    _look_for_update(page, live)
    while live.count("base.css") == 1:
        page.wait_for_timeout(50)
    other = visit(context, live.url)
    _shows(other, "First")
    says(other, OFFERED, 30_000)


@pytest.mark.full
def test_damaged_page_does_not_keep_an_old_release_alive(
    context: BrowserContext, live: Host, second: Path
) -> None:
    page = visit(context, live.url)
    is_kept(page)
    page.evaluate(
        """async () => {
          const [name] = (await caches.keys()).filter((one) => one.startsWith('offcut-app'));
          const cache = await caches.open(name);
          const [main] = (await cache.keys()).filter(({ url }) => url.endsWith('/app/main.js'));
          await cache.put(main, new Response('damaged'));
        }"""
    )
    live.root = second
    page.reload()
    says(page, "A part of this page could not be loaded", 30_000)
    page.get_by_role("button", name="Reload").first.click()
    is_ready(page)
    _shows(page, "Second")


@pytest.mark.full
def test_update_that_can_not_be_had_changes_nothing(
    page: Page, live: Host, second: Path, photos: Path
) -> None:
    live.root = second
    live.faults["base.css"] = hosts.says(404)  # which is another than the first release's
    live.log.clear()
    _look_for_update(page, live)
    while not live.count("base.css"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(1500)
    expect(page.get_by_text(OFFERED)).to_be_hidden()
    page.reload()
    is_ready(page)
    _shows(page, "First")
    live.faults.clear()
    _offer(page, live)


@pytest.mark.full
def test_first_visit_in_the_middle_of_a_deployment_says_what_to_do(
    context: BrowserContext, live: Host, second: Path
) -> None:
    """The page is the old release's, and what it refers to is gone."""

    def deploy(*_: object) -> bool:
        live.root = second
        return False

    live.faults["app/boot/guard.js"] = deploy
    page = context.new_page()
    page.goto(live.url)
    # neither a style sheet nor a script is there to say it
    page.get_by_role("link", name="Load it again").click()
    is_ready(page)
    assert page.url == live.url
    _shows(page, "Second")


@pytest.mark.full
def test_an_older_release_is_not_offered(
    page: Page, live: Host, second: Path, tmp_path: Path
) -> None:
    live.root = releases.make(tmp_path / "older", "Older", time=1)
    while (state := page.evaluate(_OUTCOME)) == "none":
        pass
    assert state == "redundant"
    expect(page.get_by_text(OFFERED)).to_be_hidden()
    page.reload()
    is_ready(page)
    _shows(page, "First")
    live.root = second  # which does not say when it was made
    _offer(page, live)
