"""Compare the edges with the peers' and write docs/edges.md with its contact sheet.

The pictures with true alpha are read from ../shared/data, or from the folder that OFFCUT_TEST_DATA
names.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from offcut_bench.inside import ROOT, require_environment, run_module

require_environment("offcut_bench.edges")

from datetime import datetime  # noqa: E402 - the path is set above

from offcut.files import whole_file  # noqa: E402
from offcut_bench.edges import cuts, report, sheet  # noqa: E402
from offcut_bench.edges.pictures import Picture, listed  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.pages.stage import stage  # noqa: E402
from offcut_build import cache  # noqa: E402
from offcut_testing.shared_data import shared_data  # noqa: E402

_PAGE = "edges.md"
_SHEET = "edges.jpg"
_LARGE_SHOWN = 3  # the subjects that came in more than a thousand pixels
_SHOWN = (cuts.PEER, cuts.UNTOUCHED, cuts.OURS)


def main() -> int:
    """Make everybody's cut-outs, score them, and write the report."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.edges", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs", help="folder for the report (default: docs)"
    )
    parser.add_argument("--only", nargs="+", help="measure these pictures only, and write nothing")
    given = parser.parse_args()
    shared = shared_data()
    if shared is None:
        print("There is no ../shared/data: nothing to measure.")
        return 2
    made = cache.folder("bench", "edges")
    run_module("offcut_bench.edges.truths", shared, made)
    pictures = [each for each in listed(shared, made) if not given.only or each.name in given.only]
    with tempfile.TemporaryDirectory() as temporary, stage() as set_up:
        folder = Path(temporary)
        made_by = cuts.of_peer(pictures, folder, set_up)
        made_by |= cuts.of_rembg(pictures, folder) | cuts.of_ours(pictures, folder)
        if wrong := list(cuts.unlike(made_by, pictures)):
            raise ValueError(f"not of their picture's size: {', '.join(wrong)}")
        scores = _score(pictures, made_by, folder)
        facts = {
            "Measured on": f"{datetime.now().astimezone():%Y-%m-%d}",
            **machine.facts(set_up),
        }
        page = report.compose(facts, scores, pictures, _SHOWN, _SHEET)
        print(page)
        if not given.only:
            whole_file.write_text(given.out / _PAGE, page)
            rows = [each for each in pictures if not each.large] + pictures[-_LARGE_SHOWN:]
            sheet.draw(rows, made_by, _SHOWN, given.out / _SHEET)
    return 0


def _score(pictures: list[Picture], made_by: cuts.Cuts, folder: Path) -> report.Scores:
    job, out = folder / "job.json", folder / "scores.json"
    listed_cuts = [
        {
            "alpha": str(picture.alpha),
            "foreground": str(picture.foreground),
            "large": picture.large,
            "cuts": {
                who: str(its[picture.name]) for who, its in made_by.items() if picture.name in its
            },
        }
        for picture in pictures
    ]
    job.write_text(json.dumps(listed_cuts))
    run_module("offcut_bench.edges.score", job, out)
    scores = json.loads(out.read_text())
    return {picture.name: score for picture, score in zip(pictures, scores, strict=True)}


if __name__ == "__main__":
    sys.exit(main())
