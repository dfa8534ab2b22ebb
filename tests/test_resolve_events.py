from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from reading_builder import build

from kg.model import Decision, Knowledge
from kg.resolve import resolve
from kg.resolve.actors import resolve_actors
from kg.resolve.blocks import blocks, pairs_of
from kg.resolve.causes import cluster_causes, find_causes
from kg.resolve.event_features import judge
from kg.resolve.ids import actor_id
from kg.resolve.told import EventRef, Told, tell

if TYPE_CHECKING:
    from kg.model import EntityType, EventType, Factuality, Reading, Role

DAY = date(2024, 5, 8)


def bombing(  # noqa: PLR0913 - one for each thing that an article may say
    identity: str, text: str, *, published: date | None = DAY, toll: str = "", when: str = "", extra: str = ""
) -> Reading:
    """Return an article with one bombing in Port Vale ("bombing"), its toll, and whom it names besides ("extra")."""
    entities: dict[str, tuple[EntityType, list[str]]] = {"e1": ("GPE", ["Port Vale"])}
    events: dict[str, tuple[EventType, list[str | tuple[str, Factuality]]]] = {"v1": ("Bombing", ["bombing"])}
    arguments: list[tuple[str, Role, str]] = [("bombing", "Place", "Port Vale")]
    if toll:
        entities["e2"], events["v2"] = ("GRP", [toll]), ("Killing", ["killed"])
        arguments.append(("killed", "Victim", toll))
    if when:
        entities["e3"] = ("TIM", [when])
        arguments.append(("bombing", "Time", when))
    entities |= {f"x{i}": ("PER", [name]) for i, name in enumerate(filter(None, extra.split(", ")))}
    return build(identity, text, published=published, entities=entities, events=events, arguments=arguments)


REPORT = bombing("a", "On Wednesday a bombing in Port Vale killed 84 people.", toll="84 people", when="Wednesday")


def bombings(*readings: Reading) -> list[str]:
    return [event.name for event in resolve(readings).events if event.type == "Bombing"]


# ---------------------------------------------------------------- what was long ago


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("People marked the anniversary of the bombing in Port Vale that killed 84 people.", ""),
        ("A year after the bombing in Port Vale killed 84 people, a wall was unveiled.", ""),
        ("Last year's bombing in Port Vale killed 84 people.", ""),
        ("The bombing in Port Vale a year ago killed 84 people.", ""),
        ("The bombing in Port Vale in 2024 killed 84 people.", "2024"),
    ],
    ids=["anniversary", "a year after", "last year's", "a year ago", "its year"],
)
def test_an_anniversary_or_background_mention_joins_the_old_event(text: str, when: str) -> None:
    later = bombing("b", text, published=date(2025, 5, 8), toll="84 people", when=when)
    assert bombings(REPORT, later) == ["bombing in Port Vale, 2024-05-08"]


def test_a_new_bombing_a_year_later_is_another_one_even_with_the_same_toll() -> None:
    later = bombing("b", "The bombing in Port Vale killed 84 people.", published=date(2025, 5, 8), toll="84 people")
    assert len(bombings(REPORT, later)) == 2


def test_a_past_event_without_anything_that_marks_it_stays_alone() -> None:
    later = bombing("b", "A year after the bombing in Port Vale, a wall was unveiled.", published=date(2025, 5, 8))
    assert len(bombings(REPORT, later)) == 2


def test_weeks_ago_is_no_contradiction_to_a_day_shortly_outside_the_month_of_its_middle() -> None:
    when = {"on Wednesday": date(2024, 5, 1), "two weeks ago": date(2024, 5, 14)}  # of which the middle is 30 April
    one, other = (
        bombing(key, f"The bombing in Port Vale {time} killed 84 people.", published=day, toll="84 people", when=time.removeprefix("on "))
        for key, (time, day) in zip("ab", when.items(), strict=True)
    )
    assert bombings(one, other) == ["bombing in Port Vale, 2024-05-01"]
    named = bombing("b", "The bombing in Port Vale in April killed 84 people.", published=date(2024, 5, 14), toll="84 people", when="April")
    assert len(bombings(one, named)) == 2


# ---------------------------------------------------------------- numbers and order


def test_a_toll_that_two_articles_share_ties_them_weeks_apart_and_another_toll_does_not() -> None:
    text = "The bombing in Port Vale killed {} people."
    same, other = (bombing("b", text.format(n), published=date(2024, 5, 21), toll=f"{n} people") for n in ("84", "12"))
    assert len(bombings(REPORT, same)) == 1
    assert len(bombings(REPORT, other)) == 2


