"""Which page of a TIFF is taken, and what is said of it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from offcut import InvalidOptionError
from offcut.imageio.decode import decode, open_image
from offcut.imageio.picture import Picture
from tests import pictures

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
REDUCED, MASK = {254: 1}, {254: 4}
Page = tuple[tuple[int, int, int], tuple[int, int], dict[int, int]]


def _tiff(*pages: Page) -> bytes:
    file = io.BytesIO()
    with AppendingTiffWriter(file, new=True) as writer:
        for colour, size, tags in pages:
            Image.new("RGB", size, colour).save(writer, "TIFF", tiffinfo=tags)
            writer.newFrame()
    return file.getvalue()


def _said(picture: Picture) -> list[str]:
    return [note.message for note in picture.notes]


@pytest.mark.parametrize("order", [1, -1])
def test_a_reduced_copy_or_a_mask_is_passed_over_without_a_word(order: int) -> None:
    pages: list[Page] = [(RED, (8, 6), REDUCED), (GREEN, (40, 30), {}), (BLUE, (80, 60), MASK)]
    data = _tiff(*pages[::order])
    picture = decode(data, "scan.tif")
    assert (picture.image.size, picture.image.getpixel((2, 2))) == ((40, 30), GREEN)
    assert open_image(data, "scan.tif").size == (40, 30)
    assert _said(picture) == []


def test_of_several_pages_the_largest_is_taken_and_said() -> None:
    picture = decode(_tiff((RED, (8, 6), {}), (GREEN, (40, 30), {}), (BLUE, (40, 30), {})), "scan")
    assert picture.image.getpixel((2, 2)) == GREEN
    assert _said(picture) == ["It has 3 pages: page 2 is used."]


@pytest.mark.parametrize(("page", "colour"), [(1, RED), (2, GREEN), (3, BLUE)])
def test_the_page_that_is_asked_for_is_taken(page: int, colour: tuple[int, int, int]) -> None:
    data = _tiff((RED, (8, 6), {}), (GREEN, (40, 30), {}), (BLUE, (20, 10), {}))
    assert decode(data, "scan", page).image.getpixel((2, 2)) == colour


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_there_is_not_is_refused(page: int) -> None:
    data = _tiff((RED, (8, 6), {}), (GREEN, (40, 30), {}))
    with pytest.raises(InvalidOptionError, match=f"scan has no page {page}: choose 1 to 2"):
        decode(data, "scan", page)


def test_any_other_file_has_one_page() -> None:
    data = pictures.file(pictures.noise((6, 4)))
    assert decode(data, "cat", 1).image.size == (6, 4)
    with pytest.raises(InvalidOptionError, match="cat has no page 2: choose 1 to 1"):
        decode(data, "cat", 2)
