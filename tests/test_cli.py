from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress as Bar

import kg
import kg.pipeline
import kg.reader
from kg import cli
from kg.cli.printing import columns, follower
from kg.evidence import FILE, Evidence, write_lines
from kg.intake import Intake
from kg.model import Argument, Document, Entity, EntityType, EventCluster, EventMention, Mention, Reading, Span

KINDS: tuple[EntityType, ...] = ("ORG", "GPE")
ATTACK = "Alpha Group attacked Borland."


class AttackReader:
    """Reads sentences of the form "A attacked B."; so these tests need no model."""

    extractor = "attack-reader 1"

    def __init__(self) -> None:
        self.read: list[str] = []
        self.stop_after: int | None = None
        self.fails_on = ""

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if len(self.read) == self.stop_after:
                raise KeyboardInterrupt
            if document.id == self.fails_on:
                raise ValueError("told to")
            self.read.append(document.id)
            yield self._reading(document)

    def _reading(self, document: Document) -> Reading:
        text = document.text
        found = re.fullmatch(r"([\w ]+) attacked (\w+)\.", text)
        if found is None:
            return Reading(document, sentences=((0, len(text)),), extractor=self.extractor)
        trigger = Span(found.end(1) + 1, found.end(1) + 9, "attacked")
        actors = [Span(*found.span(group), found[group]) for group in (1, 2)]
        return Reading(
            document,
            sentences=((0, len(text)),),
            entities=tuple(
                Entity(f"e{n}", kind, s.text, (Mention(s, kind),)) for n, (s, kind) in enumerate(zip(actors, KINDS, strict=True), 1)
            ),
            events=(EventCluster("v1", "Attack", (EventMention(trigger, "Attack"),)),),
            arguments=(Argument(trigger, "Agent", actors[0]), Argument(trigger, "Target", actors[1])),
            extractor=self.extractor,
        )


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> AttackReader:
    one = AttackReader()
    monkeypatch.setattr(kg.reader, "load", lambda: one)
    monkeypatch.setattr(kg.reader, "extractor", lambda: one.extractor)
    return one


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """Leave the root logger as it was: the command line sets it up for its own process."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def lines(folder: Path) -> bytes:
    """Return the readings of a graph, one line of JSON an article."""
    stream = BytesIO()
    with Evidence.open(folder) as evidence:
        write_lines(evidence, stream)
    return stream.getvalue()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": ATTACK, "published": "2024-01-04", "publisher": "Post"}) + "\n")
    return path


@pytest.fixture
def graph(tmp_path: Path, reader: AttackReader, article: Path) -> Path:
    assert reader.read == []
    kg.build([article], tmp_path / "news.kg")
    return tmp_path / "news.kg"


def run(monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["kg", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code = ended.value.code
    return code if isinstance(code, int) else int(code is not None)


# ---------------------------------------------------------------- help


@pytest.mark.parametrize(
    "command", ["build", "read", "query", "view", "export", "info", "demo", "evaluate news", "gazetteer check", "gazetteer import"]
)
def test_every_command_has_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run(monkeypatch, *command.split(), "--help") == 0
    assert f"kg {command}" in capsys.readouterr().out


def test_the_version_is_the_package_s(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"kg {kg.__version__}\n"


@pytest.mark.parametrize(
    "words", [["build"], ["paint"], ["export", "x.kg"], ["build", "a", "--date", "soon"], ["view", "x.kg", "--hops", "-1"]]
)
def test_wrong_usage_ends_with_2(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    assert run(monkeypatch, *words) == 2


# ---------------------------------------------------------------- build


def test_build_writes_a_graph_and_says_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: AttackReader, article: Path, tmp_path: Path
) -> None:
    assert run(monkeypatch, "build", article, "-o", tmp_path / "news.kg") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[:2] == [
        f"{tmp_path / 'news.kg'}: 2 entities, 1 events, 2 assertions",
        "articles: 1 read, 0 known already, 0 skipped",
    ]
    assert reader.read == ["a"]


def test_the_same_article_again_is_not_read_and_changes_nothing(reader: AttackReader, article: Path, graph: Path, tmp_path: Path) -> None:
    def state() -> tuple[bytes, bytes]:
        with kg.open(graph) as opened:
            opened.export(tmp_path / "x.nq")
        return lines(graph), (tmp_path / "x.nq").read_bytes()

    before = state()
    report = kg.build([article, article], graph)
    assert (report.read, report.known, report.skipped, report.events) == (0, 1, (), 1)
    assert reader.read == ["a"]
    assert state() == before


def test_an_article_that_changed_replaces_what_it_said(reader: AttackReader, article: Path, graph: Path) -> None:
    article.write_text(json.dumps({"id": "a", "text": "Alpha Group attacked Cooria.", "published": "2024-01-04"}))
    report = kg.build([article], graph)
    assert (report.read, report.known, report.entities) == (1, 0, 2)
    assert len(lines(graph).splitlines()) == 1
    assert reader.read == ["a", "a"]


def test_an_article_that_another_reader_read_is_read_again(reader: AttackReader, article: Path, graph: Path) -> None:
    reader.extractor = "attack-reader 2"
    assert kg.build([article], graph).read == 1


def test_the_order_of_the_articles_does_not_matter(reader: AttackReader, tmp_path: Path) -> None:
    one = Document("one", ATTACK, published=date(2024, 1, 4))
    two = Document("two", "Deltans attacked Borland.", published=date(2024, 1, 5))
    kg.build([one, two], tmp_path / "a.kg", reader=reader)
    kg.build([two], tmp_path / "b.kg", reader=reader)
    kg.build([one], tmp_path / "b.kg", reader=reader)
    for folder in ("a", "b"):
        with kg.open(tmp_path / f"{folder}.kg") as opened:
            opened.export(tmp_path / f"{folder}.nq")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()
    assert lines(tmp_path / "a.kg") == lines(tmp_path / "b.kg")


def test_two_articles_of_one_id_are_told_and_the_first_is_read(reader: AttackReader, tmp_path: Path) -> None:
    same, other = Document("a", ATTACK, publisher="Post"), Document("a", "Nobody attacked Borland.")
    report = kg.build([Document("a", ATTACK), same, other], tmp_path / "news.kg", reader=reader)
    assert [str(problem) for problem in report.skipped] == [
        "a: the same text was given before with another title, date or publisher. Give one of them an `id`",
        "a: two articles of this id have different texts. Give each an `id` of its own; the first was read",
    ]
    assert reader.read == ["a"]


def test_of_two_articles_of_one_id_the_file_of_the_second_is_named(reader: AttackReader, tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text(json.dumps({"id": "a", "text": ATTACK}))
    two.write_text(json.dumps({"id": "a", "text": ATTACK, "publisher": "Post"}))
    report = kg.build([tmp_path, Document("a", "Nobody attacked Borland.")], tmp_path / "news.kg", reader=reader)
    assert [problem.where for problem in report.skipped] == [f"{two} (article a)", "a"]
    assert reader.read == ["a"]


def test_a_run_that_was_stopped_goes_on_where_it_was(reader: AttackReader, tmp_path: Path) -> None:
    documents = [Document(name, f"{ATTACK} {name}") for name in ("a", "b", "c")]
    kg.build(documents, tmp_path / "whole.kg", reader=reader)
    stopped = tmp_path / "stopped.kg"
    stopped.mkdir()
    with Evidence.open(tmp_path / "whole.kg") as whole, Evidence.create(stopped) as part:
        part.append(whole.find_all(["a"]))
    reader.read.clear()
    report = kg.build(documents, stopped, reader=reader)
    assert (report.read, report.known, reader.read) == (2, 1, ["b", "c"])
    assert lines(stopped) == lines(tmp_path / "whole.kg")


def test_a_stopped_run_goes_on_with_what_it_was_given_although_the_pipe_is_empty_now(
    monkeypatch: pytest.MonkeyPatch, reader: AttackReader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    piped = "".join(
        json.dumps({"id": name, "text": ATTACK, "published": f"2024-01-0{day}"}) + "\n" for day, name in enumerate("abc", start=1)
    )
    whole, stopped = tmp_path / "whole.kg", tmp_path / "stopped.kg"
    kg.build([Document(name, ATTACK, published=date(2024, 1, day)) for day, name in enumerate("abc", start=1)], whole, reader=reader)
    reader.read.clear()
    reader.stop_after = 2
    monkeypatch.setattr(sys, "stdin", type("Pipe", (), {"buffer": BytesIO(piped.encode())})())
    assert run(monkeypatch, "build", "-", "-o", stopped) == 130
    reader.stop_after = None
    report = tmp_path / "report.json"
    assert run(monkeypatch, "build", "--resume", "-o", stopped, "--report", report) == 0
    found = json.loads(report.read_text())
    assert (found["read"] + found["known"], found["skipped"], found["entities"], found["events"]) == (3, 0, 2, 3)
    assert list(found["seconds"]) == ["documents", "reading", "resolving", "storing"]
    assert lines(stopped) == lines(whole)
    assert run(monkeypatch, "build", "--resume", "-o", stopped) == 2
    assert "no run was stopped here that could go on without paths. Give the articles" in capsys.readouterr().err


def test_who_stops_a_run_is_told_how_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, reader: AttackReader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles, stopped = tmp_path / "articles.jsonl", tmp_path / "my news.kg"
    articles.write_text("".join(json.dumps({"id": name, "text": ATTACK}) + "\n" for name in "abc"))
    with monkeypatch.context() as patched:
        patched.setattr(Intake, "_is_duplicate", _interrupted)
        assert run(patched, "build", articles, "-o", stopped) == 130
    assert "To go on, give the same command again, with its paths" in capsys.readouterr().err
    assert run(monkeypatch, "build", "--resume", "-o", stopped) == 2
    assert "was stopped before it had taken all articles in. Give it the same paths again" in capsys.readouterr().err
    reader.stop_after = 1
    assert run(monkeypatch, "build", articles, "-o", stopped, "--resume") == 130
    assert f"To go on: kg build --resume -o '{stopped}'" in capsys.readouterr().err
    reader.stop_after = None
    assert run(monkeypatch, "build", "--resume", "-o", stopped) == 0


def test_a_run_that_goes_on_tells_again_what_the_stopped_one_could_not_take_in(
    monkeypatch: pytest.MonkeyPatch, reader: AttackReader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles, stopped, report = tmp_path / "articles.jsonl", tmp_path / "stopped.kg", tmp_path / "report.json"
    articles.write_text("no JSON\n" + "".join(json.dumps({"id": name, "text": ATTACK}) + "\n" for name in "aba") + "{}\n")
    reader.stop_after = 1
    assert run(monkeypatch, "build", articles, "-o", stopped) == 130
    skipped = [line for line in capsys.readouterr().err.splitlines() if line.startswith("skipped")]
    assert len(skipped) == 2
    reader.stop_after = None
    assert run(monkeypatch, "build", "--resume", "-o", stopped, "--report", report) == 1
    assert [line for line in capsys.readouterr().err.splitlines() if line.startswith("skipped")] == skipped
    found = json.loads(report.read_text())
    assert (found["skipped"], [one["where"] for one in found["skipped_articles"]]) == (2, [f"{articles}:1", f"{articles}:5"])


def test_of_many_that_a_stopped_run_skipped_the_others_are_counted(
    monkeypatch: pytest.MonkeyPatch, reader: AttackReader, tmp_path: Path
) -> None:
    monkeypatch.setattr(kg.pipeline, "MOST_TOLD", 2)
    documents = [Document("a", ATTACK), *(Document("a", f"{ATTACK} {number}") for number in range(5))]
    reader.stop_after = 0
    with pytest.raises(KeyboardInterrupt):
        kg.build(documents, tmp_path / "stopped.kg", reader=reader)
    reader.stop_after = None
    report = kg.build([], tmp_path / "stopped.kg", reader=reader, resume=True)
    assert (report.read, report.skipped_in_all, len(report.skipped)) == (1, 5, 2)


def _interrupted(*_: object) -> bool:
    raise KeyboardInterrupt


def test_an_article_that_the_reader_fails_on_is_skipped_and_stands_in_the_report(reader: AttackReader, tmp_path: Path) -> None:
    reader.fails_on = "bad"
    documents = [Document(name, f"{ATTACK} {name}") for name in ("a", "bad", "c", "a")]
    report = kg.build(documents, tmp_path / "news.kg", reader=reader)
    assert (report.read, report.duplicates, report.skipped_in_all) == (2, 1, 1)
    assert report.to_json()["skipped_articles"] == [
        {
            "where": "bad",
            "problem": "the reader failed on it (ValueError: told to)",
            "remedy": "The others were read; report the article, or leave it out",
        }
    ]


def test_what_is_skipped_is_told_and_the_rest_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: AttackReader, article: Path, tmp_path: Path
) -> None:
    with article.open("a") as file:
        file.write("no JSON\n")
    assert run(monkeypatch, "build", article, tmp_path / "none.txt", "-o", tmp_path / "news.kg", "--quiet") == 1
    assert capsys.readouterr().err.splitlines() == [
        f'skipped {article}:2: no JSON (Expecting value, column 1). Each line must be one article: an object such as {{"text": "…"}}',
        f"skipped {tmp_path / 'none.txt'}: no such file or folder. Check the path",
    ]
    assert reader.read == ["a"]
    assert run(monkeypatch, "info", tmp_path / "news.kg") == 0


@pytest.mark.usefixtures("reader")
def test_nothing_readable_ends_with_2_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "build", tmp_path / "none.txt", "-o", tmp_path / "news.kg") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"skipped {tmp_path / 'none.txt'}: no such file or folder. Check the path",
        "no article could be read. Give files (.txt, .html, .jsonl, .csv, …) or folders of them",
    ]
    assert not (tmp_path / "news.kg").exists()


@pytest.mark.parametrize("command", [["build", "-o", "other.kg"], ["read"]])
def test_a_graph_that_is_given_to_be_read_is_told_once_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, command: list[str]
) -> None:
    monkeypatch.chdir(graph.parent)
    assert run(monkeypatch, *command, graph.name) == 2
    assert capsys.readouterr().err == (
        "skipped news.kg: this is a graph, which holds no files of articles. To add to it, give it as the output. "
        "`kg readings news.kg` prints its articles, which are read as lines of JSON (.jsonl)\n"
        "no article could be read. Give files (.txt, .html, .jsonl, .csv, …) or folders of them\n"
    )
    assert not (graph.parent / "other.kg").exists()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("soon", "'soon' is no day. Write it as YYYY-MM-DD, such as 2024-01-31"),
        ("2024-02-31", "there is no day 2024-02-31: day is out of range for month"),
    ],
)
def test_a_date_that_is_none_says_whether_the_form_or_the_day_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], day: str, told: str
) -> None:
    assert run(monkeypatch, "build", "a.txt", "--date", day) == 2
    assert f"'--date': {told}" in capsys.readouterr().err


def test_a_folder_of_something_else_is_not_written_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: AttackReader, article: Path, tmp_path: Path
) -> None:
    assert run(monkeypatch, "build", article, "-o", tmp_path) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}: this folder is no graph")
    assert reader.read == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_evidence_that_was_damaged_is_named_and_not_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], article: Path, graph: Path
) -> None:
    (graph / FILE).write_bytes(b"no database, but long enough to be taken for one" * 100)
    assert run(monkeypatch, "build", article, "-o", graph) == 2
    assert capsys.readouterr().err.startswith(f"{graph / FILE}: this is no evidence, or it is damaged (file is not a database)")
    assert (graph / FILE).read_bytes().startswith(b"no database")


@pytest.mark.usefixtures("reader")
def test_date_and_source_are_for_articles_that_do_not_say_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ATTACK)
    words = ["--date", "2024-01-04", "--source", "Post", "--language", "en"]
    assert run(monkeypatch, "build", tmp_path / "a.txt", "-o", tmp_path / "news.kg", *words) == 0
    reading = json.loads(lines(tmp_path / "news.kg"))
    assert (reading["published"], reading["publisher"], reading["language"]) == ("2024-01-04", "Post", "en")


# ---------------------------------------------------------------- read, evaluate


def test_the_readings_of_a_graph_are_printed_as_lines_in_the_order_of_their_ids(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], reader: AttackReader, tmp_path: Path
) -> None:
    kg.build([Document("b", ATTACK), Document("a", "Nothing.")], tmp_path / "news.kg", reader=reader)
    assert run(monkeypatch, "readings", tmp_path / "news.kg") == 0
    out = capfdbinary.readouterr().out
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"]
    assert run(monkeypatch, "readings", tmp_path / "news.kg", "-o", tmp_path / "x.jsonl") == 0
    assert (tmp_path / "x.jsonl").read_bytes() == out
    assert run(monkeypatch, "readings", tmp_path / "none.kg") == 2


@pytest.mark.parametrize("command", [["read"], ["evaluate", "news"]])
@pytest.mark.usefixtures("reader")
def test_readings_are_lines_of_json_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], article: Path, command: list[str]
) -> None:
    assert run(monkeypatch, *command, article) == 0
    out, err = capsys.readouterr()
    [line] = out.splitlines()
    reading = json.loads(line)
    assert (reading["id"], reading["text"], reading["events"]) == (
        "a",
        ATTACK,
        [{"id": "v1", "type": "Attack", "mentions": [[12, 20, "Fact"]]}],
    )
    assert err == ""


@pytest.mark.usefixtures("reader")
def test_predictions_go_to_a_file_with_the_ids_of_the_gold_articles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    gold.write_text("".join(json.dumps({"id": f"g{n}", "source": "x", "text": ATTACK, "entities": []}) + "\n" for n in range(3)))
    assert run(monkeypatch, "evaluate", "news", gold, "--out", out) == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["g0", "g1", "g2"]


@pytest.mark.usefixtures("reader")
def test_reading_nothing_ends_with_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(monkeypatch, "read", tmp_path / "none.txt") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["edges"], "no file of text. Give one of annotated articles or readings, one a line, such as dev.jsonl"),
        (["muc4"], "this is a folder, where a file is expected. Check the path"),
    ],
)
def test_a_folder_in_place_of_a_file_is_told_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], told: str
) -> None:
    assert run(monkeypatch, "evaluate", *words, tmp_path) == 2
    assert capsys.readouterr().err == f"{tmp_path}: {told}\n"


# ---------------------------------------------------------------- query

WHO = "SELECT ?who ?whom WHERE { ?e kg:agent/skos:prefLabel ?who ; kg:target/skos:prefLabel ?whom }"


@pytest.mark.parametrize(
    ("words", "out"),
    [
        ([], "who          whom\nAlpha Group  Borland\n"),
        (["--format", "csv"], "who,whom\r\nAlpha Group,Borland\r\n"),
        (["--param", "who=Alpha Group", "--format", "csv"], "who,whom\r\nAlpha Group,Borland\r\n"),
        (["--param", "who=Borland", "--format", "csv"], "who,whom\r\n"),
    ],
)
def test_rows_are_printed_as_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, words: list[str], out: str
) -> None:
    assert run(monkeypatch, "query", graph, WHO, *words) == 0
    assert capsys.readouterr() == (out, "")


def test_rows_as_json_are_the_standard_s(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path) -> None:
    assert run(monkeypatch, "query", graph, WHO, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "head": {"vars": ["who", "whom"]},
        "results": {"bindings": [{"who": {"type": "literal", "value": "Alpha Group"}, "whom": {"type": "literal", "value": "Borland"}}]},
    }


def test_a_drawn_table_shows_every_cell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path) -> None:
    assert run(monkeypatch, "query", graph, WHO, "--format", "drawn") == 0
    out = capsys.readouterr().out
    assert [word for word in ("who", "whom", "Alpha Group", "Borland") if word not in out] == []


@pytest.mark.parametrize(("sparql", "out"), [("ASK { ?e a kg:Attack }", "true\n"), ("ASK { ?e a kg:Bombing }", "false\n")])
def test_yes_or_no(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, sparql: str, out: str) -> None:
    assert run(monkeypatch, "query", graph, sparql) == 0
    assert capsys.readouterr().out == out


def test_a_query_has_limits_of_rows_and_time(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path) -> None:
    assert run(monkeypatch, "query", graph, "SELECT ?e { ?e ?p ?o } ORDER BY ?e", "--limit", "1", "--timeout", "60") == 0
    out, err = capsys.readouterr()
    assert (len(out.splitlines()), err) == (2, "there are more rows than these 1\n")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert run(monkeypatch, "query", graph, endless, "--timeout", "0.3") == 2
    assert capsys.readouterr().err == "the query took longer than 0.3 seconds and was stopped. Ask for less, or give it more time\n"


def test_a_query_may_stand_in_a_file_and_answer_in_turtle(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, tmp_path: Path
) -> None:
    (tmp_path / "q.rq").write_text("CONSTRUCT { ?a kg:attacked ?b } WHERE { ?e kg:agent ?a ; kg:target ?b }")
    assert run(monkeypatch, "query", graph, "--file", tmp_path / "q.rq", "--format", "ttl") == 0
    assert "kg:attacked" in capsys.readouterr().out


def test_a_named_query_is_asked_with_its_parameters(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path
) -> None:
    for value, rows in (("bor", 1), ("zzz", 0)):
        assert run(monkeypatch, "query", graph, "--named", "actors", "--param", f"actor_name={value}", "--format", "csv") == 0
        assert len(capsys.readouterr().out.splitlines()) == 1 + rows


def test_a_parameter_may_be_called_like_an_argument_of_ours(monkeypatch: pytest.MonkeyPatch, graph: Path) -> None:
    assert run(monkeypatch, "query", graph, "--named", "evidence", "--param", "name=Borland") == 0


def test_a_name_that_no_query_has_lists_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path
) -> None:
    assert run(monkeypatch, "query", graph, "--named", "list") == 2
    err = capsys.readouterr().err
    assert err.startswith("no named query 'list'. There are:\n  accusations: ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "got no query. Give one of: the query itself, --file FILE, --named NAME"),
        (["ASK {}", "--named", "actors"], "got SPARQL and --named. Give one of: the query itself, --file FILE, --named NAME"),
        (["ASK {}", "--param", "x"], "--param 'x' is no parameter. Write it as NAME=VALUE"),
        (["ASK {}", "--param", "limit=1"], "no parameter can be called limit. Give its variable another name in the query"),
        (["ASK {}", "--format", "ttl"], "this query's answer cannot be printed as ttl. Its formats: table or json"),
        (
            ["SELECT * {}", "--format", "ttl"],
            "this query's answer cannot be printed as ttl. Its formats: table, drawn, csv, tsv, xml or json",
        ),
    ],
)
def test_a_query_that_cannot_be_asked_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, words: list[str], message: str
) -> None:
    assert run(monkeypatch, "query", graph, *words) == 2
    assert capsys.readouterr() == ("", f"{message}\n")


@pytest.mark.parametrize("sparql", ["SELECT", "INSERT DATA { <a:b> <a:b> <a:b> }", "SELECT * { SERVICE <http://x.example> {} }"])
def test_what_is_no_question_is_one_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, sparql: str
) -> None:
    assert run(monkeypatch, "query", graph, sparql) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)


# ---------------------------------------------------------------- view, export, info


def test_view_writes_one_page_and_prints_its_path(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, tmp_path: Path
) -> None:
    page = tmp_path / "news.html"
    assert run(monkeypatch, "view", graph, "-o", page, "--focus", "borland", "--hops", "1") == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert [word for word in ("Alpha Group", "attacked", "Borland") if word not in page.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    "sparql",
    [
        "CONSTRUCT { ?a kg:attacked ?b } WHERE { ?a kg:attacked ?b }",
        "SELECT ?s ?p ?o WHERE { ?s kg:attacked ?o BIND(kg:attacked AS ?p) }",
        "SELECT ?attacker ?attacked WHERE { ?attacker kg:attacked ?attacked }",
    ],
)
def test_view_draws_the_answer_to_a_query(monkeypatch: pytest.MonkeyPatch, graph: Path, tmp_path: Path, sparql: str) -> None:
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    assert run(monkeypatch, "view", graph, "-o", tmp_path / "x.html", "--query", tmp_path / "q.rq") == 0
    with kg.open(graph) as opened:
        picture = opened.show(query=sparql)
        (attacked,) = (edge for _, _, edge in opened.to_networkx().edges(data=True) if edge["relation"] == "attacked")
    assert picture.generate_html() == (tmp_path / "x.html").read_text(encoding="utf-8")
    assert {node["name"] for node in picture.nodes} == {"Alpha Group", "Borland"}
    (drawn,) = picture.edges
    assert isinstance(drawn["evidence"], list)
    assert (drawn["relation"], len(drawn["evidence"])) == ("attacked", len(attacked["evidence"]))


def test_an_answer_that_is_no_network_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, tmp_path: Path
) -> None:
    (tmp_path / "q.rq").write_text("SELECT ?name WHERE { ?a skos:prefLabel ?name }", encoding="utf-8")
    assert run(monkeypatch, "view", graph, "-o", tmp_path / "x.html", "--query", tmp_path / "q.rq") == 2
    assert capsys.readouterr().err.startswith("this answer cannot be drawn: an edge needs two columns of IRIs. Its columns: name")
    assert not (tmp_path / "x.html").exists()


def test_a_name_that_nothing_bears_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, tmp_path: Path
) -> None:
    assert run(monkeypatch, "view", graph, "-o", tmp_path / "x.html", "--focus", "Borlund") == 2
    assert "Borland" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()


@pytest.mark.parametrize(
    ("suffix", "names"),
    [
        ("csv", ["x.nodes.csv", "x.edges.csv"]),
        ("parquet", ["x.nodes.parquet", "x.edges.parquet"]),
        ("neo4j", ["x.neo4j/nodes.csv", "x.neo4j/relationships.csv"]),
    ],
)
def test_export_of_tables_prints_both_files(  # noqa: PLR0913, PLR0917 - fixtures
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, tmp_path: Path, suffix: str, names: list[str]
) -> None:
    assert run(monkeypatch, "export", graph, "-o", tmp_path / f"x.{suffix}") == 0
    assert capsys.readouterr().out.split("\n") == [*(str(tmp_path / name) for name in names), ""]
    assert all((tmp_path / name).stat().st_size for name in names)


@pytest.mark.parametrize("suffix", ["ttl", "nq", "jsonld", "graphml", "gexf", "cyjs"])
def test_export_writes_what_the_suffix_says(monkeypatch: pytest.MonkeyPatch, graph: Path, tmp_path: Path, suffix: str) -> None:
    assert run(monkeypatch, "export", graph, "-o", tmp_path / f"x.{suffix}") == 0
    assert "Borland" in (tmp_path / f"x.{suffix}").read_text(encoding="utf-8")


def test_an_unknown_suffix_lists_the_known_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path, tmp_path: Path
) -> None:
    assert run(monkeypatch, "export", graph, "-o", tmp_path / "x.docx") == 2
    assert (
        capsys.readouterr().err
        == "unknown export format 'docx'. Known: csv, cyjs, gexf, graphml, jsonld, neo4j, nq, nt, parquet, rdf, trig, ttl\n"
    )


def test_info_counts_what_a_graph_holds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], graph: Path) -> None:
    assert run(monkeypatch, "info", graph) == 0
    figures = dict(line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert (figures["articles"], figures["events"], figures["counts"]) == ("1", "1", "0")
    assert int(figures["triples"]) > int(figures["assertions"]) >= 2
    assert int(figures["entities"]) >= int(figures["actors"]) > 0


@pytest.mark.parametrize("command", ["info", "view", "query"])
def test_a_graph_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    words = ["ASK {}"] if command == "query" else []
    assert run(monkeypatch, command, tmp_path / "none.kg", *words) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'none.kg'}: there is no such graph. Build it with `kg build")


def test_a_graph_becomes_a_networkx_graph(graph: Path) -> None:
    with kg.open(graph) as opened:
        network = opened.to_networkx()
        assert {network.nodes[node]["label"] for node in network} >= {"Alpha Group", "Borland"}
        assert len(opened.to_networkx(focus="Borland", hops=0)) == 1


def test_a_reader_of_one_s_own_may_stand_in_for_ours(tmp_path: Path) -> None:
    readings = list(kg.read(Document("a", ATTACK), reader=AttackReader()))
    assert [reading.extractor for reading in readings] == ["attack-reader 1"]
    assert kg.build([Document("a", ATTACK)], tmp_path / "news.kg", reader=AttackReader()).events == 1


def test_a_misspelt_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'biuld'"):
        _ = kg.biuld
    assert dir(kg) == sorted(kg.__all__)
    assert all(getattr(kg, name) is not None for name in kg.__all__)


@pytest.mark.parametrize(
    ("how", "told"),
    [("os._exit(1)", "go on"), ("os.kill(os.getpid(), 9)", "go on"), ("pass", ""), ("sys.exit(3)", ""), ("raise KeyboardInterrupt", "")],
)
def test_a_process_that_is_ended_without_a_word_has_last_words(how: str, told: str) -> None:
    script = f"import os, sys\nfrom kg.cli.printing import last_words\nwith last_words('go on'):\n    {how}"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert ("go on" in ended.stderr.splitlines()) == bool(told)


@pytest.mark.parametrize("name", ["none/report.json", "folder", "article.txt/report.json"])
def test_a_report_that_cannot_be_written_is_an_error_before_anything_is_read(
    name: str, reader: AttackReader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article, graph = tmp_path / "article.txt", tmp_path / "news.kg"
    article.write_text(ATTACK)
    (tmp_path / "folder").mkdir()
    assert run(monkeypatch, "build", article, "-o", graph, "--report", tmp_path / name) == 2
    assert reader.read == []
    assert not graph.exists()
    assert re.search(rf"{name}: .*\. Check the path", capsys.readouterr().err)


def test_a_report_that_is_there_is_replaced_and_one_may_go_to_a_device(
    reader: AttackReader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    article, graph, report = tmp_path / "article.txt", tmp_path / "news.kg", tmp_path / "report.json"
    article.write_text(ATTACK)
    report.write_text("former")
    assert run(monkeypatch, "build", article, "-o", graph, "--report", report) == 0
    assert json.loads(report.read_text())["read"] == 1
    assert run(monkeypatch, "build", article, "-o", graph, "--report", "/dev/null") == 0
    assert reader.read != []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "news.kg", "report.json"]


def test_a_bar_tells_what_is_left_only_where_that_is_known() -> None:
    now = [0.0]
    bar = Bar(*columns(), console=Console(file=StringIO()), auto_refresh=False, get_time=lambda: now[0])
    tell = follower(bar)

    def lines() -> list[list[str]]:
        console = Console(file=StringIO(), width=120)
        console.print(bar)
        return [line.replace("━", "").replace("╸", "").replace("╺", "").split() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]  # it is a StringIO

    for second in (1, 2, 3, 4):
        now[0] = second
        tell("documents", 500 * second, None)
    assert lines() == [["documents", "2,000", "500.0/s", "0:00:03"]]
    for second in (5, 6, 7, 8):
        now[0] = second
        tell("reading", 100 * (second - 5), 2000)
    assert lines() == [
        ["documents", "2,000", "500.0/s", "0:00:04"],
        ["reading", "300/2,000", "100.0/s", "0:00:03", "0:00:17", "left"],
    ]
    tell("resolving", 0, None)
    now[0] = 20.0
    assert lines() == [
        ["documents", "2,000", "500.0/s", "0:00:04"],
        ["reading", "300/2,000", "100.0/s", "0:00:03"],
        ["resolving", "0:00:12"],
    ]
