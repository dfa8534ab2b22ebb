"""What the components hang on a `Doc`, and the first of them: word pieces and encoder.

Extension attributes (`doc._.…`): `kg_encoded` (`EncodedDoc`), `kg_arguments`, `kg_entities`, `kg_events`, `kg_relations`,
`kg_attributions`, `kg_times`, `kg_counts`, `kg_published`, which the caller sets, and `kg_text` and `kg_sentences`, which `text_of` and
`sentences_of` keep. Span groups: `kg_mentions`, `kg_triggers`, which `found_in` reads. Of spans: `span._.kg_confidence`,
`span._.kg_factuality`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.model import Span
from kg.reader.encoder.decode import without_suffix
from kg.reader.encoder.encoding import Window, windows
from kg.reader.encoder.features import Spans, spans_of
from kg.reader.encoder.weights_file import WIDTH, Encoded, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.model import Factuality

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

MENTIONS, TRIGGERS = "kg_mentions", "kg_triggers"

_OF_DOCS = ("encoded", "arguments", "entities", "events", "relations", "attributions", "times", "counts", "published", "text", "sentences")
for _name in _OF_DOCS:
    Doc.set_extension(f"kg_{_name}", default=None, force=True)
DocSpan.set_extension("kg_confidence", default=1.0, force=True)
DocSpan.set_extension("kg_factuality", default="Fact", force=True)


@dataclass(frozen=True, slots=True)
class EncodedDoc:
    """The words of a `Doc` (its tokens but for white space) and what the encoder says of them.

    Attributes:
        tokens: `[words]`, the token index of each word.
        sentence: `[words]`, the number of the sentence of each word.
        vectors: `[words, 384]`.
        logits: `[words, tags]` for each tag head.
    """

    words: tuple[str, ...]
    tokens: Ints
    sentence: Ints
    vectors: Floats
    logits: Mapping[str, Floats]

    def word_ranges(self, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Turn ranges of tokens into ranges of words."""
        found = np.searchsorted(self.tokens, np.array(ranges, dtype=np.int64).reshape(-1, 2))
        return [(start, end) for start, end in found.tolist()]


class EncoderComponent:
    """Word pieces and encoder: assigns `doc._.kg_encoded`."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def __call__(self, doc: Doc) -> Doc:
        """Encode one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Encode documents in order; the result of one does not depend on the others.

        While the later components are at work on one, windows of the next are encoded on other threads.
        """
        del batch_size  # how far to go ahead is counted in windows, not in documents
        begun = deque[_Begun]()
        for part in self._weights.encode(self._windows(stream, begun)):
            yield from _ended(begun)  # those without a word, which have no window
            begun[0].take(part)
            yield from _ended(begun)
        yield from _ended(begun)

    def _windows(self, stream: Iterable[Doc], begun: deque[_Begun]) -> Iterator[Window]:
        """Yield the windows of documents, each of which is put among those that were begun."""
        for doc in stream:
            words, tokens, sentences = words_of(doc)
            cut = windows(words, sentences, self._weights.pieces, size=self._weights.window)
            sentence = np.repeat(np.arange(len(sentences)), [end - start for start, end in sentences])
            begun.append(_Begun(doc, words, tokens, sentence, deque(cut)))
            yield from cut


@dataclass(eq=False)
class _Begun:
    """A document whose windows are being encoded; what is said of one goes to its place at once, so that nothing is held twice."""

    doc: Doc
    words: tuple[str, ...]
    tokens: Ints
    sentence: Ints
    missing: deque[Window]
    logits: dict[str, Floats] = field(default_factory=dict)
    vectors: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.vectors = np.zeros((len(self.words), WIDTH), dtype=np.float32)

    def take(self, part: Encoded) -> None:
        """Take what the encoder says of the next window."""
        window = self.missing.popleft()
        self.vectors[window.start : window.end] = part.vectors
        for head, values in part.logits.items():
            self.logits.setdefault(head, np.zeros((len(self.words), values.shape[1]), dtype=np.float32))[window.start : window.end] = values

    def ended(self) -> Doc:
        """Return the document with all that is said of it."""
        self.doc._.kg_encoded = EncodedDoc(self.words, self.tokens, self.sentence, self.vectors, self.logits)
        return self.doc


def _ended(begun: deque[_Begun]) -> Iterator[Doc]:
    """Yield the documents at the head of the queue of which no window is missing, and let go of them."""
    while begun and not begun[0].missing:
        yield begun.popleft().ended()


def text_of(doc: Doc) -> str:
    """Give the text of a document, which spaCy puts together from the tokens whenever it is asked."""
    if doc._.kg_text is None:
        doc._.kg_text = doc.text
    return str(doc._.kg_text)


def sentences_of(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Give where sentences begin and end, in characters, without the white space around them, numbered as `EncodedDoc.sentence` does.

    White space before the first word is a sentence of its own to spaCy, and none here.
    """
    if doc._.kg_sentences is None:
        inner = ([token for token in sentence if not token.is_space] for sentence in doc.sents)
        doc._.kg_sentences = tuple((words[0].idx, words[-1].idx + len(words[-1])) for words in inner if words)
    found: tuple[tuple[int, int], ...] = doc._.kg_sentences
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A span group in text order, as the pair heads see it, and as values."""

    spans: Spans
    values: tuple[Span, ...]
    confidences: tuple[float, ...]
    labels: tuple[str, ...]


def found_in(doc: Doc, group: str) -> Found:
    """Read a span group of a document that is encoded; without such a group, nothing was found.

    The pair heads see a person's name without its suffix, as they have learnt from few of those.

    Raises:
        UnknownNameError: A label is no type of ours.
    """
    encoded: EncodedDoc = doc._.kg_encoded
    text = text_of(doc)
    spans = sorted(doc.spans.get(group, ()), key=lambda s: (s.start, s.end))
    ranges = encoded.word_ranges([(s.start, s.end) for s in spans])
    items = [(start, _seen_end(encoded.words, start, end, s.label_), s.label_) for (start, end), s in zip(ranges, spans, strict=True)]
    return Found(
        spans_of(encoded.words, items, encoded.sentence),
        tuple(Span(s.start_char, s.end_char, text[s.start_char : s.end_char]) for s in spans),
        tuple(s._.kg_confidence for s in spans),
        tuple(s.label_ for s in spans),
    )


def factualities_of(doc: Doc, triggers: Found) -> list[Factuality]:
    """Return how each trigger is told: as a fact, denied, planned and so on."""
    told = {(s.start_char, s.end_char): s._.kg_factuality for s in doc.spans.get(TRIGGERS, ())}
    return [told[span.start, span.end] for span in triggers.values]


def _seen_end(words: Sequence[str], start: int, end: int, label: str) -> int:
    return start + len(without_suffix(words[start:end])) if label == "PER" else end


def words_of(doc: Doc) -> tuple[tuple[str, ...], Ints, list[tuple[int, int]]]:
    """Give the words of a document, their token indices and its sentences as word ranges; white space is left out."""
    tokens: list[int] = []
    words: list[str] = []
    sentences: list[int] = []
    for token in doc:
        if token.is_sent_start and len(tokens) > (sentences[-1] if sentences else -1):
            sentences.append(len(tokens))
        if not token.is_space:
            tokens.append(token.i)
            words.append(token.text)
    bounds = [b for b in sentences if b < len(words)]
    return tuple(words), np.array(tokens, dtype=np.int64), list(pairwise([*bounds, len(words)]))
