"""What the page asks for, with a picture among it; stand-ins for what JavaScript hands over."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from offcut import InvalidOptionError, OffcutError, OutputOptions, UnreadableImageError
from tests import pictures

PICTURE = pictures.file(pictures.noise((6, 4)))


class GoneError(Exception):
    """What JavaScript throws if a file was moved meanwhile."""


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module, importable outside Pyodide."""
    ffi = ModuleType("pyodide.ffi")
    vars(ffi).update(JsException=GoneError, to_js=None)
    for name, module in {"js": ModuleType("js"), "pyodide": ModuleType("pyodide")}.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setitem(sys.modules, "pyodide.ffi", ffi)
    known = set(sys.modules)
    yield importlib.import_module("offcut.browser.job")
    for name in set(sys.modules) - known:
        del sys.modules[name]


def _read(job: ModuleType, values: dict[str, Any], **rest: Any) -> Any:
    request = job.CutOutRequest(0, None, "cat.jpg", values, **rest)
    # in a thread of its own: Playwright leaves a loop running in this one
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, job.Job.of(request)).result()


def _blob(data: bytes | None) -> Any:
    async def content() -> Any:
        if data is None:
            raise GoneError
        return SimpleNamespace(to_bytes=lambda: data)

    return SimpleNamespace(arrayBuffer=content)


def test_nothing_given_means_the_defaults(job: ModuleType) -> None:
    read = _read(job, {})
    assert (read.options, read.mask, read.strokes) == (OutputOptions(), None, ())
    assert (read.points, read.subjects) == ((), None)


def test_values_are_taken_as_they_are(job: ModuleType) -> None:
    values = {"background": "blur", "canvas": "square", "clean": False}
    options = _read(job, values).options
    assert options == OutputOptions(background="blur", canvas="square", clean=False)


def test_a_blob_becomes_the_bytes_of_its_file(job: ModuleType) -> None:
    read = _read(job, {"background": _blob(PICTURE)}, mask=_blob(b"mask"))
    assert (read.options, read.mask) == (OutputOptions(background=PICTURE), b"mask")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"Dear diary", "is no picture"),
        (None, "can't be read any more: choose it again"),
    ],
)
def test_a_blob_that_is_no_picture_is_named(
    data: bytes | None, sentence: str, job: ModuleType
) -> None:
    with pytest.raises(UnreadableImageError, match=f"^The background picture {sentence}"):
        _read(job, {"background": _blob(data)})


@pytest.mark.parametrize("values", [{"colour": "#fff"}, {"blur": 3}, {"background": object()}])
def test_a_bad_value_is_refused(values: dict[str, Any], job: ModuleType) -> None:
    with pytest.raises(OffcutError) as caught:
        _read(job, values)
    assert type(caught.value) is InvalidOptionError


def test_a_mask_that_is_no_blob_is_refused(job: ModuleType) -> None:
    with pytest.raises(InvalidOptionError, match="mask must be a Blob"):
        _read(job, {}, mask="mask.png")


def test_strokes_are_checked(job: ModuleType) -> None:
    dab = {"kind": "erase", "points": [[0.5, 0.5]], "radius": 0.1}
    assert [stroke.kind for stroke in _read(job, {}, strokes=[dab]).strokes] == ["erase"]
    with pytest.raises(InvalidOptionError, match=r"stroke\.radius is missing"):
        _read(job, {}, strokes=[{"kind": "erase", "points": [[0.5, 0.5]]}])


def test_points_and_subjects_are_checked(job: ModuleType) -> None:
    read = _read(job, {}, points=[[0.5, 0.25, "drop"]], subjects=[2, 1])
    assert (read.points, read.subjects) == (((0.5, 0.25, "drop"),), (2, 1))
    with pytest.raises(InvalidOptionError, match=r"point\.y is 2"):
        _read(job, {}, points=[[0.5, 2, "drop"]])
    with pytest.raises(InvalidOptionError, match="subjects is 0"):
        _read(job, {}, subjects=[0])
