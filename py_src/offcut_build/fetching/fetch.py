"""A file over HTTPS, going on where an interrupted download stopped."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Final

from offcut_build import cache

_TIMEOUT: Final = 10.0
_CHUNK: Final = 1 << 16


def fetch(url: str, path: Path, sha256: str) -> None:
    """Fetch a file and verify it.

    Raises:
        OSError: if it can't be fetched; what came so far is kept for the next try.
        BuildError: if it is not the expected file.
    """
    partial = path.with_name(f".{path.name}.part")
    have = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310
            # 206: the rest; 200: the server starts over, and so must we
            mode = "ab" if response.status == HTTPStatus.PARTIAL_CONTENT else "wb"
            with partial.open(mode) as file:
                while chunk := response.read(_CHUNK):
                    file.write(chunk)
            if response.length:
                raise ConnectionError(f"{url} ended {response.length} bytes too early")
    except urllib.error.HTTPError as error:
        # 416: we have it all already
        if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    cache.require_hash(partial, sha256)
    partial.replace(path)
