"""Where the models are looked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from offcut import DamagedModelError, InvalidOptionError, ModelUnavailableError
from offcut.native.models.source import Folder, Site, locate
from tests.native.models.model_server import ModelServer
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


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/models/",
        "HTTPS://a.example/models",
        "http://localhost:8000/models",
        "http://127.0.0.1/models",
        "http://[::1]:80/models",
    ],
)
def test_a_web_address_is_a_site(url: str) -> None:
    assert isinstance(locate(url), Site)


@pytest.mark.parametrize(
    "url", ["http://a.example/models/", "http://localhost.a.example/", "http://127.0.0.1@a.example"]
)
def test_an_address_that_others_can_answer_for_is_refused(url: str) -> None:
    with pytest.raises(InvalidOptionError, match=r"on the way anybody .* starts with https://"):
        locate(url)


def test_a_list_of_models_must_have_the_hash_that_was_given(
    small_model: SmallModel, model_server: ModelServer
) -> None:
    model_server.folder = small_model.folder
    sha256 = hashlib.sha256((small_model.folder / "manifest.json").read_bytes()).hexdigest()
    for models in (small_model.folder, model_server.url):
        assert locate(models, sha256.upper()).catalogue().default == "small"
        with pytest.raises(DamagedModelError, match=r"does not have the SHA-256 0{64}: it was"):
            locate(models, "0" * 64).catalogue()


@pytest.mark.parametrize("sha256", ["", "abc", "g" * 64, "0" * 65])
def test_what_is_no_hash_is_refused(sha256: str, small_model: SmallModel) -> None:
    with pytest.raises(InvalidOptionError, match="give its 64 hexadecimal digits"):
        locate(small_model.folder, sha256)


@pytest.mark.parametrize("path", ["models", "./a:b", r"C:\models", "C:/models", "~/models"])
def test_anything_that_is_no_address_is_a_folder(path: str) -> None:
    assert isinstance(locate(path), Folder)


@pytest.mark.parametrize("url", ["ftp://a.example/models", "file:///etc", "data:,x"])
def test_another_kind_of_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidOptionError, match="give a folder, or a URL"):
        locate(url)
