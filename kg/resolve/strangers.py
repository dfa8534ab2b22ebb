"""People and organisations that the reader took for someone else.

In come the locals of an article; out go the same, without the mentions that name someone else than the rest: nobody is two heads of state,
and a last name that is no part of the own full name, but of another's of the article, is that one's. Of known things only names that are
sure for one row of the gazetteer, and neither short for another name nor one with a word of it, are taken out, and a longer name that is
another row's ("Islamic State in the Greater Sahara"); whether a local is a row is decided in `kg.resolve.link`. A last name that stands by
itself and is like no word of a person's full name is a stranger's too, unless the article says that it is his: posts, nicknames,
acronyms and misspellings are not taken for such.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from kg.model import Entity, Mention, Span
from kg.resolve.gazetteer import Gazetteer, Known, key_of
from kg.resolve.local import Local
from kg.resolve.names import POSTS, fold, last_name, ordinary_words, resembles
from kg.resolve.spelling import is_variant

PERSON = "person"
_FAMILIES = frozenset((PERSON, "organisation"))
# What shows that a word is not somebody's name alone: it is part of a post or a longer name, described, quoted, or said to be another name.
_DEPENDS = re.compile(
    r"(?:\b(?i:the|an?|his|her|its|their|our|my|your|of|as|by|for|then|former|alias|aka|born|named|known|called|nicknamed|dubbed)"
    r"|[\w'\u2019.-]*[A-Z][\w'\u2019.-]*|[-\"'\u201c\u2018(/])[\s\"'\u201c\u2018(]*$"
)
_BEGINS = re.compile(r"(?:[a-z\d)][.!?][\"'\u201d\u2019]?\s+|\n\s*)$")
_GOES_ON = re.compile(r"\s+(?:of|to|for|[A-Z])|[-)\"\u201d/]")
_ALSO_KNOWN = re.compile(r",? (?:\w+ ){0,2}(?:alias|aka|known as|nicknamed) (?P<name>[^,.;]+)")
_NEAR = 30  # characters around a mention that are looked at
_SHORTEST_NICKNAME = 3
_MISSPELT = 0.6
"""How alike two words must be for one to be a misspelling of the other."""


def without_strangers(locals_: Sequence[Local], gazetteer: Gazetteer, text: str) -> Iterator[Local]:
    """Yield the locals of an article, each without those of its mentions that name someone else, and these as locals of their own."""
    last_names = _last_names(locals_)
    ordinary = ordinary_words(text)
    for local in locals_:
        unlike = {name for name in _unlike_names(local) if name not in ordinary and _is_name_alone(local, name, text)}
        strange = dict.fromkeys(unlike | _strange_names(local, gazetteer), "") | _others_last_names(local, last_names)
        yield from _parted(local, strange)


def _last_names(locals_: Sequence[Local]) -> dict[str, set[str]]:
    """Return the full names of the persons of an article, by the last name."""
    found: dict[str, set[str]] = defaultdict(set)
    for local in locals_:
        if local.family == PERSON and " " in local.main:
            found[last_name(local.main)].add(local.main)
    return found


def _others_last_names(local: Local, last_names: Mapping[str, set[str]]) -> dict[str, str]:
    """Return the last names that a person of another full name is called by, each with the one full name of the article that it ends."""
    if local.family != PERSON or local.known or local.is_part or " " not in local.main:
        return {}
    own = {word for name in local.names if " " in name for word in name.split()}
    found = {name: last_names.get(name, set()) - {local.main} for name in local.names if " " not in name and name not in own}
    return {name: next(iter(full)) for name, full in found.items() if len(full) == 1}


def _unlike_names(local: Local) -> Iterator[str]:
    """Yield the single words that a person of a full name is called by and that are like no word of it."""
    if local.family != PERSON or local.known or local.is_part or " " not in local.main:
        return
    own = {word for name in local.names if " " in name for word in name.split()}
    for name in local.names.keys() - local.stated:
        if " " not in name and name not in POSTS and not any(_may_be_one(name, word) for word in own):
            yield name


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two words may be one name: spellings of it, also wrong ones, or a nickname made of its beginning."""
    start = one[:_SHORTEST_NICKNAME] == other[:_SHORTEST_NICKNAME]
    return start or is_variant(one, other) or Levenshtein.normalized_similarity(one, other) >= _MISSPELT


