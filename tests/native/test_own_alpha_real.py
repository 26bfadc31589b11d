"""The real network, on pictures that come with transparency."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from offcut import OutputOptions, prepare
from offcut.native import Remover
from tests import pictures
from tests.unit.imageio import transparent

PNG = OutputOptions()
WIDTH, HEIGHT = transparent.SIZE


def _alpha(remover: Remover, image: Image.Image) -> np.ndarray:
    prepared = prepare(pictures.file(image), "a picture")
    assert prepared.picture().notes == ()
    return pictures.array(remover.cut_out(prepared, PNG).image.getchannel("A")).astype(int)


def test_a_white_ball_stays_whole(real_remover: Remover) -> None:
    """It is convex and softly shaded, so only the network can tell that it is no cropped photo."""
    down, across = np.mgrid[:HEIGHT, :WIDTH] / np.array([[[HEIGHT]], [[WIDTH]]])
    shade = np.stack([down, across, (down + 2 * across) % 1], -1) * 6
    image = Image.fromarray((255 - shade).astype(np.uint8))
    ball = transparent.cropped(image, "ellipse", (110, 30, 370, 290))
    assert (_alpha(real_remover, ball) == pictures.array(ball.getchannel("A"))).all()


def test_a_photo_with_rounded_corners_loses_its_background(
    real_remover: Remover, photos: Path
) -> None:
    with Image.open(photos / "chelsea.png") as opened:
        photo = opened.convert("RGB").resize(transparent.SIZE)
    whole = _alpha(real_remover, photo)
    corners = (0, 0, WIDTH - 1, HEIGHT - 1)
    rounded = transparent.cropped(photo, "rounded_rectangle", corners, radius=24)
    found = _alpha(real_remover, rounded)
    background, subject = whole == 0, whole == 255
    assert min(background.mean(), subject.mean()) > 0.1
    assert found[background].mean() < 25
    assert found[subject].mean() > 230
