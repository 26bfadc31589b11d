"""The site as ``serve.py`` serves it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from offcut_build import paths


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Run serve.py on a free port; gives the URL that it prints last."""
    command = [sys.executable, str(paths.ROOT / "serve.py"), "--port", "0", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        lines: list[str] = []
        assert server.stdout  # a pipe
        for line in server.stdout:
            lines.append(line.strip())
            if line.startswith("http://"):
                break
        else:
            raise RuntimeError(f"serve.py printed no URL: {lines}")
        try:
            yield lines[-1]
        finally:
            server.terminate()
