"""ONNX Runtime's settings that are compared, as changes to the inference worker."""

from __future__ import annotations

from typing import Final

from offcut_bench.pages.altered import Change

_WORKER: Final = "workers/inference-worker.js"
_SESSION: Final = "executionProviders: ['wasm'],"
_THREADS: Final = "countThreads(mostThreads)"
SHIPPED: Final = "as shipped"
_WORDS: Final = {
    SHIPPED: (_SESSION, _SESSION),
    "no arena": (_SESSION, f"{_SESSION} enableCpuMemArena: false,"),
    "no memory pattern": (_SESSION, f"{_SESSION} enableMemPattern: false,"),
    "neither": (_SESSION, f"{_SESSION} enableCpuMemArena: false, enableMemPattern: false,"),
    "graph optimisation: layout": (_SESSION, f"{_SESSION} graphOptimizationLevel: 'layout',"),
    "graph optimisation: extended": (_SESSION, f"{_SESSION} graphOptimizationLevel: 'extended',"),
    "graph optimisation: basic": (_SESSION, f"{_SESSION} graphOptimizationLevel: 'basic',"),
    "no spinning": (_SESSION, f"{_SESSION} extra: {{ 'session.intra_op.allow_spinning': '0' }},"),
    "dynamic blocks": (_SESSION, f"{_SESSION} extra: {{ 'session.dynamic_block_base': '4' }},"),
    "one thread": (_THREADS, "1"),
    "one thread more": (_THREADS, f"{_THREADS} + 1"),
}

CHANGES: Final = {name: Change(_WORKER, *words) for name, words in _WORDS.items()}
"""By what the setting is called."""
