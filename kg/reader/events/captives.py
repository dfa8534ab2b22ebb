"""Whether who is seized or taken are people, and by whom: gunmen kidnap, police and soldiers arrest.

In come a text, a trigger of seizing or taking with its type, and the mentions of people; out goes the type that it has: people are no
town or car, which the network takes them for. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.events.kinds import ARMED, STATE
from kg.reader.lexicon import WEEKDAYS
from kg.reader.spans import beginning_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Span

SEIZING = re.compile(r"seiz(?:e|ed|es|ing)$", re.IGNORECASE)
TAKEN = frozenset(("Arrest", "Displacement", "Seizure"))
TAKING = re.compile(r"(?:take|taken|takes|taking|took)(?:\s+away)?$", re.IGNORECASE)
# Taken as a prisoner is: away, or from a home.
AWAY = re.compile(
    r"[^.;:,\n]{0,40}?\s(?:away|from\s+(?:(?:her|his|the|their)\s+)?(?:[\w-]+\s+)?(?:apartments?|beds?|cells?|dormitor(?:y|ies)|flats?|homes?|houses?|schools?|villages?))\b",
    re.IGNORECASE,
)
# What the network may take for a person, and who only owns or made what is seized.
THINGS = re.compile(
    r"\b(?:assets?|boats?|buildings?|cars?|drugs|farms?|freighters?|funds?|houses?|launch(?:es)?|planes?|(?:war)?ships?|tankers?|supertankers?|trawlers?"
    r"|trucks?|vehicles?|vessels?|weapons?|yachts?)$",
    re.IGNORECASE,
)
FEELING = re.compile(r"\b(?:anger|anxiety|dread|fears?|grief|panic|terror)\s+(?:has\s+|had\s+)?$", re.IGNORECASE)
OF_SOMEBODY = re.compile(r"\b(?:by|from|in|with)\s+(?:[\w'’\"-]+\s+){0,2}$", re.IGNORECASE)
# Between the verb and those seized; they are no owners, and go before no other noun.
_FEW = re.compile(
    r"\s+(?:(?:an?|at|least|about|all|another|around|elected|former|more|nearly|opposition|ousted|over|several|some|than|the|two|three|up|to"
    r"|(?-i:[A-Z][\w.-]+))\s+){0,5}",
    re.IGNORECASE,
)
END_OF_OBJECT = re.compile(
    r"\s*(?:[.,;:)”\"]|$|(?:after|and|around|as|at|away|before|by|during|for|from|in|inside|last|near|on|or|outside|since|that|this|to|when|while|who|with|yesterday"
    rf"|{'|'.join(WEEKDAYS)})\b)",
    re.IGNORECASE,
)
# Between those seized and the verb: "[he] was seized", "the pupils [who were] seized", "pupils seized by".
WERE = re.compile(
    r"(?:,?\s+(?:that|who))?\s+(?:are|be|been|being|had\s+been|has\s+been|have\s+been|is|was|were)\s+(?:\w+ly\s+)?", re.IGNORECASE
)
BY_OR_WHEN = re.compile(r"\s+(?:by|during|from|in|last|on)\b", re.IGNORECASE)
CLAUSE = re.compile(r"[.;:!?\n]")
BY = re.compile(r"[^.;:\n]{0,100}?\bby\s+([^.;:,\n]{1,60})", re.IGNORECASE)
CAPTOR = re.compile(
    rf"\b(?:(?P<armed>{ARMED}|hamas|hezbollah|hijackers|houthis?|mobs?|taliban)|(?P<state>{STATE})(?!\s+(?:clothes|clothing|fatigues|uniforms?|vehicles?)))\b",
    re.IGNORECASE,
)
HOSTAGES = re.compile(r"captives|hostages?|schoolgirls|schoolboys|pupils", re.IGNORECASE)
LONGEST_BEFORE = 100  # characters


def may_take_people(trigger: Span, kind: str) -> bool:
    """Tell whether `kind_of_seizing` need be asked."""
    return (kind == "Seizure" and SEIZING.match(trigger.text) is not None) or (kind in TAKEN and TAKING.match(trigger.text) is not None)


def kind_of_seizing(text: str, trigger: Span, kind: str, people: Sequence[Span]) -> str:
    """Return the type of an event of seizing or taking, of which `may_take_people` says that it may be of people.

    Args:
        text: The article.
        trigger: Of the event.
        kind: What the network takes it for.
        people: The mentions of persons and groups of the article, in text order.
    """
    taken = _those_taken(text, trigger, people)
    if taken is None:
        return kind
    if SEIZING.match(trigger.text):
        return _by_captor(text, trigger) or ("Kidnapping" if HOSTAGES.search(taken.text) else "Arrest")
    is_away = trigger.text.endswith("away") or AWAY.match(text, trigger.end)
    return (_by_captor(text, trigger) or kind) if is_away else kind


def _those_taken(text: str, trigger: Span, people: Sequence[Span]) -> Span | None:
    if FEELING.search(text, max(0, trigger.start - LONGEST_BEFORE), trigger.start):
        return None
    for one in beginning_in(people, trigger.end, trigger.end + LONGEST_BEFORE):
        if not THINGS.search(one.text) and _FEW.fullmatch(text, trigger.end, one.start) and END_OF_OBJECT.match(text, one.end):
            return one
    before = [one for one in beginning_in(people, trigger.start - LONGEST_BEFORE, trigger.start) if one.end <= trigger.start][-1:]
    for one in before:
        is_reduced = not text[one.end : trigger.start].strip() and BY_OR_WHEN.match(text, trigger.end)
        is_seized = is_reduced or WERE.fullmatch(text, one.end, trigger.start)
        if is_seized and not THINGS.search(one.text) and not OF_SOMEBODY.search(text, max(0, one.start - LONGEST_BEFORE), one.start):
            return one
    return None


def _by_captor(text: str, trigger: Span) -> str | None:
    """Return the type by who does it: named behind a "by", else last before the verb in its clause; `None`: nobody known."""
    by = BY.match(text, trigger.end)
    if by:
        found = CAPTOR.search(by[1])
    else:
        before = CLAUSE.split(text[max(0, trigger.start - LONGEST_BEFORE) : trigger.start])[-1]
        found = next(iter([*CAPTOR.finditer(before)][-1:]), None)
    if found is None:
        return None
    return "Kidnapping" if found["armed"] else "Arrest"
