"""The public names, and the names that a page relies on."""

from __future__ import annotations

import pytest

import offcut
from offcut import errors, native

ERRORS = {
    "DamagedModelError",
    "InferenceError",
    "InvalidOptionError",
    "ModelUnavailableError",
    "OffcutError",
    "OutOfMemoryError",
    "PictureTooLargeError",
    "UnknownModelError",
    "UnreadableImageError",
}


def test_the_public_names_are_these() -> None:
    assert set(offcut.__all__) == ERRORS | {"OutputOptions", "Prepared", "finish", "prepare"}
    callables = {"Remover", "other_versions", "remove_background"}
    assert set(native.__all__) == {"NoSubjectWarning", "OtherVersion"} | callables


def test_every_error_is_public() -> None:
    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert defined == ERRORS


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_is_named_as_its_class_and_is_an_offcut_error(name: str) -> None:
    error = getattr(offcut, name)("A sentence.")
    assert isinstance(error, offcut.OffcutError)
    assert error.name == name
    assert str(error) == "A sentence."


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (offcut.InvalidOptionError, ValueError),
        (offcut.UnknownModelError, LookupError),
        (offcut.OutOfMemoryError, offcut.InferenceError),
    ],
)
def test_an_error_is_caught_as_what_it_is_a_case_of(
    error: type[Exception], base: type[Exception]
) -> None:
    assert issubclass(error, base)
