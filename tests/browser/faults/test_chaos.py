"""Workers are ended at random: each picture comes to its end, right or with an error that says why.

Chance is seeded. ``OFFCUT_CHAOS`` says how many calls are harmed; 60 take a quarter of an hour.
"""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext

from offcut_testing import parts, soaking
from offcut_testing.driver import is_ready
from tests.browser.faults.saboteur import (
    INFERENCE,
    PICTURES,
    PYTHON,
    THREAD,
    Saboteur,
    hooked_site,
)

pytestmark = pytest.mark.full

SEED: Final = 7
STEPS: Final = ("preprocess", "load", "infer", "postprocess", "output")
MODEL: Final = "isnet_quint8"
CALLS: Final = int(os.environ.get("OFFCUT_CHAOS", "12"))
CALL_MS: Final = 60_000
"""In which each call comes to its end, whatever happens."""
QUEUE: Final = 40
KILLS: Final = 24
EVERY_S: Final = (2, 5)
PATIENCE_S: Final = 900
MORE_MEMORY: Final = 150e6
"""Bytes: the page's process may keep so much of all the workers that it has had."""
PHOTOS: Final = ("chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png")
NAMED: Final = re.compile("(EngineError|InferenceError|OutOfMemoryError) [a-z-]+: [A-Z]")
SENTENCE: Final = re.compile("Python stopped|ONNX Runtime")


def test_any_worker_may_be_ended_in_any_step(context: BrowserContext, photos: Path) -> None:
    chance = np.random.default_rng(SEED)
    photo = (photos / "chelsea.png").read_bytes()
    with hooked_site() as site:
        sabotage = Saboteur(context, site)
        right = sabotage.end(sabotage.begin(photo, model=MODEL))
        for number in range(CALLS):
            harm = {
                "deed": "end",
                "worker": str(chance.choice([PYTHON, INFERENCE, THREAD])),
                "when": str(chance.choice(STEPS)),
            }
            calls = [
                sabotage.begin(photo, harm if first else None, model=MODEL)
                for first in (True, False)
            ]
            began = time.monotonic()
            ends = [sabotage.end(call) for call in calls]
            print(f"{number} {harm} {time.monotonic() - began:.1f} s")
            assert (time.monotonic() - began) * 1000 < CALL_MS
            for end in ends:
                assert end == right or NAMED.match(end), end
        is_ready(sabotage.page)
        assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right


def test_a_queue_comes_to_its_end_while_workers_are_ended(
    context: BrowserContext, browser: Browser, photos: Path, tmp_path: Path
) -> None:
    chance = np.random.default_rng(SEED)
    with hooked_site() as site:
        sabotage = Saboteur(context, site)
        page = sabotage.page
        page.evaluate("window.showSaveFilePicker = undefined")
        parts.model(page, MODEL).check()
        right = _results(sabotage, [photos / name for name in PHOTOS])
        before = soaking.memory(browser)
        files = []
        for number in range(QUEUE):
            photo = photos / PHOTOS[number % len(PHOTOS)]
            files.append(tmp_path / f"{number:02} {photo.name}")
            files[-1].write_bytes(photo.read_bytes())
        parts.choose(page, *files)
        _harm_until_settled(sabotage, chance)
        failed = parts.pictures(page, "failed")
        for sentence in failed.all_inner_texts():
            assert SENTENCE.search(sentence), sentence
        retry = page.get_by_role("button", name=re.compile("^Try again: "))
        while retry.count():
            retry.first.click()
        parts.has(page, "done", QUEUE)
        is_ready(page)
        found = _zipped(sabotage)
        assert len(found) == QUEUE
        for name, content in found.items():
            assert content == right[name[3:]], name
        _remove_all(sabotage)
        after = soaking.memory(browser)
        assert after - before < MORE_MEMORY, f"{(after - before) / 1e6:.0f} MB more"


def _harm_until_settled(sabotage: Saboteur, chance: np.random.Generator) -> None:
    began = time.monotonic()
    kills = 0
    while _settled(sabotage) < QUEUE:
        assert time.monotonic() - began < PATIENCE_S, f"{_settled(sabotage)} of {QUEUE} settled"
        sabotage.page.wait_for_timeout(1000 * chance.uniform(*EVERY_S))
        if kills < KILLS:
            sabotage.order("end", str(chance.choice([PYTHON, INFERENCE, THREAD, PICTURES])))
            kills += 1


def _settled(sabotage: Saboteur) -> int:
    return sum(parts.pictures(sabotage.page, state).count() for state in ("done", "failed"))


def _results(sabotage: Saboteur, files: list[Path]) -> dict[str, bytes]:
    """What becomes of pictures where nothing happens, by name; the page is empty afterwards."""
    parts.choose(sabotage.page, *files)
    parts.has(sabotage.page, "done", len(files))
    results = _zipped(sabotage)
    _remove_all(sabotage)
    return results


def _zipped(sabotage: Saboteur) -> dict[str, bytes]:
    with sabotage.page.expect_download(timeout=parts.PATIENCE_MS) as download:
        sabotage.page.get_by_role("button", name=re.compile("^Download all ")).click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _remove_all(sabotage: Saboteur) -> None:
    buttons = sabotage.page.get_by_role("button", name=re.compile("^Remove: "))
    buttons.evaluate_all("(buttons) => buttons.forEach((button) => button.click())")
    parts.has(sabotage.page, "done", 0)
    sabotage.page.request_gc()
