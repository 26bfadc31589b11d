"""Folders of photos on the command line, by processes: ``python3 -m offcut_bench.folders``.

Writes its table into docs/scale.md, between two marks. Run it while nothing else does.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from offcut_bench.inside import ROOT, require_environment

require_environment("offcut_bench.folders")

from offcut.files import whole_file  # noqa: E402 - the environment above has what it needs
from offcut.native.workers import sizing  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_build.models import variants  # noqa: E402

_PAGE: Final = "scale.md"
_MEGAPIXELS: Final = (2, 4, 6, 8, 10, 12)
"""Of the photos, by turns."""
_MODELS: Final = ("isnet_quint8", "isnet")
_BEGIN: Final = "<!-- measured: python3 -m offcut_bench.folders -->"
_END: Final = "<!-- end -->"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run over the folder.

    Attributes:
        model: the variant's id.
        jobs: processes.
        threads: of the network, in each.
        seconds: from the start of the command to its end.
        peak: the most memory that one process had resident, bytes.
    """

    model: str
    jobs: int
    threads: int
    seconds: float
    peak: int


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.folders", description=__doc__)
    parser.add_argument("--pictures", type=int, default=48, help="how many (default: 48)")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs", help="folder of the page (default: docs)"
    )
    given = parser.parse_args()
    cores = sizing.cores()
    with _folder(given.pictures) as folder:
        rows = [
            _measure(folder, model, jobs)
            for model in _MODELS
            for jobs in sorted({1, max(1, cores // 2), cores})
        ]
    path = given.out / _PAGE
    text = filled(path.read_text(encoding="utf-8"), table(rows, given.pictures))
    print(text[text.index(_BEGIN) : text.index(_END)])
    whole_file.write_text(path, text)


@contextmanager
def _folder(pictures: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "in").mkdir()
        for number in range(pictures):
            size = _MEGAPIXELS[number % len(_MEGAPIXELS)]
            shutil.copyfile(photo(size), folder / "in" / f"{number:03}-{size}mp.jpg")
        yield folder


def _measure(folder: Path, model: str, jobs: int) -> Measured:
    options = ["--json", "--jobs", str(jobs), "--model", model, "--models", variants.variants()]
    out = folder / f"out-{model}-{jobs}"
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "offcut.native", *options, folder / "in", f"{out}/"],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        events = [json.loads(line) for line in process.stdout]
        _, status, used = os.wait4(process.pid, 0)  # with the children that it has waited for
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    counts = events[-1]["counts"]
    if process.returncode or counts["done"] != counts["of"]:
        raise RuntimeError(f"not all were done: {counts}")
    shutil.rmtree(out)
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(model, jobs, events[0]["threads"], seconds, used.ru_maxrss * unit)


def table(rows: list[Measured], pictures: int) -> str:
    """The table, and what it was measured with."""
    sizes = f"{_MEGAPIXELS[0]} to {_MEGAPIXELS[-1]}"
    lines = [
        f"{datetime.now().astimezone():%Y-%m-%d}, {machine.processor()}, {sizing.cores()} cores; "
        f"{pictures} JPEG photos of {sizes} megapixels to PNG, refined edges, with the start of "
        "all processes.",
        "",
        "| model | processes | threads in each | seconds | photos a minute | to one process "
        "| memory of the largest process |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        (alone,) = [each for each in rows if each.model == row.model and each.jobs == 1]
        lines.append(
            f"| `{row.model}` | {row.jobs} | {row.threads} | {row.seconds:.0f} "
            f"| {60 * pictures / row.seconds:.1f} | {row.seconds / alone.seconds:.2f} "
            f"| {row.peak / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


def filled(page: str, measured: str) -> str:
    """The page with this table in the place of the older one.

    Raises:
        ValueError: if the page has no place for it.
    """
    marks = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    text, count = marks.subn(lambda _: f"{_BEGIN}\n{measured}\n{_END}", page)
    if count != 1:
        raise ValueError("the page has no place for the table")
    return text


if __name__ == "__main__":
    main()
