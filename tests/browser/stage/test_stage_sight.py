"""Who paints sees what was cut away, what changes, and what lies under the finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.app.workspace import eventually
from tests.browser.stage.stage_page import LEFT, TOP, Seen, open_stage

CUT, KEPT = (100, 200), (300, 200)
"""Places on the stage where nothing is left of the picture, and where all of it is."""

Pixel = tuple[int, int, int, int]


def test_ghost_shows_faintly_what_was_cut_away(seen: Seen) -> None:
    kept = seen.pixel(*KEPT)
    assert seen.pixel(*CUT)[3] == 0
    seen.run("stage.ghost = 0.3")
    assert seen.pixel(*CUT) == pytest.approx((40, 120, 0, 77), abs=3)
    assert seen.pixel(*KEPT) == kept
    # also beside the divider, and under what was just erased
    seen.brush(radius=0.05)
    seen.page.mouse.click(LEFT + 300, TOP + 200)
    seen.run("")  # a frame is drawn
    assert seen.pixel(*KEPT) == pytest.approx((120, 120, 0, 77), abs=3)
    seen.run("stage.ghost = 0")
    assert [seen.pixel(*place)[3] for place in (CUT, KEPT)] == [0, 0]


@pytest.mark.full
def test_ghost_is_seen_only_where_the_result_has_room_for_it(seen: Seen) -> None:
    seen.run(
        """const after = await coded(40, 40, (x) => [0, 0, 200, x < 20 ? 0 : 255]);
        show({ box: [40, 20, 80, 60], after });
        stage.ghost = 0.3;"""
    )
    row = [alpha for *_, alpha in seen.row(200)]
    assert set(row[:98]) == {0}
    assert {abs(alpha - 77) <= 2 for alpha in row[104:296]} == {True}
    assert set(row[504:]) == {0}


def test_peeking_shows_the_original_alone(seen: Seen) -> None:
    seen.run("stage.compare = 0.5; stage.peeks = true")
    slider = seen.page.get_by_role("slider", name="Before and after")
    assert [seen.pixel(*place)[2:] for place in (CUT, KEPT, (500, 200))] == [(0, 255)] * 3
    assert not slider.is_visible()
    seen.run("stage.peeks = false")
    assert seen.pixel(500, 200)[2:] == (200, 255)
    assert slider.is_visible()


# What a smart stroke changes

_ANSWER = """
const after = await coded(120, 80, (x, y) => [2 * x, 3 * y, 200, x < 30 || x >= it ? 0 : 255]);
show({ after, strokes: 1 });
"""


def _drop(seen: Seen) -> None:
    """Drop what lies right, of which Python then says that it goes from column 90 on."""
    seen.brush("drop", radius=0.02)
    seen.drag((550, 100), (550, 300))
    seen.run(_ANSWER, 90)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_what_a_smart_stroke_changed_is_tinted_for_a_moment(browser: Browser, motion: str) -> None:
    with open_stage(browser, reduced_motion=motion) as seen:
        _drop(seen)
        red, green, blue, alpha = seen.pixel(480, 200)
        assert red > green + blue
        assert alpha > 60
        # and nothing else
        assert seen.pixel(*KEPT) == (120, 120, 200, 255)
        eventually(lambda: _is(seen.pixel(480, 200), (0, 0, 0, 0)), 10)


def _is(pixel: Pixel, expected: Pixel) -> None:
    assert pixel == expected


@pytest.mark.full
def test_what_comes_back_is_tinted_in_another_colour(seen: Seen) -> None:
    seen.run("show({ after: await coded(120, 80, (x) => [0, 0, 0, x < 90 ? 255 : 0]) })")
    seen.brush("keep", radius=0.02)
    seen.drag((550, 100), (550, 300))
    seen.run("show({ after: await coded(120, 80, () => [0, 0, 0, 255]), strokes: 1 })")
    red, green, blue, _ = seen.pixel(480, 200)
    assert green > red + blue


@pytest.mark.full
def test_what_the_brush_alone_has_changed_is_not_tinted(seen: Seen) -> None:
    seen.brush(radius=0.02)
    seen.drag((550, 100), (550, 300))
    seen.run(_ANSWER, 90)
    assert seen.pixel(480, 200) == (0, 0, 0, 0)


@pytest.mark.full
def test_what_a_smart_stroke_may_reach_is_shown_before(seen: Seen) -> None:
    seen.run("show({ after: await coded(120, 80, () => [128, 128, 128, 255]) })")
    seen.brush("drop", radius=0.05, reach=0.2)
    seen.page.mouse.move(LEFT + 300, TOP + 200)
    ring = seen.page.locator(".stage-reach").bounding_box()
    assert ring
    assert ring["width"] == pytest.approx(2 * 600 * 0.25, abs=4)
    seen.page.mouse.down()
    seen.page.mouse.move(LEFT + 310, TOP + 200)
    seen.run("")
    under, near, far = (seen.pixel(x, 260) for x in (305, 400, 560))
    assert under[0] > far[0] + 5  # within reach of the brush
    assert near[0] > far[0] + 5
    assert far == (128, 128, 128, 255)
    assert seen.pixel(305, 215)[0] > near[0] + 15  # under it
    seen.page.mouse.up()


# Under a finger


def _finger(tools: CDPSession, kind: str, *places: tuple[float, float]) -> None:
    points = [{"x": LEFT + x, "y": TOP + y, "id": 0} for x, y in places]
    tools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_loupe_shows_what_lies_under_the_finger_that_paints(
    touched: tuple[Seen, CDPSession],
) -> None:
    seen, tools = touched
    loupe = seen.page.locator(".stage-loupe")
    seen.brush(radius=0.02)
    _finger(tools, "touchStart", (300, 300))
    _finger(tools, "touchMove", (340, 300))
    expect(loupe).to_be_visible()
    box = loupe.bounding_box()
    assert box
    assert box["y"] + box["height"] < TOP + 300 - 20  # above the finger
    assert box["x"] < LEFT + 340 < box["x"] + box["width"]
    middle, right = (
        seen.run(
            """const lens = host.querySelector('.stage-loupe canvas');
            const [x, y] = [lens.width / 2 + it, lens.height / 2];
            return [...lens.getContext('2d').getImageData(x, y, 1, 1).data];""",
            aside,
        )
        for aside in (0, 40)
    )
    assert middle[3] == 0  # what was just erased, twice as large
    assert tuple(right) == pytest.approx(seen.pixel(360, 300), abs=4)
    _finger(tools, "touchMove", (340, 40))

    def is_beside() -> None:  # no room above
        box = loupe.bounding_box()
        assert box
        assert box["x"] + box["width"] < LEFT + 340 - 20

    eventually(is_beside)
    _finger(tools, "touchEnd")
    expect(loupe).to_be_hidden()


def test_a_mouse_needs_no_loupe(seen: Seen) -> None:
    seen.brush()
    seen.page.mouse.move(LEFT + 300, TOP + 200)
    seen.page.mouse.down()
    seen.page.mouse.move(LEFT + 350, TOP + 200)
    seen.run("")
    expect(seen.page.locator(".stage-loupe")).to_be_hidden()
    seen.page.mouse.up()
