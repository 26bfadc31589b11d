"""Compare Offcut with its closest peer: quality, speed, visits and memory, in one run.

Without options everything is measured, which takes about half an hour, and docs/benchmark.md and
its chart are written. No timing, however slow, makes the run fail.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from offcut.models.built import MANIFEST
from offcut_bench.inside import ROOT, require_environment, run_module

require_environment("offcut_bench")

from offcut.files import whole_file  # noqa: E402 - the path is set above
from offcut.files.digest import sha256  # noqa: E402
from offcut_bench.browser import memory, speed, visits  # noqa: E402
from offcut_bench.contenders import BASELINE, downloads  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.pages.stage import Stage, stage  # noqa: E402
from offcut_bench.plan import FULL, PARTS, QUICK, Plan  # noqa: E402
from offcut_bench.quality import measure as quality  # noqa: E402
from offcut_bench.report import glance, page  # noqa: E402
from offcut_bench.report.results import Entry, Results  # noqa: E402
from offcut_build import cache  # noqa: E402 - the path is set above
from offcut_build.models import variants  # noqa: E402 - the path is set above

_PAGE = "benchmark.md"
_CHART = "benchmark.svg"
_MEASURES: dict[str, Callable[[Stage, Plan], dict[str, Any] | None]] = {
    "quality": quality.measure,
    "speed": speed.measure,
    "visits": visits.measure,
    "memory": memory.measure,
}


def main() -> None:
    """Read the command line, measure, print the report and write it."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="measure little, in under three minutes, and write nothing",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        help="measure this part only; can be given several times",
    )
    parser.add_argument("--out", type=Path, help="folder for the report (default: docs)")
    options = parser.parse_args()
    kept = Results(cache.folder("bench") / ("quick.json" if options.quick else "full.json"))
    out = options.out or (None if options.quick else ROOT / "docs")
    models = sha256(variants.variants() / MANIFEST)
    _measure(options.only or list(PARTS), QUICK if options.quick else FULL, kept, models)
    entries = kept.of_day(datetime.now().astimezone(), models)
    if entries:
        _report(entries, out)


def _measure(parts: list[str], plan: Plan, kept: Results, models: str) -> None:
    with stage() as set_up:
        facts = machine.facts(set_up)
        for part in parts:
            data = _MEASURES[part](set_up, plan)
            if data is not None:
                now = datetime.now().astimezone().isoformat(timespec="seconds")
                kept.renew(part, Entry(now, models, facts, data))


def _report(entries: dict[str, Entry], out: Path | None) -> None:
    data = {part: entry.data for part, entry in entries.items()}
    rows = glance.rows(data, downloads(), str(BASELINE))
    print("\n" + page.compose(entries, rows, str(BASELINE), None))
    if out is None:
        return
    whole_file.write_text(out / _PAGE, page.compose(entries, rows, str(BASELINE), _CHART))
    with tempfile.TemporaryDirectory() as temporary:
        listed = Path(temporary) / "rows.json"
        listed.write_text(json.dumps([dataclasses.asdict(row) for row in rows]))
        run_module("offcut_bench.report.chart", listed, (out / _CHART).absolute())
    print(f"Written: {out / _PAGE}, {out / _CHART}")


if __name__ == "__main__":
    main()
