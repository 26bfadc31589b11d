"""Models that are fetched once are used without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from offcut import InvalidOptionError, ModelUnavailableError, UnknownModelError
from offcut.models.built import built_models, note_models
from offcut.native import Remover
from offcut.native.models import kept
from offcut.native.models.source import Folder, Kept, Site, locate
from offcut.native.models.unpack import is_unpacked, unpack, unpacked_folder
from tests.native.conftest import QUICKEST
from tests.native.models.model_server import ModelServer
from tests.native.models.small_models import GRAPH, SmallModel

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def server(model_server: ModelServer, small_models: Path) -> ModelServer:
    """A site of all four stand-ins."""
    model_server.folder = small_models
    return model_server


def test_what_was_fetched_is_used_when_the_site_is_gone(
    server: ModelServer, remover: Remover, photos: Path
) -> None:
    kept.fetch(Site(server.url), [QUICKEST])
    server.folder = Path("nowhere")
    server.asked.clear()
    result = Remover(QUICKEST).remove_background(photos / "chelsea.png")
    assert result == remover.remove_background(photos / "chelsea.png")
    assert Remover().variant.id == QUICKEST, "the site's default"
    assert server.asked == []


def test_a_folder_can_be_taken_away_too(small_models: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(small_models, stick)
    kept.fetch(Folder(stick), ["isnet", "isnet_fp16"])
    shutil.rmtree(stick)
    assert Remover("isnet_fp16").variant.id == "isnet_fp16"
    assert [each.id for each in kept.kept(locate().catalogue())] == ["isnet", "isnet_fp16"]


def test_a_model_that_was_not_fetched_is_not_fetched_unasked(server: ModelServer) -> None:
    kept.fetch(Site(server.url), [QUICKEST])
    server.asked.clear()
    with pytest.raises(ModelUnavailableError, match="run `offcut models fetch` with its id"):
        Remover("isnet")
    assert server.asked == []


def test_more_is_fetched_from_where_the_list_came_from(server: ModelServer) -> None:
    kept.fetch(Site(server.url), [QUICKEST])
    assert [each.id for each in kept.fetch(kept.origin(None, None), ["isnet"])] == ["isnet"]
    assert Remover("isnet").variant.id == "isnet"


def test_parts_that_models_share_are_fetched_once(server: ModelServer) -> None:
    kept.fetch(Site(server.url), ["isnet_quint8", "isnet_compact"])
    parts = [name for name in server.asked if name.endswith(".gz")]
    assert len(parts) == len(set(parts))


def test_the_list_that_was_fetched_or_built_last_is_taken(
    server: ModelServer, own_cache: Path, small_models: Path
) -> None:
    built = own_cache / "models" / "0123"
    shutil.copytree(small_models, built)
    note_models(built)
    assert type(locate()) is Folder
    kept.fetch(Site(server.url), [QUICKEST])
    assert type(locate()) is Kept
    assert built_models() is None
    note_models(built)
    assert built_models() == built


def test_fetching_from_what_was_built_changes_no_list(own_cache: Path, small_models: Path) -> None:
    built = own_cache / "models" / "0123"
    shutil.copytree(small_models, built)
    note_models(built)
    kept.fetch(locate(), [QUICKEST])
    assert built_models() == built


def test_a_newer_list_takes_the_place_of_the_older(
    server: ModelServer, small_model: SmallModel, own_cache: Path
) -> None:
    kept.fetch(Site(server.url), [QUICKEST])
    kept.fetch(Folder(small_model.folder), [])
    assert len(list((own_cache / "models").glob("fetched-*"))) == 1
    assert locate().catalogue().default == "small"


def test_removing_a_model_leaves_what_another_needs(server: ModelServer, own_cache: Path) -> None:
    both = ["isnet_quint8", "isnet_compact"]
    kept.fetch(Site(server.url), both)
    catalogue = locate().catalogue()
    assert [each.id for each in kept.remove(catalogue, both[:1])] == both[:1]
    shutil.rmtree(unpacked_folder(catalogue.find(both[1])))
    assert Remover(both[1]).variant.id == both[1], "its parts are there still"
    kept.remove(catalogue, [both[1]])
    assert list((own_cache / "parts").iterdir()) == []
    assert list((own_cache / "unpacked").iterdir()) == []


def test_a_model_that_is_not_there_is_not_removed(server: ModelServer) -> None:
    kept.fetch(Site(server.url), [QUICKEST])
    assert kept.remove(locate().catalogue(), ["isnet"]) == []
    with pytest.raises(UnknownModelError, match="'huge'"):
        kept.remove(locate().catalogue(), ["huge"])


def test_a_changed_file_is_noticed_at_the_next_start(small_model: SmallModel) -> None:
    source = Folder(small_model.folder)
    graph = unpack(small_model.variant, source)
    graph.write_bytes(bytes(len(GRAPH)))
    assert not is_unpacked(small_model.variant)
    assert unpack(small_model.variant, source).read_bytes() == GRAPH


def test_the_second_start_hashes_nothing(
    small_model: SmallModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack(small_model.variant, Folder(small_model.folder))

    def refuse(_: Path) -> str:
        raise AssertionError

    monkeypatch.setattr("offcut.files.verified.sha256", refuse)
    unpack(small_model.variant, Folder(small_model.folder))
    with pytest.raises(AssertionError):
        is_unpacked(small_model.variant, anew=True)


def test_models_can_not_be_made_where_the_sources_are_not(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match=r"give the folder that has its build\.py"):
        kept.make(tmp_path)
