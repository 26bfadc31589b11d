"""Hashes in a page bind its scripts, its styles, and all modules behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_build.site.integrity import digest, seal

FILES = {
    "a/main.js": "import './one.js';\nimport {\n  two,\n} from '../b/two.js';\n",
    "a/one.js": "export * from './main.js';\n",
    "b/two.js": "// import './comment.js' is none\nexport const two = await import('./late.js');\n",
    "a/style.css": "p {}",
    "a/plain.js": "void 0;",
    "a/icon.svg": "<svg/>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_digest_is_what_browsers_expect(folder: Path) -> None:
    (folder / "abc").write_text("abc")
    # FIPS 180-2's example, in base 64
    assert digest(folder / "abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="


@pytest.mark.parametrize(
    ("tag", "file"),
    [
        ('<link rel="stylesheet" href="./a/style.css">', "a/style.css"),
        ('<script src="./a/plain.js">', "a/plain.js"),
    ],
)
def test_scripts_and_styles_are_bound(folder: Path, tag: str, file: str) -> None:
    assert seal(tag, folder) == f'{tag[:-1]} integrity="{digest(folder / file)}">'


def test_other_links_are_left_alone(folder: Path) -> None:
    tag = '<link rel="icon" href="./a/icon.svg" type="image/svg+xml">'
    assert seal(tag, folder) == tag


def test_modules_that_a_module_imports_are_bound_before_it(folder: Path) -> None:
    sealed = seal('<script type="module" src="./a/main.js"></script>', folder)
    first, second, main = (line.strip() for line in sealed.splitlines())
    link = '<link rel="modulepreload" href="./{}" integrity="{}">'
    assert first == link.format("a/one.js", digest(folder / "a/one.js"))
    assert second == link.format("b/two.js", digest(folder / "b/two.js"))
    own = digest(folder / "a/main.js")
    assert main == f'<script type="module" src="./a/main.js" integrity="{own}"></script>'
