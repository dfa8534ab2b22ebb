"""What a query gives back: rows of a SELECT as a `Table`, triples of a CONSTRUCT as `Triples`. Nothing here asks a store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, serialize

from kg.errors import UnknownNameError
from kg.graph import PREFIXES
from kg.query.terms import Term, Value, json_term, plain, short, value_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, Value]):
    """One row: values by the names of the columns, `row["event"]`; a value that is not bound is `None`."""

    columns: tuple[str, ...]
    values_: tuple[Value, ...]

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


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT; iterating gives a `Row` a row, in the query's order.

    Attributes:
        columns: The names of the columns, without the question mark.
        rows: One RDF term a column; `None` where nothing is bound.
        truncated: The query has more rows than the limit that was asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    def __iter__(self) -> Iterator[Row]:
        return (Row(self.columns, tuple(value_of(term) for term in row)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of Python values; needs pandas."""
        import pandas as pd  # noqa: PLC0415 - pandas is optional, and slow to import

        return pd.DataFrame([list(row.values()) for row in self], columns=list(self.columns))

    def to_csv(self) -> str:
        """Return RFC 4180 text, whose lines end in CRLF, as in the SPARQL 1.1 CSV format."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([plain(term) for term in row] for row in self.rows)
        return text.getvalue()

    def to_json(self) -> str:
        """Return the SPARQL 1.1 Query Results JSON Format."""
        bindings = [{name: json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None} for row in self.rows]
        return json.dumps({"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False)

    def to_text(self) -> str:
        """Return columns aligned with spaces; line breaks in a value become spaces."""
        cells = [self.columns, *(tuple(" ".join(short(term).split()) for term in row) for row in self.rows)]
        widths = [max(len(line[column]) for line in cells) for column in range(len(self.columns))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join("<tr>" + "".join(f"<td>{escape(short(term))}</td>" for term in row) + "</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


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
