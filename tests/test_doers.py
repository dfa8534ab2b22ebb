from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading_builder import build, span

from kg.reader.sources.attribution import Voice, voices
from kg.reader.sources.doers import doers

if TYPE_CHECKING:
    from kg.model import EntityType, Factuality, Reading, Status

CLAIM = "The brigade's claim named Orin Tal as the attacker, saying he carried out the attack with a rifle."


def voices_of_arguments(reading: Reading) -> dict[tuple[str, str], Voice | None]:
    asked = doers(voices(reading))
    return {(argument.trigger.text, argument.filler.text): asked.of_argument(argument) for argument in reading.arguments}


def test_what_a_claim_goes_on_to_say_is_claimed_by_the_claimant() -> None:
    reading = build(
        "a",
        CLAIM,
        entities={"e1": ("ORG", ["brigade"]), "e2": ("PER", ["Orin Tal", "he|2"]), "e3": ("WEA", ["rifle"])},
        events={"v1": ("ClaimResponsibility", ["claim"]), "v2": ("Shooting", ["attack|2"])},
        arguments=[("claim", "Agent", "brigade"), ("attack|2", "Agent", "Orin Tal"), ("attack|2", "Instrument", "rifle")],
    )
    claimed = Voice(span(CLAIM, "brigade"), "Claimed")
    assert voices_of_arguments(reading) == {
        ("claim", "brigade"): None,
        ("attack", "Orin Tal"): claimed,
        ("attack", "rifle"): claimed,
    }


def test_a_claim_without_words_of_saying_leaves_the_event_reported() -> None:
    text = "The brigade claimed responsibility for the blast in Port Vale that killed nine people."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["brigade"]), "e2": ("GPE", ["Port Vale"])},
        events={"v1": ("ClaimResponsibility", ["claimed responsibility"]), "v2": ("Bombing", ["blast"])},
        arguments=[
            ("claimed responsibility", "Agent", "brigade"),
            ("claimed responsibility", "Topic", "blast"),
            ("blast", "Place", "Port Vale"),
            ("blast", "Agent", "brigade"),
        ],
    )
    voiced = voices_of_arguments(reading)
    assert voiced["blast", "Port Vale"] is None
    assert voiced["blast", "brigade"] == Voice(span(text, "brigade"), "Claimed")


def test_the_accused_is_agent_according_to_the_accuser_and_a_denier_is_not() -> None:
    text = "Norland accused Sudland of the raid.\nSudland denied the raid."
    reading = build(
        "a",
        text,
        entities={"e1": ("GPE", ["Norland"]), "e2": ("GPE", ["Sudland", "Sudland|2"])},
        events={"v1": ("Accusation", ["accused"]), "v2": ("Denial", ["denied"]), "v3": ("Attack", ["raid", "raid|2"])},
        arguments=[
            ("accused", "Agent", "Norland"),
            ("accused", "Target", "Sudland"),
            ("accused", "Topic", "raid"),
            ("raid", "Agent", "Sudland"),
            ("denied", "Agent", "Sudland|2"),
            ("denied", "Topic", "raid|2"),
            ("raid|2", "Agent", "Sudland|2"),
        ],
    )
    asked = doers(voices(reading))
    assert [asked.of_argument(a) for a in reading.arguments if a.trigger.text == "raid"] == [
        Voice(span(text, "Norland"), "Accused"),
        Voice(span(text, "Sudland|2"), "Denied"),
    ]


def test_what_a_claimant_did_beside_what_it_claims_is_claimed_too() -> None:
    text = "The Front claimed the blast, killing six, as the army, killing ten, moved on."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["The Front"]), "e2": ("GRP", ["six"]), "e3": ("ORG", ["the army"]), "e4": ("GRP", ["ten"])},
        events={"v1": ("ClaimResponsibility", ["claimed"]), "v2": ("Bombing", ["blast"]), "v3": ("Killing", ["killing", "killing|2"])},
        arguments=[
            ("claimed", "Agent", "The Front"),
            ("claimed", "Topic", "blast"),
            ("killing", "Agent", "The Front"),
            ("killing", "Victim", "six"),
            ("killing|2", "Agent", "the army"),
        ],
    )
    front = Voice(span(text, "The Front"), "Claimed")
    assert [doers(voices(reading)).of_argument(a) for a in reading.arguments if a.trigger.text == "killing"] == [front, None, None]


