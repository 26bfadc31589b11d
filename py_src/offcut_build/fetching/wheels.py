"""The wheels that Pyodide loads: numpy, Pillow, micropip and what they depend on.

Its npm package holds the core only. The lock file in there says which bytes are right, wherever
they come from: Pyodide's CDN, or a mirror where that fails (docs/build-sources.md).
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from offcut.files import whole_file
from offcut_build import cache, report
from offcut_build.errors import BuildError
from offcut_build.fetching import fetch, pip
from offcut_build.fetching.environment import environment

ROOTS: Final = ("micropip", "numpy", "packaging", "pillow")
CDN: Final = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"

NO_MIRROR: Final = "OFFCUT_NO_MIRROR"
"""The environment variable that refuses the mirror."""

# The mirror: a package that carries the same wheels, and can be had wherever pip works.
_CONTAINER: Final = pip.PinnedWheel(
    requirement="open-webui==0.12.4",
    filename="open_webui-0.12.4-py3-none-any.whl",
    bytes=106_366_595,
    sha256="02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6",
    options=("--ignore-requires-python",),
)
_FOLDER_IN_CONTAINER: Final = "open_webui/frontend/pyodide"


def wheels(lock: Mapping[str, Any], version: str, cdn: str = CDN) -> list[Path]:
    """Fetch what is missing of the wheels in a pruned lock, and verify all.

    Args:
        lock: Pyodide's, pruned.
        version: Pyodide's.
        cdn: pattern of the first source's addresses.

    Raises:
        BuildError: if they can't be fetched or have a wrong SHA-256.
    """
    folder = cache.folder("wheels")
    hashes = {p["file_name"]: p["sha256"] for p in lock["packages"].values()}
    missing = [name for name in hashes if not (folder / name).is_file()]
    if missing and not _from_cdn(missing, hashes, folder, cdn.replace("{version}", version)):
        if os.environ.get(NO_MIRROR):
            raise BuildError(
                "Pyodide's wheels can't be fetched from its CDN, and the mirror is refused "
                f"(--no-mirror or {NO_MIRROR}): start again where cdn.jsdelivr.net can be reached, "
                "or allow the mirror."
            )
        report.say(
            f"Taking them out of {_CONTAINER.requirement}; docs/build-sources.md says why, "
            "--no-mirror refuses it."
        )
        _from_container([name for name in missing if not (folder / name).is_file()], folder)
    return [cache.require_hash(folder / name, sha256) for name, sha256 in sorted(hashes.items())]


def _from_cdn(names: list[str], hashes: Mapping[str, str], folder: Path, cdn: str) -> bool:
    with report.step("Fetching Pyodide's wheels", lambda: cache.size(folder)) as step:
        for name in names:
            try:
                fetch.fetch(cdn.replace("{file}", name), folder / name, hashes[name])
            except OSError as error:
                step.detail = f"the CDN can't be reached ({getattr(error, 'reason', error)})"
                return False
            except BuildError:
                if os.environ.get(NO_MIRROR):
                    raise
                step.detail = f"the CDN gave something else for {name}"
                return False
    return True


def _from_container(names: list[str], folder: Path) -> None:
    container = pip.download(environment("build"), _CONTAINER)
    with zipfile.ZipFile(container) as archive:
        for name in names:
            try:
                content = archive.read(f"{_FOLDER_IN_CONTAINER}/{name}")
            except KeyError as error:
                raise BuildError(
                    f"{name} is not in {_CONTAINER.requirement}, which stands in for the Pyodide "
                    "CDN: start again where cdn.jsdelivr.net can be reached."
                ) from error
            whole_file.write(folder / name, content)
    container.unlink()
