"""Tables: one article a row of a CSV, TSV or Parquet file, in columns told by their names (see `columns`).

Rows are read one after the other and memory is bounded by a few of them. Parquet needs pyarrow, the extra `[formats]`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from io import TextIOWrapper
from itertools import chain
from typing import BinaryIO

from kg.documents.article import BYTE_ORDER_MARKS, MAX_BYTES, RESAVE, Defaults, Found
from kg.documents.columns import Columns, Rows, columns_of, with_digits
from kg.documents.optional import library
from kg.errors import DocumentError

UNDECODED = re.compile("[\udc80-\udcff]")
"""What stands for a byte that is no text."""
DELIMITERS = (",", "\t", ";", "|")
"""What may part the columns of a CSV file; the one that the header has most of does."""
ROWS_AT_ONCE = 16
"""Rows of a Parquet file that are decoded together: so many articles of the largest size fit into memory."""
MAX_COLUMNS = 1_000
LONGEST_LIST = 30
"""So many columns are named in a message."""


def parse_csv(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of each row below the header; a broken row is yielded as its error, unless nothing after it can be trusted."""
    csv.field_size_limit(MAX_BYTES)
    lines = _lines(stream, where)
    first = next(lines, "")
    if not first.strip():
        raise DocumentError(where, "the first line is empty", "It must name the columns, such as text, title, published")
    rows = csv.reader(chain([first], lines), delimiter=_delimiter(first))
    try:
        header = next(rows)
        _check_header(header, where, defaults)
        made, is_empty = Rows(where, defaults), True
        for cells in filter(None, rows):
            is_empty = False
            yield from _row(header, cells, made, f"{where}:{rows.line_num}")
    except csv.Error as error:
        raise DocumentError(f"{where}:{rows.line_num}", f"no CSV ({error})", "A quotation mark may be open; close it") from error
    if is_empty:
        raise _without_rows(where)


def _without_rows(where: str) -> DocumentError:
    return DocumentError(where, "a table without rows", "Leave it out")


def _lines(stream: BinaryIO, where: str) -> Iterator[str]:
    """Yield the lines of a table; bytes that are no text come as halves of surrogate pairs, so that only their row is lost."""
    start = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS.items() if start.startswith(mark)), "utf-8")
    text = TextIOWrapper(stream, encoding, "surrogateescape", newline="")
    number = 0
    try:
        while line := text.readline(MAX_BYTES + 1):
            number += 1
            if len(line) > MAX_BYTES:
                raise DocumentError(f"{where}:{number}", f"a line of more than {MAX_BYTES:,} characters", "Split it into its articles")
            yield line
    except (UnicodeError, OSError) as error:
        raise DocumentError(f"{where}:{number + 1}", f"cannot be read ({error})", RESAVE) from error
    finally:
        with suppress(ValueError):  # who stopped in the middle has closed it
            text.detach()  # the stream is the caller's to close


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))


def _check_header(names: Sequence[str], where: str, defaults: Defaults) -> Columns:
    """Return the columns that are read.

    Raises:
        DocumentError: Two columns have one name, one that the user named is not there, or none can hold the text.
    """
    if len(names) > MAX_COLUMNS:
        raise DocumentError(where, f"more than {MAX_COLUMNS:,} columns", "Keep those that articles need")
    there = ", ".join(names[:LONGEST_LIST])
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DocumentError(where, f"two columns are named {twice!r}", "Give each a name of its own")
    for name, column in defaults.columns.items():
        if column not in names:
            raise DocumentError(where, f"no column {column!r} for {name}", f"Its columns are: {there}")
    columns = columns_of(names, defaults.columns)
    if "text" not in columns.of:
        raise DocumentError(where, f"no column that is known to hold the text, among {there}", "Name it: --text-column NAME")
    return columns


def _row(header: Sequence[str], cells: Sequence[str], made: Rows, where: str) -> Iterator[Found]:
    problem = _problem(header, cells, where)
    if problem is not None:
        yield problem
        return
    try:
        yield from made.read({name: cell or None for name, cell in zip(header, cells, strict=True)}, where)
    except DocumentError as error:
        yield error


def _problem(header: Sequence[str], cells: Sequence[str], where: str) -> DocumentError | None:
    if len(cells) != len(header):
        return DocumentError(where, f"{len(cells)} cells under {len(header)} columns", "Put quotation marks around text that holds commas")
    if any(UNDECODED.search(cell) for cell in cells):
        return DocumentError(where, "not in the encoding utf-8", RESAVE)
    return None


# ---------------------------------------------------------------- Parquet


def parse_parquet(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
    """Yield the article of each row; only the columns that are read are decoded."""
    made, number = Rows(where, defaults), 0
    for values in _parquet_rows(stream, where, defaults):
        number += 1
        try:
            yield from made.read({name: with_digits(value) for name, value in values.items()}, f"{where}:{number}")
        except DocumentError as error:
            yield error
    if not number:
        raise _without_rows(where)


def _parquet_rows(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Mapping[str, object]]:
    arrow, parquet = library("pyarrow", where), library("pyarrow.parquet", where)
    damaged = (arrow.ArrowException, OSError, ValueError, MemoryError)
    try:
        file = parquet.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
        names = list(file.schema_arrow.names)
    except damaged as error:
        raise DocumentError(where, f"no Parquet file ({_short(error)})", "Write it again") from error
    columns = _check_header(names, where, defaults)
    batches = file.iter_batches(batch_size=ROWS_AT_ONCE, columns=sorted(columns.of.values(), key=names.index))
    while True:
        try:
            batch = next(batches, None)
            rows = batch.to_pylist() if batch is not None else None
        except damaged as error:
            raise DocumentError(where, f"damaged ({_short(error)})", "Write it again; the rows before were read") from error
        if rows is None:
            return
        yield from rows


def _short(error: BaseException) -> str:
    return str(error).partition("\n")[0][:200]
