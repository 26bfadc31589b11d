"""A Ray cluster on this machine: a head, and nodes that each have one processor and may be lost."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests import pictures
from tests.conftest import ROOT
from tests.native.conftest import QUICKEST
from tests.native.running import SLOW, Running, running

pytestmark = pytest.mark.full

COUNT: Final = 8
STORE: Final = 200_000_000
_ADDRESS: Final = re.compile(r"ray start --address='([^']+)'")
_QUICK: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
    "PYTHONUNBUFFERED": "1",
    # how soon a node that is lost is noticed: in seconds instead of half a minute
    "RAY_health_check_initial_delay_ms": "1000",
    "RAY_health_check_period_ms": "1000",
    "RAY_health_check_failure_threshold": "3",
}


@dataclass
class Cluster:
    """A head without a processor, and two nodes with one each.

    Attributes:
        address: of the head.
        nodes: the process ids of their raylets.
    """

    address: str
    nodes: list[int]


def _environment() -> dict[str, str]:
    return {**os.environ, **_QUICK, "PYTHONPATH": str(ROOT / "py_src")}


@contextmanager
def _node(python: Path, *arguments: str) -> Iterator[tuple[int, str]]:
    """A node's process, and the address of its cluster."""
    command = [
        str(python),
        "-m",
        "ray.scripts.scripts",
        "start",
        "--block",
        "--disable-usage-stats",
    ]
    process = subprocess.Popen(
        [*command, f"--object-store-memory={STORE}", *arguments],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            assert process.stdout is not None
            address = ""
            for line in process.stdout:
                if match := _ADDRESS.search(line):
                    address = match[1]
                if "--block" in line:  # it has started, and says that it waits
                    break
            yield process.pid, address
        finally:
            for child in (*_below(process.pid), process.pid):
                _kill(child)


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _below(process: int) -> list[int]:
    """All processes that one has started, and those that they have."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        texts = [(task / "children").read_text() for task in tasks]
    except OSError:
        return []
    children = [int(word) for text in texts for word in text.split()]
    return [each for child in children for each in (child, *_below(child))]


def _raylet(process: int) -> int:
    (found,) = [each for each in _below(process) if _command(each).endswith("raylet/raylet")]
    return found


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[0].decode()
    except OSError:
        return ""


@pytest.fixture
def short() -> Iterator[str]:
    """A folder with a short path: those of sockets in it may not be long."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        yield folder


@pytest.fixture
def cluster(cluster_python: Path, short: str) -> Iterator[Cluster]:
    """One of its own, since its nodes are ended."""
    head = ("--head", "--port=0", "--num-cpus=0", "--include-dashboard=false")
    with _node(cluster_python, *head, f"--temp-dir={short}") as (_, address):
        given = (cluster_python, f"--address={address}", "--num-cpus=1")
        with _node(*given) as (first, _), _node(*given) as (second, _):
            yield Cluster(address, [_raylet(first), _raylet(second)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a folder ``in`` of pictures."""
    (tmp_path / "in").mkdir()
    for number in range(COUNT):
        data = pictures.file(pictures.noise((120 + number, 80)))
        (tmp_path / "in" / f"{number}.png").write_bytes(data)
    return tmp_path


@contextmanager
def _running(
    python: Path, models: Path, folder: Path, address: str, out: str, *, model: str = SLOW
) -> Iterator[Running]:
    given = ("--ray", address, "in", out)
    with running(
        models, *given, folder=folder, model=model, python=python, environment=_QUICK
    ) as run:
        yield run


def _assert_all_done_once(run: Running, folder: Path, out: str) -> None:
    assert run.end() == 0, run.errors
    names = [f"{number}.png" for number in range(COUNT)]
    assert sorted(run.told("done")) == names
    assert run.told("failed") == []
    results = sorted(path.name for path in (folder / out).glob("*"))
    assert [name for name in results if name != ".offcut"] == [
        f"{number}-offcut.png" for number in range(COUNT)
    ]
    lines = (folder / out / ".offcut" / "journal.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["picture"] for line in lines) == names
    for number in range(COUNT):
        image = pictures.read((folder / out / f"{number}-offcut.png").read_bytes())
        image.load()
        assert image.size == (120 + number, 80)


def _workers(raylet: int) -> list[int]:
    """The processes of a node that hold an actor."""
    return [each for each in _below(raylet) if _title(each).startswith("ray::Cutter")]


def _title(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode()
    except OSError:
        return ""


def test_a_cluster_of_this_machines_own_gives_the_same_results_and_journal(
    cluster_python: Path,
    small_models: Path,
    folder: Path,
    short: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder / "in" / "bad.jpg").write_bytes(b"Dear diary")
    with running(small_models, "in", "alone", folder=folder, python=cluster_python) as run:
        assert run.end() == 1
    with _running(cluster_python, small_models, folder, "auto", "shared", model=QUICKEST) as run:
        assert run.end() == 1, run.errors
    manifests = [
        (folder / out / ".offcut" / "manifest.jsonl").read_text() for out in ("alone", "shared")
    ]
    assert manifests[0] == manifests[1]
    failures = [
        [
            {key: value for key, value in json.loads(line).items() if key != "time"}
            for line in (folder / out / ".offcut" / "journal.jsonl").read_text().splitlines()
            if json.loads(line)["state"] == "failed"
        ]
        for out in ("alone", "shared")
    ]
    assert failures[0] == failures[1]
    for path in (folder / "alone").glob("*.png"):
        assert path.read_bytes() == (folder / "shared" / path.name).read_bytes()


def test_an_actor_that_is_killed_is_started_again_and_nothing_is_lost(
    cluster: Cluster, cluster_python: Path, small_models: Path, folder: Path
) -> None:
    with _running(cluster_python, small_models, folder, cluster.address, "out") as run:
        run.until("done")
        victims = [worker for node in cluster.nodes for worker in _workers(node)]
        assert len(victims) == 2
        _kill(victims[0])
        _assert_all_done_once(run, folder, "out")


def test_a_node_that_is_lost_is_done_without_and_nothing_is_lost(
    cluster: Cluster, cluster_python: Path, small_models: Path, folder: Path
) -> None:
    with _running(cluster_python, small_models, folder, cluster.address, "out") as run:
        run.until("done")
        _kill(cluster.nodes[0])
        _assert_all_done_once(run, folder, "out")


def test_told_to_end_it_finishes_what_it_has_and_goes_on_later(
    cluster: Cluster, cluster_python: Path, small_models: Path, folder: Path
) -> None:
    with _running(cluster_python, small_models, folder, cluster.address, "out") as run:
        run.until("done")
        run.process.send_signal(signal.SIGTERM)
        assert run.end() == 128 + signal.SIGTERM
    done = run.told("done")
    assert 0 < len(done) < COUNT
    with _running(cluster_python, small_models, folder, cluster.address, "out") as run:
        assert run.end() == 0, run.errors
    assert sorted(run.told("skipped")) == sorted(done)
    assert len(run.told("done")) == COUNT - len(done)


def test_an_address_where_no_cluster_is_is_told(
    cluster_python: Path, small_models: Path, folder: Path
) -> None:
    with _running(cluster_python, small_models, folder, "127.0.0.1:9", "out") as run:
        assert run.end() == 2
    assert "offcut: --ray is 127.0.0.1:9: no cluster answers there" in run.errors
    assert not (folder / "out").exists()
