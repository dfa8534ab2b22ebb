from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import parallel_readers as readers
import pytest
import spread_work
from outcomes import told

from kg.errors import DocumentError, ReaderError
from kg.model import Document, Reading
from kg.parallel import ProcessReader, isolated, processes
from kg.parallel.handle import Worker
from kg.parallel.pool import AHEAD, TOGETHER, pool
from kg.parallel.worker import Load

PLAIN = [Document(f"d{k}", "nothing") for k in range(10)]


def reader(*, count: int = 2, patience: float = 60.0) -> ProcessReader:
    return ProcessReader(readers.load, readers.EXTRACTOR, processes=count, patience=patience)


def test_articles_are_read_in_as_many_processes_as_were_asked_for() -> None:
    found = [one for one in reader().batch(PLAIN) if isinstance(one, Reading)]
    assert {one.document.id: one.document for one in found} == {document.id: document for document in PLAIN}
    assert len({one.extractor for one in found}) == 2


def test_no_articles_start_no_process_and_one_starts_one(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []

    def start(load: Load, patience: float, left: int) -> Worker:
        started.append(Worker(load, patience, left))
        return started[-1]

    monkeypatch.setattr(processes, "Worker", start)
    assert list(reader().batch([])) == []
    assert started == []
    assert told(reader(count=3).batch(PLAIN[:1])) == {"d0": "read"}
    assert len(started) == 1


def test_an_article_that_ends_its_process_is_told_and_the_others_are_read() -> None:
    documents = [*PLAIN[:5], Document("bad", "die"), *PLAIN[5:]]
    assert told(reader().batch(documents)) == {
        **{document.id: "read" for document in PLAIN},
        "bad": "its reader's process ended, killed or out of memory, 2 times",
    }


def test_an_article_that_never_ends_is_told_and_the_others_are_read() -> None:
    documents = [Document("bad", "hang"), *PLAIN]
    assert told(reader(patience=0.5).batch(documents)) == {
        **{document.id: "read" for document in PLAIN},
        "bad": "its reader did not come back from it in time, 2 times",
    }


def test_a_large_article_behind_one_that_never_ends_stops_nobody() -> None:
    documents = [Document("bad", "hang"), Document("large", "nothing " + "x" * 200_000), Document("last", "nothing")]
    found = told(reader(count=1, patience=0.5).batch(documents))
    assert (found["large"], found["last"]) == ("read", "read")
    assert found["bad"].startswith("its reader did not come back")


def test_an_article_whose_process_somebody_else_ended_is_read_by_another(tmp_path: Path) -> None:
    documents = [*PLAIN[:3], Document("unlucky", f"die-once {tmp_path / 'done'}")]
    assert set(told(reader().batch(documents)).values()) == {"read"}


def test_an_article_that_the_reader_fails_on_is_told_with_its_reason() -> None:
    documents = [PLAIN[0], Document("bad", "raise"), PLAIN[1]]
    expected = {"d0": "read", "bad": "the reader failed on it (ValueError: told to)", "d1": "read"}
    assert told(reader().batch(documents)) == expected
    assert told(isolated(readers.load(), documents)) == expected


def test_what_is_no_fault_of_an_article_ends_the_run() -> None:
    with pytest.raises(ReaderError, match="the endpoint is gone"):
        list(reader().batch([*PLAIN, Document("x", "outage")]))
    with pytest.raises(ReaderError, match="the endpoint is gone"):
        list(isolated(readers.load(), [*PLAIN, Document("x", "outage")]))
    with pytest.raises(ReaderError, match="no weights"):
        list(ProcessReader(readers.load_broken, "x", processes=1).batch(PLAIN))


def test_processes_that_never_get_ready_end_the_run() -> None:
    with pytest.raises(ReaderError, match="3 workers ended before they had loaded the reader"):
        list(ProcessReader(readers.load_and_die, "x", processes=1).batch(PLAIN))


def test_one_ended_process_after_the_other_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "FAILED_WORKERS", 3)
    with pytest.raises(ReaderError, match="3 workers ended one after the other, the last while it read b2"):
        list(reader(count=1).batch([Document(f"b{k}", "die") for k in range(3)]))


def test_a_worker_is_replaced_after_some_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ARTICLES_OF_A_WORKER", 4)
    found = list(reader(count=1).batch(PLAIN))
    assert told(found) == {document.id: "read" for document in PLAIN}
    assert len({one.extractor for one in found if isinstance(one, Reading)}) == 3


def test_documents_are_taken_only_as_they_are_read() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Document]:
        for number in count():
            taken.append(number)
            yield Document(f"d{number}", "nothing")

    outcomes = reader().batch(endless())
    for _ in range(20):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) <= 20 + 2 * processes.AHEAD


def test_an_error_of_a_document_travels_between_processes() -> None:
    error = DocumentError("a.html:3", "no text", "Leave it out")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (str(copy), copy.where, copy.problem, copy.remedy) == (str(error), "a.html:3", "no text", "Leave it out")


# ---------------------------------------------------------------- other things than reading


def test_one_thing_is_done_for_many_values_in_several_processes_and_comes_back_in_their_order() -> None:
    with pool(2) as spread:
        done = list(spread(spread_work.here, range(100)))
        assert [value for value, _ in done] == list(range(100))
        assert os.getpid() not in {process for _, process in done}
        assert list(spread(spread_work.failing, [])) == []


def test_with_one_process_it_is_done_in_this_one() -> None:
    with pool(1) as spread:
        assert list(spread(spread_work.here, [7])) == [(7, os.getpid())]


def test_an_error_comes_through() -> None:
    with pool(2) as spread, pytest.raises(ValueError, match="thirty is too much"):
        list(spread(spread_work.failing, range(100)))


def test_what_a_killed_process_was_at_and_all_after_it_is_done_here(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pool(2) as spread:
        assert list(spread(spread_work.Killed(20, tmp_path / "killed"), range(100))) == [2 * value for value in range(100)]
        assert (tmp_path / "killed").exists()
        assert "the rest is done here" in caplog.text
        assert [value for value, _ in spread(spread_work.here, range(20))] == list(range(20))  # whatever comes next


def test_values_are_taken_only_as_they_are_done() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        for value in count():
            taken.append(value)
            yield value

    with pool(2) as spread:
        assert len(list(islice(spread(spread_work.here, endless()), 20))) == 20
        assert len(taken) <= 20 + 2 * AHEAD * TOGETHER
