"""docs/formats.md has a row for each format that is read; the page lets all of them be chosen."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from offcut.imageio.opening import FORMATS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
WEB = ROOT / "web"


def _extensions(kind: str) -> set[str]:
    Image.init()
    return {ending for ending, of in Image.registered_extensions().items() if of == kind}


def test_each_format_has_a_row_and_there_are_no_others() -> None:
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == sorted(FORMATS)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_each_format_can_be_chosen_and_is_taken_from_a_folder(kind: str) -> None:
    html = (WEB / "index.html").read_text(encoding="utf-8")
    chooser = re.search(r'<input id="file"[^>]* accept="([^"]*)"', html)
    assert chooser
    kinds = {each.strip() for each in chooser[1].split(",")}
    assert "image/*" in kinds
    script = (WEB / "app" / "intake" / "folders.js").read_text(encoding="utf-8")
    pattern = re.search(r"PICTURE =\s+/(.*)/i;", script)
    assert pattern
    for ending in _extensions(kind) & COMMON:
        assert ending in kinds or ending in KNOWN_TO_BROWSERS, ending
        assert re.search(pattern[1], f"picture{ending}"), ending


KNOWN_TO_BROWSERS = {
    ".jpg", ".jpeg", ".jfif", ".png", ".apng", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".ico",
    ".avif",
}  # fmt: skip
"""Endings that each system counts among pictures."""

COMMON = KNOWN_TO_BROWSERS | {
    ".psd", ".tga", ".qoi", ".dds", ".pcx", ".sgi", ".icns", ".jp2", ".j2k", ".ppm", ".pgm",
    ".pbm", ".pnm", ".dib", ".mpo",
}  # fmt: skip


def test_camera_raw_files_can_be_chosen_too() -> None:
    html = (WEB / "index.html").read_text(encoding="utf-8")
    script = (WEB / "app" / "intake" / "folders.js").read_text(encoding="utf-8")
    pattern = re.search(r"PICTURE =\s+/(.*)/i;", script)
    assert pattern
    for ending in (".dng", ".nef", ".cr2", ".cr3", ".arw", ".orf", ".rw2", ".pef", ".raf"):
        assert f"{ending}," in html or f'{ending}"' in html
        assert re.search(pattern[1], f"picture{ending}")


def test_the_installed_app_opens_the_same_kinds() -> None:
    manifest = json.loads((WEB / "site.webmanifest").read_text(encoding="utf-8"))
    accepted = manifest["file_handlers"][0]["accept"]
    assert {"image/jpeg", "image/png", "image/webp", "image/tiff"} <= accepted.keys()
