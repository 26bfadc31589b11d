"""What the refinement of edges can be tuned by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RefineParameters:
    """The numbers of ``offcut.matting.refine``; how they were chosen: docs/matting.md.

    Lengths are sigmas of Gaussians, as shares of the picture's longer side. Uncertainty of alpha is
    4 a (1 - a): 0 where alpha is 0 or 1, and 1 where it is a half. Variances are of alpha.

    Attributes:
        near: length within which a layer's colours are looked for.
        far: length within which they are if there are none near.
        far_weight: weight of far colours against near ones.
        passes: how often alpha is fitted; each pass takes its known pixels from the one before.
        paired_passes: the last passes, of those, in which each layer has two Gaussians.
        foreground: alpha above which a known pixel is the foreground's. Less than certain, so that
            a doubted patch of it isn't lost.
        background: alpha below which a known pixel is the background's.
        first_doubt: length over which an uncertain pixel puts its surroundings in doubt, in the
            first pass.
        later_doubt: the same in those that follow.
        first_doubt_limit: uncertainty up to which a pixel is known, in the first pass.
        later_doubt_limit: the same in those that follow.
        edge_spread: length over which an uncertain pixel of the network's makes an edge.
        edge_uncertainty: uncertainty of the surroundings at which the network's alpha loses half of
            its precision.
        edge_power: how steeply it loses it.
        quiet: uncertainty of the surroundings below which colours would change alpha by no level
            of 255; nothing is fitted there.
        blur_spread: length over which uncertainty counts as wide.
        blur_uncertainty: wide uncertainty from which on the network doesn't know the subject, so
            that colours can't either.
        blur_penalty: how much more its alpha counts, per unit beyond that.
        sure_variance: of the network's alpha along an edge, where that is 0 or 1.
        unsure_variance: the same where it is a half.
        least_share: the smallest share of a pixel that one of a layer's Gaussians can have.
        free_residual: squared distance (Mahalanobis) off the line between two colours up to which
            a pixel is trusted: the mean of a chi-squared of 3 degrees of freedom.
        residual_penalty: how much less, in the last pass, per unit beyond that.
        most_residual: the same distance, beyond which it says no more about which pair fits best.
    """

    near: float = 0.008
    far: float = 0.05
    far_weight: float = 0.01
    passes: int = 4
    paired_passes: int = 2
    foreground: float = 0.85
    background: float = 0.2
    first_doubt: float = 0.01
    later_doubt: float = 0.00375
    first_doubt_limit: float = 0.2
    later_doubt_limit: float = 0.5
    edge_spread: float = 0.0175
    edge_uncertainty: float = 0.16
    edge_power: int = 4
    quiet: float = 0.025
    blur_spread: float = 0.0625
    blur_uncertainty: float = 0.22
    blur_penalty: float = 40.0
    sure_variance: float = 0.07
    unsure_variance: float = 0.57
    least_share: float = 1e-6
    free_residual: float = 3.0
    residual_penalty: float = 1.0
    most_residual: float = 60.0


PARAMETERS: Final = RefineParameters()
"""Those that ship."""
