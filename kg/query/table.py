"""What a query gives back: rows of a SELECT as a `Table`, triples of a CONSTRUCT as `Triples`. Nothing here asks a store."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast, overload

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse_query_results, serialize

from kg.errors import UnknownNameError
from kg.graph import BASE, PREFIXES
from kg.query.html import table_html
from kg.query.optional import library
from kg.query.terms import Term, Value, json_term, plain, short, spreadsheet_safe, term_of, value_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from pyoxigraph import QuerySolutions

    from kg.query.evidence import Links

SHOWN: Final = 20  # rows that a prompt shows
CLIPPED: Final = 40  # characters of a cell there
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, Value]):
    """One row: values by the names of the columns, `row["event"]`; a value that is not bound is `None`.

    `support` holds the IRIs of what the row rests on; `Graph.evidence(row)` gives their sentences.
    """

    columns: tuple[str, ...]
    values_: tuple[Value, ...]
    support: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> Value:
        if column not in self.columns:
            raise UnknownNameError("column", column, self.columns)
        return self.values_[self.columns.index(column)]

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """The answer to a SELECT; iterating gives a `Row` a row, in the query's order.

    Attributes:
        columns: The names of the columns, without the question mark.
        rows: One RDF term a column; `None` where nothing is bound.
        truncated: The query has more rows than the limit that was asked for.
        support: For each row the IRIs of what it rests on; empty: the table does not say.
        links: Where a notebook looks up names and sentences; `None`: nowhere.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False
    support: tuple[tuple[str, ...], ...] = ()
    links: Links | None = field(default=None, compare=False)

    def __iter__(self) -> Iterator[Row]:
        supports = self.support or ((),) * len(self.rows)
        return (Row(self.columns, tuple(value_of(term) for term in row), support) for row, support in zip(self.rows, supports, strict=True))

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, number: int) -> Row: ...
    @overload
    def __getitem__(self, number: slice) -> Table: ...
    @overload
    def __getitem__(self, number: str) -> list[Value]: ...
    def __getitem__(self, number: int | slice | str) -> Row | Table | list[Value]:
        if isinstance(number, str):
            return self.column(number)
        if isinstance(number, slice):
            return replace(self, rows=self.rows[number], support=self.support[number])
        return Row(self.columns, tuple(value_of(term) for term in self.rows[number]), self.support[number] if self.support else ())

    def head(self, number: int) -> Table:
        """Return a table of the first `number` rows."""
        return replace(self, rows=self.rows[:number], support=self.support[:number])

    def where(self, accepts: Callable[[Row], bool]) -> Table:
        """Return a table of the rows that `accepts` accepts."""
        kept = [number for number, row in enumerate(self) if accepts(row)]
        return replace(
            self,
            rows=tuple(self.rows[number] for number in kept),
            support=tuple(self.support[number] for number in kept) if self.support else (),
        )

    def select(self, *columns: str) -> Table:
        """Return a table of some columns, in this order.

        Raises:
            UnknownNameError: There is no such column.
        """
        for column in columns:
            if column not in self.columns:
                raise UnknownNameError("column", column, self.columns)
        numbers = [self.columns.index(column) for column in columns]
        return replace(self, columns=columns, rows=tuple(tuple(row[number] for number in numbers) for row in self.rows))

    def distinct(self) -> Table:
        """Return a table in which rows with the same values are one, which rests on what all of them rest on."""
        supports: dict[tuple[Term | None, ...], dict[str, None]] = {}
        for row, support in zip(self.rows, self.support or ((),) * len(self), strict=True):
            supports.setdefault(row, {}).update(dict.fromkeys(support))
        return replace(self, rows=tuple(supports), support=tuple(tuple(one) for one in supports.values()) if self.support else ())

    def column(self, name: str) -> list[Value]:
        """Return the values of one column.

        Raises:
            UnknownNameError: There is no such column.
        """
        return [row[name] for row in self]

    @classmethod
    def from_pandas(cls, frame: pd.DataFrame) -> Table:
        """Return a data frame as a table, without its index; what is missing is `None`, what is no single value its text."""
        rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
        return cls(tuple(str(name) for name in frame.columns), tuple(tuple(term_of(value) for value in row) for row in rows))

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of Python values: decimals as floats, whole numbers with gaps as `Int64`.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        pandas = library("pandas", "pandas")
        columns = self._columns()
        frame = pandas.DataFrame(columns, columns=list(self.columns), index=pandas.RangeIndex(len(self)))
        whole = [name for name, values in columns.items() if None in values and _are_whole(values)]
        return frame.astype(dict.fromkeys(whole, "Int64"))  # type: ignore[no-any-return]  # a module that is imported by name has no types

    def to_polars(self) -> pl.DataFrame:
        """Return a polars data frame of Python values; columns of several types become text.

        Raises:
            MissingLibraryError: polars is not installed.
        """
        polars = library("polars", "polars")
        return polars.DataFrame({name: _of_one_type(values) for name, values in self._columns().items()})  # type: ignore[no-any-return]  # see above

    def _columns(self) -> dict[str, list[Value]]:
        rows = [[float(value) if isinstance(value, Decimal) else value for value in row.values()] for row in self]
        return {name: [row[number] for row in rows] for number, name in enumerate(self.columns)}

    def to_csv(self) -> str:
        """Return RFC 4180 text as in the SPARQL 1.1 CSV format, lines ending in CRLF; a cell like a formula gets an apostrophe in front."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([spreadsheet_safe(plain(term)) for term in row] for row in self.rows)
        return text.getvalue()

    def to_json(self) -> str:
        """Return the SPARQL 1.1 Query Results JSON Format."""
        bindings = [{name: json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None} for row in self.rows]
        return json.dumps({"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False)

    def to_tsv(self) -> str:
        """Return the SPARQL 1.1 Query Results TSV Format."""
        return self._as(QueryResultsFormat.TSV)

    def to_xml(self) -> str:
        """Return the SPARQL Query Results XML Format; U+FFFD stands for characters that XML cannot have."""
        return _NOT_XML.sub("\ufffd", self._as(QueryResultsFormat.XML))

    def _as(self, form: QueryResultsFormat) -> str:
        answer = cast("QuerySolutions", parse_query_results(self.to_json(), QueryResultsFormat.JSON))
        return cast("bytes", answer.serialize(format=form)).decode()

    def to_text(self) -> str:
        """Return columns aligned with spaces; line breaks in a value become spaces."""
        return _aligned([self.columns, *(tuple(" ".join(short(term).split()) for term in row) for row in self.rows)])

    def __repr__(self) -> str:
        cells = [tuple(_clipped(short(term).removeprefix(BASE)) for term in row) for row in self.rows[:SHOWN]]
        more = f"… {len(self) - SHOWN} more rows\n" if len(self) > SHOWN else ""
        return f"{_aligned([self.columns, *cells])}{more}[{len(self)} rows]"

    def _repr_html_(self) -> str:
        return table_html(self)


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, sorted, each triple once."""

    triples: tuple[Triple, ...]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)

    def to_turtle(self) -> str:
        """Return the triples as Turtle."""
        text = io.BytesIO()
        serialize(self.triples, text, RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        return text.getvalue().decode()


Answer = Table | Triples | bool


def _aligned(cells: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in cells)


def _clipped(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= CLIPPED else f"{plain[: CLIPPED - 1]}…"


def _are_whole(values: Sequence[Value]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(type(value) is int for value in known)


def _of_one_type(values: list[Value]) -> list[Value]:
    kinds = {type(value) for value in values if value is not None}
    return values if len(kinds) < 2 else [None if value is None else str(value) for value in values]  # noqa: PLR2004 - two types are several
