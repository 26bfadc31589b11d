"""Score masks against references: ``python3 -m offcut_bench.quality.score JOB OUT``.

The measures are those of the field, by PySODMetrics; only the error along the edge is our own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.quality.score", "bench")

import numpy as np  # noqa: E402 - the environment above has it
import py_sod_metrics as sod  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from PIL import Image  # noqa: E402
from scipy.ndimage import distance_transform_edt  # noqa: E402

_BAND: Final = 0.01
"""How far the band reaches on either side of the reference's edge, of the picture's diagonal."""

Alpha = NDArray[np.float64]


def main() -> None:
    """Score what the job lists; see ``measure``."""
    job, out = map(Path, sys.argv[1:])
    tasks = json.loads(job.read_text())
    out.write_text(json.dumps([_score(task) for task in tasks]))


def _score(task: dict[str, Any]) -> dict[str, Any]:
    """Score one contender's masks: means, and of IoU the worst and its place in the list."""
    iou = sod.IOUHandler(
        with_dynamic=False, with_adaptive=False, with_binary=True, sample_based=True
    )
    binary = sod.FmeasureV2({"iou": iou})
    structure, weighted, enhanced = sod.Smeasure(), sod.WeightedFmeasure(), sod.Emeasure()
    errors, edges = [], []
    for pair in task["pairs"]:
        mask, reference = read(pair["mask"]), read(pair["reference"])
        subject = reference > 0.5
        binary.step(mask, subject, normalize=False)
        if pair["iou_only"]:
            continue
        for measure in (structure, weighted, enhanced):
            measure.step(mask, subject, normalize=False)
        errors.append(float(sod.MAE().cal_mae(mask, reference)))
        band = edge_band(subject)
        if band.any():
            edges.append(float(sod.MAE().cal_mae(mask[band], reference[band])))
    ious = [float(each) for each in iou.binary_results]
    return {
        "iou": float(np.mean(ious)),
        "worst": min(ious),
        "worst_of": ious.index(min(ious)),
        "mae": float(np.mean(errors)),
        "s_measure": float(structure.get_results()["sm"]),
        "weighted_f": float(weighted.get_results()["wfm"]),
        "max_e": float(enhanced.get_results()["em"]["curve"].max()),
        "edge": float(np.mean(edges)),
    }


def read(path: str) -> Alpha:
    """Read a mask: float64 [height, width], 0 to 1."""
    return np.asarray(Image.open(path).convert("L"), np.float64) / 255


def edge_band(subject: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the edge of a subject is near.

    Args:
        subject: bool [height, width].

    Returns:
        bool [height, width]; nothing where there is no edge.
    """
    if subject.all() or not subject.any():
        return np.zeros_like(subject)
    reach = _BAND * np.hypot(*subject.shape)
    distance = np.where(subject, distance_transform_edt(subject), distance_transform_edt(~subject))
    near: NDArray[np.bool_] = distance <= reach
    return near


if __name__ == "__main__":
    main()
