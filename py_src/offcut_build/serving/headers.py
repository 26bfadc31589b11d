"""What every answer of a host should say besides the file: isolation, and a tight leash.

The page's policy is in a meta tag too, since some hosts send no headers; there the service worker
adds these to every answer.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "img-src 'self' blob: data:; worker-src 'self' blob:; style-src 'self'; "
    "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types offcut default 'allow-duplicates'"
)
"""As the pages have it in a meta tag."""

UNFRAMED: Final = "frame-ancestors 'none'"
"""No other site can show the page within its own, and lead a visitor's clicks."""

_UNUSED: Final = (
    "camera",
    "display-capture",
    "geolocation",
    "hid",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)

HEADERS: Final = MappingProxyType(
    {
        # together these two give the page threads
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        # of frame-ancestors browsers take no note in a meta tag
        "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; {UNFRAMED}",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""For all files alike."""


def embeddable() -> dict[str, str]:
    """The same without ``UNFRAMED``, for those who embed the page on purpose."""
    return {**HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