@pytest.mark.parametrize(
    ("text", "is_disbelieved"),
    [
        ("He said there was no reason to believe that Oz had carried out the raid.", True),
        ("There is no evidence that Oz was behind the raid.", True),
        ("There was not enough evidence that Oz ordered the raid.", True),
        ("Police did not think that Oz did the raid.", True),
        ("The minister ruled out that Oz had planned the raid.", True),
        ("There is evidence that Oz was behind the raid.", False),
        ("There was no reason to wait; Oz had carried out the raid.", False),
        ("Nobody said that Oz had gone there, but Oz|2 carried out the raid.", False),
    ],
)
def test_whom_there_is_no_reason_to_suspect_is_said_not_to_have_done_it(text: str, *, is_disbelieved: bool) -> None:
    agent = "Oz|2" if "|2" in text else "Oz"
    text = text.replace("|2", "")
    reading = build("a", text, entities={"e1": ("GPE", [agent])}, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", agent)])
    (argument,) = reading.arguments
    assert doers(voices(reading)).is_disbelieved(argument) is is_disbelieved


@pytest.mark.parametrize(
    ("text", "deed", "doer", "is_denied"),
    [
        ("The mayor denied that the guards had burnt the mill.", "burnt", "guards", True),
        ("The mayor denied the guards had burnt the mill.", "burnt", "guards", True),
        ("The mayor denied reports that the guards had burnt the mill.", "burnt", "guards", True),
        ("The mayor rejected claims that the guards had burnt the mill.", "burnt", "guards", True),
        ("The mayor refused to stop the guards who had burnt the mill.", "burnt", "guards", False),  # that is no denial of it
        ("The mayor denied the guards' attack.", "attack", "guards", False),  # what is denied of it, nobody knows
    ],
)
def test_of_whom_a_deed_is_denied_he_is_said_not_to_have_done_it_by_the_denier(text: str, deed: str, doer: str, *, is_denied: bool) -> None:
    denial = next(word for word in ("denied", "rejected", "refused") if word in text)
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("GRP", [doer])},
        events={"v1": ("Denial", [denial]), "v2": ("Attack", [deed])},
        arguments=[(denial, "Agent", "mayor"), (denial, "Topic", deed), (deed, "Agent", doer)],
    )
    said = voices_of_arguments(reading)[deed, doer]
    assert said == (Voice(span(text, "mayor"), "Denied") if is_denied else None)
    assert voices(reading).of_event(span(text, deed)) is None  # that it happened, the mayor does not say


@pytest.mark.parametrize(
    ("text", "deed", "doer", "is_denied"),
    [
        ("The mayor denied that the guards entered the mill and burnt it.", "burnt", "guards", True),
        ("The mayor denied that the guards carried out the arson.", "arson", "guards", True),
        ("The mayor denied that he fled after the guards burnt the mill.", "burnt", "guards", False),
        ("The mayor denied that he fled, and the guards burnt the mill.", "burnt", "guards", False),
        ("The mayor denied that he fled and accused the guards of arson.", "arson", "guards", False),
    ],
)
def test_a_denial_covers_the_clause_that_says_what_is_denied_and_no_more(text: str, deed: str, doer: str, *, is_denied: bool) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("PER", ["mayor"]), "e2": ("GRP", [doer])},
        events={
            "v1": ("Denial", ["denied"]),
            "v2": ("Attack", [deed]),
            **({"v3": ("Accusation", ["accused"])} if "accused" in text else {}),
        },
        arguments=[("denied", "Agent", "mayor"), (deed, "Agent", doer)],
    )
    assert voices_of_arguments(reading)[deed, doer] == (Voice(span(text, "mayor"), "Denied") if is_denied else None)


