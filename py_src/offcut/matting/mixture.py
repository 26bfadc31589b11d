"""Alpha by several pairs of colours, each weighed by how well it explains a pixel (Bayes' rule)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from offcut.matting.linear_discriminant import LinearDiscriminant
from offcut.matting.refine_parameters import RefineParameters
from offcut.numeric.planes import Values


class Prior(NamedTuple):
    """What is known of n pixels before their colours are looked at.

    Attributes:
        mask: float32 [n], 0 to 1: the network's alpha.
        precision: float32 [n], of that alpha: one over its variance.
        strict: whether colours off the line between a pair are trusted less.
    """

    mask: Values
    precision: Values
    strict: bool


class Mixture(NamedTuple):
    """The mean of what each pair says, and how far to trust it.

    Attributes:
        slope: float32 [3, n], alpha per unit of red, green and blue.
        offset: float32 [n], alpha of black.
        alpha: float32 [n], 0 to 1.
        trust: float32 [n], 0 to 1: share of that alpha against the network's.
    """

    slope: Values
    offset: Values
    alpha: Values
    trust: Values


def mixture(
    pairs: Sequence[LinearDiscriminant],
    shares: Sequence[Values],
    prior: Prior,
    parameters: RefineParameters,
) -> Mixture:
    """Mix what pairs of colours say.

    Args:
        pairs: each a Gaussian of the foreground and one of the background.
        shares: float32 [n] for each pair, 0 to 1: how much of the pixel's surroundings it is.
        prior: what is known without colours.
        parameters: ``least_share`` and those of residuals.
    """
    trusts = [_trust(pair, prior, parameters) for pair in pairs]
    evidence = [
        np.log(share + np.float32(parameters.least_share)) + _likelihood(pair, prior, parameters)
        for pair, share in zip(pairs, shares, strict=True)
    ]
    most = np.maximum.reduce(evidence)
    likely = [np.exp(each - most) for each in evidence]
    total = np.add.reduce(likely)
    sums = np.zeros((6, *most.shape), np.float32)
    for pair, trust, each in zip(pairs, trusts, likely, strict=True):
        part = each / total * trust
        sums[:3] += part * pair.slope
        sums[3] += part * pair.offset
        sums[4] += part * pair.alpha
        sums[5] += part
    sums[:5] /= np.maximum(sums[5], np.float32(1e-12))
    return Mixture(sums[:3], sums[3], sums[4], sums[5])


def _trust(pair: LinearDiscriminant, prior: Prior, parameters: RefineParameters) -> Values:
    """The weight of the pair's alpha against the network's: float32 [n], 0 to 1."""
    precision: Values = pair.precision
    if prior.strict:
        excess = np.maximum(pair.off_line - np.float32(parameters.free_residual), 0)
        precision = precision / (1 + np.float32(parameters.residual_penalty) * excess)
    trust: Values = precision / (precision + prior.precision)
    return trust


def _likelihood(pair: LinearDiscriminant, prior: Prior, parameters: RefineParameters) -> Values:
    """Logarithm of the likelihood of one pair of Gaussians at each of n pixels: float32 [n].

    It falls with the colour's distance from the line between them, and with the difference between
    the alpha on that line and the network's.
    """
    variance: Values = np.reciprocal(np.maximum(pair.precision, np.float32(1e-3)))
    variance += np.reciprocal(prior.precision)
    off_line = np.minimum(pair.off_line, np.float32(parameters.most_residual))
    off: Values = pair.alpha - prior.mask
    likelihood: Values = np.float32(-0.5) * (off_line + off * off / variance + np.log(variance))
    return likelihood
