"""WebKit decodes WebP and AVIF to their own pixels, and HEIC comes by libheif."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.full

_ORIGINAL = """
async (data) => {
  const { original } = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const { file } = await original(new File([bytes], 'a'));
  let text = '';
  for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}
"""
