"""Fuzz for a while: ``PYTHONPATH=py_src python3 -m offcut_testing.fuzzing decoding --seconds 600``.

Ends with 0 if nothing was found. What was found is written to a folder, whose name is printed:
give the file in it as ``--file`` to see what happens. atheris needs Linux and CPython 3.11 to 3.13.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from offcut_bench.inside import require_environment

require_environment("offcut_testing.fuzzing", "fuzz")

import atheris  # noqa: E402 - the path is set above

with atheris.instrument_imports(include=["offcut", "PIL"]):
    from offcut_build import cache
    from offcut_testing.fuzzing import seeds, targets

_LONGEST_S = 20
_MOST_MEMORY_MB = 3000


def main() -> None:
    """Read the command line and fuzz."""
    parser = argparse.ArgumentParser(prog="python3 -m offcut_testing.fuzzing", description=__doc__)
    parser.add_argument("target", choices=targets.TARGETS)
    parser.add_argument("--seconds", type=int, default=60, help="how long (default: 60)")
    parser.add_argument("--seed", type=int, default=0, help="of chance; 0: another each time")
    parser.add_argument("--file", type=Path, help="only try this one")
    options = parser.parse_args()
    target = targets.TARGETS[options.target]
    if options.file:
        target(options.file.read_bytes())
        return
    found = cache.folder("fuzzing", f"{options.target}-found")
    with cache.scratch("fuzzing") as corpus:
        files = seeds.of_options() if options.target == "options" else seeds.of_files()
        seeds.write(corpus, files)
        print(f"What is found is written to {found}", flush=True)
        arguments = [
            f"-max_total_time={options.seconds}",
            f"-seed={options.seed}",
            f"-timeout={_LONGEST_S}",
            f"-rss_limit_mb={_MOST_MEMORY_MB}",
            f"-artifact_prefix={found}/",
            "-max_len=40000",
            "-print_final_stats=1",
            str(corpus),
        ]
        atheris.Setup([sys.argv[0], *arguments], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
