"""Fetching a model over HTTP: what fails is tried again, what has arrived is kept."""

from __future__ import annotations

import threading
from itertools import count
from pathlib import Path

import pytest

from offcut import DamagedModelError, ModelUnavailableError
from offcut.native.models.source import Site
from offcut.native.models.unpack import unpack
from tests.native.models.model_server import Answer, ModelServer
from tests.native.models.small_models import GRAPH, WEIGHTS, SmallModel

HTML = Answer(b"<!doctype html><p>Log in to this network")
UNAVAILABLE = Answer(b"later", 503)
ATTEMPTS = 4


@pytest.fixture(autouse=True)
def pauses(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it would have waited between attempts."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


@pytest.fixture
def server(model_server: ModelServer, small_model: SmallModel) -> ModelServer:
    model_server.folder = small_model.folder
    return model_server


def _fetch(server: ModelServer) -> list[tuple[int, int]]:
    reports: list[tuple[int, int]] = []
    site = Site(server.url)
    graph = unpack(site.catalogue().find(None), site, lambda *report: reports.append(report))
    assert graph.read_bytes() == GRAPH
    assert graph.with_name("weights.bin").read_bytes() == WEIGHTS
    return reports


def _kept(cache: Path) -> int:
    return len(list(cache.glob("parts/*.gz")))


def test_each_part_is_fetched_once(server: ModelServer, small_model: SmallModel) -> None:
    reports = _fetch(server)
    assert server.asked == ["manifest.json", *small_model.names]
    assert reports == sorted(reports)
    assert reports[-1] == (small_model.variant.bytes, small_model.variant.bytes)


def test_what_is_in_the_cache_is_not_fetched_again(
    server: ModelServer, small_model: SmallModel
) -> None:
    _fetch(server)
    server.asked.clear()
    _fetch(server)
    assert server.asked == ["manifest.json"]


def test_after_a_failure_only_what_is_missing_is_fetched(
    server: ModelServer, small_model: SmallModel, own_cache: Path
) -> None:
    *arrived, last = small_model.names
    server.answer(last, *[UNAVAILABLE] * ATTEMPTS)
    with pytest.raises(ModelUnavailableError, match=rf"answered 503 for .*{last}"):
        _fetch(server)
    assert server.asked == ["manifest.json", *arrived, *[last] * ATTEMPTS]
    assert _kept(own_cache) == len(arrived)
    server.asked.clear()
    _fetch(server)
    assert server.asked == ["manifest.json", last]


@pytest.mark.parametrize("spoilt", ["damaged", "cut off", "longer", "empty", "a page", "refused"])
def test_a_part_that_arrives_wrong_is_fetched_again(
    spoilt: str, server: ModelServer, small_model: SmallModel, pauses: list[float]
) -> None:
    name = small_model.names[1]
    data = (small_model.folder / name).read_bytes()
    answers = {
        "damaged": Answer(data[:-1] + bytes([data[-1] ^ 1])),
        "cut off": Answer(data[:20], missing=len(data) - 20),
        "longer": Answer(data + bytes(1_000_000)),
        "empty": Answer(b""),
        "a page": HTML,
        "refused": UNAVAILABLE,
    }
    server.answer(name, answers[spoilt])
    reports = _fetch(server)
    assert server.asked.count(name) == 2
    assert len(pauses) == 1
    total = small_model.variant.bytes
    assert reports[-1] == (total, total)
    assert max(loaded for loaded, _ in reports) == total


def test_progress_falls_back_with_the_new_attempt(
    server: ModelServer, small_model: SmallModel
) -> None:
    first = small_model.variant.parts[0]
    server.answer(first.path, Answer(bytes(first.bytes)))
    loaded = [there for there, _ in _fetch(server)]
    assert loaded[:3] == [first.bytes, 0, first.bytes]


def test_no_more_is_taken_than_was_promised(server: ModelServer, small_model: SmallModel) -> None:
    server.answer(small_model.names[0], Answer(bytes(1_000_000), times=64))
    _fetch(server)
    assert server.hung_up.wait(10)


def test_the_last_wrong_answer_ends_it_and_nothing_of_it_is_kept(
    server: ModelServer, small_model: SmallModel, own_cache: Path, pauses: list[float]
) -> None:
    name = small_model.names[0]
    server.answer(name, *[HTML] * ATTEMPTS)
    with pytest.raises(DamagedModelError, match=rf"{name}, a part of the model, arrived damaged"):
        _fetch(server)
    assert server.asked.count(name) == ATTEMPTS
    assert pauses == sorted(set(pauses))
    assert _kept(own_cache) == 0


def test_a_kept_part_that_went_bad_is_fetched_again(
    server: ModelServer, small_model: SmallModel, own_cache: Path
) -> None:
    part = small_model.variant.parts[0]
    kept = own_cache / "parts" / f"{part.sha256}.gz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"damaged")
    _fetch(server)
    assert part.path in server.asked
    assert kept.read_bytes() == (small_model.folder / part.path).read_bytes()


def test_two_sites_share_the_parts(server: ModelServer, small_model: SmallModel) -> None:
    variant = small_model.variant
    for part in variant.parts:
        Site(server.url).part(part, lambda _: None)
    server.asked.clear()
    reports: list[int] = []
    data = Site("http://other.example/models").part(variant.parts[0], reports.append)
    assert data == (small_model.folder / variant.parts[0].path).read_bytes()
    assert reports == [len(data)]
    assert not server.asked


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (HTML, DamagedModelError, r"manifest\.json\) can't be read"),
        (Answer(b'{"format": 1', missing=9), DamagedModelError, r"manifest\.json\) can't be read"),
        (Answer(b"<p>", 404), ModelUnavailableError, r"answered 404 for .*manifest\.json"),
    ],
)
def test_a_site_without_a_list_of_models_is_told(
    answer: Answer, error: type[Exception], sentence: str, server: ModelServer
) -> None:
    server.answer("manifest.json", answer)
    with pytest.raises(error, match=sentence):
        Site(server.url).catalogue()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://", "http://a b/", "http://[/"])