def test_different_tolls_of_one_day_and_place_stand_side_by_side_on_one_event() -> None:
    grown = bombing("b", "The bombing in Port Vale on Wednesday killed 103 people.", toll="103 people", when="Wednesday")
    found = resolve([REPORT, grown])
    (event,) = [event for event in found.events if event.type == "Bombing"]
    assert sorted(toll.count.quote for toll in found.tolls if toll.event == event.id) == ["103 people", "84 people"]


def test_an_article_cannot_tell_of_what_happens_after_it() -> None:
    earlier = bombing("b", "The bombing in Port Vale killed 84 people.", published=date(2024, 5, 1), toll="84 people")
    assert len(bombings(REPORT, earlier)) == 2


# ---------------------------------------------------------------- the story


LONG = (
    "Shock in Port Vale after a bombing; {}. Windows broke along the quay, ferries stopped, schools closed early, clinics asked for blood "
    "while divers searched the harbour basin until nightfall."
)
OTHER = (
    "The bombing in Port Vale worries {}. Insurers expect higher premiums this quarter, hotel bookings fell, and the tourist board plans "
    "advertising campaigns abroad together with airlines and travel agents."
)


def test_undated_reports_of_one_word_are_one_event_where_the_articles_tell_one_story() -> None:
    who = "Orin Tal, Mara Venn, Pell Yorn"
    one, two = (bombing(key, LONG.format(who), extra=who) for key in "ab")
    assert len(bombings(one, two)) == 1
    others = "Anna Kern, Jon Bard, Ilse Moor"
    assert len(bombings(one, bombing("b", OTHER.format(others), extra=others))) == 2
    assert len(bombings(one, bombing("b", LONG.format(who), extra=who, published=date(2024, 5, 14)))) == 2


def by_whom(identity: str, text: str, who: str, *how: tuple[str, Factuality]) -> Reading:
    """Return an article with a bombing in Port Vale by somebody, told as these mentions of it are worded."""
    triggers: list[str | tuple[str, Factuality]] = list(how)
    return build(
        identity,
        text,
        published=DAY,
        entities={"e1": ("GPE", ["Port Vale"]), "e2": ("PER", [who])},
        events={"v1": ("Bombing", triggers)},
        arguments=[(how[0][0], "Place", "Port Vale"), (how[-1][0], "Agent", who)],
    )


def test_who_is_only_said_to_have_planned_it_does_not_speak_against_another_who_did_it() -> None:
    one = by_whom("a", "Orin Tal was behind the bombing in Port Vale.", "Orin Tal", ("bombing", "Fact"))
    planner = by_whom(
        "b", "After the bombing in Port Vale:\nMara Venn planned the blast.", "Mara Venn", ("bombing", "Fact"), ("blast", "Planned")
    )
    doer = by_whom(
        "c", "After the bombing in Port Vale:\nMara Venn set off the blast.", "Mara Venn", ("bombing", "Fact"), ("blast", "Fact")
    )
    plan = by_whom("d", "Mara Venn plans a bombing in Port Vale.", "Mara Venn", ("bombing", "Planned"))
    first, *others = tellings([one, planner, doer, plan])
    assert ["other agents" in judge(first, other)[2] for other in others] == [False, True, True]


# ---------------------------------------------------------------- blocks


def test_only_what_shares_place_people_or_topic_is_compared() -> None:
    elsewhere = build(
        "c",
        "A bombing in Lower Vale.",
        published=DAY,
        entities={"e1": ("GPE", ["Lower Vale"])},
        events={"v1": ("Bombing", ["bombing"])},
        arguments=[("bombing", "Place", "Lower Vale")],
    )
    told = tellings([REPORT, bombing("b", "A bombing in Port Vale."), elsewhere])
    assert compared([one for one in told if one.type == "Bombing"]) == [(("a", "v1"), ("b", "v1"))]


def test_two_that_share_several_blocks_are_compared_once() -> None:
    reports = [REPORT, bombing("b", "A bombing in Port Vale on Wednesday.", when="Wednesday"), bombing("c", "A bombing in Port Vale.")]
    told = tellings(reports)
    assert max(Counter(one.ref for block in blocks(told) for one in block.tellings).values()) > 1
    pairs = compared(told)
    assert len(pairs) == len(set(pairs)) > 0


def compared(told: list[Told]) -> list[tuple[EventRef, EventRef]]:
    return [(one.ref, other.ref) for block in blocks(told) for one, other in pairs_of(block)]


