"""The service worker's script: which files belong to a release, and what each must hash to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from offcut.files.digest import sha256

SCRIPT: Final = "sw.js"
"""At the top of the site, since a service worker governs what lies below it."""

RELEASE_MARK: Final = "offcut-release-mark"
"""What stands in the page in the place of the release's name until that is known."""

_PARTS_OF_MODELS: Final = ".gz"  # the model store fetches and keeps these
_NOT_FOUND: Final = "404.html"  # only the host shows it, and some don't give it out by its name


def write(site: Path, assets: str, queries: dict[str, str], about: Mapping[str, Any]) -> None:
    """Name the release, write the name into the page, and write the service worker's script.

    Args:
        site: the folder, with everything else in its place.
        assets: name of the folder in ``assets/``.
        queries: what follows the ``?`` when the page asks for a file, by the file's path.
        about: what else the service worker has to know; part of the release's identity.
    """
    release = _name(site, about)
    page = site / "index.html"
    text = page.read_text(encoding="utf-8").replace(RELEASE_MARK, release)
    page.write_text(text, encoding="utf-8", newline="\n")
    files = {
        name + (f"?{queries[name]}" if name in queries else ""): [
            path.stat().st_size,
            sha256(path),
        ]
        for name, path in _files(site).items()
        if name != _NOT_FOUND
    }
    build = {"release": release, **about, "files": files}
    script = (
        f"import {{ serve }} from './assets/{assets}/service-worker/main.js';\n"
        f"serve({json.dumps(build, indent=1, ensure_ascii=False)});\n"
    )
    (site / SCRIPT).write_text(script, encoding="utf-8", newline="\n")


def _name(site: Path, about: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(about).encode())
    for name, path in _files(site).items():
        digest.update(f"{name}\0{sha256(path)}\0".encode())
    return digest.hexdigest()[:16]


def _files(site: Path) -> dict[str, Path]:
    files = {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}
    return {name: path for name, path in sorted(files.items()) if path.suffix != _PARTS_OF_MODELS}
