"""What to do with a picture: improve it, share it, and know what holds for the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from offcut_testing.host import Host
from offcut_testing.parts import PATIENCE_MS, TITLES, choose, has, model, quality
from offcut_testing.stand_in import SLOW
from tests.browser.app.workspace import Workspace, array, open_workspace


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str, photos: Path) -> Iterator[Workspace]:
    """A page with a cup of coffee on it."""
    with open_workspace(warm, site) as workspace:
        workspace.add(photos / "coffee.png")
        yield workspace


@pytest.fixture
def cup(opened: Workspace) -> Iterator[Workspace]:
    """The same, for each test as it was at first."""
    yield opened
    opened.button("Reset").click()


def _improve(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Improve this picture "))


@pytest.mark.full
def test_a_picture_is_improved_by_the_best_model_and_the_next_is_done_as_before(
    warm: BrowserContext, site: str, photos: Path
) -> None:
    with open_workspace(warm, site) as own:
        own.add(photos / "chelsea.png")
        before = own.save()[1]
        # what it costs is said before
        cost = re.compile(r"^Improve this picture \d+(\.\d)? [kM]B first, then about \d+ s$")
        expect(own.page.get_by_role("button", name=cost)).to_be_visible()
        _improve(own.page).click()
        own.is_done("chelsea.png")
        expect(own.shown.get_by_text(re.compile("· Best$"))).to_be_visible()
        assert own.save()[1] != before
        expect(_improve(own.page)).to_be_hidden()
        expect(quality(own.page, "Fast")).to_be_checked()
        own.choose(photos / "rocket.jpg")
        own.is_done("rocket.jpg")
        own.select("rocket.jpg")
        expect(own.shown.get_by_text(re.compile("· Fast$"))).to_be_visible()
        own.open_fine()
        effort = own.page.get_by_role("combobox", name="Quality of the mask")
        expect(effort).to_have_value("fast")


@pytest.mark.full
def test_an_improvement_that_is_cancelled_leaves_all_as_it_was(
    warm: BrowserContext, site: str, photos: Path
) -> None:
    with open_workspace(warm, site) as own:
        own.add(photos / "chelsea.png")
        before = own.save()[1]
        _improve(own.page).click()
        own.button("Cancel").click()
        expect(_improve(own.page)).to_be_visible()
        expect(own.shown.get_by_text(re.compile("· Fast$"))).to_be_visible()
        assert own.save()[1] == before


def test_quality_is_in_front_and_all_models_are_behind(opened: Workspace) -> None:
    page = opened.page
    quality(page, "Best").check()
    expect(model(page, "isnet")).to_be_checked()
    model(page, "isnet_compact").check()
    for name in ("Fast", "Best"):
        expect(quality(page, name)).not_to_be_checked()
    quality(page, "Fast").check()
    expect(model(page, "isnet_quint8")).to_be_checked()


def test_a_jpeg_says_that_it_is_filled_and_offers_the_colour(cup: Workspace) -> None:
    words = re.compile("be transparent: filled with white")
    said = cup.page.get_by_text(words)
    expect(said).to_be_hidden()
    swatch = cup.page.get_by_role("radio", name="Chequer")
    expect(swatch).to_be_enabled()
    cup.pick("Format", "JPEG")
    expect(said).to_be_visible()
    # nothing shows through: what does nothing can't be chosen
    expect(swatch).to_be_disabled()
    cup.button("Blue").click()
    expect(said).to_be_hidden()
    expect(cup.page.get_by_role("radio", name="Colour", exact=True)).to_be_checked()
    assert array(cup.result())[0, 0].tolist() == pytest.approx([37, 99, 235], abs=6)
    cup.pick("Format", "PNG")
    cup.tick("Transparent")
    expect(swatch).to_be_enabled()


def test_what_holds_for_new_pictures_is_said_and_can_be_reset(cup: Workspace) -> None:
    chip = cup.page.get_by_text("New pictures: ")
    expect(chip).to_be_hidden()
    cup.pick("Format", "WebP")
    cup.slide("Shadow", 0.4)
    expect(chip).to_have_text("New pictures: WebP, Shadow 40%")
    cup.button("Reset the settings for new pictures").click()
    expect(chip).to_be_hidden()
    assert cup.save()[0] == "coffee-offcut.webp", "those that there are stay as they are"
    cup.page.get_by_role("button", name="Undo: Settings reset").click()
    expect(chip).to_be_visible()


_SHARES = """
Object.assign(Navigator.prototype, {
  canShare: ({ files }) => files.every(({ type }) => type.startsWith('image/')),
  share: async ({ files }) => { globalThis.shared = files.map(({ name, type }) => [name, type]); },
});
"""


@pytest.mark.full
def test_a_result_is_shared_where_the_browser_can_do_that(
    context: BrowserContext, site: str, photos: Path
) -> None:
    context.add_init_script(_SHARES)
    page = context.new_page()
    page.goto(site)
    quality(page, "Fast").check()
    choose(page, photos / "coffee.png")
    has(page, "done")
    page.get_by_role("button", name="Share", exact=True).click()
    page.wait_for_function("globalThis.shared")
    assert page.evaluate("shared") == [["coffee-offcut.png", "image/png"]]


@pytest.mark.full
def test_without_sharing_there_is_no_button(opened: Workspace) -> None:
    expect(opened.button("Download")).to_be_visible()
    assert opened.page.evaluate("navigator.canShare === undefined")
    expect(opened.button("Share")).to_be_hidden()


@pytest.mark.full
def test_the_page_can_be_installed_where_the_browser_offers_it(opened: Workspace) -> None:
    page = opened.page
    install = page.get_by_role("button", name="Install", exact=True)
    # the browser may have offered it by itself
    page.evaluate(
        """() => {
          const offer = new Event('beforeinstallprompt', { cancelable: true });
          offer.prompt = async () => { globalThis.asked = true; };
          dispatchEvent(offer);
        }"""
    )
    install.click()
    assert page.evaluate("asked")
    expect(install).to_be_hidden()


def test_about_has_the_version_and_the_module(opened: Workspace) -> None:
    page = opened.page
    page.get_by_role("heading", name="About Offcut").click()
    expect(page.get_by_text(re.compile(r"^Version \d+\.\d+"))).to_be_visible()
    expect(page.get_by_role("link", name="The JavaScript module")).to_be_visible()
    # this site was built without an address of its source
    expect(page.get_by_role("link", name="Source code")).to_be_hidden()


@pytest.mark.full
def test_progress_of_the_only_picture_goes_forward_and_waits_for_nobody(
    warm: BrowserContext, site: str, photos: Path
) -> None:
    with open_workspace(warm, site, TITLES[SLOW]) as own:
        own.page.evaluate(
            """() => {
              globalThis.seen = [];
              const look = () => {
                const words = document.querySelector('#pictures .state')?.textContent ?? '';
                const step = words.split(/ ·|, \\d/)[0].trim();
                if (step && step !== seen.at(-1)) seen.push(step);
              };
              new MutationObserver(look).observe(document.querySelector('#work'), {
                subtree: true, childList: true, characterData: true,
              });
            }"""
        )
        own.choose(photos / "coffee.png")
        own.is_done("coffee.png")
        seen = own.page.evaluate("seen")
        order = [
            *("Waiting for its turn", "Getting ready …", "Preparing the picture …"),
            *("Downloading the model", "Getting ready …", "Finding the subject …"),
            *("Cutting out …", "Writing the file …"),
        ]
        places = [order.index(step) for step in seen if step in order and step != order[1]]
        assert places == sorted(set(places)), seen
        assert "Downloading the model" in seen
        own.page.evaluate("seen.length = 0")
        own.empty()
        own.choose(photos / "chelsea.png")
        own.is_done("chelsea.png")
        assert "Downloading the model" not in own.page.evaluate("seen"), "it is stored by now"


@pytest.mark.full
def test_without_a_network_what_is_not_here_can_not_be_chosen(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    page = context.new_page()
    page.goto(host.url)
    quality(page, "Fast").check()
    choose(page, photos / "coffee.png")
    has(page, "done")
    quality(page, "Best").check()
    context.set_offline(True)
    instead = page.get_by_text("“Best” is not on this device")
    expect(instead).to_be_visible()
    expect(quality(page, "Fast")).to_be_checked()
    expect(quality(page, "Best")).to_be_disabled()
    expect(_improve(page)).to_be_disabled()
    expect(_improve(page)).to_contain_text("needs the network")
    choose(page, photos / "chelsea.png")
    has(page, "done", 2)
    context.set_offline(False)
    expect(quality(page, "Best")).to_be_checked()
    expect(instead).to_be_hidden()


@pytest.mark.full
def test_without_a_network_a_model_that_is_nowhere_is_told_at_once(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    page = context.new_page()
    page.goto(host.url)
    page.get_by_text("Ready", exact=True).wait_for(timeout=PATIENCE_MS)
    context.set_offline(True)
    host.log.clear()
    choose(page, photos / "coffee.png")
    has(page, "failed")
    expect(page.get_by_role("group", name="coffee.png")).to_contain_text("Go online and try again")
