"""What tells two mentions of an article apart, whatever else speaks for their being one.

In come the mentions of an article and who has which role in which event; out go marks as `kg.reader.encoder.decode.link_antecedents` takes
them: of which something is known in one respect, without anything in common, is never one. The RSF is not the SAF, the defence ministry not
the justice ministry, seven inmates are not 31, and whom somebody urges is not himself. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.counts.numbers import count_of, steps_of
from kg.reader.identity.appositions import BODIES
from kg.reader.identity.bodies import SPELT, body_marks
from kg.reader.identity.grounds import place_marks
from kg.reader.identity.killers import killer_marks
from kg.reader.identity.nations import NOBODY, OFFICES, UNIONS, countries_of, country_before, country_behind, without_country
from kg.reader.identity.persons import office_marks, person_marks
from kg.reader.identity.pronouns import pronouns_of_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Argument, Span
    from kg.reader.encoder.decode import Mark

# In brackets: how often the annotators of the articles at hand call two such mentions one.
ACRONYM = re.compile(r"[A-Z]{3,6}")  # 0, but for a slip of the pen
NO_NAMES = frozenset(("NGO", "NGOS"))
DEPARTMENTS = frozenset(  # 0
    (
        *("agriculture", "culture", "defence", "education", "energy", "environment", "finance", "foreign", "health", "information"),
        *("interior", "justice", "labour", "tourism", "trade", "transport"),
    )
)
MINISTRY = re.compile(r"\b(?:ministry|department)\b", re.IGNORECASE)
LONGEST_BEFORE = 24  # characters
STEPS = 4  # to an octave: numbers of people that differ by less than half may be the same people (once of 17)
ABROAD = frozenset(("branch", "bureau", "delegation", "embassy", "consulate", "mission", "office"))  # may be said to be of where it is
VAGUE = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)\b", re.IGNORECASE)
# On which side of a war who is called by such a word stands, by the last word (0).
CAMPS = {
    **dict.fromkeys(("soldiers", "troops", "army", "marines", "police", "policemen", "commandos", "lawmakers"), frozenset(("state",))),
    **dict.fromkeys(
        (
            *("guerrillas", "militants", "rebels", "insurgents", "jihadists", "jihadis", "terrorists", "extremists", "gunmen"),
            *("bombers", "militiamen", "kidnappers", "hijackers", "captors", "assailants", "raiders", "bandits"),
        ),
        frozenset(("armed",)),
    ),
    **dict.fromkeys(("hostages", "captives"), frozenset(("civil", "state"))),
    **dict.fromkeys(
        (
            *("civilians", "villagers", "residents", "journalists", "reporters", "students", "pupils", "schoolgirls", "schoolchildren"),
            *("girls", "worshippers", "pilgrims", "tourists", "passengers", "patients", "doctors", "nurses", "refugees", "bystanders"),
        ),
        frozenset(("civil",)),
    ),
}
A = re.compile(r"\b[Aa]n?\s+(?:[\w'’-]+\s+)?$")
HIGHEST = re.compile(r"(?:supreme|constitutional)\s+court", re.IGNORECASE)
# Between an agent and its verb, and between the verb and its object (0 of 558).
_NO = r"(?!(?:and|as|be|been|being|by|for|from|got|in|is|are|of|that|to|was|were|while)\b)"
DOES = re.compile(rf"\s+(?:{_NO}[\w'’-]+\s+){{0,3}}", re.IGNORECASE)
TO_WHOM = re.compile(rf"\s+(?:(?:on|to|with)\s+)?(?:{_NO}[\w'’.-]+\s+){{0,2}}", re.IGNORECASE)
# Right behind the verb, whoever stands how far before it (0 of 229).
TO_THE = re.compile(r"\s+(?:(?:on|to|upon|with)\s+)?the\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
WHOSE = re.compile(r"['’]")
# Right behind the verb, and no owner of what follows (4 of 474).
HIM = re.compile(
    r"\s+(?:him|them|her(?=\s*(?:[^\w\s]|$)|\s+(?:about|after|and|as|at|because|before|but|by|for|from|if|in|into|not|of|on|that|to|when|while|with)\b))\b",
    re.IGNORECASE,
)
MAY_BE_ITSELF = re.compile(r"(?:\w+sel(?:f|ves)|his|her|its|their|my|our|your|whose|(?:each\s+|the\s+)?other|one\s+another)", re.IGNORECASE)


def contrasts(text: str, mentions: Sequence[Span], types: Sequence[str], arguments: Iterable[Argument]) -> Iterator[Mark]:
    """Yield what the words of each mention say that it is, and on which side of a deed it stands.

    Args:
        text: The article.
        mentions: In text order.
        types: Of each of them.
        arguments: Of the article.
    """
    speakers = dict(pronouns_of_names(text, mentions, types))
    for i, (mention, kind) in enumerate(zip(mentions, types, strict=True)):
        owner = speakers.get(i - 1) if text[mentions[i - 1].end : mention.start] == " " else None
        yield i, "country", _country(text, mention, kind) or (_country_of_owner(text, mentions, types, owner) if kind in BODIES else NOBODY)
        if kind in BODIES:
            yield i, "acronym", _acronym(mention.text)
            yield i, "department", _department(mention.text)
            yield i, "camp", CAMPS.get(mention.text.split()[-1], NOBODY)
            yield i, "which court", _court(text, mention)
        if kind == "GRP":
            yield i, "number", _number(mention.text)
    yield from person_marks(text, mentions, types)
    yield from office_marks(text, mentions, types)
    yield from place_marks(text, mentions, types)
    yield from body_marks(text, mentions, [i for i, kind in enumerate(types) if kind in BODIES])
    arguments = tuple(arguments)
    yield from killer_marks(text, mentions, types, arguments)
    place = {mention: i for i, mention in enumerate(mentions)}
    first = {mention.text: mention for mention in reversed(mentions)}
    for k, (agent, target) in enumerate(_opposites(text, arguments)):
        is_known_name = target.text[:1].isupper() and first.get(target.text) != target  # rather the agent has been taken for another
        if agent in place and target in place and not is_known_name:
            yield place[agent], f"side {k}", frozenset(("agent",))
            yield place[target], f"side {k}", frozenset(("target",))


def _country(text: str, mention: Span, kind: str) -> frozenset[str]:
    """Return which country a place is, a body or group is of, and an officer is of, as far as its words and those beside it say so."""
    if kind == "PER":
        words = mention.text.split()
        is_officer = words[-1].lower() in OFFICES
        own = without_country(words)[0] if is_officer else NOBODY
        own = own or country_before(text, mention.start, titles=not is_officer) or country_behind(text, mention.end)
        return own - UNIONS
    if kind in BODIES:
        words = mention.text.split()
        own = countries_of(mention.text) or without_country(words)[0] or country_before(text, mention.start, titles=False)
        return NOBODY if words[-1].lower() in ABROAD else own
    return countries_of(mention.text) if kind == "GPE" else NOBODY


def _country_of_owner(text: str, mentions: Sequence[Span], types: Sequence[str], owner: int | None) -> frozenset[str]:
    """Return the country whose forces are "its forces" where it said so: "Armenia's defence ministry said its forces"."""
    return _country(text, mentions[owner], types[owner]) if owner is not None else NOBODY


def _acronym(words: str) -> frozenset[str]:
    """Return an acronym with each of its letters but the first left open, and its letters: ISIL and ISIS may be one, as may CCP and PCC."""
    if not ACRONYM.fullmatch(words) or words in NO_NAMES:
        return frozenset()
    return frozenset(("".join(sorted(words)), *(f"{words[:i]}_{words[i + 1 :]}" for i in range(1, len(words)))))


def _department(words: str) -> frozenset[str]:
    if not MINISTRY.search(words):
        return frozenset()
    return DEPARTMENTS.intersection(SPELT.get(word, word) for word in words.lower().split())


def _court(text: str, mention: Span) -> frozenset[str]:
    """Tell the highest court from "an Argentine court"."""
    if HIGHEST.search(mention.text):
        return frozenset(("highest",))
    is_any = mention.text.endswith("court") and A.search(text, max(0, mention.start - LONGEST_BEFORE), mention.start)
    return frozenset(("any",)) if is_any else NOBODY


def _number(words: str) -> frozenset[str]:
    """Return the places around a number on a scale on which twice as many are `STEPS` farther."""
    count = None if VAGUE.search(words) else count_of(words)
    if count is None or count.at_least is None or count.at_least < 1:
        return frozenset()
    return frozenset(map(str, steps_of(count.at_least, STEPS)))


def _opposites(text: str, arguments: Iterable[Argument]) -> Iterator[tuple[Span, Span]]:
    """Yield who does something to whom, as far as it is told in a row: "the mayor has urged the president", not "her lawyer's charges"."""
    sides: dict[Span, tuple[list[Span], list[Span]]] = {}
    for a in arguments:
        if a.role in {"Agent", "Target", "Victim"} and (
            not MAY_BE_ITSELF.fullmatch(a.filler.text) or _is_object(text, a.trigger, a.filler)
        ):
            sides.setdefault(a.trigger, ([], []))[a.role != "Agent"].append(a.filler)
    for trigger, (agents, targets) in sides.items():
        for agent in agents if not trigger.text.endswith("ing") else ():
            yield from ((agent, target) for target in targets if _are_opposites(text, agent, trigger, target))


def _are_opposites(text: str, agent: Span, trigger: Span, target: Span) -> bool:
    if WHOSE.match(text, target.end) or agent.end > trigger.start:
        return False
    is_description = target.text[:1].islower() and _follows(TO_THE, text, trigger, target)
    is_in_a_row = _follows(DOES, text, agent, trigger) and _follows(TO_WHOM, text, trigger, target)
    return is_description or is_in_a_row or _is_object(text, trigger, target)


def _is_object(text: str, trigger: Span, pronoun: Span) -> bool:
    """Tell whether somebody is called "him", "them" or "her" right behind what is done to him: "the mayor warned her that"."""
    him = HIM.match(text, trigger.end)
    return him is not None and him.end() == pronoun.end


def _follows(between: re.Pattern[str], text: str, one: Span, other: Span) -> bool:
    return one.end < other.start and between.fullmatch(text, one.end, other.start) is not None
