"""Offcut under CPython: ``onnxruntime`` runs the network, and models are files.

For one picture:

    from offcut.native import remove_background
    png = remove_background(Path("cat.jpg"))

For many, a ``Remover`` keeps the model loaded (making its session takes about a second):

    from offcut.native import Remover
    remover = Remover(model="isnet_quint8")
    for path in Path("photos").glob("*.jpg"):
        path.with_suffix(".png").write_bytes(remover.remove_background(path))

The page runs certain releases of numpy, Pillow and ONNX Runtime, and others may make slightly other
pixels. Where that matters, ask first (the command line says it by itself):

    from offcut.native import other_versions
    other_versions()
    # [OtherVersion(package='numpy', installed='2.4.6', expected='2.4.3')]
"""

from __future__ import annotations

from offcut.native.remover import NoSubjectWarning, PictureWarning, Remover, remove_background
from offcut.native.versions import OtherVersion, other_versions

__all__ = [
    "NoSubjectWarning",
    "OtherVersion",
    "PictureWarning",
    "Remover",
    "other_versions",
    "remove_background",
]