def tellings(readings: list[Reading]) -> list[Told]:
    actors = resolve_actors(readings)
    pairs = ((reading, actors.articles[reading.document.id]) for reading in readings)
    return [one for reading, cast in pairs for one in tell(reading, cast, cluster_causes(reading, find_causes(reading)))]


def test_the_evidence_is_named_and_adds_up() -> None:
    one, two = (
        t for t in tellings([REPORT, bombing("b", "The bombing in Port Vale killed 84 people.", toll="84 people")]) if t.type == "Bombing"
    )
    assert judge(one, two) == judge(two, one)
    assert judge(one, two) == (
        "same",
        0.99,
        ("reported within days of the date", "same place", "same toll", "same type", "same word"),
    )


# ---------------------------------------------------------------- judgements


def identities(knowledge: Knowledge) -> list[str]:
    return [event.id for event in knowledge.events if event.type == "Bombing"]


def test_a_persons_judgement_joins_what_the_features_keep_apart_and_the_former_id_redirects() -> None:
    other = bombing("b", "A bombing in Port Vale.", published=date(2025, 5, 8))
    one, two = identities(resolve([REPORT])), identities(resolve([other]))
    found = resolve([REPORT, other], judged=[Decision(one[0], two[0], "same", 1.0, ("seen",))])
    assert identities(found) == one
    assert found.redirects == ((two[0], one[0]),)
    assert [d for d in found.decisions if d.reasons == ("seen",)] == [Decision(min(one + two), max(one + two), "same", 1.0, ("seen",))]


def test_a_persons_judgement_keeps_apart_what_the_features_join_and_no_third_article_bridges_it() -> None:
    readings = [REPORT, *(bombing(key, "A bombing in Port Vale on Wednesday.", when="Wednesday") for key in "bc")]
    assert len(bombings(*readings)) == 1
    one, two = (identities(resolve([reading]))[0] for reading in readings[:2])
    for order in permutations(readings):
        found = resolve(order, judged=[Decision(one, two, "different", 1.0)])
        assert identities(found) == sorted((one, two))


def test_the_later_of_two_judgements_holds_and_one_of_an_article_that_is_gone_does_nothing() -> None:
    other = bombing("b", "A bombing in Port Vale on Wednesday.", when="Wednesday")
    one, two = identities(resolve([REPORT]))[0], identities(resolve([other]))[0]
    judged = [Decision(one, two, "different", 1.0), Decision(two, one, "same", 1.0)]
    assert identities(resolve([REPORT, other], judged=judged)) == [one]
    assert len(identities(resolve([REPORT, other], judged=judged[::-1]))) == 2
    assert resolve([REPORT], judged=judged) == resolve([REPORT])


def test_adding_an_article_keeps_the_ids_of_the_others() -> None:
    other = bombing("b", "A bombing in Port Vale on Wednesday.", when="Wednesday")
    alone, both = resolve([REPORT]), resolve([REPORT, other])
    assert {event.id for event in alone.events} <= {event.id for event in both.events}
    assert dict(both.redirects)[identities(resolve([other]))[0]] == identities(alone)[0]


def meeting(identity: str, one: str) -> Reading:
    text = f"Today {one} met Mara Venn."
    return build(
        identity,
        text,
        entities={"e1": ("ORG", [one]), "e2": ("PER", ["Mara Venn"])},
        events={"v1": ("Meeting", ["met"])},
        arguments=[("met", "Agent", one), ("met", "Agent", "Mara Venn")],
    )


def test_a_company_taken_for_a_person_by_one_word_is_a_company_when_a_person_joins_the_two() -> None:
    short = build("a", "Halvard bought a port.\nHalvard sold a port.", entities={"e1": ("PER", ["Halvard", "Halvard|2"])})
    full = build(
        "b",
        "Halvard Shipping hired a chief: Orin Tal.",
        entities={"e1": ("ORG", ["Halvard Shipping"]), "e2": ("PER", ["Orin Tal"])},
        relations=[("e2", "leads", "e1", 0)],
    )
    ids = (actor_id("person", "halvard"), actor_id("organisation", "halvard shipping"))
    judged = resolve([short, full], judged=[Decision(*ids, "same", 1.0)])
    assert [actor.type for actor in judged.actors if actor.id in ids] == ["ORG"]
    assert [said.predicate for said in judged.assertions] == ["leads"]


