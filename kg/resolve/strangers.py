"""People and organisations that the reader took for someone else.

In come the locals of an article; out go the same, without the mentions that name someone else than the rest: nobody is two heads of state,
and a last name that is no part of the own full name, but of another's of the article, is that one's. Of known things only names that are
sure for one row of the gazetteer, and neither short for another name nor one with a word of it, are taken out, and a longer name that is
another row's ("Islamic State in the Greater Sahara"); whether a local is a row is decided in `kg.resolve.link`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Entity, Mention
from kg.resolve.gazetteer import Gazetteer, Known, key_of
from kg.resolve.local import Local
from kg.resolve.names import resembles

PERSON = "person"
_FAMILIES = frozenset((PERSON, "organisation"))


def without_strangers(locals_: Sequence[Local], gazetteer: Gazetteer) -> Iterator[Local]:
    """Yield the locals of an article, each without those of its mentions that name someone else, and these as locals of their own."""
    last_names = _last_names(locals_)
    for local in locals_:
        strange = dict.fromkeys(_strange_names(local, gazetteer), "") | _others_last_names(local, last_names)
        yield from _parted(local, strange)


def _last_names(locals_: Sequence[Local]) -> dict[str, set[str]]:
    """Return the full names of the persons of an article, by the last name."""
    found: dict[str, set[str]] = defaultdict(set)
    for local in locals_:
        if local.family == PERSON and " " in local.main:
            found[local.main.rpartition(" ")[2]].add(local.main)
    return found


def _others_last_names(local: Local, last_names: Mapping[str, set[str]]) -> dict[str, str]:
    """Return the last names that a person of another full name is called by, each with the one full name of the article that it ends."""
    if local.family != PERSON or local.known or local.is_part or " " not in local.main:
        return {}
    own = {word for name in local.names if " " in name for word in name.split()}
    found = {name: last_names.get(name, set()) - {local.main} for name in local.names if " " not in name and name not in own}
    return {name: next(iter(full)) for name, full in found.items() if len(full) == 1}


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
