"""docs/hosting.md says of hosts what the code does: headers, caching, types."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest

from offcut_build import paths
from offcut_build.serving import server
from offcut_build.serving.headers import HEADERS

UNCHANGING = (
    "/assets/0/app/main.js",
    "/runtime/0/ort.wasm",
    "/models/0.gz",
)
CHANGING = (
    "/",
    "/index.html",
    "/sw.js",
    "/offcut.js",
    "/404.html",
    "/models/manifest.json",
    "/samples/samples.json",
)
NAMED_TYPES = (".gz", ".mjs", ".wasm", ".webmanifest", ".whl")
"""What the page tells of."""

CADDY_TYPES = (*NAMED_TYPES, ".ico", ".txt", ".zip")
"""What Caddy does not know of itself, or not everywhere."""

PAGE = (paths.ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 1
    return str(blocks[0])


NGINX = _block("nginx")
CADDY = _block("caddyfile")


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines()]


def _inside(block: str, opening: str) -> list[str]:
    """The lines of what begins with a line and ends with a brace at the same depth."""
    match = re.search(rf"^(\s*){re.escape(opening)}\n(.*?)^\1\}}$", block, re.DOTALL | re.MULTILINE)
    assert match
    return _lines(match[2])


def _type(suffix: str) -> str:
    return server._TYPES.get(suffix, server._UNKNOWN_TYPE).partition(";")[0]


@pytest.mark.parametrize(("name", "value"), HEADERS.items())
def test_every_header_is_there_word_for_word(name: str, value: str) -> None:
    assert f'add_header {name} "{value}" always;' in _lines(NGINX)
    assert f'{name} "{value}"' in _inside(CADDY, "header {")
    assert re.search(rf"^\| `{name}` \| \S", PAGE, re.MULTILINE)


def test_there_are_no_headers_besides() -> None:
    added = re.findall(r"^\s*add_header (\S+)", NGINX, re.MULTILINE)
    assert added == [*HEADERS, "Cache-Control"]
    assert [line.split()[0] for line in _inside(CADDY, "header {")] == list(HEADERS)
    table = PAGE[PAGE.index("### Headers") : PAGE.index("### Caching")]
    assert re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE) == list(HEADERS)


def test_nginx_adds_all_headers_in_one_place() -> None:
    added = [line for line in NGINX.splitlines() if line.strip().startswith("add_header")]
    assert all(line.startswith("    add_header ") for line in added), "not deeper than the server"
    assert all(line.endswith(" always;") for line in added), "errors have them too"


def test_the_two_rules_of_caching() -> None:
    assert f"| `{server._UNCHANGING}` |" in PAGE
    assert "| `no-cache` |" in PAGE
    assert 'default "no-cache";' in _lines(NGINX)
    assert NGINX.count(f'"{server._UNCHANGING}"') == 1
    assert "add_header Cache-Control $offcut_cache always;" in _lines(NGINX)
    assert f'header @unchanging Cache-Control "{server._UNCHANGING}"' in _lines(CADDY)
    assert 'header ?Cache-Control "no-cache"' in _lines(CADDY)
    assert 'header Cache-Control "no-cache"' in _inside(CADDY, "handle_errors {")


def _nginx_keeps(status: int, path: str) -> bool:
    match = re.search(rf'"~(\S.*)" "{re.escape(server._UNCHANGING)}";', NGINX)
    assert match
    return re.search(match[1], f"{status} {path}") is not None


def _caddy_keeps(path: str) -> bool:
    (paths_line,) = (line for line in _inside(CADDY, "@unchanging {") if line.startswith("path "))
    return any(fnmatchcase(path, pattern) for pattern in paths_line.split()[1:])


@pytest.mark.parametrize("path", UNCHANGING)
def test_what_is_named_by_its_content_is_kept(path: str) -> None:
    assert _nginx_keeps(200, path)
    assert _nginx_keeps(200, f"/offcut{path}")
    assert _caddy_keeps(path)


@pytest.mark.parametrize("path", CHANGING)
def test_all_else_is_asked_for_again(path: str) -> None:
    assert not _nginx_keeps(200, path)
    assert not _caddy_keeps(path)


@pytest.mark.parametrize("path", UNCHANGING)
def test_no_error_is_kept(path: str) -> None:
    assert not any(_nginx_keeps(status, path) for status in (403, 404, 405, 500))
    assert "file" in _inside(CADDY, "@unchanging {")


def test_nginx_knows_every_type() -> None:
    types = {
        f".{suffix}": line.split()[0]
        for line in _inside(NGINX, "types {")
        for suffix in line.rstrip(";").split()[1:]
    }
    assert types == {suffix: _type(suffix) for suffix in server._TYPES}
    assert f"default_type {server._UNKNOWN_TYPE};" in NGINX


@pytest.mark.parametrize("suffix", NAMED_TYPES)
def test_the_types_that_hosts_may_lack(suffix: str) -> None:
    text = " ".join(PAGE.split())
    assert re.search(rf"`{re.escape(suffix)}`(?: is)? `{re.escape(_type(suffix))}`", text)


@pytest.mark.parametrize("suffix", CADDY_TYPES)
def test_caddy_is_told_the_types_that_it_may_lack(suffix: str) -> None:
    name = f"@{suffix[1:]}"
    value = server._TYPES.get(suffix, server._UNKNOWN_TYPE)
    assert f"{name} path *{suffix}" in _lines(CADDY)
    assert f'header {name} Content-Type "{value}"' in _lines(CADDY)


def test_parts_of_models_are_not_encoded() -> None:
    (compressed,) = re.findall(r"gzip_types (.*);", NGINX)
    for suffix in (".gz", ".whl"):
        assert _type(suffix) not in compressed.split()
        patterns = [line.split()[-1] for line in _inside(CADDY, "match {")]
        assert patterns
        assert not any(fnmatchcase(_type(suffix), pattern) for pattern in patterns)
    assert "gzip_static" not in NGINX
    assert "precompressed" not in CADDY


def test_missing_files_lead_to_the_page_that_says_so() -> None:
    assert "error_page 403 404 =404 /404.html;" in _lines(NGINX)
    assert "rewrite * /404.html" in _inside(CADDY, "handle_errors {")


def test_forms_are_refused() -> None:
    condition = "if ($request_method !~ ^(GET|HEAD)$) {"
    assert _inside(NGINX, condition) == ["return 405;"]
    assert "@writing not method GET HEAD" in _lines(CADDY)
    assert "respond @writing 405" in _lines(CADDY)