def test_a_judgement_of_two_actors_holds_both_ways() -> None:
    readings = [meeting("a", "Skyhold"), meeting("b", "River Guard"), meeting("c", "River Gard")]
    ids = {actor.name: actor.id for reading in readings for actor in resolve([reading]).actors}
    skyhold, guard, gard = (ids[name] for name in ("Skyhold", "River Guard", "River Gard"))
    joined = resolve(readings, judged=[Decision(skyhold, guard, "same", 1.0)])
    assert not {skyhold, guard} <= {actor.id for actor in joined.actors}
    apart = resolve(readings, judged=[Decision(guard, gard, "different", 1.0)])
    assert {guard, gard} <= {actor.id for actor in apart.actors}
    assert not {guard, gard} <= {actor.id for actor in resolve(readings).actors}


# ---------------------------------------------------------------- what one word means


CROWD = "Orin Tal, Mara Venn, Pell Yorn"
STREET = (
    "Shock in the north after an attack; Orin Tal, Mara Venn, Pell Yorn. Windows broke along the quay, ferries stopped, schools closed "
    "early, clinics asked for blood while divers searched the harbour basin until nightfall."
)


def attacks(identity: str, second: str, *, factuality: Factuality = "Fact", victim: str = "") -> Reading:
    """Return an article of one story with its "attack", and what it says of another one in `second` ("assault")."""
    text = f"{STREET}\n{second}" if second else STREET
    entities: dict[str, tuple[EntityType, list[str]]] = {f"x{i}": ("PER", [name]) for i, name in enumerate(CROWD.split(", "))}
    events: dict[str, tuple[EventType, list[str | tuple[str, Factuality]]]] = {"v1": ("Attack", [("attack", factuality)])}
    if second:
        events["v2"] = ("Attack", ["assault"])
    if victim:
        entities["e1"] = ("PER", [victim])
    return build(
        identity,
        text,
        published=DAY,
        entities=entities,
        events=events,
        arguments=[("attack", "Target", victim)] if victim else [],
    )


def are_one(one: Reading, other: Reading) -> bool:
    (left, right) = (next(t for t in tellings([reading]) if t.ref[1] == "v1") for reading in (one, other))
    return judge(left, right)[0] == "same"


def test_a_word_of_one_story_means_one_event_where_each_article_tells_one() -> None:
    assert are_one(attacks("a", ""), attacks("b", ""))


def test_a_word_of_one_story_says_nothing_where_an_article_tells_several_events_and_says_more_of_this_one() -> None:
    several = attacks("b", "An assault followed.", victim="Pell Yorn")
    assert not are_one(attacks("a", "An assault followed.", victim="Mara Venn"), several)
    assert are_one(attacks("a", "An assault followed.", victim="Pell Yorn"), several)


def test_what_is_spoken_of_in_general_is_no_one_event() -> None:
    def general(identity: str, *, victim: str = "") -> Reading:
        text = STREET.replace("an attack", "attacks")
        entities: dict[str, tuple[EntityType, list[str]]] = {f"x{i}": ("PER", [name]) for i, name in enumerate(CROWD.split(", "))}
        if victim:
            entities["e1"] = ("PER", [victim])
        told: list[tuple[str, Role, str]] = [("attacks", "Target", victim)] if victim else []
        return build(identity, text, entities=entities, events={"v1": ("Attack", ["attacks"])}, arguments=told)

    assert not are_one(general("a"), general("b"))
    assert are_one(general("a", victim="Mara Venn"), general("b", victim="Mara Venn"))


def test_what_is_only_planned_is_not_what_happened() -> None:
    assert not are_one(attacks("a", ""), attacks("b", "", factuality="Planned"))
    assert are_one(attacks("a", "", factuality="Planned"), attacks("b", "", factuality="Planned"))


def denial(identity: str, speaker: str, kind: EntityType, published: date) -> Reading:
    return build(
        identity,
        f"{speaker} denied a part in the bombing in Port Vale on 8 May 2024.",
        published=published,
        entities={"e1": (kind, [speaker]), "e2": ("GPE", ["Port Vale"]), "e3": ("TIM", ["8 May 2024"])},
        events={"v1": ("Denial", ["denied"]), "v2": ("Bombing", ["bombing"])},
        arguments=[
            ("denied", "Agent", speaker),
            ("denied", "Topic", "bombing"),
            ("bombing", "Place", "Port Vale"),
            ("bombing", "Time", "8 May 2024"),
        ],
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Mara Venn", "PER"), ("Mara Venn", "PER"), 1),
        (("Mara Venn", "PER"), ("The leaders", "GRP"), 2),
        (("The leaders", "GRP"), ("The officials", "GRP"), 2),
        (("The leaders", "GRP"), ("The leaders", "GRP"), 1),
    ],
)
def test_statements_about_one_event_are_one_only_by_one_speaker(
    one: tuple[str, EntityType], other: tuple[str, EntityType], expected: int
) -> None:
    found = resolve([denial("a", *one, DAY), denial("b", *other, date(2024, 5, 9))])
    assert len([event for event in found.events if event.type == "Denial"]) == expected


