"""Releases of the site for tests to deploy one after the other."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import shutil
from pathlib import Path

from offcut.models.built import MANIFEST
from offcut_build import steps
from offcut_build.models import variants
from offcut_build.site import assemble
from offcut_testing import stand_in

MODEL = "isnet_compact"
"""The only one that these releases offer."""


def make(folder: Path, mark: str, *, other_model: bool = False, time: int = 0) -> Path:
    """Assemble a release whose claim bears `mark`; `other_model` gives every part another hash.

    `time`: of the release; 0 if it does not say so.
    """
    folder.mkdir(parents=True)
    sources = steps.sources(folder, [MODEL])
    web = folder / "web"
    shutil.copytree(sources.web, web, ignore=shutil.ignore_patterns("node_modules"))
    page = web / "index.html"
    text = page.read_text().replace('id="claim"', f'id="claim" data-release="{mark}"')
    assert mark in text
    page.write_text(text)
    styles = web / "app" / "styles" / "base.css"
    styles.write_text(f"{styles.read_text()}\n/* {mark} */\n")
    models = folder / "models"
    stand_in.make(models)
    if other_model:
        anew = folder / "models-anew"
        _pack_anew(models, anew)
        models = anew
    out = folder / "dist"
    assemble.assemble(dataclasses.replace(sources, web=web, models=models, time=time), out)
    return out


def _pack_anew(source: Path, target: Path) -> None:
    """The same model, compressed in another way."""
    target.mkdir()
    manifest = variants.choose(variants.read_manifest(source), [MODEL])
    for variant in manifest["variants"]:
        for part in variant["parts"]:
            data = gzip.compress(gzip.decompress((source / part["path"]).read_bytes()), 1, mtime=0)
            digest = hashlib.sha256(data).hexdigest()
            part.update(path=f"{digest[:16]}.gz", bytes=len(data), sha256=digest)
            (target / part["path"]).write_bytes(data)
        variant["bytes"] = sum(part["bytes"] for part in variant["parts"])
    (target / MANIFEST).write_text(json.dumps(manifest))
