"""What is said of a picture beside its result, as warnings."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from offcut.notes import Note


class NoSubjectWarning(UserWarning):
    """No subject was found in the picture: the result is empty."""


class PictureWarning(UserWarning):
    """Something of the picture that a person should know: a part of it is missing, for example."""


def warn(name: str, notes: Iterable[Note], *, found: bool) -> None:
    """Say it to whoever called the function that calls this.

    Args:
        name: what the picture is called.
        notes: of the picture.
        found: whether it has a subject.
    """
    said: list[tuple[str, type[Warning]]] = [
        (f"{name}: {note.message}", PictureWarning) for note in notes
    ]
    if not found:
        said.append((no_subject(name), NoSubjectWarning))
    for text, kind in said:
        warnings.warn(text, kind, stacklevel=3)


def no_subject(name: str) -> str:
    """What to say of a picture in which nothing stands out."""
    return f"{name}: no subject was found, so the result is empty."
