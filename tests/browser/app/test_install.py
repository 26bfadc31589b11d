"""The page can be installed, opens pictures as an app does, and takes shared ones in the tab."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from offcut_build.site.assemble import Choices
from offcut_testing import small_site
from offcut_testing.driver import developer_tools, is_ready, visit
from offcut_testing.host import Host, hosting
from offcut_testing.parts import has, model, pictures, says

_LAUNCH = """
Object.defineProperty(globalThis, 'launchQueue', {
  value: { setConsumer(consumer) { globalThis.consumer = consumer; } },
});
"""
_OPEN_FILE = """
async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('opened.png', { create: true });
  const file = new File([bytes], 'opened.png', { type: 'image/png' });
  handle.getFile = async () => file;
  await consumer({ files: [handle] });
}
"""


@pytest.mark.full
def test_chromium_finds_nothing_that_hinders_installing(
    context: BrowserContext, host: Host
) -> None:
    tools = developer_tools(visit(context, host.url))
    manifest = tools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{host.url}site.webmanifest"
    # what a context of Playwright is, and no fault of the page
    hindrances = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in hindrances if one["errorId"] != "in-incognito"] == []


def test_icons_are_what_the_manifest_says(dist: Path) -> None:
    manifest: dict[str, Any] = json.loads((dist / "site.webmanifest").read_text())
    assert manifest["display"] == "standalone"
    icons = manifest["icons"]
    assert {"any", "maskable"} == {icon.get("purpose", "any") for icon in icons}
    for icon in icons:
        path = dist / icon["src"]
        assert path.is_file()
        if icon["type"] == "image/png":
            with Image.open(path) as image:
                assert "x".join(map(str, image.size)) == icon["sizes"]


@pytest.mark.full
def test_file_opened_with_the_app_is_taken(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    context.add_init_script(_LAUNCH)
    page = visit(context, host.url)
    model(page, "isnet_compact").check()
    page.evaluate(_OPEN_FILE, base64.b64encode((photos / "chelsea.png").read_bytes()).decode())
    expect(pictures(page)).to_contain_text("opened.png")
    has(page, "done")


@pytest.fixture
def sharing_host() -> Iterator[Host]:
    """A host of a site that was built to be in the share sheet."""
    with hosting(small_site.build(Choices(share=True))) as running:
        yield running


def _form(context: BrowserContext, host: Host) -> Page:
    """A form like the one that the operating system's share sheet sends."""
    visit(context, host.url).close()
    page = context.new_page()
    page.set_content(
        f"""<form action="{host.url}share" method="post" enctype="multipart/form-data">
          <input type="file" name="pictures" aria-label="Pictures" multiple><button>Share</button>
        </form>"""
    )
    return page


@pytest.mark.full
def test_shared_pictures_are_taken_and_go_nowhere(
    context: BrowserContext, sharing_host: Host, photos: Path
) -> None:
    host = sharing_host
    sharing = _form(context, host)
    sharing.get_by_label("Pictures").set_input_files(
        [photos / "chelsea.png", photos / "coffee.png"]
    )
    host.log.clear()
    sharing.get_by_role("button", name="Share").click()
    expect(pictures(sharing)).to_have_count(2)
    expect(pictures(sharing).first).to_contain_text("chelsea.png")
    assert sharing.url == host.url, "nothing of it stays in the address"
    assert not [path for path in host.log if path.startswith("share")]
    sharing.reload()
    is_ready(sharing)
    expect(pictures(sharing)).to_have_count(0)


@pytest.mark.full
def test_site_that_was_not_built_for_it_takes_no_shared_picture(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    page = _form(context, host)
    page.get_by_label("Pictures").set_input_files(photos / "chelsea.png")
    page.get_by_role("button", name="Share").click()
    says(page, "The shared pictures did not arrive")
    assert not [path for path in host.log if path.startswith("share")], "nor does the host get it"


@pytest.mark.full
def test_shared_pictures_that_were_lost_are_told(
    context: BrowserContext, sharing_host: Host
) -> None:
    """The service worker, which alone holds them, is killed before the page asks for them."""
    page = visit(context, sharing_host.url)
    page.goto(f"{sharing_host.url}?shared")
    says(page, "The shared pictures did not arrive")
