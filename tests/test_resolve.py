from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations
from string import ascii_lowercase, ascii_uppercase

import pytest
from reading_builder import build, span

from kg.errors import ReadingError
from kg.model import (
    Argument,
    Count,
    Decision,
    Document,
    Entity,
    EntityType,
    EventCluster,
    EventMention,
    EventType,
    Knowledge,
    Mention,
    PartialDate,
    Passage,
    Reading,
    Role,
    Span,
)
from kg.resolve import resolve
from kg.resolve.actors import read_article
from kg.resolve.cast import Cast
from kg.resolve.local import Key, Local
from kg.resolve.namesakes import bearers
from kg.resolve.own_events import with_own_events
from kg.resolve.tables import default

# Three articles on one invented bombing: a first report, the claim of the next day, and a denial with another toll.
FIRST = (
    "A bomb attack in Port Vale, Norland, on Wednesday killed at least 20 people and wounded 41.\n"
    "Police said the blast hit a market.\n"
    "The U.S. condemned the attack."
)
CLAIM = (
    "The Northern Salvation Front (NSF) claimed responsibility on Thursday for the bombing in Port Vale that killed 22 people.\n"
    "The group's claim named Orin Tal as the bomber, saying he carried out the attack with a vest.\n"
    "In 2017 an attack in Port Vale targeted a school."
)
DENIAL = (
    "Sudland denied a part in the bombing in Port Vale on Wednesday.\n"
    "Norland accused Sudland of the bombing.\n"
    "American officials said the NSF was probably the bomber."
)


def first() -> Reading:
    return build(
        "n1",
        FIRST,
        published=date(2024, 5, 8),
        entities={
            "e1": ("GPE", ["Port Vale"]),
            "e2": ("GPE", ["Norland"]),
            "e3": ("TIM", ["Wednesday"]),
            "e4": ("GRP", ["at least 20 people"]),
            "e5": ("GRP", ["41"]),
            "e6": ("ORG", ["Police"]),
            "e7": ("FAC", ["market"]),
            "e8": ("GPE", ["U.S."]),
        },
        events={
            "v1": ("Bombing", ["bomb attack", "blast", "attack|2"]),
            "v2": ("Killing", ["killed"]),
            "v3": ("Injury", ["wounded"]),
            "v4": ("Condemnation", ["condemned"]),
        },
        arguments=[
            ("bomb attack", "Place", "Port Vale"),
            ("bomb attack", "Place", "Norland"),
            ("bomb attack", "Time", "Wednesday"),
            ("killed", "Victim", "at least 20 people"),
            ("wounded", "Victim", "41"),
            ("blast", "Target", "market"),
            ("blast", "Source", "Police"),
            ("condemned", "Agent", "U.S."),
            ("condemned", "Topic", "attack|2"),
        ],
        relations=[("e1", "locatedIn", "e2", 0)],
    )


def claim() -> Reading:
    return build(
        "n2",
        CLAIM,
        published=date(2024, 5, 9),
        entities={
            "e1": ("ORG", ["Northern Salvation Front", "NSF", "group"]),
            "e2": ("TIM", ["Thursday"]),
            "e3": ("GPE", ["Port Vale", "Port Vale|2"]),
            "e4": ("GRP", ["22 people"]),
            "e5": ("PER", ["Orin Tal", "he|5"]),
            "e6": ("WEA", ["vest"]),
            "e7": ("TIM", ["2017"]),
            "e8": ("FAC", ["school"]),
        },
        events={
            "v1": ("ClaimResponsibility", ["claimed responsibility", "claim|2"]),
            "v2": ("Bombing", ["bombing", "attack"]),
            "v3": ("Killing", ["killed"]),
            "v4": ("Attack", ["attack|2"]),
        },
        arguments=[
            ("claimed responsibility", "Agent", "Northern Salvation Front"),
            ("claimed responsibility", "Time", "Thursday"),
            ("claimed responsibility", "Topic", "bombing"),
            ("bombing", "Place", "Port Vale"),
            ("killed", "Victim", "22 people"),
            ("claim|2", "Agent", "group"),
            ("attack", "Agent", "Orin Tal"),
            ("attack", "Instrument", "vest"),
            ("attack|2", "Time", "2017"),
            ("attack|2", "Place", "Port Vale|2"),
            ("attack|2", "Target", "school"),
        ],
    )


