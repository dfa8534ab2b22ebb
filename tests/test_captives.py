from __future__ import annotations

import pytest
from reading_builder import span

from kg.reader.events.captives import kind_of_seizing, may_take_people


@pytest.mark.parametrize(
    ("text", "trigger", "people", "kind", "meant"),
    [
        ("Gunmen seized 30 pupils.", "seized", ["Gunmen", "30 pupils"], "Seizure", "Kidnapping"),
        ("Militants in Oz seized another soldier, Tal.", "seized", ["Militants", "another soldier", "Tal"], "Seizure", "Kidnapping"),
        ("The 200 schoolgirls seized by rebels are safe.", "seized", ["200 schoolgirls", "rebels"], "Seizure", "Kidnapping"),
        ("Gunmen in police uniforms seized Tal.", "seized", ["Gunmen", "Tal"], "Seizure", "Kidnapping"),
        ("The hostages were seized in May.", "seized", ["hostages"], "Seizure", "Kidnapping"),
        ("Soldiers seized Ur President Oz Tal at dawn.", "seized", ["Soldiers", "Ur", "Oz Tal"], "Seizure", "Arrest"),
        ("Police seized him.", "seized", ["Police", "him"], "Seizure", "Arrest"),
        ("He was seized on Monday.", "seized", ["He"], "Seizure", "Arrest"),
        ("Armed men took the priest away.", "took", ["Armed men", "priest"], "Arrest", "Kidnapping"),
        ("He was taken away by officers.", "taken away", ["He", "officers"], "Displacement", "Arrest"),
        ("They were taken from their homes in Oz by agents.", "taken", ["They", "agents"], "Displacement", "Arrest"),
        # what is no person, or is taken elsewhere
        ("Rebels seized the town.", "seized", ["Rebels"], "Seizure", "Seizure"),
        ("Rebels seized Tal's house.", "seized", ["Rebels", "Tal"], "Seizure", "Seizure"),
        ("Pirates seized a ship with 20 crew.", "seized", ["Pirates", "ship", "20 crew"], "Seizure", "Seizure"),
        ("Farms owned by Oz Tal were seized.", "seized", ["Oz Tal"], "Seizure", "Seizure"),
        ("Shiites seized the town.", "seized", ["Shiites"], "Seizure", "Seizure"),
        ("Panic seized the crowd.", "seized", ["crowd"], "Seizure", "Seizure"),
        ("The wounded were taken to a clinic by soldiers.", "taken", ["wounded", "soldiers"], "Displacement", "Displacement"),
        ("The girls were taken away.", "taken away", ["girls"], "Displacement", "Displacement"),
        ("She took her children away.", "took", ["She", "children"], "Displacement", "Displacement"),
    ],
)
def test_people_are_kidnapped_by_gunmen_and_arrested_by_the_state(
    text: str, trigger: str, people: list[str], kind: str, meant: str
) -> None:
    assert may_take_people(span(text, trigger), kind)
    assert kind_of_seizing(text, span(text, trigger), kind, [span(text, one) for one in people]) == meant


@pytest.mark.parametrize(
    ("text", "trigger", "kind"), [("They seized power.", "seized power", "Overthrow"), ("He took part.", "took part", "Attack")]
)
def test_of_other_words_nothing_is_asked(text: str, trigger: str, kind: str) -> None:
    assert not may_take_people(span(text, trigger), kind)
