"""Score masks against truths: ``python3 -m offcut_bench.best.score JOB OUT``.

Each truth is read, and its edge found, once for all masks of its picture.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from offcut_bench.inside import require_environment

require_environment("offcut_bench.best.score", "bench")

import numpy as np  # noqa: E402 - the environment above has it

from offcut_bench.quality.score import edge_band, read  # noqa: E402


def main() -> None:
    """Score what the job lists: for each picture its truth, whether it is coarse, and masks.

    Writes, for each mask of a picture, the IoUs of all pictures, and means of the other measures.
    """
    job, out = map(Path, sys.argv[1:])
    pictures = [_score(picture) for picture in json.loads(job.read_text())]
    out.write_text(json.dumps([_together(scores) for scores in zip(*pictures, strict=True)]))


def _score(picture: dict[str, Any]) -> list[dict[str, float]]:
    truth = read(picture["truth"])
    subject = truth > 0.5
    band = edge_band(subject)
    scores = []
    for path in picture["masks"]:
        mask = read(path)
        union = np.count_nonzero((mask > 0.5) | subject)
        score = {"iou": np.count_nonzero((mask > 0.5) & subject) / union if union else 1.0}
        if not picture["coarse"]:
            off = np.abs(mask - truth)
            score["mae"] = float(off.mean())
            if band.any():
                score["edge"] = float(off[band].mean())
        scores.append(score)
    return scores


def _together(scores: tuple[dict[str, float], ...]) -> dict[str, Any]:
    means = {
        measure: float(np.mean([score[measure] for score in scores if measure in score]))
        for measure in ("mae", "edge")
    }
    return {"iou": [score["iou"] for score in scores], **means}


if __name__ == "__main__":
    main()
