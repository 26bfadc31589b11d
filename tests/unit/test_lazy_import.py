"""``import offcut`` needs no numpy and no Pillow; its names do."""

from __future__ import annotations

import pickle
import subprocess
import sys
from types import ModuleType

import pytest

import offcut
import offcut.native
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


def test_the_command_line_needs_no_network_to_say_what_it_can_do() -> None:
    check = "import offcut.native; assert 'onnxruntime' not in sys.modules; offcut.native.Remover"
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'py_src')!r}); {check}; print(*sys.modules)"
    )
    assert "onnxruntime" in _python("-I", "-c", program).split()


@pytest.mark.parametrize("module", [offcut, offcut.native], ids=lambda module: str(module.__name__))
def test_each_public_name_can_be_imported(module: ModuleType) -> None:
    assert {*module.__all__} <= {*dir(module)}
    for name in module.__all__:
        assert getattr(module, name).__name__ == name
    assert offcut.Remover is offcut.native.Remover


@pytest.mark.parametrize("module", [offcut, offcut.native], ids=lambda module: str(module.__name__))
def test_another_name_is_none_of_its_attributes(module: ModuleType) -> None:
    with pytest.raises(AttributeError, match=f"module '{module.__name__}' has no attribute 'fit'"):
        getattr(module, "fit")  # noqa: B009 - mypy knows it too


def test_errors_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(offcut.OutOfMemoryError("A sentence.", code="a-sentence")))  # noqa: S301
    assert type(error) is offcut.OutOfMemoryError
    assert str(error) == "A sentence."
