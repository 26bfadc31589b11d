"""What the site redistributes, and everybody's licence, as one text beside it.

Wheels carry their own; the npm packages and what is inside them don't: those texts lie in
``licences/``.
"""

from __future__ import annotations

import email
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offcut_build.site import samples


@dataclass(frozen=True, slots=True)
class Work:
    """Something in the site that does not come as a wheel.

    Attributes:
        name: as its authors call it.
        licence: its SPDX identifier where there is one.
        source: where its source code is.
        package: the npm package it is taken from.
        text: name of the licence's file in ``licences/``, "" if a wheel's says it.
        remark: what else must be said.
    """

    name: str
    licence: str
    source: str
    package: str = ""
    text: str = ""
    remark: str = ""


WORKS: Final = (
    Work(
        "Pyodide",
        "MPL-2.0",
        "https://github.com/pyodide/pyodide",
        "pyodide",
        remark="The licence's text is micropip's below.",
    ),
    Work("CPython, in Pyodide", "PSF-2.0", "https://github.com/python/cpython", text="PSF-2.0"),
    Work(
        "Others' code in CPython: the Mersenne Twister, libmpdec, dtoa, and more",
        "BSD-2-Clause, BSD-3-Clause, and others",
        "https://github.com/python/cpython",
        text="CPython-parts",
    ),
    Work("HACL*, in CPython", "MIT", "https://github.com/hacl-star/hacl-star", text="MIT"),
    Work("mimalloc, in CPython", "MIT", "https://github.com/microsoft/mimalloc", text="MIT"),
    Work("SipHash-2-4, in CPython", "MIT", "https://github.com/majek/csiphash", text="MIT"),
    Work("uvloop, in CPython", "MIT", "https://github.com/MagicStack/uvloop", text="MIT"),
    Work("Expat, in Pyodide", "MIT", "https://github.com/libexpat/libexpat", text="MIT"),
    Work("libffi, in Pyodide", "MIT", "https://github.com/libffi/libffi", text="MIT"),
    Work("Zstandard, in Pyodide", "BSD-3-Clause", "https://github.com/facebook/zstd", text="zstd"),
    Work("bzip2, in Pyodide", "bzip2-1.0.6", "https://sourceware.org/bzip2", text="bzip2"),
    Work(
        "liblzma, in Pyodide",
        "0BSD",
        "https://github.com/tukaani-project/xz",
        remark="By Lasse Collin and others; it asks for nothing.",
    ),
    Work(
        "SQLite, in Pyodide",
        "blessing",
        "https://sqlite.org",
        remark="Its authors have given it into the public domain.",
    ),
    Work(
        "error-stack-parser and stackframe, in Pyodide",
        "MIT",
        "https://github.com/stacktracejs/error-stack-parser",
        text="MIT",
    ),
    Work("musl, in Pyodide and ONNX Runtime Web", "MIT", "https://musl.libc.org", text="musl"),
    Work(
        "libc++, libc++abi and compiler-rt, in Pyodide and ONNX Runtime Web",
        "Apache-2.0 WITH LLVM-exception",
        "https://github.com/llvm/llvm-project",
        remark="By the LLVM project's contributors. By the exception, compiled code needs no "
        "notice; the licence's text is Offcut's below.",
    ),
    Work(
        "ONNX Runtime Web",
        "MIT",
        "https://github.com/microsoft/onnxruntime",
        "onnxruntime-web",
        "MIT",
    ),
    Work(
        "Others' code in ONNX Runtime: protobuf, Abseil, FlatBuffers, Eigen, ONNX, and more",
        "BSD-3-Clause, Apache-2.0, MPL-2.0, MIT, and others",
        "https://github.com/microsoft/onnxruntime",
        text="ONNX-Runtime-parts",
    ),
    Work(
        "Emscripten's runtime, in Pyodide and ONNX Runtime Web",
        "MIT",
        "https://github.com/emscripten-core/emscripten",
        text="MIT",
    ),
    Work(
        "client-zip",
        "MIT",
        "https://github.com/Touffy/client-zip",
        "client-zip",
        "MIT",
    ),
    Work(
        "IS-Net's weights, by Xuebin Qin and others",
        "Apache-2.0",
        "https://github.com/xuebinqin/DIS",
        "@imgly/background-removal-data",
        remark="Changed: pruned, and rounded for the smaller models. "
        "The licence's text is Offcut's below.",
    ),
    Work(
        "libjpeg, in Pillow",
        "IJG",
        "https://ijg.org",
        remark="This software is based in part on the work of the Independent JPEG Group.",
    ),
    Work("libtiff, in Pillow", "libtiff", "https://gitlab.com/libtiff/libtiff", text="libtiff"),
    Work(
        "libwebp, in Pillow",
        "BSD-3-Clause",
        "https://chromium.googlesource.com/webm/libwebp",
        text="libwebp",
    ),
    Work(
        "FreeType, in Pillow",
        "FTL",
        "https://freetype.org",
        text="FTL",
        remark="Portions of this software are copyright The FreeType Project. All rights reserved.",
    ),
    Work(
        "zlib, in Pillow and Pyodide",
        "Zlib",
        "https://zlib.net",
        remark="By Jean-loup Gailly and Mark Adler.",
    ),
)
"""Everything but wheels, sample pictures and what reads HEIC."""

