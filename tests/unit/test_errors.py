"""The public names, and what a page and the command line rely on in an error."""

from __future__ import annotations

import pickle
import re
from unittest.mock import ANY

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
    of_native = {"CutOutFile", "NoSubjectWarning", "PictureWarning", "Remover", "remove_background"}
    of_steps = {"OutputOptions", "Prepared", "finish", "prepare"}
    assert set(offcut.__all__) == ERRORS | of_native | of_steps
    assert set(native.__all__) == of_native | {"OtherVersion", "other_versions"}


def test_every_error_is_public() -> None:
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert defined == ERRORS


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_is_named_as_its_class_and_is_an_offcut_error(name: str) -> None:
    error = getattr(offcut, name)("A sentence.", code="sentence")
    assert isinstance(error, offcut.OffcutError)
    assert (error.name, error.code, error.params) == (name, "sentence", {})
    assert str(error) == "A sentence."


def _refused() -> offcut.InvalidOptionError:
    return offcut.InvalidOptionError(
        "{option} is {value}: choose {choices}, or {limit}.",
        code="refused",
        option="output.size",
        value="'{option}'",
        choices=["big", "small"],
        limit=2.0,
    )


def test_a_sentence_has_its_parameters_and_takes_none_of_them_for_a_template() -> None:
    error = _refused()
    assert str(error) == "output.size is '{option}': choose big, small, or 2.0."
    assert error.params["choices"] == ["big", "small"]


def test_an_error_can_be_had_with_other_parameters_and_stays_as_it_was() -> None:
    error = _refused()
    other = error.with_params(option="--size")
    assert str(other) == "--size is '{option}': choose big, small, or 2.0."
    assert (type(other), other.code) == (offcut.InvalidOptionError, "refused")
    assert other.params == error.params | {"option": "--size"}
    assert str(error).startswith("output.size is ")


def test_an_error_comes_whole_from_another_process() -> None:
    error = _refused()
    other = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(other), str(other)) == (type(error), str(error))
    assert (other.code, other.params) == (error.code, error.params)


def test_a_sentence_is_short_whatever_stands_in_it() -> None:
    error = offcut.UnreadableImageError(
        "{name} can't be read: {reason}.",
        code="picture-unreadable",
        name=f"holiday {'x' * 2_000_000} cat.png",
        reason="y" * 2_000_000,
    )
    assert len(str(error)) < 500
    assert re.match(r"holiday x+\u2026x+ cat\.png can't be read: y+\u2026y+\.$", str(error))
    assert error.params == {"name": errors.shortened(str(error.params["name"])), "reason": ANY}
    assert len(str(error.with_params(name="z" * 1000))) < 500


def test_what_fits_in_a_sentence_stays_whole() -> None:
    assert errors.shortened("x" * 120) == "x" * 120
    assert errors.shortened("x" * 121) == f"{'x' * 59}\u2026{'x' * 59}"


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
