"""The C libraries that read pictures in the page: their versions, and how old they may be.

They come inside Pyodide's Pillow, whose own version says nothing of them. docs/build-sources.md
tells people the same; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from offcut_build.errors import BuildError


@dataclass(frozen=True, slots=True)
class Floor:
    """The oldest version that is taken.

    Attributes:
        version: has no hole that a picture could use, as far as is known.
        reason: what older ones have.
        accepted: an older version that is taken all the same.
    """

    version: str
    reason: str
    accepted: str | None = None


FLOORS: Final[Mapping[str, Floor]] = {
    "freetype2": Floor("2.13.1", "CVE-2025-27363"),
    "jpg": Floor("9.0", "versions of libjpeg before 9 are not maintained"),
    "libtiff": Floor("4.7.1", "CVE-2022-3970, CVE-2023-52356, CVE-2025-9900", "4.4.0"),
    "webp": Floor("1.3.2", "CVE-2023-4863", "1.2.2"),
    "zlib": Floor("1.2.13", "CVE-2022-37434"),
}
"""By the names of ``PIL.features``."""


def require(versions: Mapping[str, str | None]) -> str:
    """Refuse libraries that are too old.

    Args:
        versions: by the names of ``FLOORS``; None, or missing, where Pillow lacks the library.

    Returns:
        A line that lists them, with a word on each that is older than it should be.

    Raises:
        BuildError: if one is older than its floor, and is not accepted.
    """
    found = []
    for name, floor in FLOORS.items():
        version = versions.get(name)
        if version is None:
            continue
        is_old = _parts(version) < _parts(floor.version)
        if is_old and version != floor.accepted:
            raise BuildError(
                f"Pyodide's Pillow holds {name} {version}, older than {floor.version} "
                f"({floor.reason}): take another Pyodide, or accept it in "
                "py_src/offcut_build/site/c_libraries.py and docs/build-sources.md."
            )
        remark = f" (older than {floor.version}, accepted)" if is_old else ""
        found.append(f"{name} {version}{remark}")
    return f"C libraries in Pyodide's Pillow: {', '.join(found)}"


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
