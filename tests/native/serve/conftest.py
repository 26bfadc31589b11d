"""One server for all tests that don't need one of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.native.conftest import QUICKEST
from tests.native.serve.client import Server

if sys.platform == "win32":
    collect_ignore = ["test_ending.py"]  # a process there can't be told to end


@pytest.fixture(scope="module")
def server(small_models: Path) -> Iterator[Server]:
    with Server("--models", small_models, "--model", QUICKEST) as running:
        yield running
