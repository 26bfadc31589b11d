"""Compare time and memory with rembg's, and write docs/rembg.md.

rembg runs our full model, because its own weights can't be had from a package registry: they are of
the same network. Each contender has processes of its own, and they take turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from offcut_bench.inside import ROOT, require_environment

require_environment("offcut_bench.rembg")

from offcut.files import whole_file  # noqa: E402 - the environment above has what it needs
from offcut.native.models.source import locate  # noqa: E402
from offcut.native.models.unpack import unpack  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.rembg import folder, report, single  # noqa: E402
from offcut_build.models import variants  # noqa: E402

_PAGE: Final = "rembg.md"
_MEGAPIXELS: Final = 12
_SIZES: Final = tuple(range(2, 13))
"""Megapixels of the folder's photos, by turns."""


def main() -> int:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.rembg", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="processes each (default: 3)")
    parser.add_argument("--pictures", type=int, default=100, help="of the folder; 0 for none")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs", help="folder for the page (default: docs)"
    )
    given = parser.parse_args()
    source = locate(variants.variants())
    weights = unpack(source.catalogue().find(single.FULL), source)
    times = single.measure(photo(_MEGAPIXELS), weights, given.rounds)
    many: dict[str, single.Measured] = {}
    if given.pictures:
        with tempfile.TemporaryDirectory() as temporary:
            pictures = folder.fill(Path(temporary) / "in", given.pictures, _SIZES)
            many = folder.measure(pictures, Path(temporary), weights)
    page = report.page(
        f"{datetime.now().astimezone():%Y-%m-%d}",
        times,
        many,
        megapixels=_MEGAPIXELS,
        pictures=given.pictures,
    )
    print(page)
    print(json.dumps({who: statistics.median(its.seconds) for who, its in times.items()}))
    whole_file.write_text(given.out / _PAGE, page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
