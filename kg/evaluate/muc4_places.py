"""Where an incident of MUC-4 was: its country, one place in it, and what that place lies in.

In come a message's reading and the arguments of an incident's events; out go names as the keys have them, without "department" or "city".
Messages seldom name the country that the keys begin with: it is the one of which the message says most, by its names, adjectives, cities
and provinces. The numbers were chosen on training messages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.evaluate.muc4_templates import normal
from kg.resolve.countries import capitals, choose_city, country_in, country_name, country_of, find_cities, province_of
from kg.resolve.names import PARTS_OF_COUNTRIES, SETTLEMENTS, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.evaluate.muc4_features import Message
    from kg.model import Argument, Entity

# Whose incidents MUC-4 asks for: Argentina, Bolivia, Chile, Colombia, Ecuador, El Salvador, Guatemala, Honduras, Peru.
COUNTRIES = frozenset(("AR", "BO", "CL", "CO", "EC", "GT", "HN", "PE", "SV"))
OWN = 3.0  # what a mention of a place counts that an event of the incident has
SHARED = 0.5  # what a city or province counts, for other countries may have one of its name
_MORE = "canton colony commissariat community farm hamlet intendancy jurisdiction neighborhood neighbourhood ranch suburb valley zone"
KINDS = "|".join(sorted(PARTS_OF_COUNTRIES | SETTLEMENTS | set(_MORE.split())))
KIND_BEFORE = re.compile(rf"^(?:\w+ )?(?:{KINDS}) of (?:the )?")
KIND_BEHIND = re.compile(rf"(?: (?:{KINDS}))+$")
SIDE = re.compile(
    r"^(?:(?:an?|the|this|that|our|downtown|central|(?:north|south)?(?:east|west)(?:ern)?|(?:north|south)(?:ern)?)(?: |$))+", re.IGNORECASE
)
# What is no name, by its last word; the keys name places. The messages are in small letters, so that a capital cannot tell.
_THINGS = (
    "border building capital corner countr(?:y|ie) highway home house land mountain nation outskirt place republic residence road site"
)
NO_NAME = re.compile(rf"^\d|(?:^| )(?:{KINDS}|cities|communities|territory|street|woods|{_THINGS.replace(' ', '|')})s?$")


def places(message: Message, arguments: Sequence[Argument]) -> tuple[str, ...]:
    """Return the country of an incident, the place that its events have most often, and what that lies in; the widest first.

    Args:
        message: The message.
        arguments: Those of the incident's events.
    """
    own = [message.entity_of[a.filler] for a in arguments if a.role == "Place" and a.filler in message.entity_of]
    country = _country(message, own)
    told = Counter(entity.id for entity in own if entity.type in {"GPE", "LOC"} and _place(entity.name))
    inner = max(told, key=lambda entity: told[entity], default=None)  # of two, the one that is told first
    within = (relation for relation in message.reading.relations if relation.type in {"locatedIn", "partOf"} and relation.subject == inner)
    named = {inner, *(relation.object for relation in within)}
    names = [_place(entity.name) for entity in message.reading.entities if entity.id in named]
    return tuple(dict.fromkeys(name for name in (normal(country_name(country)) if country else "", *names) if name))


def _place(name: str) -> str:
    """Write a place as the keys have it; "" for a country, and for what is no name."""
    if fold(name) in capitals():  # "Guatemala City"
        return normal(name)
    words = SIDE.sub("", KIND_BEHIND.sub("", KIND_BEFORE.sub("", SIDE.sub("", name.lower()))))
    return "" if not words or NO_NAME.search(words) or _named_country(words) else normal(words)


def _country(message: Message, own: Sequence[Entity]) -> str:
    """Return the code of the country of which the message says most; "" if it says nothing of any."""
    ids = {entity.id for entity in own}
    counted: dict[str, float] = defaultdict(float)
    for span, entity in message.entity_of.items():
        code, weight = _told_country(span.text.lower().removesuffix("'s"))
        if code in COUNTRIES:
            counted[code] += weight * (OWN if entity.id in ids else 1.0)
    return min(counted, key=lambda code: (-counted[code], code), default="")


@lru_cache(maxsize=10_000)
def _told_country(text: str) -> tuple[str, float]:
    """Return the code of the country that a mention tells of ("" if of none), and what it counts for."""
    named = _named_country(text)
    if named:
        return named, 1.0
    of_capital = capitals().get(fold(text), ())
    if len(of_capital) == 1:
        return of_capital[0], 1.0
    province = province_of(KIND_BEHIND.sub("", text))
    if province in COUNTRIES:
        return province, SHARED
    city = choose_city(find_cities(text.title()), spoken_of=COUNTRIES)
    return (city.country, SHARED) if city else ("", 0.0)


def _named_country(text: str) -> str:
    """Return the code of the country whose name or adjective a text is, or begins or ends with; "us" is the pronoun."""
    return "" if text == "us" else country_of(text) or country_in(fold(text))[0] or ""
