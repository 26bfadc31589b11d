"""One mistake, and what a stroke and a click do to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut import prepare
from offcut.files.whole_file import new_file
from offcut.matting.working_copy import WorkingCopy
from offcut.models.manifest import Variant
from offcut.native.models.source import ModelSource
from offcut.native.models.unpack import unpack
from offcut.native.session import Session
from offcut.network.mask_io import from_uint8, to_uint8
from offcut.network.preprocess import SQUARE
from offcut.numeric.planes import Plane, cell_means
from offcut.selection.point import Point
from offcut.selection.pointing import pointed, second_looks
from offcut.selection.second_look import SHARE
from offcut.touchup.stroke import Stroke
from offcut_bench.quality.pictures import Picture
from offcut_bench.touchup.effect import Effect, painted, refined
from offcut_bench.touchup.mistakes import Mistake, mistakes
from offcut_build import cache

NONE: Final = "nothing"
BRUSH: Final = "the brush alone"
STROKE: Final = "one stroke"
CLICK: Final = "one click"
WAYS: Final = (NONE, BRUSH, STROKE, CLICK)

_PLAIN: Final = {"keep": "restore", "drop": "erase"}


@dataclass(frozen=True)
class Trial:
    """A mistake, and what was tried on it.

    Attributes:
        picture: its file's name.
        adds: whether the subject lacks something.
        share: the mistake's, of the picture's area.
        effects: by way.
    """

    picture: str
    adds: bool
    share: float
    effects: Mapping[str, Effect]

    @property
    def said(self) -> str:
        """The trial in a line."""
        effects = (
            f"{way} {effect.mended:.2f}/{effect.spoiled:.2f}"
            for way, effect in self.effects.items()
        )
        return f"{self.picture}, {self.share:.1%}: {', '.join(effects)}"


class _Network:
    """A model whose masks are kept in the cache, since they take long."""

    def __init__(self, variant: Variant, source: ModelSource) -> None:
        self._variant = variant
        self._source = source
        self._folder = cache.folder("bench", "touchup", variant.sha256)
        self._session: Session | None = None

    def look(self, tensor: NDArray[np.float32], name: str) -> Plane:
        """The mask of a tensor, float32 [1024, 1024], which has a name of its own."""
        file = self._folder / f"{name}.png"
        if not file.exists():
            self._session = self._session or Session(unpack(self._variant, self._source))
            image = Image.fromarray(to_uint8(self._session.run(tensor)))
            with new_file(file) as temporary:
                image.save(temporary, "PNG")
        with Image.open(file) as kept:
            return from_uint8(np.asarray(kept))


def trials(variant: Variant, source: ModelSource, pictures: Sequence[Picture]) -> Iterator[Trial]:
    """Try all ways on all mistakes that a model makes."""
    network = _Network(variant, source)
    for picture in pictures:
        prepared = prepare(picture.path.read_bytes(), picture.path.name)
        mask = network.look(prepared.tensor, picture.path.stem)
        truth = cell_means(_truth(picture.truth), 2)
        copy = WorkingCopy.of(prepared.tensor, mask, prepared.aspect, found=True)
        before: Plane | None = None
        for mistake in mistakes(copy.mask, truth, prepared.aspect):
            before = refined(copy) if before is None else before
            kind = "keep" if mistake.adds else "drop"
            after = {NONE: before}
            for way, how in ((BRUSH, _PLAIN[kind]), (STROKE, kind)):
                after[way] = painted(Stroke(how, mistake.line, mistake.radius), copy)
            point = Point(*mistake.click, kind)
            (closer,) = second_looks(prepared.tensor, [point])
            name = f"{picture.path.stem}-{point.x:.4f}-{point.y:.4f}-{SHARE}"
            looks = [network.look(closer, name)]
            clicked = pointed(mask, [point], looks, prepared.tensor, prepared.aspect)
            after[CLICK] = refined(copy._replace(mask=cell_means(clicked, 2)))
            yield Trial(
                picture.path.name,
                mistake.adds,
                _share(mistake),
                {way: Effect.of(mistake, before, alpha, truth) for way, alpha in after.items()},
            )


def _share(mistake: Mistake) -> float:
    return mistake.area / mistake.region.size


def _truth(path: Path) -> Plane:
    with Image.open(path) as image:
        grey = image.convert("L").resize(SQUARE, Image.Resampling.BOX)
    return from_uint8(np.asarray(grey))
