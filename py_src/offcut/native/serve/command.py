"""``offcut serve``: the arguments, and the server's life."""

from __future__ import annotations

import argparse
import importlib.util
import math
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, Final

from offcut.errors import ModelUnavailableError
from offcut.imageio.picture import MAX_PIXELS
from offcut.native.cli.parser import Parser
from offcut.native.remover import Remover

_MEGA: Final = 1_000_000
_PACKAGES: Final = ("python_multipart", "starlette", "uvicorn")
_LOCAL: Final = "127.0.0.1"

_EPILOG: Final = """\
examples:
  offcut serve
  offcut serve --host 0.0.0.0 --port 8000 --allow-host pictures.example.org
  curl -F picture=@cat.jpg -F format=webp http://127.0.0.1:7000/remove-background -o cat.webp
  curl --data-binary @cat.jpg 'http://127.0.0.1:7000/remove-background?crop=true' -o cat.png

Pictures stay in memory, and only as long as they are worked on; none is logged. Whoever reaches
the server may use it: in front of others put what asks them who they are.
"""


def main(arguments: Sequence[str]) -> int:
    """Run ``offcut serve`` with these arguments until it is told to end.

    Returns:
        The exit code, 0.

    Raises:
        OffcutError: if the model can't be loaded, or packages are missing.
        OSError: if the address can't be had.
        SystemExit: after ``--help``, or if the arguments are wrong.
    """
    given = _parser().parse_args(arguments)
    _require_packages()
    remover = Remover(
        given.model, given.models, models_sha256=given.models_sha256, threads=given.threads
    )
    # imported late: without the extra there would be no words for what is missing
    from offcut.native.serve.app import Limits, Service  # noqa: PLC0415
    from offcut.native.serve.intake import UploadLimits  # noqa: PLC0415
    from offcut.native.serve.server import run  # noqa: PLC0415

    limits = Limits(
        jobs=given.jobs,
        waiting=given.waiting,
        upload=UploadLimits(round(given.max_megabytes * _MEGA), given.upload_seconds),
        pixels=round(given.max_megapixels * _MEGA),
        names=_names(given.host, given.allow_host),
    )
    _end_quietly()
    run(Service(remover, limits), given.host, given.port, _announce)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="offcut serve",
        description="Serve background removal over HTTP, on this machine alone unless told else.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add: Any = parser.add_argument
    add("--host", default=_LOCAL, help=f"address to listen on (default: {_LOCAL})")
    add("--port", type=int, default=7000, help="0 takes a free one (default: 7000)")
    add(
        "--model",
        metavar="ID",
        default=os.environ.get("OFFCUT_MODEL") or None,
        help="model to use (default: OFFCUT_MODEL if set, else the default model)",
    )
    add("--models", metavar="FOLDER|URL", help="where the models are")
    add("--models-sha256", metavar="HEX", help="SHA-256 of the models' manifest.json")
    add("--jobs", type=_count, default=1, help="pictures worked on at a time (default: 1)")
    add("--threads", type=_count, help="of the network (default: one each core)")
    add(
        "--waiting",
        type=_count,
        default=16,
        help="requests that may wait; beyond them the answer is 429 (default: 16)",
    )
    add("--max-megabytes", type=_amount, default=50.0, help="of a request (default: 50)")
    most = MAX_PIXELS / _MEGA
    add(
        "--max-megapixels",
        type=_amount,
        default=most,
        help=f"of a picture, {most:.0f} at most, which is the default",
    )
    add(
        "--upload-seconds",
        type=_amount,
        default=120.0,
        help="the longest that a request may take to arrive (default: 120)",
    )
    add(
        "--allow-host",
        action="append",
        metavar="NAME",
        help="a name that clients call the server by, may be given again (default: only this "
        f"machine's own with --host {_LOCAL}, any with another)",
    )
    return parser


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)


def _amount(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return value


def _names(host: str, allowed: Sequence[str] | None) -> list[str] | None:
    from offcut.native.serve.guard import OWN_NAMES  # noqa: PLC0415

    if allowed is None:
        return [*OWN_NAMES] if host in OWN_NAMES else None
    return [*OWN_NAMES, *allowed]


def _require_packages() -> None:
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelUnavailableError(
            "The server needs other packages: pip install 'offcut[serve]'.", code="serve-extra"
        )


def _announce(url: str) -> None:
    print(f"offcut: {url}", file=sys.stderr, flush=True)


def _end_quietly() -> None:
    """Being told to end is how a server ends: it is no failure, and the exit code says so."""
    names = ("SIGTERM", "SIGINT", "SIGBREAK")  # the last is Windows' own
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        # uvicorn puts its own in the place of these, and calls them once it is done
        signal.signal(number, lambda *_: None)