HEIC: Final = (
    Work(
        "libheif and libde265, by Dirk Farin and others",
        "LGPL-3.0-or-later",
        "https://github.com/strukturag/libheif, https://github.com/strukturag/libde265 and "
        "https://github.com/catdad-experiments/libheif-js, which builds them",
        "libheif-js",
        "libheif",
        remark="A file of its own, which may be replaced by another build of the same library.",
    ),
)
"""What is there unless a build leaves it out."""

_HEAD: Final = """\
What this site is made of, and the licences.

Changed: a part of CPython's library, of Pyodide's and of the wheels' modules comes compiled. Their
source code is where this list says; a wheel's is published on PyPI under its name and version."""
_FOLDER: Final = Path(__file__).parents[1] / "licences"
_RULE: Final = "=" * 79


def text(versions: Mapping[str, str], wheels: Iterable[Path], *, heic: bool = True) -> str:
    """List all works with their licences, then the licences' texts.

    Args:
        versions: of the npm packages, by name.
        wheels: all that the site holds.
        heic: whether it holds libheif.
    """
    works = (*WORKS, *HEIC) if heic else WORKS
    found = sorted(wheels, key=lambda path: path.name)
    entries = [
        *map(_wheel_entry, found),
        *(_work_entry(work, versions) for work in works),
        *(f"{s.title} (sample picture), by {s.credit}\n    {s.licence}" for s in samples.listed()),
    ]
    names = sorted({work.text for work in works if work.text})
    texts = [
        *((name, (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")) for name in names),
        *(pair for path in found for pair in _wheel_texts(path)),
    ]
    sections = (f"{_RULE}\n{title}\n{_RULE}\n\n{content.strip()}" for title, content in texts)
    return "\n\n".join([_HEAD, *entries, *sections]) + "\n"


def _work_entry(work: Work, versions: Mapping[str, str]) -> str:
    version = f" ({work.package} {versions[work.package]})" if work.package else ""
    remark = f"\n    {work.remark}" if work.remark else ""
    return f"{work.name}{version}\n    {work.licence}, {work.source}{remark}"


def _wheel_entry(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    # some put the whole text there
    licence = (metadata["License-Expression"] or metadata["License"]).splitlines()[0]
    return f"{metadata['Name']} {metadata['Version']}\n    {licence}"


def _wheel_texts(wheel: Path) -> Iterable[tuple[str, str]]:
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            folder, _, file = name.partition(".dist-info/licenses/")
            if file:
                yield f"{folder}: {file}", archive.read(name).decode()
