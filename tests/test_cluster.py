"""The parts of `kg.cluster` that need no engine."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import parallel_readers as readers
import pytest
from outcomes import told

from kg.cluster import ENGINES, cluster_reader, sharing
from kg.cluster.connection import check_reachable
from kg.cluster.sameness import fingerprint
from kg.cluster.sharing import Lost, shared_out
from kg.cluster.task import Answer, Plan, read
from kg.errors import MissingLibraryError, ReaderError, UnknownNameError
from kg.model import Document, Reading
from kg.parallel.worker import Unable

PLAIN = [Document(f"d{k}", "nothing") for k in range(20)]
PLAN = Plan(readers.load, readers.EXTRACTOR, fingerprint())


@dataclass
class FakeEngine:
    """Reads each task when it is waited for, the latest first; tasks with an article of `kills` are lost, as often as stands there."""

    kills: dict[str, int] = field(default_factory=dict)
    tasks: dict[Hashable, tuple[Document, ...]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    most: int = 0

    def at_once(self) -> int:
        return 3

    def submit(self, documents: Sequence[Document]) -> Hashable:
        self.sizes.append(len(documents))
        task = len(self.sizes)
        self.tasks[task] = tuple(documents)
        return task

    def first(self, tasks: Collection[Hashable]) -> tuple[Hashable, Answer | Lost]:
        self.most = max(self.most, len(tasks))
        task = list(tasks)[-1]
        documents = self.tasks.pop(task)
        killer = next((one.id for one in documents if self.kills.get(one.id)), None)
        if killer is None:
            return task, tuple(Reading(document) for document in documents)
        self.kills[killer] -= 1
        return task, Lost("killed")


def endless(taken: list[Document]) -> Iterator[Document]:
    """Yield documents without end, and write down those that were."""
    for number in count():
        taken.append(Document(f"d{number}", "nothing"))
        yield taken[-1]


ALL_READ = {document.id: "read" for document in PLAIN}


# ---------------------------------------------------------------- sharing


def test_articles_are_shared_out_in_tasks_no_more_at_once_than_the_engine_takes() -> None:
    engine = FakeEngine()
    assert told(shared_out(engine, PLAIN)) == ALL_READ
    assert (engine.sizes, engine.most) == ([8, 8, 4], 3)


def test_no_articles_make_no_task() -> None:
    engine = FakeEngine()
    assert list(shared_out(engine, [])) == []
    assert engine.sizes == []


def test_an_article_that_ends_whatever_reads_it_is_told_and_its_neighbours_are_read() -> None:
    engine = FakeEngine(kills={"d9": 99})
    assert told(shared_out(engine, PLAIN)) == {**ALL_READ, "d9": "killed, 2 times"}
    assert engine.sizes == [8, 8, 4, *[1] * 9]  # its task, each of it alone, and itself again
    assert engine.kills["d9"] == 96


@pytest.mark.parametrize("ends", [1, 2])
def test_articles_of_a_task_that_somebody_ended_are_read_by_another(ends: int) -> None:
    assert told(shared_out(FakeEngine(kills={"d0": ends}), PLAIN)) == ALL_READ


def test_two_that_end_one_task_are_both_told_and_only_they() -> None:
    found = told(shared_out(FakeEngine(kills={"d1": 99, "d2": 99}), PLAIN))
    assert {name for name, what in found.items() if what != "read"} == {"d1", "d2"}


def test_when_one_task_after_the_other_is_lost_reading_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "FAILED_TASKS", 13)
    with pytest.raises(ReaderError, match="13 tasks of the cluster were lost one after the other, the last with d"):
        list(shared_out(FakeEngine(kills={document.id: 99 for document in PLAIN}), PLAIN))


def test_a_worker_that_cannot_read_ends_the_run() -> None:
    class Broken(FakeEngine):
        def first(self, tasks: Collection[Hashable]) -> tuple[Hashable, Answer | Lost]:
            return next(iter(tasks)), Unable("host: no weights")

    with pytest.raises(ReaderError, match="a worker of the cluster cannot read: host: no weights"):
        list(shared_out(Broken(), PLAIN))


def test_documents_are_taken_only_as_they_are_read() -> None:
    taken: list[Document] = []
    outcomes = shared_out(FakeEngine(), endless(taken))
    for _ in range(20):
        next(outcomes)
    assert len(taken) <= 20 + 4 * sharing.TOGETHER


# ---------------------------------------------------------------- a task


def test_a_task_reads_its_articles_and_tells_those_that_the_reader_fails_on() -> None:
    answer = read(PLAN, [PLAIN[0], Document("bad", "raise"), PLAIN[1]])
    assert isinstance(answer, tuple)
    assert told(answer) == {"d0": "read", "bad": "the reader failed on it (ValueError: told to)", "d1": "read"}


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (replace(PLAN, run="1", load=readers.load_broken), "no weights"),
        (replace(PLAN, run="2", extractor="another/1"), r"its reader is test/1, expected another/1\. Install the same kg"),
        (replace(PLAN, run="3", same="x"), r"its code or libraries are others \([0-9a-f]{12}, expected x\)\. Install the same kg"),
    ],
)
def test_a_worker_that_would_read_otherwise_does_not_read(plan: Plan, problem: str) -> None:
    with pytest.raises(ReaderError, match=problem):
        list(shared_out(_Here(plan=plan), PLAIN))


def test_what_is_no_fault_of_an_article_is_told_of_the_worker() -> None:
    answer = read(PLAN, [Document("x", "outage")])
    assert isinstance(answer, Unable)
    assert answer.problem.endswith(": the endpoint is gone")


def test_an_article_that_never_ends_ends_its_process_and_where_it_hangs_is_printed() -> None:
    script = (
        "import parallel_readers as r; from kg.model import Document\n"
        "from kg.cluster.sameness import fingerprint; from kg.cluster.task import *\n"
        "read(Plan(r.load, r.EXTRACTOR, fingerprint(), patience=0.3), [Document('a', 'nothing'), Document('b', 'hang')])"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script],
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Timeout" in done.stderr
    assert "_obey" in done.stderr


@dataclass
class _Here(FakeEngine):
    """Runs tasks in this process."""

    plan: Plan = PLAN

    def first(self, tasks: Collection[Hashable]) -> tuple[Hashable, Answer | Lost]:
        task = next(iter(tasks))
        return task, read(self.plan, self.tasks.pop(task))


# ---------------------------------------------------------------- sameness, engines


def test_the_fingerprint_changes_with_a_line_of_code_and_with_a_name(tmp_path: Path) -> None:
    for folder, name, code in (("a", "x.py", "1"), ("b", "x.py", "1"), ("c", "x.py", "2"), ("d", "y.py", "1")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(code)
    a, b, c, d = (fingerprint(tmp_path / folder) for folder in "abcd")
    assert a == b
    assert len({a, c, d}) == 3


def test_an_unknown_engine_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown engine 'abacus'\. Known: ray"):
        cluster_reader("abacus")
    assert {name: type(make(None)).__name__ for name, make in ENGINES.items()} == {"ray": "RayReader"}


def test_an_engine_that_is_not_installed_is_told_with_the_extra_but_only_when_there_is_something_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    reader = cluster_reader("ray", processes=2)
    assert list(reader.batch([])) == []
    with pytest.raises(MissingLibraryError, match=r"ray is not installed\. .* pip install -e '\.\[cluster\]'"):
        list(reader.batch(PLAIN))


def test_an_address_at_which_nobody_listens_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        for reachable in (address, "auto", "local"):
            check_reachable(reachable)
    with pytest.raises(ReaderError, match=rf"no Ray cluster at {address} \(.+\)\. Start one"):
        check_reachable(address)
