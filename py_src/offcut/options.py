"""What the caller may ask of the output, with ranges and defaults, checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from offcut.errors import InvalidOptionError

FORMATS: Final = {"image/png": "PNG", "image/webp": "WEBP", "image/jpeg": "JPEG"}
TYPES: Final = ("foreground", "mask", "background")

_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How the result is written.

    Attributes:
        format: media type, one of ``FORMATS``.
        quality: 0 to 1, for WebP and JPEG; PNG is always lossless.
        type: ``foreground`` (the subject), ``mask`` (alpha as a grey picture) or
            ``background`` (everything but the subject).
        background: colour ``#rgb`` or ``#rrggbb`` to lay the result on, or None to leave it
            transparent. Of no meaning for ``mask``.

    Raises:
        InvalidOptionError: if a value is not one of these.
    """

    format: str = "image/png"
    quality: float = 0.9
    type: str = "foreground"
    background: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.format, str) or self.format not in FORMATS:
            raise InvalidOptionError(
                f"output.format is {self.format!r}: choose {', '.join(FORMATS)}."
            )
        if self.type not in TYPES:
            raise InvalidOptionError(f"output.type is {self.type!r}: choose {', '.join(TYPES)}.")
        if isinstance(self.quality, bool) or not isinstance(self.quality, (int, float)):
            raise InvalidOptionError(f"output.quality is {self.quality!r}: give a number, 0 to 1.")
        if not 0 <= self.quality <= 1:
            raise InvalidOptionError(f"output.quality is {self.quality}: it goes from 0 to 1.")
        if self.background is not None and not (
            isinstance(self.background, str) and _HEX.fullmatch(self.background)
        ):
            raise InvalidOptionError(
                f"output.background is {self.background!r}: give a colour such as '#fff'."
            )
        if self.format == "image/jpeg" and self.type != "mask" and self.background is None:
            raise InvalidOptionError(
                "JPEG has no transparency: give output.background, or choose PNG or WebP."
            )

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any] | None) -> OutputOptions:
        """Make options from a JavaScript-like mapping; None values mean the default.

        Raises:
            InvalidOptionError: if a key is unknown or a value is out of its range.
        """
        given = {key: value for key, value in (values or {}).items() if value is not None}
        unknown = sorted(given.keys() - {field.name for field in fields(cls)})
        if unknown:
            raise InvalidOptionError(f"There is no option output.{unknown[0]}.")
        return cls(**given)

    @property
    def colour(self) -> tuple[int, int, int] | None:
        """The background colour as 8-bit red, green, blue; None where transparent."""
        if self.background is None:
            return None
        digits = self.background[1:]
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
