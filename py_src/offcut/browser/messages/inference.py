"""Between Python and the inference worker; in JavaScript web/workers/inference-messages.d.ts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Report:
    """Say when ONNX Runtime has started."""

    kind: ClassVar = "report"


@dataclass(frozen=True, slots=True)
class Take:
    """Make the session of the files that are kept unpacked; answer with ``Taken``.

    Attributes:
        cache: the name in Cache Storage.
        files: of each ``name``, ``url``, ``bytes`` and ``sha256``; the graph first.
    """

    kind: ClassVar = "take"
    cache: str
    files: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class NewFile:
    """Make room for a file of the model, of so many bytes."""

    kind: ClassVar = "file"
    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of that file, and where in it, in bytes, it belongs."""

    kind: ClassVar = "piece"
    file: str
    offset: int
    data: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Load:
    """Make the session; the files are there. ``graph`` names the one with the graph.

    Files that were to be taken, and were not kept, are kept now.
    """

    kind: ClassVar = "load"
    graph: str


@dataclass(frozen=True, slots=True)
class Run:
    """Run the network on float32 of this shape: [1, 3, height, width]."""

    kind: ClassVar = "run"
    tensor: NDArray[np.float32]
    shape: Sequence[int]


TO_INFERENCE: Final = (Report, Take, NewFile, Piece, Load, Run)


@dataclass(frozen=True, slots=True)
class Started:
    """ONNX Runtime has started, with so many threads."""

    kind: ClassVar = "started"
    threads: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether all files were kept, and sound: then the session is on its way."""

    kind: ClassVar = "taken"
    whole: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """The session is there."""

    kind: ClassVar = "loaded"


@dataclass(frozen=True, slots=True)
class Mask:
    """What the network gave: a JavaScript Float32Array, 0 to 1, and its shape."""

    kind: ClassVar = "mask"
    mask: Any
    shape: Sequence[int]


@dataclass(frozen=True, slots=True)
class WorkerFailure:
    """ONNX Runtime failed: what it says of that, or the bare number that C++ threw."""

    kind: ClassVar = "failure"
    reason: str | float


FROM_INFERENCE: Final = (Started, Taken, Loaded, Mask, WorkerFailure)
