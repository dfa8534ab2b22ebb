"""What all articles together tell of the bearer of one name, as counts: what one article tells can be put in and taken out again.

Locals come in (`kg.resolve.local`) with their traits; out goes a `Record` for each key. Nothing is compared or decided here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import EntityType
from kg.resolve.ids import KNOWN
from kg.resolve.local import EntityRef, Key, Local
from kg.resolve.similarity import Profile
from kg.resolve.traits import Traits


@dataclass(slots=True)
class Record:
    """Counts of what articles tell of what is compared by one key.

    Attributes:
        articles: How many entities of articles are counted in it.
        mains: The names that they are mainly called by.
        names: All their names, by the number of entities that bear them; one counts twice that an article says outright to be another's.
        written: How those main names are mostly written in each article.
        surfaces: How each name is written, by name.
        types: The reader's types, by mentions.
        countries: Countries that they are said to be of.
        fields: Fields that they are said to work in.
        years: Years of the articles.
        company: Who else is named in the articles; not counted for what is known, which is not compared by it.
    """

    articles: int = 0
    mains: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    surfaces: dict[str, Counter[str]] = field(default_factory=dict)
    types: Counter[EntityType] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    company: Counter[Key] = field(default_factory=Counter)

    @classmethod
    def of(cls, local: Local, traits: Traits) -> Record:
        """Return what one article tells of one of its entities."""
        types: Counter[EntityType] = Counter()
        for entity in local.entities:
            types[entity.type] += len(entity.mentions)
        return cls(
            articles=1,
            mains=Counter((local.main,)),
            names=Counter((*local.names, *(local.stated & local.names.keys()))),
            written=Counter((local.written(local.main),)),
            surfaces={name: Counter(surfaces) for name, surfaces in local.surfaces.items() if surfaces},
            types=types,
            countries=Counter(traits.countries),
            fields=Counter(traits.fields),
            years=Counter(traits.years[:1] if traits.years else ()),
            company=Counter() if is_known(local.key) else Counter(traits.company),
        )

    def add(self, other: Record, sign: int = 1) -> None:
        """Count another record in, or out with a sign of -1."""
        self.articles += sign * other.articles
        for mine, theirs in zip(self._counters(), other._counters(), strict=True):
            _count(mine, theirs, sign)
        for name, surfaces in other.surfaces.items():
            mine = self.surfaces.setdefault(name, Counter())
            _count(mine, surfaces, sign)
            if not mine:
                del self.surfaces[name]

    def _counters(self) -> tuple[Counter, ...]:  # type: ignore[type-arg]  # of several types
        return self.mains, self.names, self.written, self.types, self.countries, self.fields, self.years, self.company

    def surfaces_of(self, names: Iterable[str]) -> Counter[str]:
        """Return how those of its names are written."""
        found: Counter[str] = Counter()
        for name in names:
            found.update(self.surfaces.get(name, ()))
        return found

    def profile(self, key: Key) -> Profile:
        """Return what the key is compared by."""
        years = (min(self.years), max(self.years)) if self.years else None
        return Profile(key, Traits(frozenset(self.countries), frozenset(self.fields), frozenset(self.company), years=years))


def is_known(key: Key) -> bool:
    """Tell whether a key is what a thing is known as beyond articles, and no name."""
    return key.name.startswith(KNOWN)


def records_of(locals_: Iterable[Local], traits: Mapping[EntityRef, Traits]) -> dict[Key, Record]:
    """Return what is told of the bearer of each key."""
    found: dict[Key, Record] = defaultdict(Record)
    for local in locals_:
        found[local.key].add(Record.of(local, traits.get(local.ref, Traits())))
    return dict(found)


def profiles_of(records: Mapping[Key, Record]) -> dict[Key, Profile]:
    """Return what each key is compared by."""
    return {key: record.profile(key) for key, record in records.items()}


def total(records: Iterable[Record]) -> Record:
    """Return what is told of all of them together."""
    found = Record()
    for record in records:
        found.add(record)
    return found


def _count(mine: Counter, theirs: Counter, sign: int) -> None:  # type: ignore[type-arg]  # of any one type
    for item, number in theirs.items():
        mine[item] += sign * number
        if not mine[item]:
            del mine[item]