def denial() -> Reading:
    return build(
        "n3",
        DENIAL,
        published=date(2024, 5, 10),
        entities={
            "e1": ("GPE", ["Sudland", "Sudland|2"]),
            "e2": ("GPE", ["Port Vale"]),
            "e3": ("TIM", ["Wednesday"]),
            "e4": ("GPE", ["Norland"]),
            "e5": ("GPE", ["American"]),
            "e6": ("GRP", ["officials"]),
            "e7": ("ORG", ["NSF"]),
        },
        events={
            "v1": ("Denial", ["denied"]),
            "v2": ("Bombing", ["bombing", "bombing|2", ("bomber", "Possible")]),
            "v3": ("Accusation", ["accused"]),
        },
        arguments=[
            ("denied", "Agent", "Sudland"),
            ("denied", "Topic", "bombing"),
            ("bombing", "Agent", "Sudland"),
            ("bombing", "Place", "Port Vale"),
            ("bombing", "Time", "Wednesday"),
            ("accused", "Agent", "Norland"),
            ("accused", "Target", "Sudland|2"),
            ("accused", "Topic", "bombing|2"),
            ("bombing|2", "Agent", "Sudland|2"),
            ("bomber", "Agent", "NSF"),
            ("bomber", "Source", "officials"),
        ],
        relations=[("e6", "affiliatedWith", "e5", 2)],
    )


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return resolve([first(), claim(), denial()])


def named(knowledge: Knowledge) -> dict[str, str]:
    return {actor.id: actor.name for actor in knowledge.actors} | {event.id: event.name for event in knowledge.events}


def said(knowledge: Knowledge, event: str) -> list[tuple[str, str, str, str | None]]:
    names = named(knowledge)
    return sorted(
        (a.predicate, names[a.object], a.status, names[a.according_to] if a.according_to else None)
        for a in knowledge.assertions
        if names[a.subject] == event
    )


BOMBING = "bombing in Port Vale, 2024-05-08"
FRONT = "Northern Salvation Front"


def test_one_event_of_three_articles_is_one_node_and_another_of_another_year_is_not(knowledge: Knowledge) -> None:
    assert [(event.type, event.name, event.date) for event in knowledge.events if event.type in {"Bombing", "Attack"}] == [
        ("Attack", "attack in Port Vale, 2017", PartialDate("2017", "stated")),
        ("Bombing", BOMBING, PartialDate("2024-05-08", "inferred")),
    ]


def test_every_mention_of_an_argument_is_an_assertion_with_status_and_who_says_so(knowledge: Knowledge) -> None:
    assert said(knowledge, BOMBING) == [
        ("agent", FRONT, "Suspected", "officials"),
        ("agent", "Orin Tal", "Claimed", FRONT),
        ("agent", "Sudland", "Accused", "Norland"),
        ("agent", "Sudland", "Denied", "Sudland"),
        ("instrument", "vest", "Claimed", FRONT),
        ("place", "Norland", "Reported", None),
        ("place", "Port Vale", "Reported", None),
        ("place", "Port Vale", "Reported", None),
        ("place", "Port Vale", "Reported", None),
        ("target", "market", "Reported", "Police"),
    ]


def test_an_acronym_joins_the_articles_that_use_either_name(knowledge: Knowledge) -> None:
    (front,) = [actor for actor in knowledge.actors if actor.type == "ORG" and actor.name != "Police"]
    assert (front.name, front.aliases) == (FRONT, ("NSF",))
    assert [d for d in knowledge.decisions if d.left.startswith("actor/")] == [
        Decision(
            left="actor/northern-salvation-front-d05c639f",
            right="actor/nsf-4f77abf9",
            judgement="same",
            score=1.0,
            reasons=("both names are used for one by 1 articles", "and for two by 0"),
        )
    ]


def test_a_country_is_one_node_by_whatever_name(knowledge: Knowledge) -> None:
    (country,) = [actor for actor in knowledge.actors if actor.name == "United States"]
    assert country.type == "GPE"
    assert country.aliases == ("American", "U.S.")
    assert country.id == "actor/Q30"
    assert country.same_as == (
        "http://www.wikidata.org/entity/Q30",
        "https://sws.geonames.org/6252001/",
        "https://www.iso.org/obp/ui/#iso:code:3166:US",
    )


