"""Working through pictures: one is in the network while the next is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from offcut.animation import CutAnimation
from offcut.errors import OffcutError, shortened
from offcut.files import whole_file
from offcut.imageio.animations.frames import Animation
from offcut.imageio.loading import refuse_incomplete
from offcut.native.cli.naming import Job
from offcut.native.remover import OnFrame, Remover, no_subject, opened
from offcut.options import OutputOptions
from offcut.pipeline import CutOut, Prepared, cut_out, write
from offcut.selection.one_picture import refuse_frames


class Listener(NamedTuple):
    """What is called while pictures are done.

    Attributes:
        done: after each picture with None, or with a line that says what was wrong.
        note: with a line about a picture that was done, where there is something to say.
        frame: for each frame of an animation; see ``Remover.cut_animation``.
    """

    done: Callable[[str | None], None]
    note: Callable[[str], None]
    frame: OnFrame


def run(
    jobs: Iterable[Job],
    remover: Remover,
    options: OutputOptions,
    listener: Listener,
) -> int:
    """Take every picture through the pipeline; one that fails does not stop the others.

    Args:
        jobs: the pictures.
        remover: has the model.
        options: what to write.
        listener: is told how it goes.

    Returns:
        How many failed.
    """
    failures = 0
    for job, reading in _ahead(jobs, options):
        try:
            taken = reading.result()
            cut: CutOut | CutAnimation
            if isinstance(taken, Animation):
                refuse_frames(job.selection.points, job.selection.wanted)
                cut = remover.cut_animation(taken, options, listener.frame)
                _write(job, cut.file)
            else:
                for target, cut in _cut_outs(job, remover, taken, options):
                    _write(target, write(taken, cut.image, options))
            for note in cut.notes:
                listener.note(f"{shortened(job.name)}: {note.message}")
            if not cut.found:
                listener.note(no_subject(job.name))
        except (OffcutError, OSError, MemoryError) as error:
            failures += 1
            listener.done(_line(job, error))
        else:
            listener.done(None)
    return failures


def _cut_outs(
    job: Job, remover: Remover, prepared: Prepared, options: OutputOptions
) -> Iterator[tuple[Job, CutOut]]:
    """What is written of a picture; one file, or one for each subject if there are any."""
    selection = job.selection
    mask = remover.mask(prepared, points=selection.points)
    cut = cut_out(prepared, mask, options, chosen=selection.wanted)
    if not (selection.each and cut.subjects):
        yield job, cut
        return
    yield job.numbered(1), cut
    for number in range(2, len(cut.subjects) + 1):
        yield job.numbered(number), cut_out(prepared, mask, options, chosen=(number,))


def _ahead(
    jobs: Iterable[Job], options: OutputOptions
) -> Iterator[tuple[Job, Future[Prepared | Animation]]]:
    """Each job with its picture, while the one after it is being read."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        before: tuple[Job, Future[Prepared | Animation]] | None = None
        try:
            for job in jobs:
                following = (job, reader.submit(_read, job, options))
                if before is not None:
                    yield before
                before = following
            if before is not None:
                yield before
        finally:
            reader.shutdown(cancel_futures=True)


def _read(job: Job, options: OutputOptions) -> Prepared | Animation:
    data = sys.stdin.buffer.read() if job.source is None else job.source.read_bytes()
    taken = opened(data, job.name, options, job.page)
    notes = taken.notes if isinstance(taken, Animation) else taken.picture().notes
    if job.whole:
        refuse_incomplete(notes, job.name)
    return taken


def _write(job: Job, data: bytes) -> None:
    if job.target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        whole_file.write(job.target, data, stay_in_folder=job.stay_in_folder)


def _line(job: Job, error: Exception) -> str:
    name = shortened(job.name)
    if isinstance(error, MemoryError):
        reason = f"{name} needs more memory than there is."
    elif isinstance(error, OSError):
        where = shortened(str(error.filename or job.target or "standard output"))
        reason = f"{where}: {error.strerror or shortened(str(error))}."
    else:
        reason = str(error)
    return reason if name in reason else f"{name}: {reason}"
