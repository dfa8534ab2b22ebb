"""Events that fixed phrases tell, which the network misses: "laid to rest", "vowed revenge", "took 40 hostages", "recalled its envoy".

In comes a text, out go the places of the words that stand for an event, with its type. Only phrases are here of which every reading is that
event; who takes part in it, and whether it happened, the network tells. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.events.kinds import ARMED, STATE
from kg.reader.lexicon import DOTTED_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator


class Phrase(NamedTuple):
    """A type of event, parts of words of which one must stand in the text, the phrase, and what stands before it.

    The group `trigger` of the phrase stands for the event. What stands before is looked at last, as it is found slowly.
    """

    kind: str
    keywords: tuple[str, ...]
    wording: re.Pattern[str]
    before: re.Pattern[str]


LONGEST_BEFORE = 60  # characters


def _phrase(kind: str, keywords: tuple[str, ...], wording: str, *, before: str = "") -> Phrase:
    return Phrase(kind, keywords, re.compile(wording, re.IGNORECASE), re.compile(before, re.IGNORECASE | re.DOTALL))


_THE = r"(?:(?:an?|her|his|its|our|the|their)\s+)"
_TOLD = (
    r"(?:claims?|concerns?|controvers(?:y|ies)|debates?|doubts?|fears?|ghosts?|issues?|matters?|myths?|notions?|questions?|rumou?rs?|speculation"
    r"|suspicions?|theor(?:y|ies)|worries)"
)
# Between a verb and the number of hostages: "more than", "an estimated 40".
_NUMBER = r"(?:(?!(?:and|by|for|from|in|of\s+(?:her|his|its|the|their)|on|that|the|to|who|with)\b)[\w,-]+\s+){0,5}?"
_VENGEANCE = r"(?:reprisals?|retaliation|retribution|revenge|vengeance)\b"
_ENVOY = r"(?:ambassadors?|charg[eé]s?\s+d['’]affaires|consuls?|diplomats?|(?:special\s+)?envoys?|high\s+commissioners?|representatives?)\b"
_DRIVING = (
    r"(?:chas(?:ed|es|ing)|dislodg(?:ed|es|ing)|driv(?:e|en|es|ing)|drove|flush(?:ed|es|ing)|forc(?:ed|ing)|oust(?:ed|ing)|push(?:ed|es|ing)"
    r"|threw)"
)
_TROOPS = rf"(?:{ARMED}|arm(?:y|ies)|forces|soldiers|troops|invaders|taliban)"
_HOME = r"(?:[\w-]+\s+)?(?:apartments?|beds?|dormitor(?:y|ies)|flats?|homes?|houses?|villages?)\b"
_NAME = r"(?-i:[A-Z][\w'’.-]+)"
_OFFICE = (
    r"(?:ambassador|army\s+chief|attorney\s+general|chair(?:m[ae]n|woman)?|chancellor|chief|coach|commander|crown\s+prince|defen[cs]e\s+(?:minister|secretary)"
    r"|director|envoy|finance\s+minister|foreign\s+minister|general\s+secretary|governor|head|heir|interior\s+minister|leader|manager|minister|premier"
    r"|president|prime\s+minister|running\s+mate|secretary|speaker|spokes(?:man|woman)|successor|vice[\s-]president)\b"
)
_NEW = r"(?:(?:acting|an?|deputy|her|his|interim|its|new|next|permanent|the|their|vice)\s+){0,3}"

PHRASES: tuple[Phrase, ...] = (
    _phrase(
        "Commemoration",
        (" to rest",),
        rf"\b(?P<trigger>la(?:id|in|y)\s+to\s+rest)\b(?!\s+{DOTTED_WORD}{{0,3}}{_TOLD})",
        before=rf"\A(?!.*\b{_TOLD}\b[^.;:\n]*\Z)",
    ),
    _phrase("Commemoration", ("silence",), r"\b(?P<trigger>(?:minutes?|moments?)(?:['’]s?)?\s+(?:of\s+)?silence)\b"),
    _phrase(
        "Threat",
        ("reveng", "aveng", "vengeance", "retaliat", "retribution", "reprisal"),
        rf"\b(?P<trigger>(?:pledg|swear|swore|vow)\w*|promis(?:ed|es))\s+(?:(?!(?:no|not)\b)[\w-]+\s+){{0,3}}?(?:{_VENGEANCE}|to\s+(?:avenge|retaliate|(?:exact|take)\s+{_VENGEANCE}))",
    ),
    _phrase(
        "Kidnapping", ("hostages",), rf"\b(?P<trigger>t(?:ake|akes|aken|aking|ook)|grabb(?:ed|ing)|seiz(?:ed|es|ing))\s+{_NUMBER}hostages\b"
    ),
    _phrase("Withdrawal", ("recall",), rf"\b(?P<trigger>recall(?:ed|ing|s)?)\s+{_THE}?(?:[\w-]+\s+){{0,2}}?{_ENVOY}"),
    _phrase(
        "Seizure",
        (" out ", " from "),
        rf"\b(?P<trigger>{_DRIVING})\s+(?:out\s+)?(?:the\s+)?(?:[\w-]+\s+){{0,2}}?{_TROOPS}\s+(?:[\w-]+\s+){{0,2}}?(?:back\s+from|from|out\s+of)\s",
    ),
    _phrase(
        "Withdrawal",
        (" out ",),
        rf"\b(?P<trigger>{_DRIVING}\s+out)\s+of\s",
        before=rf"\b{_TROOPS}\s+(?:had\s+been|has\s+been|have\s+been|was|were)\s+\Z",
    ),
    # Of things this is a seizure, too; of people `captives.py` makes it an arrest or a kidnapping.
    _phrase(
        "Seizure",
        ("took ", "taken "),
        rf"\b(?P<trigger>took|taken)\s+{DOTTED_WORD}{{1,4}}?(?:from\s+(?:her|his|their)\s+{_HOME}|away\b)",
        before=rf"\b(?:{ARMED}|{STATE})\s+(?:also\s+|had\s+|have\s+)?\Z",
    ),
    _phrase(
        "Seizure",
        ("taken ",),
        rf"\b(?P<trigger>taken)\s+(?:away|from\s+(?:her|his|their)\s+{_HOME})\s+{DOTTED_WORD}{{0,14}}?by\s+(?:[\w-]+\s+){{0,3}}?(?:{ARMED}|{STATE})\b",
    ),
    _phrase(
        "Sanction",
        ("diplomatic ", "relations with "),
        r"\b(?P<trigger>(?:br(?:eak|eaks|eaking|oke|oken)|cut|cuts|cutting|sever\w*|suspend\w*)(?:\s+off)?)\s+"
        r"(?:[\w-]+\s+){0,2}?(?:diplomatic\s+(?:relations|ties)|relations\s+with)\b",
    ),
    _phrase(
        "Appointment",
        ("named", "naming"),
        rf"\b(?P<trigger>nam(?:ed|ing))\s+(?:(?!(?:after|as|by|for|in|who|whose)\b)[\w'’.-]+,?\s+){{0,10}}?(?:as\s+{_NEW}{_OFFICE}(?!\s+suspect)|to\s+(?:replace|serve\s+(?:as|out)|succeed)\b)",
    ),
    _phrase(
        "Appointment",
        ("named", "naming"),
        rf"\b(?P<trigger>named)\s+(?:{_NAME}(?:\s+{_NAME}){{0,3}}|(?:her|his|its)\s+\w+)\s+{_NEW}{_OFFICE}(?!\s+{_NAME})",
    ),
)


def worded_events(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    """Yield where a phrase stands, where its words for the event stand, and the type of that; offsets are characters, half-open."""
    lowered = text.lower()
    for phrase in PHRASES:
        if any(keyword in lowered for keyword in phrase.keywords):
            for found in phrase.wording.finditer(text):
                if phrase.before.search(text[max(0, found.start() - LONGEST_BEFORE) : found.start()]):
                    yield found.span(), found.span("trigger"), phrase.kind


def kind_of_phrase(kind: str, other: str) -> str:
    """Return the type of what the network takes for an event, too, given the type of the phrase: that of people who are taken stays."""
    return other if kind == "Seizure" and other in {"Arrest", "Kidnapping"} else kind
