"""Offcut under CPython: ``onnxruntime`` runs the network, and models are files.

For one picture:

    from offcut import remove_background
    remove_background("cat.jpg").save("cat.png")

For many, a ``Remover`` keeps the model loaded (making its session takes half a second):

    from offcut import Remover
    remover = Remover(model="isnet_quint8")
    for path in Path("photos").glob("*.jpg"):
        remover.remove_background(path).save(path.with_suffix(".png"))

The page runs certain releases of numpy, Pillow and ONNX Runtime, and others may make slightly other
pixels. Where that matters, ask first (the command line says it by itself):

    from offcut.native import other_versions
    other_versions()
    # [OtherVersion(package='numpy', installed='2.4.6', expected='2.4.3')]

numpy, Pillow and ONNX Runtime are imported once one of these is asked for: ``offcut --help`` needs
none of them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from offcut.native.remover import Remover, remove_background
    from offcut.native.result import CutOutFile
    from offcut.native.versions import OtherVersion, other_versions
    from offcut.native.warned import NoSubjectWarning, PictureWarning

__all__ = [
    "CutOutFile",
    "NoSubjectWarning",
    "OtherVersion",
    "PictureWarning",
    "Remover",
    "other_versions",
    "remove_background",
]

_ELSEWHERE: Final = {
    "CutOutFile": "result",
    "NoSubjectWarning": "warned",
    "OtherVersion": "versions",
    "PictureWarning": "warned",
    "other_versions": "versions",
}
"""The module of each name that ``remover`` has not."""

if not TYPE_CHECKING:  # else every name would pass the type checker

    def __getattr__(name: str) -> object:
        """Import what has the names that are not here yet (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = importlib.import_module(f"{__name__}.{_ELSEWHERE.get(name, 'remover')}")
        globals()[name] = getattr(module, name)
        return globals()[name]

    def __dir__() -> list[str]:
        """The names that are here, and those that are not here yet."""
        return sorted({*globals(), *__all__})
