"""How a run goes: a bar on a terminal, and lines; or lines of JSON for programs."""

from __future__ import annotations

import json
import sys
from typing import Any, Final, Protocol

from tqdm import tqdm

from offcut.errors import shortened
from offcut.native.batch.run import Summary
from offcut.native.workers.task import Outcome, Task

_MOST_NAMED: Final = 20
"""Pictures that failed, in the summary."""


class Progress(Protocol):
    """A ``Reporter`` that also tells the beginning and the end."""

    def begin(self, jobs: int, threads: int) -> None:
        """Work begins."""

    def outcome(self, outcome: Outcome, summary: Summary) -> None:
        """See ``Reporter``."""

    def skipped(self, task: Task, summary: Summary) -> None:
        """See ``Reporter``."""

    def trouble(self, line: str) -> None:
        """See ``Reporter``."""

    def frame(self, number: int, of: int) -> None:
        """A frame of an animation is taken in hand; see ``Remover.cut_animation``."""

    def end(self, summary: Summary, manifest: str | None, *, is_stopped: bool) -> None:
        """Work has ended, or was stopped."""


def say(line: str) -> None:
    """A line of this program on standard error."""
    text = " ".join(line.splitlines())
    print(f"offcut: {text}", file=sys.stderr)


class Lines:
    """For people: a bar where there is a terminal, and a line for each thing to know."""

    def __init__(self, of: int | None, *, quiet: bool) -> None:
        """Show the bar.

        Args:
            of: pictures in all; None if that is not known.
            quiet: no bar, and no word on what went well.
        """
        self._quiet = quiet
        self._is_batch = of != 1
        self._bar = tqdm(
            total=of,
            unit="picture",
            disable=True if quiet else None,
            smoothing=0.1,
        )

    def begin(self, jobs: int, threads: int) -> None:
        """Nothing to say."""

    def outcome(self, outcome: Outcome, summary: Summary) -> None:
        """A line for a failure, and for each note."""
        for line in outcome.notes if outcome.error is None else (outcome.error,):
            self._say(line)
        failed = len(summary.failed)
        self._bar.set_postfix_str(f"{failed} failed" if failed else "", refresh=False)
        self._bar.update()

    def frame(self, number: int, of: int) -> None:
        """Beside the bar."""
        self._bar.set_postfix_str(f"frame {number} of {of}")

    def skipped(self, task: Task, summary: Summary) -> None:  # noqa: ARG002 - a reporter's
        """The bar counts what need not be done as no work."""
        if self._bar.total is not None:
            self._bar.total -= 1

    def trouble(self, line: str) -> None:
        """A line."""
        self._say(line)

    def end(self, summary: Summary, manifest: str | None, *, is_stopped: bool) -> None:
        """What failed once more, all together; and how to go on."""
        self._bar.close()
        if self._is_batch and summary.failed:
            say(f"{_counted(summary)}:")
            for name in summary.failed[:_MOST_NAMED]:
                say(f"  {shortened(name)}")
            more = len(summary.failed) - _MOST_NAMED
            if more > 0:
                say(f"  and {more} more, which the journal names")
        elif (summary.skipped or is_stopped) and not self._quiet:
            say(f"{_counted(summary)}.")
        if is_stopped and manifest is not None:
            say("Stopped: the same command goes on from here.")
        elif is_stopped:
            say("Stopped.")

    def _say(self, line: str) -> None:
        self._bar.clear()
        say(line)


def _counted(summary: Summary) -> str:
    parts = [f"{summary.done} done"]
    if summary.skipped:
        parts.append(f"{summary.skipped} left out, which were done before")
    if summary.failed:
        parts.append(f"{len(summary.failed)} failed")
    of = "" if summary.of is None else f"Of {summary.of}: "
    return of + ", ".join(parts)


class Json:
    """For programs: an object on a line of standard output for each event."""

    def __init__(self, of: int | None) -> None:
        """Nothing is said yet.

        Args:
            of: pictures in all; None if that is not known.
        """
        self._of = of
        self._out = sys.stdout  # libraries may be kept from it later

    def begin(self, jobs: int, threads: int) -> None:
        """How the work is shared out."""
        self._tell("start", of=self._of, jobs=jobs, threads=threads)

    def outcome(self, outcome: Outcome, summary: Summary) -> None:
        """All that is known of a picture, and how far the work is."""
        task = outcome.task
        about: dict[str, Any] = {"picture": task.source, "result": task.target}
        if outcome.error is None:
            about |= {key: value for key, value in outcome.to_json().items() if key not in _ERROR}
            self._tell("done", **about, **_counts(summary))
        else:
            self._tell(
                "failed", **about, error=outcome.error, code=outcome.code, **_counts(summary)
            )

    def skipped(self, task: Task, summary: Summary) -> None:
        """A picture that was done before."""
        self._tell("skipped", picture=task.source, result=task.target, **_counts(summary))

    def frame(self, number: int, of: int) -> None:
        """Nothing to say."""

    def trouble(self, line: str) -> None:
        """Another line."""
        self._tell("trouble", message=line)

    def end(self, summary: Summary, manifest: str | None, *, is_stopped: bool) -> None:
        """The numbers."""
        self._tell("end", **_counts(summary), stopped=is_stopped, manifest=manifest)

    def _tell(self, event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}), file=self._out, flush=True)


_ERROR: Final = ("error", "code")


def _counts(summary: Summary) -> dict[str, Any]:
    left = summary.left
    return {
        "counts": {
            "of": summary.of,
            "done": summary.done,
            "skipped": summary.skipped,
            "failed": len(summary.failed),
        },
        "elapsed": round(summary.seconds, 3),
        "rate": round(summary.rate, 4),
        "left": None if left is None else round(left, 1),
    }
