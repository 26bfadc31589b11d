"""Every error that Offcut raises on purpose.

The class name is the error's stable name: the page passes it through unchanged as the
JavaScript error's ``name``, and the message is a sentence a person can act on.
"""


class OffcutError(Exception):
    """Base of all errors below."""

    @property
    def name(self) -> str:
        """The stable name, the same in Python and in JavaScript."""
        return type(self).__name__


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
