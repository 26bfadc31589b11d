"""What GitHub reads, held against its schemas and against the rules of zizmor."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

GITHUB = ROOT / ".github"
TOOLS = Path(sys.executable).parent

SCHEMAS = [
    ("vendor.github-workflows", "workflows/*.yml"),
    ("custom.github-workflows-require-timeout", "workflows/*.yml"),
    ("vendor.github-actions", "actions/*/action.yml"),
    ("vendor.dependabot", "dependabot.yml"),
    ("vendor.github-issue-config", "ISSUE_TEMPLATE/config.yml"),
    ("vendor.github-issue-forms", "ISSUE_TEMPLATE/[!c]*.yml"),
]


def _expect_success(tool: str, *arguments: str | Path) -> None:
    path = shutil.which(tool, path=str(TOOLS))
    assert path, f"{tool} does not lie in {TOOLS}"
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("schema", "files"), SCHEMAS, ids=lambda value: value)
def test_files_fit_their_schema(schema: str, files: str) -> None:
    found = sorted(GITHUB.glob(files))
    assert found
    _expect_success("check-jsonschema", "--builtin-schema", schema, *found)


def test_workflows_give_nobody_a_way_in() -> None:
    _expect_success("zizmor", "--offline", "--persona", "pedantic", GITHUB)


def test_every_pinned_package_is_looked_up_every_night() -> None:
    workflow = (GITHUB / "workflows" / "audit.yml").read_text()
    (names,) = re.findall(r"for name in (.*); do", workflow)
    requirements = ROOT / "py_src" / "offcut_build" / "requirements"
    assert sorted(names.split()) == sorted(path.stem for path in requirements.glob("*.txt"))
    assert "npm audit --package-lock-only" in workflow


def test_nothing_is_deployed_that_was_not_built_twice() -> None:
    _, deploy = (GITHUB / "workflows" / "pages.yml").read_text().split("\n  deploy:\n")
    assert "needs: [build, compare]" in deploy


def test_nothing_is_published_that_was_not_checked_tested_and_tried() -> None:
    jobs = (GITHUB / "workflows" / "release.yml").read_text()
    before, publish = jobs.split("\n  publish:\n")
    assert "needs: [tests, packages]" in publish
    assert before.count("needs: check") == 2
    assert '--tag "$GITHUB_REF_NAME"' in before
    assert "id-token: write" not in before
    assert "run:" not in publish
    assert not re.search(r"secrets\.|password|token:", publish.replace("id-token:", ""))


def test_the_wheel_is_tried_on_all_systems() -> None:
    workflow = (GITHUB / "workflows" / "packages.yml").read_text()
    (systems,) = re.findall(r"system: \[(.*)\]", workflow)
    assert {name.partition("-")[0] for name in systems.split(", ")} == {
        "ubuntu", "macos", "windows",
    }  # fmt: skip
    assert "python -m offcut_build.installed packages/*.whl" in workflow