def test_a_site_that_can_not_be_reached_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(ModelUnavailableError, match=r"could not be fetched .*check the connection"):
        Site(url).catalogue()


def test_a_redirect_to_an_unsafe_address_is_not_followed(server: ModelServer) -> None:
    server.answer("manifest.json", Answer(b"", 302, leads_to="http://a.example/manifest.json"))
    with pytest.raises(ModelUnavailableError, match=r"leads to http://a\.example/.*not safe"):
        Site(server.url).catalogue()


def test_a_redirect_on_this_machine_is_followed(server: ModelServer) -> None:
    elsewhere = server.url + "new/manifest.json"
    server.answer("manifest.json", Answer(b"", 302, leads_to=elsewhere))
    assert Site(server.url).catalogue().default == "small"
    assert server.asked == ["manifest.json"] * 2


def test_a_server_that_drips_is_given_up(
    server: ModelServer, small_model: SmallModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(0, 400)  # seconds pass between any two looks at it
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    with pytest.raises(ModelUnavailableError, match=r"\(it comes too slowly\)"):
        Site(server.url).part(small_model.variant.parts[0], lambda _: None)
    assert server.asked == [small_model.names[0]] * ATTEMPTS


def test_what_has_come_is_counted_before_more_comes(
    server: ModelServer, small_model: SmallModel
) -> None:
    part = small_model.variant.parts[0]
    data = (small_model.folder / part.path).read_bytes()
    seen = threading.Event()
    server.answer(part.path, Answer(data[:9], then=(seen, data[9:])))
    reports: list[int] = []

    def report(loaded: int) -> None:
        reports.append(loaded)
        seen.set()

    assert Site(server.url).part(part, report) == data
    assert reports[0] == 9
    assert server.asked == [part.path]
