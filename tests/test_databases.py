"""A database follows another one by its log of changes; where that does not go back so far, or is another file's, all is compared."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kg import databases
from kg.databases import SEEN, Compared, Known, differences, log_of, note_seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINE, THEIRS = Known("known", "article", "hash"), Known("texts", "id", "digest")


@pytest.fixture
def here() -> Iterator[sqlite3.Connection]:
    """Who follows."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript(f"CREATE TABLE known (article TEXT PRIMARY KEY, hash BLOB); {SEEN}")
        yield database


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Who is followed."""
    path = tmp_path / "there.sqlite"
    change(path, f"CREATE TABLE texts (id TEXT PRIMARY KEY, digest BLOB); {log_of(THEIRS)}")
    return path


def change(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(statements)


def put(path: Path, **digests: int) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", digests.items())


def follow(here: sqlite3.Connection, there: Path) -> tuple[list[str], list[str]]:
    """Bring `here` to what lies there, and return what went and what came."""
    found = compared(here, there)
    here.executemany("DELETE FROM known WHERE article = ?", [(one,) for one in found.went])
    with closing(sqlite3.connect(there)) as database:
        rows = [database.execute("SELECT id, digest FROM texts WHERE id = ?", (one,)).fetchone() for one in found.came]
    here.executemany("INSERT INTO known VALUES (?, ?)", rows)
    note_seen(here, found.seen)
    return found.went, found.came


def compared(here: sqlite3.Connection, there: Path) -> Compared:
    return differences(here, MINE, there, THEIRS)


def test_what_came_changed_and_went_is_found(here: sqlite3.Connection, there: Path) -> None:
    put(there, a=1, b=1, c=1)
    assert follow(here, there) == ([], ["a", "b", "c"])
    assert follow(here, there) == ([], [])
    put(there, b=2, d=1)
    change(there, "DELETE FROM texts WHERE id = 'a'; UPDATE texts SET digest = 3 WHERE id = 'c'")
    assert follow(here, there) == (["a", "b", "c"], ["b", "c", "d"])
    assert follow(here, there) == ([], [])


def test_only_what_changed_is_compared(here: sqlite3.Connection, there: Path) -> None:
    put(there, a=1, b=1)
    follow(here, there)
    here.execute("DELETE FROM known WHERE article = 'a'")  # so that a comparison of all would tell
    put(there, b=2)
    assert follow(here, there) == (["b"], ["b"])


def test_a_file_that_was_put_back_is_compared_wholly(here: sqlite3.Connection, there: Path, tmp_path: Path) -> None:
    put(there, a=1, b=1)
    shutil.copy(there, tmp_path / "backup")
    put(there, a=2)
    follow(here, there)
    shutil.copy(tmp_path / "backup", there)
    put(there, b=2)  # its log has the number that was seen, but another change under it
    assert follow(here, there) == (["a", "b"], ["a", "b"])


def test_who_missed_more_than_a_log_holds_compares_all(here: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "LOGGED", 3)
    there = tmp_path / "there.sqlite"
    change(there, f"CREATE TABLE texts (id TEXT PRIMARY KEY, digest BLOB); {log_of(THEIRS)}")
    put(there, a=1)
    follow(here, there)
    put(there, b=1, c=1, d=1, e=1)
    assert follow(here, there) == ([], ["b", "c", "d", "e"])
    with closing(sqlite3.connect(there)) as database:
        assert database.execute("SELECT count(*) FROM changes").fetchone() == (3,)


def test_a_file_without_a_log_is_compared_wholly(here: sqlite3.Connection, tmp_path: Path) -> None:
    there = tmp_path / "old.sqlite"
    change(there, "CREATE TABLE texts (id TEXT PRIMARY KEY, digest BLOB)")
    put(there, a=1)
    assert compared(here, there) == Compared([], ["a"], None)
    follow(here, there)
    put(there, a=2)
    assert follow(here, there) == (["a"], ["a"])
