"""Makes a gazetteer of what others publish: PETRARCH's actor dictionaries, and answers of Wikidata's SPARQL service.

In come their files; out go rows of a gazetteer, and what was left out with the reason. Nothing is linked and nothing is fetched.

Sources: the dictionary formats of PETRARCH (openeventdata/petrarch2, docs/source/dictionaries.rst), codes of the CAMEO actor codebook;
SPARQL 1.1 query results in JSON and CSV (W3C), geometries as Wikidata writes them (WKT).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from string import capwords

import pycountry

from kg.errors import InputError
from kg.resolve.countries import country_of
from kg.resolve.gazetteer import TYPES, Known
from kg.resolve.names import slug

# What CAMEO's roles are in the ontology, in the order in which they are looked for in a code. Persons are told by their terms of office.
ROLES: Mapping[str, str] = {
    "MIL": "MilitaryForce", "REB": "ArmedGroup", "SEP": "ArmedGroup", "INS": "ArmedGroup", "UAF": "ArmedGroup", "IMG": "ArmedGroup",
    "PTY": "PoliticalParty", "MED": "MediaOrganization", "MNC": "Company", "BUS": "Company", "ELI": "Person", "SPY": "GovernmentBody",
    "COP": "GovernmentBody", "JUD": "GovernmentBody", "LEG": "GovernmentBody", "GOV": "GovernmentBody",
}  # fmt: skip
_OTHER = "Organization"
_CODE_WIDTH = 3
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TERM = re.compile(r"\[\s*([A-Z0-9]+)?(?:\s+[<>]?\s*[\d-]+\s*(?:-\s*\d+)?)?\s*\]")
_POINT = re.compile(r"Point\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_QID = re.compile(r"(?:^|/)(Q[1-9]\d*)$")
_ACRONYM_WIDTH = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """Rows of a gazetteer, and what was left out: the place in the file and why."""

    rows: tuple[Known, ...]
    left_out: tuple[tuple[str, str], ...]


# ---------------------------------------------------------------- PETRARCH


@dataclass(slots=True)
class _Entry:
    """A record of an actor dictionary: its phrases, and its codes in their order."""

    line: int
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    has_terms: bool = False


def from_petrarch(text: str, where: str) -> Imported:
    """Return the actors of a PETRARCH dictionary (`*.actors.txt`); countries, which are known already, are left out.

    Args:
        text: What the file holds.
        where: How to call it in errors and sources.

    Raises:
        InputError: A line is none of an actor dictionary.
    """
    rows: dict[str, Known] = {}
    left_out = []
    for entry in _entries(text, where):
        place = f"{where}:{entry.line}"
        known = _of_entry(entry, place)
        if isinstance(known, str):
            left_out.append((place, known))
        else:
            _add(rows, known)
    return Imported(tuple(rows.values()), tuple(left_out))


def _entries(text: str, where: str) -> Iterator[_Entry]:
    """Yield the records; a line that begins with "+" is another name, one that begins with a tab or blank a term of office."""
    entry: _Entry | None = None
    plain = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    for number, line in enumerate(plain.splitlines(), start=1):
        content = re.split(r"[#;]", line, maxsplit=1)[0].rstrip()
        if not content.strip():
            continue
        is_term, is_synonym = content.lstrip().startswith("["), content.lstrip().startswith("+")
        if (is_term or is_synonym) and entry is None:
            raise InputError(f"{where}:{number}: {content.strip()[:40]!r} belongs to no actor. Give an actor dictionary of PETRARCH")
        if is_term and entry:
            entry.codes += _codes(content)
            entry.has_terms = True
            continue
        if not is_synonym:
            if entry:
                yield entry
            entry = _Entry(number)
        if entry:
            phrase, bracket, rest = content.strip().lstrip("+").partition("[")
            entry.names.append(_as_name(phrase))
            entry.codes += _codes(bracket + rest)
    if entry:
        yield entry


def _codes(text: str) -> list[str]:
    return [code for code in _TERM.findall(text) if code]


def _as_name(phrase: str) -> str:
    """Return a phrase as names are written; a short one of one word may be an acronym and stays in capitals."""
    words = phrase.replace("_", " ").split()
    if len(words) == 1 and len(words[0]) <= _ACRONYM_WIDTH:
        return words[0]
    return capwords(" ".join(words))


def _of_entry(entry: _Entry, place: str) -> Known | str:
    """Return the row of a record, or why there is none."""
    names = list(dict.fromkeys(name for name in entry.names if name))
    codes = entry.codes
    if not names:
        return "no name"
    if not codes:
        return "no code"
    country = next((found for code in codes if (found := _country(code))), "")
    if all(len(code) == _CODE_WIDTH and _country(code) for code in codes) or country_of(names[0]):
        return "a country, which is known already"
    roles = [role for code in reversed(codes) for role in _parts(code) if role in ROLES]
    kind = "Person" if entry.has_terms else ROLES[roles[0]] if roles else _OTHER
    identity = slug(f"{names[0]} {country}")  # people of two countries may bear one name
    return Known(identity, names[0], kind, tuple(names[1:]), countries=frozenset(filter(None, (country,))), source=place)


def _parts(code: str) -> list[str]:
    return [code[start : start + _CODE_WIDTH] for start in range(0, len(code), _CODE_WIDTH)]


def _country(code: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of the country that an actor code begins with, "" if it is of none."""
    found = pycountry.countries.get(alpha_3=code[:_CODE_WIDTH])
    return str(found.alpha_2) if found else ""


