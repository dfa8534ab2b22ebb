from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.errors import DocumentError, StoreError
from kg.intake import FILE, Intake, Skipped, Taken
from kg.model import Document

A, B, C = (Document(name, f"Text {name}.") for name in "abc")
WHOLE = Document("d", "Half a pair: \ud800.", "T", date(2024, 1, 2), "P", "http://x", "en", date(2024, 1, 3))


def nothing(document: Document) -> bool:
    del document
    return False


def take(intake: Intake, *documents: Document, known: tuple[Document, ...] = ()) -> tuple[Taken, list[str]]:
    problems: list[DocumentError] = []
    taken = intake.take(documents, is_known=lambda one: one in known, on_problem=problems.append, tell=lambda _: None)
    return taken, [problem.problem for problem in problems]


def test_documents_come_out_as_they_came_in_each_once(tmp_path: Path) -> None:
    with Intake.open(tmp_path) as intake:
        assert take(intake, B, WHOLE, A, B) == (Taken(new=3, known=0, duplicates=1), [])
        assert list(intake) == [B, WHOLE, A]


def test_what_was_read_before_is_counted_and_does_not_come_out(tmp_path: Path) -> None:
    with Intake.open(tmp_path) as intake:
        assert take(intake, A, B, A, known=(A,)) == (Taken(new=1, known=1, duplicates=1), [])
        assert list(intake) == [B]


def test_of_two_documents_of_one_id_the_first_counts_also_if_it_was_read_before(tmp_path: Path) -> None:
    same, other = Document("a", A.text, publisher="Post"), Document("a", "Another text.")
    expected = ["the same text was given before with another title, date or publisher", "two articles of this id have different texts"]
    with Intake.open(tmp_path) as intake:
        assert take(intake, A, same, other) == (Taken(1, 0), expected)
        assert list(intake) == [A]
    (tmp_path / FILE).unlink()
    with Intake.open(tmp_path) as intake:
        assert take(intake, A, same, other, known=(A,)) == (Taken(0, 1), expected)
        assert list(intake) == []


def test_a_run_that_was_stopped_while_it_took_in_is_not_whole_and_keeps_what_it_had(tmp_path: Path) -> None:
    def stopped() -> Iterator[Document]:
        yield from (Document(f"n{k:03}", "x") for k in range(300))
        raise KeyboardInterrupt

    with Intake.open(tmp_path) as intake, pytest.raises(KeyboardInterrupt):
        intake.take(stopped(), is_known=nothing, on_problem=print, tell=lambda _: None)
    assert not Intake.is_waiting(tmp_path)
    with Intake.open(tmp_path) as intake:
        assert take(intake, A)[0].new == 257


def test_a_run_goes_on_with_what_is_left_of_a_stopped_one(tmp_path: Path) -> None:
    with Intake.open(tmp_path) as intake:
        take(intake, A, B, C)
    assert Intake.is_waiting(tmp_path)
    with Intake.open(tmp_path) as intake:
        assert intake.again(is_known=lambda one: one == B) == Taken(new=2, known=1)
        assert list(intake) == [A, C]


def test_the_same_documents_given_again_after_a_stop_are_neither_duplicates_nor_read_twice(tmp_path: Path) -> None:
    with Intake.open(tmp_path) as intake:
        take(intake, A, B, C)
    changed = Document("c", "Another text.")
    with Intake.open(tmp_path) as intake:
        assert take(intake, A, changed, known=(B, A)) == (Taken(new=1, known=1), [])
        assert list(intake) == [changed]


def test_what_was_skipped_is_kept_once_all_was_taken_in(tmp_path: Path) -> None:
    why = DocumentError("half a pair \ud800", "it is none", "Mend it")
    with Intake.open(tmp_path) as intake:
        assert intake.skipped == Skipped()
        intake.take([A], is_known=nothing, on_problem=print, tell=lambda _: None, skipped=lambda: Skipped(3, (why,)))
    with Intake.open(tmp_path) as intake:
        assert intake.skipped.count == 3
        assert [(one.where, one.problem, one.remedy) for one in intake.skipped.first] == [(why.where, why.problem, why.remedy)]
        take(intake, B)
        assert intake.skipped == Skipped()


def test_what_is_in_the_graph_is_forgotten(tmp_path: Path) -> None:
    intake = Intake.open(tmp_path)
    take(intake, A)
    intake.discard()
    assert list(tmp_path.iterdir()) == []
    assert not Intake.is_waiting(tmp_path)


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database, but long enough to be taken for one" * 100)
    with pytest.raises(StoreError, match=r"intake.sqlite: it is damaged .* Delete it"):
        Intake.open(tmp_path)
