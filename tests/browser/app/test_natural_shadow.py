"""The shadow that the subject throws in the picture: kept by choice, or said not to be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.app.workspace import open_workspace


@pytest.mark.full
def test_the_shadow_of_the_picture_itself_is_kept_where_it_can_be_told(
    warm: BrowserContext, site: str, photos: Path
) -> None:
    with open_workspace(warm, site) as finish:
        finish.add(photos / "coffee.png")
        finish.open_fine()
        own = finish.page.get_by_role("checkbox", name="Keep the picture\u2019s own shadow")
        drawn = finish.page.get_by_role("slider", name="Shadow")
        note = finish.page.get_by_text("shadow can't be told from the ground here")
        finish.slide("Shadow", 0.8)
        own.check()
        expect(drawn).to_be_disabled()
        expect(drawn).to_have_value("0")
        expect(note).to_be_visible()
        own.uncheck()
        expect(drawn).to_be_enabled()
        expect(note).to_be_hidden()