@pytest.mark.parametrize(
    ("text", "had_no_part"),
    [
        ("The guards had not carried out the raid.", True),
        ("The guards were not behind the raid on the mill.", True),
        ("The guards weren't involved in any raid.", True),
        ("The guards have no links to the raid.", True),
        ("The guards never ordered a raid.", True),
        ("The guards did not start the raid.", True),
        ("The guards had nothing to do with the raid.", True),
        ("The guards were not linked to the raid.", True),
        ("The guards bear no responsibility for the raid.", True),
        ("The guards have never had anything to do with the raid.", True),
        ("The guards were innocent of the raid.", True),
        ("The guards had nothing to eat in the raid.", False),
        ("The guards did not rest before the raid.", False),
        ("The guards, who had not slept, led the raid.", False),
    ],
)
def test_who_had_no_part_in_a_deed_is_said_not_to_have_done_it(text: str, *, had_no_part: bool) -> None:
    reading = build(
        "a", text, entities={"e1": ("GRP", ["guards"])}, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", "guards")]
    )
    assert doers(voices(reading)).is_disbelieved(reading.arguments[0]) is had_no_part


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("The guards denied any part in the fire, which hurt two men.", True),
        ("The guards denied any part in the fire and hurt two men.", False),
        ("The guards refused to leave the mill, which hurt two men.", False),
    ],
)
def test_who_denies_does_not_do_what_the_sentence_goes_on_with(text: str, *, is_denied: bool) -> None:
    denial = "denied" if "denied" in text else "refused"
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["The guards"]), "e2": ("GRP", ["two men"])},
        events={"v1": ("Denial", [denial]), "v2": ("Injury", ["hurt"])},
        arguments=[(denial, "Agent", "The guards"), ("hurt", "Agent", "The guards"), ("hurt", "Victim", "two men")],
    )
    said = voices_of_arguments(reading)
    assert said["hurt", "The guards"] == (Voice(span(text, "The guards"), "Denied") if is_denied else None)
    assert said["hurt", "two men"] is None


def test_the_accused_is_only_accused_where_nobody_is_named_who_accuses() -> None:
    text = "Six men who were accused of the mill fire were freed."
    reading = build(
        "a",
        text,
        entities={"e1": ("GRP", ["Six men", "who"])},
        events={"v1": ("Accusation", ["accused"]), "v2": ("Destruction", ["fire"]), "v3": ("Release", ["freed"])},
        arguments=[
            ("accused", "Target", "Six men"),
            ("accused", "Topic", "fire"),
            ("fire", "Agent", "who"),
            ("freed", "Target", "Six men"),
        ],
    )
    assert voices_of_arguments(reading) == {
        ("accused", "Six men"): None,
        ("accused", "fire"): None,
        ("fire", "who"): Voice(None, "Accused"),
        ("freed", "Six men"): None,
    }
    assert voices(reading).relayers(Voice(None, "Accused"), span(text, "fire")) == ()


def test_an_accusation_by_somebody_named_goes_before_one_by_nobody() -> None:
    text = "Accused of the raid before, Sudland was blamed by Norland for the raid."
    reading = build(
        "a",
        text,
        entities={"e1": ("GPE", ["Sudland"]), "e2": ("GPE", ["Norland"])},
        events={"v1": ("Accusation", ["Accused", "blamed"]), "v2": ("Attack", ["raid|2"])},
        arguments=[
            ("Accused", "Target", "Sudland"),
            ("Accused", "Topic", "raid|2"),
            ("blamed", "Target", "Sudland"),
            ("blamed", "Agent", "Norland"),
            ("blamed", "Topic", "raid|2"),
            ("raid|2", "Agent", "Sudland"),
        ],
    )
    assert voices_of_arguments(reading)["raid", "Sudland"] == Voice(span(text, "Norland"), "Accused")


