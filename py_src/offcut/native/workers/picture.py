"""One picture after the other, in this process: one is in the network while the next is read."""

from __future__ import annotations

import errno
import hashlib
import queue
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final, cast

from offcut import pipeline
from offcut.animation import CutAnimation
from offcut.errors import OffcutError, shortened
from offcut.imageio.animations.frames import Animation
from offcut.imageio.loading import refuse_incomplete
from offcut.native.remover import OnFrame, Remover, opened
from offcut.native.storage import storage_of
from offcut.native.storage.places import STREAM, numbered
from offcut.native.warned import no_subject
from offcut.native.workers.task import File, Outcome, Settings, Task, Tasks
from offcut.pipeline import CutOut, Prepared, write
from offcut.selection.one_picture import refuse_frames

_AT_ONCE: Final = 2
"""Pictures in memory: one in the network, and one that is read ahead."""

_IDLE: Final = 0.2
"""Seconds until it is asked again whether there is a picture."""

_PATIENCE: Final = 5.0
"""Seconds that the end waits for a picture that is being read: one from a pipe may never come."""


@dataclass(frozen=True, slots=True)
class Read:
    """A picture that was read.

    Attributes:
        taken: it, with the network's tensor; or an animation of which all frames are wanted.
        size: of its file, bytes.
        sha256: of its file.
        seconds: that this took.
    """

    taken: Prepared | Animation
    size: int
    sha256: str
    seconds: float


def read(task: Task, settings: Settings) -> Read:
    """Read a picture, and see first that its result can be written.

    Raises:
        OffcutError: if it is no picture, or damaged.
        OSError: if it can't be read, or its result not be written.
    """
    start = time.monotonic()
    if task.target != STREAM:
        storage_of(task.target).check(task.target)
    if task.source == STREAM:
        # without the buffer: its lock would be held when the program ends in the middle
        data = cast("Any", sys.stdin.buffer).raw.readall()
    else:
        data = storage_of(task.source).read(task.source)
    name = task.called
    taken = opened(data, name, settings.output, settings.page)
    notes = taken.notes if isinstance(taken, Animation) else taken.picture().notes
    if settings.whole:
        refuse_incomplete(notes, name)
    sha256 = hashlib.sha256(data).hexdigest()
    return Read(taken, len(data), sha256, time.monotonic() - start)


def cut_out(
    task: Task,
    found: Read,
    remover: Remover,
    settings: Settings,
    on_frame: OnFrame | None = None,
) -> Outcome:
    """Take a picture that was read through the network, and write its result.

    Args:
        task: what was asked for.
        found: what was read.
        remover: has the model.
        settings: the same for all pictures.
        on_frame: see ``Remover.cut_animation``.

    Raises:
        OffcutError: if that fails.
        OSError: if the result can't be written.
    """
    start = time.monotonic()
    files: list[File] = []
    cut: CutOut | CutAnimation
    is_numbered = False
    if isinstance(found.taken, Animation):
        refuse_frames(settings.selection.points, settings.selection.wanted)
        cut = remover.cut_animation(found.taken, settings.output, on_frame)
        files.append(_written(task, task.target, cut.file, cut.size))
    else:
        for target, each in _cut_outs(task, remover, found.taken, settings):
            data = write(found.taken, each.image, settings.output)
            files.append(_written(task, target, data, each.image.size))
            cut, is_numbered = each, target != task.target
    notes = [f"{shortened(task.called)}: {note.message}" for note in cut.notes]
    if not cut.found:
        notes.append(no_subject(task.called))
    return Outcome(
        task,
        notes=tuple(notes),
        seconds=found.seconds + time.monotonic() - start,
        size=found.size,
        sha256=found.sha256,
        result_size=files[0].size,
        result_sha256=files[0].sha256,
        width=files[0].width,
        height=files[0].height,
        is_numbered=is_numbered,
        more=tuple(files[1:]),
    )


