"""English Worldwide Newswire (Shan et al. 2023): names in news from outside the West, strict span F1.

Tagged files come in, tallies go out: of the names that the reader finds in the corpus' own nine labels (`kg_names`), and of the mentions
that graphs are made of. These are mapped (`LABELS`): of persons, places and so on only names count, of times only what names a day, a
month or a year; adjectives of nationality are NORP there and GPE with us. Two labels, Money and Product, have no counterpart in our
scheme; what they hold is missed, and the figure without them stands beside. The rules of the mapping were made looking at the training
part only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.evaluate.scores import Tally, tally_of
from kg.evaluate.words import blocks, doc_of, files, read_docs
from kg.model import EntityType
from kg.reader.encoder.features import PRONOUNS, ROLE_NOUNS
from kg.resolve.countries import ADJECTIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spacy.tokens import Span

    from kg.reader import Reader

LABELS: Mapping[EntityType, str] = {
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Facility",
    "GRP": "NORP",
    "TIM": "Date",
    "MISC": "Misc",
    "WEA": "Product",
}
WITHOUT_COUNTERPART = frozenset(("Money", "Product"))
NATIONALITY = frozenset(word.replace("-", " ") for words in ADJECTIVES.values() for word in words.split())
OF_PEOPLES = frozenset(("Arab", "African", "European", "Asian", "Western", "Latin American", "Maori", "Māori", "Aboriginal", "Caribbean"))
SMALL = frozenset(
    ("of", "the", "and", "for", "in", "on", "de", "la", "el", "del", "al", "bin", "ibn", "van", "von", "da", "dos", "du", "s", "-")
)
DATE_WORD = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary|\.)?|feb(?:ruary|\.)?|march|april|may|june|july|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?|1[5-9]\d\d|20\d\d",
    re.IGNORECASE,
)
DAY_OF_MONTH = re.compile(r"[0-3]?\d(?:st|nd|rd|th)?")
_Labelled = tuple[int, int, str]


def measure(path: Path, reader: Reader) -> dict[str, Tally]:
    """Measure names, by label and all of them ("all"), and the mentions of graphs, mapped: those of labels that our scheme has, and all."""
    gold: list[tuple[str, _Labelled]] = []
    said: list[tuple[str, _Labelled]] = []
    mapped: list[tuple[str, _Labelled]] = []
    if "kg_names" not in reader.nlp.pipe_names:
        reader.nlp.add_pipe("kg_names", after="kg_mentions")
    articles = [(file.name, *_article(blocks(file)[1:])) for file in files(path, "*.tsv")]  # the first block is the address
    docs = (doc_of(reader.nlp, words, starts) for _, words, starts, _ in articles)
    for (name, _, _, spans), doc in zip(articles, read_docs(reader, docs, until="kg_names"), strict=True):
        gold += [(name, span) for span in spans]
        said += [(name, (span.start, span.end, span.label_)) for span in doc.ents]
        mapped += [(name, found) for span in doc.spans["kg_mentions"] for found in _mapped(span)]
    labels = sorted({span[1][2] for span in (*gold, *said)})
    total = {label: tally_of([s for s in said if s[1][2] == label], [g for g in gold if g[1][2] == label]) for label in labels}
    ours = [[one for one in side if one[1][2] not in WITHOUT_COUNTERPART] for side in (mapped, gold)]
    mentions = {"mentions, with counterpart": tally_of(*ours), "mentions, all": tally_of(mapped, gold)}
    return {**mentions, **total, "all": tally_of(said, gold)}


def _article(paragraphs: Sequence[Sequence[Sequence[str]]]) -> tuple[list[str], list[int], list[_Labelled]]:
    """Join the blocks of an article: its words, where its blocks begin, and its names."""
    words: list[str] = []
    starts: list[int] = []
    tags: list[str] = []
    for rows in paragraphs:
        starts.append(len(words))
        words += [row[0] for row in rows]
        tags += [row[1] for row in rows]
    return words, starts, list(_names(tags))


def _names(tags: Sequence[str]) -> Iterator[_Labelled]:
    start: int | None = None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (not tag.startswith("I-") or tag[2:] != tags[start][2:]):
            yield start, i, tags[start][2:]
            start = None
        if tag.startswith("B-") or (tag.startswith("I-") and start is None):
            start = i


def _mapped(span: Span) -> Iterator[_Labelled]:
    """Give a mention as the corpus would have it, if it is a name."""
    words = [token.text for token in span]
    if span.label_ == "TIM":
        yield from _date(span, words)
    elif _is_name(span, words):
        label = LABELS[span.label_]  # type: ignore[index]  # spaCy's labels are strings
        yield span.start, span.end, "NORP" if label == "Location" and _is_nationality(" ".join(words)) else label


def _date(span: Span, words: Sequence[str]) -> Iterator[_Labelled]:
    """Give the part of a time that names a day, a month or a year: of "the morning of March 3", "March 3"."""
    named = [i for i, word in enumerate(words) if DATE_WORD.fullmatch(word)]
    if named:
        first, last = named[0], named[-1]
        while first and DAY_OF_MONTH.fullmatch(words[first - 1]):
            first -= 1
        while last + 1 < len(words) and DAY_OF_MONTH.fullmatch(words[last + 1]):
            last += 1
        yield span.start + first, span.start + last + 1, "Date"


def _is_name(span: Span, words: Sequence[str]) -> bool:
    """Tell a name from a description: its words begin with capitals or figures, but for small ones, and are no pronoun or bare title.

    A word that begins a sentence has a capital anyway: it is no name if the article also has it without.
    """
    if (len(words) == 1 and words[0].lower() in PRONOUNS) or all(word.lower() in ROLE_NOUNS for word in words):
        return False
    if len(words) == 1 and span[0].is_sent_start and any(token.text == words[0].lower() for token in span.doc):
        return False
    return all(word[:1].isupper() or not word[:1].isalpha() or word.lower() in SMALL for word in words) and words[0][:1].isupper()


def _is_nationality(text: str) -> bool:
    return text in NATIONALITY or text.removesuffix("s") in NATIONALITY or text in OF_PEOPLES
