"""A Ray cluster works on pictures: actors that each hold a session (https://docs.ray.io).

What goes through Ray is paths and outcomes, never pixels: an actor reads, cuts out and writes. An
actor whose process dies is started again by Ray, and its pictures are done again. If a whole node
is lost, its pictures go to the others at once. A picture that is done twice for such a reason has
the same result, and one line in the journal.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import signal
import socket
import tempfile
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from offcut.errors import InferenceError, InvalidOptionError, ModelUnavailableError
from offcut.native.workers import sizing
from offcut.native.workers.feed import Feed
from offcut.native.workers.picture import cut_out, failed, read
from offcut.native.workers.task import Outcome, Settings, Task, Tasks

_AT_ONCE: Final = 2
"""Pictures that an actor has: one in the network, and one that it reads ahead."""

_RESTARTS: Final = 5
"""Of an actor, by Ray."""
_RETRIES: Final = 2
"""Of a picture, by Ray: what it is charged with may have been the fault of another."""

_STORE: Final = 200_000_000
"""Bytes of shared memory, where Ray is started here: only paths are in it."""

_LOOK: Final = 0.5
"""Seconds between two looks at nodes and new pictures."""

_PATIENCE: Final = 600.0
"""Seconds that the first actor is waited for: a cluster may have to start a machine for it."""

_CURRENT: Final = "ray_current_cluster"
"""The file in which ``ray start`` notes the address."""
_CONNECT: Final = 5.0
"""Seconds that a cluster has to answer."""

AUTO: Final = "auto"


class Cutter:
    """The actor: one session."""

    def __init__(self, settings: Settings, threads: int, folder: str) -> None:
        """Load the model; it is fetched first if it is not on this node.

        Args:
            settings: the same for all pictures.
            threads: of the network.
            folder: that paths begin in, where the node has it too.
        """
        with contextlib.suppress(OSError):
            os.chdir(folder)
        from offcut.native.remover import Remover  # noqa: PLC0415 - only on the node

        self._settings = settings
        self._remover = Remover(
            settings.model, settings.models, models_sha256=settings.models_sha256, threads=threads
        )
        self._turn = threading.Lock()

    def node(self) -> str:
        """The node that it is on; answers once the model is loaded."""
        import ray  # noqa: PLC0415 - an extra

        return str(ray.get_runtime_context().get_node_id())

    def work(self, task: Task) -> Outcome:
        """Do a picture; two may be called at once, and then one is read ahead."""
        try:
            found = read(task, self._settings)
            with self._turn:
                return cut_out(task, found, self._remover, self._settings)
        except Exception as error:  # noqa: BLE001 - the next is done all the same
            return failed(task, error)


@dataclass(slots=True)
class _Actor:
    """One actor, and what it has in hand."""

    handle: Any
    starting: Any
    node: str | None = None
    work: dict[Any, Task] = field(default_factory=dict)


class OnRay:
    """See ``offcut.native.workers.task.Engine``."""

    def __init__(
        self, settings: Settings, address: str, jobs: int | None, stop: threading.Event
    ) -> None:
        """Connect to the cluster, or start one on this machine.

        Args:
            settings: the same for all pictures.
            address: of the cluster; ``AUTO`` for the one that there is, else for one of this
                machine's own.
            jobs: how many actors; None for as many as the cluster has processors.
            stop: once it is set, no further picture is begun.

        Raises:
            InvalidOptionError: if Ray is not installed, or no cluster is at the address.
        """
        self._ray = _connected(address)
        self._settings = settings
        self._jobs = jobs
        self._stop = stop
        self._actors: list[_Actor] = []
        self._lost: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._suspected: set[str] = set()
        self._kind = self._ray.remote(Cutter)

    @property
    def jobs(self) -> int:
        """How many actors there will be."""
        return self._jobs or max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def run(self, tasks: Tasks) -> Generator[Outcome, None, None]:
        """Give each outcome as it comes.

        Raises:
            ModelUnavailableError: if an actor can't load the model.
            InferenceError: if no actor can be started.
        """
        feed = Feed(tasks, self._stop)
        try:
            begun = time.monotonic()
            for _ in range(self.jobs):
                self._start()
            while self._give(feed) or not feed.is_over:
                yield from self._answers()
                self._abandon_lost_nodes()
                self._check_patience(begun)
        finally:
            feed.close()
            for actor in self._actors:
                self._ray.kill(actor.handle)
            self._ray.shutdown()

    def _start(self) -> None:
        handle = self._kind.options(
            num_cpus=1,
            max_concurrency=_AT_ONCE,
            max_restarts=_RESTARTS,
            max_task_retries=_RETRIES,
        ).remote(self._settings, 1, str(Path.cwd()))
        self._actors.append(_Actor(handle, handle.node.remote()))

    def _give(self, feed: Feed) -> bool:
        """Give each actor what it has room for. Returns whether any has anything to do."""
        for actor in self._actors:
            if actor.node is None:
                continue
            if not actor.work and self._suspects:
                self._send(actor, self._suspects.popleft())
            alone = any(task.target in self._suspected for task in actor.work.values())
            while not alone and len(actor.work) < _AT_ONCE:
                task = self._lost.popleft() if self._lost else feed.take(wait=False)
                if task is None:
                    break
                self._send(actor, task)
        return bool(self._lost or self._suspects or any(actor.work for actor in self._actors))

    def _send(self, actor: _Actor, task: Task) -> None:
        actor.work[actor.handle.work.remote(task)] = task

    def _answers(self) -> Iterator[Outcome]:
        waiting = [actor.starting for actor in self._actors if actor.node is None]
        working = [reference for actor in self._actors for reference in actor.work]
        if not waiting and not working:
            self._stop.wait(_LOOK)
            return
        there, _ = self._ray.wait([*waiting, *working], num_returns=1, timeout=_LOOK)
        for reference in there:
            for actor in list(self._actors):
                if reference == actor.starting and actor.node is None:
                    self._note_start(actor)
                elif reference in actor.work:
                    outcome = self._outcome(actor, reference)
                    if outcome is not None:
                        yield outcome

    def _note_start(self, actor: _Actor) -> None:
        try:
            actor.node = self._ray.get(actor.starting)
        except self._ray.exceptions.RayError as error:
            raise ModelUnavailableError(
                "An actor could not begin: {reason}",
                code="actor-start",
                reason=_last_line(error),
            ) from error

    def _outcome(self, actor: _Actor, reference: Any) -> Outcome | None:
        """What came of a picture; None if it is to be done once more."""
        task = actor.work.pop(reference)
        try:
            outcome: Outcome = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            if self._is_gone(error):
                self._replace(actor)
            if task.target in self._suspected:
                return failed(task, _death(task, error))
            self._suspected.add(task.target)
            self._suspects.append(task)
            return None
        self._suspected.discard(task.target)
        return outcome

    def _is_gone(self, error: Exception) -> bool:
        gone = getattr(self._ray.exceptions, "ActorUnavailableError", ())
        return isinstance(error, self._ray.exceptions.RayActorError) and not isinstance(error, gone)

    def _replace(self, actor: _Actor) -> None:
        """Let go of an actor that does not come back; another takes what it had in hand."""
        if actor not in self._actors:
            return
        self._actors.remove(actor)
        with contextlib.suppress(Exception):  # it may be gone in any way
            self._ray.kill(actor.handle)
        for task in actor.work.values():
            (self._suspects if task.target in self._suspected else self._lost).append(task)
        actor.work.clear()
        self._start()

    def _abandon_lost_nodes(self) -> None:
        """Ray would wait for room to start their actors again; the others have room now."""
        alive = {node["NodeID"] for node in self._ray.nodes() if node["Alive"]}
        for actor in list(self._actors):
            if actor.node is not None and actor.node not in alive:
                self._replace(actor)

    def _check_patience(self, begun: float) -> None:
        has_begun = any(actor.node is not None for actor in self._actors)
        if not has_begun and time.monotonic() - begun > _PATIENCE:
            raise InferenceError(
                "The cluster has started no actor in {seconds} seconds: it needs a free processor "
                "for each.",
                code="actors-none",
                seconds=_PATIENCE,
            )


def _connected(address: str) -> Any:
    there = _running_cluster() if address == AUTO else address
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if there is None and "RAY_AUTH_MODE" not in os.environ:
        # whoever reaches a cluster can run programs on it: the one that is started here is our own
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InvalidOptionError(
            "--ray needs Ray: install offcut[ray].", code="ray-missing"
        ) from error
    if there is not None and not _answers(there):
        raise InvalidOptionError(
            "--ray is {address}: no cluster answers there.", code="ray-address", address=there
        )
    quiet: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    before = signal.getsignal(signal.SIGTERM)
    try:
        if there is not None:
            ray.init(address=there, **quiet)
        else:
            ray.init(
                address="local",
                num_cpus=sizing.cores(),
                object_store_memory=_STORE,
                include_dashboard=False,
                **quiet,
            )
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)  # Ray takes it for itself
    return ray


def _running_cluster() -> str | None:
    """The address of the cluster that this machine belongs to; None if there is none.

    Ray would take one that has ended long ago, and wait for it for minutes.
    """
    if chosen := os.environ.get("RAY_ADDRESS"):
        return chosen
    noted = Path(os.environ.get("RAY_TMPDIR") or tempfile.gettempdir(), "ray", _CURRENT)
    try:
        address = noted.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return address if _answers(address) else None


def _answers(address: str) -> bool:
    """Whether there is somebody at ``host:port``; True for addresses of other kinds."""
    host, _, port = address.rpartition(":")
    if "://" in address or not port.isdigit():
        return "://" in address
    try:
        socket.create_connection((host, int(port)), _CONNECT).close()
    except OSError:
        return False
    return True


def _death(task: Task, error: Exception) -> InferenceError:
    return InferenceError(
        "{name}: the actor that worked on it died again and again ({reason}).",
        code="actor-died",
        name=task.called,
        reason=_last_line(error),
    )


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
