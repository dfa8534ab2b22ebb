"""Kills writers of a graph at random moments and looks at what is left: `python tests/benchmarks/faults_store.py [--kills 80] [--seed 1]`.

Prints a Markdown table: for each kind of work (ingest, update, bulk load, backup, edit) how often it was killed, how much had been
acknowledged by then, and what went wrong: acknowledged work that is lost, work that is there in part, a graph that does not open or is
damaged, files that nobody owns after the next write. With `--full MB` the disk fills up instead: each work runs in a small
file system (Linux, root). The exit code is 1 if anything went wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.backup import backup, damages
from kg.errors import StoreError
from kg.evidence import Evidence
from kg.model import Document, Reading
from kg.store import Layout, edit_store, is_store, open_store, update_store, write_store

_QUADS = 200  # of an article
_BULK = 5_000  # of a whole graph
_LONGEST = 1.5  # seconds between "ready" and the kill


def article(number: int, size: int = _QUADS) -> list[Quad]:
    """Return what an article says: quads that name its number, so that one that is missing shows."""
    subject = NamedNode(f"http://x.example/{number}")
    return [Quad(subject, NamedNode(f"http://x.example/p{n % 7}"), Literal(f"{number} says {n}")) for n in range(size)]


def reading(number: int) -> Reading:
    """Return what is kept as evidence of an article."""
    return Reading(Document(f"{number:06}", "Nothing happened. " * 50))


# ---------------------------------------------------------------- the works; each says what it has done


def ingest(folder: Path) -> Iterator[int]:
    """Add articles, each to the evidence and then to the graph."""
    folder.mkdir(exist_ok=True)
    for number in count(len(present(folder))):
        with Evidence.create(folder) as evidence:
            evidence.append([reading(number)])
        update_store(folder, added=article(number))
        yield number


def update(folder: Path) -> Iterator[int]:
    """Put each article in the place of the one before."""
    for number in count(1 + max(present(folder), default=-1)):
        update_store(folder, removed=article(number - 1), added=article(number))
        yield number


def bulk(folder: Path) -> Iterator[int]:
    """Write whole graphs, each in the place of the one before."""
    for number in count(1 + max(present(folder), default=-1)):
        write_store(folder, article(number, _BULK))
        yield number


def copies(folder: Path) -> Iterator[int]:
    """Copy a graph again and again, while it changes."""
    for number in count(len(list(folder.parent.glob("copy*.kg")))):
        update_store(folder, added=article(number))
        backup(folder, folder.parent / f"copy{number}.kg")
        yield number


def edits(folder: Path) -> Iterator[int]:
    """Let a person put in statements about one thing after another, and renew the graph after each of them."""
    folder.mkdir(exist_ok=True)
    with Evidence.create(folder) as evidence:
        evidence.append([reading(0)])
    for number in count(len(present(folder))):
        if not is_store(folder):
            write_store(folder, [])
        edit_store(folder, partial(_put, article(number)))
        write_store(folder, []) if number % 2 else update_store(folder)
        yield number


def _put(quads: list[Quad], store: Store, _: Store) -> list[Quad]:
    store.extend(quads)
    return quads


WORKS: dict[str, Callable[[Path], Iterator[int]]] = {"ingest": ingest, "update": update, "bulk load": bulk, "backup": copies, "edit": edits}


# ---------------------------------------------------------------- what is left


def present(folder: Path) -> dict[int, int]:
    """Return how many quads there are of each article."""
    found: dict[int, int] = {}
    if is_store(folder):
        with open_store(folder) as store:
            for quad in store.quads():
                number = int(str(quad.subject).strip("<>").rpartition("/")[2])
                found[number] = found.get(number, 0) + 1
    return found


def wrongs(work: str, folder: Path, last: int) -> Iterator[str]:
    """Yield what is not as it should be after a work was stopped.

    Args:
        work: Its name.
        folder: The graph.
        last: The last number that it acknowledged; -1: none.
    """
    try:
        if is_store(folder):
            yield from damages(folder)
        there = present(folder)
        yield from _wrong_articles(work, there, last)
        if work == "ingest":
            with Evidence.open(folder) as evidence:
                yield from (f"lost: the reading of {number}" for number in range(last + 1) if f"{number:06}" not in evidence)
        if work == "backup":
            yield from _wrong_copies(folder.parent, last)
        if work == "ingest":  # of a transaction that had not begun to write SQLite leaves a journal, and takes it for the next one
            Evidence.create(folder).close()
        update_store(folder)
        yield from _orphans(folder)
    except StoreError as error:
        yield f"unusable: {error}"


def _wrong_articles(work: str, there: dict[int, int], last: int) -> Iterator[str]:
    size = _BULK if work == "bulk load" else _QUADS
    yield from (f"in part: {held} of {size} quads of {number}" for number, held in there.items() if held != size)
    if work in ("ingest", "backup", "edit"):
        yield from (f"lost: {number}" for number in range(last + 1) if number not in there)
        yield from (f"from nowhere: {number}" for number in there if number > last + 1)
    elif last >= 0 and list(there) not in ([last], [last + 1]):
        yield f"lost: expected {last} or the next, found {sorted(there)}"


def _wrong_copies(folder: Path, last: int) -> Iterator[str]:
    yield from (f"lost: the copy {number}" for number in range(last + 1) if not (folder / f"copy{number}.kg").exists())
    for copy in folder.glob("copy*.kg"):
        number = int(copy.stem.removeprefix("copy"))
        yield from damages(copy)
        if sorted(present(copy)) != list(range(number + 1)):
            yield f"in part: {copy.name}"


def _orphans(folder: Path) -> Iterator[str]:
    layout = Layout(folder)
    with open_store(folder) as store:
        current = store.folder
    yield from (f"orphan: {entry.name}" for entry in layout.stores.iterdir() if entry != current)
    ours = {"kg.json", "store", "lock", "evidence.sqlite", "evidence.sqlite.lock"}
    yield from (f"orphan: {entry.name}" for entry in folder.iterdir() if entry.name not in ours)


# ---------------------------------------------------------------- killing


@dataclass(slots=True)
class Found:
    """What was seen of one kind of work."""

    work: str
    stopped: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def killed(work: str, kills: int, seed: int) -> Found:
    """Start a work, kill it at a random moment, look, and let the next one go on from there; so many times."""
    found, chance, last = Found(work), random.Random(f"{work} {seed}"), -1  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "news.kg"
        for _ in range(kills):
            done = _killed_once(work, folder, chance.uniform(0, _LONGEST))
            last = max([last, *done])
            found.stopped += 1
            found.acknowledged += len(done)
            found.wrong += wrongs(work, folder, last)
            # What was not acknowledged may be there, and is gone on from.
            there = range(len(list(folder.parent.glob("copy*.kg")))) if work == "backup" else present(folder)
            last = max([last, *there])
    return found


def _killed_once(work: str, folder: Path, after: float) -> list[int]:
    """Return what was acknowledged until the kill."""
    command = [sys.executable, __file__, "--work", work, "--folder", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 - our own words
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        return [int(line) for line in writer.stdout if line.endswith("\n")]


# ---------------------------------------------------------------- a full disk


def filled(work: str, megabytes: int) -> Found:
    """Let a disk fill up while a work goes on, look, make room, and let it go on."""
    found = Found(work)
    with small_disk(megabytes) as place:
        folder, ballast = place / "news.kg", place / "ballast"
        last = -1
        try:
            for number in WORKS[work](folder):
                last = number
                found.acknowledged += 1
                _grow(ballast)
        except StoreError as error:
            found.stopped += 1
            found.wrong += [] if re.search("space|full", str(error)) else [f"unclear: {error}"]
        if is_store(folder):
            found.wrong += damages(folder)
            found.wrong += _wrong_articles(work, present(folder), last)
        found.wrong += _wrong_copies(place, last) if work == "backup" else []
        ballast.unlink(missing_ok=True)
        found.wrong += wrongs(work, folder, last)
        next(WORKS[work](folder))
    return found


def _grow(ballast: Path) -> None:
    with suppress(OSError), ballast.open("ab") as file:
        file.write(bytes(1 << 18))


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Yield a folder on a file system of its own; needs root."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place], check=True)  # noqa: S603, S607 - our own words
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", place], check=True)  # noqa: S603, S607 - likewise


# ---------------------------------------------------------------- the script


def table(found: list[Found], how: str) -> str:
    """Return what was found as a Markdown table."""
    lines = [f"| work | {how} | acknowledged | went wrong |", "|---|---:|---:|---:|"]
    lines += [f"| {one.work} | {one.stopped} | {one.acknowledged} | {len(one.wrong)} |" for one in found]
    return "\n".join([*lines, *(f"{one.work}: {line}" for one in found for line in one.wrong)])


def _work(work: str, folder: Path) -> None:
    """Do a work for ever, and say what is done."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for done in WORKS[work](folder):
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


def main() -> None:
    """Kill, look, print the table; or do one work, until somebody kills it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=80, help="in all, as many for each work")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--full", type=int, metavar="MB", help="fill a disk of so many megabytes instead")
    options.add_argument("--work", choices=WORKS, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.work:
        _work(given.work, given.folder)
    found = [filled(work, given.full) if given.full else killed(work, given.kills // len(WORKS), given.seed) for work in WORKS]
    sys.stdout.write(table(found, "disk full" if given.full else "kills") + "\n")
    sys.exit(any(one.wrong for one in found))


if __name__ == "__main__":
    main()
