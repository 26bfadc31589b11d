"""Write what was found to where the build reads it."""

from __future__ import annotations

import lzma
from collections.abc import Iterable

from offcut.files import whole_file
from offcut_build.models.compact_weights import ROUNDING, XZ_FILTERS, Levels, Steps, corrections
from offcut_build.models.network import Half


def write(found: Iterable[tuple[Half, Steps, Levels]]) -> None:
    """Renew ``ROUNDING``.

    Args:
        found: of each convolution, in their order: the published weights, grid and levels.
    """
    rows, exponents, changes = [], [], []
    for published, steps, levels in found:
        rows.append(steps.rows.astype("<f4").tobytes())
        exponents.append(steps.exponents.tobytes())
        changes.append(corrections(published, steps, levels).tobytes())
    data = b"".join([*rows, *exponents, *changes])
    packed = lzma.compress(data, check=lzma.CHECK_SHA256, filters=XZ_FILTERS)
    whole_file.write(ROUNDING, packed)
