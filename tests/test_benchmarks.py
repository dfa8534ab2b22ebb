from __future__ import annotations

import csv
import os
import re
import runpy
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from kg.query import named_queries

BENCHMARKS = Path(__file__).parent / "benchmarks"


def test_the_reading_benchmark_prints_its_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_reading.py", "--articles", "2", "--words", "60", "--long-words", "300"])
    runpy.run_path(str(BENCHMARKS / "bench_reading.py"), run_name="__main__")
    table = capsys.readouterr().out.splitlines()
    assert table[:2] == ["| what | measured |", "|---|---:|"]
    rows = dict(re.fullmatch(r"\| (.+) \| (.+) \|", line).groups() for line in table[2:])  # type: ignore[union-attr, misc]  # a row that is none fails
    assert float(rows["words a second"].replace(",", "")) > 0
    assert 0 < float(rows["ratio to the bare encoder"]) <= 1.5
    assert [name for name in rows if name.startswith("seconds, ")] == [
        f"seconds, {name}"
        for name in (
            *("tokenizer", "kg_sentences", "kg_encoder", "kg_mentions", "kg_events", "kg_arguments", "kg_coreference"),
            *("kg_identifications", "kg_relations", "kg_attributions", "kg_times", "kg_counts"),
        )
    ]
    assert {"an article of 300 words", "import and load, fresh process without PyTorch"} <= rows.keys()


@pytest.mark.browser
def test_the_benchmark_of_pictures_prints_its_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_view.py", "--nodes", "40", "--runs", "1", "--limit", "60"])
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    runpy.run_path(str(BENCHMARKS / "bench_view.py"), run_name="__main__")
    table = [line.strip("|\n").split("|") for line in capsys.readouterr().out.splitlines()]
    assert [cell.strip() for cell in table[0]] == ["nodes", "measured", "kg", "pyvis", "pyvis, physics off", "aim"]
    rows = {cells[1].strip(): [cell.strip() for cell in cells[2:5]] for cells in table[2:]}
    both = ("file, MB", "first picture, s", "ready, s", "redraw, ms", "drag, frames a second")
    assert [name for name in both if not all(float(cell.replace(",", "")) > 0 for cell in rows[name])] == []
    assert [(rows[name][1:], float(rows[name][0]) > 0) for name in ("filter, ms", "time step, ms")] == [(["", ""], True)] * 2


def test_the_benchmark_of_archives_prints_its_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_archive.py", "--sizes", "5", "--processes", "1"])
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(str(BENCHMARKS / "bench_archive.py"), run_name="__main__")
    head, _, row = (line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines())
    assert head[:4] == ["articles", "processes", "articles/s", "peak, MB"]
    assert row[:2] == ["5", "1"]
    assert all(float(cell) > 0 for cell in row[2:4])


def test_builds_that_are_killed_and_gone_on_with_make_the_graph_of_one_that_nobody_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_archive.py", "--sizes", "4", "--processes", "1", "--kills", "1"])
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(str(BENCHMARKS / "bench_archive.py"), run_name="__main__")
    assert re.fullmatch(r"4 articles, 1 kills, \d+ builds came to their end: canonical N-Quads equal\n", capsys.readouterr().out)


def test_the_import_benchmark_prints_its_table_and_kg_alone_loads_nothing_heavy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_importing.py", "--runs", "1"])
    runpy.run_path(str(BENCHMARKS / "bench_importing.py"), run_name="__main__")
    head, _, *rows = (line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines())
    assert head == ["statement", "seconds (median)", "modules", "heavy libraries", "slowest, by themselves"]
    assert rows[0][0] == "`import kg`"
    assert rows[0][3] == "none"
    assert all(float(row[1]) > 0 and int(row[2]) > 0 for row in rows)


def test_the_benchmark_of_resolving_prints_a_row_a_size_and_keeps_its_aims(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_resolving.py", "--sizes", "300"])
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    runpy.run_path(str(BENCHMARKS / "bench_resolving.py"), run_name="__main__")
    head, _, row = ([cell.strip() for cell in line.strip("|\n").split("|")] for line in capfd.readouterr().out.splitlines())
    found = dict(zip(head, row, strict=True))
    assert found["articles"] == "300"
    assert float(found["events P"]) >= 0.9
    assert float(found["actors P"]) >= 0.99
    assert min(float(found["events R"]), float(found["actors R"])) >= 0.8


def test_the_benchmark_of_questions_has_a_row_for_each_and_a_bound(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_queries.py", "--articles", "30", "--runs", "1"])
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    runpy.run_path(str(BENCHMARKS / "bench_queries.py"), run_name="__main__")
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in capsys.readouterr().out.splitlines())
    assert re.fullmatch(r"question, on 30 articles, [1-9][\d,]* statements", head[0])
    assert sorted(row[0] for row in rows) == sorted([*(one.name for one in named_queries()), "every statement once"])
    assert sum(int(row[1].replace(",", "")) > 0 for row in rows) > 10


def test_writers_that_are_killed_lose_nothing_that_they_acknowledged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["faults_store.py", "--kills", "5"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(BENCHMARKS / "faults_store.py"), run_name="__main__")
    table = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1:3] + line.split("|")[4:5] for line in table[2:]] == [
        [f" {work} ", " 1 ", " 0 "] for work in ("ingest", "update", "bulk load", "backup", "edit")
    ]
    assert end.value.code == 0


