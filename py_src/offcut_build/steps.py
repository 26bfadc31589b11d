"""The build from beginning to end."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import offcut
from offcut_build import cache, paths, report
from offcut_build.build_lock import exclusive
from offcut_build.errors import BuildError
from offcut_build.fetching import npm, wheels
from offcut_build.models import variants
from offcut_build.site import assemble, bytecode, fingerprint, licences, pyodide_lock
from offcut_build.site.app_wheel import app_wheel

_PYODIDE: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_ONNX_RUNTIME: Final = (
    "ort.wasm.min.mjs",
    "ort-wasm-simd-threaded.mjs",
    "ort-wasm-simd-threaded.wasm",
)
_LIBHEIF: Final = "libheif-js/libheif-wasm/libheif-bundle.mjs"
_RUNTIME: Final = (
    *(f"pyodide/{name}" for name in (*_PYODIDE, bytecode.LOCK)),
    *(f"onnxruntime-web/dist/{name}" for name in _ONNX_RUNTIME),
)
VENDORED: Final = {"client-zip.js": "client-zip/index.js"}
"""The modules in node_modules that the page's own import, by their name in the site's ``vendor/``:
one file each, which imports nothing. ``web/vendor/`` has their types."""
NODE_FILES: Final = (*_RUNTIME, _LIBHEIF, *VENDORED.values())
"""Every file that is taken from node_modules as it is; ``pins.json`` holds their SHA-256."""


def build(
    out: Path,
    ids: Sequence[str] = variants.IDS,
    base: str = "",
    choices: assemble.Choices = assemble.AS_USUAL,
) -> None:
    """Make the site in ``out``, unless it is there and nothing has changed.

    Args:
        out: absolute path.
        ids: the models to offer.
        base: where the site will lie on its host; "" if it may be anywhere.
        choices: what the site allows.

    Raises:
        BuildError: if it can't be built.
    """
    time_of_release = release_time()
    with exclusive():
        asked = (*ids, base, repr(choices), str(time_of_release))
        inputs = fingerprint.of_inputs(asked)
        if fingerprint.is_current(out, inputs):
            return
        assemble.require_replaceable(out)
        start = time.monotonic()
        report.say(f"Building the site in {out}; downloads are kept in {cache.folder()}")
        npm.install()
        with cache.scratch("wheel") as temporary:
            made_of = dataclasses.replace(
                sources(temporary, ids, base, choices), time=time_of_release
            )
            with report.step("Assembling the site") as step:
                assemble.assemble(made_of, out)
                step.detail = report.megabytes(cache.size(out))
        fingerprint.record(out, inputs)
        report.say(f"Built in {time.monotonic() - start:.0f} s.")


def release_time() -> int:
    """When the release was made, seconds since 1970; 0 if the build is not told.

    ``SOURCE_DATE_EPOCH`` tells, as in all reproducible builds: the clock would give other bytes
    each time. Source: https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        BuildError: if it is no such number.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "0")
    if not given.isascii() or not given.isdigit():
        raise BuildError(f"SOURCE_DATE_EPOCH is {given!r}, which is no number of seconds.")
    return int(given)


def sources(
    temporary: Path,
    ids: Sequence[str],
    base: str = "",
    choices: assemble.Choices = assemble.AS_USUAL,
) -> assemble.Sources:
    """Everything that the site is made of, fetched and verified.

    Args:
        temporary: an empty folder, for Offcut's wheel.
        ids: see ``build``.
        base: see ``build``.
        choices: see ``build``.

    Raises:
        BuildError: if something can't be had.
    """
    versions = _npm_versions()
    runtime = _runtime(versions["pyodide"])
    wheel = app_wheel(temporary)
    if choices.heic:
        runtime[assemble.LIBHEIF] = npm.package_file(_LIBHEIF)
    from_pyodide = [runtime[name] for name in runtime if name.endswith(".whl")]
    return assemble.Sources(
        version=offcut.__version__,
        python=versions["pyodide"],
        web=paths.WEB,
        vendored={name: npm.package_file(path) for name, path in VENDORED.items()},
        runtime=runtime,
        models=variants.variants(),
        wheel=wheel,
        ids=ids,
        licences=licences.text(versions, [wheel, *map(Path, from_pyodide)], heic=choices.heic),
        base=base,
        choices=choices,
    )


def _runtime(pyodide: str) -> dict[str, Path | str]:
    files = {Path(name).name: npm.package_file(name) for name in _RUNTIME}
    lock = json.loads(files.pop(bytecode.LOCK).read_text(encoding="utf-8"))
    pruned = pyodide_lock.prune(lock, wheels.ROOTS)
    fetched = {path.name: path for path in wheels.wheels(pruned, pyodide)}
    onnx_runtime = {name: files.pop(name) for name in _ONNX_RUNTIME}
    return {**bytecode.compiled({**files, **fetched}, pruned), **onnx_runtime}


def _npm_versions() -> dict[str, str]:
    text = (paths.WEB / "package.json").read_text(encoding="utf-8")
    versions: dict[str, str] = json.loads(text)["dependencies"]
    return versions
