from __future__ import annotations

import pytest

from kg.reader.events.phrases import kind_of_phrase, worded_events


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("She was laid to rest beside her father.", "Commemoration", "laid to rest"),
        ("Oz held a minute of silence.", "Commemoration", "minute of silence"),
        ("They observed two minutes' silence.", "Commemoration", "minutes' silence"),
        ("Tal vowed harsh revenge.", "Threat", "vowed"),
        ("The group swore to avenge him.", "Threat", "swore"),
        ("They killed ten and took more than 250 hostages.", "Kidnapping", "took"),
        ("Gunmen left, taking hostages.", "Kidnapping", "taking"),
        ("Spain and Italy recalled their ambassadors.", "Withdrawal", "recalled"),
        ("Troops drove the jihadists out of Oz.", "Seizure", "drove"),
        ("The army pushed rebel forces back from the town.", "Seizure", "pushed"),
        ("The rebels were driven out of Oz.", "Withdrawal", "driven out"),
        ("Police took the editor from his home.", "Seizure", "took"),
        ("She was taken from her home by masked men.", "Seizure", "taken"),
        ("Oz had broken off diplomatic ties with Ur.", "Sanction", "broken off"),
        ("Oz cut all relations with Ur.", "Sanction", "cut"),
        ("Tal named Oz Ur, the deputy head, to succeed him.", "Appointment", "named"),
        ("He was named as finance minister.", "Appointment", "named"),
        ("The king named Oz Ur prime minister.", "Appointment", "named"),
    ],
)
def test_a_fixed_phrase_tells_an_event(text: str, kind: str, trigger: str) -> None:
    assert [(text[slice(*words)], found) for _, words, found in worded_events(text)] == [(trigger, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Rumours of a deal were laid to rest.",
        "He laid to rest any doubts.",
        "She sat in silence.",
        "He vowed no revenge.",
        "They took pictures of the hostages.",
        "Toyota recalled its cars.",
        "The firm pushed its rivals out of the market.",
        "Investors were driven out of the country.",
        "She took a book from her home.",
        "The score broke ties.",
        "He was named after a minister.",
        "The dance of names to replace him went on.",
        "The suspect was named as Oz Ur.",
        "He was named as chief suspect.",
        "A man threw a ball at the judge.",
    ],
)
def test_what_only_looks_like_a_phrase_tells_none(text: str) -> None:
    assert list(worded_events(text)) == []


@pytest.mark.parametrize(
    ("kind", "other", "meant"),
    [("Seizure", "Kidnapping", "Kidnapping"), ("Seizure", "Displacement", "Seizure"), ("Threat", "Demand", "Threat")],
)
def test_the_phrase_says_the_type_unless_people_are_taken(kind: str, other: str, meant: str) -> None:
    assert kind_of_phrase(kind, other) == meant
