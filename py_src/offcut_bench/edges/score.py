"""Score cut-outs: ``python3 -m offcut_bench.edges.score JOB OUT``, used by the benchmark.

JOB lists for each picture ``alpha``, ``foreground``, ``large`` (which spares it the slow measures)
and ``cuts``: by contender, the path of a PNG.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from offcut_bench.inside import require_environment

require_environment("offcut_bench.edges.score", "edges")

import numpy as np  # noqa: E402 - the environment above has it
from PIL import Image  # noqa: E402

from offcut_bench.edges import measures  # noqa: E402
from offcut_build.site import samples  # noqa: E402


def main() -> None:
    """Write, for each picture and contender, all measures."""
    job, out = map(Path, sys.argv[1:])
    pictures = json.loads(job.read_text())
    out.write_text(json.dumps([_score(picture) for picture in pictures]))


def _score(picture: dict[str, Any]) -> dict[str, dict[str, float]]:
    alpha = _read(picture["alpha"], "L")
    foreground = _read(picture["foreground"], "RGB")
    band = measures.band(alpha)
    everywhere = np.ones_like(band)
    size = alpha.shape[::-1]
    photo = Image.open(samples.samples() / "coffee.png").convert("RGB").resize(size)
    backgrounds = [np.zeros(3, np.float32), np.ones(3, np.float32), _unit(photo)]
    scores = {}
    for who, path in picture["cuts"].items():
        cut = _unit(Image.open(path).convert("RGBA"))
        its, colours = cut[..., 3], cut[..., :3]
        scores[who] = {
            "composite": measures.composite((its, colours), (alpha, foreground), backgrounds, band),
            "sad": measures.sad(its, alpha, band),
            "sad_all": measures.sad(its, alpha, everywhere),
            "mse": measures.mse(its, alpha, band),
            "mse_all": measures.mse(its, alpha, everywhere),
        }
        if not picture["large"]:
            scores[who]["gradient"] = measures.gradient(its, alpha, band)
            scores[who]["connectivity"] = measures.connectivity(its, alpha, band)
    print(f"edges: {Path(picture['alpha']).stem} scored", flush=True)
    return scores


def _read(path: str, mode: str) -> measures.Plane:
    return _unit(Image.open(path).convert(mode))


def _unit(image: Image.Image) -> measures.Plane:
    return np.asarray(image, np.float32) * np.float32(1 / 255)


if __name__ == "__main__":
    main()
