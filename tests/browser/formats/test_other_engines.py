"""Firefox and WebKit give the pixels that are in a file, too."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.decode import decode
from offcut_testing.driver import ORIGINAL
from offcut_testing.host import hosting
from tests import pictures
from tests.browser.api import firefox
from tests.browser.formats.files import HEIC, PICTURE, TURNED_HEIC, UPRIGHT, avif, webp
from tests.browser.webkit import minibrowser
from tests.browser.webkit.offcut_page import OffcutPage

pytestmark = pytest.mark.full

_READY = "() => document.querySelector('#status')?.dataset.state === 'ready'"

Evaluate = Callable[..., Any]


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def evaluate(
    request: pytest.FixtureRequest, dist: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evaluate]:
    with hosting(dist) as host:
        if request.param == "webkit":
            with minibrowser.running() as session:
                OffcutPage(session).open(host.url)
                yield session.evaluate
        else:
            with firefox.running(tmp_path_factory.mktemp("firefox")) as session:
                tab = session.tab()
                tab.goto(host.url)
                tab.wait_for(_READY)
                yield tab.evaluate


def _original(evaluate: Evaluate, data: bytes) -> Image.Image:
    answer = evaluate(ORIGINAL, [base64.b64encode(data).decode(), "a", {}])
    assert "error" not in answer, answer
    return pictures.read(base64.b64decode(answer["data"]))


@pytest.mark.parametrize("kind", ["lossy", "lossless", "turned", "with a profile", "animated"])
def test_opaque_webp_has_its_own_pixels(evaluate: Evaluate, kind: str) -> None:
    expected = decode(webp(kind), kind)
    image = _original(evaluate, webp(kind))
    assert image.info.get("icc_profile") == expected.icc_profile
    assert image.tobytes() == expected.image.tobytes()


def test_lossy_webp_keeps_the_colours_of_see_through_pixels(evaluate: Evaluate) -> None:
    expected = decode(webp("lossy with alpha"), "a")
    image = _original(evaluate, webp("lossy with alpha"))
    assert image.convert("RGB").tobytes() == expected.image.tobytes()
    assert expected.alpha is not None
    assert image.getchannel("A").tobytes() == expected.alpha.tobytes()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (avif(), PICTURE),
        (avif(icc_profile=pictures.RGB_PROFILE), PICTURE),
        (avif(exif=pictures.turned(6)), UPRIGHT),
        (HEIC, PICTURE),
        (TURNED_HEIC, UPRIGHT),
    ],
    ids=["AVIF", "AVIF with a profile", "turned AVIF", "HEIC", "turned HEIC"],
)
def test_avif_and_heic_show_what_is_in_them(
    evaluate: Evaluate, data: bytes, expected: Image.Image
) -> None:
    image = _original(evaluate, data)
    assert image.size == expected.size
    apart = np.asarray(image.convert("RGB")).astype(int) - np.asarray(expected)
    assert np.abs(apart).max() <= 14
