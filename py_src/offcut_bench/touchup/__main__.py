"""Measure what one stroke and one click mend of the network's mistakes, and write docs/points.md.

The pictures with ground truth are read from ../shared/data, or from the folder that
OFFCUT_TEST_DATA names. Under CPython: the browser's masks are the same to 2/255.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from offcut_bench.inside import ROOT, require_environment

require_environment("offcut_bench.touchup")

from datetime import datetime  # noqa: E402 - the path is set above

from offcut.files import whole_file  # noqa: E402
from offcut.native.models.source import locate  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.quality.pictures import choose, read_index  # noqa: E402
from offcut_bench.touchup.report import compose  # noqa: E402
from offcut_bench.touchup.trial import trials  # noqa: E402
from offcut_build.models import variants  # noqa: E402
from offcut_testing.shared_data import shared_data  # noqa: E402

_PAGE = "points.md"


def main() -> int:
    """Find the mistakes, touch each of them up in each way, and write the page."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.touchup", description=__doc__)
    parser.add_argument("--model", help="default: the site's")
    parser.add_argument("--pictures", type=int, help="so many of them, and write nothing")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs", help="folder for the page (default: docs)"
    )
    given = parser.parse_args()
    shared = shared_data()
    if shared is None:
        print("There is no ../shared/data: nothing to measure.")
        return 2
    pictures = choose(read_index(shared), given.pictures)
    source = locate(variants.variants())
    variant = source.catalogue().find(given.model)
    tried = []
    for trial in trials(variant, source, pictures):
        print(f"touchup: {trial.said}", flush=True)
        tried.append(trial)
    facts = {
        "Measured on": f"{datetime.now().astimezone():%Y-%m-%d}",
        "Processor": machine.processor(),
        "Model": variant.id,
        "Pictures": str(len(pictures)),
    }
    page = compose(facts, tried)
    print(page)
    if given.pictures is None:
        whole_file.write_text(given.out / _PAGE, page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
