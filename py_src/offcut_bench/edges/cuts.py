"""Everybody's cut-outs of the pictures, as PNG files at the picture's full size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from offcut import OutputOptions, prepare
from offcut.native.models.source import locate
from offcut.native.models.unpack import unpack
from offcut.native.session import Session
from offcut.network.augmentation import merged
from offcut.pipeline import finish
from offcut_bench.contenders import BASELINE, REFERENCE
from offcut_bench.edges.pictures import Picture
from offcut_bench.inside import run_module
from offcut_bench.pages.page import open_page, result
from offcut_bench.pages.stage import Stage
from offcut_build.models import variants

PEER: Final = str(BASELINE)
OURS: Final = "Offcut"
BEST: Final = "Offcut, best"
PLAIN: Final = "Offcut, edges plain"
UNTOUCHED: Final = "Offcut, mask only"
REMBG: Final = "rembg"
REMBG_CLEANED: Final = "rembg -dc"
REMBG_MATTING: Final = "rembg -a"

_OPTIONS: Final = {
    OURS: OutputOptions(),
    PLAIN: OutputOptions(edges="plain"),
    UNTOUCHED: OutputOptions(edges="plain", decontaminate=False, clean=False),
}
_MATTING_LIMIT: Final = 3_000_000
"""Pixels beyond which closed-form matting takes minutes and gigabytes: left out there."""

Cuts = dict[str, dict[str, Path]]
"""By contender and picture's name: the path of a PNG."""


def of_ours(pictures: Sequence[Picture], folder: Path) -> Cuts:
    """Our default model, under CPython: the same pixels as in the browser to 2/255."""
    source = locate(variants.variants())
    session = Session(unpack(source.catalogue().find(None), source))
    cuts: Cuts = {who: {} for who in (*_OPTIONS, BEST)}
    for picture in pictures:
        prepared = prepare(picture.path.read_bytes(), picture.name, effort="best")
        looks = prepared.tensor, prepared.second
        masks = [session.run(tensor) for tensor in looks if tensor is not None]
        for who, options in _OPTIONS.items():
            cuts[who][picture.name] = _kept(
                folder, who, picture, finish(prepared, masks[0], options)
            )
        best = finish(prepared, merged(*masks), _OPTIONS[OURS])
        cuts[BEST][picture.name] = _kept(folder, BEST, picture, best)
    return cuts


def of_peer(pictures: Sequence[Picture], folder: Path, stage: Stage) -> Cuts:
    """The peer's larger model, in the browser, by the peer's own package."""
    cuts = {}
    with stage.site(BASELINE) as site, stage.browser() as browser:
        page = open_page(browser.new_context(), site.url, BASELINE)
        for picture in pictures:
            png = result(page, picture.path, BASELINE.model)
            cuts[picture.name] = _kept(folder, PEER, picture, png)
    return {PEER: cuts}


def of_rembg(pictures: Sequence[Picture], folder: Path) -> Cuts:
    """What rembg makes with our full model: plain, with its decontamination, and its matting."""
    source = locate(variants.variants())
    model = unpack(source.catalogue().find(REFERENCE.model), source)
    cuts: Cuts = {REMBG: {}, REMBG_CLEANED: {}, REMBG_MATTING: {}}
    job = []
    for picture in pictures:
        small = _pixels(picture) <= _MATTING_LIMIT
        for who in cuts if small else (REMBG, REMBG_CLEANED):
            cuts[who][picture.name] = folder / f"{who}-{picture.name}.png"
        outs = {who: str(its[picture.name]) for who, its in cuts.items() if picture.name in its}
        job.append({"path": str(picture.path), "outs": [outs.get(who) for who in cuts]})
    listed = folder / "rembg.json"
    listed.write_text(json.dumps({"model": str(model), "pictures": job}))
    run_module("offcut_bench.edges.rembg_peer", listed)
    return cuts


def unlike(cuts: Cuts, pictures: Sequence[Picture]) -> Iterator[str]:
    """Cut-outs that don't have their picture's size: they can't be scored."""
    for who, its in cuts.items():
        for picture in pictures:
            path = its.get(picture.name)
            if path and Image.open(path).size != Image.open(picture.alpha).size:
                yield f"{who}: {picture.name}"


def _kept(folder: Path, who: str, picture: Picture, png: bytes) -> Path:
    path = folder / f"{who}-{picture.name}.png"
    path.write_bytes(png)
    return path


def _pixels(picture: Picture) -> int:
    return int(np.prod(Image.open(picture.alpha).size))
