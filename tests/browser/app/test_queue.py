"""Queue: any number of pictures, from anywhere, each to its own end."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, expect

from offcut_testing.driver import developer_tools
from offcut_testing.host import Host
from offcut_testing.parts import PATIENCE_MS, TITLES, model, quality
from offcut_testing.stand_in import SLOW
from tests import pictures
from tests.browser.app.workspace import Workspace, array, open_workspace

MODEL = TITLES[SLOW]
NOTHING = "no picture, so that it is done with at once"
THUMBNAIL = 192
"""Pixels of its longer side."""


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str) -> Iterator[Workspace]:
    with open_workspace(warm, site, MODEL) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def batch(opened: Workspace, photos: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four pictures, two of them of one name, and a broken one between them."""
    folder = tmp_path_factory.mktemp("batch")
    broken, other = folder / "holiday.jpg", folder / "coffee.png"
    broken.write_bytes((photos / "rocket.jpg").read_bytes()[:20])
    with Image.open(photos / "coffee.png") as image:
        image.reduce(2).save(other)
    return [photos / "coffee.png", broken, other, photos / "chelsea.png", photos / "rocket.jpg"]


@pytest.fixture(scope="module")
def done(opened: Workspace, batch: list[Path]) -> Workspace:
    """A page on which all of them are done, as far as they can be."""
    if not opened.items.count():
        opened.choose(*batch)
    expect(_tally(opened, "4 done · 1 failed")).to_be_visible(timeout=PATIENCE_MS)
    return opened


@pytest.fixture
def empty(opened: Workspace) -> Iterator[Workspace]:
    """A page without pictures, before and after."""
    opened.empty()
    yield opened
    opened.empty()


def _tally(queue: Workspace, words: str | re.Pattern[str]) -> Locator:
    return queue.page.get_by_role("region", name="Your pictures").get_by_text(words)


def _files(folder: Path, *names: str) -> list[Path]:
    """Files that are done with at once, since they are none of what they are called."""
    files = [folder / name for name in names]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(NOTHING)
    return files


def _names(queue: Workspace) -> list[str]:
    return [words.split("\n")[0] for words in queue.items.all_inner_texts()]


# One after the other


def test_what_is_done_can_be_saved_and_changed_while_others_go_on(
    empty: Workspace, photos: Path, tmp_path: Path
) -> None:
    files = [tmp_path / f"{letter}.png" for letter in "abcdef"]
    for file in files:
        file.write_bytes((photos / "coffee.png").read_bytes())
    going = _tally(empty, re.compile(r"\d done · \d to go"))
    empty.choose(*files)
    empty.is_done("a.png")
    expect(going).to_be_visible()
    assert empty.save("Download: a.png")[0] == "a-offcut.png"
    empty.pick("Format", "WebP")
    name, data = empty.save("Download: a.png")
    expect(going).to_be_visible()
    assert (name, pictures.read(data).size) == ("a-offcut.webp", (600, 400))
    empty.button("Reset").click()


def test_one_bad_file_never_stops_the_rest(done: Workspace) -> None:
    expect(done.items).to_have_count(5)
    sentence = "holiday.jpg is a damaged JPEG file and can't be read."
    expect(done.item("holiday.jpg")).to_contain_text(sentence)
    # a damaged file stays damaged
    expect(done.button("Try again: holiday.jpg")).to_be_hidden()
    for name in ("coffee.png", "chelsea.png", "rocket.jpg"):
        expect(done.button(f"Download: {name}").first).to_be_visible()


def test_all_results_come_in_one_archive_under_names_of_their_own(done: Workspace) -> None:
    name, data = done.save("Download all 4 as a ZIP")
    assert name == "offcut.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        sizes = {each: pictures.read(archive.read(each)).size for each in archive.namelist()}
    assert sizes == {
        "coffee-offcut.png": (600, 400),
        "coffee-offcut (2).png": (300, 200),
        "chelsea-offcut.png": (451, 300),
        "rocket-offcut.png": (640, 427),
    }
    expect(done.page.get_by_text("All results are saved.")).to_be_attached()


def test_pictures_are_selected_by_click_and_by_key(done: Workspace) -> None:
    done.select("chelsea.png")
    assert done.save()[0] == "chelsea-offcut.png"
    keys = done.page.keyboard
    for key, name in (
        ("n", "rocket.jpg"),
        ("n", "rocket.jpg"),  # there is no other
        ("p", "chelsea.png"),
        ("p", "coffee.png"),
        ("p", "holiday.jpg"),
    ):
        keys.press(key)
        expect(done.page.get_by_role("heading", level=3)).to_have_text(name)
        current = [
            button.inner_text()
            for button in done.list.get_by_role("button").all()
            if button.get_attribute("aria-current") == "true"
        ]
        assert len(current) == 1
        assert name in current[0]
    expect(done.button("Download")).to_be_hidden()
    expect(done.shown.get_by_text("can't be read")).to_be_visible()


