"""``import offcut`` needs no numpy and no Pillow; its names do."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import offcut
from tests.conftest import ROOT

PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT / "py_src")!r})
import offcut
import offcut.files.cache_folder, offcut.files.digest, offcut.files.whole_file
import offcut_build.cli
assert {{*offcut.__all__}} <= {{*dir(offcut)}}
offcut.OutputOptions(quality=0.5)
unknown = {{name.partition(".")[0] for name in sys.modules}} - sys.stdlib_module_names
print(*sorted(unknown - {{"__main__"}}))
"""


def _python(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def test_a_bare_python_runs_the_files_and_the_build() -> None:
    assert _python("-I", "-S", "-c", PROGRAM) == "offcut offcut_build"


def test_the_pipeline_is_there_once_it_is_asked_for() -> None:
    check = "import offcut, sys; assert 'numpy' not in sys.modules; print(offcut.finish.__module__)"
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'py_src')!r}); {check}"
    assert _python("-I", "-c", program) == "offcut.pipeline"


def test_each_public_name_can_be_imported() -> None:
    for name in offcut.__all__:
        assert getattr(offcut, name).__name__ == name


def test_another_name_is_none_of_its_attributes() -> None:
    with pytest.raises(AttributeError, match="module 'offcut' has no attribute 'refine'"):
        getattr(offcut, "refine")  # noqa: B009 - mypy knows it too


def test_errors_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(offcut.OutOfMemoryError("A sentence.", code="a-sentence")))  # noqa: S301
    assert type(error) is offcut.OutOfMemoryError
    assert str(error) == "A sentence."
