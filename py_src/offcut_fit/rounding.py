"""Grids and levels for one convolution's weights.

Weights are rounded one column after the other, and what an error does to the output is made up
for by the columns that are still to come (GPTQ, Frantar et al. 2022, after OBQ). At high rates the
fewest bits for a given change of the mask come from a step that is inverse to the root of what
remains of each column's error after that, and of each row's sensitivity.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import torch

from offcut_build.models.compact_weights import Levels, Steps
from offcut_fit.curvature import Curvature

_LARGEST: Final = 127
_DAMPING: Final = 0.02  # of the mean moment, at least
_LEAST_DAMPING: Final = 0.01  # the same, where there are many samples
_SHARE: Final = 0.5  # of columns by samples: there were some for every column
_LEAST: Final = 0.05  # of the median sensitivity: its estimate is noisy
_WIDEST: Final = 2.0  # standard deviations of a row's weights: no channel falls silent
_BLOCK: Final = 128


def rounded(weights: torch.Tensor, curvature: Curvature, coarseness: float) -> tuple[Levels, Steps]:
    """Choose the grid and round.

    Args:
        weights: float32 [out, in * 9].
        curvature: of their convolution.
        coarseness: sets size against quality.
    """
    moment, sensitivity = curvature.moment.clone(), curvature.sensitivity
    # What few samples say of how columns depend on each other does not hold for other photos.
    damping = max(_DAMPING, len(moment) / curvature.samples)
    moment.diagonal().add_(damping * moment.diagonal().mean())
    feedback = _feedback(moment)
    rest = feedback.diagonal() ** -2
    exponents = torch.round(torch.log2(rest.mean() / rest))  # half octaves of the root
    grid = Steps(np.zeros(0, np.float32), exponents.numpy().astype(np.int8))
    columns = torch.from_numpy(grid.columns)
    least = float(sensitivity.median()) * _LEAST
    rows = coarseness / (sensitivity.clamp(min=max(least, 1e-30)) * rest.mean()).sqrt()
    rows = torch.maximum(rows, (weights.abs() / columns).amax(1) / _LARGEST)
    rows = torch.minimum(rows, _WIDEST * (weights / columns).std(1) + 1e-12)
    levels = _round(weights, rows[:, None] * columns, feedback)
    rows = _fitted(levels * columns, weights, moment, rows)
    return levels.numpy().astype(np.int8), Steps(rows.numpy(), grid.exponents)


def rounded_again(
    weights: torch.Tensor, moment: torch.Tensor, samples: int, steps: Steps, coarser: float
) -> tuple[Levels, Steps]:
    """Round on a grid that was chosen before.

    Args:
        weights: float32 [out, in * 9].
        moment: float32 [in * 9, in * 9], of what their convolution takes in.
        samples: how many inputs the moment was taken from.
        steps: the grid.
        coarser: what the rows' steps are multiplied by.
    """
    damping = max(_LEAST_DAMPING, _SHARE * len(moment) / samples)
    moment = moment + damping * moment.diagonal().mean() * torch.eye(len(moment))
    columns = torch.from_numpy(steps.columns)
    rows = torch.from_numpy(steps.rows.copy()) * coarser
    rows = torch.maximum(rows, (weights.abs() / columns).amax(1) / _LARGEST)
    levels = _round(weights, rows[:, None] * columns, _feedback(moment))
    rows = _fitted(levels * columns, weights, moment, rows)
    return levels.numpy().astype(np.int8), Steps(rows.numpy(), steps.exponents)


def _feedback(moment: torch.Tensor) -> torch.Tensor:
    """Upper Cholesky factor of the inverse, [k, k]: row k spreads column k's error."""
    lower = torch.linalg.cholesky(moment.double())
    return torch.linalg.cholesky(torch.cholesky_inverse(lower), upper=True).float()


def _round(weights: torch.Tensor, steps: torch.Tensor, feedback: torch.Tensor) -> torch.Tensor:
    weights = weights.clone()
    levels = torch.empty_like(weights)
    for begin in range(0, weights.shape[1], _BLOCK):
        end = min(begin + _BLOCK, weights.shape[1])
        spread = feedback[begin:end, begin:end]
        block, grid = weights[:, begin:end].T.contiguous(), steps[:, begin:end].T.contiguous()
        errors = torch.empty_like(block)
        for k in range(end - begin):
            found = torch.round(block[k] / grid[k]).clamp(-_LARGEST, _LARGEST)
            levels[:, begin + k] = found
            errors[k] = (block[k] - found * grid[k]) / spread[k, k]
            block[k + 1 :].addr_(spread[k, k + 1 :], errors[k], alpha=-1)
        weights[:, end:].addmm_(errors.T, feedback[begin:end, end:], alpha=-1)
    return levels


def _fitted(
    shape: torch.Tensor, weights: torch.Tensor, moment: torch.Tensor, rows: torch.Tensor
) -> torch.Tensor:
    """The row steps that fit the levels best, where they differ by less than an octave."""
    weighted = shape @ moment
    best = (weighted * weights).sum(1) / (weighted * shape).sum(1).clamp(min=1e-30)
    return torch.where((best > rows / 2) & (best < rows * 2), best, rows)
