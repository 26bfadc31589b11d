"""The masks of four looks at a picture, and what can be made of two of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut import prepare
from offcut.files.whole_file import new_file
from offcut.models.manifest import Variant
from offcut.native.models.source import ModelSource
from offcut.native.models.unpack import unpack
from offcut.native.session import Session
from offcut.network.augmentation import mirrored
from offcut_build import cache

Mask = NDArray[np.float32]
Join = Callable[[Mask, Mask], Mask]

ONE: Final = "one look"
MIRROR: Final = "mirrored"
KEPT: Final = "aspect kept"
SECOND: Final = "aspect kept, mirrored"
LOOKS: Final = (ONE, MIRROR, KEPT, SECOND)

_LEVELS: Final = 65535


@dataclass(frozen=True)
class Looks:
    """What the network makes of one picture.

    Attributes:
        masks: by look, float32 [height, width], 0 to 1, the picture's left at the left.
        seconds: that each of them took, in the same order.
    """

    masks: Mapping[str, Mask]
    seconds: NDArray[np.float64]


def _power_mean(exponent: int) -> Join:
    def join(one: Mask, other: Mask) -> Mask:
        mean = (one**exponent + other**exponent) / 2
        return np.power(mean, 1 / exponent, dtype=np.float32)

    return join


JOINS: Final[Mapping[str, Join]] = {
    "power mean, 2": _power_mean(2),
    "power mean, 4": _power_mean(4),
    "larger": np.maximum,
}
"""Ways to bring two masks together."""


def looks(variant: Variant, source: ModelSource, pictures: Iterable[Path]) -> Iterator[Looks]:
    """What a model makes of each picture; kept in the cache, since it takes long."""
    folder = cache.folder("bench", "best", variant.sha256)
    session: Session | None = None
    for picture in pictures:
        file = folder / f"{picture.name}.npz"
        if not file.exists():
            session = session or Session(unpack(variant, source))
            _keep(_look(session, picture), file)
        with np.load(file) as kept:
            masks = [kept[f"arr_{number}"] / np.float32(_LEVELS) for number in range(len(LOOKS))]
            yield Looks(dict(zip(LOOKS, masks, strict=True)), kept["seconds"])


def joined(its: Looks, look: str, join: Join) -> Mask:
    """The mask of the first look and another one: float32 [1024, 1024]."""
    first, other = its.masks[ONE], its.masks[look]
    if other.shape != first.shape:
        size = first.shape[1], first.shape[0]
        other = np.asarray(Image.fromarray(other).resize(size, Image.Resampling.BILINEAR))
    return join(first, other)


def _look(session: Session, picture: Path) -> Looks:
    prepared = prepare(picture.read_bytes(), picture.name, effort="best")
    if prepared.second is None:
        raise AssertionError("no second tensor")
    tensors = (
        prepared.tensor,
        mirrored(prepared.tensor),
        mirrored(prepared.second),
        prepared.second,
    )
    masks, seconds = {}, []
    for look, tensor in zip(LOOKS, tensors, strict=True):
        start = time.perf_counter()
        mask = session.run(tensor)[0, 0]
        seconds.append(time.perf_counter() - start)
        masks[look] = mask[:, ::-1] if look in {MIRROR, SECOND} else mask
    return Looks(masks, np.array(seconds))


def _keep(its: Looks, file: Path) -> None:
    levels = [np.rint(mask * _LEVELS).astype(np.uint16) for mask in its.masks.values()]
    with new_file(file) as temporary, temporary.open("wb") as stream:
        np.savez(stream, *levels, seconds=its.seconds)
