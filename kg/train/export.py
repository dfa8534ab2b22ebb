"""Trained model → the folder that the reader loads: int8 ONNX files, the vocabulary, the settings.

The encoder with the heads over words and each scorer of pairs are exported and quantised one by one; a check then runs both sides on
the same text and fails if ONNX and PyTorch disagree by more than quantisation explains.
"""

from __future__ import annotations

import copy
import json
import logging
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.reader.encoder.encoding import windows
from kg.reader.encoder.features import COLUMNS
from kg.reader.encoder.labels import SPAN_TYPES
from kg.reader.encoder.weights_file import HEADS, label_sets, load_weights
from kg.reader.naming import MODELS, SETTINGS, VOCABULARY, digest_of, read_settings
from kg.train.batches import WINDOW, collate, prepare
from kg.train.examples import Example, WordSpan
from kg.train.network import HEADS as ATTENTION_HEADS
from kg.train.network import WIDTH, Encoder, Layer, PairScorer
from kg.train.quantise import balanced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.train.batches import Step
    from kg.train.model import Model

log = logging.getLogger(__name__)

OPSET = 20  # the first with `Gelu`, which is five operations before
SMALL = 100  # inputs or outputs
Dimensions = dict[int, torch.export.Dim]
# Log-odds at which a link is made where development data has not said better.
THRESHOLDS = {"role": 0.5, "relation": 0.5, "entity": 0.0, "event": 0.0}


