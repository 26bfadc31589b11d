"""What goes wrong when a browser is driven by a protocol of the W3C: WebDriver, or its BiDi."""

from __future__ import annotations


class DrivingError(RuntimeError):
    """The browser did not do what it was told."""


class CommandError(DrivingError):
    """The browser refused a command.

    Attributes:
        code: the protocol's name of the error, such as "no such element".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class ScriptError(DrivingError):
    """What was evaluated threw, or is no JavaScript."""


class DisconnectedError(DrivingError):
    """The browser has gone."""
