"""From a bucket to a bucket: objects are whole or not there, whatever the network does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import pictures
from tests.native.cluster.conftest import Bucket, with_bucket
from tests.native.cluster.unreliable import Unreliable

pytestmark = pytest.mark.full

NAMES = ["in/a.jpg", "in/sub/b.png"]
SIDE = 3100
"""Pixels of a picture whose result is larger than two parts of an upload."""
RESULTS = ["out/a-offcut.png", "out/sub/b-offcut.png"]


@pytest.fixture
def filled(bucket: Bucket) -> Bucket:
    """Two pictures and a text."""
    for name in NAMES:
        kind = "JPEG" if name.endswith("jpg") else "PNG"
        bucket.put(name, pictures.file(pictures.noise((60, 40)), kind))
    bucket.put("in/notes.txt", b"Dear diary")
    return bucket


def _results(bucket: Bucket) -> list[str]:
    return [key for key in bucket.keys() if key.startswith("out/") and ".offcut" not in key]  # noqa: SIM118 - no mapping


def _url(bucket: Bucket, path: str) -> str:
    return f"s3://{bucket.name}/{path}"


def test_a_bucket_is_mirrored_and_nothing_is_done_twice(
    filled: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    given = (cluster_python, small_models, tmp_path, filled.address)
    ends = _url(filled, "in"), _url(filled, "out/")
    with with_bucket(*given, *ends) as run:
        assert (run.end(), run.errors) == (0, "")
    assert _results(filled) == RESULTS
    for name in RESULTS:
        assert pictures.read(filled.get(name)).size == (60, 40)
    (journal,) = [key for key in filled.keys() if "/.offcut/journal-" in key]  # noqa: SIM118
    states = [json.loads(line)["state"] for line in filled.get(journal).splitlines()]
    assert states == ["done", "done"]
    manifest = filled.get("out/.offcut/manifest.jsonl").splitlines()
    assert [f"out/{json.loads(line)['result']}" for line in manifest] == RESULTS
    filled.put("in/c.jpg", filled.get("in/a.jpg"))
    with with_bucket(*given, *ends) as run:
        assert run.end() == 0
    assert sorted(run.told("skipped")) == ["a.jpg", "b.png"]
    assert run.told("done") == ["c.jpg"]


def test_from_a_pattern_to_this_machine_and_back(
    filled: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    given = (cluster_python, small_models, tmp_path, filled.address)
    with with_bucket(*given, _url(filled, "in/**/*.png"), "here/") as run:
        assert (run.end(), run.errors) == (0, "")
    assert (tmp_path / "here/sub/b-offcut.png").is_file()
    (tmp_path / "cat.jpg").write_bytes(filled.get("in/a.jpg"))
    with with_bucket(*given, "cat.jpg", _url(filled, "new/cat.webp")) as run:
        assert (run.end(), run.errors) == (0, "")
    assert pictures.read(filled.get("new/cat.webp")).format == "WEBP"
    with with_bucket(*given, _url(filled, "in/a.jpg")) as run:
        assert run.end() == 0
    assert pictures.read(filled.get("in/a-offcut.png")).size == (60, 40)


def test_bad_objects_are_a_line_each_and_the_rest_is_done(
    filled: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    filled.put("in/bad.jpg", b"Dear diary")
    given = (cluster_python, small_models, tmp_path, filled.address)
    ends = (_url(filled, "in"), _url(filled, "missing.jpg"), _url(filled, "out/"))
    with with_bucket(*given, *ends) as run:
        assert run.end() == 1
    assert sorted(run.told("failed")) == ["bad.jpg", "missing.jpg"]
    assert sorted(run.told("done")) == ["a.jpg", "b.png"]


def _large(bucket: Bucket) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    bucket.put("in/large.bmp", pictures.file(Image.fromarray(pixels), "BMP"))


def test_a_store_that_is_busy_now_and_then_is_asked_again(
    filled: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    asked: dict[str, int] = {}

    def fate(method: str, path: str) -> str:
        place = f"{method} {path.partition('?')[0]}"
        asked[place] = asked.get(place, 0) + 1
        if "offcut.png" in path or path.endswith(("a.jpg", "b.png")):
            return {1: "cut", 2: "busy"}.get(asked[place], "ok")
        return "ok"

    ends = _url(filled, "in"), _url(filled, "out/")
    with (
        Unreliable(filled.address, fate) as proxy,
        with_bucket(cluster_python, small_models, tmp_path, proxy.address, *ends) as run,
    ):
        assert (run.end(), run.errors) == (0, "")
    assert _results(filled) == RESULTS
    assert {fate for *_, fate in proxy.seen} == {"ok", "busy", "cut"}


def test_a_large_result_goes_in_parts_and_is_there_whole(
    bucket: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    _large(bucket)
    failures = {"left": 2}

    def fate(method: str, path: str) -> str:
        if method == "PUT" and "partNumber=2" in path and failures["left"]:
            failures["left"] -= 1
            return "cut"
        return "ok"

    options = ("--type", "background", "--edges", "plain", "--no-clean")
    ends = _url(bucket, "in"), _url(bucket, "out/")
    with (
        Unreliable(bucket.address, fate) as proxy,
        with_bucket(cluster_python, small_models, tmp_path, proxy.address, *options, *ends) as run,
    ):
        assert (run.end(), run.errors) == (0, "")
    assert sum("partNumber=" in path for _, path, _ in proxy.seen) > 2
    image = pictures.read(bucket.get("out/large-offcut.png"))
    image.load()
    assert image.size == (SIDE, SIDE)
    assert bucket.unfinished() == []


def test_of_a_result_that_is_refused_nothing_is_left(
    bucket: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    _large(bucket)
    bucket.put("in/small.jpg", pictures.file(pictures.noise((60, 40)), "JPEG"))

    def fate(method: str, path: str) -> str:
        return "forbidden" if method == "PUT" and "partNumber=2" in path else "ok"

    options = ("--type", "background", "--edges", "plain", "--no-clean")
    ends = _url(bucket, "in"), _url(bucket, "out/")
    with (
        Unreliable(bucket.address, fate) as proxy,
        with_bucket(cluster_python, small_models, tmp_path, proxy.address, *options, *ends) as run,
    ):
        assert run.end() == 1
    assert run.told("failed") == ["large.bmp"]
    assert run.told("done") == ["small.jpg"]
    (failed,) = [event for event in run.events if event["event"] == "failed"]
    assert f"{_url(bucket, 'out/large-offcut.png')}: " in failed["error"]
    assert _results(bucket) == ["out/small-offcut.png"]
    assert bucket.unfinished() == []


def test_killed_in_the_middle_it_leaves_no_half_object_and_goes_on(
    bucket: Bucket, cluster_python: Path, small_models: Path, tmp_path: Path
) -> None:
    for number in range(6):
        bucket.put(f"in/{number}.jpg", pictures.file(pictures.noise((60, 40)), "JPEG"))
    given = (cluster_python, small_models, tmp_path, bucket.address)
    ends = _url(bucket, "in"), _url(bucket, "out/")
    with with_bucket(*given, "--jobs", "2", *ends) as run:
        run.until("done", 2)
        run.kill()
    for key in _results(bucket):
        pictures.read(bucket.get(key)).load()
    with with_bucket(*given, "--jobs", "2", *ends) as run:
        assert run.end() == 0
    assert len(_results(bucket)) == 6
