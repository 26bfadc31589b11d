"""A store like S3 and a Ray cluster on this machine, and the command in their environment."""

from __future__ import annotations

import os
import subprocess
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from offcut_build.fetching.environment import environment
from tests.native.running import Running, running

CREDENTIALS: Final = {
    "AWS_ACCESS_KEY_ID": "anybody",
    "AWS_SECRET_ACCESS_KEY": "anything",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="session")
def cluster_python() -> Path:
    """Python with what buckets and clusters need."""
    return environment("cluster")


@dataclass
class Bucket:
    """A bucket of moto's server, over plain HTTP."""

    address: str
    name: str
    _opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(urllib.request.ProxyHandler({}))
    )

    def ask(self, method: str, path: str = "", data: bytes | None = None) -> bytes:
        """A request for an object, or for the bucket itself."""
        url = f"{self.address}/{self.name}/{path}"
        # else moto takes the data for a form, and this for somebody whom nobody knows
        headers = {"Content-Type": "application/octet-stream", "Authorization": "AWS anybody:any"}
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - here
        with self._opener.open(request, timeout=30) as answer:
            return bytes(answer.read())

    def put(self, key: str, data: bytes) -> None:
        """Write an object."""
        self.ask("PUT", key, data)

    def get(self, key: str) -> bytes:
        """Read an object."""
        return self.ask("GET", key)

    def keys(self) -> list[str]:
        """Names of all objects."""
        return _texts(self.ask("GET", "?list-type=2"), "Key")

    def unfinished(self) -> list[str]:
        """Objects of which some parts are there, and were neither joined nor given up."""
        return _texts(self.ask("GET", "?uploads"), "Key")


def _texts(xml: bytes, tag: str) -> list[str]:
    tree = ET.fromstring(xml)  # noqa: S314 - of a server that this test started
    return [str(node.text) for node in tree.iter() if node.tag.endswith(f"}}{tag}")]


@pytest.fixture(scope="session")
def s3(cluster_python: Path) -> Iterator[str]:
    """The address of moto's server."""
    with subprocess.Popen(
        [cluster_python, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **CREDENTIALS},
    ) as server:
        assert server.stderr is not None
        address = ""
        for line in server.stderr:
            if "Running on" in line:
                address = line.split()[-1]
                break
        assert address
        yield address
        server.terminate()


@pytest.fixture
def bucket(s3: str, request: pytest.FixtureRequest) -> Bucket:
    """An empty bucket of the test's own."""
    name = f"bucket-{abs(hash(request.node.name))}"
    made = Bucket(s3, name)
    made.ask("PUT")
    return made


@contextmanager
def with_bucket(
    cluster_python: Path, models: Path, folder: Path, address: str, *arguments: str | Path
) -> Iterator[Running]:
    """The command, which finds S3 at an address."""
    environment = {**CREDENTIALS, "AWS_ENDPOINT_URL": address, "no_proxy": "127.0.0.1"}
    with running(
        models, *arguments, folder=folder, environment=environment, python=cluster_python
    ) as run:
        yield run
