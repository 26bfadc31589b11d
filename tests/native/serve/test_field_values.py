"""Every option can be given as text, whatever it is."""

from __future__ import annotations

from dataclasses import fields

import pytest

from offcut import OutputOptions
from offcut.native.serve import own_fields
from offcut.native.serve.failures import RequestError


@pytest.mark.parametrize("field", fields(OutputOptions), ids=lambda field: str(field.name))
def test_an_option_that_is_given_its_default_has_it(field: object) -> None:
    name, default = getattr(field, "name", ""), getattr(field, "default", None)
    if default is None:
        return
    plain = isinstance(default, (bool, int, float, str))
    text = str(default).lower() if plain else "{}"
    assert own_fields.checked({name: own_fields._value(name, text)}) == OutputOptions()


def test_text_is_what_the_option_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"shadow": float | str, "size": int | None, "edge": dict[str, float]}
    monkeypatch.setattr(own_fields, "get_type_hints", lambda _: kinds)
    assert own_fields._value("shadow", "0.5") == 0.5
    assert own_fields._value("shadow", "natural") == "natural"
    assert own_fields._value("size", "64") == 64
    assert own_fields._value("edge", '{"shift": 2}') == {"shift": 2}
    with pytest.raises(RequestError, match="edge is no JSON"):
        own_fields._value("edge", "shift")
