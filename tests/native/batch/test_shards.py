"""Parts of the pictures, for several machines."""

from __future__ import annotations

from collections import Counter

import pytest

from offcut import InvalidOptionError
from offcut.native.batch.shards import ALL, Shard, shard

SLURM = {
    "SLURM_ARRAY_TASK_ID": "14",
    "SLURM_ARRAY_TASK_MIN": "10",
    "SLURM_ARRAY_TASK_MAX": "18",
    "SLURM_ARRAY_TASK_STEP": "2",
    "SLURM_ARRAY_TASK_COUNT": "5",
}
AWS = {"AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "20"}
KUBERNETES = {"JOB_COMPLETION_INDEX": "7"}


@pytest.mark.parametrize(
    ("given", "environment", "expected"),
    [
        (None, SLURM, ALL),
        ("1/8", {}, Shard(1, 8)),
        ("8/8", SLURM, Shard(8, 8)),
        ("auto", SLURM, Shard(3, 5)),
        ("auto", AWS, Shard(1, 20)),
        ("auto/9", KUBERNETES, Shard(8, 9)),
        ("auto", {**KUBERNETES, "JOB_COMPLETIONS": "10"}, Shard(8, 10)),
        ("auto/40", AWS, Shard(1, 40)),
    ],
)
def test_a_part_is_given_or_taken_from_the_array_job(
    given: str | None, environment: dict[str, str], expected: Shard
) -> None:
    assert shard(given, environment) == expected


@pytest.mark.parametrize(
    ("given", "environment", "sentence"),
    [
        ("3", {}, "give a part and how many there are, such as 1/8"),
        ("3/", {}, "such as 1/8"),
        ("-1/8", {}, "such as 1/8"),
        ("0/8", {}, "--shard is 0/8: the parts are 1/8 to 8/8."),
        ("9/8", {}, "the parts are 1/8 to 8/8"),
        ("1/0", {}, "--shard is 1/0"),
        ("auto", {}, "finds no array job"),
        ("auto", KUBERNETES, "give it as auto/8"),
        ("auto/3", KUBERNETES, "--shard is 8/3"),
        ("auto", {**AWS, "AWS_BATCH_JOB_ARRAY_INDEX": "x"}, "can't read the variables"),
        ("auto", {**SLURM, "SLURM_ARRAY_TASK_STEP": "0"}, "can't read the variables"),
    ],
)
def test_what_is_no_part_is_refused(given: str, environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidOptionError) as refused:
        shard(given, environment)
    assert sentence in str(refused.value)


def test_each_picture_is_in_one_part_whatever_others_there_are() -> None:
    names = [f"photos/{number:05}.jpg" for number in range(4000)]
    parts = [Shard(number, 8) for number in range(1, 9)]
    homes = {name: [part.number for part in parts if part.has(name)] for name in names}
    assert {len(home) for home in homes.values()} == {1}
    sizes = Counter(home[0] for home in homes.values())
    assert min(sizes.values()) > 400
    assert max(sizes.values()) < 600


def test_all_are_in_the_only_part() -> None:
    assert all(ALL.has(name) for name in ("a.jpg", "b/c.png"))
