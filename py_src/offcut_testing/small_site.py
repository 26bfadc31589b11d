"""The whole site with the stand-in for its models."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offcut.files.digest import sha256
from offcut_build import cache, paths, steps
from offcut_build.build_lock import exclusive
from offcut_build.fetching import npm
from offcut_build.models import variants
from offcut_build.site import assemble, fingerprint
from offcut_testing import stand_in

_PAUSES: Final = (0.05, 0.1, 0.2)
"""Seconds: tests of a host that fails need not wait as visitors do."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A script that tests put into the site's workers.

    Attributes:
        script: the file.
        haste: by how much less patience the page has with workers that keep silent.
    """

    script: Path
    haste: float = 1


def build(choices: assemble.Choices = assemble.AS_USUAL, hook: Hook | None = None) -> Path:
    """Assemble it in the cache, unless it is there and nothing has changed.

    Args:
        choices: what it allows; each combination has a folder of its own.
        hook: see there; its site has a folder of its own.

    Raises:
        BuildError: if something that it is made of can't be had.
    """
    # one for each checkout: another may be tested at the same time
    checkout = hashlib.sha256(str(paths.ROOT).encode()).hexdigest()[:8]
    folder = cache.folder("small-site", checkout)
    out = folder / (
        "dist"
        + "-share" * choices.share
        + "-embed" * choices.embed
        + "-no-heic" * (not choices.heic)
        + "-hook" * (hook is not None)
    )
    own = [sha256(Path(module.__file__ or "")) for module in (stand_in, assemble)]
    if hook is not None:
        own += [sha256(hook.script), str(hook.haste)]
    inputs = fingerprint.of_inputs(("small", str(_PAUSES), repr(choices), *own))
    with exclusive():
        if not fingerprint.is_current(out, inputs):
            npm.install()
            with cache.scratch("small") as temporary:
                models = temporary / "models"
                stand_in.make(models)
                sources = steps.sources(temporary, variants.IDS, choices=choices)
                small = dataclasses.replace(sources, models=models, pauses=_PAUSES)
                if hook is not None:
                    web = _hooked(sources.web, hook.script, temporary / "web")
                    small = dataclasses.replace(small, web=web, haste=hook.haste)
                assemble.assemble(small, out)
            fingerprint.record(out, inputs)
    return out


def _hooked(web: Path, script: Path, copy: Path) -> Path:
    """A copy of the page's files in which each worker imports a script first."""
    shutil.copytree(web, copy, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copyfile(script, copy / "workers" / "hook.js")
    for worker in (copy / "workers").glob("*-worker.js"):
        worker.write_text(f"import './hook.js';\n{worker.read_text()}")
    return copy
