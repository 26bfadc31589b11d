"""Compile what every start of the page imports, in Pyodide's wheels and standard library.

Each archive in ``/runtime`` is written anew, with those modules as bytecode in the place of their
source. The rest stays as it is: bytecode takes about twice the room on its way to the visitor. Of
numpy, what Offcut has no use for is left out: each start has to unpack it.

``/runtime/c-libraries.json`` gets the versions of the C libraries in Pillow: only it can tell.
"""

from __future__ import annotations

import asyncio.runners  # noqa: F401 - see above: what is imported here gets compiled
import base64
import csv
import dataclasses  # noqa: F401
import hashlib
import importlib.metadata
import importlib.util
import io
import json
import marshal
import re
import sys
import sysconfig
import traceback  # noqa: F401
import zipfile
from pathlib import Path
from types import CodeType
from typing import Final

import micropip  # type: ignore[import-not-found]  # noqa: F401
import numpy.typing  # noqa: F401, ICN001
from PIL import Image, features

_FOLDER: Final = Path("/runtime")
_C_LIBRARIES: Final = _FOLDER / "c-libraries.json"
_UNUSED: Final = re.compile(r"numpy/(random|f2py|polynomial|testing)/|numpy/.*\.(pyi|pxd|pyx|h)$")
"""A third of numpy's wheel. No module of the rest imports one of these by itself."""

_NO_FLAGS: Final = bytes(4)  # PEP 552: never held against a source, for there is none
_NO_TIME_AND_SIZE: Final = bytes(8)


def main() -> None:
    """Write every archive anew."""
    # what micropip imports when it installs a wheel
    importlib.metadata.version("numpy")
    sysconfig.get_config_vars()
    Image.init()  # the plugins
    _C_LIBRARIES.write_text(json.dumps(_c_libraries()))
    used = frozenset(sys.modules)
    for path in sorted([*_FOLDER.glob("*.whl"), *_FOLDER.glob("*.zip")]):
        path.write_bytes(_compiled(path.read_bytes(), used))


def _c_libraries() -> dict[str, str | None]:
    names = [*features.modules, *features.codecs]
    versions = {name: features.version(name) for name in names if features.check(name)}
    return {name: version and str(version) for name, version in versions.items()}


def _compiled(archive: bytes, used: frozenset[str]) -> bytes:
    file = io.BytesIO()
    records: dict[str, tuple[str, bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            name, content = entry.filename, old.read(entry)
            if _UNUSED.match(name):
                continue
            if name.endswith(".py") and _module(name) in used:
                content = _bytecode(compile(content, name, "exec", dont_inherit=True))
                records[name] = f"{name}c", content
                name += "c"
            elif name.endswith(".dist-info/RECORD"):
                content = _renamed(content.decode(), records).encode()
            fresh = zipfile.ZipInfo(name, entry.date_time)
            fresh.external_attr = entry.external_attr
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, content, compresslevel=9)
    return file.getvalue()


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _bytecode(code: CodeType) -> bytes:
    """The content of a .pyc file."""
    return importlib.util.MAGIC_NUMBER + _NO_FLAGS + _NO_TIME_AND_SIZE + marshal.dumps(code)


def _renamed(record: str, compiled: dict[str, tuple[str, bytes]]) -> str:
    """A wheel's list of files, which is its last one, as they are now."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for row in csv.reader(record.splitlines()):
        if _UNUSED.match(row[0]):
            continue
        if row[0] in compiled:
            name, content = compiled[row[0]]
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode()
            writer.writerow([name, f"sha256={digest.rstrip('=')}", len(content)])
        else:
            writer.writerow(row)
    return file.getvalue()


main()
