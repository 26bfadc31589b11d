"""``python -m offcut.native``: the command line, where no ``offcut`` is on the path."""

from __future__ import annotations

import sys

from offcut.native.cli.main import main

sys.exit(main())
