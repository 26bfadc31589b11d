"""The stage shows what it should, pixel by pixel, and lets one look around in it.

How far it zooms and pans, and what keys, wheel and pointers do, tests/js/app/stage shows without a
browser.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.browser.stage.stage_page import LEFT, TOP, WIDTH, Seen, open_stage, touch

FULL = pytest.mark.full


# What is seen


@pytest.mark.parametrize("share", [0.25, *(pytest.param(s, marks=FULL) for s in (0, 0.5, 1))])
def test_before_is_seen_left_of_the_divider_and_after_right(seen: Seen, share: float) -> None:
    seen.run("stage.compare = it", share)
    row = seen.row(200)
    line = round(600 * share)
    for x, (red, green, blue, alpha) in enumerate(row):
        if abs(x - line) <= 3:
            continue
        is_before = x < line
        assert alpha == (0 if not is_before and x < 150 else 255), x
        if alpha:
            assert (red, green, blue) == (2 * (x // 5), 120, 0 if is_before else 200), x
    if 0 < share < 1:
        assert (255, 255, 255, 255) in {tuple(row[x]) for x in range(line - 2, line + 2)}


@pytest.mark.full
def test_without_comparison_or_without_a_side_the_other_is_seen_whole(seen: Seen) -> None:
    def sides() -> set[int]:
        return {blue for _, _, blue, alpha in seen.row(200)[160:] if alpha}

    slider = seen.page.get_by_role("slider", name="Before and after")
    seen.run("stage.compare = null")
    assert (sides(), slider.is_visible()) == ({200}, False)
    seen.run("stage.compare = 0.5; show({ before: null })")
    assert (sides(), slider.is_visible()) == ({200}, False)
    seen.run(
        "show({ before: await coded(120, 80, (x, y) => [2 * x, 3 * y, 0, 255]), after: null })"
    )
    assert (sides(), slider.is_visible()) == ({0}, False)
    seen.run("stage.clear()")
    assert {alpha for *_, alpha in seen.row(200)} == {0}


def test_handle_is_dragged_with_the_line_under_it(seen: Seen) -> None:
    seen.run("stage.compare = 0.5")
    seen.drag((300, 200), (420, 210))
    assert seen.run("return stage.compare") == pytest.approx(0.7, abs=0.01)
    assert (seen.pixel(410, 100)[2], seen.pixel(430, 100)[2]) == (0, 200)
    assert ["compare", None] in seen.run("return events")
    assert (
        seen.page.get_by_role("slider", name="Before and after").get_attribute("aria-valuetext")
        == "70%"
    )
    # elsewhere the pointer is the picture's
    seen.drag((200, 200), (300, 200))
    assert seen.run("return stage.compare") == pytest.approx(0.7, abs=0.01)


def test_divider_moves_by_keyboard(seen: Seen) -> None:
    seen.run("stage.compare = 0.5")
    slider = seen.page.get_by_role("slider", name="Before and after")
    slider.focus()
    for key, text in {
        "ArrowRight": "51%",
        "Shift+ArrowLeft": "41%",
        "PageUp": "51%",
        "Home": "0%",
        "End": "100%",
    }.items():
        seen.press(key)
        assert slider.get_attribute("aria-valuetext") == text
    assert seen.run("return stage.compare") == 1


@pytest.mark.full
def test_handle_stays_within_reach_when_the_line_is_out_of_view(seen: Seen) -> None:
    seen.run("stage.compare = 0.2; stage.zoomBy(4, { x: 600, y: 200 })")
    handle = seen.page.get_by_role("slider", name="Before and after").bounding_box()
    assert handle
    assert handle["x"] == LEFT - 22
    assert seen.run("return stage.compare") == 0.2
    seen.drag((5, 200), (300, 200))
    line = seen.run("return stage.compare")
    assert line * WIDTH == pytest.approx(seen.under(290, 100)[0] + 1, abs=1)


@pytest.mark.full
@pytest.mark.parametrize(
    "box", [[-30, -20, 150, 100], [40, 20, 80, 60]], ids=["beyond the picture", "a crop"]
)
def test_before_is_seen_only_where_the_box_has_the_picture(seen: Seen, box: list[int]) -> None:
    seen.run(
        """const [width, height] = [it[2] - it[0], it[3] - it[1]];
        const after = await coded(width, height, (x, y) => [0, 0, 200, 255]);
        show({ box: it, after });
        stage.compare = 1;""",
        box,
    )
    row = seen.row(200)
    alpha = [{pixel[3] for pixel in part} for part in (row[:100], row[100:497], row[504:596])]
    assert alpha == [{0}, {255}, {0}]
    zoom = 400 / (box[3] - box[1])
    assert row[301][0] // 2 == int((box[0] + box[2]) / 2 + 1.5 / zoom)
    seen.run("stage.compare = 0")
    assert {blue for _, _, blue, _ in seen.row(200)[104:500]} == {200}


@pytest.mark.full
def test_pixels_are_seen_sharp_from_200_per_cent_on(seen: Seen) -> None:
    seen.run("stage.compare = null; stage.actual(); stage.zoomBy(4)")
    assert seen.run("return stage.zoom") == 4
    row = [red for red, _, _, alpha in seen.row(200) if alpha]
    runs = [row.count(value) for value in sorted(set(row))]
    assert set(runs[1:-1]) == {4}
    assert all(red % 2 == 0 for red in row)
    seen.run("stage.zoomBy(1.5 / 4)")
    assert any(red % 2 for red, _, _, alpha in seen.row(200) if alpha == 255)


@pytest.mark.full
def test_pixels_of_a_preview_are_not_taken_for_the_picture_s(seen: Seen) -> None:
    seen.run(
        """show({ after: await coded(30, 20, (x) => [x % 2 ? 255 : 0, 0, 0, 255]) });
        stage.compare = null;"""
    )
    assert len({red for red, *_ in seen.row(200)}) > 10


@pytest.mark.full
def test_many_pixels_in_few_are_their_mean(seen: Seen) -> None:
    seen.run(
        """const [width, height] = [2400, 1600];
        const after = await coded(width, height, (x) => [x % 4 ? 0 : 240, 0, 0, 255]);
        show({ width, height, box: [0, 0, width, height], before: null, after, key: 2 });"""
    )
    assert {red for red, *_ in seen.row(200)[5:-5]} <= {59, 60, 61}


@pytest.mark.full
def test_backdrop_is_seen_through_transparency_and_not_beside_the_picture(
    browser: Browser,
) -> None:
    with open_stage(browser, height="450px", color_scheme="light") as seen:
        for backdrop, colours in {
            "black": {(0, 0, 0)},
            "white": {(255, 255, 255)},
            "chequer": {(255, 255, 255), (223, 219, 211)},
        }.items():
            seen.run("stage.compare = null; stage.backdrop = it", backdrop)
            assert seen.colours(20, 100, 100, 40) == colours
            assert seen.colours(20, 4, 100, 16) == {(247, 244, 238)}


@pytest.mark.parametrize(
    ("finesse", "per_pixel"),
    [(2, 2), *(pytest.param(*pair, marks=FULL) for pair in ((1, 1), (1.5, 1.5), (3, 2)))],
)
def test_stage_is_as_fine_as_the_screen_and_follows_its_host(
    browser: Browser, finesse: float, per_pixel: float
) -> None:
    with open_stage(browser, device_scale_factor=finesse) as seen:
        size = "return [canvas.width, canvas.height, stage.zoom]"
        assert seen.run(size) == [600 * per_pixel, 400 * per_pixel, 5 * per_pixel]
        seen.run("host.style.width = '300px'")
        assert seen.run(size) == [300 * per_pixel, 400 * per_pixel, 2.5 * per_pixel]
        assert seen.under(76, 201) == (30, 40)


@pytest.mark.full
def test_picture_has_no_other_direction_where_text_has(seen: Seen) -> None:
    seen.run("document.documentElement.dir = 'rtl'; stage.compare = 0.25")
    assert (seen.pixel(100, 200)[2], seen.pixel(200, 200)[2]) == (0, 200)
    seen.page.get_by_role("slider").focus()
    seen.press("ArrowRight")
    assert seen.run("return stage.compare") == pytest.approx(0.26)
    seen.drag((156, 200), (456, 200))
    assert seen.run("return stage.compare") == pytest.approx(0.76, abs=0.01)


@pytest.mark.full
def test_handle_is_seen_where_colours_are_forced(browser: Browser) -> None:
    with open_stage(browser, forced_colors="active") as seen:
        seen.run("stage.compare = 0.5")
        system = seen.run(
            """host.style.color = 'ButtonText';
            return getComputedStyle(host).color.match(/\\d+/g).map(Number);"""
        )
        assert tuple(system) in seen.colours(278, 190, 3, 20)


@pytest.mark.full
def test_narrow_window_is_not_scrolled_sideways(browser: Browser) -> None:
    viewport = {"width": 360, "height": 640}
    with open_stage(browser, width="320px", viewport=viewport) as seen:
        for share in (0, 1):
            seen.run("stage.compare = it", share)
            assert seen.run("return document.documentElement.scrollWidth") == 360


@pytest.mark.full
def test_texts_for_assistive_technology_are_the_caller_s(seen: Seen) -> None:
    seen.run(
        """stage.compare = 0.5;
        stage.labels = { slider: 'Vorher und nachher', canvas: 'Bild' }"""
    )
    assert seen.page.get_by_role("slider", name="Vorher und nachher").is_visible()
    assert seen.page.get_by_role("application", name="Bild").is_visible()


# Looking around


def test_wheel_zooms_at_the_pointer_once_the_stage_has_the_focus(seen: Seen) -> None:
    mouse = seen.page.mouse
    mouse.move(LEFT + 410.5, TOP + 130.5)
    mouse.wheel(0, 200)
    seen.page.wait_for_timeout(200)
    assert seen.run("return [stage.zoom, scrollY]") == [5, 200]
    seen.run("scrollTo(0, 0)")
    seen.page.wait_for_timeout(400)
    mouse.click(LEFT + 410.5, TOP + 130.5)
    point = seen.under(410.5, 130.5)
    for _ in range(4):
        mouse.wheel(0, -150)
    seen.page.wait_for_timeout(100)
    zoom = seen.run("return stage.zoom")
    assert zoom == pytest.approx(5 * 2.718281828**1.2)
    assert seen.under(410.5, 130.5) == point
    assert seen.run("return scrollY") == 0
    assert ["view", None] in seen.run("return events")
    # all the way back, and then on down the page
    for _ in range(12):
        mouse.wheel(0, 200)
    seen.page.wait_for_timeout(200)
    assert seen.run("return [stage.zoom, scrollY > 0]") == [1, True]


@pytest.mark.full
def test_wheel_that_scrolls_the_page_goes_on_doing_so_over_the_stage(seen: Seen) -> None:
    seen.focus()
    seen.page.mouse.move(LEFT + 300, TOP + 200)
    seen.run("scrollBy(0, 20)")
    seen.page.mouse.wheel(0, -10)
    seen.page.wait_for_timeout(200)
    assert seen.run("return [stage.zoom, scrollY]") == [5, 10]


@pytest.mark.full
def test_ctrl_and_wheel_zoom_without_focus(seen: Seen) -> None:
    point = seen.under(333.5, 222.5)
    seen.page.mouse.move(LEFT + 333.5, TOP + 222.5)
    seen.page.keyboard.down("Control")
    seen.page.mouse.wheel(0, -30)
    seen.page.keyboard.up("Control")
    assert seen.run("return stage.zoom") == pytest.approx(5 * 2.718281828**0.3)
    assert seen.under(333.5, 222.5) == point


def test_dragging_pans_within_bounds(seen: Seen) -> None:
    seen.run("stage.compare = 1; stage.zoomBy(3)")
    point = seen.under(200.5, 150.5)
    seen.drag((200.5, 150.5), (260.5, 170.5))
    assert seen.under(260.5, 170.5) == point
    for _ in range(4):
        seen.drag((20, 20), (580, 380))
    assert seen.under(0, 0) == (0, 0)
    for _ in range(8):
        seen.drag((580, 380), (20, 20))
    assert seen.under(590, 399) == (119, 79)
    seen.run("stage.fit()")
    seen.drag((200, 200), (500, 300))
    assert seen.under(7.5, 7.5) == (1, 1)


@pytest.mark.full
def test_double_click_shows_the_pixels_and_all_again(seen: Seen) -> None:
    page = seen.page
    point = seen.under(400, 100)
    page.mouse.dblclick(LEFT + 400, TOP + 100)
    assert seen.run("return stage.zoom") == 1
    page.wait_for_timeout(500)
    page.mouse.dblclick(LEFT + 300, TOP + 200)
    assert seen.run("return stage.zoom") == 5
    assert seen.under(400, 100) == point


@pytest.mark.full
def test_keys_zoom_and_pan(seen: Seen) -> None:
    seen.focus()
    zoom = "return stage.zoom"
    for keys, expected in {"+": 6.25, "-": 5, "1": 1, "0": 5}.items():
        seen.press(keys)
        assert seen.run(zoom) == pytest.approx(expected)
    seen.run("stage.compare = 1; stage.zoomBy(2)")
    x, y = seen.under(300, 200)
    seen.press("ArrowRight", "ArrowDown")
    assert seen.under(300, 200) == (x + 7, y + 5)
    seen.press("ArrowLeft", "ArrowUp")
    assert seen.under(300, 200) == (x, y)


def test_two_fingers_zoom_and_pan(touched: tuple[Seen, CDPSession]) -> None:
    seen, tools = touched
    seen.run("stage.compare = 1")
    point = seen.under(300.5, 200.5)
    fingers = [[(300.5 - d, 200.5), (300.5 + d, 200.5)] for d in (50, 70, 100)]
    moved = [[(220.5, 230.5), (420.5, 230.5)]]
    touch(tools, [fingers[0][0]], *fingers, *moved)
    assert seen.run("return stage.zoom") == pytest.approx(10)
    assert seen.under(320.5, 230.5) == point


@pytest.mark.full
def test_one_finger_scrolls_the_page_at_fit_and_pans_when_zoomed(
    touched: tuple[Seen, CDPSession],
) -> None:
    seen, tools = touched
    up = [[(300.0, 380.0 - 40 * step)] for step in range(8)]
    touch(tools, *up)
    seen.page.wait_for_timeout(300)
    assert seen.run("return scrollY") > 100
    seen.run("scrollTo(0, 0); stage.compare = 1; stage.zoomBy(4)")
    x, y = seen.under(300, 200)
    touch(tools, *up[:3])
    seen.page.wait_for_timeout(300)
    assert seen.run("return scrollY") == 0
    assert seen.under(300, 200) == (x, y + 4)
    seen.run("stage.fit(); stage.brush = { kind: 'erase', radius: 0.1, hardness: 1, opacity: 1 }")
    touch(tools, *up)
    seen.page.wait_for_timeout(300)
    assert seen.run("return scrollY") == 0


@pytest.mark.full
def test_view_stays_until_the_key_changes(seen: Seen) -> None:
    seen.run("stage.zoomBy(3, { x: 100, y: 100 })")
    place = (seen.run("return stage.zoom"), seen.under(300, 200))
    seen.run("show(await renew())")
    assert (seen.run("return stage.zoom"), seen.under(300, 200)) == place
    seen.run("show({ key: 2 })")
    assert seen.run("return stage.zoom") == 5
