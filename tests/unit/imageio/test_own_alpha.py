"""What a picture's own transparency says of it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.own_alpha import SIDE, drawn_share, judged, open_frame, ring, solidity
from tests import pictures
from tests.unit.imageio import transparent

WIDTH, HEIGHT = transparent.SIZE
PHOTO = pictures.gradient(transparent.SIZE)
WHOLE = (0, 0, WIDTH - 1, HEIGHT - 1)
ERASED = (0, 0, 240, 0, 240, 160, WIDTH, 160, WIDTH, HEIGHT, 0, HEIGHT)

CUT_OUT: dict[str, Image.Image] = {
    "a white logo": transparent.word("white"),
    "a black logo": transparent.word("black"),
    "a faint logo": transparent.word("black"),
    "a sticker": transparent.sticker(),
    "a hole": transparent.with_hole(),
    "a shadow": transparent.with_shadow(),
    "a bust": transparent.bust(),
    "a badge": transparent.badge(),
    "an icon": transparent.icon(),
}
CUT_OUT["a faint logo"].putalpha(CUT_OUT["a faint logo"].getchannel("A").point(lambda a: a // 4))

TO_LOOK_AT: dict[str, Image.Image] = {
    "rounded corners": transparent.cropped(PHOTO, "rounded_rectangle", WHOLE, radius=30),
    "very round corners": transparent.cropped(PHOTO, "rounded_rectangle", WHOLE, radius=120),
    "a round portrait": transparent.cropped(PHOTO, "ellipse", WHOLE),
    "a window": transparent.cropped(PHOTO, "rounded_rectangle", (60, 50, 420, 270), radius=9),
    "a thin border": transparent.cropped(PHOTO, "rectangle", (1, 1, WIDTH - 2, HEIGHT - 2)),
    "a wide border": transparent.cropped(PHOTO, "rectangle", (40, 40, WIDTH - 41, HEIGHT - 41)),
    "turned a little": transparent.straightened(PHOTO),
    "a speck that is missing": transparent.cropped(PHOTO, "rectangle", WHOLE),
    "a hair less than opaque": transparent.cropped(PHOTO, "rectangle", WHOLE),
    "a drawn window": transparent.cropped(
        transparent.icon(), "rounded_rectangle", (60, 50, 420, 270), radius=9
    ),
    "a drawing with round corners": transparent.cropped(
        transparent.icon(), "rounded_rectangle", WHOLE, radius=30
    ),
    "a corner that was erased": transparent.cropped(PHOTO, "polygon", ERASED),
    "half transparent": transparent.cropped(PHOTO, "rectangle", WHOLE),
}
TO_LOOK_AT["a speck that is missing"].paste((0, 0, 0, 0), (200, 100, 230, 120))
TO_LOOK_AT["a hair less than opaque"].putalpha(250)
TO_LOOK_AT["half transparent"].putalpha(128)


def _kind(image: Image.Image) -> str:
    return judged(image.convert("RGB"), image.getchannel("A")).kind


@pytest.mark.parametrize("image", CUT_OUT.values(), ids=CUT_OUT)
def test_what_is_cut_out_is_known(image: Image.Image) -> None:
    assert _kind(image) == "cut"


@pytest.mark.parametrize("image", TO_LOOK_AT.values(), ids=TO_LOOK_AT)
def test_what_was_only_cropped_is_left_to_the_network(image: Image.Image) -> None:
    assert _kind(image) == "part"


@pytest.mark.parametrize("scale", [0.1, 3])
@pytest.mark.parametrize("image", [CUT_OUT["a sticker"], TO_LOOK_AT["a round portrait"]])
def test_the_size_makes_no_difference(image: Image.Image, scale: float) -> None:
    size = round(WIDTH * scale), round(HEIGHT * scale)
    assert _kind(image.resize(size)) == _kind(image)


@pytest.mark.parametrize("size", [*pictures.ODD_SIZES, (2, 2)])
def test_any_size_can_be_judged(size: tuple[int, int]) -> None:
    assert _kind(pictures.noise(size, "RGBA")) in {"cut", "part"}


def test_what_is_wholly_transparent_is_empty() -> None:
    assert _kind(Image.new("RGBA", (9, 9), (255, 0, 0, 0))) == "empty"


@pytest.mark.parametrize(
    ("colours", "ground"),
    [
        (["white"], (0, 0, 0)),
        (["black"], (255, 255, 255)),
        (["#d02020"], (255, 255, 255)),
        (["white", "black"], (128, 128, 128)),
        (["#808080", "white"], (0, 0, 0)),
    ],
)
def test_the_ground_is_unlike_all_edges(colours: list[str], ground: tuple[int, int, int]) -> None:
    places = [(20, 20, 220, 300), (260, 20, 460, 300)]
    colours = colours * 2
    shapes = [("ellipse", place, colour) for place, colour in zip(places, colours, strict=False)]
    image = transparent.drawn(*shapes)
    assert judged(image.convert("RGB"), image.getchannel("A")).ground == ground


def test_colours_inside_do_not_choose_the_ground() -> None:
    image = transparent.drawn(
        ("ellipse", (90, 10, 390, 310), "white"), ("ellipse", (120, 40, 360, 280), "black")
    )
    assert judged(image.convert("RGB"), image.getchannel("A")).ground == (0, 0, 0)


def test_colours_that_are_hidden_do_not_choose_the_ground() -> None:
    dots = np.random.default_rng(2).random((300, 300)) < 0.7
    dots[:40] = False
    levels = np.where(dots, np.uint8(255), np.uint8(0))
    image = Image.fromarray(np.repeat(levels[..., None], 3, 2))
    assert judged(image, Image.fromarray(levels)).ground == (0, 0, 0)


def test_a_disc_is_solid_and_a_ring_is_not() -> None:
    rows, columns = np.mgrid[:200, :300]
    distance = np.hypot(rows - 100, columns - 150)
    assert solidity(distance < 80) > 0.98
    assert abs(solidity((distance < 80) & (distance > 40)) - 0.75) < 0.02
    assert abs(solidity((rows < 100) | (columns < 150)) - 6 / 7) < 0.01


def test_a_drawing_has_few_colours_and_a_photo_many() -> None:
    whole = np.ones((SIDE, SIDE), np.bool_)
    assert drawn_share(transparent.badge().convert("RGB"), whole) > 0.95
    assert drawn_share(PHOTO, whole) < 0.02
    half = np.indices((SIDE, SIDE))[0] < SIDE // 2
    mixed = PHOTO.copy()
    mixed.paste("white", (0, 0, WIDTH, HEIGHT // 2))
    assert drawn_share(mixed, half) == 1


def test_one_pixel_is_solid() -> None:
    one = np.zeros((3, 3), np.bool_)
    one[1, 2] = True
    assert solidity(one) == 1


def test_the_frame_is_what_lies_outermost() -> None:
    visible = np.ones((10, 10), np.bool_)
    visible[0], visible[4:6, 4:6] = False, False
    assert abs(open_frame(visible) - 0.3) < 1e-9


def test_a_ring_lies_beside_transparency_and_not_at_the_frame() -> None:
    outline = pictures.flat(255, (SIDE, SIDE), "L")
    assert not ring(outline).any()
    outline.paste(0, (0, 0, 100, SIDE))
    found = ring(outline)
    assert found[:, 100:102].all()
    assert found.sum() == 2 * SIDE
