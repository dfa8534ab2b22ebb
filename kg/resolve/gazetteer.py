"""Tables of things that are known by name: the shipped one and the user's own.

In come rows of tables (see `kg.resolve.tables`); out goes a `Gazetteer` that answers which rows a name may mean, and which names of a table
are ambiguous. Which row is meant in an article is decided in `kg.resolve.link`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.resolve.divisions import place_key
from kg.resolve.names import fold, name_key
from kg.resolve.organs import organ_key
from kg.resolve.spelling import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import EntityType

# Classes of the ontology that a row may be of, and the reader's type for each.
TYPES: Mapping[str, EntityType] = {
    "Person": "PER", "Organization": "ORG", "ArmedGroup": "ORG", "GovernmentBody": "ORG", "MilitaryForce": "ORG", "PoliticalParty": "ORG",
    "Company": "ORG", "MediaOrganization": "ORG", "Group": "GRP", "GeopoliticalEntity": "GPE", "Location": "LOC", "Facility": "FAC",
}  # fmt: skip
FAMILIES: Mapping[EntityType, str] = {
    "PER": "person", "ORG": "organisation", "GRP": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "WEA": "weapon",
    "MISC": "other",
}  # fmt: skip
_SHORTEST_SKELETON = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A row: a thing, its names, and where else it is known.

    Attributes:
        id: The row's own id, unique in its file.
        name: The name that people are shown.
        kind: Its class in the ontology ("ArmedGroup").
        aliases: Its other names, each sure to mean it.
        doubtful: Names that mean it only where the article speaks of its country or calls it by another of its names too.
        countries: ISO 3166-1 codes of the countries it belongs to or acts in.
        wikidata: Its id there ("Q2429253"); "" where none is known.
        point: Latitude and longitude in degrees (WGS 84).
        source: The file and line it stands in.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    wikidata: str = ""
    point: tuple[float, float] | None = None
    source: str = ""

    @property
    def type(self) -> EntityType:
        """Return the reader's type for it."""
        return TYPES[self.kind]

    @property
    def family(self) -> str:
        """Return the family of types within which its names are compared."""
        return FAMILIES[self.type]

    @property
    def reference(self) -> str:
        """Return what it is known as beyond this file: its Wikidata id if it has one, else the row's own."""
        return f"wikidata:{self.wikidata}" if self.wikidata else f"gazetteer:{self.id}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that a name may mean; `is_sure` if the name alone tells it, `is_exact` unless only its spelling is like it."""

    known: Known
    is_sure: bool
    is_exact: bool = True
    name: str = ""

    @property
    def needs_article(self) -> bool:
        """Tell whether the name is one word that means the row with "The" before it only ("The Independent")."""
        names = (self.known.name, *self.known.aliases, *self.known.doubtful)
        return " " not in self.name and {f"the {self.name}"} == {
            fold(name) for name in names if fold(name).removeprefix("the ") == self.name
        }


@dataclass(frozen=True)
class Gazetteer:
    """Rows by each of their names. Later files win: a name that one of theirs bears is not looked for in earlier ones."""

    rows: tuple[Known, ...]
    by_name: Mapping[tuple[str, str], tuple[Candidate, ...]] = field(repr=False)
    by_skeleton: Mapping[tuple[str, str], tuple[Candidate, ...]] = field(repr=False)

    def named(self, family: str, key: str) -> tuple[Candidate, ...]:
        """Return the rows of a family that bear the name, without case, accents and titles (see `kg.resolve.names.name_key`)."""
        return self.by_name.get((family, key), ())

    def spelt_like(self, family: str, key: str) -> tuple[Candidate, ...]:
        """Return the rows of a family with a name of the same consonants."""
        return self.by_skeleton.get((family, skeleton(key)), ())


def gazetteer(tables: Iterable[Iterable[Known]]) -> Gazetteer:
    """Return one gazetteer of several tables, the most trusted last."""
    by_name: dict[tuple[str, str], list[Candidate]] = {}
    by_skeleton: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    rows: list[Known] = []
    for table in tables:
        own: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for known in table:
            rows.append(known)
            for key, is_sure in _keys(known):
                if all(other.known != known for other in own[known.family, key]):
                    own[known.family, key].append(Candidate(known, is_sure, name=key))
        by_name.update(own)
    for (family, key), candidates in by_name.items():
        if len(skeleton(key)) >= _SHORTEST_SKELETON:
            by_skeleton[family, skeleton(key)] += [Candidate(c.known, c.is_sure, is_exact=False, name=key) for c in candidates]
    return Gazetteer(
        tuple(rows), {key: tuple(found) for key, found in by_name.items()}, {key: tuple(found) for key, found in by_skeleton.items()}
    )


def _keys(known: Known) -> Iterator[tuple[str, bool]]:
    """Yield the keys of a row's names, and whether each is sure; those of an organ of a state also as such."""
    for names, is_sure in (((known.name, *known.aliases), True), (known.doubtful, False)):
        for name in names:
            key = key_of(name, known.family)
            if key:
                yield key, is_sure
            organ = organ_key(key) if known.family == "organisation" and is_sure else None
            if organ and organ.country:
                yield str(organ), True


def names_of(known: Known) -> list[tuple[str, str]]:
    """Return the names that are sure to mean a row, as they are looked up: its family and a key."""
    return [(known.family, key) for key, is_sure in _keys(known) if is_sure]


def key_of(name: str, family: str) -> str:
    """Return the key of a name in a family, as that of a mention is made."""
    key = name_key(name, is_person=family == "person", is_organisation=family == "organisation")
    return place_key(name, key) if family == FAMILIES["LOC"] else key


def ambiguous(rows: Sequence[Known]) -> list[tuple[str, tuple[Known, ...]]]:
    """Return each name that several rows of a family bear although one of them says that it is sure, and those rows."""
    bearers: dict[tuple[str, str], dict[str, tuple[Known, bool]]] = defaultdict(dict)
    for known in rows:
        for key, is_sure in _keys(known):
            bearers[known.family, key].setdefault(known.id, (known, is_sure))
    return [
        (key, tuple(known for known, _ in found.values()))
        for (_, key), found in sorted(bearers.items())
        if len(found) > 1 and any(is_sure for _, is_sure in found.values())
    ]
