"""The weights: a few ONNX files, the vocabulary, and the settings that belong to them.

A folder comes in (the shipped one, or one that training wrote), a `Weights` goes out, checked against this version's label sets.
Windows are run one at a time and never padded: the int8 arithmetic scales activations by what is in the batch, so a text read beside
others would otherwise get other scores than the same text read alone. Speed comes from running windows side by side on threads.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf

from kg.errors import ReaderError
from kg.reader.encoder import labels
from kg.reader.encoder.decode import Calibration
from kg.reader.encoder.encoding import Window, WordPieces
from kg.reader.encoder.features import COLUMNS, Contexts, Pairs, Spans
from kg.reader.naming import MODELS, SETTINGS, SHIPPED, VOCABULARY, digest_of, extractor_name, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

HEADS = ("mention", "trigger", "factuality", "polnear", "worldwide")
WIDTH = 384
# Pairs are scored in parts, side by side on threads: few pairs, for the memory; few triggers, as their sentences are padded to the longest.
PAIRS_AT_ONCE = 1 << 11
TRIGGERS_AT_ONCE = 8
NOTHING_MORE: Mapping[str, NDArray[np.generic]] = MappingProxyType({})
WINDOWS_AHEAD = 32  # encoded before they are asked for: some 20 MB


def label_sets() -> dict[str, list[str]]:
    """List the label sets that weights must have been trained for."""
    sets = {
        "mention": labels.MENTION_TAGS,
        "trigger": labels.TRIGGER_TAGS,
        "factuality": labels.FACTUALITY_LABELS,
        "polnear": labels.ATTRIBUTION_TAGS,
        "worldwide": labels.NAME_TAGS,
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
    """Trained weights, ready to run.

    Attributes:
        threads: How many windows, or parts of the pairs of one text, are run side by side. Whoever loads the weights sets it: as many as
            there are cores, fewer in one of several processes. No result depends on it.
    """

    def __init__(self, sessions: Mapping[str, InferenceSession], pieces: WordPieces, settings: Mapping[str, object], name: str) -> None:
        self._sessions = sessions
        self.threads = os.cpu_count() or 1
        self.pieces = pieces
        self.name = name
        self.window = int(str(settings["window"]))
        # Slope and shift of the log-odds of each kind's confidences; weights that were not calibrated have none.
        given = dict(settings.get("calibration", {}))  # type: ignore[call-overload]
        self.calibration: Calibration = {str(kind): (float(slope), float(shift)) for kind, (slope, shift) in given.items()}
        self.thresholds = {str(k): float(v) for k, v in dict(settings["thresholds"]).items()}  # type: ignore[call-overload]

    def encode(self, windows: Iterable[Window], *, heads: Sequence[str] = HEADS) -> Iterator[Encoded]:
        """Encode windows, each on its own, in order; several at once on `threads`."""
        if self.threads == 1:
            yield from (self._encode(window, heads) for window in windows)
            return
        waiting: deque[Future[Encoded]] = deque()
        with ThreadPoolExecutor(self.threads) as pool:
            for window in windows:
                waiting.append(pool.submit(self._encode, window, heads))
                if len(waiting) > WINDOWS_AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _encode(self, window: Window, heads: Sequence[str]) -> Encoded:
        names = ("ids", "shapes", "first", "last")
        feed = {name: np.array([getattr(window, name)], dtype=np.int64) for name in names}
        vectors, *logits = self._sessions["reader"].run(["words", *heads], feed)
        return Encoded(vectors[0], dict(zip(heads, (x[0] for x in logits), strict=True)))

    def score(self, head: str, vectors: Floats, spans: Spans, pairs: Pairs) -> Floats:
        """Score pairs of spans of one text.

        Args:
            head: One of `kg.reader.encoder.features.COLUMNS`.
            vectors: `[words, 384]`.
            spans: What the pairs are of.
            pairs: Which, with their features.

        Returns:
            Logits `[pairs, labels]`.
        """
        if len(pairs) <= PAIRS_AT_ONCE:
            return self._score(head, vectors, spans, pairs)
        parts = [pairs.part(low, low + PAIRS_AT_ONCE) for low in range(0, len(pairs), PAIRS_AT_ONCE)]
        return self._side_by_side(lambda part: self._score(head, vectors, *part.with_own(spans)), parts)

    def roles(self, vectors: Floats, spans: Spans, pairs: Pairs, contexts: Contexts) -> Floats:
        """Score the roles of one text, `[pairs, labels]`; the triggers that `contexts` are of come first in `spans`."""
        bounds = np.searchsorted(pairs.left, np.arange(0, len(contexts) + TRIGGERS_AT_ONCE, TRIGGERS_AT_ONCE))
        parts = [pairs.part(low, high) for low, high in pairwise(bounds.tolist()) if low < high]
        return self._side_by_side(lambda part: self._roles(vectors, spans, part, contexts), parts)

    def _side_by_side(self, work: Callable[[Pairs], Floats], parts: Sequence[Pairs]) -> Floats:
        """Score parts of the pairs on `threads`."""
        if self.threads == 1 or len(parts) == 1:
            return np.concatenate([work(part) for part in parts])
        with ThreadPoolExecutor(self.threads) as pool:
            return np.concatenate(list(pool.map(work, parts)))

    def _roles(self, vectors: Floats, spans: Spans, pairs: Pairs, contexts: Contexts) -> Floats:
        rows = contexts.at(np.unique(pairs.left))
        own_spans, own_pairs = pairs.with_own(spans)
        context: dict[str, NDArray[np.generic]] = {
            "vectors": vectors[rows.words],
            "mentions": rows.mentions,
            "events": rows.events,
            "relative": rows.relative,
            "places": rows.places(own_spans, own_pairs),
        }
        return self._score("role", vectors, own_spans, own_pairs, context)

    def _score(
        self, head: str, vectors: Floats, spans: Spans, pairs: Pairs, more: Mapping[str, NDArray[np.generic]] = NOTHING_MORE
    ) -> Floats:
        (out,) = self._sessions[head].run(["scores"], {**pair_feed(vectors, spans, pairs, COLUMNS[head]), **more})
        return np.asarray(out, dtype=np.float32)


def pair_feed(vectors: Floats, spans: Spans, pairs: Pairs, columns: Sequence[int]) -> dict[str, NDArray[np.generic]]:
    """Write pairs as a scorer of pairs takes them: their spans, of each its first and last word, and the features of `columns`."""
    return {
        "spans": np.concatenate([vectors[spans.start], vectors[spans.end - 1]], axis=1),
        "types": spans.type,
        "left": pairs.left,
        "right": pairs.right,
        "features": pairs.one_hot(columns),
    }


@lru_cache(maxsize=4)
def load_weights(folder: Path = SHIPPED) -> Weights:
    """Load weights, once a process.

    Raises:
        ReaderError: Files are missing or damaged, or the weights are for other label sets.
    """
    missing = [name for name in (*MODELS.values(), VOCABULARY, SETTINGS) if not (folder / name).is_file()]
    if missing:
        raise ReaderError(f"{folder}: no {', '.join(missing)}. Reinstall kg, or name a folder that `python -m kg.train` wrote")
    settings = _settings(folder)
    files = {name: folder / file for name, file in MODELS.items()}
    contents = {name: path.read_bytes() for name, path in files.items()}
    digest = digest_of(contents.values())
    if settings.get("sha256") != digest:
        raise ReaderError(f"{folder}: damaged (the checksum of its {len(files)} networks is not the one in {SETTINGS}). Reinstall kg")
    sessions = {name: session(content, files[name]) for name, content in contents.items()}
    return Weights(sessions, _pieces(folder / VOCABULARY), settings, extractor_name(digest))


def _settings(folder: Path) -> dict[str, object]:
    settings = read_settings(folder)
    if settings["labels"] != label_sets():
        path = folder / SETTINGS
        raise ReaderError(f"{path}: these weights were trained for other label sets. Take the version of kg that made them, or train anew")
    return settings


def _pieces(path: Path) -> WordPieces:
    try:
        return WordPieces.load(path)
    except Exception as error:  # `tokenizers` raises nothing narrower
        raise ReaderError(f"{path}: not a vocabulary of word pieces ({error}). Reinstall kg") from error


def session(content: bytes, path: Path) -> InferenceSession:
    """Make a network ready to run; `path` is for the error.

    Raises:
        ReaderError: It is no network.
    """
    options = SessionOptions()
    options.intra_op_num_threads = 1  # windows run side by side instead
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        # An addition and a normalisation take less time than what the runtime would make of the two.
        return InferenceSession(content, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"])
    except (Fail, InvalidGraph, InvalidProtobuf) as error:
        raise ReaderError(f"{path}: not an ONNX model that runs here ({error}). Reinstall kg") from error
