"""Capitals said for their states: "Tehran accused London" is of two states, "shots were heard in Tehran" of a city.

In comes a reading; out go its entities, those parted whose mentions are now the city, now the state. It is the role that tells them apart:
a city cannot act or speak, so a capital that does is its state, and so is one that is spoken to. One that is shelled is the city.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.model import Entity, EntityType, EventType, Mention, Reading, Role, Span
from kg.resolve.countries import capitals, country_of
from kg.resolve.names import ORDINARY, fold

TYPES: frozenset[EntityType] = frozenset(("GPE", "LOC", "ORG"))
# Roles that only an actor can have, whatever happens.
ACTING: frozenset[Role] = frozenset(("Agent", "Source"))
# Events that are done to a state, not to the houses of its capital.
SPOKEN: frozenset[EventType] = frozenset(
    (
        *("Accusation", "Agreement", "Aid", "Condemnation", "Decision", "Demand", "Denial", "Endorsement"),
        *("Meeting", "Prosecution", "Sanction", "Threat"),
    )
)
SPEAKING = frozenset(("i", "me", "my", "our", "ours", "ourselves", "us", "we"))
_NO_NAMES = ORDINARY | {"the"}
_CITY, _STATE, _OPEN, _OTHER = "city:", "state", "", "name:"


def pieces(reading: Reading) -> Iterator[tuple[Entity, str, bool]]:
    """Yield each entity, the ISO code of the state that it is known to be by role ("" if none), and whether it is only a part.

    An entity whose mentions name two states, or now a capital and now its state, is parted: no text means both by one word. The largest
    part comes first and keeps the entity's id for its own. Times are left out.
    """
    roles = _roles(reading)
    countries = Counter(code for e in reading.entities if e.type in TYPES for m in e.mentions if (code := country_of(m.span.text)))
    for entity in reading.entities:
        if entity.type == "TIM":
            continue
        if entity.type not in TYPES:
            yield entity, "", False
            continue
        capital_of = _capitals_of(entity, countries)
        named = {code for m in entity.mentions if (code := country_of(m.span.text))}
        if not capital_of and len(named) < 2:  # noqa: PLR2004 - two states
            yield entity, "", False
        else:
            yield from _parts(entity, capital_of, named, roles)


def _parts(
    entity: Entity, capital_of: Mapping[str, str], named: set[str], roles: Mapping[Span, set[tuple[EventType, Role]]]
) -> Iterator[tuple[Entity, str, bool]]:
    """Yield the part of each city and of each state, the largest first; what is no name goes with the mention before it.

    "We" is who speaks, and he is seldom named right before: it goes with the largest part.
    """
    code = min(capital_of.values(), default="")
    current = code if code in named else min(named, default=f"{_CITY}{code}")
    parts: dict[str, list[Mention]] = defaultdict(list)
    speaking = [mention for mention in entity.mentions if mention.span.text.lower() in SPEAKING]
    for mention in sorted(set(entity.mentions).difference(speaking), key=lambda m: m.span):
        state, capital = country_of(mention.span.text), capital_of.get(fold(mention.span.text))
        if state:
            current = state
        elif capital:
            meant = _CITY if mention.span.text.isupper() else _meant(roles.get(mention.span, set()))  # "TEHRAN —": where it was written
            is_state = meant == _STATE or (meant == _OPEN and capital in named)
            current = capital if is_state else f"{_CITY}{capital}"
        elif _has_name(mention.span.text):  # another name, in what is plainly not one thing
            current = f"{_OTHER}{fold(mention.span.text)}"
        parts[current].append(mention)
    ranked = sorted(parts, key=lambda part: (-len(parts[part]), part))
    parts[ranked[0]] = sorted((*parts[ranked[0]], *speaking), key=lambda m: m.span)
    for k, part in enumerate(ranked):
        yield replace(entity, mentions=tuple(parts[part])), "" if part.startswith((_CITY, _OTHER)) else part, k > 0


def _has_name(text: str) -> bool:
    """Tell whether a word of a mention has the capital of a name; "We" and "The country" have that of their sentence."""
    return any(word[0].isupper() and fold(word) not in _NO_NAMES for word in text.split())


def _meant(roles: set[tuple[EventType, Role]]) -> str:
    """Return whether a mention in these roles is the city or the state; "" where they do not tell."""
    if any(role == "Place" for _, role in roles):
        return _CITY
    if any(role in ACTING or (role == "Target" and event in SPOKEN) for event, role in roles):
        return _STATE
    return _OPEN


def _capitals_of(entity: Entity, countries: Mapping[str, int]) -> dict[str, str]:
    """Return the country of each capital that names the entity; of two with a capital of one name the one that the article speaks of."""
    found: dict[str, str] = {}
    for name in {fold(m.span.text) for m in entity.mentions}:
        codes = capitals().get(name, ())
        choices = [code for code in codes if countries.get(code)] or codes
        if len(choices) == 1:
            found[name] = choices[0]
    return found


def _roles(reading: Reading) -> dict[Span, set[tuple[EventType, Role]]]:
    """Return the roles of each mention, with the type of the event."""
    types = {mention.trigger: mention.type for event in reading.events for mention in event.mentions}
    found: dict[Span, set[tuple[EventType, Role]]] = defaultdict(set)
    for argument in reading.arguments:
        found[argument.filler].add((types[argument.trigger], argument.role))
    return found
