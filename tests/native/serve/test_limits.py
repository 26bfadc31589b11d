"""What the server takes, from whom, and how much of it at a time."""

from __future__ import annotations

import http.client
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import pictures
from tests.native.conftest import QUICKEST
from tests.native.serve.client import Answer, Server

PATH = "/remove-background"
SMALL = pictures.file(pictures.gradient((60, 40)))


@pytest.fixture(scope="module")
def strict(small_models: Path) -> Iterator[Server]:
    """A server that takes little."""
    with Server(
        *("--models", small_models, "--model", QUICKEST, "--waiting", "1"),
        *("--max-megabytes", "0.1", "--max-megapixels", "0.01", "--upload-seconds", "0.5"),
    ) as running:
        yield running


def _held(server: Server, length: int = 1000) -> http.client.HTTPConnection:
    """A request whose body does not come."""
    connection = server.connect()
    connection.putrequest("POST", PATH)
    connection.putheader("Content-Length", str(length))
    connection.endheaders()
    return connection


def test_a_body_that_says_it_is_too_large_is_not_read(strict: Server) -> None:
    connection = _held(strict, 200_000)
    response = connection.getresponse()
    assert response.status == 413
    connection.close()


def test_a_body_that_does_not_say_so_is_cut_off(strict: Server) -> None:
    connection = strict.connect()
    blocks = (bytes(50_000) for _ in range(5))
    connection.request(
        "POST", PATH, blocks, encode_chunked=True, headers={"Transfer-Encoding": "chunked"}
    )
    assert connection.getresponse().status == 413
    connection.close()


def test_a_picture_of_too_many_pixels_is_told_by_its_header(strict: Server) -> None:
    answer = strict.post(PATH, pictures.file(pictures.flat((9, 9, 9), (200, 100))))
    assert (answer.status, answer.json["name"]) == (413, "PictureTooLargeError")
    assert answer.json["message"].startswith("The picture has 200 x 100 pixels")
    assert strict.post(PATH, SMALL).status == 200


def test_a_body_that_does_not_come_is_not_waited_for(strict: Server) -> None:
    connection = _held(strict)
    response = connection.getresponse()
    assert (response.status, b"serve-upload-slow" in response.read()) == (408, True)
    connection.close()


def test_beyond_those_that_may_wait_the_answer_is_429(small_models: Path) -> None:
    options = ("--models", small_models, "--model", QUICKEST, "--waiting", "1")
    with Server(*options) as server:
        held = [_held(server) for _ in range(2)]
        _until(server, "offcut_requests_in_hand", 2)
        answer = server.post(PATH, SMALL + bytes(1_000_000))
        assert (answer.status, answer.json["name"]) == (429, "BusyError")
        assert int(answer.headers["retry-after"]) >= 1
        assert server.get("/health").status == 200
        for connection in held:
            connection.close()
        _until(server, "offcut_requests_in_hand", 0)
        assert server.post(PATH, SMALL).status == 200


def _until(server: Server, metric: str, value: float) -> None:
    """Ask until a metric has a value; each answer is waited for."""
    for _ in range(2000):
        if server.metric(metric) == value:
            return
    pytest.fail(f"{metric} does not become {value}")


def test_a_client_that_goes_leaves_its_place(server: Server) -> None:
    connection = _held(server)
    _until(server, "offcut_requests_in_hand", 1)
    connection.close()
    _until(server, "offcut_requests_in_hand", 0)


def test_many_at_once_are_all_served(server: Server) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers: list[Answer] = list(pool.map(lambda _: server.post(PATH, SMALL), range(6)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.2", "["])
def test_a_name_that_was_made_to_lead_here_is_refused(host: str, server: Server) -> None:
    for method, path in (("POST", PATH), ("GET", "/health"), ("GET", "/metrics")):
        answer = server.ask(method, path, SMALL if method == "POST" else None, {"Host": host})
        assert answer.status in {400, 403}
        assert answer.body == b"" or b"offcut_info" not in answer.body


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "[::1]:80", "127.0.0.1"])
def test_this_machine_has_several_names(host: str, server: Server) -> None:
    assert server.ask("GET", "/health", headers={"Host": host}).status == 200


def test_a_server_can_be_given_other_names(small_models: Path) -> None:
    options = ("--models", small_models, "--model", QUICKEST, "--allow-host", "cut.example")
    with Server(*options) as server:
        assert server.ask("GET", "/health", headers={"Host": "cut.example"}).status == 200
        assert server.ask("GET", "/health", headers={"Host": "a.example"}).status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_pages_of_other_sites_are_refused(origin: str, server: Server) -> None:
    answer = server.post(PATH, SMALL, origin=origin)
    assert (answer.status, answer.json["code"]) == (403, "serve-origin")
    assert "access-control-allow-origin" not in answer.headers


def test_a_page_of_its_own_may_ask(server: Server) -> None:
    assert server.post(PATH, SMALL, origin=server.url).status == 200


def test_only_this_machine_reaches_it(server: Server) -> None:
    assert urllib.parse.urlsplit(server.url).hostname == "127.0.0.1"


def test_what_there_is_not_is_told_as_json(server: Server) -> None:
    answer = server.get("/nowhere")
    assert (answer.status, answer.json["name"]) == (404, "UnknownPathError")
    answer = server.get(PATH)
    assert (answer.status, answer.json["name"]) == (405, "UnknownMethodError")


def test_health_says_what_runs(server: Server) -> None:
    assert server.get("/health").json["model"] == QUICKEST


def test_metrics_count_what_happens(server: Server) -> None:
    answers = f'offcut_requests_total{{path="{PATH}",status="200"}}'
    server.post(PATH, SMALL)
    before = [server.metric(name) for name in (answers, "offcut_pixels_total")]
    server.post(PATH, SMALL)
    after = [server.metric(name) for name in (answers, "offcut_pixels_total")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 2400]
    text = server.get("/metrics").body.decode()
    assert 'offcut_picture_seconds_bucket{le="+Inf"}' in text
    for line in text.splitlines():
        assert line.startswith("# ") or len(line.rpartition(" ")[2]) > 0
    kinds = [line.split()[2:] for line in text.splitlines() if line.startswith("# TYPE")]
    assert ["offcut_requests_total", "counter"] in kinds


def test_nothing_of_a_picture_is_logged(small_models: Path, photos: Path) -> None:
    with Server("--models", small_models, "--model", QUICKEST) as server:
        server.send(PATH, {"picture": (photos / "chelsea.png").read_bytes()})
        server.send(PATH, {"picture": b"no picture"})
        server.post(f"{PATH}?secret=1", SMALL)
        server.process.terminate()
        out, said = server.process.communicate(timeout=60)
    assert (out, said) == ("", "")