@pytest.mark.parametrize(
    ("text", "doer", "status"),
    [
        ("A man accused of the raid fled.", "man", "Accused"),
        ("He was arrested and charged with the raid.", "He", "Accused"),
        ("The town mourned after a raid blamed on northern rebels.", "rebels", "Accused"),
        ("The accused led the raid.", "The accused", "Accused"),
        ("Rebels suspected of having taken part in the raid fled.", "Rebels", "Suspected"),
        ("Rebels are believed to be behind the raid.", "Rebels", "Suspected"),
        ("The raid bore the hallmarks of the Front.", "Front", "Suspected"),
        ("The raid resembled the work of the Front.", "Front", "Suspected"),
        ("The raid bore the marks of the Front.", "Front", "Suspected"),
        ("The raid bore all the marks of the Front.", "Front", "Suspected"),
        ("Officials suspect the raid was led on Monday by men of the Front.", "Front", "Suspected"),
        ("Officials suspect the mayor was hurt in the raid by the Front.", "Front", None),  # that it was theirs, the article says
        ("Suspected Boko Haram gunmen led the raid.", "gunmen", "Suspected"),
        ("Suspected thieves fled before the gunmen led the raid.", "gunmen", None),
        ("The raid was allegedly carried out by the Front.", "Front", "Suspected"),
        ("The raid is widely believed to have been the work of the Front.", "Front", "Suspected"),
        ("Suspected rebels led the raid.", "Suspected rebels", "Suspected"),
        ("Suspected Front rebels led the raid.", "Front", "Suspected"),
        ("Suspected Red Front rebels led the raid.", "rebels", "Suspected"),
        ("Police shot a raid suspect Oz Tal.", "Oz Tal", "Suspected"),
        ("He was arrested on Monday in connection with the raid.", "He", "Accused"),
        ("Four men are facing charges of involvement in the raid.", "Four men", "Accused"),
        ("Police arrested four men for the raid.", "four men", "Accused"),
        ("Prosecutors charged four men over the raid.", "four men", "Accused"),
        ("Police arrested Oz Tal for his part in the raid.", "his", "Accused"),
        ("Soldiers have been implicated in the raid.", "Soldiers", "Suspected"),
        ("He was acquitted on Monday of the raid.", "He", "Denied"),
        ("He was found not guilty of the raid.", "He", "Denied"),
        ("A judge acquitted a mayor and two guards of the raid.", "two guards", "Denied"),
        ("A judge cleared Oz Tal of any part in the raid.", "Oz Tal", "Denied"),
        ("The court prosecuted and convicted four men for the raid.", "four men", None),
        ("Police cleared the square, and men of the Front led the raid.", "men", None),
        ("Fighters captured the town over the weekend in the raid.", "Fighters", None),
        ("Rebels accused of theft, who led the raid, fled.", "Rebels", None),  # that they led it, the article says
        ("The man found the gun allegedly used in the raid.", "man", None),
        ("The raid may have been carried out by the Front.", "Front", "Suspected"),
        ("The raid could well be the work of the Front.", "Front", "Suspected"),
        ("The raid was probably carried out by the Front.", "Front", "Suspected"),
        ("The raid was most likely the work of the Front.", "Front", "Suspected"),
        ("The raid is likely to have been carried out by the Front.", "Front", "Suspected"),
        ("The raid appeared to be the work of the Front.", "Front", "Suspected"),
        ("A raid that police think was led by the Front shook Oz.", "Front", "Suspected"),
        ("Police believe that the raid was carried out by the Front.", "Front", "Suspected"),
        ("Police believe a gang led the raid.", "gang", "Suspected"),
        ("Police suspect that the Front led the raid.", "Front", "Suspected"),
        ("The Front may be behind the raid.", "Front", "Suspected"),
        ("The Front, which might have planned the raid, was silent.", "Front", "Suspected"),
        ("The Front probably led the raid.", "Front", "Suspected"),
        ("It seems that the Front led the raid.", "Front", "Suspected"),
        ("Men who police think led the raid fled.", "who", "Suspected"),
        ("Gunmen, likely members of the Front, led the raid.", "members", "Suspected"),
        ("The mayor blamed the raid on rebels.", "rebels", "Accused"),
        ("The mayor blamed the raid in Oz on the northern rebels.", "rebels", "Accused"),
        ("The raid, probably the worst in years, was led by the Front.", "Front", None),
        ("The Front could have fled after the raid.", "Front", None),
        ("Police think highly of the Front, which led the raid.", "which", None),
        ("Police think the men who led the raid fled.", "men", None),
        ("Police think the men fled after the raid.", "men", None),
        ("The suspect said he led the raid.", "he", None),
        ("The Front led the raid on suspected thieves.", "Front", None),
        ("The Front led the raid.", "Front", None),
    ],
)
def test_the_wording_makes_a_doer_one_who_is_accused_suspected_or_cleared(text: str, doer: str, status: Status | None) -> None:
    reading = build("a", text, entities={"e1": ("GRP", [doer])}, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", doer)])
    assert voices_of_arguments(reading) == {("raid", doer): Voice(None, status) if status else None}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Police suspect that the judge was killed by the Front.", "Suspected"),
        ("Officials believe the man was killed in Oz by agents of the Front.", "Suspected"),
        ("Officials said the man was killed by the Front.", None),
        ("Police suspect a thief of lying, and the man was killed by the Front.", None),
        ("The suspect was killed by the Front.", None),
    ],
)
def test_of_a_deed_by_somebody_that_is_only_held_he_is_suspected(text: str, status: Status | None) -> None:
    reading = build(
        "a", text, entities={"e1": ("ORG", ["Front"])}, events={"v1": ("Killing", ["killed"])}, arguments=[("killed", "Agent", "Front")]
    )
    assert voices_of_arguments(reading) == {("killed", "Front"): Voice(None, status) if status else None}