def test_a_square_may_lie_in_the_city_that_another_article_names_and_another_city_may_not() -> None:
    def blast(identity: str, place: str, kind: EntityType) -> Reading:
        return build(
            identity,
            f"A bombing at {place} on Wednesday killed 84 people led by Mara Venn.",
            published=DAY,
            entities={"e1": (kind, [place]), "e2": ("TIM", ["Wednesday"]), "e3": ("GRP", ["84 people"]), "e4": ("PER", ["Mara Venn"])},
            events={"v1": ("Bombing", ["bombing"]), "v2": ("Killing", ["killed"])},
            arguments=[
                ("bombing", "Place", place),
                ("bombing", "Time", "Wednesday"),
                ("bombing", "Target", "Mara Venn"),
                ("killed", "Victim", "84 people"),
            ],
        )

    town, square, other = blast("a", "Port Vale", "GPE"), blast("b", "Corn Square", "FAC"), blast("c", "Lower Vale", "GPE")
    assert len(bombings(town, square)) == 1
    assert len(bombings(town, other)) == 2


# ---------------------------------------------------------------- what happens to a person once, coarse dates, places of a whole event


def happening(
    identity: str,
    text: str,
    kind: EventType,
    *roles: tuple[Role, str, EntityType],
    published: date = DAY,
    within: tuple[str, str] | None = None,
) -> Reading:
    """Return an article with one event of a kind, whose trigger is the word in capitals, what fills its roles, and what lies in what."""
    trigger = next(word for word in text.split() if word.isupper() and len(word) > 1)
    ids = {filler: f"e{number}" for number, (_, filler, _) in enumerate(roles)}
    return build(
        identity,
        text,
        published=published,
        entities={ids[filler]: (entity, [filler]) for _, filler, entity in roles},
        events={"v1": (kind, [trigger])},
        arguments=[(trigger, role, filler) for role, filler, _ in roles if role != "Source"],
        relations=[(ids[within[0]], "locatedIn", ids[within[1]], 0)] if within else [],
    )


def test_a_death_is_joined_before_a_weaker_pair_takes_its_place() -> None:
    report = happening(
        "a",
        "Mara Venn was KILLED in Port Vale on Wednesday.",
        "Killing",
        ("Victim", "Mara Venn", "PER"),
        ("Place", "Port Vale", "GPE"),
        ("Time", "Wednesday", "TIM"),
    )
    both = build(
        "b",
        "Crowds mourn the murder of Mara Venn. A seventh was killed in Port Vale on Wednesday.",
        published=date(2024, 5, 9),
        entities={
            "e1": ("PER", ["Mara Venn"]),
            "e2": ("PER", ["A seventh"]),
            "e3": ("GPE", ["Port Vale"]),
            "e4": ("TIM", ["Wednesday"]),
        },
        events={"v1": ("Killing", ["murder"]), "v2": ("Killing", ["killed"])},
        arguments=[
            ("murder", "Victim", "Mara Venn"),
            ("killed", "Victim", "A seventh"),
            ("killed", "Place", "Port Vale"),
            ("killed", "Time", "Wednesday"),
        ],
    )
    assert sorted(event.name for event in resolve([report, both]).events) == [
        "killing of A seventh in Port Vale, 2024-05-08",
        "killing of Mara Venn in Port Vale, 2024-05-08",
    ]


def test_a_person_is_overthrown_once_whatever_each_article_calls_it() -> None:
    report = happening(
        "a", "Soldiers TOPPLED Mara Venn on Wednesday.", "Overthrow", ("Target", "Mara Venn", "PER"), ("Time", "Wednesday", "TIM")
    )
    later = happening(
        "b", "It was a year after the PUTSCH against Mara Venn.", "Overthrow", ("Target", "Mara Venn", "PER"), published=date(2025, 5, 8)
    )
    other = happening(
        "c", "It was a year after the PUTSCH against Orin Tal.", "Overthrow", ("Target", "Orin Tal", "PER"), published=date(2025, 5, 8)
    )
    assert len(resolve([report, later]).events) == 1
    assert len(resolve([report, other]).events) == 2


