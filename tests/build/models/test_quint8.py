"""``isnet_quint8``, as the build makes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from PIL import Image

from offcut.native.models.source import locate
from offcut.native.models.unpack import unpack
from offcut.network.preprocess import INPUT_SIDE, to_tensor


def test_the_networks_input_is_not_rounded(models_dir: Path) -> None:
    """Each of the 256 levels that a colour can have stays what it is."""
    source = locate(models_dir)
    graph = unpack(source.catalogue().find("isnet_quint8"), source)
    model = onnx.load(str(graph), load_external_data=False)
    (first,) = (node for node in model.graph.node if "input" in node.input)
    assert first.op_type == "QuantizeLinear"
    constants = {each.name: each for each in model.graph.initializer}
    step, zero = (numpy_helper.to_array(constants[name]) for name in first.input[1:])
    levels = np.resize(np.arange(256, dtype=np.uint8), (INPUT_SIDE, INPUT_SIDE, 3))
    tensor = to_tensor(Image.fromarray(levels))
    on_grid = np.clip(np.rint(tensor / step) + int(zero), 0, 255).astype(np.uint8)
    assert (on_grid == levels.transpose(2, 0, 1)).all()
    assert ((on_grid.astype(np.float32) - np.float32(zero)) * step == tensor).all()