@pytest.mark.parametrize(
    ("text", "charge", "status"),
    [
        ("Police arrested two men over the raid.", "arrested", "Accused"),
        ("Police acquitted two men of the raid.", "acquitted", "Denied"),
        ("Police watched two men accused of the raid.", "watched", "Accused"),
    ],
)
def test_who_charges_somebody_with_a_deed_or_clears_him_of_it_says_so(text: str, charge: str, status: Status) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Police"]), "e2": ("GRP", ["two men"])},
        events={"v1": ("Prosecution", [charge]), "v2": ("Attack", ["raid"])},
        arguments=[(charge, "Agent", "Police"), (charge, "Target", "two men"), ("raid", "Agent", "two men")],
    )
    says_so = span(text, "Police") if charge != "watched" else None
    assert voices_of_arguments(reading)["raid", "two men"] == Voice(says_so, status)


def test_who_reports_the_deed_is_who_suspects_its_doer() -> None:
    text = "Police said suspected rebels burnt the mill."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Police"]), "e2": ("GRP", ["suspected rebels"]), "e3": ("FAC", ["mill"])},
        events={"v1": ("Destruction", ["burnt"])},
        arguments=[("burnt", "Source", "Police"), ("burnt", "Agent", "suspected rebels"), ("burnt", "Target", "mill")],
    )
    assert voices_of_arguments(reading) == {
        ("burnt", "Police"): Voice(span(text, "Police")),
        ("burnt", "suspected rebels"): Voice(span(text, "Police"), "Suspected"),
        ("burnt", "mill"): Voice(span(text, "Police")),
    }


