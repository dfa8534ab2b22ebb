"""Tables of known things as CSV: the shipped one, the user's, and the one that a graph keeps.

In come files; out go rows, and rows go out as files. Errors name the file, the line and the column. The format is described in `README.md`
beside this file. What a name means is not looked at here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import TextIO

from kg.errors import InputError
from kg.files import whole_file
from kg.resolve.countries import is_country_code
from kg.resolve.gazetteer import TYPES, Gazetteer, Known, gazetteer

COLUMNS = ("id", "name", "type", "aliases", "country", "wikidata", "latitude", "longitude")
REQUIRED = frozenset(("id", "name", "type"))
SHIPPED = "actors.csv"
KEPT = "gazetteer.csv"
"""The file in a graph's folder that keeps the user's table, so that articles added later are linked alike."""
_DOUBTFUL = "?"
_SEPARATOR = "|"
_QID = re.compile(r"Q[1-9]\d*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@cache
def shipped() -> tuple[Known, ...]:
    """Return the table that comes with the package."""
    text = (resources.files("kg.resolve") / "known" / SHIPPED).read_text(encoding="utf-8")
    return tuple(parse(StringIO(text), SHIPPED))


@cache
def default() -> Gazetteer:
    """Return the gazetteer of the shipped table alone."""
    return gazetteer([shipped()])


def kept(folder: Path) -> Gazetteer:
    """Return the gazetteer of a graph: the shipped table, and the one that its folder keeps if it does."""
    path = folder / KEPT
    return gazetteer([shipped(), read_table(path)]) if path.exists() else default()


def keep(folder: Path, rows: Iterable[Known]) -> None:
    """Write the user's table into a graph's folder, in one step, in place of the one that is there."""
    with whole_file(folder / KEPT) as file:
        file.write(format_table(rows).encode())


def read_tables(paths: Iterable[Path | str]) -> tuple[Known, ...]:
    """Return the rows of several files; of two rows with one id the later file's.

    Raises:
        InputError: A file is no such table.
    """
    rows: dict[str, Known] = {}
    for path in paths:
        rows |= {known.id: known for known in read_table(path)}
    return tuple(rows.values())


def format_table(rows: Iterable[Known]) -> str:
    """Return rows as CSV, in the order of their ids."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for known in sorted(rows, key=lambda row: row.id):
        names = _SEPARATOR.join((*known.aliases, *(f"{name}{_DOUBTFUL}" for name in known.doubtful)))
        point = known.point or ("", "")
        writer.writerow((known.id, known.name, known.kind, names, " ".join(sorted(known.countries)), known.wikidata, *point))
    return text.getvalue()


def read_table(path: Path | str) -> tuple[Known, ...]:
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
            aliases=tuple(name for name in names if not name.endswith(_DOUBTFUL)),
            doubtful=tuple(name.removesuffix(_DOUBTFUL).rstrip() for name in names if name.endswith(_DOUBTFUL)),
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
