"""Weights on coarse grids, rounded with an eye on what the mask makes of it.

Each weight is ``level * row step * column step``. A row belongs to an output channel, a column to
one tap of one input channel; steps are the larger the less the mask depends on that channel or
tap. Levels are not simply the nearest ones: they make up for each other's errors. What ``fit``
found, from calibration photos, lies in ``ROUNDING`` as steps and as corrections to the nearest
level; the build only applies it, and so makes the same bytes everywhere.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from offcut.models import dequantise, spread_sort
from offcut.models.records import ALIGNMENT, COLUMN_STEPS, EXPONENT_BIAS, Grid, head
from offcut_build import paths
from offcut_build.models.graph import WeightFile
from offcut_build.models.network import Half, Network

ROUNDING: Final = paths.PYTHON_SOURCES / "offcut_fit" / "compact_rounding.xz"
"""All row steps (float32), all column exponents (int8), all corrections (int8), in the order of
the convolutions."""

_LARGEST: Final = 127

# Corrections are small and mostly 0, in an order that tells how probable they are: what counts is
# the coder's statistics of single bytes, not repetitions.
XZ_FILTERS: Final = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 2, "lp": 0, "pb": 0}]

Levels: TypeAlias = NDArray[np.int8]


@dataclass(frozen=True)
class Steps:
    """The grid of one convolution's weights.

    Attributes:
        rows: float32 [out].
        exponents: int8 [in * 9], of the columns' steps: half octaves.
    """

    rows: NDArray[np.float32]
    exponents: NDArray[np.int8]

    @property
    def columns(self) -> NDArray[np.float32]:
        """The columns' steps, float32 [in * 9]: powers of the square root of two."""
        steps: NDArray[np.float32] = COLUMN_STEPS[self.exponents.astype(np.int64) + EXPONENT_BIAS]
        return steps


@dataclass(frozen=True)
class CompactWeights:
    """All convolutions' weights as int8 levels, with their grids.

    Attributes:
        shapes: by the weight's name, (out, in, 3, 3).
        levels: by the weight's name, int8 [out, in * 9].
        steps: by the weight's name.
    """

    shapes: dict[str, tuple[int, ...]]
    levels: dict[str, Levels]
    steps: dict[str, Steps]

    def grid(self, name: str, quint8: Quint8Inputs | None = None) -> Grid:
        """What a weight's levels stand for, and how 8-bit arithmetic takes them in."""
        steps = self.steps[name]
        scales = None if quint8 is None else quint8.scales.get(name)
        return Grid(
            steps.rows,
            steps.exponents,
            np.empty(0, np.float32) if scales is None else scales,
            quint8 is not None and name == quint8.float_weight,
        )

    def records(self, quint8: Quint8Inputs) -> tuple[bytes, list[int]]:
        """All of them as they are downloaded, and where each record begins."""
        data, cuts = bytearray(), []
        for name, levels in self.levels.items():
            cuts.append(len(data))
            data.extend(head(self.grid(name, quint8), *spread_sort.classes(levels)))
            data.extend(levels.tobytes())
            data.extend(bytes(-len(data) % ALIGNMENT))
        return bytes(data), cuts

    def as_float32(self, file: str) -> WeightFile:
        """What ``levels-as-fp32`` makes of the records."""
        weights = WeightFile(file)
        for name, shape in self.shapes.items():
            weights.add(name, dequantise.values(self.levels[name], self.grid(name)).reshape(shape))
        return weights


@dataclass(frozen=True)
class Quint8Inputs:
    """What 8-bit arithmetic needs to know of the convolutions' inputs.

    Attributes:
        scales: by the weight's name, float32 [in], where the inputs lie on grids of their own.
        float_weight: name of the one weight that stays fp32.
    """

    scales: dict[str, NDArray[np.float32]]
    float_weight: str


def compact_weights(network: Network, rounding: bytes | None = None) -> CompactWeights:
    """Round every convolution's weights; biases are left to the graphs.

    Args:
        network: with the weights as they were published.
        rounding: inflated; what lies in ``ROUNDING`` if None.
    """
    data = lzma.decompress(ROUNDING.read_bytes()) if rounding is None else rounding
    shapes = {name: _matrix(network.weights[name]).shape for name in _names(network)}
    values = np.frombuffer(data, np.uint8)
    rows, values = _cut(values, 4 * sum(out for out, _ in shapes.values()))
    exponents, corrections = _cut(values, sum(inner for _, inner in shapes.values()))
    levels, steps = {}, {}
    for name, (out, inner) in shapes.items():
        mine, rows = _cut(rows, 4 * out)
        exponent, exponents = _cut(exponents, inner)
        correction, corrections = _cut(corrections, out * inner)
        steps[name] = Steps(mine.view("<f4"), exponent.view(np.int8))
        weights = network.weights[name]
        levels[name] = _levels(_matrix(weights), steps[name], correction.view(np.int8))
    return CompactWeights({name: network.weights[name].shape for name in levels}, levels, steps)


def corrections(weights: Half, steps: Steps, levels: Levels) -> Levels:
    """What turns nearest levels into others, for ``fit`` to write.

    Args:
        weights: float16 [out, in, 3, 3].
        steps: their grid.
        levels: int8 [out, in * 9], the ones wanted.

    Returns:
        int8 [out * in * 9]: steps toward the second nearest level, weights near the middle first.
    """
    nearest, toward, order = _nearest(_matrix(weights), steps)
    return ((levels.reshape(-1) - nearest) * toward)[order].astype(np.int8)


def _levels(weights: Half, steps: Steps, found: Levels) -> Levels:
    nearest, toward, order = _nearest(weights, steps)
    nearest[order] += found * toward[order]
    if np.abs(nearest).max() > _LARGEST:
        raise ValueError("levels beyond int8: the corrections belong to other weights")
    return nearest.astype(np.int8).reshape(weights.shape)


def _nearest(
    weights: Half, steps: Steps
) -> tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.intp]]:
    # Plain divisions and roundings of doubles: the same on every machine.
    grid = steps.rows.astype(np.float64)[:, None] * steps.columns.astype(np.float64)
    exact = (weights.astype(np.float64) / grid).reshape(-1)
    nearest = np.rint(exact)
    rest = exact - nearest
    toward = np.where(rest < 0, -1, 1).astype(np.int8)
    return nearest, toward, np.argsort(-np.abs(rest), kind="stable")


def _names(network: Network) -> list[str]:
    return [node.input[1] for node in network.convolutions()]


def _matrix(weights: Half) -> Half:
    return weights.reshape(len(weights), -1)


def _cut(values: NDArray[Any], size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    return values[:size], values[size:]
