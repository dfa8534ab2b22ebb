from __future__ import annotations

import pytest
from reading_builder import span

from kg.reader.events.kinds import kind_by_wording


@pytest.mark.parametrize(
    ("text", "words", "kind", "meant"),
    [
        ("He died of a heart attack.", "attack", "Attack", None),
        ("He died of a heart attack.", "heart attack", "Attack", None),
        ("Two panic attacks followed.", "panic attacks", "Disaster", None),
        ("A hunger strike began in the jail.", "strike", "AirStrike", "Protest"),
        ("Unions called a general strike.", "general strike", "Attack", "Protest"),
        ("An attack in the heart of the city.", "attack", "Attack", "Attack"),
        ("The general's strike on the town.", "strike", "AirStrike", "AirStrike"),
        ("The heart attack was a killing.", "killing", "Killing", "Killing"),
        ("Our planes did not fly over Oz.", "fly", "AirStrike", "Deployment"),
        ("The army executed the operation.", "executed", "Killing", None),
        ("Soldiers killed four rebels in an overnight raid.", "raid", "Investigation", "Attack"),
        ("Police arrested four dealers in a raid.", "raid", "Investigation", "Investigation"),
        ("Israel warned its citizens not to visit Oz.", "warned", "Threat", "Demand"),
        ("Rebels warned citizens of new raids.", "warned", "Threat", "Threat"),
        ("Police killed a dog. In a raid they seized weapons.", "raid", "Investigation", "Investigation"),
        ("Rebels carried out a raid on a barracks.", "raid", "Investigation", "Attack"),
        ("Gunmen raided a police post.", "raided", "Investigation", "Attack"),
        ("Militants of the M23 raided a village.", "raided", "Investigation", "Attack"),
        ("A group of gunmen dressed as police raided the hotel.", "raided", "Investigation", "Attack"),
        ("Police said that militants staged a raid on the school.", "raid", "Investigation", "Attack"),
        ("On Monday, suspected bandits, who came on motorbikes, raided the town.", "raided", "Investigation", "Attack"),
        ("Lord's Resistance Army rebels raided two hamlets.", "raided", "Investigation", "Attack"),
        ("The town was hit by a rebel raid.", "raid", "Investigation", "Attack"),
        ("The raid on the village by suspected bandits left ten dead.", "raid", "Investigation", "Attack"),
        ("ISIS and ISIL raided the town.", "raided", "Investigation", "Attack"),
        ("The camp was raided by gunmen.", "raided", "Investigation", "Attack"),
        ("Troops carried out a raid on a rebel camp.", "raid", "Investigation", "Investigation"),
        ("Police hunting gunmen raided three flats.", "raided", "Investigation", "Investigation"),
        ("Anti-terror police raided a mosque.", "raided", "Investigation", "Investigation"),
        ("Agents who had followed the rebels raided the shop.", "raided", "Investigation", "Investigation"),
        ("The army shot two gunmen, raided a village and left.", "raided", "Investigation", "Investigation"),
        ("After gunmen killed a judge, police raided a slum.", "raided", "Investigation", "Investigation"),
        ("The rebel was held in a raid by police.", "raid", "Investigation", "Investigation"),
    ],
)
def test_the_words_before_a_trigger_may_say_that_it_is_another_kind_of_event_or_none(
    text: str, words: str, kind: str, meant: str | None
) -> None:
    assert kind_by_wording(text, span(text, words), kind) == meant
