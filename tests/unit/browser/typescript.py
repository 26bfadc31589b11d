"""The part of TypeScript in which messages are declared, as text that can be compared with Python.

Interfaces with one field a line, and names for unions. A type becomes the set of its alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMMENT: Final = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_INTERFACE: Final = re.compile(r"^export interface (\w+) \{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
_FIELD: Final = re.compile(r"  (\w+)(\??): (.+);")
_UNION: Final = re.compile(r"^export type (\w+) =([^={}]+);$", re.MULTILINE)
_LABEL: Final = re.compile(r"\w+: ")
_IMPORT: Final = re.compile(r"^import type \{ (.*) \} from .*;$", re.MULTILINE)
_WORD: Final = re.compile(r"\b[A-Z]\w*")


@dataclass(frozen=True)
class Field:
    """One field of an interface.

    Attributes:
        optional: whether it may be missing.
        types: the alternatives.
    """

    optional: bool
    types: frozenset[str]


@dataclass(frozen=True)
class Declarations:
    """What a file declares.

    Attributes:
        interfaces: their fields, by name.
        unions: their members, by name.
        names: all that is declared or imported.
    """

    interfaces: Mapping[str, Mapping[str, Field]]
    unions: Mapping[str, frozenset[str]]
    names: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Declarations:
        """Read a .d.ts file, and see to it that nothing of an interface is passed over."""
        text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        unions = {name: alternatives(union) for name, union in _UNION.findall(text)}
        interfaces = {name: dict(_fields(body, unions)) for name, body in _INTERFACE.findall(text)}
        imported = {word for names in _IMPORT.findall(text) for word in _WORD.findall(names)}
        return cls(interfaces, unions, frozenset(interfaces.keys() | unions.keys() | imported))

    def members(self, union: str) -> set[str]:
        """The interfaces in a union, and in the unions in it."""
        members = set[str]()
        for name in self.unions[union]:
            members |= self.members(name) if name in self.unions else {name}
        return members


def alternatives(text: str) -> frozenset[str]:
    """Split a union, but not those in brackets."""
    found, depth = [""], 0
    for character in text:
        depth += (character in "<[(") - (character in ">])")
        if character == "|" and not depth:
            found.append("")
        else:
            found[-1] += character
    return frozenset(each.strip() for each in found if each.strip())


def _fields(body: str, unions: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Field]]:
    for line in filter(str.strip, body.splitlines()):
        field = _FIELD.fullmatch(line)
        assert field, f"This is too much TypeScript for the test: {line}"
        name, optional, types = field.groups()
        plain = alternatives(_LABEL.sub("", types))
        yield name, Field(bool(optional), frozenset().union(*(unions.get(t, {t}) for t in plain)))
