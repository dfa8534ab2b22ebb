"""What is said to a reader process and by it, as values: a request goes in, a reply and its bytes come out, or why it was stopped."""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.workers import reader
from kg.workers.reader import DATA, END, HEAD, HEADER, READY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Problem = Literal["syntax", "unacceptable", "engine", "store", "time", "rows", "size", "memory", "nesting", "died", "cancelled", "busy"]
"""Why there is no answer.

The query is wrong (syntax), or its kind of answer was not asked for (unacceptable); the engine or the files failed (engine, store); it went
beyond a limit (time, rows, size, memory, nesting) or ended its process (died); who asked stopped it, or it left no room (cancelled, busy).
"""

MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may take.

    Attributes:
        seconds: From the moment a process has it until its last byte is taken.
        rows: Rows or triples; `None`: any number.
        size: Bytes of the answer; `None`: any number.
        memory: Bytes of address space of the process; `None`: any number.
    """

    seconds: float = 30.0
    rows: int | None = None
    size: int | None = None
    memory: int | None = 4096 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Request:
    """A query and how it is to be answered.

    Attributes:
        query: The SPARQL text.
        solutions: Media type of the answer to a SELECT; `None`: it is not acceptable. Likewise `boolean` and `triples`.
        boolean: See `solutions`.
        triples: See `solutions`.
        base: The base of relative IRIs; `None`: they are errors.
        prefixes: Prefixes that the query need not declare.
        default: IRIs of the graphs that together are the default graph, `None` among them for the store's own; `None`: only that.
        named: IRIs of the named graphs; `None`: all.
        bound: Values of variables by name, as N-Triples.
        cut: Leave out what is beyond the limit of rows, rather than fail; for N-Triples and TSV.
    """

    query: str
    solutions: str | None = "text/tab-separated-values"
    boolean: str | None = "application/sparql-results+json"
    triples: str | None = "application/n-triples"
    base: str | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    default: tuple[str | None, ...] | None = None
    named: tuple[str, ...] | None = None
    bound: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False

    def frame(self, limits: Limits) -> bytes:
        """Return what is sent to the process."""
        fields = {name: getattr(self, name) for name in self.__slots__} | {
            "prefixes": dict(self.prefixes),
            "bound": dict(self.bound),
            "seconds": limits.seconds,
            "rows": limits.rows,
            "size": limits.size,
        }
        return reader.frame(b"q", json.dumps(fields).encode())


@dataclass(frozen=True, slots=True)
class Reply:
    """How an answer begins: what it holds ("solutions", "boolean" or "triples"), and its media type."""

    kind: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has opened the graph."""


@dataclass(frozen=True, slots=True)
class End:
    """The answer has ended; `complete` is false if rows beyond the limit were left out."""

    complete: bool


class StoppedError(Exception):
    """There is no answer, or it ends where it is.

    Attributes:
        problem: Why.
        detail: What the engine says of it; may be empty.
    """

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem: Problem = problem
        self.detail = detail


Event = Ready | Reply | bytes | End | StoppedError


class Frames:
    """Cuts what a process writes into events, however it arrives."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield the events that are complete now."""
        self._rest += data
        while len(self._rest) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._rest)
            end = HEADER.size + length
            if len(self._rest) < end:
                return
            payload = bytes(self._rest[HEADER.size : end])
            del self._rest[:end]
            yield _event(kind, payload)


def _event(kind: bytes, payload: bytes) -> Event:
    if kind == DATA:
        return payload
    said: dict[str, Any] = json.loads(payload)
    if kind == HEAD:
        return Reply(said["kind"], said["type"])
    if kind == END:
        return End(said["complete"])
    return Ready() if kind == READY else StoppedError(said["problem"], said["message"])


def command(graph: Path, limits: Limits) -> list[str]:
    """Return the command that starts a reader process."""
    return program(reader.__file__, graph=str(graph), memory=limits.memory)


def program(file: str, **options: object) -> list[str]:
    """Return the command that runs a file of ours as a program of its own: it is told `options`, and where libraries lie."""
    path = [str(Path(entry).resolve()) for entry in sys.path]
    return [sys.executable, "-I", "-S", file, json.dumps({**options, "path": path})]


def cause_of_death(code: int | None) -> StoppedError:
    """Say why a process ended by itself.

    Args:
        code: Its exit status, negative for a signal.
    """
    by_signal: dict[int, Problem] = {signal.SIGSEGV: "nesting", signal.SIGABRT: "memory"}
    if sys.platform != "win32":
        by_signal |= {signal.SIGALRM: "time", signal.SIGKILL: "memory", signal.SIGBUS: "store"}
    return StoppedError(by_signal.get(-(code or 0), "died"), "" if code is None else f"exit status {code}")