def test_times_are_no_actors_and_no_assertions(knowledge: Knowledge) -> None:
    names = named(knowledge)
    assert not {"Wednesday", "Thursday", "2017"} & {actor.name for actor in knowledge.actors}
    assert sorted((names[t.event], t.date, t.phrase, t.reference, t.status) for t in knowledge.times if t.date) == [
        ("attack in Port Vale, 2017", PartialDate("2017", "stated"), "2017", date(2024, 5, 9), "Reported"),
        (BOMBING, PartialDate("2024-05-08", "inferred"), "Wednesday", date(2024, 5, 8), "Reported"),
        (BOMBING, PartialDate("2024-05-08", "inferred"), "Wednesday", date(2024, 5, 10), "Reported"),
        (
            f"claim of responsibility by {FRONT}, 2024-05-09",
            PartialDate("2024-05-09", "inferred"),
            "Thursday",
            date(2024, 5, 9),
            "Reported",
        ),
    ]


def test_tolls_that_differ_stand_side_by_side_on_the_attack(knowledge: Knowledge) -> None:
    names = named(knowledge)
    assert sorted((t.kind, t.count.at_least, t.count.at_most, t.reported_on) for t in knowledge.tolls if names[t.event] == BOMBING) == [
        ("killed", 20, None, date(2024, 5, 8)),
        ("killed", 22, 22, date(2024, 5, 9)),
        ("wounded", 41, 41, date(2024, 5, 8)),
    ]


def test_evidence_is_the_sentence_with_trigger_and_filler_marked(knowledge: Knowledge) -> None:
    names = named(knowledge)
    (evidence,) = [a.evidence for a in knowledge.assertions if names[a.object] == "market"]
    sentence = "Police said the blast hit a market."
    start = FIRST.index(sentence)
    assert evidence == Passage("n1", Span(start, start + len(sentence), sentence), (span(FIRST, "blast"), span(FIRST, "market")))


def test_relations_become_assertions_between_actors(knowledge: Knowledge) -> None:
    assert said(knowledge, "Port Vale") == [("locatedIn", "Norland", "Reported", None)]
    assert said(knowledge, "officials") == [("affiliatedWith", "United States", "Reported", None)]


def test_statuses_keep_how_each_mention_is_meant(knowledge: Knowledge) -> None:
    names = named(knowledge)
    assert sorted(
        (s.evidence.marks[0].text, s.status, names[s.according_to] if s.according_to else None)
        for s in knowledge.statuses
        if names[s.event] == BOMBING
    ) == [
        ("attack", "Claimed", FRONT),
        ("attack", "Reported", None),
        ("blast", "Reported", "Police"),
        ("bomb attack", "Reported", None),
        ("bomber", "Suspected", "officials"),
        ("bombing", "Reported", None),
        ("bombing", "Reported", None),
        ("bombing", "Reported", None),
    ]


def test_the_order_of_the_articles_and_giving_one_twice_change_nothing(knowledge: Knowledge) -> None:
    for order in permutations([first(), claim(), denial()]):
        assert resolve(order) == knowledge
    assert resolve([first(), claim(), denial(), first()]) == knowledge


def test_an_article_that_is_left_out_leaves_no_trace() -> None:
    alone = resolve([first()])
    assert {a.evidence.document for a in alone.assertions} == {"n1"}
    assert sorted((actor.name for actor in alone.actors), key=str.casefold) == [
        "41",
        "at least 20 people",
        "market",
        "Norland",
        "Police",
        "Port Vale",
        "United States",
    ]


def test_two_readings_of_one_document_are_an_error() -> None:
    with pytest.raises(ReadingError, match="n1: two different readings"):
        resolve([first(), replace(first(), extractor="other")])


def test_nothing_comes_of_nothing() -> None:
    assert resolve([]) == Knowledge()


# ---------------------------------------------------------------- actors


def meeting(identity: str, one: str, other: str, *, kind: EntityType = "PER") -> Reading:
    text = f"Today {one} met {other} again."
    return build(
        identity,
        text,
        entities={"e1": (kind, [one]), "e2": (kind, [other])},
        events={"v1": ("Meeting", ["met"])},
        arguments=[("met", "Agent", one), ("met", "Agent", other)],
    )


