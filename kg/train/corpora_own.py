"""Our own annotation of texts from other corpora (`annotation/*.jsonl`) → examples in the reader's own layers.

The texts are not ours and not here: a line names a corpus, one of its texts and a range of words, and the words are read from the corpus;
a digest of them tells whether they are those that were annotated. Positions in a line are counted from the range's first word.

Sentences were chosen where the reader was least sure of its triggers; one without triggers is told to have none. The fillers of their roles
were chosen among mentions that the reader had found, which are not taught. Articles, or their beginnings, have all layers; those
that were annotated first have no relations, which are then unknown.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import DocumentError
from kg.train.corpora_offsets import muc, polnear
from kg.train.corpora_text import REMEDY, Loader, Part, disjoint, json_lines, merged
from kg.train.corpora_words import rams, worldwide
from kg.train.examples import Example, Labelled, Link, WordSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ANNOTATION = Path(__file__).with_name("annotation")  # a folder; its files are published with the package
_CORPORA: Mapping[str, Loader] = {"muc": muc, "polnear": polnear, "rams": rams, "worldwide": worldwide}


def own_sentences(data: Path, part: Part) -> Iterator[Example]:
    """Yield one example a sentence, with triggers, their factuality and, of a third of them, roles; there is no development part.

    Raises:
        DocumentError: A corpus is missing, or is another version than was annotated.
    """
    for record in _records("sentences", part):
        words = _words(record, data)
        triggers, factuality = _triggers(record)
        yield Example(
            id=f"{record['id']}:{record['start']}",
            corpus="own_sentences",
            words=words,
            sentences=(WordSpan(0, len(words)),),
            tags={"trigger": triggers},
            factuality=factuality,
            roles={"role": _links(record["roles"])} if "roles" in record else {},
            fillers=tuple(Labelled(*mention) for mention in record.get("mentions", ())),
        )


def own_articles(data: Path, part: Part) -> Iterator[Example]:
    """Yield one example an article, with all layers, some without relations; there is no development part.

    Raises:
        DocumentError: A corpus is missing, or is another version than was annotated.
    """
    for record in _records("articles", part):
        triggers, factuality = _triggers(record)
        mentions = disjoint((Labelled(*mention) for mention in record["mentions"]), prefer="shortest")
        kept = {span.span for span in (*mentions, *triggers)}
        yield Example(
            id=f"own:{record['id']}",
            corpus="own_articles",
            words=_words(record, data),
            sentences=merged(tuple(WordSpan(*sentence) for sentence in record["sentences"]), kept),
            tags={"mention": mentions, "trigger": triggers},
            factuality=factuality,
            coreference={"entity": _clusters(record["entities"], kept), "event": _clusters(record["events"], kept)},
            roles={"role": _links(record["roles"], kept)},
            relations=_links(record["relations"], kept) if "relations" in record else None,
        )


def _records(name: str, part: Part) -> Iterator[dict[str, Any]]:
    if part == "train":
        yield from json_lines(ANNOTATION / f"{name}.jsonl")


def _words(record: Mapping[str, Any], data: Path) -> tuple[str, ...]:
    words = _texts(record["corpus"], data).get(record["id"], ())[record["start"] : record["end"]]
    if digest(words) != record["digest"]:
        raise DocumentError(
            f"{record['corpus']}: {record['id']}", f"words {record['start']} to {record['end']} are not as annotated", REMEDY
        )
    return words


def digest(words: Sequence[str]) -> str:
    """Return what a line of annotation says of the words that it was made for."""
    return blake2s(" ".join(words).encode(), digest_size=4).hexdigest()


@cache
def _texts(corpus: str, data: Path) -> Mapping[str, tuple[str, ...]]:
    return {example.id: example.words for example in _CORPORA[corpus](data, "train")}


def _triggers(record: Mapping[str, Any]) -> tuple[tuple[Labelled, ...], dict[WordSpan, str]]:
    triggers = disjoint((Labelled(start, end, label) for start, end, label, _ in record["triggers"]), prefer="shortest")
    factuality = {WordSpan(start, end): value for start, end, _, value in record["triggers"]}
    return triggers, {trigger.span: factuality[trigger.span] for trigger in triggers}


def _links(links: Sequence[Any], kept: set[WordSpan] | None = None) -> tuple[Link, ...]:
    """Read links, each a list of two positions, a label and two positions; with `kept`, those between spans that are in it."""
    read = {Link(WordSpan(*link[:2]), link[2], WordSpan(*link[3:])) for link in links}
    return tuple(sorted(link for link in read if kept is None or (link.head in kept and link.tail in kept)))


def _clusters(groups: Sequence[Sequence[Sequence[int]]], kept: set[WordSpan]) -> tuple[tuple[WordSpan, ...], ...]:
    spans = (tuple(sorted({WordSpan(*span) for span in group} & kept)) for group in groups)
    return tuple(sorted(cluster for cluster in spans if cluster))
