"""Folders of photos on the command line, by processes: ``python3 -m offcut_bench.folders``.

Writes its table into docs/scale.md, between two marks. Run it while nothing else does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from offcut_bench.inside import ROOT, require_environment

require_environment("offcut_bench.folders")

from offcut.files import whole_file  # noqa: E402 - the environment above has what it needs
from offcut.native.workers import sizing  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.report import scale  # noqa: E402
from offcut_bench.report.scale import Facts, Measured  # noqa: E402
from offcut_build.models import variants  # noqa: E402

_PAGE: Final = "scale.md"
_MEGAPIXELS: Final = (2, 4, 6, 8, 10, 12)
"""Of the photos, by turns."""
_MODELS: Final = ("isnet_quint8", "isnet")


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
    facts = Facts(
        f"{datetime.now().astimezone():%Y-%m-%d}",
        machine.processor(),
        cores,
        given.pictures,
        f"{_MEGAPIXELS[0]} to {_MEGAPIXELS[-1]}",
    )
    measured = scale.table(rows, facts)
    print(measured)
    whole_file.write_text(path, scale.filled(path.read_text(encoding="utf-8"), measured))


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
    command = [sys.executable, "-m", "offcut.native", *map(str, options)]
    with subprocess.Popen(
        [*command, str(folder / "in"), f"{out}/"],
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


if __name__ == "__main__":
    main()
