"""``offcut models``: what models there are, and which of them this machine keeps."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

from offcut.errors import InvalidOptionError, ModelUnavailableError
from offcut.models.manifest import Variant
from offcut.native.cli.parser import Parser
from offcut.native.models import kept
from offcut.native.models.source import locate
from offcut.native.models.unpack import is_unpacked, unpacked_folder

_FAILED: Final = 1

_EPILOG: Final = """\
examples:
  offcut models fetch --models https://example.org/offcut/models
  offcut models fetch --all --models /media/usb/models
  offcut models fetch --build ~/src/offcut        make them from the published weights
  offcut models list
  offcut models path isnet_quint8

What was fetched is used from then on, without a network, unless --models or OFFCUT_MODELS names
another place.
"""


def main(arguments: Sequence[str]) -> int:
    """Run ``offcut models`` with these arguments.

    Returns:
        The exit code: 0, or 1 if a model that was to be verified is missing or damaged.

    Raises:
        OffcutError, OSError: if it can't be done.
        SystemExit: after ``--help``, or if the arguments are wrong.
    """
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="offcut models",
        description="List models, and keep them on this machine.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    own: Any = parser.add_subparsers(required=True, metavar="COMMAND")
    listed = _add(own, "list", "list the models, and which are kept", _list)
    listed.add_argument("--json", action="store_true", help="print JSON")
    fetch = _add(own, "fetch", "keep models on this machine", _fetch)
    _add_ids(fetch, "models to fetch (default: the default model)")
    fetch.add_argument(
        "--build",
        type=Path,
        metavar="FOLDER",
        help="make them from the published weights, with the project's sources in this folder",
    )
    fetch.add_argument("--quiet", action="store_true", help="show no progress")
    remove = _add(own, "remove", "delete models from this machine", _remove)
    _add_ids(remove, "models to delete")
    path = _add(own, "path", "print the folder of a model's files", _path)
    path.add_argument("id", nargs="?", metavar="ID", help="of the model (default: the default)")
    verify = _add(own, "verify", "hash the files of kept models", _verify)
    verify.add_argument("ids", nargs="*", metavar="ID", help="models (default: all that are kept)")
    return parser


def _add(
    commands: Any, name: str, meaning: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=meaning, description=meaning)
    parser.add_argument(
        "--models",
        metavar="FOLDER|URL",
        help="where the models are (default: OFFCUT_MODELS if set, else what was fetched or built)",
    )
    parser.add_argument(
        "--models-sha256", metavar="HEX", help="SHA-256 of the models' manifest.json"
    )
    parser.set_defaults(run=run)
    return parser


def _add_ids(parser: argparse.ArgumentParser, meaning: str) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("ids", nargs="*", default=[], metavar="ID", help=meaning)
    which.add_argument("--all", action="store_true", help="all models")


def _list(given: argparse.Namespace) -> int:
    catalogue = locate(given.models, given.models_sha256).catalogue()
    rows = [_row(variant, variant.id == catalogue.default) for variant in catalogue.variants]
    if given.json:
        print(json.dumps(rows, indent=1))
        return 0
    for row in rows:
        size = f"{row['bytes'] / 1e6:.0f} MB"
        where = "kept" if row["kept"] else "to fetch"
        default = " (default)" if row["default"] else ""
        print(f"{row['id']:14} {size:>6}  {where:8}  {row['title']}: {row['summary']}{default}")
    return 0


def _row(variant: Variant, is_default: bool) -> Mapping[str, Any]:
    return {
        "id": variant.id,
        "title": variant.title,
        "summary": variant.summary,
        "precision": variant.precision,
        "bytes": variant.as_uncut().bytes,
        "default": is_default,
        "kept": is_unpacked(variant),
    }


def _fetch(given: argparse.Namespace) -> int:
    if given.build is None:
        source = kept.origin(given.models, given.models_sha256)
    else:
        source = kept.make(given.build)
    ids: Sequence[str] = given.ids
    if given.all:
        ids = [variant.id for variant in source.catalogue().variants]
    hidden = True if given.quiet else None
    with tqdm(desc="Models", unit="B", unit_scale=True, leave=False, disable=hidden) as bar:

        def report(loaded: int, total: int) -> None:
            bar.total = total
            bar.update(loaded - bar.n)

        fetched = kept.fetch(source, ids, report)
    for variant in fetched:
        print(f"{variant.id}: {unpacked_folder(variant)}")
    return 0


def _remove(given: argparse.Namespace) -> int:
    catalogue = locate(given.models, given.models_sha256).catalogue()
    ids = [variant.id for variant in catalogue.variants] if given.all else given.ids
    if not ids:
        raise InvalidOptionError("Give the models to remove, or --all.", code="models-none-named")
    gone = {variant.id for variant in kept.remove(catalogue, ids)}
    for each in ids:
        if each in gone:
            print(f"{each}: removed")
        elif not given.all:
            print(f"{each}: was not kept")
    return 0


def _path(given: argparse.Namespace) -> int:
    variant = locate(given.models, given.models_sha256).catalogue().find(given.id)
    if not is_unpacked(variant):
        raise ModelUnavailableError(
            "The model {model} is not on this machine: run `offcut models fetch {model}`.",
            code="model-not-kept",
            model=variant.id,
        )
    print(unpacked_folder(variant))
    return 0


def _verify(given: argparse.Namespace) -> int:
    catalogue = locate(given.models, given.models_sha256).catalogue()
    there = [each for each in catalogue.variants if unpacked_folder(each).exists()]
    variants = [catalogue.find(each) for each in given.ids] if given.ids else there
    damaged = 0
    for variant in variants:
        if variant not in there:
            state = "is not on this machine"
        elif is_unpacked(variant, anew=True):
            state = "intact"
        else:
            state = "damaged: fetch it again"
        damaged += state != "intact"
        print(f"{variant.id}: {state}", file=sys.stderr if state != "intact" else sys.stdout)
    return _FAILED if damaged else 0
