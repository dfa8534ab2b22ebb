"""What can go wrong, as a tree.

    KgError                 anything this package raises on purpose
    ├── InputError          what came in cannot be used: what, where, and what to do
    │   ├── DocumentError   one article or file cannot be read; the others go on
    │   └── ReadingError    a line of readings is not one
    ├── QueryError          a SPARQL query or its parameters are wrong
    │   └── QueryStoppedError a query went beyond a limit, or was cancelled
    ├── StoreError          a store cannot be opened, written or trusted
    ├── UnknownNameError    a name is not among those that exist; the message lists them
    ├── AmbiguousNameError  a name fits several things; the message lists them
    ├── MissingLibraryError a library that only this needs is not installed; the message says how
    └── ReaderError         the reader's weights are missing, damaged or of another version

Every message names what, where (`path:line`, or a document id and offsets), what was expected and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable


def printable(text: str) -> str:
    """Return `text` with what does not print (control and formatting characters, halves of surrogate pairs) as escapes.

    Names of files come from strangers: in a message they must not move a terminal's cursor, turn its writing round, or fail to be encoded.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def how_to_install(extra: str) -> str:
    """Return how to get the libraries of an extra of this package; on PyPI `kg` is another project, so only its folder can be named."""
    return f"In the folder that kg was installed from: pip install -e '.[{extra}]'"


class KgError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(KgError):
    """What came in cannot be used."""


class DocumentError(InputError):
    """One article or file cannot be read.

    Attributes:
        where: The file, and the line in it where there is one: `path` or `path:line`; or the id of the article.
        problem: What is wrong with it.
        remedy: What to do.
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(printable(f"{where}: {problem}. {remedy}"))
        self.where = where
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        """Say how it is made again on the other side of a process."""
        return type(self), (self.where, self.problem, self.remedy)


class ReadingError(InputError):
    """A line of readings is not a reading."""


class QueryError(KgError):
    """A SPARQL query or its parameters are wrong.

    Attributes:
        line: The line of the query, counted from 1; `None`: it is not known where.
        column: The character in that line, counted from 1.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryStoppedError(QueryError):
    """A query went beyond a limit, or was cancelled.

    Attributes:
        limit: Which limit: "time", "memory", "nesting", "rows", "size"; "cancelled"; or "died", the query ended its process.
    """

    def __init__(self, message: str, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class StoreError(KgError):
    """A store cannot be opened, written or trusted."""


class UnknownNameError(KgError):
    """A name is not among those that exist.

    Args:
        kind: What it should be the name of.
        name: What was given.
        known: All there are.
        nearest: Where there are too many to list, those most like it instead, the likest first.
        remedy: What else may be given.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str] = (), *, nearest: Iterable[str] | None = None, remedy: str = "") -> None:
        told = f"Known: {', '.join(sorted(known)) or 'none'}" if nearest is None else f"Nearest: {', '.join(nearest) or 'none'}"
        super().__init__(f"unknown {kind} {name!r}. {told}{f'. {remedy}' if remedy else ''}")
        self.name = name


class AmbiguousNameError(KgError):
    """A name fits several things that are not the same."""

    def __init__(self, name: str, found: Iterable[str], remedy: str) -> None:
        super().__init__(f"{name!r} fits several things: {', '.join(found)}. {remedy}")
        self.name = name


class MissingLibraryError(KgError):
    """A library that only this function needs is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed. {how_to_install(extra)}")
        self.library = library


class ReaderError(KgError):
    """The reader's weights are missing, damaged or of another version."""
