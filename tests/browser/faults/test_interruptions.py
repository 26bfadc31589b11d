"""A tab that is frozen, and a file that is changed behind the page's back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from offcut_testing.driver import begin_preload, developer_tools, part_names, visit
from offcut_testing.host import Host, drips
from offcut_testing.parts import choose, has, model, pictures
from offcut_testing.stand_in import SLOW

MODEL = "isnet_compact"


@pytest.mark.full
def test_tab_that_was_frozen_in_a_download_goes_on(context: BrowserContext, host: Host) -> None:
    page = visit(context, host.url)
    part = part_names(page, MODEL)[0]
    host.faults[part] = drips
    begin_preload(page, MODEL)
    while host.count(part) == 0:
        page.wait_for_timeout(50)
    tools = developer_tools(page)
    tools.send("Page.setWebLifecycleState", {"state": "frozen"})
    page.context.new_page().wait_for_timeout(6000)  # longer than the part takes to drip
    tools.send("Page.setWebLifecycleState", {"state": "active"})
    assert page.evaluate("loading") is None


@pytest.mark.full
def test_file_that_was_changed_after_it_was_chosen_is_told(
    context: BrowserContext, host: Host, photos: Path, tmp_path: Path
) -> None:
    page = visit(context, host.url)
    model(page, SLOW).check()
    first, second, third = (tmp_path / name for name in ("first.png", "second.png", "third.png"))
    for file in (first, second, third):
        shutil.copyfile(photos / "chelsea.png", file)
    host.faults[part_names(page, SLOW)[0]] = drips  # so that the second waits for a while
    choose(page, first, second, third)
    second.write_bytes(b"another picture")
    has(page, "failed")
    expect(pictures(page, "failed")).to_contain_text("second.png")
    expect(page.get_by_text("second.png can't be read any more: choose it again.")).to_have_count(1)
    has(page, "done", 2)