@pytest.mark.parametrize(("month", "expected"), [("May", 1), ("April", 2)])
def test_a_month_and_a_place_tell_what_is_spoken_of_in_the_weeks_after_it(month: str, expected: int) -> None:
    report = happening("a", "A RAID on Port Vale on Wednesday.", "Attack", ("Place", "Port Vale", "GPE"), ("Time", "Wednesday", "TIM"))
    recalled = happening(
        "b",
        f"After the RAID in {month} 2024 on Port Vale.",
        "Attack",
        ("Place", "Port Vale", "GPE"),
        ("Time", f"{month} 2024", "TIM"),
        published=date(2024, 5, 28),
    )
    assert len(resolve([report, recalled]).events) == expected


def raid(identity: str, place: str, *, within: str = "") -> Reading:
    """Return an article with one attack by Northern Dawn of one day at a place; in which other one the place lies is only said."""
    places: list[tuple[Role, str, EntityType]] = [("Place", place, "GPE")]
    if within:
        places.append(("Source", within, "GPE"))
    return happening(
        identity,
        f"A RAID on {place}{within and f', {within},'} on Wednesday by Northern Dawn.",
        "Attack",
        *(*places, ("Time", "Wednesday", "TIM"), ("Agent", "Northern Dawn", "ORG")),
        within=(place, within) if within else None,
    )


def test_a_town_of_an_unknown_land_may_lie_in_the_land_that_another_article_names_and_a_known_one_may_not() -> None:
    assert len(resolve([raid("a", "Port Vale"), raid("b", "Norway")]).events) == 1
    assert len(resolve([raid("a", "Port Vale", within="Iran"), raid("b", "Norway")]).events) == 2


def test_places_are_held_against_all_that_is_told_of_an_event() -> None:
    village, province, both = raid("a", "Lower Vale"), raid("b", "Valeshire"), raid("c", "Lower Vale", within="Valeshire")
    assert len(resolve([village, province]).events) == 2
    for order in permutations([village, province, both]):
        assert len(resolve(order).events) == 1
    assert len(resolve([village, province, both, raid("d", "Upper Vale")]).events) == 2


@pytest.mark.parametrize(("facility", "expected"), [("Port Vale garrison", 1), ("Lower Vale garrison", 2)])
def test_a_facility_that_carries_the_name_of_a_town_lies_in_it(facility: str, expected: int) -> None:
    report = happening("a", "A RAID on Port Vale on Wednesday.", "Attack", ("Place", "Port Vale", "GPE"), ("Time", "Wednesday", "TIM"))
    later = build(
        "b",
        f"Families of the dead of the raid on the {facility} on 8 May 2024 marched through Port Vale.",
        published=date(2024, 6, 14),
        entities={
            "e1": ("FAC", [facility]),
            "e2": ("GPE", ["Port Vale|2" if facility.startswith("Port") else "Port Vale"]),
            "e3": ("TIM", ["8 May 2024"]),
        },
        events={"v1": ("Attack", ["raid"])},
        arguments=[("raid", "Target", facility), ("raid", "Time", "8 May 2024")],
    )
    assert len(resolve([report, later]).events) == expected


@pytest.mark.parametrize(
    ("agent", "target", "expected"),
    [("Harbour Guard", "Northern Dawn", 2), ("Harbour Guard", "", 2), ("Northern Dawn", "", 1), ("Port Authority", "", 1)],
    ids=["sides changed", "who suffered did it", "one side the same", "others"],
)
def test_a_strike_and_the_answer_to_it_are_two(agent: str, target: str, expected: int) -> None:
    def strike(identity: str, agent: str, target: str) -> Reading:
        sides: list[tuple[Role, str, EntityType]] = [("Agent", agent, "ORG"), *([("Target", target, "ORG")] if target else [])]  # type: ignore[list-item] # see above
        return happening(
            identity,
            f"On Wednesday near Port Vale {agent} FIRED on {target or 'them'}.",
            "Attack",
            *(*sides, ("Place", "Port Vale", "GPE"), ("Time", "Wednesday", "TIM")),
        )

    assert len(resolve([strike("a", "Northern Dawn", "Harbour Guard"), strike("b", agent, target)]).events) == expected


# ---------------------------------------------------------------- the events of one article


