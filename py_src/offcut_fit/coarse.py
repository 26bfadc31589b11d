"""Round the coarse stages once more: ``python -m offcut_fit.coarse``.

A photo has only 256 to 1024 places there, for up to 9216 columns: the photos that ``fit`` can see,
with their gradients, say too little of how the columns depend on each other. Without gradients many
more can be seen, mirrored and cropped as well. Needs what ``fit`` needs, and a quarter of an hour.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from onnx import NodeProto
from PIL import Image
from tqdm import tqdm

from offcut import prepare
from offcut_build.models.compact_weights import compact_weights
from offcut_build.models.network import Network, read_network
from offcut_fit.arguments import recipe_parser
from offcut_fit.curvature import columns_at
from offcut_fit.layers import Layers
from offcut_fit.result import write
from offcut_fit.rounding import rounded_again

# What they did to the mask on pictures that are hard to decide, one stage in full precision at a
# time, says where bits are worth most.
_COARSER: Final = {"/stage5/": 1.02, "/stage6/": 1.0, "/stage5d/": 0.96}
_POSITIONS: Final = 320  # of one layer's output, in one photo
_SMALLEST: Final = 0.5  # crop, as a share of a side
_JPEG_QUALITY: Final = 95
_HALF: Final = 0.5
_SEED: Final = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, round, write the result."""
    parser = recipe_parser(__doc__, 273, "photos to take, with changed ones")
    options = parser.parse_args(arguments)
    network = read_network(options.weights)
    meter = _Meter(network)
    photos = _photos(sorted(options.pictures.iterdir()))
    for _ in tqdm(range(options.most)):
        meter.measure(next(photos))
    before = compact_weights(network)
    found = []
    for node in tqdm(network.convolutions()):
        name = node.input[1]
        published, steps, levels = network.weights[name], before.steps[name], before.levels[name]
        coarser = _coarser(node)
        if coarser is not None:
            weights = torch.from_numpy(published.astype("float32")).flatten(1)
            moment, samples = meter.moments[name], meter.samples[name]
            levels, steps = rounded_again(weights, moment / samples, samples, steps, coarser)
        found.append((published, steps, levels))
    write(found)


class _Meter:
    def __init__(self, network: Network) -> None:
        self._layers = Layers(network)
        self._random = torch.Generator().manual_seed(_SEED)
        self.moments: dict[str, torch.Tensor] = {}
        self.samples: dict[str, int] = {}

    def measure(self, photo: bytes) -> None:
        tensor = torch.from_numpy(prepare(photo, "photo").tensor)
        with torch.no_grad():
            self._layers(tensor, self._watch)

    def _watch(self, node: NodeProto, inputs: torch.Tensor, output: torch.Tensor) -> None:
        if _coarser(node) is None:
            return
        height, width = output.shape[2:]
        places = torch.randperm(height * width, generator=self._random)[:_POSITIONS]
        columns = columns_at(inputs, self._layers.attributes(node), places, width)
        name, size = node.input[1], len(columns)
        moment = self.moments.setdefault(name, torch.zeros(size, size))
        moment.addmm_(columns, columns.T)
        self.samples[name] = self.samples.get(name, 0) + len(places)


def _coarser(node: NodeProto) -> float | None:
    return next((much for stage, much in _COARSER.items() if stage in node.name), None)


def _photos(files: Sequence[Path]) -> Iterator[bytes]:
    """First each as it is, then each mirrored, then crops without end."""
    random = np.random.default_rng(_SEED)
    for file in random.permutation(np.array(files)):
        yield file.read_bytes()
    for file in random.permutation(np.array(files)):
        yield _jpeg(_mirrored(Image.open(file).convert("RGB")))
    while True:
        for file in random.permutation(np.array(files)):
            photo = Image.open(file).convert("RGB")
            size = [round(side * random.uniform(_SMALLEST, 1)) for side in photo.size]
            left, top = (
                int(random.integers(0, whole - part + 1))
                for whole, part in zip(photo.size, size, strict=True)
            )
            crop = photo.crop((left, top, left + size[0], top + size[1]))
            yield _jpeg(_mirrored(crop) if random.random() < _HALF else crop)


def _mirrored(photo: Image.Image) -> Image.Image:
    return photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _jpeg(photo: Image.Image) -> bytes:
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=_JPEG_QUALITY)
    return file.getvalue()


if __name__ == "__main__":
    main()
