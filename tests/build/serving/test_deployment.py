"""The workflows: what they run, what rights they have, and what GitHub Pages takes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from offcut_build.models import variants
from tests.conftest import ROOT

DIST = ROOT / "dist"
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PREPARE = GITHUB / "actions" / "prepare" / "action.yml"

Yaml = dict[str, Any]

RIGHTS = {
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write", "attestations": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
}
"""The jobs that may do more than read, and what."""

PUBLISHING = "pypa/gh-action-pypi-publish"
"""The one action of others: PyPI's own, since trusted publishing is made for it."""


def _read(path: Path) -> Yaml:
    content: Yaml = YAML(typ="safe").load(path)
    return content


def _jobs() -> dict[tuple[str, str], Yaml]:
    return {
        (path.name, name): job for path in WORKFLOWS for name, job in _read(path)["jobs"].items()
    }


JOBS = _jobs()


def _actions(job: Yaml) -> list[str]:
    """Names of the actions that a job uses, in order, without their versions."""
    return [step["uses"].partition("@")[0] for step in job.get("steps", []) if "uses" in step]


@pytest.mark.parametrize("path", [*WORKFLOWS, PREPARE], ids=lambda path: path.name)
def test_actions_are_the_projects_own_or_official_and_pinned(path: Path) -> None:
    uses = re.findall(r"uses: *(\S+)( # v\d+\.\d+\.\d+)?$", path.read_text("utf-8"), re.MULTILINE)
    assert uses
    for action, version in uses:
        if action.startswith("$/"):
            assert (ROOT / action.removeprefix("$/")).exists(), action
        else:
            known = rf"(actions/[\w-]+|{PUBLISHING})@[0-9a-f]{{40}}"
            assert re.fullmatch(known, action), action
            assert version, f"{action}: say which version that is"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_rights_but_what_a_job_asks_for(workflow: Path) -> None:
    assert _read(workflow)["permissions"] == {}


@pytest.mark.parametrize("place", JOBS, ids="-".join)
def test_a_job_may_only_read_unless_it_deploys_or_publishes(place: tuple[str, str]) -> None:
    rights = JOBS[place]["permissions"]
    if place in RIGHTS:
        assert rights == RIGHTS[place]
    else:
        assert rights.items() <= {"contents": "read", "pages": "read"}.items()


@pytest.mark.parametrize(
    ("place", "actions", "commands"),
    [
        (
            ("pages.yml", "deploy"),
            ["actions/download-artifact", "actions/attest", "actions/deploy-pages"],
            ["tar -xf artifact.tar ./sw.js"],
        ),
        (("release.yml", "publish"), ["actions/download-artifact", PUBLISHING], []),
    ],
)
def test_a_job_that_writes_runs_nothing_of_the_checkout_or_of_others(
    place: tuple[str, str], actions: list[str], commands: list[str]
) -> None:
    job = JOBS[place]
    assert set(_actions(job)) == set(actions)
    assert [step["run"] for step in job["steps"] if "run" in step] == commands


def _checkouts() -> Iterator[Yaml]:
    for job in JOBS.values():
        for step in job.get("steps", []):
            if step.get("uses", "").startswith("actions/checkout@"):
                yield step


def test_a_checkout_leaves_no_password_behind() -> None:
    checkouts = list(_checkouts())
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_what_is_deployed_was_tested_built_without_a_cache_and_attested() -> None:
    jobs = _read(GITHUB / "workflows" / "pages.yml")["jobs"]
    assert jobs["tests"]["uses"] == "$/.github/workflows/tests.yml"
    assert jobs["build"]["needs"] == "tests"
    assert jobs["deploy"]["needs"] == ["build", "compare"]
    prepare = next(step for step in jobs["build"]["steps"] if "prepare" in step.get("uses", ""))
    assert prepare["with"]["cache"] == "false"
    actions = _actions(jobs["deploy"])
    assert actions.index("actions/attest") < actions.index("actions/deploy-pages")


@pytest.mark.parametrize("job", ["build", "compare"])
def test_the_workflow_builds_for_the_sites_place_and_names_the_source(job: str) -> None:
    run = next(step for step in JOBS["pages.yml", job]["steps"] if "build.py" in str(step))
    assert run["run"] == 'python3 build.py --base "$BASE/" --source "$SOURCE"'
    assert run["env"]["SOURCE"] == "${{ github.server_url }}/${{ github.repository }}"


@pytest.mark.parametrize("job", ["build", "compare"])
def test_the_workflow_tells_each_build_the_commits_time(job: str) -> None:
    run = next(step for step in JOBS["pages.yml", job]["steps"] if "--base" in str(step))
    assert run["env"]["SOURCE_DATE_EPOCH"] == "${{ steps.commit.outputs.time }}"


def test_no_commit_of_main_goes_untested_because_a_later_one_came() -> None:
    assert _read(GITHUB / "workflows" / "pages.yml")["concurrency"].keys() == {"group", "queue"}
    tests = _read(GITHUB / "workflows" / "tests.yml")["concurrency"]
    # where there is no pull request, no two runs are of one group
    number = "github.event.pull_request.number || github.run_id"
    assert tests["group"] == f"tests-${{{{ {number} }}}}"


def test_tests_run_on_the_oldest_python_and_on_three_systems() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    matrix = JOBS["tests.yml", "systems"]["strategy"]["matrix"]
    assert matrix["python"][0] == oldest
    assert [name.partition("-")[0] for name in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert _read(PREPARE)["inputs"]["python-version"]["default"] == oldest


def test_the_cache_is_named_by_files_that_there_are() -> None:
    names = re.findall(r"'((?:py_src|web)/[^']+)'", PREPARE.read_text("utf-8"))
    assert names
    for name in names:  # GitHub would leave out those that are not there
        assert list(ROOT.glob(name)), name


def test_a_bug_is_told_of_every_model() -> None:
    form = _read(GITHUB / "ISSUE_TEMPLATE" / "bug.yml")["body"]
    options = next(field for field in form if field.get("id") == "model")["attributes"]["options"]
    assert {option.partition(" ")[0] for option in options[:-1]} == set(variants.IDS)


def test_the_site_fits_github_pages() -> None:
    files = [path for path in DIST.rglob("*") if path.is_file()]
    assert files, "no site there: run python3 build.py"
    assert sum(path.stat().st_size for path in files) < 1_000_000_000
    assert max(path.stat().st_size for path in files) < 95_000_000
    # what uploads it leaves those out
    assert not [path for path in files if path.name.startswith(".")]
