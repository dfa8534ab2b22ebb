"""Known people and organisations that the reader took for someone else.

In come the locals of an article; out go the same, without the mentions that name another known thing than the rest: nobody is two heads of
state. Only names that are sure for one row of the gazetteer, and neither short for another name nor one with a word of it, are taken out;
whether a local is a row is decided in `kg.resolve.link`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.model import Entity, Mention
from kg.resolve.gazetteer import Gazetteer, Known, key_of
from kg.resolve.local import Local
from kg.resolve.names import resembles

_FAMILIES = frozenset(("person", "organisation"))


def without_strangers(local: Local, gazetteer: Gazetteer) -> Iterator[Local]:
    """Yield the local, and each known thing that some of its mentions name instead as a local of its own."""
    strange = _strange_names(local, gazetteer)
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
            names=Counter({name: local.names[name]}),
            surfaces=defaultdict(Counter, {name: local.surfaces[name]}),
            is_part=True,
        )


def _strange_names(local: Local, gazetteer: Gazetteer) -> set[str]:
    """Return the names that are sure for another row than the main one, and share no word with it or its row's names."""
    if local.known or local.is_part or local.family not in _FAMILIES or len(local.names) == 1:
        return set()
    main = local.main
    own = _row(local, main, gazetteer)
    words = set(main.split()) | {word for name in _names(own) for word in name.split()}
    return {
        name
        for name in local.names
        if words.isdisjoint(name.split())
        and not any(resembles(name, other) for other in local.names if other != name)
        and (row := _row(local, name, gazetteer))
        and row != own
    }


def _row(local: Local, name: str, gazetteer: Gazetteer) -> Known | None:
    """Return the one row that a name is sure for."""
    rows = [candidate.known for candidate in gazetteer.named(local.family, name) if candidate.is_sure]
    return rows[0] if len(rows) == 1 else None


def _names(known: Known | None) -> list[str]:
    return [key_of(name, known.family) for name in (known.name, *known.aliases, *known.doubtful)] if known else []
