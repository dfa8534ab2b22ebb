"""Reading on a real Ray cluster of several worker processes; left out where Ray is not installed (`pip install -e '.[cluster]'`)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import cluster_readers
import parallel_readers as readers
import pytest
import spread_work
from outcomes import told
from test_cluster import ALL_READ, PLAIN, endless
from typer.testing import CliRunner

import kg
from kg import renew
from kg.cli.options import app
from kg.cluster import RayReader, on_ray, sharing, spreading
from kg.documents import read_documents
from kg.errors import DocumentError, ReaderError
from kg.examples import corpus
from kg.model import Document, Reading
from kg.parallel import shipped

pytest.importorskip("ray", reason="the engine of kg.cluster (pip install -e '.[cluster]')")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers on this machine; its start takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(Path(__file__).parent))))  # what workers import from
        import ray  # noqa: PLC0415 - not everywhere

        ray.init(address="local", num_cpus=2, object_store_memory=100 << 20, include_dashboard=False, log_to_driver=False)
        yield ray
        ray.shutdown()


pytestmark = [
    pytest.mark.usefixtures("cluster"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"),  # Ray's own
]


def reader(*, patience: float = 60.0) -> RayReader:
    return RayReader(load=readers.load, name=readers.EXTRACTOR, patience=patience)


def refuse(problem: DocumentError) -> None:
    raise problem


def nquads(folder: Path) -> bytes:
    """Return the graph as sorted N-Quads."""
    with kg.open(folder) as graph:
        [path] = graph.export(folder.with_suffix(".nq"))
    return path.read_bytes()


def test_articles_are_read_by_several_processes_each_of_which_loads_the_reader_once() -> None:
    documents = [Document(f"m{k}", "nothing") for k in range(200)]
    found = [one for one in reader().batch(documents) if isinstance(one, Reading)]
    assert sorted(one.document.id for one in found) == sorted(document.id for document in documents)
    assert len({one.extractor for one in found}) == 2


def test_a_worker_is_replaced_after_some_articles_and_none_is_lost_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    most = 2 * sharing.TOGETHER
    monkeypatch.setattr(on_ray, "ARTICLES_OF_A_WORKER", most)
    documents = [Document(f"m{k}", "nothing") for k in range(80)]
    found = [one for one in reader().batch(documents) if isinstance(one, Reading)]
    assert sorted(one.document.id for one in found) == sorted(document.id for document in documents)
    assert max(Counter(one.extractor for one in found).values()) <= most


def test_articles_that_kill_hang_and_fail_are_told_and_all_others_are_read(tmp_path: Path) -> None:
    bad = [
        Document("dies", "die"),
        Document("hangs", "hang"),
        Document("fails", "raise"),
        Document("unlucky", f"die-once {tmp_path / 'x'}"),
    ]
    documents = [*PLAIN[:10], *bad, *PLAIN[10:]]
    ended = "its reader's process ended, killed, out of memory or out of time, 2 times"
    assert told(reader(patience=2.0).batch(documents)) == {
        **ALL_READ,
        "dies": ended,
        "hangs": ended,
        "fails": "the reader failed on it (ValueError: told to)",
        "unlucky": "read",
    }


def test_what_is_no_fault_of_an_article_ends_the_run() -> None:
    with pytest.raises(ReaderError, match="the endpoint is gone"):
        list(reader().batch([*PLAIN, Document("x", "outage")]))
    with pytest.raises(ReaderError, match="no weights"):
        list(RayReader(load=readers.load_broken, name=readers.EXTRACTOR).batch(PLAIN))


def test_documents_are_taken_only_as_they_are_read() -> None:
    taken: list[Document] = []
    outcomes = reader().batch(endless(taken))
    assert len(list(islice(outcomes, 20))) == 20
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) <= 20 + 5 * sharing.TOGETHER  # two tasks a core are out


def test_a_graph_that_a_cluster_read_while_a_worker_was_killed_is_byte_for_byte_that_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "TOGETHER", 3)
    monkeypatch.setattr(renew, "_MANY", 1)  # resolved on the cluster too
    documents = list(islice(read_documents([corpus("chain")], on_problem=refuse), 12))
    kg.build(documents, tmp_path / "one.kg")
    mark = tmp_path / "killed"
    mortal = RayReader(load=partial(cluster_readers.load_mortal, documents[9].id, mark))
    with_poison = [*documents[:5], Document(cluster_readers.POISON, "Whoever reads this ends."), *documents[5:]]
    report = kg.build(with_poison, tmp_path / "many.kg", reader=mortal)
    assert mark.exists()
    assert [(one.where, report.read) for one in report.skipped] == [(cluster_readers.POISON, 12)]
    assert nquads(tmp_path / "many.kg") == nquads(tmp_path / "one.kg")


def test_the_command_reads_on_a_cluster_from_a_storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = corpus("kerman").as_uri()
    output = tmp_path / "news.kg"
    with monkeypatch.context() as patch:
        patch.setattr(shipped, "isolated", None)  # nothing is read in this process
        done = CliRunner().invoke(app, ["build", source, "-o", str(output), "--engine", "ray", "--processes", "2", "--quiet"])
    assert (done.exit_code, done.exception) == (0, None)
    kg.build([corpus("kerman")], tmp_path / "one.kg")
    assert nquads(output) == nquads(tmp_path / "one.kg")


# ---------------------------------------------------------------- other things than reading


def test_one_thing_is_done_for_many_values_on_the_cluster_and_comes_back_in_their_order() -> None:
    with reader().spread() as spread:
        done = list(spread(spread_work.here, range(100)))
        assert [value for value, _ in done] == list(range(100))
        assert os.getpid() not in {process for _, process in done}
        assert list(spread(spread_work.here, [])) == []


def test_an_error_comes_through() -> None:
    with reader().spread() as spread, pytest.raises(ValueError, match="thirty is too much"):
        list(spread(spread_work.failing, range(100)))


def test_what_a_killed_worker_was_at_is_done_again(tmp_path: Path) -> None:
    with reader().spread() as spread:
        assert list(spread(spread_work.Killed(20, tmp_path / "killed"), range(100))) == [2 * value for value in range(100)]
    assert (tmp_path / "killed").exists()


def test_what_is_lost_again_and_again_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "ATTEMPTS", 1)
    with reader().spread() as spread:
        assert list(spread(spread_work.Abroad(os.getpid()), range(20))) == list(range(20))


def test_a_worker_with_other_libraries_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "fingerprint", lambda: "x")
    with reader().spread() as spread, pytest.raises(ReaderError, match=r"its code or libraries are others \([0-9a-f]{12}, expected x\)"):
        list(spread(spread_work.here, range(20)))
