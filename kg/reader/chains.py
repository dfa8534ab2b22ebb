"""Coreference of everything that a text speaks of more than once, things as well as people: phrases in, chains out.

The reader's own clusters are of actors, places and what else graphs are made of; its mentions are names and what takes part in events.
Here every noun phrase and pronoun counts ("the report … it … its authors"), as OntoNotes has it and OntoGUM for many kinds of text: a
phrase is whole, with its article and what follows, phrases may nest, and what is spoken of once is in no chain. No graph needs it.
"""

from __future__ import annotations

from itertools import count, takewhile
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Span as DocSpan
from spacy.tokens import SpanGroup

from kg.reader.encoder.decode import link_antecedents
from kg.reader.encoder.features import Spans, coreference_pairs, spans_of
from kg.reader.encoder.labels import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from kg.reader.encoder.chain_networks import ChainNetworks
    from kg.reader.encoder.encoded import EncodedDoc
    from kg.reader.encoder.features import Ints

# The span groups of a `Doc`, one a chain: "coref_clusters_1" and so on, as spacy-experimental calls them.
GROUP = "coref_clusters_{}"
# A word that is unlikelier (log-odds) to head a phrase of a chain is compared with no other.
LEAST = -1.5
DETERMINERS = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "some", "all", "both")
)
# Words behind which the head of a noun phrase cannot stand any more.
AFTER_HEAD = frozenset(
    (
        *("of", "in", "on", "at", "to", "from", "for", "with", "by", "who", "whom", "which", "that", "where", "when", "whose"),
        *(",", "(", "[", ":", "-", "—"),
    )
)


def chains_of(doc: Doc) -> list[list[tuple[int, int]]]:
    """Read the chains of a document that `kg_chains` has read: ranges of tokens."""
    names = takewhile(doc.spans.__contains__, map(GROUP.format, count(1)))
    return [[(span.start, span.end) for span in doc.spans[name]] for name in names]


class ChainComponent:
    """Chains of phrases: assigns the span groups `coref_clusters_1`, `coref_clusters_2` and so on, in text order."""

    def __init__(self, networks: ChainNetworks) -> None:
        self._networks = networks

    def __call__(self, doc: Doc) -> Doc:
        """Find the chains of one document."""
        encoded: EncodedDoc = doc._.kg_encoded
        tokens = encoded.tokens.tolist()
        for number, phrases in enumerate(self._chains(encoded), 1):
            spans = [DocSpan(doc, tokens[start], tokens[end - 1] + 1) for start, end in phrases]
            doc.spans[GROUP.format(number)] = SpanGroup(doc, name=GROUP.format(number), spans=spans)
        return doc

    def _chains(self, encoded: EncodedDoc) -> Iterator[list[tuple[int, int]]]:
        if not encoded.words:
            return
        likely = self._networks.heads(encoded.vectors)
        heads = np.flatnonzero(likely > LEAST)
        if len(heads) < 2:  # noqa: PLR2004 - a chain has two phrases
            return
        before, behind = self._networks.extents(encoded.vectors, encoded.sentence, heads)
        spans = up_to_heads(encoded.words, encoded.sentence, heads, before)
        pairs = coreference_pairs(spans)
        of_heads = likely[heads]
        scores = self._networks.links(encoded.vectors, spans, pairs) + (of_heads[pairs.left] + of_heads[pairs.right]) / np.float32(2)
        clusters = link_antecedents(pairs.left, pairs.right, scores, [{}] * len(heads), threshold=0.0)
        whole = list(zip((heads - before).tolist(), (heads + behind + 1).tolist(), strict=True))
        yield from ([whole[i] for i in cluster] for cluster in clusters if len(cluster) > 1)


def up_to_heads(words: Sequence[str], sentence: Ints, heads: Ints, before: Ints) -> Spans:
    """Describe phrases, which have `before` words before their `heads`, without their determiners and what follows, as pairs are scored."""
    phrases = zip((heads - before).tolist(), heads.tolist(), strict=True)
    return spans_of(words, [(_behind_determiners(words, start, head), head + 1, UNKNOWN) for start, head in phrases], sentence)


def _behind_determiners(words: Sequence[str], start: int, head: int) -> int:
    return next((at for at in range(start, head) if words[at].lower() not in DETERMINERS), head)


def head_of(words: Sequence[str], span: tuple[int, int]) -> tuple[int, int]:
    """Return the word that a noun phrase is about: the last before what follows its head; of "Roe's home", the last of all."""
    start, end = span
    stops = [i for i in range(start + 1, end) if words[i].lower() in AFTER_HEAD]
    head = (stops[0] if stops else end) - 1
    return head, head + 1
