"""Organs of states that every country has under the same name: "Interior Ministry", "the Iraqi army", "Ministry of Defence of Chad".

In come keys of names; out goes which organ of which country a name means, if it is such a name. The country is that of the name; where the
name has none, the caller has to know it. Two organs of one name are one only where their country is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.resolve.countries import country_in

PREFIX = "organ:"
# What an organ is called. A name of these words alone, a country aside, says nothing of whose it is.
_WHOLE = frozenset(("army", "parliament", "navy", "gendarmerie", "government", "cabinet", "senate", "judiciary", "military", "presidency"))
_HEADS = _WHOLE | frozenset(
    (
        *(
            "ministry",
            "police",
            "court",
            "forces",
            "force",
            "bank",
            "prosecutor",
            "prosecutors",
            "embassy",
            "guard",
            "department",
            "agency",
        ),
        *("assembly", "council", "commission", "office", "intelligence", "service"),
    )
)
# Words of an organ that a country has many of.
_LOCAL = frozenset(("district", "county", "city", "regional", "provincial", "municipal", "local", "magistrate", "magistrates", "state"))
_SUBJECTS = frozenset(
    (
        *("interior", "defence", "defense", "foreign", "affairs", "finance", "health", "justice", "education", "information", "oil"),
        *("energy", "agriculture", "transport", "trade", "labour", "labor", "economy", "culture", "home", "internal", "external"),
        *("armed", "air", "naval", "land", "ground", "security", "national", "federal", "supreme", "high", "constitutional", "central"),
        *("general", "attorney", "public", "prosecution", "border", "coast", "secret", "electoral", "election", "chief", "staff"),
        *("special", "criminal", "appeal", "appeals", "royal", "republican", "presidential", "prime", "minister", "ministers", "office"),
    )
)
_ALIKE = {"defense": "defence", "labor": "labour", "affairs": "", "prosecutors": "prosecutor"}
_SMALL = frozenset(("of", "the", "for", "and", "s"))


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ of a state; `country` is an ISO code, "" where the name does not say.

    A country has many of a local one; "the Council" may be any.
    """

    words: str
    country: str = ""
    is_local: bool = False

    def __str__(self) -> str:
        """Return it as a key of names."""
        return f"{PREFIX}{self.country}:{self.words}"


@cache
def organ_key(key: str) -> Organ | None:
    """Return the organ that a key names, or `None` where it is a name of its own ("Northern Defence Front")."""
    country, rest = country_in(key)
    words = [word for word in rest.split() if word not in _SMALL]
    if not _HEADS.intersection(words) or not all(word in _HEADS | _SUBJECTS | _LOCAL for word in words):
        return None
    is_vague = len(words) == 1 and words[0] not in _WHOLE and not country
    is_one_of_many = not _LOCAL.isdisjoint(words) and words != ["state", "department"]
    name = " ".join(sorted(filter(None, (_ALIKE.get(word, word) for word in words))))
    return Organ(name, country or "", is_local=is_vague or is_one_of_many)
