"""Every error that Offcut raises on purpose.

The class name is the error's stable name: the page passes it through unchanged as the
JavaScript error's ``name``. The code is stable too, and belongs to one sentence: by it the page
finds that sentence in the language that it speaks. The message is the English sentence, which a
person can act on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final, Self, TypeAlias

Parameter: TypeAlias = str | float | list[str]
"""What stands in a sentence. Numbers come without a unit, so that each language can write them."""

_MOST: Final = 120
"""Characters of a name, an address or a value in a sentence."""

_MOST_OF_REASON: Final = 300
"""Characters of what another program says."""


def shortened(text: str, most: int = _MOST) -> str:
    """A text that can stand in a sentence: the middle of a long one is left out.

    The page has the same (``web/engine/errors.js``).
    """
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def filled(template: str, params: Mapping[str, Parameter]) -> str:
    """The English sentence: in the place of each name in braces its parameter."""
    shown = {
        name: ", ".join(value) if isinstance(value, list) else value
        for name, value in params.items()
    }
    return template.format(**shown)


class OffcutError(Exception):
    """Base of all errors below.

    Attributes:
        code: the sentence's stable name.
        params: what stands in the sentence, by the names in its template.
    """

    def __init__(self, template: str, /, *, code: str, **params: Parameter) -> None:
        """Fill in the sentence.

        Args:
            template: the English sentence, with a parameter's name in braces where it stands.
            code: one for each template, and the other way round.
            params: what stands in it; the middle of long texts is left out. ``reason`` is what
                another program says in English: other languages leave it out.
        """
        fitting = {name: _fitting(name, value) for name, value in params.items()}
        super().__init__(filled(template, fitting))
        self.code = code
        self.params = fitting
        self._template = template

    @property
    def name(self) -> str:
        """The stable name, the same in Python and in JavaScript."""
        return type(self).__name__

    def with_params(self, **changed: Parameter) -> Self:
        """The same error, with some other words in its sentence."""
        return type(self)(self._template, code=self.code, **self.params | changed)

    def __reduce__(self) -> tuple[partial[Self], tuple[()]]:
        # Exception's own would only give back the sentence
        return partial(type(self), self._template, code=self.code, **self.params), ()


def _fitting(name: str, value: Parameter) -> Parameter:
    if isinstance(value, str):
        return shortened(value, _MOST_OF_REASON if name == "reason" else _MOST)
    return value


class UnreadableImageError(OffcutError):
    """The bytes are no picture that can be decoded, or they are damaged."""


class PictureTooLargeError(OffcutError):
    """The picture has more pixels than can be worked on."""


class InvalidOptionError(OffcutError, ValueError):
    """An option has a value outside its documented range."""


class UnknownModelError(OffcutError, LookupError):
    """No model variant has the given id."""


class ModelUnavailableError(OffcutError):
    """The model could not be fetched: no network, or the server refused."""


class DamagedModelError(OffcutError):
    """What was fetched as the model is not the model: its SHA-256 is wrong."""


class InferenceError(OffcutError):
    """ONNX Runtime could not start, or could not run the model."""


class OutOfMemoryError(InferenceError):
    """Not enough memory for the model, even with one thread."""
