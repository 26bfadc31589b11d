"""The commands ``build.py`` and ``serve.py``."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from offcut_build import paths, report, steps
from offcut_build.errors import BuildError, sentence
from offcut_build.fetching import wheels
from offcut_build.models import variants
from offcut_build.serving.server import Server
from offcut_build.site import assemble

_DIST: Final = paths.ROOT / "dist"
_BASE: Final = re.compile(r"/([\w.~-]+/)*")
_SOURCE: Final = re.compile(r"https://[\w.~/-]+")
_INTERRUPTED: Final = 130  # what shells say of a program that Ctrl-C ended


def build(arguments: Sequence[str] | None = None) -> int:
    """``build.py``: make the site. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="build.py", description="Build Offcut's static site; any web server can serve it."
    )
    parser.add_argument("--out", type=Path, default=_DIST, help="folder to write (default: dist)")
    parser.add_argument(
        "--models",
        type=_model_ids,
        default=variants.IDS,
        metavar="ID,...",
        help=f"models to include (default: {','.join(variants.IDS)})",
    )
    parser.add_argument(
        "--base",
        type=_base,
        default=None,
        metavar="/PATH/",
        help="path of the site on its host, such as /offcut/; only 404.html needs it",
    )
    parser.add_argument(
        "--share",
        action="store_true",
        help="offer the installed app in Android's share sheet; see docs/hosting.md",
    )
    parser.add_argument(
        "--embed",
        action="store_true",
        help="let other sites show the page in a frame; see docs/hosting.md",
    )
    parser.add_argument(
        "--no-heic",
        action="store_true",
        help="leave libheif out, which reads HEIC where the browser can't; see docs/hosting.md",
    )
    parser.add_argument(
        "--source",
        type=_source,
        metavar="URL",
        help="https address of the repository, for the links of “About Offcut”",
    )
    _add_no_mirror(parser)
    options = parser.parse_args(arguments)
    _refuse_mirror(options)
    choices = assemble.Choices(
        share=options.share,
        embed=options.embed,
        heic=not options.no_heic,
        source=options.source or "",
    )
    out, base = options.out.absolute(), options.base or ""
    return _guarded(lambda: steps.build(out, options.models, base, choices))


def serve(arguments: Sequence[str] | None = None) -> int:
    """``serve.py``: build what is missing and serve it. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="serve.py",
        description="Build what is missing of Offcut's site, and serve it on this machine.",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help="port to listen on; 0 takes a free one (default: 8000)",
    )
    parser.add_argument("--no-open", action="store_true", help="don't open a browser")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="behave like GitHub Pages: serve under a sub-path, without the isolation headers",
    )
    _add_no_mirror(parser)
    options = parser.parse_args(arguments)
    _refuse_mirror(options)

    def run() -> None:
        with Server(_DIST, options.port, plain=options.plain) as server:
            steps.build(_DIST)
            server.listen()
            with contextlib.suppress(KeyboardInterrupt):
                print(server.url, flush=True)
                if not options.no_open and _has_screen():
                    webbrowser.open(server.url)
                server.serve_forever()

    return _guarded(run)


def _add_no_mirror(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-mirror",
        action="store_true",
        help="fetch Pyodide's wheels from Pyodide's CDN or not at all "
        f"(the environment variable {wheels.NO_MIRROR} does the same)",
    )


def _refuse_mirror(options: argparse.Namespace) -> None:
    if options.no_mirror:
        os.environ[wheels.NO_MIRROR] = "1"


def _guarded(action: Callable[[], None]) -> int:
    # like Ctrl-C, so that pip or npm, if one is at work, is ended too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        action()
    except BuildError as error:
        report.say(str(error))
    except OSError as error:
        report.say(sentence(error))
    except KeyboardInterrupt:
        report.say("Stopped. The next start continues from here.")
        return _INTERRUPTED
    else:
        return 0
    return 1


def _model_ids(text: str) -> tuple[str, ...]:
    asked = text.split(",")
    unknown = [name for name in asked if name not in variants.IDS]
    if unknown:
        known = ", ".join(variants.IDS)
        raise argparse.ArgumentTypeError(f"there is no model {unknown[0]!r}: choose from {known}")
    # in one order, so that the same choice gives the same site
    return tuple(name for name in variants.IDS if name in asked)


def _base(text: str) -> str:
    if not _BASE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no path like / or /offcut/")
    return text


def _source(text: str) -> str:
    if not _SOURCE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no https address")
    return text.rstrip("/")


def _has_screen() -> bool:
    # else webbrowser takes a text browser, which would take over the terminal
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
