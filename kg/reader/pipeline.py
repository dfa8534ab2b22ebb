"""The reader: a spaCy pipeline of our components, and `Document` → `Reading` around it.

`load()` gives the shipped reader. Its `nlp` is an ordinary spaCy `Language`: components may be replaced or added before reading.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

from kg.model import Document, Reading
from kg.reader import factories as _factories  # noqa: F401  # registers them with spaCy
from kg.reader.encoder import words
from kg.reader.encoder.encoded import sentences_of
from kg.reader.encoder.weights_file import load_weights
from kg.reader.naming import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

log = logging.getLogger(__name__)

WITH_WEIGHTS = ("kg_encoder", "kg_mentions", "kg_events", "kg_arguments", "kg_coreference", "kg_relations")
PIPELINE = (
    "kg_sentences",
    "kg_encoder",
    "kg_mentions",
    "kg_events",
    "kg_arguments",
    "kg_coreference",
    "kg_identifications",
    "kg_relations",
    "kg_attributions",
    "kg_times",
    "kg_counts",
)


class Reader:
    """Reads articles.

    Attributes:
        nlp: The spaCy pipeline.
        extractor: Name and version of what reads; stands in every reading.
    """

    def __init__(self, nlp: Language, extractor: str) -> None:
        self.nlp = nlp
        self.extractor = extractor

    def read(self, document: Document) -> Reading:
        """Read one article."""
        return next(self.batch([document]))

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read articles in order, several at once; a reading does not depend on what is read beside it."""
        pairs = ((self._doc(document), document) for document in documents)
        for doc, document in self.nlp.pipe(pairs, as_tuples=True):
            yield self._reading(doc, document)

    def _doc(self, document: Document) -> Doc:
        doc = words.tokenise(self.nlp, document.text)
        doc._.kg_published = document.published
        return doc

    def _reading(self, doc: Doc, document: Document) -> Reading:
        return Reading(
            document=document,
            sentences=sentences_of(doc),
            entities=doc._.kg_entities or (),
            events=doc._.kg_events or (),
            arguments=doc._.kg_arguments or (),
            relations=doc._.kg_relations or (),
            attributions=doc._.kg_attributions or (),
            times=doc._.kg_times or (),
            counts=doc._.kg_counts or (),
            extractor=self.extractor,
        )


def load(weights: Path | str | None = None, *, threads: int | None = None) -> Reader:
    """Load the reader.

    Args:
        weights: A folder that training wrote; default: the shipped one.
        threads: On how many threads it reads; default: as many as there are cores. The latest call counts for all readers of these weights.

    Raises:
        ReaderError: The weights are missing, damaged or of another version.
    """
    folder = SHIPPED if weights is None else Path(weights)
    nlp = spacy.blank("en")
    nlp.max_length = 10**9  # memory grows with the text, but nothing here needs spaCy's guard for parsers
    for name in PIPELINE:
        nlp.add_pipe(name, config={"weights": str(folder)} if name in WITH_WEIGHTS else {})
    loaded = load_weights(folder)
    loaded.threads = threads or os.cpu_count() or 1
    return Reader(nlp, loaded.name)