def actors(*readings: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((actor.name, actor.aliases) for actor in resolve(readings).actors)


def test_a_short_name_is_its_articles_person_and_no_other_articles() -> None:
    text = "Orin Tal spoke; later Tal left."
    one = build("a", text, entities={"e1": ("PER", ["Orin Tal"]), "e2": ("PER", ["Tal|2"])})
    other = meeting("b", "Tal", "Mara Venn")
    assert actors(one, other) == [("Mara Venn", ()), ("Orin Tal", ("Tal",)), ("Tal", ())]


def test_a_suffix_is_nobodys_last_name() -> None:
    text = "Samuel Tolbert Jr. was charged with theft.\nTolbert left the country."
    one = build("a", text, entities={"e1": ("PER", ["Samuel Tolbert Jr."]), "e2": ("PER", ["Tolbert"])})
    assert actors(one) == [("Samuel Tolbert Jr.", ("Tolbert",))]


@pytest.mark.parametrize(("other", "count"), [("Samuel Tolbert", 1), ("Samuel Tolbert Sr.", 2), ("Simon Tolbert", 2)])
def test_a_name_with_a_suffix_is_that_without_in_the_same_company(other: str, count: int) -> None:
    def reading(identity: str, name: str) -> Reading:
        people = [name, "Mara Venn", "Orin Tal"]
        entities: dict[str, tuple[EntityType, list[str]]] = {f"e{k}": ("PER", [one]) for k, one in enumerate(people)}
        return build(identity, " met ".join(people), entities=entities)

    found = resolve([reading("a", "Samuel Tolbert Jr."), reading("b", other)])
    assert len([actor for actor in found.actors if "Tolbert" in actor.name]) == count


def test_a_short_name_of_two_people_of_the_article_is_neither() -> None:
    text = "Orin Tal and Mara Tal spoke; later Tal left."
    reading = build("a", text, entities={"e1": ("PER", ["Orin Tal"]), "e2": ("PER", ["Mara Tal"]), "e3": ("PER", ["Tal|3"])})
    assert actors(reading) == [("Mara Tal", ()), ("Orin Tal", ()), ("Tal", ())]


def test_titles_and_case_do_not_split_a_person() -> None:
    assert actors(meeting("a", "General Orin Tal", "Mara Venn"), meeting("b", "Orin Tal", "MARA VENN")) == [
        ("Mara Venn", ("MARA VENN",)),
        ("Orin Tal", ("General Orin Tal",)),
    ]


def test_an_acronym_is_the_organisation_of_its_article_that_has_its_initials() -> None:
    assert actors(meeting("a", "Rapid River Front", "RRF", kind="ORG")) == [("Rapid River Front", ("RRF",))]
    assert len(actors(meeting("a", "Rapid River Front", "RRG", kind="ORG"))) == 2
    assert len(actors(meeting("a", "River Front", "RF", kind="ORG"))) == 2  # two letters are the initials of too much


def test_an_acronym_of_two_organisations_of_the_article_is_neither() -> None:
    text = "Rapid River Front and Red Rose Fund met RRF."
    names = ["Rapid River Front", "Red Rose Fund", "RRF"]
    reading = build("a", text, entities={f"e{k}": ("ORG", [name]) for k, name in enumerate(names)}, events={"v1": ("Meeting", ["met"])})
    assert len(actors(reading)) == len(names)


def both(identity: str) -> Reading:
    return build(identity, "The Falcons, known as Skyhold, left.", entities={"e1": ("ORG", ["Falcons", "Skyhold"])})


def test_unlike_names_need_two_articles_and_articles_that_keep_them_apart_count_against_it() -> None:
    apart = meeting("z", "Falcons", "Skyhold", kind="ORG")
    assert [d.judgement for d in resolve([both("a")]).decisions] == ["unsure"]
    assert actors(both("a"), both("b")) == [("Falcons", ("Skyhold",))]
    assert actors(both("a"), both("b"), apart) == [("Falcons", ("Skyhold",)), ("Skyhold", ())]


def test_a_capital_said_for_its_state_does_not_become_the_state() -> None:
    text = "Iran was warned; Tehran replied.\nFighting was heard in Tehran."
    one = build("a", text, entities={"e1": ("GPE", ["Iran", "Tehran"]), "e2": ("GPE", ["Tehran|2"])})
    assert actors(one) == [("Iran", ()), ("Tehran", ())]


def test_unnamed_groups_stay_actors_of_their_article() -> None:
    def reading(identity: str) -> Reading:
        return build(
            identity,
            "Rebels raided a farm.",
            entities={"e1": ("GRP", ["Rebels"]), "e2": ("FAC", ["farm"])},
            events={"v1": ("Attack", ["raided"])},
            arguments=[("raided", "Agent", "Rebels"), ("raided", "Target", "farm")],
        )

    found = resolve([reading("a"), reading("b")])
    assert [actor.name for actor in found.actors] == ["farm", "farm", "Rebels", "Rebels"]
    assert len({actor.id for actor in found.actors}) == 4


def pronouns_alone(identity: str) -> Reading:
    return build(
        identity,
        "They raided a farm.\nIts mayor saw them; police, whose duty it was, did not.",
        entities={"e1": ("GRP", ["They", "them"]), "e2": ("GPE", ["Its"]), "e3": ("GRP", ["whose", "police"])},
        events={"v1": ("Attack", ["raided"]), "v2": ("Denial", ["saw"])},
        arguments=[("raided", "Agent", "They"), ("saw", "Place", "Its"), ("saw", "Source", "whose")],
    )


def test_a_pronoun_is_nobodys_name() -> None:
    found = resolve([pronouns_alone("a")])
    assert [actor.name for actor in found.actors] == ["police", "unnamed country", "unnamed people"]


def test_no_label_says_that_somebody_unnamed_took_part() -> None:
    assert [event.name for event in resolve([pronouns_alone("a")]).events] == ["attack", "denial"]


def test_they_are_not_one_speaker_in_two_articles() -> None:
    def reading(identity: str, speaker: str) -> Reading:
        text = f"{speaker} condemned the raid in Port Vale on Tuesday."
        return build(
            identity,
            text,
            published=date(2024, 5, 8),
            entities={"e1": ("GRP", [speaker]), "e2": ("GPE", ["Port Vale"]), "e3": ("TIM", ["Tuesday"])},
            events={"v1": ("Condemnation", ["condemned"])},
            arguments=[("condemned", "Agent", speaker), ("condemned", "Place", "Port Vale"), ("condemned", "Time", "Tuesday")],
        )

    assert [len(resolve([reading("a", who), reading("b", who)]).events) for who in ("villagers", "They")] == [1, 2]


def test_a_name_keeps_its_id_in_every_corpus(knowledge: Knowledge) -> None:
    alone = {actor.name: actor.id for actor in resolve([first()]).actors}
    together = {actor.name: actor.id for actor in knowledge.actors}
    assert {name: together[name] for name in ("Port Vale", "Norland", "United States", "market")} == {
        name: alone[name] for name in ("Port Vale", "Norland", "United States", "market")
    }


# ---------------------------------------------------------------- events


def strike(identity: str, *, place: str = "Port Vale", day: str = "Wednesday", published: date | None = date(2024, 5, 8)) -> Reading:
    text = f"Planes struck {place} on {day}."
    return build(
        identity,
        text,
        published=published,
        entities={"e1": ("GPE", [place]), "e2": ("TIM", [day])},
        events={"v1": ("AirStrike", ["struck"])},
        arguments=[("struck", "Place", place), ("struck", "Time", day)],
    )


def test_same_place_and_day_are_one_event() -> None:
    found = resolve([strike("a"), strike("b", day="8 May 2024", published=None)])
    assert [event.name for event in found.events] == ["air strike in Port Vale, 2024-05-08"]


@pytest.mark.parametrize(
    "other",
    [
        strike("b", day="Monday"),
        strike("b", place="Lower Vale"),
        strike("b", day="2017"),
        strike("b", published=date(2024, 6, 8)),
        strike("b", published=None),
    ],
    ids=["other day", "other place", "other year", "other month", "no date to tell"],
)
def test_other_or_unknown_days_and_other_places_stay_apart(other: Reading) -> None:
    assert len(resolve([strike("a"), other]).events) == 2


def test_an_articles_own_events_are_not_joined() -> None:
    text = "Planes struck Port Vale on Wednesday; a second raid hit Port Vale on Wednesday."
    reading = build(
        "a",
        text,
        published=date(2024, 5, 8),
        entities={"e1": ("GPE", ["Port Vale", "Port Vale|2"]), "e2": ("TIM", ["Wednesday", "Wednesday|2"])},
        events={"v1": ("AirStrike", ["struck"]), "v2": ("AirStrike", ["raid"])},
        arguments=[
            ("struck", "Place", "Port Vale"),
            ("struck", "Time", "Wednesday"),
            ("raid", "Place", "Port Vale|2"),
            ("raid", "Time", "Wednesday|2"),
        ],
    )
    assert len(resolve([reading, strike("b")]).events) == 2


def killing(identity: str, victim: str, *, year: str) -> Reading:
    text = f"The army killed {victim} in {year}."
    return build(
        identity,
        text,
        entities={"e1": ("PER", [victim]), "e2": ("TIM", [year])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", victim), ("killed", "Time", year)],
    )


def test_a_person_is_killed_once() -> None:
    assert [e.name for e in resolve([killing("a", "Orin Tal", year="2020"), killing("b", "Orin Tal", year="2020")]).events] == [
        "killing of Orin Tal, 2020"
    ]
    assert len(resolve([killing("a", "Orin Tal", year="2020"), killing("b", "Orin Tal", year="2021")]).events) == 2
    assert len(resolve([killing("a", "Orin Tal", year="2020"), killing("b", "Mara Venn", year="2020")]).events) == 2


def test_a_city_and_only_its_country_on_one_day_are_not_enough() -> None:
    found = resolve([strike("a", place="Tehran"), strike("b", place="Iran")])
    assert len(found.events) == 2
    assert [(d.judgement, d.reasons) for d in found.decisions if d.left.startswith("event/")] == [
        ("unsure", ("same country", "same day", "same type", "same word"))
    ]


def test_what_is_unsure_stays_apart_and_is_kept_as_a_decision() -> None:
    def undated(identity: str) -> Reading:
        text = "Shells hit Port Vale."
        return build(
            identity,
            text,
            published=date(2024, 5, 8),
            entities={"e1": ("GPE", ["Port Vale"])},
            events={"v1": ("Attack", ["hit"])},
            arguments=[("hit", "Place", "Port Vale")],
        )

    found = resolve([undated("a"), undated("b")])
    assert len(found.events) == 2
    assert [(d.judgement, d.score, d.reasons) for d in found.decisions] == [
        ("unsure", 0.69, ("reported within days", "same place", "same type", "same word"))
    ]
    assert {d for one in found.decisions for d in (one.left, one.right)} == {event.id for event in found.events}


@pytest.mark.parametrize(
    ("inner", "outer", "lies"),
    [("Mali", "Italy", False), ("Hong Kong", "China", True), ("Bamako", "Mali", True), ("Mali", "West Africa", True)],
)
def test_no_state_lies_in_another(inner: str, outer: str, *, lies: bool) -> None:
    text = f"He was freed in {inner}, sources in {outer} said."
    types: dict[str, EntityType] = {name: "LOC" if name == "West Africa" else "GPE" for name in (inner, outer)}
    entities: dict[str, tuple[EntityType, list[str]]] = {"e1": (types[inner], [inner]), "e2": (types[outer], [outer])}
    reading = build("a", text, entities=entities, relations=[("e1", "locatedIn", "e2", 0)])
    found = resolve([reading])
    names = {actor.id: actor.name for actor in found.actors}
    assert [(names[a.subject], names[a.object]) for a in found.assertions] == ([(inner, outer)] if lies else [])


# ---------------------------------------------------------------- tolls


def toll_events(reading: Reading) -> list[str]:
    found = resolve([reading])
    types = {event.id: event.type for event in found.events}
    return sorted(types[toll.event] for toll in found.tolls)


def test_a_toll_belongs_to_the_killing_and_to_the_attack_of_its_sentence() -> None:
    text = "Twelve people were killed in the attack."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["Twelve people"])},
        events={"v1": ("Killing", ["killed"]), "v2": ("Attack", ["attack"])},
        arguments=[("killed", "Victim", "Twelve people")],
    )
    assert toll_events(reading) == ["Attack", "Killing"]
    assert [toll.count for toll in resolve([reading]).tolls] == [Count(12, 12, "Twelve people")] * 2


