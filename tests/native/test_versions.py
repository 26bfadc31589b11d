"""Libraries of other releases than the page's are told, where that may change pixels."""

from __future__ import annotations

import re

import pytest

from offcut.native import OtherVersion, other_versions, versions
from offcut.native.cli import main
from tests.native.models.small_models import SmallModel


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if numpy and Pillow were of other releases than the page's."""
    monkeypatch.setattr("numpy.__version__", "2.9.0")
    monkeypatch.setattr("PIL.__version__", "12.9.0")


def test_the_tests_run_on_the_pages_releases() -> None:
    assert other_versions() == []


def test_the_releases_can_be_asked_for(others: None) -> None:
    listed = dict(re.findall(r"(\w+)==(\S+)", versions.CONSTRAINTS.read_text()))
    assert set(listed) == {"numpy", "onnxruntime", "pillow"}
    assert other_versions() == [
        OtherVersion("numpy", "2.9.0", listed["numpy"]),
        OtherVersion("pillow", "12.9.0", listed["pillow"]),
    ]


@pytest.mark.parametrize(("options", "lines"), [((), 2), (("--quiet",), 1)])
def test_the_command_says_in_a_line_how_to_have_the_pages(
    options: tuple[str, ...],
    lines: int,
    others: None,
    small_model: SmallModel,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # no model at all, which is the other line
    main.main(["cat.jpg", "out.png", "--models", str(small_model.folder), *options])
    said = capsys.readouterr().err.splitlines()
    assert len(said) == lines
    if not options:
        start = "offcut: Pixels may differ slightly from the page's: numpy 2.9.0 (there "
        assert said[0].startswith(start)
        assert said[0].endswith(f'pip install -c "{versions.CONSTRAINTS}" numpy pillow')


def test_the_pages_releases_are_not_mentioned(
    small_model: SmallModel, capsys: pytest.CaptureFixture[str]
) -> None:
    main.main(["cat.jpg", "out.png", "--models", str(small_model.folder)])
    assert "Pixels may differ" not in capsys.readouterr().err


def test_the_list_of_models_says_nothing_of_pixels(
    others: None, small_model: SmallModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["--list-models", "--models", str(small_model.folder)]) == 0
    assert capsys.readouterr().err == ""