def test_the_benchmark_of_typical_queries_prints_its_tables() -> None:
    script = [sys.executable, str(BENCHMARKS / "bench_typical.py"), "--triples", "6000", "--small", "4000", "--runs", "1"]
    environment = os.environ | {"PYTHONPATH": str(BENCHMARKS.parent.parent)}
    done = subprocess.run(script, capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - our own words
    lines = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ") and line[2].islower()]
    assert [len(cells) for cells in lines] == [4, 4, *[7] * 11, *[4] * 11]  # load, the large graph and its head, the small one and its head
    assert all(float(cells[3].replace(",", "")) > 0 for cells in lines[3:13])


MANIFEST = """
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<> mf:entries ( <#good> <#wrong> <#bad-syntax> ) .
<#good> a mf:QueryEvaluationTest ; mf:action [ qt:query <q.rq> ; qt:data <d.ttl> ] ; mf:result <r.srj> .
<#wrong> a mf:QueryEvaluationTest ; mf:action [ qt:query <q.rq> ; qt:data <d.ttl> ] ; mf:result <w.srj> .
<#bad-syntax> a mf:NegativeSyntaxTest11 ; mf:action <bad.rq> .
"""
ROW = '{"o": {"type": "literal", "value": "%s"}, "b": {"type": "bnode", "value": "x"}}'
ROWS = f'{{"head": {{"vars": ["o", "b"]}}, "results": {{"bindings": [{ROW}]}}}}'


def test_the_script_for_conformance_finds_what_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "sparql11"
    suite.mkdir()
    files = {
        "manifest-all.ttl": MANIFEST,
        "q.rq": "SELECT ?o ?b { <s> <p> ?o ; <q> ?b }",
        "d.ttl": "<s> <p> 'v' ; <q> [] .",
        "r.srj": ROWS % "v",
        "w.srj": ROWS % "other",
        "bad.rq": "SELECT * {",
    }
    for name, text in files.items():
        (suite / name).write_text(text)
    monkeypatch.setattr(sys, "argv", ["conformance.py", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"new failures: \[\('SPARQL 1.1', 'sparql11#wrong'\)\]"):
        runpy.run_path(str(BENCHMARKS / "conformance.py"), run_name="__main__")
    assert "| SPARQL 1.1, query evaluation | 2 | 1 | 0 | 1 |\n| SPARQL 1.1, syntax | 1 | 1 | 0 | 0 |" in capsys.readouterr().out


PROTOCOL = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> PREFIX cnt: <http://www.w3.org/2011/content#>
PREFIX ht: <http://www.w3.org/2011/http#> PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX : <http://example.org/suite#>
<> a mf:Manifest ; mf:entries ( :good :query_multiple_dataset :wrong :refused ) .
:good ut:graphData [ ut:graph <d.nt> ; rdfs:label "http://example.org/g" ] ; mf:action [ ht:requests ( [
  ht:methodName "POST" ; ht:absolutePath "/sparql/?default-graph-uri=http%3A%2F%2Fexample.org%2Fg" ;
  ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "application/sparql-query" ] ) ;
  ht:body [ cnt:characterEncoding "UTF-8" ; cnt:chars "ASK { <a:s> ?p ?o }" ] ;
  ht:resp [ mf:expectedStatus ht:StatusCode2xx, ht:StatusCode3xx ; mf:expectedFormat "boolean" ; mf:expectedBoolean true ] ] ) ] .
:query_multiple_dataset mf:action [ ht:requests ( [ ht:methodName "POST" ;
  ht:absolutePath "/sparql/?named-graph-uri=http%3A%2F%2Fexample.org%2Fno%26named-graph-uri%3Dhttp%3A%2F%2Fexample.org%2Fg" ;
  ht:headers ( [ ht:fieldName "content-type" ; ht:fieldValue "application/sparql-query" ] ) ;
  ht:body [ cnt:characterEncoding "UTF-8" ; cnt:chars "ASK { GRAPH ?g { <a:s> ?p ?o } }" ] ;
  ht:resp [ mf:expectedStatus ht:StatusCode2xx ; mf:expectedFormat "boolean" ; mf:expectedBoolean true ] ] ) ] .
:wrong mf:action [ ht:requests ( [ ht:methodName "GET" ; ht:absolutePath "/sparql/?query=ASK%20%7B%7D" ;
  ht:resp [ mf:expectedStatus ht:StatusCode2xx ; mf:expectedFormat "boolean" ; mf:expectedBoolean false ] ] ) ] .