@pytest.mark.full
def test_another_model_can_be_asked(done: Workspace) -> None:
    done.select("chelsea.png")
    expect(done.shown).to_contain_text(MODEL)
    before = done.save()[1]
    again = done.page.get_by_role("button", name=re.compile("^Redo with Fast "))
    expect(again).to_be_hidden()
    model(done.page, "isnet_quint8").check()
    again.click()
    done.button("Cancel").click()
    expect(done.page.get_by_text("chelsea.png: cancelled.")).to_be_attached()
    expect(again).to_be_visible()
    assert done.save()[1] == before  # which has not been lost
    again.click()
    done.is_done("chelsea.png")
    expect(again).to_be_hidden()
    expect(done.shown.get_by_text(re.compile("· Fast$"))).to_be_visible()
    assert done.save()[1] != before
    model(done.page, SLOW).check()
    expect(done.page.get_by_role("button", name="Redo in best quality")).to_be_visible()


@pytest.mark.full
def test_result_stays_when_another_model_can_not_be_had(
    warm: BrowserContext, host: Host, photos: Path
) -> None:
    with open_workspace(warm, host.url) as own:
        own.add(photos / "chelsea.png")
        before = own.save()[1]
        quality(own.page, "Best").check()
        host.die()
        own.page.get_by_role("button", name="Redo in best quality").click()
        told = own.shown.get_by_text("could not be fetched")
        expect(told).to_be_visible(timeout=PATIENCE_MS)
        assert own.save()[1] == before
        # what can't be had does not stay chosen for those that follow, and that is said
        expect(quality(own.page, "Fast")).to_be_checked()
        expect(own.page.get_by_text("“Best” is not on this device")).to_be_visible()
        # once the network is back, the error is no news any more
        own.page.evaluate("dispatchEvent(new Event('online'))")
        expect(told).to_be_hidden()
        expect(quality(own.page, "Best")).to_be_checked()


def test_all_can_be_finished_like_one(done: Workspace) -> None:
    done.select("chelsea.png")
    done.pick("Format", "WebP")
    done.tick("Colour")
    name, data = done.save("Download: rocket.jpg")
    assert (name, pictures.read(data).mode) == ("rocket-offcut.png", "RGBA")
    done.button("Apply to all pictures").click()
    expect(done.page.get_by_text("All pictures now have these settings.")).to_be_attached()
    name, data = done.save("Download: rocket.jpg")
    assert (name, pictures.read(data).mode) == ("rocket-offcut.webp", "RGB")
    done.button("Reset").click()
    name, data = done.save("Download: rocket.jpg")
    assert (name, pictures.read(data).mode) == ("rocket-offcut.webp", "RGB")


def test_page_has_thumbnails_and_one_canvas_and_no_results(done: Workspace) -> None:
    sources, sides = done.page.evaluate(
        """() => [
          [...document.images].filter(({ src }) => src).map(({ src }) => new URL(src).protocol),
          [...document.querySelectorAll('[aria-labelledby=work-title] li canvas')].map(
            ({ width, height }) => Math.max(width, height)),
        ]"""
    )
    assert set(sources) == {"http:"}  # the site's own, such as the samples
    assert len(sides) == 5
    assert max(sides) <= THUMBNAIL
    others = "document.querySelectorAll('a[download], object, embed, video').length"
    assert done.page.evaluate(others) == 0


@pytest.mark.full
def test_cancelled_picture_lets_the_next_go_on_and_can_be_tried_again(
    empty: Workspace, batch: list[Path]
) -> None:
    empty.choose(batch[0], batch[3])
    expect(empty.item("coffee.png").get_by_role("progressbar")).to_be_visible()
    empty.button("Cancel: coffee.png").click()
    expect(empty.item("coffee.png")).to_contain_text("Cancelled")
    empty.is_done("chelsea.png")
    expect(empty.item("coffee.png")).to_contain_text("Cancelled")
    empty.button("Try again: coffee.png").click()
    empty.is_done("coffee.png")


def test_large_file_is_not_overtaken_by_a_small_one(
    empty: Workspace, photos: Path, tmp_path: Path
) -> None:
    """However long it takes to read."""
    large = tmp_path / "large.png"
    large.write_bytes((photos / "chelsea.png").read_bytes())
    with large.open("ab") as file:
        file.truncate(120_000_000)
    empty.choose(large, photos / "rocket.jpg")
    seen = empty.items.filter(has_text="Finding the subject")
    expect(seen).to_contain_text("large.png", timeout=PATIENCE_MS)
    expect(empty.item("rocket.jpg")).to_contain_text(re.compile("Waiting|Preparing"))


