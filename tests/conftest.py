"""What all suites share: pictures and models."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_build.models import variants
from offcut_build.site import samples
from offcut_testing import stand_in
from offcut_testing.shared_data import SharedDataError, shared_data

ROOT = Path(__file__).resolve().parents[1]
pytest_plugins = ("tests.runs", "pytester")


@pytest.fixture(scope="session")
def photos() -> Path:
    """The folder of the page's four sample photos."""
    return samples.samples()


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder of all four models, as the build makes it."""
    return variants.variants()


@pytest.fixture(scope="session")
def small_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of their stand-ins, for what does not look at a subject's outline."""
    folder = tmp_path_factory.mktemp("stand-in")
    stand_in.make(folder)
    return folder


def pytest_configure(config: pytest.Config) -> None:
    try:
        shared_data()
    except SharedDataError as error:
        raise pytest.UsageError(str(error)) from error
    config.addinivalue_line("markers", "shared_data: reads one picture of the shared data")