class _OneAttention(nn.Module):
    """`Attention` as one operation of ONNX Runtime, for windows that are not padded: that is how the reader runs them. Only for export."""

    def forward(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:  # noqa: ARG002  # in place of another
        # Its scores are scaled by the square root of a head's width, as ours are.
        return torch.onnx.ops.symbolic(
            "com.microsoft::MultiHeadAttention",
            (query, key, value),
            {"num_heads": ATTENTION_HEADS},
            dtype=query.dtype,
            shape=query.shape,
            version=1,
        )


class _Reading(nn.Module):
    """The encoder with the heads that are shipped, for one window."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = copy.deepcopy(encoder)
        for layer in self.encoder.layers:
            cast("Layer", layer).attention = _OneAttention()  # type: ignore[assignment]  # it is called alike

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        words = self.encoder(ids, shapes, first, last)
        return words, *(self.encoder.heads[name](words) for name in HEADS)


class _Roles(nn.Module):
    """The role scorer with the context that it reads."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.context, self.scorer = model.context, model.scorers["role"]

    def forward(  # noqa: PLR0913, PLR0917  # the inputs of both
        self,
        vectors: Tensor,
        mentions: Tensor,
        events: Tensor,
        relative: Tensor,
        places: Tensor,
        spans: Tensor,
        types: Tensor,
        left: Tensor,
        right: Tensor,
        features: Tensor,
    ) -> Tensor:
        out: Tensor = self.scorer(self.context(vectors, mentions, events, relative), places, spans, types, left, right, features)
        return out


def export(
    model: Model, vocabulary: Path, folder: Path, *, texts: Sequence[Step] = (), thresholds: Mapping[str, float] = THRESHOLDS
) -> Path:
    """Write a folder that `kg.reader.encoder.weights_file.load_weights` loads.

    Args:
        model: The trained model, with our own encoder.
        vocabulary: The `tokenizers` file that it was trained with.
        folder: Written, or written over.
        texts: What `balanced` measures the channels on. With them the encoder's weights become int8 (a quarter of the size, nearly twice
            as fast); without, all stays fp32.
        thresholds: See `THRESHOLDS`.

    Returns:
        The folder.
    """
    if not isinstance(model.encoder, Encoder):
        raise TypeError("a teacher is too large to be shipped. Export the model that learnt from it")
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    encoder = balanced(model.encoder, texts) if texts else model.encoder
    with tempfile.TemporaryDirectory() as work:
        for name, file in MODELS.items():
            path = Path(work) / file
            network = _export_scorer(name, model, path) if name in COLUMNS else _export_encoder(encoder, path)
            write_network(network, folder / file, is_int8=bool(texts))
    (folder / VOCABULARY).write_bytes(vocabulary.read_bytes())
    write_settings(folder, thresholds)
    log.info("%s: %.1f MB", folder, sum((folder / file).stat().st_size for file in MODELS.values()) / 1e6)
    return folder


def write_network(network: onnx.ModelProto, path: Path, *, is_int8: bool) -> None:
    """Write a network, its larger products with int8 weights or all as it is."""
    network = without_notes(network)
    if not is_int8:
        onnx.save(network, path)
        return
    quantize_dynamic(
        *(network, path), per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=_small(network), op_types_to_quantize=["MatMul"]
    )


def export_upon(model: Model, finished: Path, folder: Path, *, heads: Sequence[str]) -> Path:
    """Write finished weights with some heads over words as another model has them; all else keeps its numbers.

    Args:
        model: Has the heads.
        finished: The weights.
        folder: Written.
        heads: Their names.
    """
    shutil.copytree(finished, folder, dirs_exist_ok=True)
    reader = onnx.load(folder / MODELS["reader"])
    for name in heads:
        head = cast("nn.Linear", model.encoder.heads[name])
        _put_head(reader, name, head.weight.detach().numpy().T, head.bias.detach().numpy())
    onnx.save(reader, folder / MODELS["reader"])
    write_all_settings(folder, read_settings(finished))
    return folder


def _put_head(network: onnx.ModelProto, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
    """Give a network a linear head over its output "words", in the place of the one that it may have; `weight` is `[width, labels]`."""
    graph = network.graph
    for output in [output for output in graph.output if output.name == name]:
        graph.output.remove(output)
    for node in [node for node in graph.node if name in node.output]:
        before = [one for one in graph.node if {*one.output} & {*node.input} and "words" in one.input]
        for unused in (node, *before):
            graph.node.remove(unused)
    used = {one for node in graph.node for one in node.input}
    for unused in [one for one in graph.initializer if one.name not in used]:
        graph.initializer.remove(unused)
    new = [onnx.numpy_helper.from_array(array, f"{name}/{kind}") for kind, array in (("weight", weight), ("bias", bias))]
    graph.initializer.extend(new)
    product = onnx.helper.make_node("MatMul", ["words", f"{name}/weight"], [f"{name}/product"], name=f"{name}/MatMul")
    graph.node.extend([product, onnx.helper.make_node("Add", [f"{name}/product", f"{name}/bias"], [name], name=f"{name}/Add")])
    alike = onnx.ValueInfoProto()
    alike.CopyFrom(next(output for output in graph.output if output.name == "words"))
    alike.name = name
    alike.type.tensor_type.shape.dim[-1].dim_value = len(bias)
    graph.output.append(alike)
    onnx.checker.check_model(network)


def write_settings(folder: Path, thresholds: Mapping[str, float]) -> None:
    """Write the settings that belong to the ONNX files in `folder`."""
    write_all_settings(folder, {"window": WINDOW, "thresholds": dict(sorted(thresholds.items()))})


def write_all_settings(folder: Path, settings: Mapping[str, object]) -> None:
    """Write settings with the label sets of this version and the digest of the ONNX files in `folder`."""
    digest = digest_of((folder / file).read_bytes() for file in MODELS.values())
    whole = {**settings, "labels": label_sets(), "sha256": digest}
    (folder / SETTINGS).write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def _export_encoder(encoder: Encoder, path: Path) -> onnx.ModelProto:
    pieces, words = torch.export.Dim("pieces", min=3, max=512), torch.export.Dim("words", min=1, max=510)
    ids = torch.randint(1000, 20_000, (1, 20))
    index = torch.arange(1, 15)[None]
    return export_network(
        _Reading(encoder),
        (ids, torch.ones_like(ids), index, index.clone()),
        path,
        inputs=["ids", "shapes", "first", "last"],
        outputs=["words", *HEADS],
        dynamic=({1: pieces}, {1: pieces}, {1: words}, {1: words}),
    )


def _small(model: onnx.ModelProto) -> list[str]:
    """Name the products that are too small to gain by int8: tag heads, the channels that stay apart, the last layers of scorers."""
    sizes = {weight.name: min(weight.dims, default=0) for weight in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type in {"MatMul", "Gemm"}]
    small = [node.name for node in products if 0 < sizes.get(node.input[1], 0) < SMALL]
    return [*small, *(f"{name}_MatMul" for name in small)]  # what the quantiser calls a "Gemm" that it takes apart


def _export_scorer(name: str, model: Model, path: Path) -> onnx.ModelProto:
    if name != "role":
        return export_pair_scorer(cast("PairScorer", model.scorers[name]), COLUMNS[name], path)
    rows, length, (example, inputs, dynamic) = torch.export.Dim("rows", min=1), torch.export.Dim("length", min=1), _pairs(COLUMNS[name])
    marks = torch.ones(4, 9, dtype=torch.int64)
    example = (torch.randn(4, 9, WIDTH), marks, marks.clone(), marks.clone(), torch.zeros(4, 3, dtype=torch.int64), *example)
    inputs = ["vectors", "mentions", "events", "relative", "places", *inputs]
    dynamic = (*[{0: rows, 1: length}] * 4, dynamic[-1], *dynamic)
    return export_network(_Roles(model), example, path, inputs=inputs, outputs=["scores"], dynamic=dynamic)


def export_pair_scorer(scorer: PairScorer, columns: Sequence[int], path: Path) -> onnx.ModelProto:
    """Export a scorer of pairs that have these columns of features; `path` is written, too."""
    example, inputs, dynamic = _pairs(columns)
    return export_network(scorer, example, path, inputs=inputs, outputs=["scores"], dynamic=dynamic)


def _pairs(columns: Sequence[int]) -> tuple[tuple[Tensor, ...], list[str], tuple[Dimensions, ...]]:
    """Give what a scorer of pairs takes: an example, names, and which dimensions may be of any size."""
    spans, pairs = torch.export.Dim("spans", min=2), torch.export.Dim("pairs", min=1)
    example: tuple[Tensor, ...] = (
        torch.randn(6, 2 * WIDTH),
        torch.zeros(6, dtype=torch.int64) + len(SPAN_TYPES) - 1,
        torch.tensor([1, 2, 3, 3]),
        torch.tensor([0, 0, 1, 5]),
        torch.zeros(4, sum(columns)),
    )
    return example, ["spans", "types", "left", "right", "features"], ({0: spans}, {0: spans}, {0: pairs}, {0: pairs}, {0: pairs})


# Each example input is a tensor of its own: the exporter takes one that is given twice for one input.
def export_network(  # noqa: PLR0913  # what the exporter needs
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    *,
    inputs: list[str],
    outputs: list[str],
    dynamic: tuple[Dimensions, ...],
) -> onnx.ModelProto:
    """Export a network as ONNX, as it is when it reads.

    Args:
        module: The network.
        example: Its arguments, each a tensor of its own.
        path: Written, too.
        inputs: What the arguments are called.
        outputs: What the results are called.
        dynamic: Which dimensions of each argument may be of any size.
    """
    torch.onnx.export(
        module.eval(),
        example,
        path,
        input_names=inputs,
        output_names=outputs,
        dynamic_shapes=dynamic,
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    return onnx.load(path)


def without_notes(model: onnx.ModelProto) -> onnx.ModelProto:
    """Leave out what the exporter notes beside each operation: where in whose folders the code stood, and what it was called there."""
    graph, functions = model.graph, model.functions
    parts = [model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer]
    parts += [part for function in functions for part in (function, *function.node, *function.value_info)]
    for part in parts:
        part.ClearField("doc_string")
        part.ClearField("metadata_props")
    return model


def largest_difference(model: Model, folder: Path, text: Sequence[str]) -> float:
    """Run both sides on one text and return the largest difference of a word vector's entry."""
    weights = load_weights(folder)
    example = Example("check", "check", tuple(text), (WordSpan(0, len(text)),))
    (encoded,) = weights.encode(windows(text, [(0, len(text))], weights.pieces, size=WINDOW))
    model.eval()
    with torch.no_grad():
        expected = model.words(collate([prepare(example, weights.pieces)], weights.pieces.pad)).numpy()
    return float(np.abs(encoded.vectors - expected).max())