@pytest.mark.parametrize(
    ("toll", "events"),
    [
        ("The death toll rose to 12.", ["Bombing", "Killing"]),
        ("The toll rose to 12.", ["Bombing", "Killing"]),
        ("A death toll rose to 12 elsewhere.", ["Killing"]),
        ("The yearly road toll rose to 12.", ["Killing"]),
    ],
)
def test_the_toll_is_that_of_the_only_attack_spoken_of(toll: str, events: list[str]) -> None:
    text = f"A bomb exploded in Port Vale.\n{toll}"
    reading = build("a", text, events={"v1": ("Bombing", ["exploded"]), "v2": ("Killing", ["toll"])}, arguments=[])
    assert toll_events(reading) == events


def test_the_toll_is_of_neither_of_two_attacks() -> None:
    text = "A bomb exploded in Port Vale after a raid on Sudland.\nThe toll rose to 12."
    attacks: dict[str, tuple[EventType, list[str]]] = {"v1": ("Bombing", ["exploded"]), "v2": ("Attack", ["raid"])}
    assert toll_events(build("a", text, events={**attacks, "v3": ("Killing", ["toll"])})) == ["Killing"]


def test_a_part_and_a_revised_toll_point_to_the_tolls_of_their_event() -> None:
    text = "The blast killed 84 people, including 3 children.\nThe toll was revised from 103 to 84."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["84 people"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "84 people")],
    )
    linked = {toll.count.quote: (toll.part_of, toll.revises) for toll in resolve([reading]).tolls}
    of = {toll.count.quote: toll for toll in resolve([reading]).tolls}
    assert linked == {"84 people": (None, None), "3 children": (of["84 people"], None), "103": (None, None), "84": (None, of["103"])}