@pytest.mark.full
def test_effort_has_the_network_look_again(empty: Workspace, photos: Path) -> None:
    empty.choose(photos / "chelsea.png")
    empty.select("chelsea.png")
    looks = "Finding the subject"
    expect(empty.shown).to_contain_text(looks, timeout=PATIENCE_MS)
    empty.open_fine()
    empty.pick("Quality of the mask", "Best (2 \u00d7 the time)")  # in the middle of the first
    empty.is_done("chelsea.png")
    twice = array(empty.result())
    empty.pick("Show", "The mask")
    assert empty.button("Download").is_visible()  # as it is: the network is not asked
    empty.pick("Show", "The subject")
    empty.pick("Quality of the mask", "Fast")
    expect(empty.shown).to_contain_text(looks, timeout=PATIENCE_MS)
    empty.is_done("chelsea.png")
    assert (array(empty.result()) != twice).any()


def test_removed_picture_is_gone_and_its_neighbour_selected(
    empty: Workspace, tmp_path: Path
) -> None:
    empty.choose(*_files(tmp_path, "a.png", "b.png", "c.png"))
    expect(_tally(empty, "3 failed")).to_be_visible(timeout=PATIENCE_MS)
    empty.select("b.png")
    empty.button("Remove: b.png").click()
    assert _names(empty) == ["a.png", "c.png"]
    assert empty.selected == "c.png"
    empty.button("Remove").click()
    assert empty.selected == "a.png"
    empty.button("Remove").click()
    expect(empty.list).to_be_hidden()
    expect(empty.page.get_by_label("Choose pictures")).to_be_attached()


# From anywhere

TRIP = ("trip/a.png", "trip/notes.txt", "trip/day two/b.JPG", "trip/day two/late/c.webp")


def _drop(queue: Workspace, *paths: Path) -> None:
    """Drop files and folders as the system does."""
    tools = developer_tools(queue.page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        event = {"type": kind, "x": 700, "y": 500, "data": data}
        tools.send("Input.dispatchDragEvent", event)
    tools.detach()


def test_dropped_folders_give_their_pictures_however_deep(empty: Workspace, tmp_path: Path) -> None:
    _files(tmp_path, *TRIP, "other/d.png", "other/list.csv", "e.doc")
    _drop(empty, tmp_path / "trip", tmp_path / "e.doc", tmp_path / "other")
    expect(empty.items).to_have_count(4)
    # what is dropped by itself is asked for: it gets a sentence of its own
    assert sorted(_names(empty)) == ["a.png", "b.JPG", "c.webp", "d.png"]
    expect(empty.page.get_by_text("e.doc is no picture")).to_be_visible()
    said = empty.page.get_by_text("2 files were skipped because they are not pictures.")
    expect(said).to_be_visible()
    _drop(empty, *_files(tmp_path, "f.png"))
    expect(empty.items).to_have_count(5)
    expect(said).to_be_hidden()


def test_chosen_folder_gives_its_pictures(empty: Workspace, tmp_path: Path) -> None:
    _files(tmp_path, *TRIP)
    empty.page.get_by_label("Choose a folder").set_input_files(tmp_path / "trip")
    expect(empty.items).to_have_count(3)
    assert sorted(_names(empty)) == ["a.png", "b.JPG", "c.webp"]
    expect(
        empty.page.get_by_text("1 file was skipped because it is not a picture.")
    ).to_be_visible()


@pytest.fixture
def visit(opened: Workspace) -> Iterator[Workspace]:
    """Another page, not opened yet."""
    page = opened.page.context.new_page()
    yield Workspace(page)
    page.close()


def test_link_opens_a_picture_of_this_site(visit: Workspace, site: str) -> None:
    visit.page.goto(f"{site}?picture=samples/coffee.png")
    expect(visit.item("coffee.png")).to_be_visible()
    assert visit.page.url == site  # a reload does not open it again


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            "https://example.org/cat.png",
            "A link can only open pictures from this site.",
        ),
        ("//", "A link can only open pictures from this site."),
        ("samples/none.png", "none.png could not be opened"),
    ],
)
def test_link_to_anything_else_is_refused(
    visit: Workspace, site: str, link: str, said: str
) -> None:
    requests: list[str] = []
    visit.page.on("request", lambda request: requests.append(request.url))
    visit.page.goto(f"{site}?picture={link}")
    expect(visit.page.get_by_text(said)).to_be_visible()
    assert all(url.startswith((site, "blob:")) for url in requests)
    expect(visit.list).to_be_hidden()
