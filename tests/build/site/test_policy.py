"""One policy everywhere: in the headers, in the pages, in the service worker; nothing inline."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from offcut_build.serving.headers import CONTENT_SECURITY_POLICY, HEADERS
from offcut_build.site.integrity import digest

DIST = Path(__file__).resolve().parents[3] / "dist"
PAGES = ("index.html", "404.html")

_Tag = tuple[str, dict[str, str | None]]


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[_Tag] = []
        self.text: dict[str, str] = {}
        self._tag = ""
        self.feed((DIST / page).read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._tag = tag

    def handle_data(self, data: str) -> None:
        self.text[self._tag] = self.text.get(self._tag, "") + data.strip()


@pytest.mark.parametrize("page", PAGES)
def test_the_meta_tag_says_what_the_header_says(page: str) -> None:
    policies = [
        attributes["content"]
        for tag, attributes in _Reader(page).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [CONTENT_SECURITY_POLICY]
    assert 'name="referrer" content="no-referrer"' in (DIST / page).read_text()


def test_the_service_worker_adds_the_same_headers() -> None:
    script = (DIST / "sw.js").read_text()
    build = json.loads(script[script.index("serve(") + 6 : script.rindex(")")])
    assert build["headers"] == dict(HEADERS)


def test_the_policy_is_at_least_the_contracts() -> None:
    for rule in (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "img-src 'self' blob: data:",
        "worker-src 'self' blob:",
    ):
        assert rule in CONTENT_SECURITY_POLICY.split("; ")
    assert "unsafe-inline" not in CONTENT_SECURITY_POLICY
    assert "'unsafe-eval'" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_inline(page: str) -> None:
    reader = _Reader(page)
    assert reader.text.get("script", "") == ""
    assert reader.text.get("style", "") == ""
    for tag, attributes in reader.tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag


@pytest.mark.parametrize("page", PAGES)
def test_every_script_and_style_has_its_hash(page: str) -> None:
    checked = 0
    for tag, attributes in _Reader(page).tags:
        relation = attributes.get("rel")
        if tag == "script" or relation in {"stylesheet", "modulepreload"}:
            path = attributes.get("src") or attributes.get("href") or ""
            assert attributes["integrity"] == digest(DIST / path), path
            checked += 1
    assert checked >= (30 if page == "index.html" else 2)


def test_every_module_of_the_page_is_bound_by_a_hash() -> None:
    bound = {
        str(attributes.get("src") or attributes.get("href")).removeprefix("./")
        for tag, attributes in _Reader("index.html").tags
        if attributes.get("integrity")
    }
    folder = next((DIST / "assets").iterdir())
    modules = {
        path.relative_to(DIST).as_posix()
        for kind in ("app", "vendor")
        for path in folder.glob(f"{kind}/**/*.js")
    }
    assert modules <= bound


def test_workers_and_runtime_have_their_hashes_in_the_page() -> None:
    folder = next((DIST / "assets").iterdir())
    text = (folder / "build-info.js").read_text()
    info = json.loads(text[text.index("{") : text.rindex("}") + 1])
    hashes = {(folder / name).resolve(): value for name, value in info["integrity"].items()}
    wanted = [
        *folder.glob("engine/**/*.js"),
        *folder.glob("workers/**/*.js"),
        *folder.glob("*.whl"),
        *(DIST / "runtime").glob("*/*"),
    ]
    assert {path.resolve() for path in wanted} == set(hashes)
    assert all(digest(path) == value for path, value in hashes.items())


_SVG = "http://www.w3.org/2000/svg"  # the name of a kind of element, which nobody fetches


def test_no_page_script_or_style_names_another_site() -> None:
    ours = [*DIST.glob("*.html"), *DIST.glob("*.js"), *DIST.glob("assets/*/**/*.*s")]
    for path in ours:
        addresses = re.findall(r"https?://[^\s'\"`)]+", path.read_text())
        assert [
            a for a in addresses if not a.startswith(("https://html.spec", "https://fetch.", _SVG))
        ] == []
