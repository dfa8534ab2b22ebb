"""The weights: one ONNX file with all heads, the vocabulary, and the settings that belong to them.

A folder comes in (the shipped one, or one that training wrote), a `Weights` goes out, checked against this version's label sets.
Windows are run one at a time and never padded: the int8 arithmetic scales activations by what is in the batch, so a text read beside
others would otherwise get other scores than the same text read alone. Speed comes from running windows side by side on threads.
"""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import ReaderError
from kg.reader import labels
from kg.reader.encoding import Window, WordPieces
from kg.reader.features import COLUMNS, Pairs, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Floats = NDArray[np.float32]

SHIPPED = Path(__file__).parent / "weights"
MODEL, VOCABULARY, SETTINGS = "reader.onnx", "vocabulary.json", "settings.json"
HEADS = ("mention", "trigger", "factuality", "polnear")
WIDTH = 384


def label_sets() -> dict[str, list[str]]:
    """List the label sets that weights must have been trained for."""
    sets = {
        "mention": labels.MENTION_TAGS,
        "trigger": labels.TRIGGER_TAGS,
        "factuality": labels.FACTUALITY_LABELS,
        "polnear": labels.ATTRIBUTION_TAGS,
        "role": labels.ROLE_LABELS,
        "relation": labels.RELATION_LABELS,
        "span": labels.SPAN_TYPES,
    }
    return {name: list(values) for name, values in sets.items()}


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of the words of one text: `vectors` `[words, 384]`, and logits `[words, tags]` of each of `HEADS`."""

    vectors: Floats
    logits: Mapping[str, Floats]


class Weights:
    """Trained weights, ready to run."""

    def __init__(self, session: InferenceSession, pieces: WordPieces, settings: Mapping[str, object], name: str) -> None:
        from onnxruntime import RunOptions

        self._session = session
        self._partial = RunOptions()
        # One file holds several networks; only the part that leads to the wanted outputs is run.
        self._partial.only_execute_path_to_fetches = True
        self._empty = {
            i.name: np.zeros([d if isinstance(d, int) else 1 for d in i.shape], dtype=np.float32 if "float" in i.type else np.int64)
            for i in session.get_inputs()
        }
        self.pieces = pieces
        self.name = name
        self.window = int(str(settings["window"]))
        self.thresholds = {str(k): float(v) for k, v in dict(settings["thresholds"]).items()}  # type: ignore[call-overload]

    def encode(self, windows: Iterable[Window]) -> Iterator[Encoded]:
        """Encode windows, each on its own, in order; several at once on as many threads as there are cores."""
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            yield from pool.map(self._encode, windows)

    def _encode(self, window: Window) -> Encoded:
        names = ("ids", "shapes", "first", "last")
        feed = {name: np.array([getattr(window, name)], dtype=np.int64) for name in names}
        vectors, *logits = self._session.run(["words", *HEADS], {**self._empty, **feed}, self._partial)
        return Encoded(vectors[0], dict(zip(HEADS, (x[0] for x in logits), strict=True)))

    def score(self, head: str, vectors: Floats, spans: Spans, pairs: Pairs) -> Floats:
        """Score pairs of spans of one text.

        Args:
            head: One of `kg.reader.features.COLUMNS`.
            vectors: `[words, 384]`.
            spans: What the pairs are of.
            pairs: Which, with their features.

        Returns:
            Logits `[pairs, labels]`.
        """
        ends = np.concatenate([vectors[spans.start], vectors[spans.end - 1]], axis=1)
        feed = {
            f"{head}/spans": ends,
            f"{head}/types": spans.type,
            f"{head}/left": pairs.left,
            f"{head}/right": pairs.right,
            f"{head}/features": pairs.one_hot(COLUMNS[head]),
        }
        (out,) = self._session.run([f"{head}/scores"], {**self._empty, **feed}, self._partial)
        return np.asarray(out, dtype=np.float32)


@lru_cache(maxsize=4)
def load_weights(folder: Path = SHIPPED) -> Weights:
    """Load weights, once a process.

    Raises:
        ReaderError: Files are missing or damaged, or the weights are for other label sets.
    """
    missing = [name for name in (MODEL, VOCABULARY, SETTINGS) if not (folder / name).is_file()]
    if missing:
        raise ReaderError(f"{folder}: no {', '.join(missing)}. Reinstall kg, or name a folder that `python -m kg.train` wrote")
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    if settings.get("labels") != label_sets():
        raise ReaderError(f"{folder}: these weights were trained for other label sets. Take the version of kg that made them, or train anew")
    content = (folder / MODEL).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if settings.get("sha256") != digest:
        raise ReaderError(f"{folder / MODEL}: damaged (its checksum is not the one in {SETTINGS}). Reinstall kg")
    return Weights(_session(content, folder), WordPieces.load(folder / VOCABULARY), settings, f"kg-reader/{digest[:12]}")


def _session(content: bytes, folder: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # windows run side by side instead
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf as error:
        raise ReaderError(f"{folder / MODEL}: not an ONNX model ({error}). Reinstall kg") from error
