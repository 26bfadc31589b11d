"""Our site with a few words of it changed: what is shipped has no switches for measuring."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from offcut_build import cache, paths, steps
from offcut_build.models import variants
from offcut_build.site import assemble


@dataclass(frozen=True, slots=True)
class Change:
    """Words to replace.

    Attributes:
        file: path in ``web``.
        old: what it has once.
        new: what it gets instead.
    """

    file: str
    old: str
    new: str


@contextmanager
def altered(changes: Mapping[str, Sequence[Change]]) -> Iterator[dict[str, Path]]:
    """Build a site for each set of changes.

    Returns:
        Folders, by the sets' names.

    Raises:
        LookupError: if a file no longer has the words.
    """
    with tempfile.TemporaryDirectory() as temporary, cache.scratch("wheel") as wheel:
        root = Path(temporary)
        made_of = steps.sources(wheel, variants.IDS)
        sites = {}
        for number, (name, several) in enumerate(changes.items()):
            web = root / f"web{number}"
            ignored = shutil.ignore_patterns("node_modules")
            shutil.copytree(paths.WEB, web, ignore=ignored)
            for change in several:
                apply(change, web)
            sites[name] = root / f"site{number}"
            assemble.assemble(replace(made_of, web=web), sites[name])
        yield sites


def apply(change: Change, web: Path) -> None:
    """Make one change in a copy of ``web``; see ``altered``."""
    file = web / change.file
    text = file.read_text(encoding="utf-8")
    if text.count(change.old) != 1:
        raise LookupError(f"{change.file} has changed: it has not one {change.old!r}")
    file.write_text(text.replace(change.old, change.new), encoding="utf-8")
