"""Weights that were shipped → a model that can be trained further: what `export` and `quantise` did, undone.

The folder of networks comes in, a `Model` goes out. Numbers come back as the reader computes with them, int8 steps included (each weight
within 0.4 per cent of the largest of its row). Heads that are not shipped, of other corpora, begin anew; `kg/train/README.md` says how they
are taught before the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from kg.errors import ReaderError
from kg.reader.naming import MODELS
from kg.train.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

Arrays = dict[str, "NDArray[np.generic]"]
# How the parameters of each exported file are called in a `Model`: what a name there begins with, and what it begins with here.
PREFIXES: Mapping[str, Mapping[str, str]] = {
    "reader": {"encoder.": "encoder."},
    "role": {"context.": "context.", "scorer.": "scorers.role."},
    **{name: {"": f"scorers.{name}."} for name in ("relation", "entity", "event")},
}
EMBEDDINGS = "encoder.embeddings"
ROW_SCALES = 2  # dimensions of the scales of a table: `[rows, 1]`


def restore(folder: Path) -> tuple[Model, tuple[str, ...]]:
    """Read shipped networks into a model.

    Args:
        folder: The networks, as `kg.train.export.export` writes them.

    Returns:
        The model, and the names of its parameters that are not in the folder and so are as a new model has them.

    Raises:
        ReaderError: The folder's networks are not ours.
    """
    model = Model()
    own = model.state_dict()
    found: dict[str, Tensor] = {}
    for name, file in MODELS.items():
        try:
            network = onnx.load(folder / file)
        except (OSError, ValueError) as error:
            raise ReaderError(f"{folder / file}: cannot be read ({error}). Name a folder that `python -m kg.train` wrote") from error
        for parameter, array in _parameters(network).items():
            renamed = next((new + parameter.removeprefix(old) for old, new in PREFIXES[name].items() if parameter.startswith(old)), "")
            if renamed in own:
                found[renamed] = torch.from_numpy(np.array(array, dtype=np.float32)).view(own[renamed].shape)
    for parameter in own.keys() - found.keys():  # the roles of another corpus are read much like ours
        alike = found.get(parameter.replace("scorers.rams.", "scorers.role."))
        if alike is not None and alike.shape == own[parameter].shape:
            own[parameter] = alike
    model.load_state_dict({**own, **found})
    return model, tuple(sorted(own.keys() - found.keys()))


def _parameters(network: onnx.ModelProto) -> Arrays:
    """Give the parameters of a network by their names in PyTorch."""
    arrays: Arrays = {weight.name: numpy_helper.to_array(weight) for weight in network.graph.initializer}
    out = {name: array for name, array in arrays.items() if name.endswith((".weight", ".bias"))}
    for name, matrix in _products(network, arrays):
        out[f"{name}.weight"] = matrix
    _embeddings(network, arrays, out)
    for name in [name for name in out if name.endswith(".linear.weight")]:
        layer = name.removesuffix(".linear.weight")
        out[f"{layer}.weight"] = _unbalanced(out.pop(name), layer, arrays)
        out[f"{layer}.bias"] = out.pop(f"{layer}.linear.bias")
    return out


def _products(network: onnx.ModelProto, arrays: Arrays) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the matrix of each linear layer as PyTorch has it, `[outputs, inputs]`, with the layer's name."""
    makers = {output: node for node in network.graph.node for output in node.output}
    for node in network.graph.node:
        bias = next((name for name in node.input if name in arrays and name.endswith(".bias")), None)
        if node.op_type == "Add" and bias is not None:
            product = next(name for name in node.input if name != bias)
            while product in makers and makers[product].op_type in {"Mul", "Cast"}:  # what turns an integer product into numbers
                product = makers[product].input[0]
            if product in makers and makers[product].op_type in {"MatMul", "MatMulInteger"}:
                yield bias.removesuffix(".bias"), _matrix(makers[product].input[1], arrays)
        elif node.op_type in {"MatMul", "MatMulInteger"} and ".weight_Transposed" in node.input[1]:
            yield node.input[1].split(".weight_Transposed")[0], _matrix(node.input[1], arrays)


def _matrix(name: str, arrays: Arrays) -> NDArray[np.float32]:
    array = arrays[name].astype(np.float32)
    if name.endswith("_quantized"):
        whole = name.removesuffix("_quantized")
        array = (array - arrays[f"{whole}_zero_point"].astype(np.float32)) * arrays[f"{whole}_scale"].astype(np.float32)
    return np.ascontiguousarray(array.T)


def _embeddings(network: onnx.ModelProto, arrays: Arrays, out: Arrays) -> None:
    """Find the embeddings of pieces, a table with one scale a row, and of the only segment, which is added to all positions."""
    if f"{EMBEDDINGS}.LayerNorm.weight" not in arrays:
        return
    tables = {array.shape[0]: array for array in arrays.values() if array.dtype == np.int8 and array.ndim == ROW_SCALES}
    for array in arrays.values():
        if array.dtype == np.float32 and array.ndim == ROW_SCALES and array.shape[1] == 1 and array.shape[0] in tables:
            out[f"{EMBEDDINGS}.word_embeddings.weight"] = tables[array.shape[0]].astype(np.float32) * array.astype(np.float32)
    added = (name for node in network.graph.node if node.op_type == "Add" for name in node.input if name in arrays)
    segment = next(arrays[name] for name in added if arrays[name].ndim == 1 and not name.endswith(".bias"))
    out[f"{EMBEDDINGS}.token_type_embeddings.weight"] = np.stack([segment, np.zeros_like(segment)])


def _unbalanced(weight: NDArray[np.generic], layer: str, arrays: Arrays) -> NDArray[np.float32]:
    """Give the weights of a `Balanced` layer as they were: divided by the balance, with the channels that were computed apart."""
    shared = f"{layer.rsplit('.', 1)[0]}.query.inverse"  # query, key and value have one input, and so one balance
    inverse = arrays.get(f"{layer}.inverse", arrays.get(shared))
    if inverse is None:
        raise ReaderError(f"{layer}: its weights are not written as `kg.train.export` writes them")
    out: NDArray[np.float32] = weight.astype(np.float32) * inverse.astype(np.float32)
    out[:, np.flatnonzero(inverse == 0)] = np.asarray(arrays[f"{layer}.weights_apart"], dtype=np.float32).T
    return out
