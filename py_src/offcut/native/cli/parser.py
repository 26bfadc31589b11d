"""What the command line takes: the one source of ``--help``, the manual page and completions."""

from __future__ import annotations

import argparse
from typing import Any, Final, NoReturn

import offcut
from offcut.native.batch.naming import PATTERN
from offcut.native.batch.resume import COMPARE
from offcut.native.batch.watch import PERIOD
from offcut.native.cli.options import add_output_options
from offcut.native.cli.selection import add_selection_options

USAGE_ERROR: Final = 2

USAGE: Final = (
    "offcut [options] IN",
    "offcut [options] IN OUT",
    "offcut [options] IN... FOLDER/",
)
DESCRIPTION: Final = "Remove the background of pictures. No picture leaves this machine."

EXAMPLES: Final = (
    ("offcut cat.jpg", "one picture, to cat-offcut.png beside it"),
    ("offcut cat.jpg cat.png", "to a file of that name; an existing one is replaced"),
    ("offcut photos", "all pictures in a folder and its folders, to photos-offcut"),
    ("offcut *.jpg cutouts/", "many pictures, to cutouts/<name>-offcut.png"),
    ("offcut --beside *.jpg", "each beside its picture"),
    ("offcut photos shop/ --name '{stem}' --format webp", "under the pictures' own names"),
    ("offcut --background '#fff' cat.jpg white.jpg", "on a white background"),
    ("offcut --canvas square --margin 0.1 --shadow 0.4 cat.jpg shop.png", "for a shop"),
    (
        "offcut --point 0.8,0.5,drop --subjects each pets.jpg pet.png",
        "without what is there; to pet-1.png, pet-2.png ...",
    ),
    ("offcut - - < cat.jpg > cat.png", "from standard input to standard output"),
    ("offcut --watch inbox cutouts/ --done-dir inbox/done", "pictures as they arrive"),
    ("offcut --shard 3/8 photos cutouts/", "the third of eight parts, on one of eight machines"),
    ("offcut s3://shop/photos s3://shop/cutouts/", "from and to a bucket (offcut[s3])"),
    ("offcut --ray auto photos cutouts/", "on a Ray cluster (offcut[ray])"),
)

NOTES: Final = """\
A folder of results has a journal in its folder .offcut. By it the same command goes on where it
was interrupted, and does nothing twice.

exit codes:
  0  all pictures were done
  1  some failed: each has a line, and the others were done
  2  wrong usage, or no model: nothing was done
  130, 143  ended by Ctrl-C or SIGTERM, after the pictures at work
"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End with the exit code for wrong usage."""
        self.exit(USAGE_ERROR, f"offcut: {message}\n")


def parser() -> argparse.ArgumentParser:
    """All options, in groups."""
    made = Parser(
        prog="offcut",
        usage="\n       ".join(USAGE),
        description=DESCRIPTION,
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_files(made)
    _add_many(made.add_argument_group("many pictures"))
    _add_model(made.add_argument_group("model and reading"))
    add_selection_options(made)
    add_output_options(made)
    _add_other(made)
    return made


def _epilog() -> str:
    lines = ["examples:"]
    for command, meaning in EXAMPLES:
        short = len(command) < 44
        lines.append(f"  {command:44}  {meaning}" if short else f"  {command}\n{'':48}{meaning}")
    return "\n".join([*lines, "", NOTES])


def _add_files(made: argparse.ArgumentParser) -> None:
    add: Any = made.add_argument
    add(
        "files",
        nargs="*",
        metavar="IN... OUT",
        help="pictures, folders, patterns or URLs, then a file or a folder for the results; "
        "one alone has its result beside it",
    )
    add(
        "--out-dir",
        metavar="FOLDER",
        help="folder for all results; all arguments are then pictures",
    )
    add(
        "--beside",
        action="store_true",
        help="write each result beside its picture; all arguments are then pictures",
    )
    add(
        "--name",
        metavar="PATTERN",
        help=f"what results are called, with {{stem}} and {{ext}} (default: {PATTERN})",
    )


def _add_many(group: Any) -> None:
    add: Any = group.add_argument
    add("--jobs", type=int, metavar="NUMBER", help="processes (default: by cores and memory)")
    add("--json", action="store_true", help="tell progress as lines of JSON on standard output")
    add("--dry-run", action="store_true", help="list what would be done, and do nothing")
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--resume",
        action="store_true",
        help="leave out what was done before, by the journal of the results (the default)",
    )
    which.add_argument("--overwrite", action="store_true", help="do everything anew")
    which.add_argument(
        "--retry-failed", action="store_true", help="do only what failed before, by the journal"
    )
    add(
        "--compare",
        choices=COMPARE,
        default=COMPARE[0],
        help="what tells that a picture is as it was: its time, or its content (default: time)",
    )
    add(
        "--shard",
        metavar="I/N",
        help="do one of N parts; auto takes both from an array job of Slurm or AWS Batch, "
        "auto/N also from one of Kubernetes",
    )
    add(
        "--watch",
        action="store_true",
        help="wait for more pictures to arrive, until it is interrupted",
    )
    add(
        "--every",
        type=float,
        default=PERIOD,
        metavar="SECONDS",
        help=f"how often --watch looks (default: {PERIOD:g})",
    )
    add("--done-dir", metavar="FOLDER", help="move pictures there that were done")
    add("--failed-dir", metavar="FOLDER", help="move pictures there that failed")
    add(
        "--ray",
        metavar="auto|ADDRESS",
        help="work on a Ray cluster: the one that there is, or one on this machine; or that one",
    )


def _add_model(group: Any) -> None:
    add: Any = group.add_argument
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


def _add_other(made: argparse.ArgumentParser) -> None:
    add: Any = made.add_argument
    add("--quiet", action="store_true", help="show no progress, and no note on versions")
    add("--version", action="version", version=f"offcut {offcut.__version__}")
    add(
        "--completion",
        choices=("bash", "zsh", "fish"),
        help="print what completes this command in a shell, and exit",
    )
    add("--manual", action="store_true", help="print the manual page, for man, and exit")