def _is_name_alone(local: Local, name: str, text: str) -> bool:
    """Tell whether each mention of a name is one word that stands for itself as a last name does, with no capital but the first."""
    spans = [m.span for entity in local.entities for m in entity.mentions if key_of(m.span.text, local.family) == name]
    own = {word for other in local.names if " " in other for word in other.split()}
    return all(span.text == span.text.capitalize() and not _depends(span, text, own) for span in spans)


def _depends(span: Span, text: str, own: Container[str]) -> bool:
    """Tell whether a mention is no name by itself, or said to be another name of who has a word of `own` in his; headlines do not tell."""
    known_as = _ALSO_KNOWN.match(text, span.end)
    if span.start == 0 or _GOES_ON.match(text, span.end) or (known_as and any(word in own for word in fold(known_as["name"]).split())):
        return True
    before = text[max(0, span.start - _NEAR) : span.start]
    return _DEPENDS.search(before) is not None and _BEGINS.search(before) is None


def _parted(local: Local, strange: Mapping[str, str]) -> Iterator[Local]:
    """Yield a local without the mentions of strange names, and these apart, under the full names that they are short for, if known."""
    if not strange:
        yield local
        return
    taken: dict[str, list[tuple[int, Mention]]] = defaultdict(list)
    entities: list[Entity] = []
    for k, entity in enumerate(local.entities):
        keys = [key_of(mention.span.text, local.family) for mention in entity.mentions]
        entities.append(replace(entity, mentions=tuple(m for m, key in zip(entity.mentions, keys, strict=True) if key not in strange)))
        for mention, key in zip(entity.mentions, keys, strict=True):
            if key in strange:
                taken[key].append((k, mention))
    names = Counter({name: count for name, count in local.names.items() if name not in strange})
    yield replace(local, entities=entities, names=names)
    for name, mentions in sorted(taken.items()):
        first = local.entities[mentions[0][0]]
        yield replace(
            local,
            entities=[replace(first, mentions=tuple(mention for _, mention in mentions))],
            names=Counter({name: local.names[name]} | ({strange[name]: 0} if strange[name] else {})),
            surfaces=defaultdict(Counter, {name: local.surfaces[name]}),
            is_part=True,
        )


def _strange_names(local: Local, gazetteer: Gazetteer) -> set[str]:
    """Return the names that are sure for another row than the main one, and share no word with it or its row's names, or begin with it."""
    if local.known or local.is_part or local.family not in _FAMILIES or len(local.names) == 1:
        return set()
    main = local.main
    own = _row(local, main, gazetteer)
    words = set(main.split()) | {word for name in _names(own) for word in name.split()}
    return {
        name
        for name in local.names
        if (name.startswith(f"{main} ") or (words.isdisjoint(name.split()) and not _resembles_another(name, local.names)))
        and (row := _row(local, name, gazetteer))
        and row != own
        and (own or not name.startswith(f"{main} "))
    }


def _resembles_another(name: str, names: Iterable[str]) -> bool:
    return any(resembles(name, other) for other in names if other != name)


def _row(local: Local, name: str, gazetteer: Gazetteer) -> Known | None:
    """Return the one row that a name is sure for."""
    rows = [candidate.known for candidate in gazetteer.named(local.family, name) if candidate.is_sure]
    return rows[0] if len(rows) == 1 else None


def _names(known: Known | None) -> list[str]:
    return [key_of(name, known.family) for name in (known.name, *known.aliases, *known.doubtful)] if known else []
