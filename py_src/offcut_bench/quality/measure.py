"""Part: everybody's masks against the ground truth, and against those of our full model."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from offcut_bench.contenders import ALL, OURS, REFERENCE, Contender
from offcut_bench.inside import run_module
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan
from offcut_bench.quality import masks
from offcut_bench.quality.pictures import Picture, choose, read_index
from offcut_testing.shared_data import shared_data

TRUTH: Final = "truth"


def measure(stage: Stage, plan: Plan) -> dict[str, Any] | None:
    """Score everybody, our full model against itself too: that shows what can be reached.

    Returns:
        ``count`` of pictures; ``truth`` and ``isnet``: by contender, what ``score`` makes of
        its masks, held against that. None where the pictures are missing.
    """
    shared = shared_data()
    if shared is None or not (shared / "index.json").is_file():
        print("quality: left out, since there is no folder ../shared/data", flush=True)
        return None
    pictures = choose(read_index(shared), plan.pictures)
    files = [picture.path for picture in pictures]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made: dict[Contender, masks.Masks] = {}
        for who in ALL:
            if who in OURS:
                made[who] = masks.of_ours(who, files, folder)
            else:
                made[who] = masks.of_peer(who, files, folder, stage)
            print(f"quality: {who} done", flush=True)
        tasks = [*_tasks(pictures, made)]
        scores = _score(tasks, folder)
    answer: dict[str, Any] = {"count": len(files)}
    for task, score in zip(tasks, scores, strict=True):
        named = score | {"worst_of": files[score["worst_of"]].stem}
        answer.setdefault(task["against"], {})[task["who"]] = named
    return answer


def _tasks(
    pictures: Sequence[Picture], made: dict[Contender, masks.Masks]
) -> Iterator[dict[str, Any]]:
    for who, its in made.items():
        for against in (TRUTH, REFERENCE.model):
            pairs = []
            for picture in pictures:
                name = picture.path.name
                truth = against == TRUTH
                reference = picture.truth if truth else made[REFERENCE][name]
                pairs.append(
                    {
                        "mask": str(its[name]),
                        "reference": str(reference),
                        "iou_only": truth and picture.coarse,
                    }
                )
            yield {"who": str(who), "against": against, "pairs": pairs}


def _score(tasks: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    job, out = folder / "job.json", folder / "scores.json"
    job.write_text(json.dumps(tasks))
    run_module("offcut_bench.quality.score", job, out)
    scores: list[dict[str, Any]] = json.loads(out.read_text())
    return scores
