"""Parts of a model to verified files in the cache."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from offcut import DamagedModelError, ModelUnavailableError
from offcut.files import leftovers
from offcut.native.models.source import Folder
from offcut.native.models.unpack import unpack
from tests.conftest import ROOT
from tests.native.models.small_models import GRAPH, WEIGHTS, SmallModel

pytestmark = pytest.mark.usefixtures("own_cache")


def test_the_files_come_out_as_they_went_in(small_model: SmallModel) -> None:
    graph = unpack(small_model.variant, Folder(small_model.folder))
    assert graph.name == "small.onnx"
    assert graph.read_bytes() == GRAPH
    assert graph.with_name("weights.bin").read_bytes() == WEIGHTS


def test_progress_counts_compressed_bytes_up_to_all_of_them(small_model: SmallModel) -> None:
    reports: list[tuple[int, int]] = []
    unpack(
        small_model.variant,
        Folder(small_model.folder),
        lambda loaded, total: reports.append((loaded, total)),
    )
    total = sum((small_model.folder / name).stat().st_size for name in small_model.names)
    assert len(reports) == len(small_model.names)
    assert reports == sorted(reports)
    assert reports[-1] == (total, total)
    assert {of for _, of in reports} == {total}


def test_files_that_are_there_need_no_parts(small_model: SmallModel) -> None:
    first = unpack(small_model.variant, Folder(small_model.folder))
    shutil.rmtree(small_model.folder)
    assert unpack(small_model.variant, Folder(small_model.folder)) == first


@pytest.mark.parametrize("name", ["small.onnx", "weights.bin"])
@pytest.mark.parametrize("damage", [b"damaged", None])
def test_a_damaged_or_missing_file_is_unpacked_anew(
    name: str, damage: bytes | None, small_model: SmallModel
) -> None:
    path = unpack(small_model.variant, Folder(small_model.folder)).with_name(name)
    before = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    unpack(small_model.variant, Folder(small_model.folder))
    assert path.read_bytes() == before


def test_a_damaged_part_is_named(small_model: SmallModel, own_cache: Path) -> None:
    name = small_model.names[1]
    (small_model.folder / name).write_bytes(b"damaged")
    with pytest.raises(DamagedModelError, match=rf"{name}, a part of the model, is damaged"):
        unpack(small_model.variant, Folder(small_model.folder))
    assert not list(own_cache.glob("unpacked/*"))


def test_a_missing_part_is_named(small_model: SmallModel, own_cache: Path) -> None:
    name = small_model.names[2]
    (small_model.folder / name).unlink()
    with pytest.raises(ModelUnavailableError, match=rf"{name} can't be read \(No such file"):
        unpack(small_model.variant, Folder(small_model.folder))
    assert not list(own_cache.glob("unpacked/*"))


def _replace_part(model: SmallModel, content: bytes) -> None:
    part = model.manifest["variants"][0]["parts"][0]
    (model.folder / part["path"]).write_bytes(content)
    part["sha256"] = hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no gzip", "a part of the model, can't be inflated"),
        (gzip.compress(GRAPH)[:-12], r"holds \d+ bytes instead of 200|files of the model"),
        (gzip.compress(GRAPH[:-1]), "holds 199 bytes instead of 200"),
        (gzip.compress(bytes(10_000_000)), "holds 201 bytes instead of 200"),
        (gzip.compress(bytes(200)), "The files of the model small are damaged"),
    ],
    ids=["no gzip", "cut off", "short", "endless", "other content"],
)
def test_a_part_that_holds_something_else_is_refused(
    content: bytes, sentence: str, small_model: SmallModel, own_cache: Path
) -> None:
    _replace_part(small_model, content)
    with pytest.raises(DamagedModelError, match=sentence):
        unpack(small_model.variant, Folder(small_model.folder))
    assert not list(own_cache.glob("unpacked/*"))


def test_an_interrupted_start_leaves_nothing_behind(
    small_model: SmallModel, own_cache: Path
) -> None:
    def interrupt(_loaded: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unpack(small_model.variant, Folder(small_model.folder), interrupt)
    assert not list(own_cache.glob("unpacked/*"))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is swept there")
def test_what_a_killed_process_left_goes_with_the_next_model(
    small_model: SmallModel, own_cache: Path
) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from offcut.files import leftovers;"
        "parent = Path(sys.argv[1]); parent.mkdir(parents=True);"
        "context = leftovers.new_folder(parent);"
        "(context.__enter__() / 'small.onnx').write_bytes(b'half');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    home = own_cache / "unpacked"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py_src")}
    subprocess.run([sys.executable, "-c", program, home], env=environment, check=False)
    (left,) = home.iterdir()
    assert (left / "small.onnx").is_file()
    long_ago = left.stat().st_mtime - 2 * leftovers._ABANDONED
    os.utime(left, (long_ago, long_ago))
    graph = unpack(small_model.variant, Folder(small_model.folder))
    assert list(home.iterdir()) == [graph.parent]


def test_two_that_unpack_at_once_both_have_the_files(
    small_model: SmallModel, own_cache: Path
) -> None:
    start = threading.Barrier(2)

    def begin(_number: int) -> list[bytes]:
        first = True

        def wait(_loaded: int, _total: int) -> None:
            nonlocal first
            if first:  # both are at it now
                start.wait(30)
            first = False

        graph = unpack(small_model.variant, Folder(small_model.folder), wait)
        return [graph.read_bytes(), graph.with_name("weights.bin").read_bytes()]

    with ThreadPoolExecutor(2) as both:
        one, other = both.map(begin, range(2))
    assert one == other == [GRAPH, WEIGHTS]
    assert len(list(own_cache.glob("unpacked/*"))) == 1
