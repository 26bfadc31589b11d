"""From the command line's options to a run over pictures."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Final

from tqdm import tqdm

from offcut.errors import InvalidOptionError
from offcut.models.manifest import Variant
from offcut.native.batch import listing, planning
from offcut.native.batch.journal import Journal
from offcut.native.batch.naming import MEDIA_TYPES
from offcut.native.batch.planning import Aim, Plan
from offcut.native.batch.resume import Done
from offcut.native.batch.run import Batch, Keeping
from offcut.native.batch.shards import Shard, shard
from offcut.native.batch.watch import Watch
from offcut.native.cli.options import output_options
from offcut.native.cli.progress import Json, Lines, Progress, say
from offcut.native.cli.selection import EACH, selection
from offcut.native.cli.signals import Stop, stopped_by_signals
from offcut.native.models.source import ModelSource, locate
from offcut.native.models.unpack import unpack
from offcut.native.remover import Remover
from offcut.native.storage import storage_of
from offcut.native.storage.places import STREAM, scheme_of
from offcut.native.versions import note, other_versions
from offcut.native.workers import sizing
from offcut.native.workers.picture import InProcess
from offcut.native.workers.pool import Pool
from offcut.native.workers.task import Engine, Outcome, Settings, Task

_FAILED: Final = 1


def run(given: argparse.Namespace) -> int:
    """Do what the options say. Returns the exit code.

    Raises:
        OffcutError: if nothing can be done.
        OSError: if the pictures can't be listed, or the journal not be read.
    """
    aim = _aim(given)
    part = shard(given.shard, os.environ)
    kept = selection(given)
    _check(given, aim)
    if kept.each and aim.target == STREAM:
        raise InvalidOptionError(
            "--subjects each gives several files: give a name for them, or a folder.",
            code="each-to-stream",
        )
    output = output_options(given, MEDIA_TYPES[aim.format])
    settings = Settings(
        output,
        given.model,
        given.models,
        given.models_sha256,
        given.page,
        given.refuse_incomplete,
        kept,
    )
    others = other_versions()
    if others and not given.quiet:
        say(note(others))
    return _Work(given, aim, part, settings).run()


def _aim(given: argparse.Namespace) -> Aim:
    aim = planning.aim(
        given.files, given.out_dir, given.format, pattern=given.name, beside=given.beside
    )
    return replace(aim, is_several=given.subjects == EACH)


def _check(given: argparse.Namespace, aim: Aim) -> None:
    """Refuse what doesn't fit together.

    Raises:
        InvalidOptionError: if something does not.
    """
    if given.jobs is not None and given.jobs < 1:
        raise InvalidOptionError(
            "--jobs is {value}: give a number of processes, from 1.",
            code="jobs-range",
            value=given.jobs,
        )
    if given.json and aim.target == STREAM:
        raise InvalidOptionError(
            "Standard output can't take the result and --json: give a file for the result.",
            code="json-and-stream",
        )
    if given.ray and STREAM in (*aim.sources, aim.target):
        raise InvalidOptionError(
            "--ray works elsewhere: standard input and output are only here.", code="ray-stream"
        )
    needs_folder = {
        "--watch": given.watch,
        "--retry-failed": given.retry_failed,
    }
    for option, is_given in needs_folder.items():
        if is_given and aim.folder is None:
            raise InvalidOptionError(
                "{option} needs a folder for the results, which has the journal: "
                "end its name with /, or use --out-dir.",
                code="needs-folder",
                option=option,
            )
    if given.watch and (given.dry_run or given.every <= 0):
        raise InvalidOptionError(
            "--watch has no --dry-run, and looks every so many seconds: above 0.",
            code="watch-options",
        )


class _Work:
    """A run in its steps."""

    def __init__(
        self, given: argparse.Namespace, aim: Aim, part: Shard, settings: Settings
    ) -> None:
        self._given = given
        self._aim = aim
        self._part = part
        self._settings = settings
        self._hidden = [folder for folder in (given.done_dir, given.failed_dir) if folder]
        self._stop = Stop()

    def run(self) -> int:
        """All of it. Returns the exit code."""
        given = self._given
        source = locate(self._settings.models, self._settings.models_sha256)
        variant = source.catalogue().find(self._settings.model)
        plan = Plan(()) if given.watch else self._plan()
        keeping = self._keeping(variant, plan)
        if given.dry_run:
            _list(plan, keeping, as_json=given.json)
            return 0
        of = None if given.watch else len(plan.tasks) + len(plan.refused)
        if of == 0 and not given.quiet:
            say("There are no pictures.")
        progress: Progress = Json(of) if given.json else Lines(of, quiet=given.quiet)
        batch = Batch(keeping, progress, of, self._mover() if self._hidden else None)
        known: list[Task | Outcome | None] = [*plan.refused, *plan.tasks]
        tasks = self._watch(keeping) if given.watch else known
        try:
            # one picture is simply dropped when it is interrupted
            with (
                nullcontext() if of == 1 else stopped_by_signals(self._stop, progress.trouble),
                _kept_from_output() if given.ray else nullcontext(),
            ):
                batch.run(tasks, self._engine(variant, source, of, progress))
        finally:
            manifest = batch.finish()
            progress.end(batch.summary, manifest, is_stopped=self._stop.was_told)
        if self._stop.was_told and not given.watch:
            return self._stop.exit_code
        return _FAILED if batch.summary.failed else 0

    def _plan(self) -> Plan:
        unread: list[OSError] = []
        plan = planning.plan(self._aim, self._part, self._hidden, unread.append)
        return replace(plan, refused=(*map(_unreadable, unread), *plan.refused))

    def _keeping(self, variant: Variant, plan: Plan) -> Keeping:
        """What the journal knows of the results of a plan; of all where pictures will arrive."""
        folder = self._aim.folder
        if folder is None:
            return Keeping()
        options = self._settings.fingerprint(variant.sha256)
        journal = Journal(folder, options, self._part)
        wanted = None if self._given.watch else {task.result for task in plan.tasks}
        records = journal.read(wanted)
        done = None
        if not self._given.overwrite:
            done = Done(folder, options, records, self._given.compare)
        return Keeping(journal, records, done, self._given.retry_failed)

    def _watch(self, keeping: Keeping) -> Iterable[Task | Outcome | None]:
        aim = self._aim
        leave_out = [*self._hidden, *([aim.folder] if aim.folder else [])]

        def look() -> list[listing.Found]:
            found = listing.find(aim.sources, leave_out)
            return [each for each in found if self._part.has(each.name)]

        return Watch(look, aim.namer, keeping.records, self._stop.event, period=self._given.every)

    def _mover(self) -> Callable[[Outcome], None]:
        done, failed = self._given.done_dir, self._given.failed_dir

        def move(outcome: Outcome) -> None:
            folder = done if outcome.error is None else failed
            source = outcome.task.source
            if folder and storage_of(source).entry(source) is not None:
                storage_of(source).move(source, folder)

        return move

    def _engine(
        self, variant: Variant, source: ModelSource, of: int | None, progress: Progress
    ) -> Engine:
        """Who works: this process if there is one picture, a cluster if asked for, or several."""
        given, settings, aim = self._given, self._settings, self._aim
        if given.ray:
            from offcut.native.workers.on_ray import OnRay  # noqa: PLC0415 - an extra

            cluster = OnRay(settings, given.ray, given.jobs, self._stop.event)
            progress.begin(cluster.jobs, 1)
            return cluster
        cores = sizing.cores()
        with _model_bar(quiet=given.quiet) as report:
            if of == 1 or any(map(_is_in_memory, (*aim.sources, aim.folder, aim.target))):
                remover = Remover(
                    settings.model, settings.models, report, models_sha256=settings.models_sha256
                )
                progress.begin(1, cores)
                return InProcess(remover, settings, self._stop.event, progress.frame)
            unpack(variant, source, report)  # once for all processes
        size = sizing.choose(given.jobs, variant.id, of, cores=cores, memory=sizing.free_memory())
        progress.begin(size.jobs, size.threads)
        return Pool(settings, size.jobs, size.threads, self._stop.event)


def _list(plan: Plan, keeping: Keeping, *, as_json: bool) -> None:
    """Print what would be done."""
    for outcome in plan.refused:
        say(str(outcome.error))
    for task in plan.tasks:
        is_done = keeping.done is not None and keeping.done.has(task)
        if as_json:
            about = {"picture": task.source, "result": task.target, "done": is_done}
            print(json.dumps({"event": "plan", **about}))
        else:
            print(f"{task.source} -> {task.target}{' (done before)' if is_done else ''}")


@contextmanager
def _kept_from_output() -> Iterator[None]:
    """Ray prints there what happens to its processes."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        yield


def _is_in_memory(place: str | None) -> bool:
    """Whether other processes could not see it."""
    return place is not None and scheme_of(place) == "memory"


def _unreadable(error: OSError) -> Outcome:
    place = str(error.filename or "")
    return Outcome(Task(place, "", place), f"{place}: {error.strerror or error}.", "folder")


@contextmanager
def _model_bar(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar for a model that is fetched or unpacked."""
    shown = {"unit": "B", "unit_scale": True, "leave": False, "disable": True if quiet else None}
    with tqdm(desc="Model", **shown) as bar:

        def report(loaded: int, total: int) -> None:
            bar.total = total
            bar.update(loaded - bar.n)

        yield report
