"""All results go into one ZIP archive, as a stream.

That no file system confuses their names is shown without a browser, in
tests/js/app/save/file-names.test.js.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from offcut_testing.driver import visit

_APP = "document.querySelector('script[src$=\"/app/main.js\"]').src"

_SAVE = f"""
async ({{ files, picker, abortAt, broken }}) => {{
  const {{ saveArchive }} = await import(new URL('save/archive.js', {_APP}));
  const root = await navigator.storage.getDirectory();
  const asked = [];
  const pick = async (options) => {{
    asked.push(options.suggestedName);
    if (picker !== 'opfs') throw new DOMException('', picker);
    return root.getFileHandle('picked.zip', {{ create: true }});
  }};
  window.showSaveFilePicker = picker ? pick : undefined;
  const entries = files.map(({{ name, value, size, date }}) => ({{
    name,
    blob: new Blob([new Uint8Array(size).fill(value)]),
    date: date === null ? undefined : new Date(date),
  }}));
  if (broken) {{
    const arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
    entries[1].blob.slice = () => ({{ arrayBuffer }});
  }}
  const controller = new AbortController();
  const {{ signal }} = controller;
  const progress = [];
  const onProgress = ({{ files, bytes }}) => {{
    progress.push([files, bytes]);
    if (abortAt !== null && bytes >= abortAt) controller.abort();
  }};
  const answer = await saveArchive(entries, {{ onProgress, signal }}).catch(({{ name }}) => name);
  const saved = {{}};
  for await (const [name, handle] of root.entries()) {{
    const reader = new FileReader();
    reader.readAsDataURL(await handle.getFile());
    await new Promise((done) => {{ reader.onload = done; }});
    saved[name] = reader.result.split(',')[1];
    await root.removeEntry(name);
  }}
  return {{ answer, asked, progress, saved }};
}}
"""


@dataclass(frozen=True)
class File:
    """One file for the archive: equal bytes, and milliseconds since 1970."""

    name: str
    value: int
    size: int
    date: int | None = None
    year: int | None = None


FILES = (
    File("photo-offcut.png", 1, 3_000_000, 1_700_000_000_000, 2023),
    File("Žluťoučký kůň 🐎-offcut.png", 2, 100_000),
    File("photo-offcut (2).png", 3, 1, 0, 1980),
    File("写真-offcut.webp", 4, 0),
)


@pytest.fixture
def page(shared_page: Page) -> Page:
    """One page for all tests: none leaves anything in it that another could meet."""
    return shared_page


def _save(
    page: Page, picker: str | None, abort_at: int | None = None, *, broken: bool = False
) -> dict[str, Any]:
    options = {
        "files": [*map(asdict, FILES)],
        "picker": picker,
        "abortAt": abort_at,
        "broken": broken,
    }
    answer: dict[str, Any] = page.evaluate(_SAVE, options)
    return answer


@contextmanager
def _downloads(page: Page) -> Iterator[list[str]]:
    """The names of the files that are downloaded meanwhile."""
    names: list[str] = []

    def note(download: Any) -> None:
        names.append(download.suggested_filename)

    page.on("download", note)
    yield names
    page.wait_for_timeout(300)
    page.remove_listener("download", note)


def _is_whole(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [file.name for file in FILES]
        for entry, file in zip(archive.infolist(), FILES, strict=True):
            assert archive.read(entry) == bytes([file.value]) * file.size
            assert entry.compress_type == zipfile.ZIP_STORED
            assert file.year in {None, entry.date_time[0]}


def test_archive_is_written_to_the_chosen_file(page: Page) -> None:
    with _downloads(page) as downloads:
        outcome = _save(page, "opfs")
    assert (outcome["answer"], outcome["asked"], downloads) == ("saved", ["offcut.zip"], [])
    data = base64.b64decode(outcome["saved"]["picked.zip"])
    _is_whole(data)
    assert outcome["progress"] == sorted(outcome["progress"])
    assert {files for files, _ in outcome["progress"]} == {0, 1, 2, 3, 4}
    assert outcome["progress"][-1] == [len(FILES), len(data)]
    lengths = [bytes_ for _, bytes_ in outcome["progress"]]
    assert max(b - a for a, b in pairwise(lengths)) == 2**20  # no picture is read whole


@pytest.mark.parametrize("picker", [None, pytest.param("SecurityError", marks=pytest.mark.full)])
def test_where_no_file_can_be_chosen_the_archive_is_downloaded(
    page: Page, picker: str | None
) -> None:
    with page.expect_download() as download:
        outcome = _save(page, picker)
    assert (outcome["answer"], outcome["saved"]) == ("saved", {})
    assert download.value.suggested_filename == "offcut.zip"
    _is_whole(download.value.path().read_bytes())


def test_choosing_no_file_is_no_error(page: Page) -> None:
    with _downloads(page) as downloads:
        outcome = _save(page, "AbortError")
    assert (outcome["answer"], outcome["progress"], downloads) == ("cancelled", [], [])


@pytest.mark.parametrize("picker", ["opfs", pytest.param(None, marks=pytest.mark.full)])
def test_cancelled_archive_leaves_nothing(page: Page, picker: str | None) -> None:
    with _downloads(page) as downloads:
        outcome = _save(page, picker, abort_at=1_000_000)
    assert (outcome["answer"], outcome["saved"], downloads) == ("AbortError", {}, [])


@pytest.mark.parametrize("picker", ["opfs", pytest.param(None, marks=pytest.mark.full)])
def test_archive_that_fails_leaves_nothing(page: Page, picker: str | None) -> None:
    with _downloads(page) as downloads:
        outcome = _save(page, picker, broken=True)
    assert (outcome["answer"], outcome["saved"], downloads) == ("ArchiveError", {}, [])


@pytest.mark.full
def test_pictures_are_read_no_faster_than_the_archive_is_written(page: Page) -> None:
    read, written = page.evaluate(
        f"""async () => {{
          const {{ saveArchive }} = await import(new URL('save/archive.js', {_APP}));
          let [read, written] = [0, 0];
          const write = ({{ byteLength }}) => {{
            written += byteLength;
            if (written > 1e6) return new Promise(() => {{}});
          }};
          const createWritable = async () => new WritableStream({{ write }});
          window.showSaveFilePicker = async () => ({{ createWritable }});
          const blob = new Blob([new Uint8Array(20e6)]);
          saveArchive([{{ name: 'a', blob }}], {{ onProgress({{ bytes }}) {{ read = bytes; }} }});
          await new Promise((resolve) => setTimeout(resolve, 1000));
          return [read, written];
        }}"""
    )
    assert 1e6 < written <= read < 10e6


_SAVE_60 = f"""
async () => {{
  const {{ saveArchive }} = await import(new URL('save/archive.js', {_APP}));
  window.showSaveFilePicker = undefined;
  return saveArchive(files, {{ name: 'sixty.zip' }});
}}
"""
_MAKE_60 = """
async () => {
  globalThis.files = [];
  for (let index = 0; index < 60; index += 1) {
    const blob = new Blob([new Uint8Array(5e6).fill(index)]);
    files.push({ name: `${index}.png`, blob });
    await blob.slice(0, 1).arrayBuffer(); // it has left the page's memory
  }
}
"""


@pytest.mark.full
def test_sixty_pictures_need_little_memory_in_the_page(
    browser: Browser, context: BrowserContext, site: str
) -> None:
    page = visit(context, site)
    page.evaluate(_MAKE_60)
    processes = [Path(f"/proc/{pid}") for pid in _renderers(browser)]
    before = {process: _memory(process, "VmRSS") for process in processes}
    for process in processes:
        (process / "clear_refs").write_text("5")  # the peak begins anew: proc_pid_clear_refs(5)
    with page.expect_download() as download:
        assert page.evaluate(_SAVE_60) == "saved"
    more = max(_memory(process, "VmHWM") - rss for process, rss in before.items())
    page.evaluate("delete globalThis.files")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert [entry.file_size for entry in archive.infolist()] == [5_000_000] * 60
    assert more < 150e6  # half of it


def _renderers(browser: Browser) -> list[int]:
    tools = browser.new_browser_cdp_session()
    processes = tools.send("SystemInfo.getProcessInfo")["processInfo"]
    tools.detach()
    return [process["id"] for process in processes if process["type"] == "renderer"]


def _memory(process: Path, field: str) -> int:
    match = re.search(rf"^{field}:\s+(\d+) kB$", (process / "status").read_text(), re.MULTILINE)
    assert match
    return int(match[1]) * 1024
