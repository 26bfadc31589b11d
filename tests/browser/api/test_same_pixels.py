"""Browser and CPython make the same tensor, and masks that can't be told apart."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from offcut import OutputOptions, finish, prepare
from offcut.network.augmentation import merged
from offcut.network.mask_io import to_uint8
from offcut.selection.point import points_from
from offcut.selection.pointing import pointed, second_looks
from offcut_testing.pyodide_page import START
from offcut_testing.shared_data import shared_data
from tests.browser.profiles import fresh_page

_DIGEST = """
async ([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  pyodide.globals.set('blob', new Blob([bytes]));
  pyodide.globals.set('name', name);
  return (await pyodide.runPythonAsync(`
import hashlib
from offcut.browser.reading import take
looks = await (await take(blob, name, 'best', twice=False)).prepare()
[hashlib.sha256(tensor.tobytes()).hexdigest() for tensor in (looks.tensor, looks.second)]
`)).toJs();
}
"""


_FINISH = """
([data, mask]) => {
  for (const [name, text] of Object.entries({ data, mask }))
    pyodide.globals.set(name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  return pyodide.runPython(`
import base64, numpy as np, offcut
mask = np.frombuffer(mask.to_bytes(), np.float32).reshape(1, 1, 1024, 1024)
prepared = offcut.prepare(data.to_bytes(), 'picture')
base64.b64encode(offcut.finish(prepared, mask, offcut.OutputOptions())).decode()
`);
}
"""


_MERGE = """
([first, second]) => {
  for (const [name, text] of Object.entries({ first, second }))
    pyodide.globals.set(name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  return pyodide.runPython(`
import base64, numpy as np
from offcut.network.augmentation import merged
first, second = (np.frombuffer(mask.to_bytes(), np.float32) for mask in (first, second))
both = merged(first.reshape(1, 1, 1024, 1024), second.reshape(1, 1, 704, 1024))
base64.b64encode(both.tobytes()).decode()
`);
}
"""


_POINT = """
([data, mask, look, points]) => {
  for (const [name, text] of Object.entries({ data, mask, look }))
    pyodide.globals.set(name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  pyodide.globals.set('points', pyodide.toPy(points));
  return pyodide.runPython(`
import base64, numpy as np, offcut
from offcut.network.mask_io import to_uint8
from offcut.selection.point import points_from
from offcut.selection.pointing import pointed, second_looks
shape = 1024, 1024
mask, look = (np.frombuffer(each.to_bytes(), np.float32).reshape(shape) for each in (mask, look))
prepared, points = offcut.prepare(data.to_bytes(), 'picture'), points_from(points)
seen = second_looks(prepared.tensor, points)
made = pointed(mask, points, [look] * len(points), prepared.tensor, prepared.aspect)
base64.b64encode(np.stack(seen).tobytes() + to_uint8(made).tobytes()).decode()
`);
}
"""


@pytest.fixture(scope="module")
def pyodide_page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """A page with the site's own Pyodide and wheel, in which a test can run Python."""
    with fresh_page(warm, f"{site}404.html") as page:
        page.evaluate(START)
        yield page


def _drawn(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    noise = np.random.default_rng(7).integers(0, 256, (size[1], size[0], 4), np.uint8)
    return Image.fromarray(noise).convert(mode)


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _turned(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


DRAWN = {
    "420.jpg": _file(_drawn((1025, 1023)), "JPEG", quality=80, subsampling="4:2:0"),
    "420-large.jpg": _file(_drawn((2467, 1999)), "JPEG", quality=90, subsampling="4:2:0"),
    "444.jpg": _file(_drawn((640, 333)), "JPEG", quality=95, subsampling="4:4:4"),
    "grey.jpg": _file(_drawn((400, 300), "L"), "JPEG"),
    "turned.jpg": _file(_drawn((500, 300)), "JPEG", exif=_turned(6)),
    "progressive.jpg": _file(_drawn((801, 601)), "JPEG", progressive=True),
    "rgba.png": _file(_drawn((333, 777), "RGBA"), "PNG"),
    "palette.png": _file(_drawn((300, 200)).quantize(64), "PNG"),
    "lossy.webp": _file(_drawn((640, 480)), "WEBP", quality=80),
    "lossless.webp": _file(_drawn((640, 480), "RGBA"), "WEBP", lossless=True),
    "lzw.tiff": _file(_drawn((300, 300)), "TIFF", compression="tiff_lzw"),
    "one.png": _file(_drawn((1, 1)), "PNG"),
    "tall.png": _file(_drawn((1, 5000)), "PNG"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_tensor_of_a_drawn_picture_is_the_same_to_the_bit(pyodide_page: Page, name: str) -> None:
    _assert_same_tensor(pyodide_page, DRAWN[name], name)


@pytest.mark.parametrize("name", ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"])
def test_tensor_of_a_photo_is_the_same_to_the_bit(
    pyodide_page: Page, photos: Path, name: str
) -> None:
    _assert_same_tensor(pyodide_page, (photos / name).read_bytes(), name)


@pytest.mark.full
def test_tensors_of_all_shared_photos_are_the_same_to_the_bit(pyodide_page: Page) -> None:
    folder = shared_data()
    files = sorted((folder / "photos").glob("*.*g")) if folder else []
    for file in files:
        _assert_same_tensor(pyodide_page, file.read_bytes(), file.name)


def _assert_same_tensor(page: Page, data: bytes, name: str) -> None:
    looks = prepare(data, name, effort="best")
    assert looks.second is not None
    tensors = looks.tensor, looks.second
    here = [hashlib.sha256(tensor.tobytes()).hexdigest() for tensor in tensors]
    there = page.evaluate(_DIGEST, [base64.b64encode(data).decode(), name])
    assert there == here, name


@pytest.mark.parametrize("name", ["astronaut.png", "chelsea.png", "rocket.jpg"])
def test_edges_and_colours_are_the_same_for_the_same_mask(
    pyodide_page: Page, photos: Path, name: str
) -> None:
    data, mask = (photos / name).read_bytes(), _soft_disc()
    sent = [base64.b64encode(each).decode() for each in (data, mask.tobytes())]
    there = _pixels(base64.b64decode(pyodide_page.evaluate(_FINISH, sent)))
    here = _pixels(finish(prepare(data, name), mask, OutputOptions()))
    assert ((here[..., 3] > 0) & (here[..., 3] < 255)).mean() > 0.02
    off = np.abs(here - there)
    assert off.max() <= 2  # where a value lies between two levels, the last bit decides
    assert (off > 0).mean() < 0.001


def test_the_masks_of_two_looks_are_joined_to_the_same_mask(pyodide_page: Page) -> None:
    first = _soft_disc()
    second = np.ascontiguousarray(first[..., :704, ::-1])
    sent = [base64.b64encode(each.tobytes()).decode() for each in (first, second)]
    there = np.frombuffer(base64.b64decode(pyodide_page.evaluate(_MERGE, sent)), np.float32)
    here = merged(first, second)
    assert (there.reshape(here.shape) == here).all()


def test_points_give_the_same_mask(pyodide_page: Page, photos: Path) -> None:
    """To keep and to drop, where the second look agrees and where it does not."""
    data, mask = (photos / "chelsea.png").read_bytes(), _soft_disc()[0, 0]
    look = np.ascontiguousarray(mask[::-1, ::-1])
    clicks = [[0.5, 0.5, "drop"], [0.1, 0.15, "keep"], [0.8, 0.9, "keep"]]
    sent = [base64.b64encode(each).decode() for each in (data, mask.tobytes(), look.tobytes())]
    there = base64.b64decode(pyodide_page.evaluate(_POINT, [*sent, clicks]))
    prepared, points = prepare(data, "picture"), points_from(clicks)
    made = pointed(mask, points, [look] * 3, prepared.tensor, prepared.aspect)
    seen = np.stack(second_looks(prepared.tensor, points))
    assert there[: seen.nbytes] == seen.tobytes()
    here = to_uint8(made)
    off = np.abs(
        np.frombuffer(there[seen.nbytes :], np.uint8).reshape(here.shape) - here.astype(int)
    )
    assert np.abs(here - to_uint8(mask).astype(int)).max() > 200
    assert off.max() <= 2  # where a value lies between two levels, the last bit decides


def _soft_disc() -> NDArray[np.float32]:
    """A mask with an edge as uncertain as that of hair: float32 [1, 1, 1024, 1024]."""
    rows, columns = np.mgrid[:1024, :1024].astype(np.float32)
    distance = np.hypot(rows - 500, columns - 520)
    ripple = 12 * np.sin(rows / 9) * np.sin(columns / 7)
    disc: NDArray[np.float32] = np.clip((330 + ripple - distance) / 60 + 0.5, 0, 1)
    return disc[None, None]


def _pixels(png: bytes) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(png)), np.int64)
