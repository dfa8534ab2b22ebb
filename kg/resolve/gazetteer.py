"""Tables of things that are known by name: the shipped one and the user's own.

In come CSV files; out goes a `Gazetteer` that answers which rows a name may mean. Errors name the file, the line and the column. Which row
is meant in an article is decided in `kg.resolve.link`. The format is described in `README.md` beside this file.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kg.errors import InputError
from kg.resolve.countries import is_country_code
from kg.resolve.names import name_key
from kg.resolve.organs import organ_key
from kg.resolve.spelling import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import EntityType

COLUMNS = ("id", "name", "type", "aliases", "country", "wikidata", "latitude", "longitude")
REQUIRED = frozenset(("id", "name", "type"))
# Classes of the ontology that a row may be of, and the reader's type for each.
TYPES: Mapping[str, EntityType] = {
    "Person": "PER", "Organization": "ORG", "ArmedGroup": "ORG", "GovernmentBody": "ORG", "MilitaryForce": "ORG", "PoliticalParty": "ORG",
    "Company": "ORG", "MediaOrganization": "ORG", "Group": "GRP", "GeopoliticalEntity": "GPE", "Location": "LOC", "Facility": "FAC",
}  # fmt: skip
FAMILIES: Mapping[EntityType, str] = {
    "PER": "person", "ORG": "organisation", "GRP": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "WEA": "weapon",
    "MISC": "other",
}  # fmt: skip
SHIPPED = "actors.csv"
_AMBIGUOUS = "?"
_SEPARATOR = "|"
_QID = re.compile(r"Q[1-9]\d*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
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


@cache
def default() -> Gazetteer:
    """Return the gazetteer of the shipped table alone."""
    return gazetteer([shipped()])


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


def key_of(name: str, family: str) -> str:
    """Return the key of a name in a family, as that of a mention is made."""
    return name_key(name, is_person=family == "person", is_organisation=family == "organisation")


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


# ---------------------------------------------------------------- files


@cache
def shipped() -> tuple[Known, ...]:
    """Return the table that comes with the package."""
    text = (resources.files("kg.resolve") / "known" / SHIPPED).read_text(encoding="utf-8")
    return tuple(parse(StringIO(text), SHIPPED))


def read_gazetteer(path: Path | str) -> tuple[Known, ...]:
    """Return the rows of a CSV file.

    Raises:
        InputError: The file is no such table; the message names line and column.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return tuple(parse(file, str(path)))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: this is no text in UTF-8. Save the table as CSV in UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}. Give a CSV file with the columns {', '.join(COLUMNS)}") from error


def parse(file: TextIO, where: str) -> Iterator[Known]:
    """Yield the rows of a table; its first line names the columns, which may stand in any order.

    Raises:
        InputError: A column is unknown or missing, or a value is not of its column's form.
    """
    reader = csv.reader(file, strict=True)
    seen: dict[str, int] = {}
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, where)
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            row = _Row(where, reader.line_num, _fields(header, values, f"{where}:{reader.line_num}"))
            known = row.known()
            if known.id in seen:
                raise row.error("id", f"{known.id!r} is the id of line {seen[known.id]} too", "Give each row an id of its own")
            seen[known.id] = reader.line_num
            yield known
    except csv.Error as error:
        raise InputError(
            f"{where}:{reader.line_num}: this is no CSV: {error}. Put names with quotation marks or commas in quotes"
        ) from error


def _check_header(header: Sequence[str], where: str) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    missing = sorted(REQUIRED - set(header))
    if unknown or missing or len(set(header)) != len(header):
        problem = f"unknown column {unknown[0]!r}" if unknown else f"no column {missing[0]!r}" if missing else "a column stands twice"
        raise InputError(f"{where}:1: {problem}. The columns are {', '.join(COLUMNS)}; {', '.join(sorted(REQUIRED))} are needed")


def _fields(header: Sequence[str], values: Sequence[str], where: str) -> dict[str, str]:
    if len(values) > len(header):
        raise InputError(f"{where}: {len(values)} values for {len(header)} columns. Put values with commas in quotation marks")
    return {name: " ".join(value.split()) for name, value in zip(header, values, strict=False)}


@dataclass(frozen=True, slots=True)
class _Row:
    """The values of one line, and where it stands."""

    where: str
    line: int
    values: Mapping[str, str]

    def error(self, column: str, problem: str, remedy: str) -> InputError:
        return InputError(f"{self.where}:{self.line}: column {column}: {problem}. {remedy}")

    def get(self, column: str) -> str:
        return self.values.get(column, "")

    def known(self) -> Known:
        for column in sorted(REQUIRED):
            if not self.get(column):
                raise self.error(column, "is empty", "Each row needs one")
        names = [name.strip() for name in self.get("aliases").split(_SEPARATOR) if name.strip()]
        return Known(
            id=self.matching("id", _ID, "Use letters, digits, points and hyphens"),
            name=self.get("name"),
            kind=self.kind(),
            aliases=tuple(name for name in names if not name.endswith(_AMBIGUOUS)),
            doubtful=tuple(name.removesuffix(_AMBIGUOUS).rstrip() for name in names if name.endswith(_AMBIGUOUS)),
            countries=self.countries(),
            wikidata=self.matching("wikidata", _QID, "Write it as Q2429253") if self.get("wikidata") else "",
            point=self.point(),
            source=f"{self.where}:{self.line}",
        )

    def matching(self, column: str, form: re.Pattern[str], remedy: str) -> str:
        value = self.get(column)
        if not form.fullmatch(value):
            raise self.error(column, f"{value!r} is not of its form", remedy)
        return value

    def kind(self) -> str:
        if self.get("type") not in TYPES:
            raise self.error("type", f"unknown type {self.get('type')!r}", f"The types are {', '.join(TYPES)}")
        return self.get("type")

    def countries(self) -> frozenset[str]:
        codes = self.get("country").split()
        for code in codes:
            if not is_country_code(code):
                raise self.error("country", f"{code!r} is no country", "Give codes of ISO 3166-1 such as SY, parted by spaces")
        return frozenset(codes)

    def point(self) -> tuple[float, float] | None:
        if not self.get("latitude") and not self.get("longitude"):
            return None
        return self.degrees("latitude", 90), self.degrees("longitude", 180)

    def degrees(self, column: str, most: int) -> float:
        try:
            value = float(self.get(column))
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:  # also where it is no number
            raise self.error(column, f"{self.get(column)!r} is no {column}", f"Give degrees from -{most} to {most}; both or none")
        return value
