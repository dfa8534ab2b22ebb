"""How long a graph takes to go in and out of its keepers: `python tests/benchmarks/bench_store.py [--triples 1100000] [--copy]`.

Prints a Markdown table: seconds, the most memory of a process that does nothing else, and megabytes on disk, for loading made triples
(`made_triples.py`) from a file of N-Quads into a `.kg` folder, beside Oxigraph alone on the same file in the same run; for an update of one
article, a backup and a check of integrity; with `--copy`, for moving the graph to an Oxigraph server and back.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyoxigraph
from made_triples import made_triples
from pyoxigraph import Literal, Quad, RdfFormat, parse, serialize

from kg.backup import backup, damages
from kg.store import memory_store, open_store, update_store, write_store
from kg.store.service import Service
from kg.transfer import transfer

if TYPE_CHECKING:
    from collections.abc import Callable

_ARTICLE = 66  # quads
_UPDATES = 5


def write_quads(work: Path) -> None:
    """Load a folder of ours."""
    write_store(work / "news.kg", parse(path=str(work / "made.nq"), format=RdfFormat.N_QUADS))


def bare_quads(work: Path) -> None:
    """Load Oxigraph alone, by way of Python's quads, as ours is."""
    store = pyoxigraph.Store(str(work / "bare"))
    store.bulk_extend(parse(path=str(work / "made.nq"), format=RdfFormat.N_QUADS))
    store.optimize()
    store.flush()


def bare_file(work: Path) -> None:
    """Load Oxigraph alone from the file: the bound."""
    store = pyoxigraph.Store(str(work / "file"))
    store.bulk_load(path=str(work / "made.nq"), format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def into_memory(work: Path) -> None:
    """Load a store in memory."""
    memory_store(parse(path=str(work / "made.nq"), format=RdfFormat.N_QUADS))


def update_folder(work: Path) -> None:
    """Put an article in the place of another, a few times."""
    for removed, added in _changes(work):
        update_store(work / "news.kg", removed=removed, added=added)


def update_bare(work: Path) -> None:
    """Do the same to Oxigraph alone, which stays open, and whose changes readers in other processes do not see."""
    store = pyoxigraph.Store(str(work / "bare"))
    for removed, added in _changes(work):
        for quad in removed:
            store.remove(quad)
        store.extend(added)
        store.flush()


def _changes(work: Path) -> list[tuple[list[Quad], list[Quad]]]:
    lines = parse(path=str(work / "made.nq"), format=RdfFormat.N_QUADS)
    there = list(islice(lines, _ARTICLE * (_UPDATES + 1)))
    pieces = [there[start : start + _ARTICLE] for start in range(0, len(there), _ARTICLE)]
    return [(piece, [Quad(quad.subject, quad.predicate, Literal("new")) for quad in piece]) for piece in pieces[:_UPDATES]]


def copy_folder(work: Path) -> None:
    """Back the folder up."""
    backup(work / "news.kg", work / "copy.kg")


def check_folder(work: Path) -> None:
    """Read every byte of the folder."""
    if damages(work / "news.kg"):
        raise ValueError("damaged")


def to_server(work: Path) -> None:
    """Move the graph to the server."""
    transfer(work / "news.kg", _service(work))


def from_server(work: Path) -> None:
    """Move it back."""
    transfer(_service(work), work / "back.kg")


def _service(work: Path) -> Service:
    url = (work / "url").read_text()
    return Service(f"{url}/query", graphs=f"{url}/store")


def measured(what: Callable[[Path], None], work: Path) -> tuple[float, float]:
    """Return the seconds that something takes in a process of its own, without its start, and the process's most memory, in MB."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (what, work))


def _timed(what: Callable[[Path], None], work: Path) -> tuple[float, float]:
    start = perf_counter()
    what(work)
    return perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def size(folder: Path) -> str:
    """Return the megabytes of a folder."""
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.0f}" if folder.is_dir() else ""


def row(name: str, what: Callable[[Path], None], work: Path, folder: str = "", *, times: int = 1) -> str:
    """Return a row of the table."""
    seconds, peak = measured(what, work)
    return f"| {name} | {seconds / times:.2f} | {peak:.0f} | {size(work / folder) if folder else ''} |"


def main() -> None:
    """Make the triples, load them, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--triples", type=int, default=1_100_000)
    options.add_argument("--copy", action="store_true", help="to an Oxigraph server and back, too")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        with (work / "made.nq").open("wb") as file:
            serialize(made_triples(given.triples), file, RdfFormat.N_QUADS)
        rows = ["| what | seconds | peak MB | MB on disk |", "|---|---:|---:|---:|"]
        rows += [
            row("load a `.kg` folder", write_quads, work, "news.kg"),
            row("the same, Oxigraph alone", bare_quads, work, "bare"),
            row("Oxigraph alone from the file", bare_file, work, "file"),
            row("load a store in memory", into_memory, work),
            row("put an article in another's place", update_folder, work, "news.kg", times=_UPDATES),
            row("the same, Oxigraph alone", update_bare, work, "bare", times=_UPDATES),
            row("back up", copy_folder, work, "copy.kg"),
            row("check integrity", check_folder, work),
        ]
        rows += _copied(work) if given.copy else []
        with open_store(work / "news.kg") as store:
            rows.append(f"| quads | {len(store)} | | |")
    sys.stdout.write("\n".join(rows) + "\n")


def _copied(work: Path) -> list[str]:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from servers import oxigraph_server  # noqa: PLC0415 - needs the package oxigraph

    with oxigraph_server("--location", str(work / "server")) as url:
        (work / "url").write_text(url)
        return [row("move to an Oxigraph server", to_server, work, "server"), row("move back", from_server, work, "back.kg")]


if __name__ == "__main__":
    main()