@pytest.mark.parametrize(("text", "is_claimed"), [("The raid was claimed by the Front.", True), ("The raid was led by the Front.", False)])
def test_by_whom_a_deed_was_claimed_did_it_by_his_own_word(text: str, *, is_claimed: bool) -> None:
    reading = build(
        "a", text, entities={"e1": ("ORG", ["Front"])}, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", "Front")]
    )
    assert voices_of_arguments(reading)["raid", "Front"] == (Voice(span(text, "Front"), "Claimed") if is_claimed else None)


@pytest.mark.parametrize(("how", "is_claimed"), [("Fact", True), ("Negated", False)])
def test_the_agent_of_what_is_claimed_by_nobody_else_claims_it(how: Factuality, *, is_claimed: bool) -> None:
    text = "The mayor spoke of the raid by the Front, for which it has claimed responsibility."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Front"])},
        events={"v1": ("ClaimResponsibility", [("claimed responsibility", how)]), "v2": ("Attack", ["raid"])},
        arguments=[("claimed responsibility", "Topic", "raid"), ("raid", "Agent", "Front")],
    )
    assert voices_of_arguments(reading)["raid", "Front"] == (Voice(span(text, "Front"), "Claimed") if is_claimed else None)


@pytest.mark.parametrize(
    ("text", "speaker", "is_claimed"),
    [
        ("The Front said on Monday it was behind the raid.", "Front", True),
        ("The Front claimed that its fighters had carried out the raid.", "Front", True),
        ("The mayor said it was behind the raid.", "mayor", False),
        ("The Front said it was near the raid.", "Front", False),
    ],
)
def test_who_says_that_he_himself_was_behind_a_deed_claims_it(text: str, speaker: str, *, is_claimed: bool) -> None:
    agent = "its" if "its" in text else "it"
    entities: dict[str, tuple[EntityType, list[str]]] = {"e1": ("ORG", ["Front", agent])}
    if speaker == "mayor":
        entities = {"e1": ("ORG", [agent]), "e2": ("PER", ["mayor"])}
    reading = build("a", text, entities=entities, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", agent)])
    said = voices_of_arguments(reading)["raid", agent]
    assert said == (Voice(span(text, speaker), "Claimed") if is_claimed else None)


@pytest.mark.parametrize(
    ("text", "doer", "speaker", "status"),
    [
        ("The Front said that it bombed the base.", "it", "Front", "Claimed"),
        ("The Front said that its fighters bombed the base.", "fighters", "Front", "Claimed"),
        ("The Front said that our brave fighters bombed the base.", "fighters", "Front", "Claimed"),
        ("We bombed the base, the Front said.", "We", "Front", "Claimed"),
        ("The Front said that rebels bombed the base.", "rebels", "Front", None),
        ("The Front said that its rivals bombed the base.", "rivals", "Front", None),
        ("The Front said that it may have planned what bombed the base.", "it", "Front", "Suspected"),
    ],
)
def test_who_says_that_he_or_his_men_did_a_deed_claims_it(text: str, doer: str, speaker: str, status: Status | None) -> None:
    its = ["its"] if " its " in text else []
    is_own = doer == "it"
    entities: dict[str, tuple[EntityType, list[str]]] = {"e1": ("ORG", [speaker, *its, *([doer] if is_own else [])])}
    if not is_own:
        entities["e2"] = ("GRP", [doer])
    reading = build(
        "a",
        text,
        entities={**entities, "e3": ("FAC", ["base"])},
        events={"v1": ("Attack", ["bombed"])},
        arguments=[("bombed", "Source", speaker), ("bombed", "Agent", doer), ("bombed", "Target", "base")],
    )
    said = voices_of_arguments(reading)
    source = None if status == "Suspected" else span(text, speaker)
    assert said["bombed", doer] == Voice(source, status)
    assert said["bombed", "base"] == Voice(span(text, speaker))  # that it was bombed, is only said by it


def test_whom_a_speaker_addresses_is_not_he() -> None:
    text = "The Front said that you bombed the base."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Front", "you"])},  # as who is who was mistaken
        events={"v1": ("Attack", ["bombed"])},
        arguments=[("bombed", "Source", "Front"), ("bombed", "Agent", "you")],
    )
    assert voices_of_arguments(reading)["bombed", "you"] == Voice(span(text, "Front"))


