"""Another pipeline's names, and a language model on a fake endpoint of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from socket import socket
from threading import Thread
from typing import cast

import pytest
import spacy
from spacy.language import Language

import kg.reader
from kg.errors import ReaderError, UnknownNameError
from kg.model import Document, Reading
from kg.reader import language_model
from kg.reader.front_ends import with_names_of
from kg.reader.language_model import Endpoint, with_language_model
from kg.reader.pipeline import Reader
from kg.resolve import resolve

TEXT = "Gunmen of the Zorg Front attacked a market in Port Vale on Monday. They killed two guards, police said."


def other(*patterns: tuple[str, str]) -> Language:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": words} for label, words in patterns])  # type: ignore[attr-defined]
    return nlp


def names(reading: Reading) -> set[tuple[str, str]]:
    return {(m.span.text, m.type) for entity in reading.entities for m in entity.mentions if m.span.text[:1].isupper()}


def test_names_come_from_the_other_pipeline_and_descriptions_stay_ours() -> None:
    reader = with_names_of(other(("ORG", "the Zorg Front"), ("GPE", "Port Vale"), ("MONEY", "two")))
    reading = reader.read(Document("a", TEXT))
    found = {(m.span.text, m.type) for entity in reading.entities for m in entity.mentions}
    assert {("Zorg Front", "ORG"), ("Port Vale", "GPE")} <= found
    assert ("two", "MISC") not in found
    assert ("Monday", "TIM") not in found  # our own names are replaced, not joined
    assert any(text == "two guards" for text, _ in found)
    assert reading.extractor.endswith("+en_pipeline-0.0.0")
    assert any(a.filler.text == "Port Vale" for a in reading.arguments)


@pytest.fixture(scope="module")
def nameless() -> Reader:
    return with_names_of(other(("ORG", "the Zorg Front")))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Gunmen killed four soldiers in Mopti. Police arrested two men. Soldiers burnt a village.", {"Gunmen", "Police", "Soldiers"}),
        ("Armed men attacked a market. Two guards were killed. Villagers buried them.", {"Armed men", "Two guards", "Villagers"}),
        ('MOPTI, Mali (AP) — Rebels shot a driver. "Troops killed him," a witness said.', {"Rebels", "Troops"}),
    ],
)
def test_a_description_that_begins_a_sentence_is_no_name(nameless: Reader, text: str, kept: set[str]) -> None:
    reading = nameless.read(Document("a", text))
    assert kept <= {m.span.text for entity in reading.entities for m in entity.mentions}
    assert kept & {a.filler.text for a in reading.arguments if a.role == "Agent"}


def test_a_name_that_begins_a_sentence_is_left_to_the_other_pipeline(nameless: Reader) -> None:
    text = "Hamas attacked a base. Israel bombed Gaza. Kerimov protested. Monday was quiet. Rogers left. Russians fled."
    assert names(nameless.read(Document("a", text))) == set()


def test_a_label_without_counterpart_is_an_error_that_lists_ours() -> None:
    with pytest.raises(UnknownNameError, match="unknown entity type 'HUMAN'"):
        with_names_of(other(), labels={"PERSON": "HUMAN"})  # type: ignore[dict-item]


# ---------------------------------------------------------------- a language model


class FakeModel(HTTPServer):
    """Answers every question with `answer`, and remembers what it was asked."""

    answer = "{}"
    status = 200
    busy: tuple[tuple[int, dict[str, str]], ...] = ()  # statuses and headers of the first answers

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str | None, dict[str, object]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        model = cast("FakeModel", self.server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model.asked.append((self.path, self.headers.get("Authorization"), body))
        content = json.dumps({"choices": [{"message": {"content": model.answer}}]}).encode()
        number = len(model.asked) - 1
        status, headers = model.busy[number] if number < len(model.busy) else (model.status, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: what is asked is compared."""


@pytest.fixture
def model() -> Iterator[FakeModel]:
    server = FakeModel()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def plain() -> Reading:
    return kg.reader.load().read(Document("a", TEXT))


def sentence_of(reading: Reading, number: int) -> str:
    start, end = next(s for s in reading.sentences if s[0] <= reading.arguments[number].trigger.start < s[1])
    return reading.document.text[start:end]


