"""Which page of a TIFF is the picture (TIFF 6.0, NewSubfileType)."""

from __future__ import annotations

from typing import Final

from offcut.errors import InvalidOptionError
from offcut.imageio.containers.directories import (
    NEW_SUBFILE_TYPE,
    Directory,
    beginning_with,
    pages,
)
from offcut.notes import Note

_REDUCED_OR_MASK: Final = 1 | 4


def page_of(data: bytes, name: str, page: int | None = None) -> tuple[bytes, tuple[Note, ...]]:
    """The file with the page that is the picture as its first, and what to say of that.

    Args:
        data: a TIFF file; anything else has one page.
        name: what to call it in an error.
        page: which one is asked for, from 1; None for the largest one that is no smaller copy of
            another.

    Raises:
        InvalidOptionError: if there is no such page.
    """
    found = pages(data)
    real = [each for each in found if _is_real(each)] or found
    if page is not None:
        if not 1 <= page <= max(1, len(real)):
            raise InvalidOptionError(
                "{name} has no page {page}: choose 1 to {pages}.",
                code="page-missing",
                name=name,
                page=page,
                pages=max(1, len(real)),
            )
        chosen = page - 1
    else:
        chosen = max(range(len(real)), key=lambda at: real[at].pixels, default=0)
    if not real:
        return data, ()
    notes: tuple[Note, ...] = ()
    if len(real) > 1:
        notes = (
            Note.of(
                "It has {pages} pages: page {page} is used.",
                code="page",
                pages=len(real),
                page=chosen + 1,
            ),
        )
    if real[chosen].at != found[0].at:
        data = beginning_with(data, real[chosen])
    return data, notes


def _is_real(page: Directory) -> bool:
    return not page.value(NEW_SUBFILE_TYPE) & _REDUCED_OR_MASK
