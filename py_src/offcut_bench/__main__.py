"""Compare Offcut with its closest peer: quality, speed, visits and memory, in one run.

Without options everything is measured, which takes about an hour, and docs/benchmark.md and
its chart are written. No timing, however slow, makes the run fail.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from offcut.models.built import MANIFEST
from offcut_bench.inside import ROOT, require_environment, run_module

require_environment("offcut_bench")

from offcut.files import whole_file  # noqa: E402 - the path is set above
from offcut.files.digest import sha256  # noqa: E402
from offcut_bench.browser import memory, speed, visits, workspace  # noqa: E402
from offcut_bench.contenders import BASELINE, downloads  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.pages.stage import Stage, stage  # noqa: E402
from offcut_bench.plan import FULL, PARTS, QUICK, Plan  # noqa: E402
from offcut_bench.quality import measure as quality  # noqa: E402
from offcut_bench.report import glance, page  # noqa: E402
from offcut_bench.report.results import Entry, Results, Run, file_name, runs  # noqa: E402
from offcut_build import cache  # noqa: E402 - the path is set above
from offcut_build.models import variants  # noqa: E402 - the path is set above

_PAGE = "benchmark.md"
_CHART = "benchmark.svg"
_KEPT = "benchmark"
"""The folder with each processor's figures, beside the page."""

_MEASURES: dict[str, Callable[[Stage, Plan], dict[str, Any] | None]] = {
    "quality": quality.measure,
    "speed": speed.measure,
    "visits": visits.measure,
    "memory": memory.measure,
    "page": workspace.measure,
}


def main() -> None:
    """Read the command line, measure, print the report and write it."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="measure little, in under five minutes, and write nothing",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        help="measure this part only; can be given several times",
    )
    parser.add_argument("--out", type=Path, help="folder for the report (default: docs)")
    options = parser.parse_args()
    out = options.out or (None if options.quick else ROOT / "docs")
    kept = out / _KEPT if out else cache.folder("bench", "quick")
    _measure(options.only or list(PARTS), QUICK if options.quick else FULL, kept)
    if known := runs(kept):
        print("\n" + page.compose(known, str(BASELINE), None))
        if out is not None:
            write(known, out)


def _measure(parts: list[str], plan: Plan, kept: Path) -> None:
    with stage() as set_up:
        facts = machine.facts(set_up)
        models = sha256(variants.variants() / MANIFEST)
        results = Results(kept / file_name(facts["Processor"]))
        for part in parts:
            data = _MEASURES[part](set_up, plan)
            if data is not None:
                now = datetime.now().astimezone().isoformat(timespec="seconds")
                results.renew(part, Entry(now, models, downloads(), facts, data))


def write(known: Mapping[str, Run], out: Path) -> None:
    """Write the page and its chart.

    Args:
        known: by processor.
        out: their folder.
    """
    whole_file.write_text(out / _PAGE, page.compose(known, str(BASELINE), _CHART))
    rows = glance.rows([*known.values()], str(BASELINE))
    with tempfile.TemporaryDirectory() as temporary:
        listed = Path(temporary) / "rows.json"
        listed.write_text(json.dumps([dataclasses.asdict(row) for row in rows]))
        run_module("offcut_bench.report.chart", listed, (out / _CHART).absolute())
    print(f"Written: {out / _PAGE}, {out / _CHART}")


if __name__ == "__main__":
    main()