def strikes(text: str, *arguments: tuple[str, Role, str], killed: tuple[str, ...] = ("killed", "killed|2")) -> list[str]:
    """Return the names of the killings of an article whose reader took them for one event, or each of `killed` for its own."""
    entities: dict[str, tuple[EntityType, list[str]]] = {}
    for place in ("Kerman", "Erbil", "Iran", "Port Vale"):
        entities |= {place: ("GPE", [place])} if place in text else {}
    entities |= {day: ("TIM", [day]) for day in ("4 May 2024", "7 May 2024") if day in text}
    entities |= {name: ("PER", [name]) for name in ("Mara Venn", "Orin Tal") if name in text}
    one_event: dict[str, tuple[EventType, list[str | tuple[str, Factuality]]]] = {"v1": ("Killing", list(killed))}
    reading = build("a", text, published=DAY, entities=entities, events=one_event, arguments=arguments)
    return [event.name for event in resolve([reading]).events]


def test_what_happened_in_two_cities_or_on_two_days_is_two_events() -> None:
    text = "Four were killed in Erbil. It was for 84 killed in Kerman."
    assert strikes(text, ("killed", "Place", "Erbil"), ("killed|2", "Place", "Kerman")) == ["killing in Erbil", "killing in Kerman"]
    text = "Four were killed on 4 May 2024. Six were killed on 7 May 2024."
    assert strikes(text, ("killed", "Time", "4 May 2024"), ("killed|2", "Time", "7 May 2024")) == [
        "killing, 2024-05-04",
        "killing, 2024-05-07",
    ]


def test_what_happened_in_two_months_is_two_events_and_what_has_a_day_in_a_month_is_one() -> None:
    reading = build(
        "a",
        "Four were killed on 4 May 2024.\nIn March 2024 six were killed.\nThey were killed in May 2024.",
        published=DAY,
        entities={day: ("TIM", [day]) for day in ("4 May 2024", "March 2024", "May 2024|2")},
        events={"v1": ("Killing", ["killed", "killed|2", "killed|3"])},
        arguments=[("killed", "Time", "4 May 2024"), ("killed|2", "Time", "March 2024"), ("killed|3", "Time", "May 2024|2")],
    )
    assert [event.name for event in resolve([reading]).events] == ["killing, 2024-05-04", "killing, 2024-03"]


def test_what_each_side_did_to_the_other_is_two_events() -> None:
    reading = build(
        "a",
        "Northern Dawn shelled Harbour Guard. Then Harbour Guard shelled Northern Dawn.",
        entities={
            "e1": ("ORG", ["Northern Dawn", "Northern Dawn|2"]),
            "e2": ("ORG", ["Harbour Guard", "Harbour Guard|2"]),
        },
        events={"v1": ("Attack", ["shelled", "shelled|2"])},
        arguments=[
            ("shelled", "Agent", "Northern Dawn"),
            ("shelled", "Target", "Harbour Guard"),
            ("shelled|2", "Agent", "Harbour Guard|2"),
            ("shelled|2", "Target", "Northern Dawn|2"),
        ],
    )
    assert sorted(event.name for event in resolve([reading]).events) == [
        "attack on Harbour Guard by Northern Dawn",
        "attack on Northern Dawn by Harbour Guard",
    ]


def test_the_killing_of_one_person_on_two_days_is_that_of_others_and_what_has_no_day_is_his_own() -> None:
    reading = build(
        "a",
        "The murder of Mara Venn. Six men accused of it and Mara Venn were killed on 7 May 2024. Mara Venn was shot dead on 4 May 2024.",
        entities={
            "e1": ("PER", ["Mara Venn", "Mara Venn|2", "Mara Venn|3"]),
            "e2": ("GRP", ["Six men"]),
            "e3": ("TIM", ["7 May 2024"]),
            "e4": ("TIM", ["4 May 2024"]),
        },
        events={"v1": ("Killing", ["murder", "killed", "shot dead"])},
        arguments=[
            ("murder", "Victim", "Mara Venn"),
            ("killed", "Victim", "Mara Venn|2"),
            ("killed", "Victim", "Six men"),
            ("killed", "Time", "7 May 2024"),
            ("shot dead", "Victim", "Mara Venn|3"),
            ("shot dead", "Time", "4 May 2024"),
        ],
    )
    found = resolve([reading])
    assert [(event.name, len([one for one in found.assertions if one.subject == event.id])) for event in found.events] == [
        ("killing of Mara Venn, 2024-05-07", 2),
        ("killing of Mara Venn, 2024-05-04", 2),
    ]


