"""Articles in object storage, of which fsspec's own memory stands in for all."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types
import pytest

from kg.documents import read_documents
from kg.documents.storage import is_stored

fsspec = pytest.importorskip("fsspec")

NUMBERS = count()


@pytest.fixture
def bucket() -> Iterator[str]:
    """Return the name of a folder that nothing is in."""
    name = f"bucket{next(NUMBERS)}"
    yield name
    storage = fsspec.filesystem("memory")
    if storage.exists(f"/{name}"):
        storage.rm(f"/{name}", recursive=True)


def put(path: str, content: bytes) -> None:
    fsspec.filesystem("memory").pipe(f"/{path}", content)


def read(*addresses: str) -> tuple[list[str], list[str]]:
    """Return the texts of the articles, and the problems."""
    problems: list[str] = []
    found = [document.text for document in read_documents(addresses, on_problem=lambda error: problems.append(str(error)))]
    return found, problems


def test_folders_patterns_and_files_are_read_in_the_order_of_their_names(bucket: str) -> None:
    table = io.BytesIO()
    pq.write_table(pa.table({"text": ["From a table."]}), table)
    put(f"{bucket}/2024/a.jsonl", b'{"text": "First."}\n{"text": "Second."}\n')
    put(f"{bucket}/2024/b.jsonl", b'{"text": "Third."}\n')
    put(f"{bucket}/2023/c.csv", b"text,title\nOldest.,Old\n")
    put(f"{bucket}/z.parquet", table.getvalue())
    assert read(f"memory://{bucket}") == (["Oldest.", "First.", "Second.", "Third.", "From a table."], [])
    assert read(f"memory://{bucket}/2024/*.jsonl") == (["First.", "Second.", "Third."], [])
    assert read(f"memory://{bucket}/2024/b.jsonl") == (["Third."], [])


def test_hidden_files_and_graphs_are_passed_over_unless_they_are_named(bucket: str) -> None:
    put(f"{bucket}/.trash/a.jsonl", b'{"text": "Thrown away."}\n')
    put(f"{bucket}/news.kg/b.jsonl", b'{"text": "Of a graph."}\n')
    put(f"{bucket}/c.jsonl", b'{"text": "News."}\n')
    assert read(f"memory://{bucket}") == (["News."], [])
    assert read(f"memory://{bucket}/.trash/a.jsonl") == (["Thrown away."], [])


def test_what_cannot_be_read_is_told_and_the_others_are_read(bucket: str) -> None:
    put(f"{bucket}/a.dat", b"1")
    put(f"{bucket}/b.jsonl", b"no json\n")
    put(f"{bucket}/c.jsonl", b'{"text": "News."}\n')
    found, problems = read(f"memory://{bucket}", f"memory://{bucket}/none.jsonl")
    assert found == ["News."]
    starts = ("a.dat: unknown kind of file '.dat'. Known are", "b.jsonl:1: no JSON", "none.jsonl: no such file or folder. Check")
    assert [start in problem for start, problem in zip(starts, problems, strict=True)] == [True] * 3


def test_a_storage_whose_library_is_not_there_is_told_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    found, [problem] = read("s3://bucket/news.jsonl")
    assert found == []
    assert "s3fs" in problem


def test_a_file_of_a_shared_disk_may_be_named_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "News."}\n')
    assert read((tmp_path / "a.jsonl").as_uri(), tmp_path.as_uri()) == (["News.", "News."], [])


@pytest.mark.parametrize(
    ("path", "expected"),
    [("s3://b/x", True), ("GS://b/x", True), ("https://a.org/x", False), ("github://o:r@/x", False), ("a/s3:/x", False), ("s3", False)],
)
def test_which_addresses_are_those_of_a_storage(path: str, *, expected: bool) -> None:
    assert is_stored(path) is expected
