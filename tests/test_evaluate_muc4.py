"""MUC-4: fitting, templates and answer keys, on messages written here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading_builder import build

from kg.errors import InputError
from kg.evaluate.linear import fit
from kg.evaluate.muc4 import Mapping4, from_json, shipped, templates, to_json
from kg.evaluate.muc4_details import details
from kg.evaluate.muc4_features import candidates, message_of
from kg.evaluate.muc4_fit import fit_mapping
from kg.evaluate.muc4_keys import Fill, compare, compare_named, majority, read_keys
from kg.evaluate.muc4_measure import measure_keys
from kg.evaluate.muc4_templates import GoldMessage, gold_messages, normal
from kg.evaluate.scores import Tally
from kg.model import Document, Reading

PLACES = ("port vale", "oz", "norland", "sudland", "westmark", "eastmark", "midtown", "hillside", "lakeside", "seaside")


def attack(place: str) -> Reading:
    text = f"guerrillas bombed the bank of {place} yesterday.\nthe dynamite killed two guards."
    return build(
        f"bombing-{place}",
        text,
        entities={
            "e1": ("GRP", ["guerrillas"]),
            "e2": ("FAC", ["bank"]),
            "e3": ("GPE", [place]),
            "e4": ("GRP", ["two guards"]),
            "e5": ("WEA", ["dynamite"]),
        },
        events={"v1": ("Bombing", ["bombed"]), "v2": ("Killing", ["killed"])},
        arguments=[
            ("bombed", "Agent", "guerrillas"),
            ("bombed", "Target", "bank"),
            ("bombed", "Place", place),
            ("killed", "Victim", "two guards"),
            ("killed", "Instrument", "dynamite"),
        ],
    )


def talks(place: str) -> Reading:
    text = f"ministers met guards in {place} to praise the bank."
    return build(
        f"talks-{place}",
        text,
        entities={"e1": ("GRP", ["ministers"]), "e2": ("FAC", ["bank"]), "e3": ("GPE", [place]), "e4": ("GRP", ["guards"])},
        events={"v1": ("Meeting", ["met"])},
        arguments=[("met", "Agent", "ministers"), ("met", "Agent", "guards"), ("met", "Place", place)],
    )


def gold(reading: Reading, templates_: list[dict[str, object]], tmp_path: Path) -> GoldMessage:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"docid": reading.document.id, "doctext": reading.document.text, "templates": templates_}) + "\n")
    return next(gold_messages(path))


BOMBING: dict[str, object] = {
    "incident_type": "bombing",
    "PerpInd": [[["guerrillas", 0]]],
    "PerpOrg": [],
    "Target": [[["bank", 22]]],
    "Victim": [[["guards", 70]]],
    "Weapon": [[["dynamite", 50]]],
}


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping4:
    readings = [reading for place in PLACES for reading in (attack(place), talks(place))]
    messages = [gold(reading, [BOMBING] if reading.document.id.startswith("bombing") else [], tmp_path) for reading in readings]
    return fit_mapping(messages * 3, readings * 3)


def test_a_fitted_mapping_fills_the_template_of_a_message_it_never_saw_and_none_where_there_is_no_incident(mapping: Mapping4) -> None:
    assert templates(attack("farport"), mapping) == [
        {
            "incident_type": "bombing",
            "PerpInd": [["guerrillas"]],
            "PerpOrg": [],
            "Target": [["bank"]],
            "Victim": [["guards"]],
            "Weapon": [["dynamite"]],
        }
    ]
    assert templates(talks("farport"), mapping) == []


def test_a_mapping_comes_back_from_json_and_what_is_none_is_an_error(mapping: Mapping4) -> None:
    assert from_json(json.loads(json.dumps(to_json(mapping)))) == mapping
    with pytest.raises(InputError, match=r"muc4\.json: not the weights"):
        from_json({"incidents": {}, "slots": {}, "thresholds": {}})


def test_the_shipped_mapping_reports_no_incident_in_a_message_without_events() -> None:
    assert templates(build("a", "nothing happened."), shipped()) == []


def test_candidates_are_mentions_and_the_wider_words_a_template_may_take() -> None:
    text = "col. roe of the army said two guards of the bank and roe's home were hit. he left."
    reading = build(
        "a",
        text,
        entities={
            "e1": ("PER", ["roe", "roe|2", "he|3"]),
            "e2": ("ORG", ["army"]),
            "e3": ("GRP", ["two guards"]),
            "e4": ("FAC", ["bank"]),
            "e5": ("FAC", ["home"]),
        },
    )
    assert [(found.form, found.text) for found in candidates(message_of(reading))] == [
        ("plain", "roe"),
        ("titled", "col. roe"),
        ("of", "roe of the army"),
        ("plain", "army"),
        ("plain", "two guards"),
        ("uncounted", "guards"),
        ("of", "two guards of the bank"),
        ("plain", "bank"),
        ("plain", "roe"),
        ("plain", "home"),
        ("owner", "roe's home"),
    ]


def test_fitted_weights_follow_the_feature_that_tells_and_ignore_one_that_does_not() -> None:
    rows = [["tells", "always"], ["always"], ["tells", "always"], ["always"]] * 10
    linear = fit(rows, [True, False] * 20, penalty=0.1)
    assert linear.probability(["tells", "always"]) > 0.95
    assert linear.probability(["always", "never seen"]) < 0.05


def test_fillers_are_compared_without_case_punctuation_and_articles() -> None:
    assert normal('The "Santo Tomas" farm') == "santo tomas farm"


def test_a_damaged_message_is_an_error_that_says_where(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"docid": "a", "doctext": "x"}\n')
    with pytest.raises(InputError, match=r"gold.jsonl:1: not a MUC-4 message"):
        list(gold_messages(path))


# ---------------------------------------------------------------- answer keys

KEY: dict[str, list[str]] = {
    "INCIDENT: TYPE": ["BOMBING"],
    "INCIDENT: STAGE OF EXECUTION": ["ACCOMPLISHED"],
    "INCIDENT: DATE": ["- 04 FEB 90"],
    "INCIDENT: LOCATION": ["NORLAND: PORT VALE (CITY)"],
    "PERP: ORGANIZATION CONFIDENCE": ['? SUSPECTED OR ACCUSED / POSSIBLE: "FRONT" / "THE PEOPLE\'S FRONT"'],
    "HUM TGT: NUMBER": ['2: "GUARDS"', 'PLURAL: "PEOPLE"'],
    "HUM TGT: EFFECT OF INCIDENT": ['DEATH: "GUARDS"', "*"],
    "PHYS TGT: NUMBER": ['1: "BANK"'],
    "PHYS TGT: EFFECT OF INCIDENT": [],
}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.jsonl"
    other = {**KEY, "INCIDENT: LOCATION": ["NORLAND"], "HUM TGT: EFFECT OF INCIDENT": ['INJURY: "GUARDS"']}
    lines = [{"id": "bombing-port vale", "templates": [KEY]}, *({"id": f"other-{n}", "templates": [other]} for n in range(3))]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_keys_are_read_with_alternatives_options_and_places_apart(keys: Path) -> None:
    (template,) = read_keys(keys)["bombing-port vale"]
    assert template.incidents == {"bombing"}
    assert template.fills == {
        "stage": (Fill(frozenset({"ACCOMPLISHED"})),),
        "date": (Fill(frozenset({"..1990-02-04"})),),
        "location": (Fill(frozenset({"norland"})), Fill(frozenset({"port vale"}))),
        "perpetrator confidence": (
            Fill(frozenset({"SUSPECTED OR ACCUSED", "POSSIBLE"}), frozenset({"front", "peoples front"}), is_optional=True),
        ),
        "human number": (Fill(frozenset({"2"}), frozenset({"guards"})), Fill(frozenset({"PLURAL"}), frozenset({"people"}))),
        "human effect": (Fill(frozenset({"DEATH"}), frozenset({"guards"})),),
        "physical number": (Fill(frozenset({"1"}), frozenset({"bank"})),),
        "physical effect": (),
    }


def test_a_right_value_needs_the_right_filler_and_an_optional_fill_is_not_missed() -> None:
    guards, people = (Fill(frozenset({"DEATH"}), frozenset({name})) for name in ("guards", "people"))
    maybe = Fill(frozenset({"INJURY"}), frozenset({"people"}), is_optional=True)
    assert compare("human effect", [guards, people], [guards, maybe]) == Tally(1, 2, 1, 1)
    assert compare_named("human effect", [guards, people], [guards, maybe]) == Tally(1, 2, 1, 2)
    assert compare("human effect", [], [guards]) == Tally(0, 0, 0, 1)


@pytest.mark.parametrize(
    ("said", "key", "is_right"),
    [
        ("1990-02-04..1990-02-04", "..1990-02-04", True),
        ("1990-02-05..1990-02-05", "..1990-02-04", False),
        ("1901-01-01..1901-01-01", "..1990-02-04", False),  # any day of the years before would be right
        ("1990-02-02..1990-02-02", "1990-02-02..1990-02-02", True),
        ("1990-02-01..1990-02-31", "1990-02-02..1990-02-02", False),
    ],
)
def test_a_date_is_right_inside_the_days_of_the_key(said: str, key: str, is_right: bool) -> None:  # noqa: FBT001 - a parameter
    assert compare("date", [Fill(frozenset({said}))], [Fill(frozenset({key}))]).right_predicted == is_right


def test_slots_are_measured_beside_the_most_frequent_value_of_other_messages(mapping: Mapping4, keys: Path) -> None:
    known = read_keys(keys)
    assert majority(t for id_, found in known.items() if id_ != "bombing-port vale" for t in found)["human effect"] == "INJURY"
    found = measure_keys([attack("port vale")], known, mapping)
    assert found["stage"].own == Tally(1, 1, 1, 1)
    assert (found["human effect"].own, found["human effect"].baseline) == (Tally(1, 1, 1, 1), Tally(0, 1, 0, 1))
    assert found["human number"].own == Tally(1, 1, 1, 2)
    assert found["location"].own == Tally(1, 1, 1, 2)
    assert found["location"].baseline == Tally(1, 1, 1, 2)
    assert found["date"].own == Tally(0, 0, 0, 1)
    assert found["human effect"].own_values == Tally(1, 1, 1, 1)


def test_a_message_without_a_reading_of_incidents_misses_what_its_key_has(mapping: Mapping4, keys: Path) -> None:
    silent = build("bombing-port vale", "nothing happened.")
    assert measure_keys([silent], read_keys(keys), mapping)["stage"].own == Tally(0, 0, 0, 1)
    assert isinstance(silent.document, Document)


def test_an_optional_incident_is_not_missed_and_is_compared_where_it_is_found(mapping: Mapping4, keys: Path) -> None:
    line = {"id": "bombing-port vale", "templates": [{**KEY, "MESSAGE: TEMPLATE": ["1 (OPTIONAL)"]}]}
    keys.write_text(json.dumps(line) + "\n" + keys.read_text().partition("\n")[2])
    silent = build("bombing-port vale", "nothing happened.")
    assert measure_keys([silent], read_keys(keys), mapping)["stage"].own == Tally()
    assert measure_keys([attack("port vale")], read_keys(keys), mapping)["stage"].own == Tally(1, 1, 1, 1)


def key_of(slot: str, entry: str, tmp_path: Path) -> list[tuple[set[str], bool]]:
    """Return what an entry of a key may be answered by, and whether each part is optional."""
    name = {"date": "INCIDENT: DATE", "location": "INCIDENT: LOCATION"}[slot]
    path = tmp_path / "keys.jsonl"
    path.write_text(json.dumps({"id": "a", "templates": [{**KEY, name: [entry]}]}) + "\n")
    return [(set(fill.values), fill.is_optional) for fill in read_keys(path)["a"][0].fills[slot]]


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        ("COLOMBIA: ARAUCA (INTENDANCY): SARAVENA (TOWN)", [({"colombia"}, False), ({"arauca"}, False), ({"saravena"}, False)]),
        ("? HONDURAS", [({"honduras"}, True)]),
        ("COLOMBIA / VENEZUELA", [({"colombia", "venezuela"}, False)]),
        ("PERU: LIMA (CITY / MUNICIPALITY)", [({"peru"}, False), ({"lima"}, False)]),
        ("PERU: PUNO (CITY) - JULI (TOWN)", [({"peru"}, False), ({"puno", "juli"}, False)]),
        ("(PERU: LIMA (CITY)) / (PERU: CALLAO (PORT))", [({"peru"}, False), ({"lima", "callao"}, False)]),
        ("PERU: LIMA (CITY) / PERU: CALLAO (PORT)", [({"peru"}, False), ({"lima", "callao"}, False)]),
        ("(PERU) / (PERU: LIMA (CITY))", [({"peru"}, False), ({"lima"}, True)]),
    ],
)
def test_places_of_a_key_are_told_apart_and_its_other_answers_are_as_right(
    entry: str, parts: list[tuple[set[str], bool]], tmp_path: Path
) -> None:
    assert key_of("location", entry, tmp_path) == parts


@pytest.mark.parametrize(
    ("entry", "intervals"),
    [
        ("11 Feb 90", {"1990-02-11..1990-02-11"}),
        ("-29 NOV 89", {"..1989-11-29"}),
        ("17 JUN 89 - 20 JUN 89", {"1989-06-17..1989-06-20"}),
        ("(- 04 FEB 90) / (01 FEB 90 - 03 FEB 90)", {"..1990-02-04", "1990-02-01..1990-02-03"}),
        ("11 NOV 89 / - 14 NOV 89", {"1989-11-11..1989-11-11", "..1989-11-14"}),
    ],
)
def test_dates_of_a_key_are_told_apart(entry: str, intervals: set[str], tmp_path: Path) -> None:
    assert key_of("date", entry, tmp_path) == [(intervals, False)]


# ---------------------------------------------------------------- what the reader says of an incident


def said(text: str, *, target: str = "", **parts: object) -> dict[str, list[str]]:
    """Return the values of each slot that the reading of a text gives a bombing."""
    reading = build("a", text, **parts)  # type: ignore[arg-type]  # as `build` takes them
    template = {"incident_type": "bombing", "Victim": [], "PerpOrg": [], "Target": [[target]] if target else []}
    return {slot: [min(fill.values) for fill in fills] for slot, fills in details(message_of(reading), template).items()}


@pytest.mark.parametrize(
    ("text", "place", "others", "expected"),
    [
        ("a bomb exploded in medellin. colombian police came.", "medellin", ["colombian"], ["colombia", "medellin"]),
        (
            "a bomb exploded in soyapango municipality. salvadoran police came.",
            "soyapango municipality",
            ["salvadoran"],
            ["el salvador", "soyapango"],
        ),
        ("a bomb exploded in the city of ayacucho. the u.s. and peru spoke.", "city of ayacucho", ["u.s.", "peru"], ["peru", "ayacucho"]),
        ("a bomb exploded in guatemala city.", "guatemala city", [], ["guatemala", "guatemala city"]),
        ("a bomb exploded in the area. peru mourns.", "area", ["peru"], ["peru"]),
        ("a bomb exploded in northern peru.", "northern peru", [], ["peru"]),
        ("a bomb exploded in 12 towns. bolivia mourns.", "12 towns", ["bolivia"], ["bolivia"]),
        ("a bomb exploded in two mile. france mourns.", "two mile", ["france"], ["two mile"]),  # MUC-4 asks of nine countries
    ],
)
def test_an_incident_is_in_the_country_that_the_message_speaks_of_and_in_one_place(
    text: str, place: str, others: list[str], expected: list[str]
) -> None:
    entities = {"e1": ("GPE", [place]), **{f"e{n}": ("GPE", [name]) for n, name in enumerate(others, start=2)}}
    found = said(text, entities=entities, events={"v1": ("Bombing", ["exploded"])}, arguments=[("exploded", "Place", place)])
    assert found["location"] == expected


def test_the_place_that_the_events_have_most_often_comes_with_what_it_lies_in() -> None:
    text = "the blast in cali and the blast near saravena, arauca department, were heard. colombia mourns the attack on saravena."
    found = said(
        text,
        entities={
            "e1": ("GPE", ["cali"]),
            "e2": ("GPE", ["saravena", "saravena|2"]),
            "e3": ("GPE", ["arauca department"]),
            "e4": ("GPE", ["colombia"]),
        },
        events={"v1": ("Bombing", ["blast", "blast|2", "attack"])},
        arguments=[("blast", "Place", "cali"), ("blast|2", "Place", "saravena"), ("attack", "Place", "saravena|2")],
        relations=[("e2", "locatedIn", "e3", 0)],
    )
    assert found["location"] == ["colombia", "saravena", "arauca"]


@pytest.mark.parametrize(
    ("text", "times", "expected"),
    [
        ("it exploded on 30 december.", ["30 december"], ["1989-12-30..1989-12-30"]),
        ("it exploded on march 3.", ["march 3"], ["1990-03-03..1990-03-03"]),
        ("it exploded on 3 may 1988.", ["3 may 1988"], ["1988-05-03..1988-05-03"]),
        ("it exploded on 2 may, not on 3 may, on 3 may.", ["2 may", "3 may", "3 may|2"], ["1990-05-03..1990-05-03"]),
        ("it exploded yesterday.", ["yesterday"], []),  # there is no dateline
        ("it exploded in december 1989.", ["december 1989"], []),  # no day
    ],
)
def test_an_incident_has_the_day_that_the_text_tells_most_often(text: str, times: list[str], expected: list[str]) -> None:
    entities = {f"e{n}": ("TIM", [time]) for n, time in enumerate(times)}
    arguments = [("exploded", "Time", time) for time in times]
    assert said(text, entities=entities, events={"v1": ("Bombing", ["exploded"])}, arguments=arguments)["date"] == expected


@pytest.mark.parametrize(
    ("verb", "kind", "factuality", "expected"),
    [
        ("destroyed", "Destruction", "Fact", ["DESTROYED"]),
        ("blew up", "Bombing", "Fact", ["DESTROYED"]),
        ("damaged", "Destruction", "Fact", ["SOME DAMAGE"]),
        ("burned", "Destruction", "Fact", ["SOME DAMAGE"]),
        ("destroyed", "Destruction", "Negated", ["NO DAMAGE"]),
        ("attacked", "Bombing", "Fact", []),
    ],
)
def test_what_became_of_a_thing_follows_what_was_done_to_it(verb: str, kind: str, factuality: str, expected: list[str]) -> None:
    found = said(
        f"guerrillas {verb} the bank.",
        target="bank",
        entities={"e1": ("FAC", ["bank"])},
        events={"v1": (kind, [(verb, factuality)])},
        arguments=[(verb, "Target", "bank")],
    )
    assert found["physical effect"] == expected
