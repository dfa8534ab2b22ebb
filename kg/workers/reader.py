"""The program of a reader process: requests come in as frames on standard input, answers go out as frames on standard output.

It is run as a file and imports nothing of this package, so that it starts in some 50 ms. Its first argument is JSON: `graph`, the folder
to open; `memory`, the most bytes of address space, or null; `path`, where libraries lie. It answers one request after the other, ends
when its input ends, and is killed by the system when a request takes too long, also if nobody else is left to do so.

A frame is a kind (one byte), the length of what follows (four bytes, the highest first), and that.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import struct
import sys
from typing import IO, TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

    Result = QuerySolutions | QueryBoolean | QueryTriples
    Term = NamedNode | BlankNode | Literal | Triple

HEADER: Final = struct.Struct(">cI")
READY, HEAD, DATA, END, FAILED = b"r", b"h", b"d", b"e", b"f"
"""Kinds of frames: the graph is open; what follows (JSON); a piece of it; its end (JSON); it went wrong (JSON)."""

PIECE: Final = 1 << 16  # bytes of an answer that are sent together
GRACE: Final = 1.0  # seconds after which the system stops what nobody else has stopped
WITHOUT_NETWORK: Final = ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "execve", "execveat", "ptrace")


class Full(Exception):  # noqa: N818 - it is how a writer says that it takes no more
    """The answer has more rows or bytes than were asked for; `args` name which."""


# ---------------------------------------------------------------- how many rows there are in bytes that were written


def rows_in_lines() -> Callable[[bytes], int]:
    """Count lines: TSV and N-Triples write a line break in a value as an escape."""
    return lambda piece: piece.count(b"\n")


def rows_in_csv() -> Callable[[bytes], int]:
    """Count lines that end outside quotation marks."""
    quotes = 0

    def count(piece: bytes) -> int:
        nonlocal quotes
        parts = piece.split(b'"')
        rows = sum(part.count(b"\n") for part in parts[quotes % 2 :: 2])
        quotes += len(parts) - 1
        return rows

    return count


def rows_in_xml() -> Callable[[bytes], int]:
    """Count elements: a "<" in a value is written as an escape."""
    tag, before = b"<result>", b""

    def count(piece: bytes) -> int:
        nonlocal before
        whole = before + piece
        before = whole[1 - len(tag) :]
        return whole.count(tag)

    return count


def rows_in_json() -> Callable[[bytes], int]:
    """Count objects of the list of bindings: outside strings, "[{" opens the first and "},{" lies between two."""
    rest, before, quotes, begun = b"", b"", 0, False

    def count(piece: bytes) -> int:
        nonlocal rest, before, quotes, begun
        whole = rest + piece
        rest = b"\\" if (len(whole) - len(whole.rstrip(b"\\"))) % 2 else b""  # half of an escape
        parts = whole.removesuffix(rest).replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        outside = before + b'"'.join(parts[quotes % 2 :: 2])
        quotes += len(parts) - 1
        before = b'"' if quotes % 2 else outside[-2:]
        first = not begun and b"[{" in outside
        begun = begun or first
        return outside.count(b"},{") + first

    return count


class Counter:
    """Counts rows of an answer that is written in a format; of formats that it does not know it counts none."""

    def __init__(self, media_type: str) -> None:
        made = _COUNTERS.get(media_type.partition(";")[0])
        self._count = made() if made else None
        self._heading = media_type.startswith(("text/csv", "text/tab-separated-values"))
        self._lines = 0

    def rows(self, piece: bytes) -> int:
        """Return how many rows there were up to and with this piece."""
        self._lines += self._count(piece) if self._count else 0
        return max(0, self._lines - self._heading)


_COUNTERS: Final = {
    "application/sparql-results+json": rows_in_json,
    "application/sparql-results+xml": rows_in_xml,
    "text/csv": rows_in_csv,
    "text/tab-separated-values": rows_in_lines,
}


# ---------------------------------------------------------------- frames


def frame(kind: bytes, payload: bytes) -> bytes:
    """Return a frame."""
    return HEADER.pack(kind, len(payload)) + payload


_held: Final = bytearray()


def send(kind: bytes, payload: bytes, *, more: bool = False) -> None:
    """Write a frame to standard output, all of it; `more`: with the next one, which follows at once, so that who reads wakes up once."""
    _held.extend(frame(kind, payload))
    if not more:
        whole = bytes(_held)
        _held.clear()
        rest = memoryview(whole)
        while rest:
            rest = rest[os.write(1, rest) :]


def tell(kind: bytes, /, *, more: bool = False, **fields: object) -> None:
    """Write a frame of JSON; see `send`."""
    send(kind, json.dumps(fields).encode(), more=more)


def requests() -> Iterator[dict[str, Any]]:
    """Yield the requests that come in."""
    source = sys.stdin.buffer
    while len(header := source.read(HEADER.size)) == HEADER.size:
        yield json.loads(source.read(HEADER.unpack(header)[1]))


class Sink:
    """A file that sends on what is written to it, piece by piece, until there are more rows or bytes than it takes.

    Args:
        rows: The most rows; `None`: any number.
        size: The most bytes; `None`: any number.
        cut: End the answer after the last row that it takes, rather than fail; only for formats of one line a row.
    """

    def __init__(self, *, rows: int | None, size: int | None, cut: bool) -> None:
        self._counter: Counter | None = None
        self._rows, self._size, self._cut = rows, size, cut
        self._written = 0
        self._held = bytearray()

    def count(self, media_type: str) -> None:
        """Count rows of this format; without this, rows are counted elsewhere."""
        self._counter = Counter(media_type)

    def write(self, piece: bytes) -> int:
        """Take a piece.

        Raises:
            Full: It is one too many.
        """
        if self._rows is not None and self._counter is not None:
            rows = self._counter.rows(piece)
            if rows > self._rows:
                if self._cut:
                    self._hold(b"".join(bytes(piece).splitlines(keepends=True)[: self._rows - rows]))
                    self.flush()
                raise Full("rows")
        self._written += len(piece)
        if self._size is not None and self._written > self._size:
            raise Full("size")
        self._hold(piece)
        return len(piece)

    def _hold(self, piece: bytes) -> None:
        self._held += piece
        if len(self._held) >= PIECE:
            self.flush()

    def flush(self, *, more: bool = False) -> None:
        """Send on what is held; `more`: see `send`."""
        if self._held:
            send(DATA, bytes(self._held), more=more)
            self._held.clear()


# ---------------------------------------------------------------- answers


def answer(store: Store, request: dict[str, Any]) -> None:
    """Answer one request: a head, pieces and an end; or, at any point, that it failed."""
    try:
        _write(_asked(store, request), request)
    except SyntaxError as error:
        tell(FAILED, problem="syntax", message=str(error))
    except Full as error:
        if request["cut"] and error.args[0] == "rows":
            tell(END, complete=False)
        else:
            tell(FAILED, problem=error.args[0], message="")
    except MemoryError:
        tell(FAILED, problem="memory", message="")
    except (OSError, RuntimeError, ValueError) as error:
        tell(FAILED, problem="engine", message=str(error))


def _asked(store: Store, request: dict[str, Any]) -> Result:
    from pyoxigraph import DefaultGraph, NamedNode, Variable  # noqa: PLC0415 - it is on the path only when the program runs

    bound = {Variable(name): _term(text) for name, text in request["bound"].items()}
    default, named = request["default"], request["named"]
    return store.query(
        request["query"],
        base_iri=request["base"],
        prefixes=request["prefixes"],
        default_graph=None if default is None else [DefaultGraph() if iri is None else NamedNode(iri) for iri in default],
        named_graphs=None if named is None else [NamedNode(iri) for iri in named],
        substitutions=bound or None,
    )


def _term(text: str) -> Term:
    from pyoxigraph import RdfFormat, parse  # noqa: PLC0415 - see above

    quads: Iterator[Quad] = parse(f"<s:> <p:> {text} .", RdfFormat.N_TRIPLES)
    return next(quads).object


def _write(result: Result, request: dict[str, Any]) -> None:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize  # noqa: PLC0415 - see above

    kind = "triples" if isinstance(result, QueryTriples) else "boolean" if isinstance(result, QueryBoolean) else "solutions"
    if request[kind] is None:
        tell(FAILED, problem="unacceptable", message=kind)
        return
    sink = Sink(rows=request["rows"], size=request["size"], cut=request["cut"])
    file = cast("IO[bytes]", sink)  # it has of a file what is used of one
    if isinstance(result, QueryTriples):
        syntax = RdfFormat.from_media_type(request[kind])
        first = First(result, request["rows"], cut=request["cut"])
        tell(HEAD, kind=kind, type=request[kind], more=True)
        serialize(first, file, syntax, prefixes=request["prefixes"] or None)
        complete = first.complete
    else:
        form = QueryResultsFormat.from_media_type(request[kind])
        sink.count(request[kind])
        tell(HEAD, kind=kind, type=request[kind], more=True)
        result.serialize(file, form)
        complete = True
    sink.flush(more=True)
    tell(END, complete=complete)


class First:
    """The first triples of some, up to a number; `complete` tells whether that was all.

    Args:
        triples: All of them.
        most: The number; `None`: any.
        cut: End after that number, rather than raise `Full`.
    """

    def __init__(self, triples: Iterable[Triple], most: int | None, *, cut: bool) -> None:
        self._triples, self._most, self._cut = triples, most, cut
        self.complete = True

    def __iter__(self) -> Iterator[Triple]:
        for number, triple in enumerate(self._triples):
            if number == self._most:
                self.complete = False
                if self._cut:
                    return
                raise Full("rows")
            yield triple


# ---------------------------------------------------------------- the process


def bound_memory(most: int | None) -> None:
    """Have the system refuse more than `most` bytes of address space, where it can."""
    if most is not None and sys.platform not in {"win32", "darwin"}:
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def shut_out_network() -> bool:
    """Have the system refuse sockets and programs from now on, for this process and its threads; tell whether it does."""
    try:
        import pyseccomp  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415 - it may not be there
    except (ImportError, OSError, RuntimeError):  # no such library, or no such system
        return False
    filter_ = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for call in WITHOUT_NETWORK:
        filter_.add_rule(pyseccomp.ERRNO(errno.EACCES), call)
    filter_.load()
    return True


def shut_out_files() -> None:
    """Have the system refuse any further file or socket, where it can; what is open stays open."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def end_in(seconds: float) -> None:
    """Have the system end this process in so many seconds, whatever it does then, where it can; 0: do not."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def main() -> None:
    """Open the graph and answer requests until there are no more."""
    options = json.loads(sys.argv[1])
    sys.path[:] = options["path"]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for whoever asks; they stop this process
    bound_memory(options["memory"])
    guarded = shut_out_network()
    from pyoxigraph import Store  # noqa: PLC0415 - it is on the path only now

    try:
        store = Store.read_only(options["graph"])
    except (OSError, RuntimeError, ValueError) as error:
        tell(FAILED, problem="store", message=str(error))
        return
    if not guarded:
        shut_out_files()
    tell(READY)
    for request in requests():
        end_in(request["seconds"] + GRACE)
        answer(store, request)
        end_in(0)


if __name__ == "__main__":
    main()
