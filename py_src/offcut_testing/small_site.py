"""The whole site with the stand-in for its models."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from offcut_build import cache, fingerprint, npm, site, steps, variants
from offcut_build.mutex import exclusive
from offcut_testing import stand_in


def build() -> Path:
    """Assemble it in the cache, unless it is there and nothing has changed.

    Raises:
        BuildError: if something that it is made of can't be had.
    """
    folder = cache.folder("small-site")
    out = folder / "dist"
    own = [cache.sha256(Path(module.__file__ or "")) for module in (stand_in, site)]
    inputs = fingerprint.of_inputs(("small", *own))
    with exclusive():
        if not fingerprint.is_current(out, inputs):
            npm.install()
            with cache.scratch("small") as temporary:
                models = temporary / "models"
                stand_in.make(models)
                sources = steps.sources(temporary, variants.IDS)
                site.assemble(dataclasses.replace(sources, models=models), out)
            fingerprint.record(out, inputs)
    return out
