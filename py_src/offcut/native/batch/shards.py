"""A part of the pictures, for one of several machines."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from offcut.errors import InvalidOptionError

_GIVEN: Final = re.compile(r"(\d{1,9}|auto)(?:/(\d{1,9}))?")
_AUTO: Final = "auto"


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several parts.

    Attributes:
        number: which, from 1.
        of: how many there are.
    """

    number: int
    of: int

    def has(self, name: str) -> bool:
        """Whether a picture is in this part.

        That depends on its name alone. So parts that are listed at different times, while pictures
        come and go, neither miss one nor do one twice.
        """
        digest = hashlib.blake2b(os.fsencode(name), digest_size=8).digest()
        return int.from_bytes(digest) % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}-of-{self.of}"


ALL: Final = Shard(1, 1)


def shard(given: str | None, environment: Mapping[str, str]) -> Shard:
    """Read ``I/N``, or take both from the variables of an array job.

    Args:
        given: ``3/8``; ``auto`` for Slurm and AWS Batch; ``auto/8`` also where the system doesn't
            say how many there are (Kubernetes); None for all pictures.
        environment: the process's.

    Raises:
        InvalidOptionError: if it is none of these, or out of its range.
    """
    if given is None:
        return ALL
    match = _GIVEN.fullmatch(given)
    if match is None or (match[1] != _AUTO and match[2] is None):
        raise InvalidOptionError(
            "--shard is {value}: give a part and how many there are, such as 1/8, or auto.",
            code="shard-form",
            value=repr(given),
        )
    size = int(match[2]) if match[2] else None
    number, of = _of_array_job(environment, size) if match[1] == _AUTO else (int(match[1]), size)
    if of is None:
        raise InvalidOptionError(
            "--shard auto does not know how many parts there are: give it as auto/8.",
            code="shard-size",
        )
    if not 1 <= number <= of:
        raise InvalidOptionError(
            "--shard is {number}/{of}: the parts are 1/{of} to {of}/{of}.",
            code="shard-range",
            number=number,
            of=of,
        )
    return Shard(number, of)


def _of_array_job(environment: Mapping[str, str], size: int | None) -> tuple[int, int | None]:
    """The number of this job, from 1, and how many there are."""
    try:
        if "SLURM_ARRAY_TASK_ID" in environment:
            # an array may begin anywhere, and leave numbers out
            first = int(environment.get("SLURM_ARRAY_TASK_MIN", "0"))
            step = int(environment.get("SLURM_ARRAY_TASK_STEP", "1"))
            number = (int(environment["SLURM_ARRAY_TASK_ID"]) - first) // step
            return number + 1, size or _number(environment, "SLURM_ARRAY_TASK_COUNT")
        if "AWS_BATCH_JOB_ARRAY_INDEX" in environment:
            number = int(environment["AWS_BATCH_JOB_ARRAY_INDEX"])
            return number + 1, size or _number(environment, "AWS_BATCH_JOB_ARRAY_SIZE")
        if "JOB_COMPLETION_INDEX" in environment:
            number = int(environment["JOB_COMPLETION_INDEX"])
            return number + 1, size or _number(environment, "JOB_COMPLETIONS")
    except (ValueError, ZeroDivisionError) as error:
        raise InvalidOptionError(
            "--shard auto can't read the variables of this array job ({reason}).",
            code="shard-variables",
            reason=str(error),
        ) from error
    raise InvalidOptionError(
        "--shard auto finds no array job: SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX and "
        "JOB_COMPLETION_INDEX are not set.",
        code="shard-nowhere",
    )


def _number(environment: Mapping[str, str], name: str) -> int | None:
    return int(environment[name]) if name in environment else None
