"""What is painted on the stage is seen at once, handed on, and kept until it is rendered.

What points a stroke has, and how much it covers, tests/js/app/stage shows without a browser.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.browser.stage.stage_page import LEFT, TOP, Seen, open_stage, touch

LONGER = 120


@pytest.mark.parametrize(
    ("finesse", "zoom", "size"),
    [
        (2, 2.5, ("500px", "470px")),
        pytest.param(1, 1, ("600px", "400px"), marks=pytest.mark.full),
    ],
    ids=["zoomed", "at fit"],
)
def test_points_are_shares_of_the_picture_whatever_the_zoom(
    browser: Browser, finesse: int, zoom: float, size: tuple[str, str]
) -> None:
    brush = {"kind": "erase", "radius": 0.02, "hardness": 1, "opacity": 1}
    with open_stage(browser, *size, device_scale_factor=finesse) as seen:
        seen.run("stage.zoomBy(it, { x: 300, y: 150 })", zoom)
        seen.run("stage.compare = null; stage.brush = it", brush)
        places = [(250.0, 160.0), (330.0, 260.0)]
        under = [seen.under(*place) for place in places]
        seen.drag(*places)
        (stroke,) = seen.strokes()
        for (x, y), point in zip(under, (stroke["points"][0], stroke["points"][-1]), strict=True):
            assert point[0] * 120 == pytest.approx(x + 0.5, abs=0.8)
            assert point[1] * 80 == pytest.approx(y + 0.5, abs=0.8)
        assert stroke == brush | {"points": stroke["points"]}
        assert seen.pixel(*places[0])[3] == 0


@pytest.mark.full
def test_a_click_is_a_dab(seen: Seen) -> None:
    seen.brush()
    seen.page.mouse.click(LEFT + 300, TOP + 200)
    (stroke,) = seen.strokes()
    assert stroke["points"] == [[0.5, 0.5]]
    assert seen.pixel(300, 200)[3] == 0


def test_eraser_covers_by_the_distance_to_the_line(seen: Seen) -> None:
    hardness, opacity = 0.5, 0.6
    seen.brush(radius=0.1, hardness=hardness, opacity=opacity)
    # there and back again, for which it covers no more
    seen.drag((250, 200), (450, 200), (250, 200))
    for distance in range(0, 75, 5):
        place = distance - 0.5  # the middle of a pixel
        share = min(1, max(0, (60 - place) / (1 - hardness) / 60))
        cover = opacity * share**2 * (3 - 2 * share)
        assert seen.pixel(350, 200 - distance)[3] == pytest.approx(255 * (1 - cover), abs=5)


def test_restoring_brings_before_back(seen: Seen) -> None:
    seen.brush("restore", opacity=0.5)
    seen.drag((60, 200), (300, 200))
    assert seen.pixel(100, 200) == pytest.approx((40, 120, 0, 128), abs=2)
    assert seen.pixel(250, 200) == pytest.approx((100, 120, 100, 255), abs=2)


@pytest.mark.full
def test_what_lies_around_the_picture_is_not_retouched(seen: Seen) -> None:
    seen.run(
        """const after = await coded(180, 120, () => [0, 0, 200, 255]);
        show({ box: [-30, -20, 150, 100], after });"""
    )
    seen.brush(radius=0.1)
    seen.drag((60, 200), (300, 200))
    assert seen.pixel(80, 200)[3] == 255
    assert seen.pixel(110, 200)[3] == 0


@pytest.mark.full
@pytest.mark.parametrize(("kind", "strong", "weak"), [("drop", 0, 1), ("keep", 1, 0)])
def test_hints_are_coloured_lines_told_apart_without_colour(
    seen: Seen, kind: str, strong: int, weak: int
) -> None:
    seen.run("show({ before: null, after: await coded(120, 80, () => [128, 128, 128, 255]) })")
    seen.brush(kind, radius=0.08)
    seen.drag((100, 200), (500, 200))
    beside = seen.pixel(300, 170)
    assert beside[strong] > beside[weak] + 30
    line = {tuple(pixel) for pixel in seen.row(200)[120:480]}
    assert len(line) > 1 if kind == "drop" else len(line) == 1


# Until it is rendered


def _erase(seen: Seen, *places: float) -> None:
    seen.brush(radius=0.04)
    for x in places:
        seen.page.mouse.click(LEFT + x, TOP + 200)


def _gone(seen: Seen, *places: float) -> list[bool]:
    return [seen.pixel(x, 200)[3] == 0 for x in places]


def test_strokes_stay_drawn_until_they_are_rendered(seen: Seen) -> None:
    _erase(seen, 200, 300, 400)
    assert seen.run("return stage.strokes") == 3
    seen.run("show()")
    assert _gone(seen, 200, 300, 400) == [True, True, True]
    seen.run("show({ ...await renew(), strokes: 1 })")
    assert _gone(seen, 200, 300, 400) == [False, True, True]
    _erase(seen, 500)
    seen.run("show({ ...await renew(), strokes: 3 })")
    assert _gone(seen, 200, 300, 400, 500) == [False, False, False, True]
    seen.run("delete shown.strokes; show(await renew())")
    assert _gone(seen, 500) == [False]


@pytest.mark.full
def test_undone_strokes_are_drawn_no_more(seen: Seen) -> None:
    seen.run("show({ ...await renew(), strokes: 4 })")
    _erase(seen, 200, 300, 400)
    seen.run("stage.strokes = 6")
    assert _gone(seen, 200, 300, 400) == [True, True, False]
    _erase(seen, 500)
    seen.run("show({ ...await renew(), strokes: 6 })")
    assert _gone(seen, 200, 300, 500) == [False, False, True]
    seen.run("stage.strokes = 2; show({ ...await renew(), strokes: 2 })")
    _erase(seen, 300)
    seen.run("show({ ...await renew(), strokes: 3 })")
    assert _gone(seen, 300, 500) == [False, False]


@pytest.mark.full
def test_another_picture_has_no_strokes_of_the_last(seen: Seen) -> None:
    _erase(seen, 300)
    seen.run("show({ key: 2 })")
    assert _gone(seen, 300) == [False]
    assert seen.run("return stage.strokes") == 0


@pytest.mark.full
def test_pending_strokes_move_with_the_picture(seen: Seen) -> None:
    seen.brush(radius=0.05, hardness=0.5)
    seen.drag((200, 200), (400, 260))
    seen.brush("restore", radius=0.05)
    seen.drag((60, 60), (120, 60))
    marks = [(200, 200), (400, 260), (300, 230), (60, 60), (300, 330), (100, 200)]
    before = [seen.pixel(*mark) for mark in marks]
    for zoom in (2, 3.7):
        seen.run("stage.fit(); stage.zoomBy(it, { x: 200, y: 150 })", zoom)
        for (x, y), pixel in zip(marks, before, strict=True):
            place = (200 + (x - 200) * zoom, 150 + (y - 150) * zoom)
            if 0 < place[0] < 600 and 0 < place[1] < 400:
                assert seen.pixel(*place) == pytest.approx(pixel, abs=4)
    seen.run("stage.fit()")
    assert [seen.pixel(*mark) for mark in marks] == before


@pytest.mark.full
def test_stroke_over_the_edge_of_the_view_is_whole_when_that_is_moved(seen: Seen) -> None:
    seen.run("stage.zoomBy(2, { x: 300, y: 200 })")
    seen.brush(radius=0.1)
    seen.drag((300, 20), (400, 20))
    assert seen.pixel(350, 1)[3] == 0
    seen.drag((300, 200), (300, 300), button="middle")
    assert [seen.pixel(350, y)[3] for y in (12, 30, 100)] == [0, 0, 0]


@pytest.mark.full
def test_drawing_bit_by_bit_is_drawing_at_once(seen: Seen) -> None:
    seen.run("stage.compare = 0.3; stage.brush = it", {
        "kind": "erase", "radius": 0.06, "hardness": 0.3, "opacity": 0.8,
    })  # fmt: skip
    seen.page.mouse.move(LEFT + 150, TOP + 100)
    seen.page.mouse.down()
    seen.page.mouse.move(LEFT + 450, TOP + 300, steps=15)
    read = "return [...canvas.getContext('2d').getImageData(0, 0, 600, 400).data]"
    bits = seen.run(read)
    once = seen.run(f"show(); await drawn(); {read}")
    assert max(abs(a - b) for a, b in zip(bits, once, strict=True)) <= 6
    seen.page.mouse.up()


# Fingers, keys and other hands


def test_second_finger_drops_the_stroke_and_zooms(touched: tuple[Seen, CDPSession]) -> None:
    seen, tools = touched
    seen.brush()
    first = [(300.0, 200.0)]
    pinch: list[Any] = [[(300.0 - d, 200.0), (350.0 + d, 200.0)] for d in (0, 25, 50)]
    touch(tools, first, [(310.0, 200.0)], *pinch)
    assert seen.strokes() == []
    assert seen.run("return stage.zoom") == pytest.approx(15)
    assert seen.pixel(300, 200)[3] == 255
    seen.run("stage.fit()")
    touch(tools, first, [(400.0, 200.0)])
    assert len(seen.strokes()) == 1


@pytest.mark.full
@pytest.mark.parametrize("how", ["Space", "middle"])
def test_space_or_the_middle_button_pans_in_spite_of_the_brush(seen: Seen, how: str) -> None:
    seen.run("stage.zoomBy(3)")
    seen.brush()
    point = seen.under(300.5, 200.5)
    if how == "Space":
        seen.focus()
        seen.page.keyboard.down("Space")
    seen.drag((300.5, 200.5), (340.5, 180.5), button="middle" if how == "middle" else "left")
    if how == "Space":
        seen.page.keyboard.up("Space")
    assert seen.under(340.5, 180.5) == point
    assert not seen.page.locator(".stage-brush.cross").is_visible()
    seen.press("ArrowDown")
    assert seen.strokes() == []


@pytest.mark.parametrize("key", ["Enter", pytest.param("Space", marks=pytest.mark.full)])
def test_keys_paint(seen: Seen, key: str) -> None:
    seen.brush(radius=0.05)
    seen.focus()
    seen.press("ArrowLeft", key, "ArrowDown", "ArrowDown")
    assert seen.strokes() == []
    seen.press(key)
    (stroke,) = seen.strokes()
    x = (60 - 3) / 120
    expected = [[x, 0.5], [x, 43 / 80], [x, 46 / 80]]
    assert [pytest.approx(point) for point in expected] == stroke["points"]
    assert seen.pixel(600 * x, 200)[3] == 0
    seen.press("ArrowDown", key, "Escape", "ArrowDown")
    assert len(seen.strokes()) == 1


@pytest.mark.full
def test_keys_bring_the_brush_beyond_what_is_seen(seen: Seen) -> None:
    seen.run("stage.zoomBy(8)")
    seen.brush(radius=0.1)
    seen.focus()
    seen.press("Enter", *["ArrowRight"] * 30, "Enter")
    (stroke,) = seen.strokes()
    assert stroke["points"][-1] == pytest.approx([1, 0.5])
    assert seen.pixel(590, 200)[3] == 0


@pytest.mark.full
def test_keys_change_the_brush_s_size(seen: Seen) -> None:
    seen.brush(radius=0.1)
    seen.focus()
    seen.press("]")
    assert seen.run("return stage.brush.radius") == pytest.approx(0.12)
    seen.press("[", "[")
    assert seen.run("return stage.brush.radius") == pytest.approx(0.1 / 1.2)
    assert seen.run("return events.filter(([type]) => type === 'brush').length") == 3
    seen.press(*["]"] * 20)
    assert seen.run("return stage.brush.radius") == 0.5


@pytest.mark.full
def test_escape_drops_the_begun_stroke(seen: Seen) -> None:
    seen.brush()
    seen.focus()
    seen.page.mouse.move(LEFT + 300, TOP + 200)
    seen.page.mouse.down()
    seen.page.mouse.move(LEFT + 350, TOP + 200)
    assert seen.pixel(300, 200)[3] == 0
    seen.press("Escape")
    assert seen.pixel(300, 200)[3] == 255
    seen.page.mouse.move(LEFT + 400, TOP + 200)
    seen.page.mouse.up()
    assert seen.strokes() == []


@pytest.mark.full
def test_ring_is_as_large_as_what_is_painted(seen: Seen) -> None:
    seen.brush(radius=0.1)
    ring = seen.page.locator(".stage-brush")
    assert not ring.is_visible()
    seen.page.mouse.move(LEFT + 300, TOP + 200)
    box = {"x": LEFT + 240, "y": TOP + 140, "width": 120, "height": 120}
    assert ring.bounding_box() == box
    seen.page.mouse.move(1, 1)
    assert not ring.is_visible()


_MEASURE = """
const [width, height] = [4000, 3000];
const bitmap = (cut) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  const colours = context.createLinearGradient(0, 0, width, height);
  for (const [at, colour] of ['red', 'lime', 'blue'].entries())
    colours.addColorStop(at / 2, colour);
  context.fillStyle = colours;
  if (cut) context.ellipse(2000, 1500, 1500, 1200, 0, 0, 7);
  else context.rect(0, 0, width, height);
  context.fill();
  return canvas.transferToImageBitmap();
};
const box = [0, 0, width, height];
show({ width, height, box, before: bitmap(false), after: bitmap(true), key: 2 });
stage.compare = null;
stage.brush = { kind: it, radius: 0.04, hardness: 0.5, opacity: 1 };
await drawn();
globalThis.frames = [];
let last = performance.now();
const next = (now) => {
  frames.push(now - last);
  last = now;
  requestAnimationFrame(next);
};
requestAnimationFrame(next);
globalThis.tasks = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) tasks.push(duration);
}).observe({ type: 'longtask' });
"""


@pytest.mark.full
@pytest.mark.parametrize("kind", ["erase", "restore", "keep"])
def test_painting_on_twelve_megapixels(
    browser: Browser, kind: str, record_property: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Says how long frames take; how long they may depends on the machine."""
    viewport = {"width": 1100, "height": 800}
    with open_stage(browser, "1000px", "700px", viewport=viewport) as seen:
        seen.run(_MEASURE, kind)
        seen.drag(*[(200 + 600 * (i % 2), 150 + 60 * i) for i in range(8)])
        assert len(seen.strokes()) == 1
        frames = sorted(seen.run("return frames.slice(2)"))
        tasks = seen.run("return tasks")
    figures = {
        "frames": len(frames),
        "median_ms": round(frames[len(frames) // 2], 1),
        "p95_ms": round(frames[int(len(frames) * 0.95)], 1),
        "long_tasks": len(tasks),
        "longest_task_ms": max(tasks, default=0),
    }
    record_property(f"painting_{kind}", figures)
    with capsys.disabled():
        print(f"\npainting, {kind}, 4000 x 3000: {figures}")