def test_a_passage_marks_only_what_stands_in_its_sentence() -> None:
    text = "The blast killed 84 people.\nThe toll rose to 91."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["84 people", "91"])},
        events={"v1": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "84 people"), ("killed", "Victim", "91")],
    )
    passages = [said.evidence for said in resolve([reading]).assertions]
    assert {(p.sentence.start, tuple(mark.text for mark in p.marks)) for p in passages} >= {(0, ("killed", "84 people")), (0, ("killed",))}
    assert [p for p in passages for mark in p.marks if not p.sentence.start <= mark.start < mark.end <= p.sentence.end] == []


def test_a_toll_goes_to_the_nearest_attack_before_it() -> None:
    text = "After a shooting in Norland, a bombing in Sudland killed 12 people."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["12 people"])},
        events={"v1": ("Shooting", ["shooting"]), "v2": ("Bombing", ["bombing"]), "v3": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "12 people")],
    )
    assert toll_events(reading) == ["Bombing", "Killing"]


def test_a_toll_is_of_no_attack_where_two_may_be_meant_or_places_differ() -> None:
    text = (
        "The shooting came a week after 12 people were killed in a bombing.\n"
        "During the raid on Norland, troops killed three men in Sudland."
    )
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["12 people"]), "e2": ("GRP", ["three men"]), "e3": ("GPE", ["Norland"]), "e4": ("GPE", ["Sudland"])},
        events={
            "v1": ("Shooting", ["shooting"]),
            "v2": ("Bombing", ["bombing"]),
            "v3": ("Killing", ["killed"]),
            "v4": ("Attack", ["raid"]),
            "v5": ("Killing", ["killed|2"]),
        },
        arguments=[
            ("killed", "Victim", "12 people"),
            ("killed|2", "Victim", "three men"),
            ("raid", "Place", "Norland"),
            ("killed|2", "Place", "Sudland"),
        ],
    )
    assert toll_events(reading) == ["Killing", "Killing"]


