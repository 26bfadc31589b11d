"""Check everything: ``python3 -m tests [pytest's options]``.

Prepares what is missing (a private environment with the pinned tools, the site's build, a
browser), then runs the formatter, the linter, both type checkers and all tests. Needs Python 3.11
or newer and Node 20 or newer with npm, and nothing else prepared.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "py_src"))

from offcut_build import npm  # noqa: E402 - needs the path above
from offcut_build.environment import environment  # noqa: E402
from offcut_build.errors import BuildError  # noqa: E402

CODE = ("py_src", "tests", "build.py", "serve.py")


def main() -> int:
    """Run each check; returns 0 if all passed."""
    build = subprocess.run([sys.executable, ROOT / "build.py"], cwd=ROOT, check=False)
    if build.returncode:
        return build.returncode
    try:
        npm.install(development=True)
        python = str(environment("test"))
    except BuildError as error:
        print(error)
        return 1
    module = [python, "-m"]
    types = ["npm", "--prefix", "web", "run", "--silent", "types"]
    checks = {
        "format": [*module, "ruff", "format", "--check", "--quiet", *CODE],
        "lint": [*module, "ruff", "check", "--quiet", *CODE],
        "types of Python": [*module, "mypy"],
        "types of JavaScript": types,
        "tests": [*module, "pytest", *sys.argv[1:]],
    }
    results = {name: _run(name, command) for name, command in checks.items()}
    for name, (passed, seconds) in results.items():
        print(f"{'passed' if passed else 'FAILED'}  {name} ({seconds:.0f} s)")
    return 0 if all(passed for passed, _ in results.values()) else 1


def _run(name: str, command: list[str]) -> tuple[bool, float]:
    print(f"\n== {name}", flush=True)
    paths = [str(ROOT / "py_src"), str(ROOT)]
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    )
    return done.returncode == 0, time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main())
