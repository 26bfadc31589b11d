"""The packages to publish: ``PYTHONPATH=py_src python3 -m offcut_build.release``.

Builds wheel and sdist into a folder, and looks them over. With ``--tag`` it checks first that the
tag, the version in the sources and the changelog say the same.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import offcut
from offcut_build import paths, process, report
from offcut_build.errors import BuildError
from offcut_build.fetching.environment import environment

_DASH: Final = "\N{EN DASH}"
_HEADING: Final = rf"^## \[?{{version}}\]? {_DASH} \d{{{{4}}}}-\d\d-\d\d$"
_UNRELEASED: Final = re.compile(r"^## \[Unreleased\]\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_ENTRY: Final = re.compile(r"^- ", re.MULTILINE)

# 1980-01-01 UTC, the earliest that a ZIP file can say: the same bytes from the same sources
_EPOCH: Final = "315532800"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, check, and build."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_build.release", description=__doc__)
    parser.add_argument("--tag", help="of the release, such as v1.2.3")
    parser.add_argument(
        "--out", type=Path, default=paths.ROOT / "packages", help="default: packages"
    )
    given = parser.parse_args(arguments)
    try:
        if given.tag is not None:
            changelog = (paths.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
            check(given.tag, offcut.__version__, changelog)
        for path in packages(given.out):
            print(path)
    except BuildError as error:
        report.say(str(error))
        return 1
    return 0


def check(tag: str, version: str, changelog: str) -> None:
    """Whether a release is what it says.

    Args:
        tag: of the commit.
        version: in the sources.
        changelog: its text.

    Raises:
        BuildError: if the tag is of another version, the changelog has no date for it, or has
            changes that belong to no version yet.
    """
    if tag != f"v{version}":
        raise BuildError(
            f"The tag is {tag}, but py_src/offcut/__init__.py has the version {version}."
        )
    heading = _HEADING.format(version=re.escape(version))
    if re.search(heading, changelog, re.MULTILINE) is None:
        raise BuildError(
            f"CHANGELOG.md has no section '## {version} {_DASH} YYYY-MM-DD': give it the date."
        )
    unreleased = _UNRELEASED.search(changelog)
    if unreleased is not None and _ENTRY.search(unreleased[1]):
        raise BuildError(
            f"CHANGELOG.md still lists unreleased changes: move them to the section of {version}."
        )


def packages(folder: Path) -> list[Path]:
    """Build wheel and sdist into a folder, and look them over as the index does.

    Raises:
        BuildError: if that fails.
    """
    python = environment("release")
    with report.step("Building the packages"):
        process.run(
            [python, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", folder],
            cwd=paths.ROOT,
            log="packages",
            failure="The packages could not be built",
            env={"SOURCE_DATE_EPOCH": _EPOCH, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    version = offcut.__version__
    made = [folder / f"offcut-{version}-py3-none-any.whl", folder / f"offcut-{version}.tar.gz"]
    with report.step("Looking the packages over"):
        process.run(
            [python, "-m", "twine", "check", "--strict", *made],
            log="twine",
            failure="The packages are not as they should be",
        )
    return made


if __name__ == "__main__":
    sys.exit(main())