def test_a_toll_in_a_later_sentence_follows_the_killing_it_belongs_to() -> None:
    text = "The bombing killed many.\nOfficials said 12 people died."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["12 people"]), "e2": ("GRP", ["Officials"])},
        events={"v1": ("Bombing", ["bombing"]), "v2": ("Killing", ["killed", "died"])},
        arguments=[("died", "Victim", "12 people"), ("died", "Source", "Officials")],
    )
    assert toll_events(reading) == ["Bombing", "Killing"]
    assert {toll.according_to for toll in resolve([reading]).tolls} == {a.id for a in resolve([reading]).actors if a.name == "Officials"}


def test_a_number_of_another_sentence_than_its_event_keeps_its_own_evidence_and_voice() -> None:
    text = "Police said the bombing killed 22 people.\nEight Norlanders were among the dead, the ministry said."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["22 people"]), "e2": ("ORG", ["Police"]), "e3": ("ORG", ["ministry"])},
        events={"v1": ("Bombing", ["bombing"]), "v2": ("Killing", ["killed"])},
        arguments=[("killed", "Victim", "22 people"), ("killed", "Source", "Police")],
        attributions=[("ministry", "Eight Norlanders were among the dead")],
    )
    found = resolve([reading])
    voice = {actor.id: actor.name for actor in found.actors}
    assert {(t.count.quote, t.evidence.sentence.text[:6], voice[t.according_to or ""], t.part_of is None) for t in found.tolls} == {
        ("22 people", "Police", "Police", True),
        ("Eight Norlanders", "Eight ", "ministry", False),
    }


