"""The networks of `kg_chains`, which lie beside the weights that they were trained upon: files in, scores out.

They see the encoder's word vectors and nothing else of the reader's, so weights without them read all the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import ReaderError
from kg.reader.encoder.features import COREFERENCE_COLUMNS
from kg.reader.encoder.weights_file import PAIRS_AT_ONCE, pair_feed, session
from kg.reader.naming import CHAINS, SETTINGS, SHIPPED, digest_of_chains, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from kg.reader.encoder.features import Ints, Pairs, Spans

    Floats = NDArray[np.float32]

# How many words a phrase may go on before and behind its head.
MOST_BEFORE, MOST_BEHIND = 12, 40
PHRASES_AT_ONCE = 256  # each is compared with all words that it may reach


class ChainNetworks:
    """Which words head a phrase that is spoken of more than once, how far it goes, and which two are the same."""

    def __init__(self, sessions: Mapping[str, InferenceSession]) -> None:
        self._sessions = sessions

    def heads(self, vectors: Floats) -> Floats:
        """Give, for word vectors `[words, 384]`, the log-odds that each word heads such a phrase, `[words]`."""
        (out,) = self._sessions["heads"].run(["heads"], {"vectors": vectors})
        return np.asarray(out, dtype=np.float32)

    def extents(self, vectors: Floats, sentence: Ints, heads: Ints) -> tuple[Ints, Ints]:
        """Tell how many words of each phrase stand before and behind its head, within the sentence.

        Args:
            vectors: `[words, 384]`.
            sentence: `[words]`, the number of each word's sentence.
            heads: `[phrases]`, indices of words.
        """
        feed = {"vectors": vectors, "sentence": sentence}
        parts = [
            self._sessions["extents"].run(["before", "behind"], {**feed, "heads": heads[low : low + PHRASES_AT_ONCE]})
            for low in range(0, len(heads), PHRASES_AT_ONCE)
        ]
        before, behind = (np.concatenate([part[side].argmax(axis=1) for part in parts]) for side in (0, 1))
        return before, behind

    def links(self, vectors: Floats, spans: Spans, pairs: Pairs) -> Floats:
        """Score whether two phrases are the same, `[pairs]`; `spans` end with the heads, `pairs` are `coreference_pairs`."""
        out = []
        for low in range(0, len(pairs), PAIRS_AT_ONCE):
            own, part = pairs.part(low, low + PAIRS_AT_ONCE).with_own(spans)
            (scores,) = self._sessions["links"].run(["scores"], pair_feed(vectors, own, part, COREFERENCE_COLUMNS))
            out.append(scores[:, 0])
        return np.concatenate(out).astype(np.float32)


@lru_cache(maxsize=2)
def load_chains(folder: Path = SHIPPED) -> ChainNetworks:
    """Load the networks of chains, once a process.

    Raises:
        ReaderError: The weights in `folder` have none, or they are damaged.
    """
    settings, files = read_settings(folder), {name: folder / file for name, file in CHAINS.items()}
    if "chains" not in settings or not all(path.is_file() for path in files.values()):
        raise ReaderError(f"{folder}: these weights have no networks for chains. Train them: python -m kg.train.chains")
    contents = {name: path.read_bytes() for name, path in files.items()}
    if settings["chains"] != digest_of_chains(settings, contents.values()):
        raise ReaderError(
            f"{folder}: the networks for chains are damaged, or were trained upon other weights (see {SETTINGS}). Reinstall kg, or train "
            "them anew: python -m kg.train.chains"
        )
    return ChainNetworks({name: session(content, files[name]) for name, content in contents.items()})
