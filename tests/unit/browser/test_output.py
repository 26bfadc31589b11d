"""The page's options, with a picture among them; stand-ins for what JavaScript hands over."""

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
def output(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module, importable outside Pyodide."""
    ffi = ModuleType("pyodide.ffi")
    vars(ffi).update(JsException=GoneError, to_js=None)
    for name, module in {"js": ModuleType("js"), "pyodide": ModuleType("pyodide")}.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setitem(sys.modules, "pyodide.ffi", ffi)
    known = set(sys.modules)
    yield importlib.import_module("offcut.browser.output")
    for name in set(sys.modules) - known:
        del sys.modules[name]


def _read(output: ModuleType, values: dict[str, Any] | None) -> Any:
    given = None if values is None else SimpleNamespace(to_py=lambda: dict(values))
    # in a thread of its own: Playwright leaves a loop running in this one
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, output.output_options(given)).result()


def _blob(data: bytes | None) -> Any:
    async def content() -> Any:
        if data is None:
            raise GoneError
        return SimpleNamespace(to_bytes=lambda: data)

    return SimpleNamespace(arrayBuffer=content)


@pytest.mark.parametrize("values", [None, {}])
def test_nothing_given_means_the_defaults(
    values: dict[str, Any] | None, output: ModuleType
) -> None:
    assert _read(output, values) == OutputOptions()


def test_values_are_taken_as_they_are(output: ModuleType) -> None:
    values = {"background": "blur", "canvas": "square", "clean": False}
    assert _read(output, values) == OutputOptions(background="blur", canvas="square", clean=False)


def test_a_blob_becomes_the_bytes_of_its_file(output: ModuleType) -> None:
    assert _read(output, {"background": _blob(PICTURE)}) == OutputOptions(background=PICTURE)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"Dear diary", "is no picture"),
        (None, "can't be read any more: choose it again"),
    ],
)
def test_a_blob_that_is_no_picture_is_named(
    data: bytes | None, sentence: str, output: ModuleType
) -> None:
    with pytest.raises(UnreadableImageError, match=f"^The background picture {sentence}"):
        _read(output, {"background": _blob(data)})


@pytest.mark.parametrize("values", [{"colour": "#fff"}, {"blur": 3}, {"background": object()}])
def test_a_bad_value_is_refused(values: dict[str, Any], output: ModuleType) -> None:
    with pytest.raises(OffcutError) as caught:
        _read(output, values)
    assert type(caught.value) is InvalidOptionError