def _cut_outs(
    task: Task, remover: Remover, prepared: Prepared, settings: Settings
) -> Iterator[tuple[str, CutOut]]:
    """What is written of a picture, and where: a file, or one for each subject if there are any."""
    selection, output = settings.selection, settings.output
    mask = remover.mask(prepared, points=selection.points)
    cut = pipeline.cut_out(prepared, mask, output, chosen=selection.wanted)
    if not (selection.each and cut.subjects):
        yield task.target, cut
        return
    yield numbered(task.target, 1), cut
    for number in range(2, len(cut.subjects) + 1):
        cut = pipeline.cut_out(prepared, mask, output, chosen=(number,))
        yield numbered(task.target, number), cut


def _written(task: Task, target: str, data: bytes, size: tuple[int, int]) -> File:
    if target == STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        storage_of(target).write(target, data, stay_in_folder=task.stay_in_folder)
    return File(len(data), hashlib.sha256(data).hexdigest(), *size)


def failed(task: Task, error: BaseException) -> Outcome:
    """The outcome of a picture that failed: one line, with its name."""
    name = shortened(task.called)
    if isinstance(error, OffcutError):
        line, code = str(error), error.code
    elif isinstance(error, MemoryError):
        line, code = f"{name} needs more memory than there is.", "memory"
    elif isinstance(error, OSError):
        place = error.filename or (task.target if task.target != STREAM else "standard output")
        reason = error.strerror or shortened(str(error))
        line, code = f"{shortened(str(place))}: {reason}.", _code(error)
    else:
        line, code = f"{name}: {type(error).__name__}: {shortened(str(error))}.", "unexpected"
    return Outcome(task, line if name in line else f"{name}: {line}", code)


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "os").lower()


class InProcess:
    """Works in this process, with one session. See ``offcut.native.workers.task.Engine``."""

    def __init__(
        self,
        remover: Remover,
        settings: Settings,
        stop: threading.Event,
        on_frame: OnFrame | None = None,
    ) -> None:
        """Nothing is done yet.

        Args:
            remover: has the model.
            settings: the same for all pictures.
            stop: once it is set, no further picture is begun.
            on_frame: see ``Remover.cut_animation``.
        """
        self._remover = remover
        self._on_frame = on_frame
        self._settings = settings
        self._stop = stop

    def run(self, tasks: Tasks) -> Generator[Outcome, None, None]:
        """In the order of the tasks."""
        with closing(_Ahead(tasks, self._settings, self._stop)) as ahead:
            for task, found in ahead:
                try:
                    outcome = (
                        failed(task, found)
                        if isinstance(found, BaseException)
                        else cut_out(task, found, self._remover, self._settings, self._on_frame)
                    )
                except Exception as error:  # noqa: BLE001 - the next is done all the same
                    outcome = failed(task, error)
                ahead.forget()
                del found  # its memory is the next one's
                yield outcome


class _Ahead:
    """A thread that reads the next picture while one is worked on."""

    def __init__(self, tasks: Tasks, settings: Settings, stop: threading.Event) -> None:
        self._tasks = iter(tasks)
        self._settings = settings
        self._stop = stop
        self._room = threading.Semaphore(_AT_ONCE)
        self._read: queue.SimpleQueue[tuple[Task, Read | BaseException] | BaseException | None] = (
            queue.SimpleQueue()
        )
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[tuple[Task, Read | BaseException]]:
        while (found := self._read.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            if self._stop.is_set():
                return
            yield found

    def forget(self) -> None:
        """A picture was done: there is room for another."""
        self._room.release()

    def close(self) -> None:
        """Read no more, and wait for what is being read."""
        self._closed.set()
        self._room.release()
        self._thread.join(_PATIENCE)

    def _work(self) -> None:
        try:
            for task in self._waited():
                try:
                    self._read.put((task, read(task, self._settings)))
                except Exception as error:  # noqa: BLE001 - the next is read all the same
                    self._read.put((task, error))
        except BaseException as error:  # noqa: BLE001 - raised again by who takes it
            self._read.put(error)
        else:
            self._read.put(None)

    def _waited(self) -> Iterator[Task]:
        while self._room.acquire() and not self._is_over():
            task = next(self._tasks, _END)
            while task is None and not self._is_over():
                self._stop.wait(_IDLE)
                task = next(self._tasks, _END)
            if task is None or isinstance(task, _End):
                return
            yield task

    def _is_over(self) -> bool:
        return self._closed.is_set() or self._stop.is_set()


class _End:
    """After the last task."""


_END: Final = _End()
