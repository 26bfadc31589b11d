"""The workflow that deploys the site, and what GitHub Pages takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_official_and_pinned(workflow: Path) -> None:
    uses = re.findall(r"uses: *(\S+)( # v[\d.]+)?$", workflow.read_text(), re.MULTILINE)
    assert uses
    for action, version in uses:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action), action
        assert version, f"{action}: say which version that is"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_only_the_rights_they_need(workflow: Path) -> None:
    text = workflow.read_text()
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    rights = re.findall(r"^ {6}([\w-]+): (read|write)\b", text, re.MULTILINE)
    assert dict(rights) == {"contents": "read", "pages": "write", "id-token": "write"}
    writing = text.partition("\n  deploy:\n")[2]
    assert writing.count(": write") == text.count(": write") == 2


def test_the_workflow_builds_for_the_sites_place() -> None:
    assert 'python3 build.py --base "$BASE/"' in (WORKFLOWS[0]).read_text()


def test_the_site_fits_github_pages() -> None:
    files = [path for path in DIST.rglob("*") if path.is_file()]
    assert files, "no site there: run python3 build.py"
    assert sum(path.stat().st_size for path in files) < 1_000_000_000
    assert max(path.stat().st_size for path in files) < 95_000_000
