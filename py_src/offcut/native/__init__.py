"""Offcut under CPython: ``onnxruntime`` runs the network, and models are files.

For one picture:

    >>> from offcut.native import remove_background
    >>> png = remove_background(Path("cat.jpg"))

For many, a ``Remover`` keeps the model loaded (making its session takes about a second):

    >>> from offcut.native import Remover
    >>> remover = Remover(model="isnet_quint8")
    >>> for path in Path("photos").glob("*.jpg"):
    ...     path.with_suffix(".png").write_bytes(remover.remove_background(path))
"""

from __future__ import annotations

from offcut.native.remover import NoSubjectWarning, Remover, remove_background

__all__ = ["NoSubjectWarning", "Remover", "remove_background"]
