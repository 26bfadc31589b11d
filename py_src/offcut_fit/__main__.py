"""Fit the compact weights: ``python -m offcut_fit``.

Run by hand when the network or the preparation changes; the build reads the committed result.
Needs PyTorch 1.13 or newer, some 12 GB of memory, a folder of varied photos, and with 64 of them
about half an hour on two cores. ``python -m offcut_fit.coarse`` comes after it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tqdm import tqdm

from offcut import prepare
from offcut_build.models.network import Network, read_network
from offcut_fit.arguments import recipe_parser
from offcut_fit.curvature import Curvature, Meter
from offcut_fit.result import write
from offcut_fit.rounding import rounded

_COARSENESS: Final = 3.1e-3
_SEED: Final = 0

# The curvature is a local estimate. Rounding one stage at a time and measuring the masks says how
# much more or less than that they mind.
_STAGES: Final = {
    "stage1/": 1.5,
    "stage2/": 1.5,
    "stage3/": 0.6,
    "stage4/": 1.0,
    "stage5/": 0.6,
    "stage6/": 1.5,
    "stage5d/": 1.0,
    "stage4d/": 0.7,
    "stage3d/": 0.6,
}
_OTHERS: Final = 1.3


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, round, write the result."""
    parser = recipe_parser(__doc__, 64, "photos to take, at random")
    parser.add_argument("--coarseness", type=float, default=_COARSENESS, help="smaller is larger")
    parser.add_argument("--curvatures", type=Path, required=True, help="kept here, or taken from")
    options = parser.parse_args(arguments)
    network = read_network(options.weights)
    if not options.curvatures.is_dir():
        _measure(network, sorted(options.pictures.iterdir()), options.most, options.curvatures)
    found = []
    for index, node in enumerate(tqdm(network.convolutions())):
        published = network.weights[node.input[1]]
        weights = torch.from_numpy(published.astype("float32")).flatten(1)
        curvature = torch.load(options.curvatures / f"{index}.pt")
        coarseness = options.coarseness / math.sqrt(_minded(node.name))
        levels, steps = rounded(weights, Curvature(**curvature), coarseness)
        found.append((published, steps, levels))
    write(found)


def _measure(network: Network, photos: Sequence[Path], most: int, folder: Path) -> None:
    meter = Meter(network)
    order = np.random.default_rng(_SEED).permutation(len(photos))[:most]
    for photo in tqdm([photos[place] for place in order]):
        meter.measure(prepare(photo.read_bytes(), photo.name).tensor)
    folder.mkdir(parents=True)
    for index, node in enumerate(network.convolutions()):
        torch.save(vars(meter.curvature(node.input[1])), folder / f"{index}.pt")


def _minded(layer: str) -> float:
    return next((much for stage, much in _STAGES.items() if stage in layer), _OTHERS)


if __name__ == "__main__":
    main()
