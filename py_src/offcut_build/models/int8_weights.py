"""Weights rounded to int8, coarsely enough for gzip to pack them well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut_build.models.graph import WeightFile
from offcut_build.models.network import Half, Network

# In standard deviations of a channel's weights. Larger steps leave fewer distinct values, so the
# entropy coder saves more, and the mask loses more: 0 gives 38.9 MB, 0.2 gives 26.5 MB.
_COARSENESS: Final = 0.2
_LARGEST: Final = 127


@dataclass(frozen=True)
class Int8Weights:
    """All convolutions' weights as int8, and one float32 step per output channel.

    Attributes:
        file: holds the int8 tensors, each under its weight's name.
        steps: by the weight's name, float32 [out].
    """

    file: WeightFile
    steps: dict[str, NDArray[np.float32]]


def int8_weights(network: Network) -> Int8Weights:
    """Round every convolution's weights; biases are left to the graphs."""
    file = WeightFile("weights-int8.bin")
    steps = {}
    for node in network.convolutions():
        name = node.input[1]
        levels, steps[name] = quantize(network.weights[name])
        file.add(name, levels)
    return Int8Weights(file, steps)


def quantize(weights: Half) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round a convolution's weights [out, in, h, w], each output channel on a grid of its own.

    After rounding, each step is set to what fits the rounded channel best (least squares).

    Returns:
        int8 [out, in, h, w], -127 to 127, and float32 [out], so that their product is close to
        ``weights``.
    """
    channels = weights.astype(np.float32).reshape(len(weights), -1)
    step = np.maximum(np.abs(channels).max(1) / _LARGEST, _COARSENESS * channels.std(1))
    step = np.maximum(step, np.float32(1e-12))
    levels = np.clip(np.rint(channels / step[:, None]), -_LARGEST, _LARGEST)
    energy = (levels * levels).sum(1)
    fitted = (levels * channels).sum(1) / np.maximum(energy, 1)
    best = np.where(energy > 0, fitted, step).astype(np.float32)
    return levels.astype(np.int8).reshape(weights.shape), best