:refused mf:action [ ht:requests ( [ ht:methodName "GET" ; ht:absolutePath "/sparql/?update=CLEAR%20ALL" ;
  ht:resp [ mf:expectedStatus ht:StatusCode4xx ] ] ) ] .
"""


@pytest.mark.parametrize(
    ("option", "told"),
    [([], ("| embedded | 4 | 3 | 1 | 1 |", "'wrong'")), (["--as-written"], ("| embedded | 4 | 2 | 0 | 2 |", "'query_multiple_dataset'"))],
)
def test_the_script_for_the_protocol_asks_what_the_suite_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: list[str], told: tuple[str, str]
) -> None:
    (tmp_path / "manifest.ttl").write_text(PROTOCOL)
    (tmp_path / "d.nt").write_text("<a:s> <a:p> <a:o> .")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(sys, "argv", ["conformance_protocol.py", str(tmp_path), "--engines", "embedded", *option])
    with pytest.raises(SystemExit, match=rf"new failures: \[\('protocol, embedded', {told[1]}\)"):
        runpy.run_path(str(BENCHMARKS / "conformance_protocol.py"), run_name="__main__")
    printed = capsys.readouterr().out
    assert told[0] in printed
    assert "True for False" in printed


def test_every_known_failure_of_conformance_has_its_reason() -> None:
    lines = (BENCHMARKS / "conformance.csv").read_text().splitlines()
    assert lines[1:] == sorted(lines[1:])
    assert [row for row in csv.reader(lines) if not all(row) or len(row) != 3] == []


def test_what_a_cluster_needs_is_reckoned_from_what_an_article_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    cluster = import_module("bench_cluster")
    costs = cluster.Costs(
        words=100,
        reading=0.036,
        taking_in=0.001,
        handing_out=0.0003,
        keeping=0.0001,
        resolving=cluster.Shared(anywhere=0.003, driver=0.002),
        storing=cluster.Shared(anywhere=0.006, driver=0.004),
        bytes_kept=3000,
        bytes_stored=50_000,
    )
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in cluster.report(costs, words=200, millions=1, cores=10) if line
    ]
    assert {row[0]: row[-1] for row in table if not row[0].startswith("---")} == {
        "step": "of 200 words",
        "taking in": "2.0",
        "reading": "72.0",
        "handing out, getting back": "0.6",
        "keeping": "0.2",
        "resolving: articles, blocks": "6.0",
        "resolving: the rest, and reprints": "4.0",
        "storing: articles": "12.0",
        "storing: the rest": "8.0",
        "1 million articles of 200 words": "needs",
        "articles a core-hour": "50,000",
        "reading, core-hours": "20",
        "reading, hours on 10 cores": "2.0",
        "resolving and storing on any core, core-hours": "5",
        "cores that one driver keeps busy": "90",
        "taking in, hours of the driver": "1",
        "resolving, hours of the driver": "1",
        "storing, hours of the driver": "2",
        "evidence on the driver's disk": "6 GB",
        "graph on the driver's disk": "100 GB",
    }


# ---------------------------------------------------------------- all of them


def test_the_command_for_all_benchmarks_knows_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    known = runpy.run_path(str(BENCHMARKS / "all.py"))["BENCHMARKS"]
    assert sorted(known) == sorted(path.stem.removeprefix("bench_") for path in BENCHMARKS.glob("bench_*.py"))
    table = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    assert [name for name in known if f"| [`bench_{name}.py`](bench_{name}.py) |" not in table] == []


def _all(tmp_path: Path, *given: str) -> tuple[int, str]:
    target = tmp_path / "all.md"
    command = [sys.executable, str(BENCHMARKS / "all.py"), "--quick", "--out", str(target), *given]
    done = subprocess.run(command, check=False)  # noqa: S603 - our own words
    return done.returncode, target.read_text(encoding="utf-8")


def test_all_benchmarks_make_one_file_a_section_each(tmp_path: Path) -> None:
    code, text = _all(tmp_path, "--only", "importing", "resolving")
    assert code == 0
    assert re.findall(r"(?m)^#+ .*", text) == ["# Benchmarks of kg", "## importing", "## resolving"]
    assert "`python tests/benchmarks/bench_importing.py --runs 1`" in text
    assert "| `import kg` |" in text


def test_a_benchmark_that_fails_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    code, text = _all(tmp_path, "--only", "importing", "resolving", "--limit", "0.01")
    assert code == 1
    assert text.count("**Failed.** It did not end within 0 seconds.") == 2


def test_the_benchmark_of_triples_reads_and_says_which_peer_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_triples.py", "--articles", "1", "--model", str(tmp_path / "none")])
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    runpy.run_path(str(BENCHMARKS / "bench_triples.py"), run_name="__main__")
    head, _, ours, theirs = (line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines())
    assert head == ["reader", "words/s", "statements an article"]
    assert ours[0] == "kg"
    assert all(float(cell.replace(",", "")) > 0 for cell in ours[1:])
    assert theirs[1].startswith("not run: ")
