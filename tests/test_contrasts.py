"""Which mentions are never one, whatever the network says."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from reading_builder import span

from kg.model import Argument
from kg.reader.identity.contrasts import contrasts

if TYPE_CHECKING:
    from kg.model import EntityType, Role, Span


def told_apart(text: str, mentions: list[tuple[str, EntityType]], arguments: list[tuple[str, Role, str]]) -> list[tuple[str, str]]:
    spans: list[Span] = sorted(span(text, words) for words, _ in mentions)
    types = {span(text, words): kind for words, kind in mentions}
    said = [Argument(span(text, trigger), role, span(text, filler)) for trigger, role, filler in arguments]
    marks: list[dict[str, frozenset[str]]] = [{} for _ in spans]
    for i, respect, mark in contrasts(text, spans, [types[one] for one in spans], said):
        marks[i][respect] = mark
    return [
        (spans[i].text, spans[j].text)
        for i, j in combinations(range(len(spans)), 2)
        if any(mark and marks[j].get(respect) and not mark & marks[j][respect] for respect, mark in marks[i].items())
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind", "are_two"),
    [
        ("RSF", "SAF", "ORG", True),
        ("ISIL", "ISIS", "ORG", False),  # one letter, so that both may be short for much the same
        ("CCP", "PCC", "ORG", False),  # in another language
        ("NGO", "MSF", "ORG", False),  # that is no name
        ("defence ministry", "justice ministry", "ORG", True),
        ("Defense Ministry", "ministry of defence", "ORG", False),
        ("ministry of external affairs", "justice ministry", "ORG", True),
        ("ministry of internal affairs", "interior ministry", "ORG", False),
        ("Côte d\u2019Ivoire", "Ghana", "GPE", True),  # either apostrophe
        ("Côte d\u2019Ivoire", "Ivory Coast", "GPE", False),
        ("Barbados", "Bahamas", "GPE", True),
        ("foreign ministry", "ministry", "ORG", False),
        ("31 inmates", "seven inmates", "GRP", True),
        ("at least 14 soldiers", "17 soldiers", "GRP", False),  # the toll rose
        ("dozens of people", "12 people", "GRP", False),
        ("20 people", "children", "GRP", False),
    ],
)
def test_what_is_called_otherwise_is_another(one: str, other: str, kind: EntityType, *, are_two: bool) -> None:
    assert told_apart(f"{one} and {other}", [(one, kind), (other, kind)], []) == ([(one, other)] if are_two else [])


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("PFLP", "DFLP", True),
        ("European Union", "African Union", True),
        ("EU", "African Union", True),
        ("EU", "European Union", False),
        ("Umma Party", "Communist Party", True),
        ("the Umma party", "the Communist party", True),
        ("Umma Party", "Umma", False),
        ("Umma Party", "National Umma Party", False),
        ("Ba'ath Party", "Baath Party", False),
        ("Ruling party", "Umma Party", False),  # a description at the head of a sentence
        ("AK Party", "Justice and Development Party", False),  # an acronym may be of any words
        ("UN Assembly", "United Nations General Assembly", False),
        ("Supreme Court", "Constitutional Court", True),
        ("Zorg Supervisory Authority", "Zorg Regulatory Authority", False),
        ("Supreme Court", "Federal Supreme Court", False),
        ("Sudan Communist Party", "Communist Party of Sudan", False),
        ("Sudanese Communist Party", "Iraqi Communist Party", True),
        ("Popular Front for the Liberation of Zorg", "Democratic Front for the Liberation of Zorg", True),
        ("Popular Front for the Liberation of Zorg", "Popular Front", False),
        ("Zorg Liberation Front", "Front for the Liberation of Zorg", False),
        ("University of Zorg", "University of Vale", True),
        ("University of Zorg", "Zorg University", False),
        ("Ministry of Internal Affairs", "Interior Ministry", False),
        ("Ministry of Planning", "Ministry of Water", True),
        ("Oromo Liberation Front", "Tigray Liberation Front", True),
        ("Oromo Liberation Front", "Liberation Front", False),
        ("Zorg National Liberation Front", "Zorg Islamic Liberation Front", True),
        ("Zorg National Liberation Front", "Zorg Liberation Front", False),
        ("Prime Minister's Office", "Office of the Prime Minister", False),
        ("Arakan Army", "army", True),
        ("Arakan Army", "government army", True),
        ("Arakan Army", "rebel army", False),
        ("Army of Zorg", "the military", True),
        ("Free Syrian Army", "army", True),
        ("Syrian Arab Army", "army", False),
        ("Nigerian Army", "army", False),
        ("Northern Army", "army", False),
        ("People's Liberation Army", "army", False),
        ("Iranian Navy", "Israeli Navy", True),
        ("South Sudanese police", "Sudanese police", True),
    ],
)
def test_bodies_that_are_called_alike_are_told_by_their_other_words(one: str, other: str, *, are_two: bool) -> None:
    text = f"{one} met {other}."
    names: list[tuple[str, EntityType]] = [(name.removeprefix("the "), "ORG") for name in (one, other)]
    expected = [(one.removeprefix("the "), other.removeprefix("the "))] if are_two else []
    assert told_apart(text.replace(one, one + ",", 1), names, []) == expected


def test_two_names_that_the_text_gives_one_body_do_not_part_it() -> None:
    text = "The Zorg Party, formerly known as the Vale Party, won. Later the Vale Party lost to the Ozma Party."
    mentions: list[tuple[str, EntityType]] = [("Zorg Party", "ORG"), ("Vale Party", "ORG"), ("Vale Party|2", "ORG"), ("Ozma Party", "ORG")]
    assert [pair for pair in told_apart(text, mentions, []) if "Ozma Party" not in pair] == []
    assert len(told_apart(text, mentions, [])) == 3  # each from the Ozma Party
    assert len(told_apart(text.replace("formerly known as", "or"), mentions, [])) == 5  # those of the Vale Party are one


@pytest.mark.parametrize(
    ("text", "one", "other", "kind", "are_two"),
    [
        ("Turkey left. Italy stayed.", "Turkey", "Italy", "GPE", True),
        ("British Indian troops left. The Indian troops stayed.", "British Indian troops", "Indian troops", "GRP", False),  # of both
        ("The Iranian spoke. Baghdad denied it.", "Iranian", "Baghdad", "GPE", True),
        ("Burma spoke. Myanmar denied it.", "Burma", "Myanmar", "GPE", False),
        ("Ankara spoke. Turkey denied it.", "Ankara", "Turkey", "GPE", False),
        ("North Korea spoke. South Korea denied it.", "North Korea", "South Korea", "GPE", True),
        ("North Korea spoke. Korea denied it.", "North Korea", "Korea", "GPE", False),
        ("Iraq spoke. Basra denied it.", "Iraq", "Basra", "GPE", False),  # a place in it may be said for it, as far as this can tell
        ("The Somali leader met Egyptian President Oz Tal.", "leader", "Oz Tal", "PER", True),
        ("The Egyptian leader met Egyptian Prime Minister Oz Tal.", "leader", "Oz Tal", "PER", False),
        ("The Somali leader met Oz Tal of Egypt.", "leader", "Oz Tal", "PER", True),
        ("The Somali leader met the president of Egypt.", "leader", "president", "PER", True),
        ("Sudan's president met the South Sudanese president.", "president", "president|2", "PER", True),
        ("The Latin American leader met the Russian president.", "leader", "president", "PER", False),
        ("The UN general met Norwegian General Oz Tal.", "general", "Oz Tal", "PER", False),  # he may be both
        ("The Somali pilot met the Egyptian pilot.", "pilot", "pilot|2", "PER", False),  # one may be of two countries
        ("He flew to Egypt. President Oz Tal met the Somali leader.", "Oz Tal", "leader", "PER", False),
        ("The Syrian army met the Turkish army.", "army", "army|2", "ORG", True),
        ("The Honduran mission met the UN mission.", "mission", "mission|2", "ORG", False),
    ],
)
def test_what_is_of_two_countries_is_two(text: str, one: str, other: str, kind: EntityType, *, are_two: bool) -> None:
    expected = [(one.partition("|")[0], other.partition("|")[0])] if are_two else []
    assert told_apart(text, [(one, kind), (other, kind)], []) == expected


@pytest.mark.parametrize(
    ("text", "verb", "target", "are_two"),
    [
        ("The mayor has urged the president to resign.", "urged", "president", True),
        ("The mayor met with him on Monday.", "met", "him", True),
        ("The mayor, whose men had marched for months, urged the young president to resign.", "urged", "president", True),
        ("The mayor, whose men had marched for months, urged him to resign.", "urged", "him", True),
        ("The mayor left on Monday and warned her that she must pay.", "warned", "her", True),
        ("The mayor, who was ill, warned her son.", "warned", "her", False),
        ("The mayor, whose men had marched for months, warned of him.", "warned", "him", False),  # who is far may be mistaken
        ("The mayor blamed himself.", "blamed", "himself", False),
        ("The mayor rejected his dismissal.", "rejected", "his", False),
        ("The mayor refuted Tal's allegations.", "refuted", "Tal", False),
        ("The mayor denounced that he was spied on.", "denounced", "he", False),
        ("The mayor was said to have been urged by them.", "urged", "them", False),
        ("They named the mayor, accusing him of theft.", "accusing", "him", False),
    ],
)
def test_who_does_something_to_somebody_is_not_him(text: str, verb: str, target: str, *, are_two: bool) -> None:
    arguments: list[tuple[str, Role, str]] = [(verb, "Agent", "mayor"), (verb, "Target", target)]
    assert told_apart(text, [("mayor", "PER"), (target, "PER")], arguments) == ([("mayor", target)] if are_two else [])


def test_brothers_have_offices_of_their_own() -> None:
    text = "President Ivo Tal spoke. Later President Tal met Oz Tal. The prime minister left."
    mentions: list[tuple[str, EntityType]] = [("Ivo Tal", "PER"), ("Tal|2", "PER"), ("Oz Tal", "PER"), ("prime minister", "PER")]
    assert [pair for pair in told_apart(text, mentions, []) if "prime minister" in pair] == [
        ("Ivo Tal", "prime minister"),
        ("Tal", "prime minister"),  # whose own title it is
    ]
    assert ("Joe Roe", "president") not in told_apart(
        "Vice President Joe Roe left. President Roe spoke. The president left.",
        [("Joe Roe", "PER"), ("Roe|2", "PER"), ("president", "PER")],
        [],
    )


def test_a_name_that_was_there_before_stays_with_itself() -> None:
    text = "Oz Tal spoke. The mayor praised Oz Tal."
    mentions: list[tuple[str, EntityType]] = [("Oz Tal", "PER"), ("mayor", "PER"), ("Oz Tal|2", "PER")]
    assert told_apart(text, mentions, [("praised", "Agent", "mayor"), ("praised", "Target", "Oz Tal|2")]) == []


@pytest.mark.parametrize(
    ("text", "one", "other", "kind", "are_two"),
    [
        ("The guerrillas met the soldiers.", "guerrillas", "soldiers", "GRP", True),
        ("The captors left, and the hostages spoke.", "captors", "hostages", "GRP", True),
        ("The hostages were soldiers.", "hostages", "soldiers", "GRP", False),
        ("The militants left, and the fighters spoke.", "militants", "fighters", "GRP", False),
        ("The Zorg Liberation Army spoke. The rebels left.", "Zorg Liberation Army", "rebels", "ORG", False),
        ("A Zorg court spoke. The Supreme Court left.", "court", "Supreme Court", "ORG", True),
        ("The court spoke. The Supreme Court left.", "court", "Supreme Court", "ORG", False),
    ],
)
def test_sides_and_courts_are_told_apart(text: str, one: str, other: str, kind: EntityType, *, are_two: bool) -> None:
    assert told_apart(text, [(one, kind), (other, kind)], []) == ([(one, other)] if are_two else [])


def test_the_forces_of_who_speaks_are_of_his_country() -> None:
    text = "Armenia said its forces had left. Azeri forces stayed."
    mentions: list[tuple[str, EntityType]] = [("Armenia", "GPE"), ("its", "GPE"), ("forces", "ORG"), ("forces|2", "ORG")]
    assert ("forces", "forces") in told_apart(text, mentions, [])
    assert ("forces", "forces") not in told_apart(text.replace("Azeri", "The"), mentions, [])


@pytest.mark.parametrize(
    ("text", "one", "other", "are_two"),
    [
        ("Syria spoke. The country left Latakia.", "country", "Latakia", True),
        ("The country left Latakia.", "country", "Latakia", False),  # nothing says that it is not one
        ("Syria spoke. The country left.", "Syria", "country", False),
        ("Fighting raged in Damascus. The country left.", "Damascus", "country", True),
        ("Damascus spoke. The country left.", "Damascus", "country", False),  # for its government
        ("Damascus spoke. Syria left.", "Damascus", "Syria", False),
        ("Men left Suez and Cairo. The capital was quiet.", "Suez", "capital", True),
        ("Men left Suez and Cairo. The capital was quiet.", "Cairo", "capital", False),
        ("Men left Kunduz and Kabul. The provincial capital was quiet.", "Kunduz", "provincial capital", False),
        ("Men left Kunduz and Kabul. The capital of the province was quiet.", "Kunduz", "capital", False),
        ("Egypt spoke. The capital was quiet.", "Egypt", "capital", True),
        ("Men left Leeds. Britain's capital was quiet.", "Leeds", "capital", True),  # all capitals of countries are known
        ("Men left Leeds. The capital was quiet.", "Leeds", "capital", False),
        ("Men left London. The British capital was quiet.", "London", "capital", False),
        ("India spoke. The city was quiet.", "India", "city", True),
        ("Singapore spoke. The city was quiet.", "Singapore", "city", False),
        ("India spoke. The city state left.", "India", "city", False),  # that is no city
        ("Guatemala City fell. Guatemala spoke.", "Guatemala City", "Guatemala", True),
        ("Port Sudan fell. Sudan spoke.", "Port Sudan", "Sudan", False),  # no name that is known
        ("Sri Lanka spoke. The island was quiet.", "Sri Lanka", "island", False),
        ("Mali spoke. The island was quiet.", "Mali", "island", True),
        ("The island was quiet, and the country spoke.", "island", "country", False),
        ("Colombo was quiet. Bombs fell in Colombo. The island spoke.", "Colombo|2", "island", True),
        ("Gujarat spoke. India and the country left.", "Gujarat", "country", True),
        ("Scotland spoke. India and the country left.", "Scotland", "country", False),
        ("South Africa spoke. Africa listened.", "South Africa", "Africa", True),
        ("Iran spoke. The West listened.", "Iran", "West", True),
        ("Europe spoke. The region listened.", "Europe", "region", False),
        ("Europe spoke. The EU listened.", "Europe", "EU", False),  # for its government
        ("Mali left the African Union. The bloc spoke.", "Mali", "bloc", True),
        ("Mali left the African Union. The bloc spoke.", "African Union", "bloc", False),
        ("The Islamic Republic of Zorg spoke. India and the country left.", "Islamic Republic of Zorg", "country", False),
        ("U. S. forces left. The country spoke.", "U. S.", "country", False),
        ("It left India. The country spoke.", "It", "country", False),
    ],
)
def test_what_kind_of_place_is_meant(text: str, one: str, other: str, *, are_two: bool) -> None:
    others = [name for name in ("Syria", "Cairo", "Kabul", "India") if name in text and name not in (one, other)]
    mentions: list[tuple[str, EntityType]] = [(name, "GPE") for name in dict.fromkeys((one, other, *others))]
    pair = tuple(name.partition("|")[0] for name in (one, other))
    found = told_apart(text, mentions, [])
    assert (pair in found or pair[::-1] in found) == are_two


def test_a_capital_may_be_the_name_of_a_region() -> None:
    text = "Bombs fell in Kyiv. Kyiv region was quiet. The region spoke."
    mentions: list[tuple[str, EntityType]] = [("Kyiv", "GPE"), ("region|2", "GPE")]
    assert told_apart(text, mentions, []) == []
    assert told_apart(text.replace("Kyiv region", "The region"), mentions, []) == [("Kyiv", "region")]


@pytest.mark.parametrize(
    ("text", "one", "other", "are_two"),
    [
        ("Mohamed Morsi met Mohamed ElBaradei.", "Mohamed Morsi", "Mohamed ElBaradei", True),
        ("Mohamed Morsi met Mohamed Mursi.", "Mohamed Morsi", "Mohamed Mursi", False),
        ("Ivo Tal met Ivo Oz Tal.", "Ivo Tal", "Ivo Oz Tal", False),
        ("Dr Ada Roe left. President Tal spoke.", "Ada Roe", "Tal", True),
        ("Mr Roe left. President Tal spoke.", "Roe", "Tal", True),
        ("Dr Ada Roe left. Dr Roe spoke.", "Ada Roe", "Roe|2", False),
        ("Dr Ada Roe left. Prince Ivo spoke.", "Ada Roe", "Ivo", False),  # who may have other names
        ("Ada Roe left. Tal spoke.", "Ada Roe", "Tal", False),  # it may be a nickname
        ("Benjamin Roe left. Mr Ben spoke.", "Benjamin Roe", "Ben|2", False),
        ("Diana Kennedy left. She was born Diana Southwood.", "Diana Kennedy", "Diana Southwood", False),
        ("King Salman left. Crown Prince Mohammed bin Salman spoke.", "Salman", "Mohammed bin Salman", True),
        ("Prince Salman left. He is King Salman now.", "Salman", "Salman|2", False),
        ("President Ada Roe left. The vice president spoke.", "Ada Roe", "vice president", True),
        ("President Ada Roe left. The interim prime minister spoke.", "Ada Roe", "interim prime minister", True),
        ("President Ada Roe left. The president spoke.", "Ada Roe", "president", False),
        ("Ada Roe left. The vice president spoke.", "Ada Roe", "vice president", False),
        ("Prime Minister Ada Roe left. The president of her party spoke.", "Ada Roe", "president", False),
        ("Prime Minister Ada Roe left. She was chosen as the president.", "Ada Roe", "president", False),
        ("President Ada Roe left. The former prime minister spoke.", "Ada Roe", "prime minister", False),
        ("Prime Minister Ada Roe became President Roe. The president spoke.", "Roe|2", "president", False),
    ],
)
def test_persons_of_other_names_are_two(text: str, one: str, other: str, *, are_two: bool) -> None:
    expected = [(one.partition("|")[0], other.partition("|")[0])] if are_two else []
    assert told_apart(text, [(one, "PER"), (other, "PER")], []) == expected


@pytest.mark.parametrize(
    ("text", "name", "killer", "agent", "are_two"),
    [
        ("Ada Roe was killed. The gunman fled.", "Ada Roe", "gunman", "", True),
        ("Ada Roe was killed by police. The gunman fled.", "Ada Roe", "gunman", "police", False),
        ("Ada Roe, the gunman, was killed.", "Ada Roe", "gunman", "", False),
        ("The suspected gunman Ada Roe was killed.", "Ada Roe", "gunman", "", False),
        ("Ada Roe, who killed two, was killed. The gunman smiled.", "Ada Roe", "gunman", "who", False),
        ("Ada Roe was killed. The mayor fled.", "Ada Roe", "mayor", "", False),
    ],
)
def test_who_is_killed_is_not_the_killer(text: str, name: str, killer: str, agent: str, *, are_two: bool) -> None:
    arguments: list[tuple[str, Role, str]] = [("killed|2" if agent == "who" else "killed", "Victim", name)]
    arguments += [("killed", "Agent", agent)] if agent else []
    pair = (name, killer) if text.index(name) < text.index(killer) else (killer, name)
    assert told_apart(text, [(name, "PER"), (killer, "PER")], arguments) == ([pair] if are_two else [])


@pytest.mark.parametrize(
    ("does", "is_deadly"), [("fired", True), ("rammed", True), ("confirmed", False), ("framed", False), ("reopened", False)]
)
def test_who_does_a_deed_that_is_written_like_a_deadly_one_may_be_no_killer(does: str, *, is_deadly: bool) -> None:
    text = f"Ada Roe was killed. She {does} it. The gunman fled."
    arguments: list[tuple[str, Role, str]] = [("killed", "Victim", "Ada Roe"), (does, "Agent", "She")]
    found = told_apart(text, [("Ada Roe", "PER"), ("gunman", "PER")], arguments)
    assert found == ([] if is_deadly else [("Ada Roe", "gunman")])