def test_a_city_and_its_country_or_a_place_that_is_not_known_part_nothing() -> None:
    for text, place in (
        ("Four were killed in Iran. They were killed in Kerman.", "Iran"),
        ("Killed in Port Vale. 4 killed, killed in Kerman.", "Port Vale"),
    ):
        assert len(strikes(text, ("killed", "Place", place), ("killed|2", "Place", "Kerman"))) == 1


@pytest.mark.parametrize(
    ("second", "names"),
    [("Mara Venn|2", ["killing of Mara Venn"]), ("Orin Tal", ["killing of Mara Venn", "killing of Orin Tal"])],
    ids=["once", "two persons"],
)
def test_a_person_is_killed_once_and_two_persons_are_two(second: str, names: list[str]) -> None:
    persons = ["Mara Venn", "Mara Venn|2"] if "Mara" in second else ["Mara Venn"]
    entities: dict[str, tuple[EntityType, list[str]]] = {"e1": ("PER", persons)}
    if "Mara" not in second:
        entities["e2"] = ("PER", [second])
    reading = build(
        "a",
        f"Mara Venn was killed. Crowds mourned. {second.removesuffix('|2')} was killed by a shell.",
        entities=entities,
        events={"v1": ("Killing", ["killed"]), "v2": ("Killing", ["killed|2"])},
        arguments=[("killed", "Victim", "Mara Venn"), ("killed|2", "Victim", second)],
    )
    assert sorted(event.name for event in resolve([reading]).events) == names


def test_agents_that_differ_stand_side_by_side_on_one_event_of_a_day_and_a_place() -> None:
    def told(identity: str, agent: str) -> Reading:
        return build(
            identity,
            f"On Wednesday {agent} was behind a bombing in Port Vale.",
            published=DAY,
            entities={"e1": ("GPE", ["Port Vale"]), "e2": ("TIM", ["Wednesday"]), "e3": ("ORG", [agent])},
            events={"v1": ("Bombing", ["bombing"])},
            arguments=[("bombing", "Place", "Port Vale"), ("bombing", "Time", "Wednesday"), ("bombing", "Agent", agent)],
        )

    found = resolve([told("a", "Northern Dawn"), told("b", "Harbour Guard")])
    assert len(found.events) == 1
    assert len([one for one in found.assertions if one.predicate == "agent"]) == 2


# ---------------------------------------------------------------- whose dead they are


@pytest.mark.parametrize(
    ("second", "has_cause"),
    [
        ("At least nine people were injured.", True),
        ("Nine people were also injured, police said.", True),
        ("Nine people have been injured since May.", False),
        ("The driver was injured.", False),
        ("Elsewhere, nine people were injured.", False),
        ("A wall was built.\nThe mayor left.\nNine people were injured.", False),
    ],
)
def test_people_who_were_hurt_soon_behind_the_only_attack_were_hurt_in_it(second: str, *, has_cause: bool) -> None:
    text = f"A blast hit Oz.\n{second}"
    victims = next(who for who in ("At least nine people", "Nine people", "The driver", "nine people") if who in second)
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", [victims])},
        events={"v1": ("Bombing", ["blast"]), "v2": ("Injury", ["injured"])},
        arguments=[("injured", "Victim", victims)],
    )
    found = {harm.text: cause.text for harm, cause in find_causes(reading).items()}
    assert found == ({"injured": "blast"} if has_cause else {})


def test_people_who_were_hurt_elsewhere_or_with_two_attacks_before_are_nobodys() -> None:
    text = "A blast hit Oz and a raid hit Ur.\nNine people were injured in Ky."
    entities: dict[str, tuple[EntityType, list[str]]] = {"e1": ("GRP", ["Nine people"]), "e2": ("GPE", ["Ky"])}
    events: dict[str, tuple[EventType, list[str | tuple[str, Factuality]]]] = {"v1": ("Bombing", ["blast"]), "v3": ("Injury", ["injured"])}
    victims: tuple[str, Role, str] = ("injured", "Victim", "Nine people")
    assert find_causes(build("a", text, entities=entities, events=events, arguments=[victims, ("injured", "Place", "Ky")])) == {}
    assert find_causes(build("a", text, entities=entities, events=events | {"v2": ("Attack", ["raid"])}, arguments=[victims])) == {}


def test_the_dead_of_a_siege_are_not_those_of_the_attack_that_is_compared_with_it() -> None:
    text = "It was the deadliest attack since the siege, in which 330 people died."
    reading = build("a", text, events={"v1": ("Attack", ["attack"]), "v2": ("Killing", ["died"])})
    assert find_causes(reading) == {}
