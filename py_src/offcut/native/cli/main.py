"""The command ``offcut``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from offcut.errors import OffcutError
from offcut.native.cli.commands import command
from offcut.native.cli.completion import completion
from offcut.native.cli.manual import manual
from offcut.native.cli.parser import USAGE_ERROR, parser
from offcut.native.cli.progress import say
from offcut.native.cli.signals import ended_by_signals
from offcut.native.cli.stderr import libraries_silenced

_INTERRUPTED: Final = 130  # what shells say of a program that Ctrl-C ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit code: 0 if all was done, 1 if pictures failed, 2 for wrong usage or if there is no
        model, 130 after Ctrl-C.

    Raises:
        SystemExit: see ``ended_by_signals``.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    other = command(given)
    try:
        with ended_by_signals(), libraries_silenced():
            return other() if other else _run(parser().parse_args(given))
    except OffcutError as error:
        say(str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror or error}.")
    except KeyboardInterrupt:
        return _INTERRUPTED
    return USAGE_ERROR


def _run(given: argparse.Namespace) -> int:
    if given.completion:
        sys.stdout.write(completion(given.completion, parser()))
        return 0
    if given.manual:
        sys.stdout.write(manual(parser()))
        return 0
    if given.list_models:
        return _list_models(given.models, given.models_sha256)
    # numpy, Pillow and ONNX Runtime are imported with it
    from offcut.native.cli import work  # noqa: PLC0415

    return work.run(given)


def _list_models(models: str | None, sha256: str | None) -> int:
    from offcut.native.models.source import locate  # noqa: PLC0415 - see above

    catalogue = locate(models, sha256).catalogue()
    for variant in catalogue.variants:
        size = f"{variant.bytes / 1e6:.0f} MB"
        default = " (default)" if variant.id == catalogue.default else ""
        print(f"{variant.id:14} {size:>6}  {variant.title}: {variant.summary}{default}")
    return 0
