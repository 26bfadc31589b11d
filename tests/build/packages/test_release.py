"""A release is what it says: tag, version and changelog."""

from __future__ import annotations

from pathlib import Path

import pytest

import offcut
from offcut_build import release
from offcut_build.errors import BuildError

DATED = "1.2.3 \N{EN DASH} 2026-12-01"
CHANGES = f"# Changelog\n\n## [Unreleased]\n\n## {DATED}\n\n### Added\n\n- A page.\n"


@pytest.mark.parametrize("heading", [DATED, DATED.replace("1.2.3", "[1.2.3]")])
def test_a_release_that_fits_together_passes(heading: str) -> None:
    release.check("v1.2.3", "1.2.3", CHANGES.replace(DATED, heading))


@pytest.mark.parametrize("tag", ["1.2.3", "v1.2.4", "v1.2.3rc1", "v1.2.30", ""])
def test_a_tag_of_another_version_stops_it(tag: str) -> None:
    with pytest.raises(BuildError, match=r"__init__\.py has the version 1\.2\.3"):
        release.check(tag, "1.2.3", CHANGES)


@pytest.mark.parametrize(
    "heading", ["1.2.3 \N{EN DASH} not yet released", "1.2.3", DATED.replace("1.2", "1x2")]
)
def test_a_version_without_a_date_stops_it(heading: str) -> None:
    with pytest.raises(BuildError, match="give it the date"):
        release.check("v1.2.3", "1.2.3", CHANGES.replace(DATED, heading))


def test_changes_of_no_version_stop_it() -> None:
    left = CHANGES.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Added\n\n- More.\n")
    with pytest.raises(BuildError, match=r"move them to the section of 1\.2\.3"):
        release.check("v1.2.3", "1.2.3", left)


def test_a_wrong_tag_builds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["--tag", "v0", "--out", str(tmp_path / "out")]) == 1
    assert f"has the version {offcut.__version__}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
