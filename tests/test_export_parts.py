"""A graph as sorted parts: all of it, in the order of its bytes, whatever fits into memory at once."""

from __future__ import annotations

import gzip
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from knowledge_everything import EVERYTHING
from pyarrow import parquet  # type: ignore[import-untyped]  # it has no types
from pyoxigraph import Literal, RdfFormat, Store

from kg.cli import main
from kg.errors import StoreError, UnknownNameError
from kg.graph import quads
from kg.store import EmbeddedStore, export, export_parts, memory_store, write_store
from kg.store.parts import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 100


@pytest.fixture
def store() -> EmbeddedStore:
    return memory_store(quads(EVERYTHING))


def lines_of(store: EmbeddedStore) -> list[bytes]:
    target = BytesIO()
    export(store, target, "nq")
    return sorted(target.getvalue().splitlines(keepends=True))


def unpacked(paths: tuple[Path, ...]) -> list[bytes]:
    return [line for path in paths for line in gzip.decompress(path.read_bytes()).splitlines(keepends=True)]


def test_parts_hold_the_graph_in_order_however_little_is_sorted_at_once(store: EmbeddedStore, tmp_path: Path) -> None:
    expected = lines_of(store)
    one, other = (export_parts(store, tmp_path / name, "nq", size=SIZE, at_once=n) for name, n in (("a", 70), ("b", 10**6)))
    assert unpacked(one) == unpacked(other) == expected
    assert [path.name for path in one] == [f"part-{k:05}.nq.gz" for k in range(-(-len(expected) // SIZE))]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]  # nothing is left of what was sorted on the disk


def test_another_store_loads_them(store: EmbeddedStore, tmp_path: Path) -> None:
    other = Store()
    for path in export_parts(store, tmp_path / "parts", "nq", size=SIZE):
        other.bulk_load(gzip.decompress(path.read_bytes()), format=RdfFormat.N_QUADS)
    assert set(other) == set(store.quads())


def test_parquet_has_a_column_for_each_term(store: EmbeddedStore, tmp_path: Path) -> None:
    parts = [parquet.read_table(path) for path in export_parts(store, tmp_path / "parts", "parquet", size=SIZE)]
    rows = [tuple(row[name] for name in COLUMNS) for table in parts for row in table.to_pylist()]
    literals = {quad.object for quad in store.quads() if isinstance(quad.object, Literal)}
    assert len(rows) == len(set(rows)) == len(store)
    assert {(row[3], row[4], row[5]) for row in rows if row[4] is not None} == {(o.value, o.datatype.value, o.language) for o in literals}
    assert {row[0] for row in rows} == {getattr(quad.graph_name, "value", None) for quad in store.quads()} - {"DEFAULT"} | {None}


def test_a_graph_of_nothing_is_one_empty_part(tmp_path: Path) -> None:
    (part,) = export_parts(EmbeddedStore(Store()), tmp_path / "parts", "nq")
    assert gzip.decompress(part.read_bytes()) == b""


def test_a_folder_that_is_there_and_an_unknown_format_are_errors(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is there already\. Give a new folder"):
        export_parts(store, tmp_path, "nq")
    with pytest.raises(StoreError, match="cannot be written"):
        export_parts(store, tmp_path / "missing" / "parts", "nq")
    with pytest.raises(UnknownNameError, match=r"unknown format of parts 'csv'\. Known: nq, parquet"):
        export_parts(store, tmp_path / "parts", "csv")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write_store(tmp_path / "a.kg", quads(EVERYTHING))
    monkeypatch.setattr("sys.argv", ["kg", "export", str(tmp_path / "a.kg"), "-o", str(tmp_path / "parts"), "--parts", "nq"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert capsys.readouterr().out == f"{tmp_path / 'parts' / 'part-00000.nq.gz'}\n"
    monkeypatch.setattr("sys.argv", ["kg", "export", "a.kg", "-o", "parts", "--parts", "nq", "--view", "sem"])
    with pytest.raises(SystemExit):
        main()
    assert "so --view does not go with it" in capsys.readouterr().err