def test_an_acronym_of_two_names_joins_neither_also_where_it_stands_for_their_last_word() -> None:
    def called(identity: str, name: str) -> Reading:
        return build(identity, f"The {name} (ONM) met.", entities={"g": ("ORG", [name, "ONM"])})

    found = resolve([called("a", "Oshin National Movement"), called("b", "Oslem National Movement")])
    assert [actor.name for actor in found.actors] == ["Oshin National Movement", "Oslem National Movement"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kern accused the Green Front of the attack.", "attack"),
        ("Kern denied that the Green Front was behind the attack.", "attack"),
        ("Kern said the Green Front led the attack.", "attack by Green Front"),
    ],
)
def test_a_label_names_nobody_who_is_only_accused_of_it_or_said_not_to_have_done_it(text: str, label: str) -> None:
    word = text.split()[1]
    kind: EventType = "Accusation" if word == "accused" else "Denial"
    statement: list[tuple[str, Role, str]] = [(word, "Agent", "Kern"), (word, "Topic", "attack")]
    if kind == "Accusation":
        statement.append((word, "Target", "Green Front"))
    events: dict[str, tuple[EventType, list[str]]] = {"v2": ("Attack", ["attack"])}
    if word != "said":
        events["v1"] = (kind, [word])
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["Kern"]), "e2": ("ORG", ["Green Front"])},
        events=events,
        arguments=[("attack", "Agent", "Green Front"), *(() if word == "said" else statement)],
    )
    assert label in {event.name for event in resolve([reading]).events}


def test_two_persons_of_one_last_name_in_one_article_are_one_bearer_where_nothing_tells_them_apart() -> None:
    def local(document: str, entity: str) -> Local:
        mention = Mention(Span(0, 6, "Hassan"), "PER")
        return Local(document, [Entity(entity, "PER", "Hassan", (mention,))], "person", Counter({"hassan": 1}))

    one, two, other = local("a", "e1"), local("a", "e2"), local("b", "e1")
    assert bearers(Key("person", "hassan"), [one, two], {}) == ([("", [one, two])], [])
    told, decisions = bearers(Key("person", "hassan"), [one, other, two], {})
    assert told == [("a", [one, two]), ("b", [other])]
    assert [one.judgement for one in decisions] == ["unsure"]


def test_in_an_article_that_names_everybody_nobody_is_company() -> None:
    def companies(count: int) -> set[int]:
        names = [f"Orin {ascii_uppercase[n // 26]}{ascii_lowercase[n % 26]}sson" for n in range(count)]
        article = read_article(build("a", "\n".join(names), entities={f"e{n}": ("PER", [name]) for n, name in enumerate(names)}), default())
        return {len(traits.company) for traits in article.traits.values()}

    assert 0 not in companies(400)
    assert companies(600) == {0}


def test_thousands_of_mentions_are_one_event_in_time_that_grows_with_them() -> None:
    many = 50_000
    text = "\n".join(f"Rebels shot Orin Tal{n}." for n in range(many))
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(start)
        start += len(line) + 1
    victims = [Span(at + 12, at + 12 + len(f"Orin Tal{n}"), f"Orin Tal{n}") for n, at in enumerate(lines)]
    triggers = [Span(at + 7, at + 11, "shot") for at in lines]
    reading = Reading(
        Document("a", text),
        sentences=tuple((at, at + 12 + len(victim.text) + 1) for at, victim in zip(lines, victims, strict=True)),
        entities=tuple(Entity(f"e{n}", "PER", victim.text, (Mention(victim, "PER"),)) for n, victim in enumerate(victims)),
        events=(EventCluster("v1", "Shooting", tuple(EventMention(trigger, "Shooting") for trigger in triggers)),),
        arguments=tuple(Argument(trigger, "Victim", victim) for trigger, victim in zip(triggers, victims, strict=True)),
    )
    persons = {entity.id: f"actor/{entity.id}" for entity in reading.entities}
    everybody, nobody = frozenset(persons.values()), frozenset[str]()
    assert with_own_events(reading, Cast(persons, {}, everybody, everybody, nobody, nobody, {}, ())).events == reading.events
