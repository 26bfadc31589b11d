"""``cutOut`` with the mask from before: another result without the network."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests import pictures

_RUN = """
async ([data, steps]) => {
  const offcut = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const file = new File([bytes], 'photo.png');
  const read = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
  });
  const answers = [];
  let mask;
  for (const { call = 'cutOut', ownMask, ...options } of steps) {
    const phases = [];
    const progress = ({ phase }) => phases.at(-1) === phase || phases.push(phase);
    const given = ownMask ? new Blob([ownMask]) : mask;
    try {
      const all = { model: 'isnet_compact', ...options, mask: given, progress };
      const { file: made, mask: kept, ...rest } = await offcut[call](file, all);
      mask ??= kept;
      answers.push({ phases, type: made.type, data: await read(made), ...rest });
    } catch (error) {
      answers.push({ error: error.name, message: error.message });
    }
  }
  await offcut.letGo();
  return answers;
}
"""

WITHOUT_NETWORK = ["preprocess", "postprocess", "output"]


@pytest.fixture
def astronaut(photos: Path) -> bytes:
    return (photos / "astronaut.png").read_bytes()


def _run(page: Page, data: bytes, *steps: dict[str, Any]) -> list[Any]:
    answers: list[Any] = page.evaluate(_RUN, [base64.b64encode(data).decode(), list(steps)])
    return answers


def _image(answer: Any) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(answer["data"])))


def test_the_mask_gives_the_same_file_again_without_the_network(
    shared_page: Page, astronaut: bytes
) -> None:
    first, again = _run(shared_page, astronaut, {}, {})
    assert "infer" in first["phases"]
    assert again["phases"] == WITHOUT_NETWORK
    assert again["data"] == first["data"]
    assert (again["width"], again["height"], again["found"]) == (512, 512, True)
    assert again["box"] == [0, 0, 512, 512]


def test_other_options_need_no_network(shared_page: Page, astronaut: bytes) -> None:
    output = {"type": "mask", "crop": True, "margin": 0, "format": "image/webp"}
    _, cropped = _run(shared_page, astronaut, {}, {"output": output})
    assert cropped["phases"] == WITHOUT_NETWORK
    assert cropped["type"] == "image/webp"
    left, upper, right, lower = cropped["box"]
    assert _image(cropped).size == (right - left, lower - upper)
    assert 0 < upper < lower <= 512


def test_a_preview_is_the_result_but_smaller(shared_page: Page, astronaut: bytes) -> None:
    whole, preview = _run(shared_page, astronaut, {}, {"side": 256, "keep": True})
    assert _image(preview).size == (256, 256)
    assert preview["type"] == "image/png"
    assert (preview["width"], preview["box"]) == (512, [0, 0, 512, 512])
    alphas = [
        pictures.array(image.getchannel("A").resize((64, 64), Image.Resampling.BOX)).astype(int)
        for image in (_image(whole), _image(preview))
    ]
    assert np.abs(alphas[0] - alphas[1]).mean() < 2


def test_a_picture_that_is_kept_gives_the_same_as_one_that_is_not(
    shared_page: Page, astronaut: bytes
) -> None:
    once, kept, again = _run(shared_page, astronaut, {}, {"keep": True}, {"keep": True})
    assert once["data"] == kept["data"] == again["data"]


def test_the_original_comes_as_it_is(shared_page: Page, astronaut: bytes) -> None:
    (same,) = _run(shared_page, astronaut, {"call": "original"})
    assert (same["width"], same["height"]) == (512, 512)
    assert (pictures.array(_image(same)) == pictures.array(pictures.read(astronaut))).all()


def test_what_is_no_mask_is_refused(shared_page: Page, astronaut: bytes) -> None:
    (answer,) = _run(shared_page, astronaut, {"ownMask": "nonsense"})
    assert answer["error"] == "InvalidOptionError"
    assert "Give a mask that cutOut returned" in answer["message"]


def test_strokes_are_painted_and_bad_ones_refused(shared_page: Page, astronaut: bytes) -> None:
    stroke = {"kind": "erase", "points": [[0.5, 0.5]], "radius": 0.05, "hardness": 1, "opacity": 1}
    first, erased, refused = _run(
        shared_page,
        astronaut,
        {},
        {"strokes": [stroke]},
        {"strokes": [{**stroke, "radius": 7}]},
    )
    before, after = (pictures.array(_image(one))[..., 3] for one in (first, erased))
    assert before[240:272, 240:272].min() > 200
    assert after[240:272, 240:272].max() == 0
    # edges around are fitted anew, with what was painted taken as known
    assert np.abs(before[:, :200].astype(int) - after[:, :200]).mean() < 0.5
    assert refused["error"] == "InvalidOptionError"


def test_a_point_has_the_network_look_once_more_and_bad_ones_are_refused(
    shared_page: Page, astronaut: bytes
) -> None:
    point = [0.45, 0.5, "drop"]
    first, dropped, refused = _run(
        shared_page, astronaut, {}, {"points": [point]}, {"points": [[0.5, 2, "drop"]]}
    )
    assert "infer" in dropped["phases"]
    before, after = (pictures.array(_image(one))[..., 3] for one in (first, dropped))
    assert before[256, 230] > 200
    assert after[256, 230] < 20
    assert (refused["error"], refused["message"]) == (
        "InvalidOptionError",
        "point.y is 2: the range is 0 to 1.",
    )


def test_subjects_are_told_and_chosen_without_the_network(
    shared_page: Page, astronaut: bytes
) -> None:
    first, one, none, refused = _run(
        shared_page, astronaut, {}, *({"subjects": each} for each in ([1], [], [2]))
    )
    (subject,) = first["subjects"]
    left, upper, right, lower = subject["box"]
    assert 0 <= left < right <= 512
    assert 0 <= upper < lower <= 512
    assert 0.1 < subject["share"] < 0.5
    assert one["phases"] == WITHOUT_NETWORK
    assert one["subjects"] == none["subjects"] == first["subjects"]
    assert one["data"] == first["data"]
    assert not none["found"]
    assert refused["error"] == "InvalidOptionError"


def test_the_edge_moves_and_bad_controls_are_refused(shared_page: Page, astronaut: bytes) -> None:
    first, moved, refused = _run(
        shared_page,
        astronaut,
        *({"output": {"edge": edge}} for edge in ({}, {"shift": -6}, {"shift": 51})),
    )
    before, after = (pictures.array(_image(one))[..., 3] for one in (first, moved))
    assert (after <= before).all()
    assert after.astype(int).sum() < 0.98 * before.astype(int).sum()
    assert refused["message"] == "output.edge.shift is 51: the range is -50 to 50."
