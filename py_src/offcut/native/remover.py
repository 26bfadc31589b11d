"""The whole pipeline as one call."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image

from offcut.models.manifest import Variant
from offcut.native import plugins
from offcut.native.models.source import locate
from offcut.native.models.unpack import unpack
from offcut.native.session import Session
from offcut.network.augmentation import merged
from offcut.options import OutputOptions
from offcut.pipeline import CutOut, Prepared, cut_out, prepare, prepare_image, write

Source = bytes | Path | Image.Image
"""A file's bytes, where a file is, or a picture that Pillow has opened."""

_PNG: Final = OutputOptions()

plugins.register()


class NoSubjectWarning(UserWarning):
    """No subject was found in the picture: the result is empty."""


class PictureWarning(UserWarning):
    """Something of the picture that a person should know: a part of it is missing, for example."""


class Remover:
    """Removes backgrounds with one model, which stays loaded.

    Threads may share one: calls at the same time share the processor's cores.

    Attributes:
        variant: the model that is loaded.
    """

    def __init__(
        self,
        model: str | None = None,
        models: str | Path | None = None,
        report: Callable[[int, int], None] | None = None,
        *,
        models_sha256: str | None = None,
    ) -> None:
        """Find the model, fetch it where need be, and load it.

        Args:
            model: a variant's id; None for the default.
            models: the folder of models, or the URL of a site's (https, or http on this
                machine); None for ``OFFCUT_MODELS``, else for what the build made.
            report: called with how many bytes of the model are there, and how many there are in
                all, while it is fetched or unpacked.
            models_sha256: of the folder's ``manifest.json``, hexadecimal: nothing else is taken.

        Raises:
            InvalidOptionError: if ``models`` is neither a folder nor such a URL.
            UnknownModelError: if there is no such model.
            ModelUnavailableError: if there are no models, or they can't be fetched.
            DamagedModelError: if the model's files are damaged, or not those of the hash.
            InferenceError: if ONNX Runtime can't load it.
        """
        source = locate(models, models_sha256)
        self.variant: Variant = source.catalogue().find(model)
        self._session = Session(unpack(self.variant, source, report))

    def remove_background(
        self,
        source: Source,
        *,
        output: OutputOptions = _PNG,
        name: str | None = None,
        page: int | None = None,
    ) -> bytes:
        """Remove a picture's background.

        Args:
            source: the picture.
            output: what to write.
            name: what errors call the picture; a file is called by its path.
            page: of a TIFF with several, from 1; None for the largest.

        Returns:
            The bytes of the file that was asked for. A picture without a subject gives an empty
            one, and a ``NoSubjectWarning``. What a person should know of the picture comes as
            ``PictureWarning``.

        Raises:
            OSError: if the file can't be read.
            UnreadableImageError: if it is no picture, or damaged.
            PictureTooLargeError: if it has too many pixels.
            InferenceError: if ONNX Runtime fails.
        """
        prepared = _prepare(source, name, output.effort, page)
        cut = self.cut_out(prepared, output)
        for note in cut.notes:
            warnings.warn(f"{prepared.name}: {note.message}", PictureWarning, stacklevel=2)
        if not cut.found:
            warnings.warn(no_subject(prepared.name), NoSubjectWarning, stacklevel=2)
        return write(prepared, cut.image, output)

    def cut_out(self, prepared: Prepared, output: OutputOptions) -> CutOut:
        """Take a picture that is prepared already through the network, and cut it out.

        Args:
            prepared: the picture, with the output's effort.
            output: what to make of it.

        Raises:
            InferenceError: if ONNX Runtime fails.
        """
        mask = self._session.run(prepared.tensor)
        if prepared.second is not None:
            mask = merged(mask, self._session.run(prepared.second))
        return cut_out(prepared, mask, output)


def remove_background(
    data: Source,
    *,
    model: str | None = None,
    output: OutputOptions = _PNG,
    models: str | Path | None = None,
    name: str | None = None,
) -> bytes:
    """Remove one picture's background; loads the model for it, and lets it go.

    Arguments, result and errors are those of ``Remover`` and its ``remove_background``.
    """
    return Remover(model, models).remove_background(data, output=output, name=name)


def no_subject(name: str) -> str:
    """What to say of a picture in which nothing stands out."""
    return f"{name}: no subject was found, so the result is empty."


def _prepare(source: Source, name: str | None, effort: str, page: int | None) -> Prepared:
    if isinstance(source, Image.Image):
        return prepare_image(source, name or "The picture", effort=effort)
    if isinstance(source, Path):
        return prepare(source.read_bytes(), name or str(source), effort=effort, page=page)
    return prepare(source, name or "The picture", effort=effort, page=page)
