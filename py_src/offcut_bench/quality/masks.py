"""Everybody's masks of the same pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from offcut import OutputOptions, prepare
from offcut.native.models.source import locate
from offcut.native.models.unpack import unpack
from offcut.native.session import Session
from offcut.pipeline import cut_out
from offcut_bench.contenders import Contender
from offcut_bench.pages.page import open_page, result
from offcut_bench.pages.stage import Stage
from offcut_build.models import variants

Masks = Mapping[str, Path]
"""By the picture's name: a grey PNG of its size, 255 for foreground."""


def of_ours(who: Contender, pictures: Sequence[Path], folder: Path) -> Masks:
    """One of our models, under CPython; the browser's masks are the same to 2/255."""
    source = locate(variants.variants())
    session = Session(unpack(source.catalogue().find(who.model), source))
    masks = {}
    for picture in pictures:
        prepared = prepare(picture.read_bytes(), picture.name)
        mask = session.run(prepared.tensor)
        masks[picture.name] = folder / f"{who}-{picture.stem}.png"
        image = cut_out(prepared, mask, OutputOptions(type="mask", edges="plain")).image
        image.save(masks[picture.name])
    return masks


def of_peer(who: Contender, pictures: Sequence[Path], folder: Path, stage: Stage) -> Masks:
    """One of the peer's models, in the browser, by the peer's own package."""
    masks = {}
    with stage.site(who) as site, stage.browser() as browser:
        page = open_page(browser.new_context(), site.url, who)
        for picture in pictures:
            cut = Image.open(io.BytesIO(result(page, picture, who.model)))
            masks[picture.name] = folder / f"{who}-{picture.stem}.png"
            cut.getchannel("A").save(masks[picture.name])
    return masks
