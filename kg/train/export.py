"""Trained model → the folder that the reader loads: one int8 ONNX file with all heads, the vocabulary, the settings.

The networks are exported one by one, joined into one file and quantised; a check then runs both sides on the same text and
fails if ONNX and PyTorch disagree by more than quantisation explains.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import compose
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.reader.encoding import windows
from kg.reader.features import COLUMNS
from kg.reader.labels import SPAN_TYPES
from kg.reader.weights_file import HEADS, MODEL, SETTINGS, VOCABULARY, label_sets, load_weights
from kg.train.batches import WINDOW, collate, prepare
from kg.train.examples import Example, WordSpan
from kg.train.network import SPAN_WIDTH, PairScorer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.train.losses import Model

log = logging.getLogger(__name__)

OPSET = 18
# Log-odds at which a link is made where development data has not said better.
THRESHOLDS = {"role": 0.5, "relation": 0.5, "entity": 0.0, "event": 0.0}


class _Reading(nn.Module):
    """The encoder with the heads that are shipped, for one window."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        words = self.encoder(ids, shapes, first, last)
        return words, *(self.encoder.heads[name](words) for name in HEADS)


def export(model: Model, vocabulary: Path, folder: Path, *, thresholds: Mapping[str, float] = THRESHOLDS, quantised: bool = True) -> Path:
    """Write a folder that `kg.reader.weights_file.load_weights` loads.

    Args:
        model: The trained model.
        vocabulary: The `tokenizers` file that it was trained with.
        folder: Written, or written over.
        thresholds: See `THRESHOLDS`.
        quantised: Weights as int8 (a quarter of the size, nearly twice as fast); otherwise fp32.

    Returns:
        The ONNX file.
    """
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        parts = [_export_encoder(model, Path(work) / "encoder.onnx")]
        parts += [_export_scorer(name, model.scorers[name], Path(work) / f"{name}.onnx") for name in COLUMNS]  # type: ignore[arg-type]  # ModuleDict is untyped
        whole = parts[0]
        for part in parts[1:]:
            whole = compose.merge_models(whole, part, io_map=[])
        whole = _with_one_opset(whole)
        joined = Path(work) / "joined.onnx"
        onnx.save(whole, joined)
        if quantised:
            quantize_dynamic(joined, folder / MODEL, per_channel=True, weight_type=QuantType.QInt8)
        else:
            onnx.save(whole, folder / MODEL)
    (folder / VOCABULARY).write_bytes(vocabulary.read_bytes())
    write_settings(folder, thresholds)
    log.info("%s: %.1f MB", folder / MODEL, (folder / MODEL).stat().st_size / 1e6)
    return folder / MODEL


def write_settings(folder: Path, thresholds: Mapping[str, float]) -> None:
    """Write the settings that belong to the ONNX file in `folder`."""
    digest = hashlib.sha256((folder / MODEL).read_bytes()).hexdigest()
    settings = {"window": WINDOW, "thresholds": dict(sorted(thresholds.items())), "labels": label_sets(), "sha256": digest}
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def _export_encoder(model: Model, path: Path) -> onnx.ModelProto:
    pieces, words = torch.export.Dim("pieces", min=3, max=512), torch.export.Dim("words", min=1, max=510)
    ids = torch.randint(1000, 20_000, (1, 20))
    index = torch.arange(1, 15)[None]
    return _export(
        _Reading(model),
        (ids, torch.ones_like(ids), index, index),
        path,
        inputs=["ids", "shapes", "first", "last"],
        outputs=["words", *HEADS],
        dynamic=({1: pieces}, {1: pieces}, {1: words}, {1: words}),
    )


def _export_scorer(name: str, scorer: PairScorer, path: Path) -> onnx.ModelProto:
    # Names of their own: the runtime takes dimensions of one name for equal, and would reuse buffers across heads.
    spans, pairs = torch.export.Dim(f"{name}_spans", min=2), torch.export.Dim(f"{name}_pairs", min=1)
    width = sum(COLUMNS[name])
    example = (
        torch.randn(6, SPAN_WIDTH),
        torch.zeros(6, dtype=torch.int64) + len(SPAN_TYPES) - 1,
        torch.tensor([1, 2, 3, 4]),
        torch.tensor([0, 0, 1, 5]),
        torch.zeros(4, width),
    )
    proto = _export(
        scorer,
        example,
        path,
        inputs=["spans", "types", "left", "right", "features"],
        outputs=["scores"],
        dynamic=({0: spans}, {0: spans}, {0: pairs}, {0: pairs}, {0: pairs}),
    )
    return compose.add_prefix(proto, f"{name}/")


def _export(  # noqa: PLR0913  # what the exporter needs
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    *,
    inputs: list[str],
    outputs: list[str],
    dynamic: tuple[dict[int, torch.export.Dim], ...],
) -> onnx.ModelProto:
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


def _with_one_opset(model: onnx.ModelProto) -> onnx.ModelProto:
    """Name each operator set once; merging leaves one import for every part."""
    versions = {opset.domain: opset.version for opset in model.opset_import}
    del model.opset_import[:]
    model.opset_import.extend(onnx.helper.make_opsetid(domain, version) for domain, version in sorted(versions.items()))
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
