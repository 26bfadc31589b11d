"""Where pictures come from and results go: files on this machine, and stores such as S3.

A place is a text: a path, or a URL such as ``s3://bucket/photos/cat.jpg``. ``storage_of`` gives
what reads and writes it; ``places`` has what can be said of the text alone.
"""

from __future__ import annotations

from offcut.native.storage.local import LOCAL
from offcut.native.storage.places import scheme_of
from offcut.native.storage.remote import of_scheme
from offcut.native.storage.store import Entry, Storage

__all__ = ["Entry", "Storage", "storage_of"]


def storage_of(place: str) -> Storage:
    """What reads and writes a place.

    Raises:
        InvalidOptionError: if the URL is of a kind for which nothing is installed.
    """
    scheme = scheme_of(place)
    return LOCAL if scheme is None else of_scheme(scheme)
