"""Build what is missing of Offcut, and serve it: python3 serve.py --help says how."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older one gets a sentence, not a traceback
    sys.exit("Offcut needs Python 3.11 or newer: install it and run this with it.")

sys.path.insert(0, str(Path(__file__).resolve().parent / "py_src"))

from offcut_build.cli import serve

if __name__ == "__main__":
    sys.exit(serve())
