"""Renew every pin: ``PYTHONPATH=py_src python3 -m offcut_build.repin`` (needs uv and npm).

Run it after a change of versions in pyproject.toml or web/package.json, and look through what
changed before you commit it.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from offcut.files import whole_file
from offcut.files.digest import sha256
from offcut_build import paths, process, report, steps
from offcut_build.errors import BuildError
from offcut_build.fetching import npm, weights

_OLDEST_PYTHON: Final = "3.11"
_COMPILE: Final = (
    *("uv", "pip", "compile", "--universal", "--generate-hashes", "--upgrade"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header"),
    *("--python-version", _OLDEST_PYTHON),
)
# the page's releases: what decides pixels is the same in the build and the tests
_EXACT: Final = ("--constraints", "py_src/offcut/constraints.txt")
_EXTRAS: Final = ("--extra", "fast", "--extra", "heic", "--extra", "jxl", "--extra", "serve")
_SOURCES: Final = {
    "build": (*_EXACT, "--group", "build"),
    # what the checks need besides, and what the package itself runs on
    "test": (*_EXACT, "pyproject.toml", *_EXTRAS, "--group", "build", "--group", "test"),
    "bench": ("--group", "bench"),
    "edges": ("--group", "edges"),
    "fuzz": (*_EXACT, "--group", "fuzz"),
    "cluster": (*_EXACT, "pyproject.toml", "--group", "cluster"),
    "audit": ("--group", "audit"),
    "release": ("--group", "release"),
    # what the container has
    "serve": (*_EXACT, "pyproject.toml", "--extra", "fast", "--extra", "heic", "--extra", "serve"),
}


def main() -> int:
    """Write requirements, npm's lock file and the hashes of what is taken from node_modules."""
    try:
        for name, sources in _SOURCES.items():
            out = paths.REQUIREMENTS / f"{name}.txt"
            with report.step(f"Compiling {out.name}"):
                process.run(
                    [*_COMPILE, *sources, "--output-file", out],
                    cwd=paths.ROOT,
                    log="uv",
                    failure="uv could not resolve the requirements",
                )
        with report.step("Locking the npm packages"):
            process.run(
                [npm.require_npm(), "install", "--package-lock-only"],
                cwd=paths.WEB,
                log="npm-lock",
                failure="npm could not lock the packages",
            )
        npm.install(development=True)
        files = sorted([*steps.NODE_FILES, weights.INDEX])
        pins = {name: sha256(paths.NODE_MODULES / name) for name in files}
        whole_file.write_text(paths.PINS, json.dumps(pins, indent=1) + "\n")
    except (BuildError, FileNotFoundError) as error:
        report.say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
