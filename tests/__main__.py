"""Check everything: ``python3 -m tests [--full | --checks] [pytest's options]``.

Prepares what is missing (a private environment with the pinned tools, the site's build, a
browser), then runs formatters, linters and type checkers, and the tests. Needs Python 3.11 or newer
and Node 20 or newer with npm, and nothing else prepared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "py_src"))

from offcut_build.errors import BuildError  # noqa: E402
from offcut_build.fetching import npm  # noqa: E402 - needs the path above
from offcut_build.fetching.environment import environment  # noqa: E402

CODE = ("py_src", "tests", "build.py", "serve.py")
_MOST_PROCESSES = 4
"""Each holds a browser and, now and then, a network."""


@dataclass(frozen=True)
class Result:
    """How a check went."""

    passed: bool
    seconds: float
    said: str = ""


def main() -> int:
    """Run each check; returns 0 if all passed."""
    parser = argparse.ArgumentParser(
        prog="python3 -m tests",
        description="Check everything. Options that are not listed here go to pytest.",
        allow_abbrev=False,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--full", action="store_true", help="also the tests that take long")
    which.add_argument("--checks", action="store_true", help="only format, lint, types, JavaScript")
    options, rest = parser.parse_known_args()
    before = _cpu_seconds()
    if not options.checks:
        build = subprocess.run([sys.executable, ROOT / "build.py"], cwd=ROOT, check=False)
        if build.returncode:
            return build.returncode
    try:
        npm.install(development=True)
        python = str(environment("test"))
    except BuildError as error:
        print(error)
        return 1
    results = _checks(python)
    if not options.checks:
        results["tests"] = _tests(python, [*(["--full"] if options.full else []), *rest])
    for name, result in results.items():
        print(f"{'passed' if result.passed else 'FAILED'}  {name} ({result.seconds:.0f} s)")
    if before is not None and (after := _cpu_seconds()) is not None:
        print(f"{after - before:.0f} CPU seconds, all processes of this machine together")
    return 0 if all(result.passed for result in results.values()) else 1


def _checks(python: str) -> dict[str, Result]:
    """Side by side; what each says is printed in one piece."""
    module = [python, "-m"]
    script = [npm.require_npm(), "--prefix", "web", "run", "--silent"]
    units = sorted(str(path) for path in (ROOT / "tests" / "js").rglob("*.test.*js"))
    commands = {
        "types of Python": [*module, "mypy"],
        "types of JavaScript": [*script, "types"],
        "format of Python": [*module, "ruff", "format", "--check", "--quiet", *CODE],
        "lint of Python": [*module, "ruff", "check", "--quiet", *CODE],
        "format of JavaScript": [*script, "format"],
        "lint of JavaScript": [*script, "lint"],
        "tests of JavaScript": ["node", "--test", *units],
    }
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        pending = {name: threads.submit(_check, command) for name, command in commands.items()}
        results = {}
        for name, future in pending.items():
            results[name] = future.result()
            print(f"\n== {name}")
            if not results[name].passed:
                print(results[name].said, flush=True)
    return results


def _check(command: Sequence[str]) -> Result:
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return Result(done.returncode == 0, time.monotonic() - start, done.stdout)


def _tests(python: str, options: Sequence[str]) -> Result:
    print("\n== tests", flush=True)
    processes = str(min(os.cpu_count() or 1, _MOST_PROCESSES))
    # a file's tests share what its fixtures made, such as a page
    command = [python, "-m", "pytest", "-n", processes, "--dist", "loadfile", *options]
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=False, env=_environment())
    return Result(done.returncode == 0, time.monotonic() - start)


def _environment() -> Mapping[str, str]:
    paths = [str(ROOT / "py_src"), str(ROOT)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _cpu_seconds() -> float | None:
    """What all processes of this machine have used so far; None where the system doesn't tell.

    Browsers outlive their parents, so what the system notes of children would be too little.
    """
    try:
        line = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0]
        user, nice, system, *_ = map(int, line.split()[1:])
        return (user + nice + system) / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):
        return None


if __name__ == "__main__":
    sys.exit(main())
