"""Another pipeline's names, and a language model on a fake endpoint of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import cast

import pytest
import spacy
from spacy.language import Language

import kg.reader
from kg.errors import ReaderError, UnknownNameError
from kg.model import Document, Reading
from kg.reader.front_ends import with_names_of
from kg.reader.language_model import Endpoint, with_language_model
from kg.reader.pipeline import Reader

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
        self.send_response(model.status)
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
    ((path, key, body),) = model.asked
    assert (path, key, body["model"], body["temperature"]) == ("/v1/chat/completions", "Bearer secret", "fake", 0)


def test_a_check_drops_what_is_unsupported_only_with_words_to_show_for_it(model: FakeModel, plain: Reading) -> None:
    count = len(plain.arguments)
    assert count >= 2
    checks = [
        {"number": 1, "supported": False, "evidence": plain.arguments[0].trigger.text},
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


def test_an_endpoint_that_fails_is_one_error_that_names_it(model: FakeModel) -> None:
    model.status = 500
    with pytest.raises(ReaderError, match="no answer from the language model"):
        with_language_model(Endpoint(model.url, "fake")).read(Document("a", TEXT))
