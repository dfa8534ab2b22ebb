"""Which standing relations the words between and around two mentions do not tell."""

from __future__ import annotations

import pytest
from reading_builder import span

from kg.reader.identity.standings import may_be


def may(text: str, subject: str, kind: str, thing: str, of: str) -> bool:
    return may_be(text, (0, len(text)), (span(text, subject), span(text, thing)), kind, of)


@pytest.mark.parametrize(
    ("text", "is_kin"),
    [
        ("Ada Roe and her foreign minister, Bo Lund, left on Wednesday.", False),
        ("Ada Roe and her classmate Bo Lund left.", False),
        ("Ada Roe succeeded her predecessor Bo Lund.", False),
        ("Ada Roe and her brother, Bo Lund, left.", True),
        ("Ada Roe, the daughter of Bo Lund, left.", True),
        ("Ada Roe is married to Bo Lund.", True),
        ("Ada Roe is survived by Bo Lund.", True),
    ],
)
def test_relatives_have_a_word_of_kin(text: str, *, is_kin: bool) -> None:
    assert may(text, "Bo Lund", "relativeOf", "Ada Roe", "PER") is is_kin
    assert may(text, "Bo Lund", "affiliatedWith", "Ada Roe", "PER")


@pytest.mark.parametrize(
    ("text", "subject", "thing", "of"),
    [
        ("Ada Roe, a resident of Ur, said so.", "Ada Roe", "Ur", "GPE"),
        ("Ada Roe, a former spokeswoman for the army, said so.", "Ada Roe", "army", "ORG"),
        ("A spokesman for the army, Bo Lund, said so.", "Bo Lund", "army", "ORG"),
        ("The army's chief spokesman, Bo Lund, said so.", "Bo Lund", "army", "ORG"),
        ("The army's chief spokesman, Bo Lund, said so.", "chief spokesman", "army", "ORG"),
        ("Oz's top general, Bo Lund, said so.", "Bo Lund", "Oz", "GPE"),
        ("The Oz rebel leader Bo Lund said so.", "Bo Lund", "Oz", "GPE"),
        ("The Oz rebel leader Bo Lund said so.", "leader", "Oz", "GPE"),
        ("The pro-Oz president, Bo Lund, fled.", "Bo Lund", "Oz", "GPE"),
        ("The Oz-backed president, Bo Lund, fled.", "Bo Lund", "Oz", "GPE"),
        ("Ada Roe and Oz's President Bo Lund left.", "Ada Roe", "Oz", "GPE"),
        ("Ada Roe left; Oz's attorney general, Bo Lund, said so.", "Ada Roe", "Oz", "GPE"),
    ],
)
def test_who_is_no_head_leads_nothing(text: str, subject: str, thing: str, of: str) -> None:
    assert not may(text, subject, "leads", thing, of)
    assert may(text, subject, "affiliatedWith", thing, of)


@pytest.mark.parametrize(
    ("text", "subject", "thing", "of"),
    [
        ("Oz's President Bo Lund said so.", "Bo Lund", "Oz", "GPE"),
        ("Bo Lund, the president of Oz, said so.", "Bo Lund", "Oz", "GPE"),
        ("Bo Lund, Oz's President Ada says, left.", "Bo Lund", "Oz", "GPE"),
        ("The Oz leader Bo Lund said so.", "Bo Lund", "Oz", "GPE"),
        ("The militia's top general, Bo Lund, said so.", "Bo Lund", "militia", "ORG"),
        ("A spokesman for Oz president Bo Lund said so.", "president", "Oz", "GPE"),
        ("A spokesman for the army told Bo Lund so.", "Bo Lund", "army", "ORG"),
        ("Secretary General Bo Lund of the Union spoke.", "Bo Lund", "Union", "ORG"),
    ],
)
def test_who_may_lead_it_is_left_to_the_network(text: str, subject: str, thing: str, of: str) -> None:
    assert may(text, subject, "leads", thing, of)


@pytest.mark.parametrize(
    ("text", "subject", "is_told"),
    [
        ("A judicial source told the Oz Times so.", "source", False),
        ("The mayor visited the Oz school.", "mayor", False),
        ("The mayor met Oz officials.", "mayor", False),
        ("An official killed by Oz soldiers was honoured.", "official", False),
        ("The government considered steps against Oz.", "government", False),
        ("Rebels fled to Oz.", "Rebels", False),
        ("The mayor left Oz.", "mayor", True),
        ("The Front, which attacked Ur and is backed by Oz, left.", "Front", True),
        ("The Front attacked Ur with men from Oz.", "Front", True),
        ("An official of Oz said so.", "official", True),
    ],
)
def test_nobody_is_of_whom_he_tells_meets_or_fights(text: str, subject: str, *, is_told: bool) -> None:
    thing = "Oz Times" if "Times" in text else "Oz"
    assert may(text, subject, "affiliatedWith", thing, "ORG") is is_told
    assert may(text, subject, "locatedIn", thing, "GPE")