def test_an_it_that_nothing_explains_is_who_speaks() -> None:
    text = "The Front said on Monday that it bombed the base."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Front"]), "e2": ("ORG", ["it"])},
        events={"v1": ("Attack", ["bombed"])},
        arguments=[("bombed", "Source", "Front"), ("bombed", "Agent", "it")],
    )
    assert voices_of_arguments(reading)["bombed", "it"] == Voice(span(text, "Front"), "Claimed")


@pytest.mark.parametrize(
    "text",
    [
        "The Front admitted that they bombed the base.",
        "The Front told a paper they had also bombed the base.",
        "The Front, a group of ten men, said they bombed the base.",
        "The Front said they were behind what bombed the base.",
    ],
)
def test_who_tells_of_himself_claims_it_though_no_source_is_found(text: str) -> None:
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Front", "they"])},
        events={"v1": ("Attack", ["bombed"])},
        arguments=[("bombed", "Agent", "they")],
    )
    assert voices_of_arguments(reading)["bombed", "they"] == Voice(span(text, "Front"), "Claimed")


def test_an_arrest_that_who_made_it_tells_is_no_claim() -> None:
    text = "Police said that they arrested three men."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Police", "they"])},
        events={"v1": ("Arrest", ["arrested"])},
        arguments=[("arrested", "Source", "Police"), ("arrested", "Agent", "they")],
    )
    assert voices_of_arguments(reading)["arrested", "they"] == Voice(span(text, "Police"))


def test_who_says_that_he_had_no_part_in_it_denies_it_himself() -> None:
    text = "The Front said it had nothing to do with the raid."
    reading = build(
        "a", text, entities={"e1": ("ORG", ["Front"])}, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", "Front")]
    )
    assert voices_of_arguments(reading)["raid", "Front"] == Voice(span(text, "Front"), "Denied")


def test_who_claims_one_deed_and_had_no_part_in_another_denies_that_one() -> None:
    text = "The Front claimed the bombing but said they had nothing to do with the raid."
    reading = build(
        "a",
        text,
        entities={"e1": ("ORG", ["Front", "they"])},
        events={"v1": ("ClaimResponsibility", ["claimed"]), "v2": ("Bombing", ["bombing"]), "v3": ("Attack", ["raid"])},
        arguments=[("claimed", "Agent", "Front"), ("claimed", "Topic", "bombing"), ("raid", "Agent", "they")],
    )
    assert voices_of_arguments(reading)["raid", "they"] == Voice(span(text, "they"), "Denied")


def test_who_says_of_himself_that_he_had_no_part_in_it_is_found_without_a_source() -> None:
    text = "The mayor told a paper that he was not responsible for the raid."
    reading = build(
        "a", text, entities={"e1": ("PER", ["mayor", "he|2"])}, events={"v1": ("Attack", ["raid"])}, arguments=[("raid", "Agent", "he|2")]
    )
    assert voices_of_arguments(reading)["raid", "he"] == Voice(span(text, "mayor"), "Denied")


@pytest.mark.parametrize(
    ("text", "is_confessed"),
    [
        ("The man confessed to the killing.", True),
        ("The man has since admitted to carrying out the killing.", True),
        ("The man pleaded guilty to the killing.", True),
        ("The man confessed after the killing.", False),
        ("The man was admitted to a clinic after the killing.", False),
    ],
)
def test_who_confesses_a_deed_claims_it(text: str, *, is_confessed: bool) -> None:
    reading = build(
        "a", text, entities={"e1": ("PER", ["man"])}, events={"v1": ("Killing", ["killing"])}, arguments=[("killing", "Agent", "man")]
    )
    assert voices_of_arguments(reading)["killing", "man"] == (Voice(span(text, "man"), "Claimed") if is_confessed else None)
