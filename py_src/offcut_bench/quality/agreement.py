"""Compare each model's masks with the full one's: mean and worst IoU over a folder of pictures.

Under CPython, where the same graphs run faster; the browser's masks are the same to 2/255.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

from offcut_bench.inside import require_environment

require_environment("offcut_bench.quality.agreement")

import numpy as np  # noqa: E402 - the environment above has it
from numpy.typing import NDArray  # noqa: E402

from offcut import prepare  # noqa: E402
from offcut.native.models.source import locate  # noqa: E402
from offcut.native.models.unpack import unpack  # noqa: E402
from offcut.native.session import Session  # noqa: E402
from offcut_build.models import variants  # noqa: E402
from offcut_build.site import samples  # noqa: E402
from offcut_testing.shared_data import shared_data  # noqa: E402

_FULL = "isnet"


def main() -> None:
    """Read the command line, compare, print a line for each model."""
    parser = argparse.ArgumentParser(
        prog="python3 -m offcut_bench.quality.agreement", description=__doc__
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, help="folder of pictures (default: those with ground truth)"
    )
    files = _pictures(parser.parse_args().folder)
    tensors = [prepare(file.read_bytes(), file.name).tensor for file in files]
    source = locate(variants.variants())
    subjects: dict[str, list[NDArray[np.bool_]]] = {}
    for variant in source.catalogue().variants:
        session = Session(unpack(variant, source))
        subjects[variant.id] = [session.run(tensor) >= 0.5 for tensor in tensors]
    print(f"IoU with {_FULL} at .5, {len(files)} pictures: mean, worst (which)")
    for name, theirs in subjects.items():
        scores = list(map(_iou, theirs, subjects[_FULL]))
        worst = int(np.argmin(scores))
        mean = statistics.mean(scores)
        print(f"{name:14} {mean:.4f}  {scores[worst]:.3f} ({files[worst].name})")


def _pictures(folder: Path | None) -> list[Path]:
    shared = shared_data()
    chosen = folder or (shared / "gt" if shared else samples.samples())
    kinds = {".jpg", ".jpeg", ".png"}
    return [
        file
        for file in sorted(chosen.iterdir())
        if file.suffix in kinds and not file.name.endswith(".gt.png")
    ]


def _iou(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    union = np.count_nonzero(one | other)
    return np.count_nonzero(one & other) / union if union else 1.0


if __name__ == "__main__":
    main()
