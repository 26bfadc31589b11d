"""Subresource Integrity: the browser holds what a page loads against hashes written into it.

Modules that a page's modules import get a ``modulepreload`` link with their hash, which binds the
later import too, and spares the page the waits from one import to the next. Source of the rules:
https://html.spec.whatwg.org/multipage/links.html#link-type-modulepreload and
https://www.w3.org/TR/SRI/.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_TAG: Final = re.compile(r'<(?P<name>script|link)\b[^>]*\b(?:src|href)="\./(?P<path>[^"?]+)"[^>]*>')
_BOUND: Final = re.compile(r'<script\b|rel="(?:stylesheet|modulepreload)"')
_IMPORT: Final = re.compile(
    r"""^(?:import|export)\b[^'"]*?\bfrom\s*'(?P<named>[^']+)'|^import\s*'(?P<bare>[^']+)'""",
    re.MULTILINE,
)


def digest(path: Path) -> str:
    """A file's SHA-256 as the ``integrity`` attribute has it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()


def seal(page: str, site: Path) -> str:
    """Add hashes to a page's scripts and styles, and a link for each module they import.

    Args:
        page: the HTML; its references are relative to the site and begin with ``./``.
        site: the folder with all files that the page refers to.

    Returns:
        The same page, sealed.
    """

    def bind(match: re.Match[str]) -> str:
        tag = match[0]
        if not _BOUND.search(tag):
            return tag
        return f'{tag[:-1]} integrity="{digest(site / match["path"])}">'

    modules = [m["path"] for m in _TAG.finditer(page) if 'type="module"' in m[0]]
    imported = sorted({name for module in modules for name in _imports(site, module, set())})
    links = [
        f'<link rel="modulepreload" href="./{name}" integrity="{digest(site / name)}">\n    '
        for name in imported
        if name not in modules
    ]
    sealed = _TAG.sub(bind, page)
    first = sealed.find('<script type="module"')
    return sealed if first < 0 else sealed[:first] + "".join(links) + sealed[first:]


def _imports(site: Path, module: str, seen: set[str]) -> Iterator[str]:
    """Every module that a module imports, however far down; paths relative to the site."""
    for match in _IMPORT.finditer((site / module).read_text(encoding="utf-8")):
        base = os.path.dirname(module)  # noqa: PTH120 - a URL's path, not a file's
        name = os.path.normpath(f"{base}/{match['named'] or match['bare']}").replace(os.sep, "/")
        if name not in seen:
            seen.add(name)
            yield name
            yield from _imports(site, name, seen)
