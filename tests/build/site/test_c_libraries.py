"""A C library that is too old stops the build, unless it was accepted by name and version."""

from __future__ import annotations

import pytest

from offcut_build import paths
from offcut_build.errors import BuildError
from offcut_build.site import c_libraries
from offcut_build.site.c_libraries import FLOORS

CURRENT = {name: floor.version for name, floor in FLOORS.items()}
ACCEPTED = {name: floor.accepted for name, floor in FLOORS.items() if floor.accepted}


def test_what_is_new_enough_is_listed() -> None:
    listed = c_libraries.require({**CURRENT, "webp": "1.10.0", "raqm": None})
    assert "webp 1.10.0, zlib 1.2.13" in listed
    assert "accepted" not in listed


def test_what_pillow_lacks_is_left_out() -> None:
    assert c_libraries.require({"zlib": "1.3.1"}).endswith("Pillow: zlib 1.3.1")


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_accepted_is_said_to_be_old(name: str) -> None:
    listed = c_libraries.require(CURRENT | {name: ACCEPTED[name]})
    assert f"{name} {ACCEPTED[name]} (older than {FLOORS[name].version}, accepted)" in listed


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_older_still_stops_the_build(name: str) -> None:
    with pytest.raises(BuildError, match=rf"{name} 0\.9\.9, older than {FLOORS[name].version}"):
        c_libraries.require(CURRENT | {name: "0.9.9"})


@pytest.mark.parametrize("name", FLOORS)
def test_people_are_told_each_floor_and_each_exception(name: str) -> None:
    page = (paths.ROOT / "docs" / "build-sources.md").read_text(encoding="utf-8")
    floor = FLOORS[name]
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` ")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1:3] == [floor.version, floor.reason]
    assert cells[3].startswith(floor.accepted or "none")
