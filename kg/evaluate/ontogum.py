"""OntoGUM: coreference of entities in many kinds of text, in OntoNotes' style, CoNLL F1.

Files of the corpus come in (words, and chains in brackets), scores go out. OntoNotes annotates no singletons, so ours are left out; its
mentions are whole noun phrases with their article and what follows, ours end at the head ("the group", "the group that did it" are both
*group*). So two figures are given: the strict one, after our mentions took in the determiner before them, and one in which a
mention is known by its head word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.evaluate.coreference import Cluster, CoreferenceScore, score, without_singletons
from kg.evaluate.words import WordSpan, blocks, doc_of, files, read_docs
from kg.reader.chains import DETERMINERS, chains_of, head_of
from kg.reader.encoder.words import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from spacy.tokens import Doc

    from kg.reader import Reader

BRACKET = re.compile(r"\(\d+\)?|\d+\)")


def measure(path: Path, reader: Reader) -> dict[str, CoreferenceScore]:
    """Measure a folder of documents, or one: chains of everything (`kg_chains`) and the actors of graphs, both "strict" and "by head"."""
    if "kg_chains" not in reader.nlp.pipe_names:
        reader.nlp.add_pipe("kg_chains", after="kg_coreference")
    articles = [_article(file) for file in files(path, "*.conll")]
    docs = (doc_of(reader.nlp, words, sentence_starts(words, [True] * len(words))) for words, _ in articles)
    total = {f"{name}{how}": CoreferenceScore() for name in ("", "actors, ") for how in ("strict", "by head")}
    for (words, gold), doc in zip(articles, read_docs(reader, docs, until="kg_chains"), strict=True):
        actors = [[_with_determiner(words, span) for span in cluster] for cluster in _clusters(doc)]
        for name, said in (("", chains_of(doc)), ("actors, ", actors)):
            for how, known in (("strict", list), ("by head", partial(_heads, words))):
                gold_mentions, said_mentions = (_as_sets(_apart(map(known, side))) for side in (gold, said))
                total[name + how] += score(without_singletons(gold_mentions), without_singletons(said_mentions))
    return total


def _article(path: Path) -> tuple[list[str], list[list[WordSpan]]]:
    rows = [row for block in blocks(path) for row in block if not row[0].startswith("#") and row[1].strip()]
    return [row[1] for row in rows], _chains([row[2] for row in rows], path)


def _chains(column: Sequence[str], path: Path) -> list[list[WordSpan]]:
    """Read brackets such as `(3(4)`: chain 3 begins, chain 4 is this word."""
    opened: dict[str, list[int]] = defaultdict(list)
    chains: dict[str, list[WordSpan]] = defaultdict(list)
    for i, cell in enumerate(column):
        for bracket in BRACKET.findall(cell):
            chain = bracket.strip("()")
            if bracket.startswith("("):
                opened[chain].append(i)
            if bracket.endswith(")"):
                if not opened[chain]:
                    raise InputError(f"{path}: word {i} closes chain {chain}, which is not open. Take the file as it was published")
                chains[chain].append((opened[chain].pop(), i + 1))
    return [spans for spans in chains.values() if len(spans) > 1]


def _clusters(doc: Doc) -> list[list[WordSpan]]:
    start = {token.idx: token.i for token in doc}
    end = {token.idx + len(token): token.i + 1 for token in doc}
    return [[(start[m.span.start], end[m.span.end]) for m in entity.mentions] for entity in doc._.kg_entities]


def _with_determiner(words: Sequence[str], span: WordSpan) -> WordSpan:
    start, end = span
    return (start - 1, end) if start and words[start - 1].lower() in DETERMINERS else span


def _heads(words: Sequence[str], cluster: Iterable[WordSpan]) -> list[WordSpan]:
    return [head_of(words, span) for span in cluster]


def _as_sets(clusters: Iterable[Iterable[WordSpan]]) -> list[Cluster]:
    return [frozenset(cluster) for cluster in clusters]


def _apart(clusters: Iterable[Iterable[WordSpan]]) -> list[list[WordSpan]]:
    """Let each mention be in one cluster only, the first: nested phrases may have one head."""
    taken: set[WordSpan] = set()
    out = []
    for cluster in clusters:
        own = sorted(set(cluster) - taken)
        taken.update(own)
        out.append(own)
    return [cluster for cluster in out if cluster]
