"""Redirects, frames and neighbours: what other sites, and others of one origin, can't do."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from offcut_build.site.assemble import Choices
from offcut_testing import host as hosts
from offcut_testing import small_site
from offcut_testing.driver import is_kept, is_ready, part_names, preload, visit
from offcut_testing.host import Host, hosting
from offcut_testing.parts import PROOF, opened, pictures, says
from tests.browser.offline.elsewhere import Elsewhere

MODEL = "isnet_compact"


@pytest.mark.parametrize(
    "workers", ["allow", pytest.param("block", marks=pytest.mark.full)], ids=["with", "without"]
)
def test_no_file_is_fetched_by_way_of_another_site(
    browser: Browser, host: Host, elsewhere: Elsewhere, workers: Literal["allow", "block"]
) -> None:
    host.faults[".gz"] = host.faults["rocket.jpg"] = hosts.says(302, Location=elsewhere.url)
    with browser.new_context(service_workers=workers) as context:
        page = visit(context, host.url)
        parts = part_names(page, MODEL)
        assert "ModelUnavailableError" in (preload(page, MODEL) or "")
        assert host.count(parts[0]) > 0
        assert elsewhere.heard == []
        proof = opened(page, PROOF)
        proof.get_by_text("Every request", exact=True).click()
        each = proof.get_by_role("region", name="Every request")
        if workers == "allow":
            expect(each).to_contain_text(f"GET  failed  {urlsplit(host.url).path}models/{parts[0]}")
        host.faults.clear()
        assert preload(page, MODEL) is None


def _framed(context: BrowserContext, elsewhere: Elsewhere, url: str) -> Page:
    page = context.new_page()
    page.goto(elsewhere.url)
    page.evaluate(
        """(url) => {
          const frame = document.createElement('iframe');
          frame.src = url;
          document.body.append(frame);
          return new Promise((done) => (frame.onload = done)).then(() => 0);
        }""",
        url,
    )
    return page


def test_host_with_headers_forbids_frames(
    context: BrowserContext, elsewhere: Elsewhere, site: str
) -> None:
    page = _framed(context, elsewhere, site)
    assert page.frames[1].url.startswith("chrome-error:")


@pytest.mark.full
def test_framed_page_is_a_link_to_itself(
    context: BrowserContext, elsewhere: Elsewhere, host: Host
) -> None:
    frame = _framed(context, elsewhere, host.url).frame_locator("iframe")
    link = frame.get_by_role("link", name="Open Offcut on its own")
    expect(link).to_be_visible()
    expect(frame.get_by_role("button")).to_have_count(0)
    with context.expect_page() as found:
        link.click()
    is_ready(found.value)


@pytest.mark.full
def test_page_is_framed_where_it_was_built_for_that(
    context: BrowserContext, elsewhere: Elsewhere
) -> None:
    with hosting(small_site.build(Choices(embed=True))) as host:
        frame = _framed(context, elsewhere, host.url).frame_locator("iframe")
        expect(frame.get_by_text("Ready", exact=True)).to_be_attached()


@pytest.mark.full
def test_other_pages_of_the_origin_have_no_say(context: BrowserContext, host: Host) -> None:
    page = visit(context, host.url)
    is_kept(page)
    address = urlsplit(host.url)
    neighbour = context.new_page()
    neighbour.goto(f"{address.scheme}://{address.netloc}/another-project/")
    ask = """async (scope) => {
      const { active } = await navigator.serviceWorker.getRegistration(scope);
      const ask = (message) => new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done('answered');
        active.postMessage(message, [port2]);
        setTimeout(done, 1000, 'silence');
      });
      const messages = [{ kind: 'state' }, { kind: 'offlineOnly', on: true }, { kind: 'forget' }];
      return Promise.all(messages.map(ask));
    }"""
    assert neighbour.evaluate(ask, host.url) == ["silence"] * 3
    page.reload()
    is_kept(page)
    expect(page.get_by_role("switch", name="Offline only")).not_to_be_checked()
    assert page.evaluate(ask, host.url) == ["answered"] * 3, "the site's own page has"


@pytest.mark.full
def test_form_of_another_site_brings_no_picture(
    context: BrowserContext, elsewhere: Elsewhere, photos: Path
) -> None:
    with hosting(small_site.build(Choices(share=True))) as host:
        visit(context, host.url).close()
        page = context.new_page()
        page.goto(elsewhere.url)
        page.set_content(
            f"""<form action="{host.url}share" method="post" enctype="multipart/form-data">
              <input type="file" name="pictures" aria-label="Pictures"><button>Share</button>
            </form>"""
        )
        page.get_by_label("Pictures").set_input_files(photos / "chelsea.png")
        page.get_by_role("button", name="Share").click()
        says(page, "The shared pictures did not arrive")
        expect(pictures(page)).to_have_count(0)