def roles(reading: Reading) -> set[tuple[str, str, str]]:
    return {(a.trigger.text, a.role, a.filler.text) for a in reading.arguments}


def test_a_proposal_is_taken_if_its_evidence_stands_in_the_sentence_and_holds_both(model: FakeModel, plain: Reading) -> None:
    new = ("attacked", "Instrument", "They")
    proposals = [
        {"sentence": 2, "trigger": "killed", "role": "Source", "filler": "They", "evidence": "They killed"},
        {"sentence": 2, "trigger": "killed", "role": "Place", "filler": "Port Vale", "evidence": "They killed"},  # not in the evidence
        {
            "sentence": 2,
            "trigger": "killed",
            "role": "Victim",
            "filler": "two guards",
            "evidence": "killed the two guards",
        },  # no such words
        {"sentence": 2, "trigger": "killed", "role": "Murderer", "filler": "They", "evidence": "They killed"},  # no such role
        {"sentence": 1, "trigger": "attacked", "role": "Instrument", "filler": "They", "evidence": "attacked"},  # in another sentence
        {"sentence": 9, "trigger": "killed", "role": "Agent", "filler": "They", "evidence": "They killed"},
        "not an object",
    ]
    model.answer = f"```json\n{json.dumps({'assertions': proposals})}\n```"
    reader = with_language_model(Endpoint(model.url, "fake", "secret"))
    found = roles(reader.read(Document("a", TEXT)))
    known = {(trigger, filler) for trigger, _, filler in roles(plain)}
    assert found - roles(plain) == ({("killed", "Source", "They")} if ("killed", "They") not in known else set())
    assert new not in found
    assert reader.extractor.endswith("+propose:fake")
    assert {a.extractor for a in reader.read(Document("a", TEXT)).arguments} <= {"", "language-model/fake"}
    model.asked.pop()
    ((path, key, body),) = model.asked
    assert (path, key, body["model"], body["temperature"]) == ("/v1/chat/completions", "Bearer secret", "fake", 0)


def test_a_check_drops_what_is_unsupported_only_with_words_to_show_for_it(model: FakeModel, plain: Reading) -> None:
    count = len(plain.arguments)
    assert count >= 2
    checks = [
        {"number": 1, "supported": False, "evidence": sentence_of(plain, 0)},
        {"number": 2, "supported": False, "evidence": "words that stand nowhere"},
        {"number": count + 5, "supported": False, "evidence": "killed"},
    ]
    model.answer = json.dumps({"checks": checks})
    reading = with_language_model(Endpoint(model.url, "fake"), "check").read(Document("a", TEXT))
    assert reading.arguments == plain.arguments[1:]


@pytest.mark.parametrize("answer", ["I cannot say.", "[]", '{"assertions": 3}', '{"assertions": [{}]}', "{"])
def test_an_answer_of_another_form_says_nothing(model: FakeModel, plain: Reading, answer: str) -> None:
    model.answer = answer
    assert with_language_model(Endpoint(model.url, "fake")).read(Document("a", TEXT)).arguments == plain.arguments


def test_an_article_without_events_is_not_asked_about(model: FakeModel) -> None:
    with_language_model(Endpoint(model.url, "fake")).read(Document("a", "It is cold."))
    assert model.asked == []


def test_a_check_drops_nothing_on_words_that_do_not_hold_trigger_and_filler(model: FakeModel, plain: Reading) -> None:
    first = plain.arguments[0]
    other = next(n for n, _ in enumerate(plain.arguments) if sentence_of(plain, n) != sentence_of(plain, 0))
    check = with_language_model(Endpoint(model.url, "fake"), "check")
    for words in ("e", first.trigger.text, first.filler.text, sentence_of(plain, other)):
        model.answer = json.dumps({"checks": [{"number": 1, "supported": False, "evidence": words}]})
        assert check.read(Document("a", TEXT)).arguments == plain.arguments


