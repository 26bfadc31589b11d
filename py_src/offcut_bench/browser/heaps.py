"""How large the page's WebAssembly heaps are: Pyodide's and ONNX Runtime's.

Of a site whose workers note each WebAssembly.Memory that they make: nothing else is changed in it.
A heap never shrinks, so its size is its peak.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Page

from offcut_bench.pages.altered import Change

_NOTE: Final = """
const memories = (globalThis.benchmarkMemories = new Set());
{
  const { Memory, instantiate, instantiateStreaming } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, given) {
      const memory = new target(...given);
      memories.add(memory);
      return memory;
    },
  });
  const noting = (original) => async (...given) => {
    const made = await original(...given);
    for (const held of Object.values((made.instance ?? made).exports ?? {}))
      if (held instanceof Memory) memories.add(held);
    return made;
  };
  WebAssembly.instantiate = noting(instantiate);
  WebAssembly.instantiateStreaming = noting(instantiateStreaming);
}
"""
_ANCHORS: Final = {
    "python-worker.js": "const base = new URL('../build-info.js', import.meta.url);",
    "inference-worker.js": "const files = new Map();",
}
_NAMES: Final = {"Pyodide": "python-worker.js", "ONNX Runtime": "inference-worker.js"}

NOTING: Final = tuple(
    Change(f"workers/{file}", anchor, f"{anchor}\n{_NOTE}") for file, anchor in _ANCHORS.items()
)
"""What is to be changed in the site; see ``altered``."""

_SIZE: Final = "[...benchmarkMemories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0)"


def heaps(page: Page) -> Mapping[str, int]:
    """Bytes of each heap of a page of that site, of those whose workers have not been ended."""
    return {
        name: int(worker.evaluate(_SIZE))
        for name, file in _NAMES.items()
        for worker in page.workers
        if worker.url.endswith(f"/{file}")
    }
