"""Make what the pictures lack of truth: ``python3 -m offcut_bench.edges.truths SHARED MADE``."""

from __future__ import annotations

import sys
from pathlib import Path

from offcut_bench.inside import require_environment

require_environment("offcut_bench.edges.truths", "edges")

import numpy as np  # noqa: E402 - the environment above has it
from PIL import Image  # noqa: E402
from pymatting import estimate_foreground_ml  # noqa: E402

from offcut.files.whole_file import new_file  # noqa: E402
from offcut_bench.edges.pictures import Picture, compose_all, listed  # noqa: E402


def main() -> None:
    """Estimate foregrounds with the true alpha, then compose the large pictures."""
    shared, made = map(Path, sys.argv[1:])
    pictures = listed(shared, made)
    for picture in pictures:
        if not picture.large and not picture.foreground.exists():
            _estimate(picture)
    for picture in compose_all(pictures, shared):
        print(f"edges: {picture.name} is there", flush=True)


def _estimate(picture: Picture) -> None:
    image = np.asarray(Image.open(picture.path).convert("RGB"), np.float64) / 255
    alpha = np.asarray(Image.open(picture.alpha).convert("L"), np.float64) / 255
    foreground = estimate_foreground_ml(image, alpha)
    levels = np.rint(np.clip(foreground, 0, 1) * 255).astype(np.uint8)
    with new_file(picture.foreground) as temporary:
        Image.fromarray(levels).save(temporary, "PNG", compress_level=1)


if __name__ == "__main__":
    main()