# ---------------------------------------------------------------- Wikidata


def from_wikidata(text: str, where: str, *, kind: str = _OTHER) -> Imported:
    """Return the things of an answer of Wikidata's SPARQL service, saved as JSON or CSV.

    Columns: `item` (the thing), `itemLabel`; and, where there are, `alias` (one a line, or several parted by "|"), `country` (ISO 3166-1
    alpha-2), `coord` (a point), `type` (a class of the ontology). Lines of one item are one row.

    Args:
        text: What the file holds.
        where: How to call it in errors and sources.
        kind: The class of the ontology of rows without a `type`.

    Raises:
        InputError: It is no such answer, or has no `item` or `itemLabel`.
    """
    if kind not in TYPES:
        raise InputError(f"unknown type {kind!r}. The types are {', '.join(TYPES)}")
    rows: dict[str, Known] = {}
    left_out = []
    for number, line in enumerate(_bindings(text, where), start=1):
        place = f"{where}: answer {number}"
        known = _of_binding(line, place, kind)
        if isinstance(known, str):
            left_out.append((place, known))
        else:
            _add(rows, known)
    return Imported(tuple(rows.values()), tuple(left_out))


def _bindings(text: str, where: str) -> Iterator[dict[str, str]]:
    """Yield each line of the answer by its variables."""
    if text.lstrip().startswith("{"):
        try:
            answer = json.loads(text)
            lines = [{name: cell["value"] for name, cell in line.items()} for line in answer["results"]["bindings"]]
            names = set(answer["head"]["vars"])
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{where}: this is no SPARQL answer in JSON: {error}. Save it as SPARQL JSON or CSV") from error
    else:
        reader = csv.DictReader(text.splitlines())
        lines, names = list(reader), set(reader.fieldnames or ())
    missing = sorted({"item", "itemLabel"} - names)
    if missing:
        raise InputError(f"{where}: no column {missing[0]!r}. The query has to select ?item and ?itemLabel; see the README of kg/resolve")
    yield from lines


def _of_binding(line: Mapping[str, str | None], place: str, kind: str) -> Known | str:
    item = _QID.search(line.get("item") or "")
    label = " ".join((line.get("itemLabel") or "").split())
    if not item:
        return "no item of Wikidata"
    if not label or _QID.fullmatch(label):
        return "no label in this language"
    found = (line.get("type") or "").rpartition("/")[2] or kind
    if found not in TYPES:
        return f"unknown type {found!r}"
    names = (" ".join(name.split()) for name in (line.get("alias") or "").split("|"))
    country = (line.get("country") or "").strip().upper()
    point = _POINT.search(line.get("coord") or "")
    return Known(
        id=item.group(1),
        name=label,
        kind=found,
        aliases=tuple(name for name in dict.fromkeys(names) if name and name != label),
        countries=frozenset((country,)) if pycountry.countries.get(alpha_2=country) else frozenset(),
        wikidata=item.group(1),
        point=(float(point.group(2)), float(point.group(1))) if point else None,
        source=place,
    )


def _add(rows: dict[str, Known], known: Known) -> None:
    """Add a row, or what it adds to the row of its id: other names and countries."""
    held = rows.get(known.id)
    if not held:
        rows[known.id] = known
        return
    names: Iterable[str] = dict.fromkeys((*held.aliases, known.name, *known.aliases))
    rows[known.id] = replace(
        held,
        aliases=tuple(name for name in names if name != held.name),
        countries=held.countries | known.countries,
        point=held.point or known.point,
    )
