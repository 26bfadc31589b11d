"""Offcut's own Python as a wheel, for micropip in the page."""

from __future__ import annotations

from pathlib import Path

import offcut
from offcut_build import paths, process, report
from offcut_build.fetching.environment import environment


def app_wheel(folder: Path) -> Path:
    """Build the wheel into a folder, the same bytes from the same sources.

    Raises:
        BuildError: if that fails.
    """
    with report.step("Building Offcut's wheel"):
        process.run(
            [environment("build"), "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=paths.ROOT,
            log="wheel",
            failure="Offcut's wheel could not be built",
            # 1980-01-01 UTC, the earliest that a ZIP file can say
            env={"SOURCE_DATE_EPOCH": "315532800", "PYTHONDONTWRITEBYTECODE": "1"},
        )
    return folder / f"offcut-{offcut.__version__}-py3-none-any.whl"
