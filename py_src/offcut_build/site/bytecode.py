"""Pyodide's Python compiled ahead: half of a start's time would go into compiling it.

Only the Python that will run it can write its bytecode, so this runs Pyodide, under Node.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from offcut.files.digest import is_intact, sha256
from offcut_build import cache, process, report
from offcut_build.errors import BuildError
from offcut_build.site import c_libraries, pyodide_lock

LOCK: Final = "pyodide-lock.json"

_SCRIPTS: Final = Path(__file__).parent / "in_pyodide"
_LAUNCHER: Final = "run.mjs"
_SCRIPT: Final = "compile_modules.py"
_ARCHIVES: Final = (".whl", ".zip")
_C_LIBRARIES: Final = "c-libraries.json"
_SEAL: Final = "sha256.json"


def compiled(runtime: Mapping[str, Path], lock: Mapping[str, Any]) -> dict[str, Path | str]:
    """Compile the modules that every start imports, unless the cache has them.

    Args:
        runtime: Pyodide's files and its wheels by name, verified.
        lock: its lock file, which lists just these wheels.

    Returns:
        The same files by name, the archives among them compiled, and the text of a lock file with
        the new hashes.

    Raises:
        BuildError: if that fails, or a C library in there is too old.
    """
    folder = cache.folder("bytecode") / _key(runtime, lock)
    if not _is_intact(folder):
        with cache.new_folder(folder) as temporary:
            _make(runtime, lock, temporary)
    hashes = _seal(folder)
    packages = {
        name: {**package, "sha256": hashes[package["file_name"]]}
        for name, package in lock["packages"].items()
    }
    libraries = json.loads((folder / _C_LIBRARIES).read_text(encoding="utf-8"))
    report.say(c_libraries.require(libraries))
    archives = {name: folder / name for name in hashes if name != _C_LIBRARIES}
    text = pyodide_lock.to_text({**lock, "packages": packages})
    return {**runtime, **archives, LOCK: text}


def _make(runtime: Mapping[str, Path], lock: Mapping[str, Any], folder: Path) -> None:
    node = shutil.which("node")
    if node is None:
        raise BuildError("node was not found: install Node.js and start again.")
    with report.step("Compiling Pyodide's Python"), cache.scratch("bytecode") as work:
        for name, path in runtime.items():
            shutil.copyfile(path, work / name)
        (work / LOCK).write_text(pyodide_lock.to_text(lock), encoding="utf-8")
        process.run(
            [node, _SCRIPTS / _LAUNCHER, work, _SCRIPTS / _SCRIPT],
            log="bytecode",
            failure="Pyodide's Python could not be compiled",
        )
        names = sorted(name for name in runtime if Path(name).suffix in _ARCHIVES)
        names.append(_C_LIBRARIES)
        for name in names:
            shutil.copyfile(work / name, folder / name)
    seal = {name: sha256(folder / name) for name in names}
    (folder / _SEAL).write_text(json.dumps(seal), encoding="utf-8")


def _is_intact(folder: Path) -> bool:
    try:
        hashes = _seal(folder)
    except (OSError, ValueError):
        return False
    return all(is_intact(folder / name, expected) for name, expected in hashes.items())


def _seal(folder: Path) -> dict[str, str]:
    hashes: dict[str, str] = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
    return hashes


def _key(runtime: Mapping[str, Path], lock: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(pyodide_lock.to_text(lock).encode())
    scripts = {name: _SCRIPTS / name for name in (_LAUNCHER, _SCRIPT)}
    for name, path in sorted({**runtime, **scripts}.items()):
        digest.update(f"{name}\0{sha256(path)}\0".encode())
    return digest.hexdigest()[:16]
