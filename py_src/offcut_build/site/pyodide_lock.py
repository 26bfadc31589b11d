"""Pyodide's lock file, cut down to the packages that are shipped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def prune(lock: Mapping[str, Any], roots: Iterable[str]) -> dict[str, Any]:
    """Keep the named packages and everything they depend on.

    Raises:
        KeyError: if the lock has no such package.
    """
    packages: dict[str, Any] = {}
    waiting = sorted(roots)
    while waiting:
        name = waiting.pop()
        if name not in packages:
            packages[name] = lock["packages"][name]
            waiting += packages[name]["depends"]
    return {**lock, "packages": dict(sorted(packages.items()))}


def to_text(lock: Mapping[str, Any]) -> str:
    """The lock file's text, the same for the same content."""
    return json.dumps(lock, indent=1, sort_keys=True) + "\n"
