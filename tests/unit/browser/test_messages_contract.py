"""Messages have the same kinds and fields in TypeScript and in Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest

from offcut.browser.messages import inference, page
from tests.conftest import ROOT
from tests.unit.browser.typescript import Declarations

PAGE: Final = Declarations.read(ROOT / "web" / "engine" / "messages.d.ts")
INFERENCE: Final = Declarations.read(ROOT / "web" / "workers" / "inference-messages.d.ts")

UNIONS: Final = (
    (PAGE, "FromPage", page.FROM_PAGE),
    (PAGE, "ToPage", page.TO_PAGE),
    (INFERENCE, "ToInference", inference.TO_INFERENCE),
    (INFERENCE, "FromInference", inference.FROM_INFERENCE),
)
CLASSES: Final = [
    *((declared, form) for declared, _, forms in UNIONS for form in forms),
    *((PAGE, form) for form in (page.CutOutAnswer, page.OriginalAnswer, page.Note, page.Subject)),
]

PLAIN: Final = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "(?:string|'[^']*')",
    page.File: "Blob",
}
ARRAYS: Final = {np.uint8: "Uint8Array", np.float32: "Float32Array"}
OBJECT: Final = r"[A-Z]\w*"
"""What Python leaves as it is, or checks by itself: any class or interface."""


def _patterns(hint: Any) -> list[str]:
    """What a type of Python's is in TypeScript: a pattern for each of its alternatives."""
    if get_origin(hint) is Literal:
        return [f"'{value}'" for value in get_args(hint)]
    if get_origin(hint) in (Union, UnionType):
        return [each for one in get_args(hint) if one is not NoneType for each in _patterns(one)]
    return [_pattern(hint)]


def _pattern(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any or (origin is Mapping and inner[1] is Any):
        return OBJECT
    if origin is Mapping:
        values = r" \| ".join(_patterns(inner[1]))
        return f"Record<string, {values}>"
    if origin in (Sequence, list):
        return rf"{_pattern(inner[0])}\[\]"
    if origin is tuple:
        return rf"\[{', '.join(map(_pattern, inner))}\]"
    if origin is np.ndarray:
        kind: str = ARRAYS[get_args(inner[1])[0]]
        return kind
    return PLAIN[hint] if hint in PLAIN else str(hint.__name__)


def _fits(patterns: Iterable[str], types: Iterable[str]) -> bool:
    """Whether neither side has an alternative that the other lacks."""
    return all(any(re.fullmatch(each, one) for each in patterns) for one in types) and all(
        any(re.fullmatch(each, one) for one in types) for each in patterns
    )


@pytest.mark.parametrize(("declared", "union", "forms"), UNIONS, ids=[each[1] for each in UNIONS])
def test_both_ends_have_the_same_messages_by_the_same_names(
    declared: Declarations, union: str, forms: tuple[type[Any], ...]
) -> None:
    assert declared.members(union) == {form.__name__ for form in forms}
    assert len({form.kind for form in forms}) == len(forms)


@pytest.mark.parametrize(("declared", "form"), CLASSES, ids=[form.__name__ for _, form in CLASSES])
def test_a_message_has_the_same_fields_at_both_ends(
    declared: Declarations, form: type[Any]
) -> None:
    there = dict(declared.interfaces[form.__name__])
    if hasattr(form, "kind"):
        kind = there.pop("kind")
        assert kind.types == {f"'{form.kind}'"}
        assert not kind.optional
    here = {field.name: field for field in fields(form)}
    assert there.keys() == here.keys()
    hints = get_type_hints(form)
    for name, field in there.items():
        assert field.optional == (here[name].default is not MISSING), name
        assert _fits(_patterns(hints[name]), field.types), (name, hints[name], field.types)


@pytest.mark.parametrize("declared", [PAGE, INFERENCE], ids=["page", "inference"])
def test_a_type_that_is_named_is_declared(declared: Declarations) -> None:
    """TypeScript itself passes over a name in a .d.ts file that it does not know."""
    used = set().union(
        *declared.unions.values(),
        *(field.types for each in declared.interfaces.values() for field in each.values()),
    )
    words = {word for kind in used for word in re.findall(r"'.*'|[A-Z]\w*", kind)}
    named = {word for word in words if not word.startswith("'")}
    assert named <= declared.names | set(ARRAYS.values()) | {"Blob", "ImageData", "Record"}