def test_words_that_stand_twice_are_evidence_where_they_hold_both(model: FakeModel) -> None:
    text = "The army attacked rebels on Monday and, before noon, rebels attacked the army."
    plain = kg.reader.load().read(Document("a", text))
    number, last = max(enumerate(plain.arguments, start=1), key=lambda pair: (pair[1].trigger, pair[1].filler))
    model.answer = json.dumps({"checks": [{"number": number, "supported": False, "evidence": text[last.filler.start : last.filler.end]}]})
    check = with_language_model(Endpoint(model.url, "fake"), "check")
    assert check.read(Document("a", text)).arguments == plain.arguments
    low, high = min(last.trigger.start, last.filler.start), max(last.trigger.end, last.filler.end)
    model.answer = json.dumps({"checks": [{"number": number, "supported": False, "evidence": text[low:high]}]})
    assert check.read(Document("a", text)).arguments == tuple(a for a in plain.arguments if a != last)


def test_the_graph_tells_what_the_model_proposed_from_what_the_reader_found(model: FakeModel) -> None:
    text = "Gunmen attacked a market in Port Vale on Monday while the minister was away, police said."
    words = {"trigger": "attacked", "filler": "minister", "evidence": text}
    proposal = {"sentence": 1, "role": "Topic", **words}
    model.answer = json.dumps({"assertions": [proposal]})
    reader = with_language_model(Endpoint(model.url, "fake"))
    found = resolve([reader.read(Document("a", text))]).assertions
    assert {a.extractor for a in found if a.predicate == "topic"} == {"language-model/fake"}
    assert {a.extractor for a in found if a.predicate != "topic"} == {reader.extractor}


def test_an_unknown_mode_is_an_error_that_lists_the_modes() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown mode 'verify'. Known: check, propose"):
        with_language_model(Endpoint("http://127.0.0.1:9/v1", "fake"), "verify")  # type: ignore[arg-type]


# ---------------------------------------------------------------- an endpoint that fails


def asked_patiently(url: str) -> tuple[str, list[float]]:
    """Ask without waiting; return the answer, or the error's message, and the waits."""
    waits: list[float] = []
    try:
        return Endpoint(url, "fake", pause=waits.append).answer("system", "user"), waits
    except ReaderError as error:
        return str(error), waits


@pytest.mark.parametrize(
    ("busy", "waits"),
    [
        ([(503, {})], [1]),
        ([(429, {}), (502, {}), (503, {})], [1, 5, 25]),
        ([(429, {"Retry-After": "7"})], [7]),
        ([(429, {"Retry-After": "0"}), (429, {"Retry-After": "3"})], [1, 5]),  # growing, whatever it asks for
        ([(503, {"Retry-After": "86400"})], [120]),
        ([(503, {"Retry-After": "Fri, 31 Dec 2999 23:59:59 GMT"})], [120]),
        ([(503, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"})], [1]),
        ([(503, {"Retry-After": "soon"}), (503, {"Retry-After": "nan"})], [1, 5]),
    ],
)
def test_a_busy_endpoint_is_asked_again_after_waits_that_grow(
    model: FakeModel, busy: list[tuple[int, dict[str, str]]], waits: list[float]
) -> None:
    model.busy, model.answer = tuple(busy), "so"
    assert asked_patiently(model.url) == ("so", waits)
    assert len(model.asked) == len(busy) + 1


def test_an_endpoint_that_stays_busy_is_one_error_that_names_it(model: FakeModel) -> None:
    model.status = 503
    told, waits = asked_patiently(model.url)
    assert told.startswith(f"{model.url}: no answer from the language model")
    assert (waits, len(model.asked)) == ([1, 5, 25], 4)


@pytest.mark.parametrize("status", [400, 401, 404, 501])
def test_an_endpoint_that_refuses_is_asked_once(model: FakeModel, status: int) -> None:
    model.status = status
    told, waits = asked_patiently(model.url)
    assert (f"{status}" in told, waits, len(model.asked)) == (True, [], 1)


def test_an_endpoint_out_of_reach_is_tried_again_and_a_bad_address_is_not() -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told, waits = asked_patiently(f"http://127.0.0.1:{port}/v1")
    assert ("ConnectError" in told, waits) == (True, [1, 5, 25])
    told, waits = asked_patiently("localhost/v1")
    assert ("no answer" in told, waits) == (True, [])


def test_an_endpoint_that_is_too_slow_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "SECONDS", 0.05)
    with socket() as silent:  # takes connections, and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        told, waits = asked_patiently(f"http://127.0.0.1:{silent.getsockname()[1]}/v1")
    assert ("ReadTimeout" in told, waits) == (True, [1, 5, 25])
