"""What a person should know of a picture that was taken: said beside the result, no error."""

from __future__ import annotations

from dataclasses import dataclass

from offcut.errors import Parameter, filled


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, as an error has one.

    Attributes:
        code: its stable name; the page finds ``note.<code>`` in the language that it speaks.
        message: the English sentence.
        params: what stands in it, by name.
    """

    code: str
    message: str
    params: tuple[tuple[str, Parameter], ...] = ()

    @classmethod
    def of(cls, template: str, /, *, code: str, **params: Parameter) -> Note:
        """Fill in the sentence: each parameter stands in braces in the template."""
        return cls(code, filled(template, params), tuple(params.items()))
