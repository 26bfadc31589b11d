"""The pictures for the wider suites and the benchmark, which are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

from offcut_build import paths


class SharedDataError(Exception):
    """``OFFCUT_TEST_DATA`` names no folder."""


def shared_data() -> Path | None:
    """The folder of pictures for the wider suites, which is no part of the project.

    Returns:
        ``OFFCUT_TEST_DATA``, else ``../shared/data`` beside the project, None if there is none.

    Raises:
        SharedDataError: if ``OFFCUT_TEST_DATA`` names no folder.
    """
    chosen = os.environ.get("OFFCUT_TEST_DATA")
    folder = Path(chosen).expanduser() if chosen else paths.ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    if chosen:
        raise SharedDataError(f"OFFCUT_TEST_DATA is {chosen}, which is no folder.")
    return None
