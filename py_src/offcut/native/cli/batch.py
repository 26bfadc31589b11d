"""Working through pictures: one is in the network while the next is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from offcut.errors import OffcutError, shortened
from offcut.files import whole_file
from offcut.imageio.loading import refuse_incomplete
from offcut.native.cli.naming import Job
from offcut.native.remover import Remover, no_subject
from offcut.options import OutputOptions
from offcut.pipeline import Prepared, prepare, write


def run(
    jobs: Iterable[Job],
    remover: Remover,
    options: OutputOptions,
    on_done: Callable[[str | None], None],
    on_note: Callable[[str], None],
) -> int:
    """Take every picture through the pipeline; one that fails does not stop the others.

    Args:
        jobs: the pictures.
        remover: has the model.
        options: what to write.
        on_done: called after each picture with None, or with a line that says what was wrong.
        on_note: called with a line about a picture that was done, where there is something to say.

    Returns:
        How many failed.
    """
    failures = 0
    for job, reading in _ahead(jobs, options.effort):
        try:
            prepared = reading.result()
            cut = remover.cut_out(prepared, options)
            _write(job, write(prepared, cut.image, options))
            for note in cut.notes:
                on_note(f"{shortened(job.name)}: {note.message}")
            if not cut.found:
                on_note(no_subject(job.name))
        except (OffcutError, OSError, MemoryError) as error:
            failures += 1
            on_done(_line(job, error))
        else:
            on_done(None)
    return failures


def _ahead(jobs: Iterable[Job], effort: str) -> Iterator[tuple[Job, Future[Prepared]]]:
    """Each job with its picture, while the one after it is being read."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        before: tuple[Job, Future[Prepared]] | None = None
        try:
            for job in jobs:
                following = (job, reader.submit(_read, job, effort))
                if before is not None:
                    yield before
                before = following
            if before is not None:
                yield before
        finally:
            reader.shutdown(cancel_futures=True)


def _read(job: Job, effort: str) -> Prepared:
    data = sys.stdin.buffer.read() if job.source is None else job.source.read_bytes()
    prepared = prepare(data, job.name, effort=effort, page=job.page)
    picture = prepared.picture()
    if job.whole:
        refuse_incomplete(picture.notes, job.name)
    return prepared


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
