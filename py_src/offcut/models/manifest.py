"""The catalogue of models: ``models/manifest.json``, read and checked.

A variant consists of files (an ONNX graph, and the weights it refers to as external data). For
the way through the network each file is cut into parts, compressed with gzip and named by hash;
two variants may list the same parts, and then share them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from offcut.errors import DamagedModelError, UnknownModelError
from offcut.models.byte_shuffle import unshuffle
from offcut.models.dequantise import to_float32, to_int8
from offcut.models.half_to_single import widen
from offcut.models.spread_sort import unsort

FORMAT: Final = 4
"""The manifest's version that this code reads."""

# They become names of files and folders: nothing in a manifest may point elsewhere.
_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_HASH: Final = re.compile(r"[0-9a-f]{64}")

LAYOUTS: Final[Mapping[str, Callable[[NDArray[np.uint8]], NDArray[np.uint8]]]] = {
    "plain": lambda data: data,
    "half": unshuffle,
    "half-as-fp32": lambda data: widen(unshuffle(data)),
    "levels-as-fp32": lambda data: to_float32(unsort(data)),
    "levels-as-int8": lambda data: to_int8(unsort(data)),
}
"""How to make, of a part's inflated bytes, what stands in the file that ONNX Runtime reads. Two
variants may read the same part differently."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of one file, as it is downloaded and kept.

    Attributes:
        path: relative to the manifest.
        bytes: its compressed size.
        sha256: of the compressed bytes, hexadecimal.
        file: name of the file it is a piece of.
        offset: where in that file it belongs, bytes.
        size: inflated size, bytes.
        layout: a key of ``LAYOUTS``.
        length: what comes of it, bytes in that file.
    """

    path: str
    bytes: int
    sha256: str
    file: str
    offset: int
    size: int
    layout: str
    length: int

    def restore(self, inflated: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Give a part's inflated bytes (uint8 [size]) back as they stand in the file.

        Raises:
            DamagedModelError: if there are not ``size`` of them, or they are not so laid out.
        """
        if inflated.size != self.size:
            raise DamagedModelError(
                "{part} holds {bytes} bytes instead of {expected}: load it again.",
                code="part-size",
                part=self.path,
                bytes=inflated.size,
                expected=self.size,
            )
        try:
            restored = LAYOUTS[self.layout](inflated)
        except ValueError:
            restored = np.empty(0, np.uint8)
        if restored.size != self.length:
            raise DamagedModelError(
                "{part} is laid out wrongly: load it again.", code="part-layout", part=self.path
            )
        return restored


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that ONNX Runtime reads.

    Attributes:
        name: as the graph refers to it.
        bytes: its size.
        sha256: hexadecimal.
    """

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of the model.

    Attributes:
        id: its stable name.
        title: for people.
        precision: of the arithmetic and of the stored weights.
        summary: what it is good for, a sentence.
        bytes: what is downloaded, all parts together.
        sha256: of all its files, one after the other, hexadecimal.
        files: the graph first, then the weights.
        parts: in the order of the files.
        uncut: the graph before it was cut in strips, and the one part it is made of; None if it
            never was.
    """

    id: str
    title: str
    precision: str
    summary: str
    bytes: int
    sha256: str
    files: tuple[ModelFile, ...]
    parts: tuple[Part, ...]
    uncut: tuple[ModelFile, Part] | None = None

    def as_uncut(self) -> Variant:
        """The variant with its graph as it was before it was cut in strips.

        Strips save memory where a heap never shrinks, which is in a browser. Elsewhere ONNX Runtime
        is faster without. Its ``sha256`` is made of the graph's and of the other's: a name for what
        is kept of it, not a hash of its files.
        """
        if self.uncut is None:
            return self
        file, part = self.uncut
        weights = [each for each in self.parts if each.file != self.graph.name]
        digest = hashlib.sha256(f"{file.sha256} {self.sha256}".encode()).hexdigest()
        return replace(
            self,
            bytes=part.bytes + sum(each.bytes for each in weights),
            sha256=digest,
            files=(file, *self.files[1:]),
            parts=(part, *weights),
            uncut=None,
        )

    @property
    def graph(self) -> ModelFile:
        """The ONNX graph."""
        return self.files[0]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All variants that a site offers.

    Attributes:
        default: id of the variant to take where none is asked for.
        variants: in the order in which to show them.
    """

    default: str
    variants: tuple[Variant, ...]

    def find(self, model: str | None) -> Variant:
        """The variant of the given id; the default one for None.

        Raises:
            UnknownModelError: if there is none.
        """
        wanted = model or self.default
        for variant in self.variants:
            if variant.id == wanted:
                return variant
        raise UnknownModelError(
            "There is no model {model}: choose {models}.",
            code="model-unknown",
            model=repr(wanted),
            models=[variant.id for variant in self.variants],
        )


def parse(text: str) -> Catalogue:
    """Read a manifest.

    Raises:
        DamagedModelError: if it is none, or of a version that this code can't read.
    """
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise DamagedModelError(
                "The list of models has format {format}, this is made for {expected}: "
                "reload the page, or update Offcut.",
                code="models-format",
                format=str(document["format"]),
                expected=FORMAT,
            )
        variants = tuple(_variant(entry) for entry in document["variants"])
        _require(document["default"] in [variant.id for variant in variants])
        return Catalogue(document["default"], variants)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedModelError(
            "The list of models (models/manifest.json) can't be read: try again later.",
            code="models-unreadable",
        ) from error


def _variant(entry: Mapping[str, Any]) -> Variant:
    files = tuple(ModelFile(**file) for file in entry["files"])
    parts = tuple(Part(**part) for part in entry["parts"])
    uncut = entry.get("uncut")
    if uncut is not None:
        uncut = (ModelFile(**uncut["file"]), Part(**uncut["part"]))
    variant = Variant(**{**entry, "files": files, "parts": parts, "uncut": uncut})
    _require(len(files) > 0, _HASH.fullmatch(variant.sha256))
    _require(variant.bytes == sum(part.bytes for part in parts))
    _check(variant)
    _check(variant.as_uncut())
    return variant


def _check(variant: Variant) -> None:
    files, parts = variant.files, variant.parts
    for file in files:
        _require(_NAME.fullmatch(file.name), _HASH.fullmatch(file.sha256))
        _require_whole(file, [part for part in parts if part.file == file.name])
    names = [file.name for file in files]
    for part in parts:
        _require(part.file in names, _NAME.fullmatch(part.path), _HASH.fullmatch(part.sha256))
        _require(part.layout in LAYOUTS, part.size % 2 == 0 or part.layout == "plain")


def _require_whole(file: ModelFile, parts: Sequence[Part]) -> None:
    end = 0
    for part in parts:
        _require(part.offset == end, part.bytes > 0, part.size > 0, part.length > 0)
        end += part.length
    _require(end > 0, end == file.bytes)


def _require(*conditions: object) -> None:
    if not all(conditions):
        raise ValueError
