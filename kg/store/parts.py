"""Writes a store as a folder of sorted parts that any other store bulk-loads: N-Quads, or Parquet with a column for each term.

Quads come in as the store has them; parts of equal numbers of lines go out, in the order of their bytes, so that the same graph gives the
same files. Memory does not grow with the graph: what is too much to sort at once is sorted piece by piece on the disk, and merged.
"""

from __future__ import annotations

import gzip
import heapq
from contextlib import ExitStack
from importlib import import_module
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, RdfFormat, parse, serialize

from kg.errors import MissingLibraryError, StoreError, UnknownNameError
from kg.files import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Quad

    from kg.store.protocol import Store

QUADS_A_PART = 1_000_000
SORTED_AT_ONCE = 500_000
"""Quads: some 250 MB."""
COLUMNS = ("graph", "subject", "predicate", "object", "datatype", "language")
_DIGITS = 5


def export_parts(store: Store, folder: Path, kind: str, *, size: int = QUADS_A_PART, at_once: int = SORTED_AT_ONCE) -> tuple[Path, ...]:
    """Write the whole store, sorted, into a new folder of parts.

    Args:
        store: What to write.
        folder: Made, and appears only when it is complete.
        kind: "nq" (N-Quads, gzipped) or "parquet" (see `COLUMNS`; needs pyarrow).
        size: Quads a part.
        at_once: Quads that are sorted in memory.

    Returns:
        The files, in order.

    Raises:
        UnknownNameError: `kind` is none of the two.
        StoreError: There is such a folder already, or it cannot be written.
        MissingLibraryError: pyarrow is not installed.
    """
    if kind not in WRITERS:
        raise UnknownNameError("format of parts", kind, WRITERS)
    if folder.exists():
        raise StoreError(f"{folder}: is there already. Give a new folder")
    try:
        with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.absolute().parent) as work, ExitStack() as runs:
            lines = _sorted_lines(store.quads(), Path(work), runs, at_once)
            made = Path(work) / "parts"
            made.mkdir()
            _write_parts(lines, made, kind, size)
            made.replace(folder)
            sync_folder(folder.absolute().parent)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error}. Give another path") from error
    return tuple(sorted(folder.iterdir()))


def _sorted_lines(quads: Iterator[Quad], work: Path, runs: ExitStack, at_once: int) -> Iterator[bytes]:
    """Yield the N-Quads lines of all quads in the order of their bytes; each run of `at_once` is sorted by itself, and lies on the disk."""
    opened: list[IO[bytes]] = []
    while some := list(islice(quads, at_once)):
        run = work / f"run-{len(opened)}"
        run.write_bytes(b"".join(sorted(_lines(some))))
        opened.append(runs.enter_context(run.open("rb")))
    return heapq.merge(*opened)


def _write_parts(lines: Iterator[bytes], folder: Path, kind: str, size: int) -> None:
    suffix, write = WRITERS[kind]
    for number in count():
        part = list(islice(lines, size))
        if number and not part:
            return
        write(part, folder / f"part-{number:0{_DIGITS}}{suffix}")


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _write_nquads(lines: Sequence[bytes], path: Path) -> None:
    with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:  # no name, no time: same bytes
        packed.writelines(lines)


def _write_parquet(lines: Sequence[bytes], path: Path) -> None:
    try:
        pa, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise MissingLibraryError("pyarrow", "parquet") from error
    rows = [_row(quad) for quad in parse(b"".join(lines), format=RdfFormat.N_QUADS)]
    columns = {name: pa.array([row[k] for row in rows], pa.string()) for k, name in enumerate(COLUMNS)}
    parquet.write_table(pa.table(columns), path, compression="zstd")


def _row(quad: Quad) -> tuple[str | None, ...]:
    """Return a quad as `COLUMNS`: IRIs and values bare, of literals also what they are of; the default graph has no name."""
    graph = None if isinstance(quad.graph_name, DefaultGraph) else _bare(quad.graph_name)
    literal = quad.object if isinstance(quad.object, Literal) else None
    about = (literal.datatype.value, literal.language) if literal is not None else (None, None)
    return graph, _bare(quad.subject), quad.predicate.value, _bare(quad.object), *about


def _bare(term: object) -> str:
    return str(getattr(term, "value", term))


WRITERS: dict[str, tuple[str, Callable[[Sequence[bytes], Path], None]]] = {
    "nq": (".nq.gz", _write_nquads),
    "parquet": (".parquet", _write_parquet),
}
