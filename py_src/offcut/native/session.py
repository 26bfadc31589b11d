"""Step 3: the network, run by the ``onnxruntime`` wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from offcut.errors import InferenceError, OutOfMemoryError

_ERRORS_ONLY: Final = 3
_NO_MEMORY: Final = ("bad_alloc", "bad allocation", "failed to allocate")


class Session:
    """One loaded model."""

    def __init__(self, graph: Path, threads: int | None = None) -> None:
        """Load a model on the processor.

        Args:
            graph: the ONNX file; its weights lie beside it.
            threads: that it runs on; None for one each core.

        Raises:
            InferenceError: if ONNX Runtime can't load it.
            OutOfMemoryError: if it does not fit into memory.
        """
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _ERRORS_ONLY
        # planned for all layers at once, memory is twice what the layers need one after the other
        options.enable_mem_pattern = False
        if threads is not None:
            options.intra_op_num_threads = threads
        with _failures("load the model"):
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
            self._input = self._session.get_inputs()[0].name

    def run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run the network.

        Args:
            tensor: float32 [1, 3, height, width], see ``offcut.network.preprocess.to_tensor``.

        Returns:
            float32 [1, 1, height, width], 0 to 1.

        Raises:
            InferenceError: if ONNX Runtime fails.
            OutOfMemoryError: if there is not enough memory.
        """
        with _failures("run the model"):
            mask: NDArray[np.float32] = self._session.run(None, {self._input: tensor})[0]
            return mask


@contextmanager
def _failures(action: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # ONNX Runtime has no common base class for its own
        reason = " ".join(str(error).split())
        if isinstance(error, MemoryError) or any(sign in reason.lower() for sign in _NO_MEMORY):
            raise OutOfMemoryError(
                "There is not enough memory for the model.", code="process-memory"
            ) from error
        raise InferenceError(
            "ONNX Runtime could not {action}: {reason}",
            code="runtime-action",
            action=action,
            reason=reason,
        ) from error
