"""Where the models are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut import InvalidOptionError, ModelUnavailableError
from offcut.native.models.source import Folder, Site, locate
from tests.native.models.small_models import SmallModel

pytestmark = pytest.mark.usefixtures("own_cache")


def test_a_folder_is_taken_as_text_or_path(small_model: SmallModel) -> None:
    for models in (small_model.folder, str(small_model.folder)):
        assert locate(models).catalogue().default == "small"


def test_the_environment_names_a_folder_unless_one_is_given(
    small_model: SmallModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFCUT_MODELS", str(small_model.folder))
    assert locate().catalogue().default == "small"
    with pytest.raises(ModelUnavailableError, match="elsewhere"):
        locate(tmp_path / "elsewhere").catalogue()


def test_without_either_the_build_says_where(small_model: SmallModel, own_cache: Path) -> None:
    models = own_cache / "models"
    models.mkdir(parents=True)
    small_model.folder.rename(models / "0123")
    (models / "current").write_text("0123\n")
    assert locate().catalogue().default == "small"


@pytest.mark.parametrize("pointer", [None, "gone\n"])
def test_without_a_build_it_says_what_to_do(pointer: str | None, own_cache: Path) -> None:
    if pointer:
        (own_cache / "models").mkdir(parents=True)
        (own_cache / "models" / "current").write_text(pointer)
    with pytest.raises(ModelUnavailableError, match=r"run `python3 build\.py`.*or give --models"):
        locate()


def test_a_folder_without_models_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"manifest\.json can't be read \(No such file"):
        locate(tmp_path).catalogue()


@pytest.mark.parametrize("url", ["http://a.example/models/", "HTTPS://a.example/models"])
def test_a_web_address_is_a_site(url: str) -> None:
    assert isinstance(locate(url), Site)


@pytest.mark.parametrize("path", ["models", "./a:b", r"C:\models", "C:/models", "~/models"])
def test_anything_that_is_no_address_is_a_folder(path: str) -> None:
    assert isinstance(locate(path), Folder)


@pytest.mark.parametrize("url", ["ftp://a.example/models", "file:///etc", "data:,x"])
def test_another_kind_of_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidOptionError, match="give a folder, or a URL"):
        locate(url)
