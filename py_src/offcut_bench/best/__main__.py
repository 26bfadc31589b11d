"""Measure what a second look at each picture is worth, and write docs/best.md.

The pictures with ground truth are read from ../shared/data, or from the folder that
OFFCUT_TEST_DATA names. Under CPython: the browser's masks are the same to 2/255.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from offcut_bench.inside import ROOT, require_environment, run_module

require_environment("offcut_bench.best")

from datetime import datetime  # noqa: E402 - the path is set above

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from offcut import OutputOptions, finish, prepare  # noqa: E402
from offcut.files import whole_file  # noqa: E402
from offcut.native.models.source import locate  # noqa: E402
from offcut_bench.best.looks import (  # noqa: E402
    JOINS,
    LOOKS,
    ONE,
    Looks,
    joined,
    looks,
)
from offcut_bench.best.report import Result, compose  # noqa: E402
from offcut_bench.pages import machine  # noqa: E402
from offcut_bench.quality.pictures import Picture, choose, read_index  # noqa: E402
from offcut_build.models import variants  # noqa: E402
from offcut_testing.shared_data import shared_data  # noqa: E402

_PAGE = "best.md"
_MODELS = ("isnet_quint8", "isnet")
_OUTPUT = OutputOptions(type="mask")


def main() -> int:
    """Make the masks, join and score them, and write the page."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.best", description=__doc__)
    parser.add_argument(
        "--models", nargs="+", default=_MODELS, help="default: the fast and the full one"
    )
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
    results = []
    for model in given.models:
        variant = source.catalogue().find(model)
        files = [picture.path for picture in pictures]
        its = [*looks(variant, source, files)]
        results.append(Result(model, _times(its), _scores(its, pictures)))
        print(f"best: {model} done", flush=True)
    facts = {
        "Measured on": f"{datetime.now().astimezone():%Y-%m-%d}",
        "Processor": machine.processor(),
        "Pictures": str(len(pictures)),
    }
    page = compose(facts, results)
    print(page)
    if given.pictures is None:
        whole_file.write_text(given.out / _PAGE, page)
    return 0


def _times(its: Sequence[Looks]) -> Mapping[str, float]:
    """The time of one look and each other together, as a ratio to one look's."""
    seconds = np.sum([each.seconds for each in its], 0)
    return {look: float(1 + taken / seconds[0]) for look, taken in zip(LOOKS, seconds, strict=True)}


def _scores(its: Sequence[Looks], pictures: Sequence[Picture]) -> Mapping[tuple[str, str], object]:
    """What ``score`` says of each look, by itself and joined to the first one in each way."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ways = [(ONE, "")] + [(look, join) for look in LOOKS if look != ONE for join in JOINS]
        tasks = []
        for each, picture in zip(its, pictures, strict=True):
            files = [folder / f"{picture.path.stem}-{number}.png" for number in range(len(ways))]
            prepared = prepare(picture.path.read_bytes(), picture.path.name)
            for (look, join), file in zip(ways, files, strict=True):
                mask = joined(each, look, JOINS[join]) if join else each.masks[ONE]
                _write(finish(prepared, mask, _OUTPUT), picture, file)
            tasks.append(
                {
                    "truth": str(picture.truth),
                    "coarse": picture.coarse,
                    "masks": list(map(str, files)),
                }
            )
        job, out = folder / "job.json", folder / "scores.json"
        job.write_text(json.dumps(tasks))
        run_module("offcut_bench.best.score", job, out)
        return dict(zip(ways, json.loads(out.read_text()), strict=True))


def _write(alpha: bytes, picture: Picture, file: Path) -> None:
    with Image.open(picture.truth) as truth, Image.open(io.BytesIO(alpha)) as image:
        same = image if image.size == truth.size else image.resize(truth.size)
        same.convert("L").save(file, compress_level=1)


if __name__ == "__main__":
    sys.exit(main())
