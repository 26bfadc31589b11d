"""The command ``offcut``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NoReturn

from tqdm import tqdm

import offcut
from offcut.errors import OffcutError
from offcut.native.cli import batch
from offcut.native.cli.naming import MEDIA_TYPES, plan, refuse_streams
from offcut.native.cli.commands import command
from offcut.native.cli.naming import MEDIA_TYPES, plan
from offcut.native.cli.options import add_output_options, output_options
from offcut.native.cli.selection import add_selection_options, selection
from offcut.native.cli.signals import ended_by_signals
from offcut.native.cli.stderr import libraries_silenced
from offcut.native.models.source import locate
from offcut.native.remover import Remover
from offcut.native.versions import note, other_versions

_FAILED: Final = 2
_INTERRUPTED: Final = 130  # what shells say of a program that Ctrl-C ended

_EPILOG: Final = """\
examples:
  offcut cat.jpg cat.png                        one picture; an existing cat.png is replaced
  offcut *.jpg cutouts/                         many pictures, to cutouts/<name>-offcut.png
  offcut --background '#fff' cat.jpg white.jpg  on a white background
  offcut --canvas square --margin 0.1 --shadow 0.4 cat.jpg shop.png
  offcut --point 0.8,0.5,drop --subjects each pets.jpg pet.png
                                                without what is there; to pet-1.png, pet-2.png ...
  offcut - - < cat.jpg > cat.png                from standard input to standard output

If a picture fails, the others are still processed, and the exit code is 2.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line."""
        self.exit(_FAILED, f"offcut: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code: 0, 2 after an error, 130 after Ctrl-C.

    Raises:
        SystemExit: see ``ended_by_signals``.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    other = command(given)
    try:
        with ended_by_signals(), libraries_silenced():
            return other() if other else _run(_parser().parse_args(given))
    except OffcutError as error:
        _say(str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}.")
    except KeyboardInterrupt:
        return _INTERRUPTED
    return _FAILED


def _run(given: argparse.Namespace) -> int:
    if given.list_models:
        return _list_models(given.models, given.models_sha256)
    work = plan(given.files, given.out_dir, given.format)
    kept = selection(given)
    jobs = [
        replace(job, page=given.page, whole=given.refuse_incomplete, selection=kept)
        for job in work.jobs
    ]
    refuse_streams(jobs)
    options = output_options(given, MEDIA_TYPES[work.format])
    others = other_versions()
    if others and not given.quiet:
        _say(note(others))
    remover = _load(given)
    with tqdm(total=len(work.jobs), unit="picture", disable=True if given.quiet else None) as bar:

        def say(line: str) -> None:
            bar.clear()
            _say(line)

        def count(failure: str | None) -> None:
            if failure is not None:
                say(failure)
            bar.set_postfix_str("")
            bar.update()

        def at(frame: int, frames: int) -> None:
            bar.set_postfix_str(f"frame {frame} of {frames}")

        failures = batch.run(jobs, remover, options, batch.Listener(count, say, at))
    return _FAILED if failures else 0


def _load(given: argparse.Namespace) -> Remover:
    with tqdm(
        desc="Model", unit="B", unit_scale=True, leave=False, disable=True if given.quiet else None
    ) as bar:

        def report(loaded: int, total: int) -> None:
            bar.total = total
            bar.update(loaded - bar.n)

        return Remover(given.model, given.models, report, models_sha256=given.models_sha256)


def _list_models(models: str | None, sha256: str | None) -> int:
    catalogue = locate(models, sha256).catalogue()
    for variant in catalogue.variants:
        size = f"{variant.bytes / 1e6:.0f} MB"
        default = " (default)" if variant.id == catalogue.default else ""
        print(f"{variant.id:14} {size:>6}  {variant.title}: {variant.summary}{default}")
    return 0


def _say(line: str) -> None:
    text = " ".join(line.splitlines())
    print(f"offcut: {text}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="offcut",
        usage="offcut [options] IN OUT  |  offcut [options] IN... FOLDER/",
        description="Remove the background of pictures. No picture leaves this machine.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add: Any = parser.add_argument
    add(
        "files",
        nargs="*",
        metavar="IN... OUT",
        help="one or more pictures, then a file or a folder for the results",
    )
    add(
        "--out-dir",
        metavar="FOLDER",
        help="folder for all results; all arguments are then pictures",
    )
    add("--model", metavar="ID", help="model to use; --list-models shows all")
    add(
        "--models",
        metavar="FOLDER|URL",
        help="where the models are (default: OFFCUT_MODELS if set, else the last build)",
    )
    add(
        "--models-sha256",
        metavar="HEX",
        help="SHA-256 of the models' manifest.json; any other is refused",
    )
    add("--list-models", action="store_true", help="list the models and exit")
    add(
        "--page",
        type=int,
        metavar="NUMBER",
        help="page of a TIFF with several, from 1 (default: the largest)",
    )
    add(
        "--refuse-incomplete",
        action="store_true",
        help="fail for a picture of which a part is missing, instead of working on the rest",
    )
    add("--quiet", action="store_true", help="show no progress, and no note on versions")
    add("--version", action="version", version=f"offcut {offcut.__version__}")
    add_selection_options(parser)
    add_output_options(parser)
    return parser
