"""Who is killed is not his killer, though both may be called by words of one person: "Ada Roe was shot dead. The gunman fled".

In come the mentions of an article and who has which role in which event; out go marks as `kg.reader.identity.contrasts` yields them. They
may be killed, too: so nothing is told where anybody may be both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.encoder.features import NAME, kind_of
from kg.reader.lexicon import GUARDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Argument, Span
    from kg.reader.encoder.decode import Mark

# Words that begin so: "fir" is in "confirmed", too.
_KILLED = r"assassinat|dead|death|(?:gun)?shot|gunned|kill|murder|slain|slay|stab"
KILLED = re.compile(rf"\b(?:{_KILLED})", re.IGNORECASE)
DEADLY = re.compile(
    rf"\b(?:{_KILLED}|(?:counter)?-?attack|blew|(?:fire)?bomb|explo|fir(?:e|ing)|hijack|kidnap|open|ram(?:m|s?\b)|shoot|storm)",
    re.IGNORECASE,
)
_KILLER = r"(?:assailant|assassin|attacker|bomber|captor|gunman|hijacker|kidnapper|killer|murderer|perpetrator|shooter)"
KILLER = re.compile(rf"(?:.*\s)?{_KILLER}")
IS_KILLER = re.compile(rf"{_KILLER}\W+(?:(?:[A-Z][\w.'’-]*|identified|named|known|as|suspect|by|police)\W+){{0,4}}$")
A_KILLER = re.compile(rf"\W+(?:\w+\W+)?(?:the|an?|was|is|one\s+of)\s+(?:[\w'’-]+\s+){{0,4}}{_KILLER}")
LONGEST_BEFORE = 80  # characters
# Whom they kill may be a killer.
BY_GUARDS = re.compile(rf"\b(?:{GUARDS}|police\w*)$", re.IGNORECASE)
ANYONE = frozenset(("he", "He", "she", "She", "who", "him", "his"))


def killer_marks(text: str, mentions: Sequence[Span], types: Sequence[str], arguments: Sequence[Argument]) -> Iterator[Mark]:
    """Yield who is killed, by name, and who is called a killer, as long as nobody by a name or as "he" does anything deadly.

    A killer may be killed, too: so whose name stands beside such a word is left out.
    """
    people = [i for i, kind in enumerate(types) if kind == "PER"]
    killers = [i for i in people if KILLER.fullmatch(mentions[i].text)]
    if not killers:
        return
    deadly = [a for a in arguments if DEADLY.search(a.trigger.text)]
    doers = {a.filler.text.split()[-1] for a in deadly if a.role == "Agent"}
    by_guards = {a.trigger for a in deadly if a.role == "Agent" and BY_GUARDS.search(a.filler.text)}
    fatal = [a for a in deadly if a.role == "Victim" and KILLED.search(a.trigger.text) and a.trigger not in by_guards]
    victims = {a.filler.text.split()[-1] for a in fatal} - doers
    killed = [i for i in people if kind_of(mentions[i].text.split()) == NAME and mentions[i].text.split()[-1] in victims]
    if doers.isdisjoint(ANYONE) and not any(_is_called_killer(text, mentions[i]) for i in killed):
        yield from ((i, "killer or killed", frozenset(("killer",))) for i in killers)
        yield from ((i, "killer or killed", frozenset(("killed",))) for i in killed)


def _is_called_killer(text: str, name: Span) -> bool:
    return (
        IS_KILLER.search(text[max(0, name.start - LONGEST_BEFORE) : name.start]) is not None or A_KILLER.match(text, name.end) is not None
    )
