"""The readings of a graph: what is written down stays, is found by key, and comes back as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_builder import build

from kg.errors import ReadingError, StoreError
from kg.evidence import FILE, LINES, Evidence, read_lines, to_line, write_lines
from kg.evidence.database import document_hash
from kg.model import Document, Reading

A, B, C = (replace(build(name, f"Text of {name}: Ärger, «мир»."), extractor="hand 1") for name in ("a", "b", "c"))

WRITER = """
import sys
from pathlib import Path
from kg.evidence import Evidence
from kg.model import Document, Reading
with Evidence.create(Path(sys.argv[1])) as evidence:
    n = 0
    while True:
        evidence.append([Reading(Document(f"{n:06}-{i}", "x" * 2000)) for i in range(20)])
        print(n, flush=True)
        n += 1
"""


def test_what_is_appended_is_found_and_run_through_in_the_order_of_ids(tmp_path: Path) -> None:
    with Evidence.create(tmp_path) as evidence:
        evidence.append([C, A])
        evidence.append([B])
        assert (len(evidence), list(evidence), list(evidence.ids())) == (3, [A, B, C], ["a", "b", "c"])
        assert (evidence.find("b"), evidence.find("d"), "a" in evidence, "d" in evidence) == (B, None, True, False)
        assert list(evidence.find_all(["c", "d", "a"])) == [C, A]
        evidence.remove(["a", "d"])
    with Evidence.open(tmp_path) as evidence:
        assert list(evidence) == [B, C]


def test_many_are_run_through_by_pages_while_another_writes(tmp_path: Path) -> None:
    readings = [Reading(Document(f"{n:04}", "x")) for n in range(600)]
    with Evidence.create(tmp_path) as writer, Evidence.open(tmp_path) as reader:
        writer.append(readings)
        seen = []
        for reading in reader:
            if reading.document.id == "0100":
                writer.append([Reading(Document("0599a", "y"))])
            seen.append(reading.document.id)
    assert seen == [*(reading.document.id for reading in readings), "0599a"]


@settings(max_examples=20, deadline=None)
@given(ids=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), unique=True, max_size=8))
def test_ids_of_any_letters_are_kept_apart_and_in_the_order_of_their_characters(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str]
) -> None:
    with Evidence.create(tmp_path_factory.mktemp("ids")) as evidence:
        evidence.append(Reading(Document(identity, identity)) for identity in ids)
        assert list(evidence.ids()) == sorted(ids)
        assert [evidence.find(identity) for identity in ids] == [Reading(Document(identity, identity)) for identity in ids]


def test_only_the_same_article_read_by_the_same_reader_is_known(tmp_path: Path) -> None:
    with Evidence.create(tmp_path) as evidence:
        evidence.append([A])
        assert evidence.is_known(A.document, "hand 1")
        assert not evidence.is_known(A.document, "hand 2")
        assert not evidence.is_known(B.document, "hand 1")
        changed = (
            replace(A.document, text="x"),
            replace(A.document, title="x"),
            replace(A.document, published=date(2024, 1, 3)),
            replace(A.document, publisher="x"),
            replace(A.document, url="x"),
            replace(A.document, language="x"),
        )
        assert not any(evidence.is_known(document, "hand 1") for document in changed)


def test_no_two_documents_have_one_hash_because_a_text_moved_to_another_field() -> None:
    hashes = {
        document_hash(Document("a", "", title=title, publisher=publisher)) for title in (None, "", "x") for publisher in (None, "", "x")
    }
    assert len(hashes) == 9


def test_a_reading_again_takes_the_place_of_the_former(tmp_path: Path) -> None:
    with Evidence.create(tmp_path) as evidence:
        evidence.append([A, B])
        evidence.append([changed := replace(A, extractor="hand 2")])
        assert list(evidence) == [changed, B]


def test_a_batch_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    broken = replace(
        B, document=replace(B.document, text=""), times=(), events=build("b", "It hit.", events={"v": ("Attack", ["hit"])}).events
    )
    with Evidence.create(tmp_path) as evidence:
        evidence.append([C])
        with pytest.raises(ReadingError, match="the span says 'hit'"):
            evidence.append([A, broken])
        assert list(evidence) == [C]


def test_what_is_yielded_back_is_on_the_disk(tmp_path: Path) -> None:
    with Evidence.create(tmp_path) as evidence:
        for reading in evidence.appended(iter([A, B, C])):
            with Evidence.open(tmp_path) as other:
                assert reading.document.id in other


def test_nothing_that_was_acknowledged_is_lost_and_no_batch_is_half_there_when_a_writer_is_killed(tmp_path: Path) -> None:
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
            assert process.stdout is not None
            acknowledged = [int(process.stdout.readline()) for _ in range(7)]
            os.kill(process.pid, signal.SIGKILL)
            acknowledged += map(int, process.stdout.read().split())
        with Evidence.create(tmp_path) as evidence:
            batches = [identity.partition("-")[0] for identity in evidence.ids()]
        assert {f"{n:06}" for n in acknowledged} <= set(batches)
        assert {batches.count(batch) for batch in batches} == {20}


HALF_DONE = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA cache_size = 1")  # so that pages are written before the transaction ends
database.executemany("INSERT INTO readings VALUES (?, '', '', ?, '')", ((str(n), "x" * 5000) for n in range(500)))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_reads_after_a_writer_was_killed_sees_what_was_there_before(tmp_path: Path) -> None:
    with Evidence.create(tmp_path) as evidence:
        evidence.append([A, B])
    subprocess.run([sys.executable, "-c", HALF_DONE, str(tmp_path / FILE)], check=False)  # noqa: S603 - our own words
    assert (tmp_path / f"{FILE}-journal").stat().st_size > 0
    with Evidence.open(tmp_path) as evidence:
        assert list(evidence) == [A, B]
        assert list(evidence.damages()) == []


def test_where_there_is_none_it_is_empty_and_nothing_is_made(tmp_path: Path) -> None:
    with Evidence.open(tmp_path / "nowhere") as evidence:
        assert (list(evidence), evidence.find("a"), len(evidence)) == ([], None, 0)
    assert not (tmp_path / "nowhere").exists()


def test_who_only_reads_cannot_write(tmp_path: Path) -> None:
    Evidence.create(tmp_path).close()
    with Evidence.open(tmp_path) as evidence, pytest.raises(StoreError, match="attempt to write a readonly database"):
        evidence.append([A])


def test_a_file_that_is_none_of_ours_or_newer_is_an_error(tmp_path: Path) -> None:
    Evidence.create(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    for opened in (Evidence.open, Evidence.create):
        with pytest.raises(StoreError, match=r"evidence.sqlite: it has version 99, expected 1. Install a newer kg"):
            opened(tmp_path)
    (tmp_path / FILE).write_bytes(b"something else" * 1000)
    for opened in (Evidence.open, Evidence.create):
        with pytest.raises(StoreError, match=r"evidence.sqlite: this is no evidence, or it is damaged"):
            opened(tmp_path)


def test_a_damaged_reading_is_named_and_the_others_are_found(tmp_path: Path) -> None:
    with Evidence.create(tmp_path) as evidence:
        evidence.append([A, B])
    assert list(evidence_damages(tmp_path)) == []
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE readings SET reading = replace(reading, 'Text', 'Next') WHERE document = 'b'")
    database.close()
    with Evidence.open(tmp_path) as evidence:
        assert evidence.find("a") == A
        for ask in (list, lambda kept: kept.find("b")):
            with pytest.raises(StoreError, match=r"evidence.sqlite, article 'b': the reading is not as it was written"):
                ask(evidence)
    assert [line.partition(": ")[0] for line in evidence_damages(tmp_path)] == [f"{tmp_path / FILE}, article 'b'"]


def evidence_damages(folder: Path) -> list[str]:
    with Evidence.open(folder) as evidence:
        return list(evidence.damages())


def test_a_copy_is_of_one_moment_and_apart(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with Evidence.create(tmp_path) as evidence:
        evidence.append([A, B])
        evidence.copy(tmp_path / "copy")
        evidence.append([C])
    with Evidence.open(tmp_path / "copy") as copied:
        assert list(copied) == [A, B]


# ---------------------------------------------------------------- lines


def test_lines_come_back_as_the_readings_that_they_were(tmp_path: Path) -> None:
    stream = BytesIO()
    surrogate = Reading(Document("d", "half \ud800"))
    write_lines([A, B, surrogate], stream)
    (tmp_path / "x.jsonl").write_bytes(stream.getvalue())
    assert list(read_lines(tmp_path / "x.jsonl")) == [A, B, surrogate]


def test_lines_of_the_first_version_are_taken_over_once(tmp_path: Path) -> None:
    (tmp_path / LINES).write_text(to_line(B) + to_line(A) + to_line(C)[:-9], encoding="utf-8")
    with Evidence.create(tmp_path) as evidence:
        assert list(evidence) == [A, B]
    assert not (tmp_path / LINES).exists()


def test_lines_that_are_no_readings_are_an_error_and_stay(tmp_path: Path) -> None:
    (tmp_path / LINES).write_text(to_line(A) + "{}\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"readings.jsonl:2: reading without an id"):
        Evidence.create(tmp_path)
    assert (tmp_path / LINES).exists()
    assert Evidence.open(tmp_path).find("a") is None


def test_a_span_that_is_not_in_the_text_is_an_error() -> None:
    events = build("b", "It hit.", events={"v": ("Attack", ["hit"])}).events
    with pytest.raises(ReadingError, match=r"b\[3:6\]: the span says 'hit'"):
        to_line(replace(B, events=events))
