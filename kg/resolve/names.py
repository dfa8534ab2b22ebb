"""Names as keys: when two spellings are one name, and when a mention is a name at all.

In come the texts of mentions; out go comparable keys, slugs and judgements about strings. Nothing here knows what a name refers to.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from kg.model import EntityType

# Words that stand before a person's name and are no part of it. Source: ranks and forms of address of English news style.
TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "sir", "lord", "lady", "dame", "dr", "prof", "professor", "rev", "reverend", "fr", "father", "st"),
        *("gen", "general", "lt", "lieutenant", "col", "colonel", "maj", "major", "capt", "captain", "sgt", "sergeant", "cpl", "corporal"),
        *(
            "adm",
            "admiral",
            "brig",
            "brigadier",
            "cmdr",
            "commander",
            "marshal",
            "chief",
            "officer",
            "president",
            "vice",
            "prime",
            "minister",
        ),
        *(
            "premier",
            "chancellor",
            "king",
            "queen",
            "prince",
            "princess",
            "emir",
            "sultan",
            "sheikh",
            "shaikh",
            "ayatollah",
            "imam",
            "mullah",
        ),
        *(
            "senator",
            "sen",
            "rep",
            "congressman",
            "governor",
            "gov",
            "mayor",
            "judge",
            "justice",
            "pope",
            "bishop",
            "archbishop",
            "ambassador",
        ),
        *("speaker", "chairman", "chairwoman", "chair", "commissioner", "director", "foreign", "defence", "defense", "interior", "state"),
        *("vice-chairman", "lance", "inspector", "superintendent", "presiding", "acting", "of", "mla", "ceo"),
        *("secretary", "spokesman", "spokeswoman", "spokesperson", "deputy", "former", "ex", "late", "pm", "mp", "haji", "syed"),
    )
)
# Words that with titles make up a post ("Health Minister"): as a person's name they name nobody.
POSTS = TITLES | frozenset(
    (
        *("supreme", "leader", "health", "finance", "education", "energy", "oil", "intelligence", "trade", "transport", "agriculture"),
        *("culture", "security", "press", "attorney", "district", "special", "representative", "envoy", "adviser", "advisor", "senior"),
        *("national", "opposition", "party", "police", "army", "sheriff", "prosecutor", "lawyer", "editor", "manager", "coach"),
    )
)
# Words at the end of an organisation's name that add nothing to it ("the Islamic Front group").
TAILS = frozenset(("group", "movement", "organization", "organisation", "militia", "network", "gang"))
# Words that stand for somebody or something and do not say whom or what; where nothing else is said of an actor, it has no name at all.
PRONOUNS = frozenset(
    (
        *("he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "theirs"),
        *("themselves", "we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself", "you", "your", "yours", "yourself"),
        *("who", "whom", "whose", "which", "that", "this", "these", "those", "one", "ones", "one another", "each", "each other", "both"),
        *("all", "any", "many", "most", "some", "other", "others", "another", "everyone", "everybody", "someone", "somebody", "anyone"),
        *("anybody", "nobody", "no one", "none"),
    )
)
# What stands behind a person's last name and is no part of it.
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
# What an actor is called of which its article says no more than such a word.
UNNAMED: Mapping[EntityType, str] = {
    "PER": "unnamed person",
    "ORG": "unnamed organization",
    "GPE": "unnamed country",
    "LOC": "unnamed place",
    "FAC": "unnamed building",
    "GRP": "unnamed people",
    "WEA": "unnamed weapon",
    "TIM": "unnamed time",
    "MISC": "unnamed thing",
}
# Nouns and pronouns that name nobody even with a capital at the head of a sentence.
ORDINARY = PRONOUNS | frozenset(
    (
        *(
            "people",
            "person",
            "man",
            "men",
            "woman",
            "women",
            "child",
            "children",
            "boy",
            "girl",
            "family",
            "families",
            "victims",
            "civilians",
        ),
        *(
            "residents",
            "villagers",
            "citizens",
            "locals",
            "witnesses",
            "survivors",
            "relatives",
            "workers",
            "students",
            "refugees",
            "migrants",
        ),
        *(
            "police",
            "army",
            "military",
            "troops",
            "soldiers",
            "forces",
            "officers",
            "officials",
            "authorities",
            "government",
            "governments",
        ),
        *(
            "militants",
            "gunmen",
            "rebels",
            "insurgents",
            "fighters",
            "terrorists",
            "attackers",
            "assailants",
            "protesters",
            "demonstrators",
        ),
        *("activists", "analysts", "experts", "observers", "diplomats", "lawmakers", "prosecutors", "investigators", "medics", "doctors"),
        *("leaders", "members", "supporters", "critics", "opponents", "suspects", "prisoners", "hostages", "group", "groups", "party"),
        *(
            "parliament",
            "court",
            "media",
            "hospital",
            "school",
            "mosque",
            "church",
            "airport",
            "city",
            "town",
            "village",
            "country",
            "state",
        ),
        *("rockets", "missiles", "bombs", "explosives", "drones", "weapons", "shells", "guns", "tanks", "vehicles"),
    )
)
# Words that a number of people is told with.
QUANTITIES = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen", "dozens", "twenty"),
        *("thirty", "forty", "fifty", "hundred", "hundreds", "thousand", "thousands", "million", "millions", "scores", "tens", "several"),
        *(
            "some",
            "many",
            "most",
            "few",
            "other",
            "others",
            "more",
            "at",
            "about",
            "around",
            "nearly",
            "almost",
            "over",
            "up",
            "only",
            "both",
        ),
        *("all", "every", "no", "any", "another", "least", "former"),
    )
)
# Words for parts of a country: behind a name they make it that of the part ("Helmand province").
PARTS_OF_COUNTRIES = frozenset(
    (
        *("province", "provinces", "governorate", "governorates", "prefecture", "oblast", "region", "regions", "state", "county"),
        *("district", "districts", "area", "areas", "department", "municipality"),
    )
)
# Words for inhabited places, which news writes with a small letter behind a name.
SETTLEMENTS = frozenset(("city", "town", "village"))
# Words that say behind a name, in small letters, what its bearer is.
KINDS = (
    PARTS_OF_COUNTRIES
    | SETTLEMENTS
    | frozenset(
        (
            *("valley", "island", "islands", "peninsula", "mountains", "river", "desert", "sea", "prison", "airport", "base", "camp"),
            *("crossing", "garrison", "barracks", "mosque", "street", "gang", "cartel", "group"),
            *("movement", "militia", "network", "faction"),
        )
    )
)
# Words with a capital that with such a kind describe many ("an Islamist group"), as adjectives of countries do.
_OF_MANY = frozenset(
    (
        *("islamist", "islamic", "jihadist", "salafist", "sunni", "shiite", "shia", "muslim"),
        *("christian", "catholic", "orthodox", "jewish"),
        *("hindu", "buddhist", "kurdish", "arab", "african", "european", "asian", "english", "latin", "american", "communist", "marxist"),
        *("maoist", "western", "eastern", "northern", "southern", "central", "gulf", "ruling", "opposition", "government", "military"),
        *("each", "every", "another", "this", "that", "our", "their", "its", "his", "her", "my", "one", "two", "three", "the"),
    )
)
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "de", "del", "la", "al", "el", "bin", "ibn", "a", "an", "to"))


@lru_cache(maxsize=16_384)  # names come again and again: nine of ten calls while a graph is resolved
def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation, words parted by single spaces ("Al-Jazā'ir" → "al jazair")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['\u2019\u2018`]s\b", "", plain)
    return " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"['\u2019\u2018`.]", "", plain)).split())


def name_key(text: str, *, is_person: bool = False, is_organisation: bool = False) -> str:
    """Return what two spellings of one name share: folded, without "the", a person's titles or an organisation's tail."""
    words = fold(text).split()
    while len(words) > 1 and (words[0] == "the" or (is_person and words[0] in TITLES)):
        words = words[1:]
    while is_organisation and len(words) > 2 and words[-1] in TAILS:  # noqa: PLR2004 - "Wagner Group" keeps its tail
        words = words[:-1]
    return " ".join(words)


def without_suffix(key: str) -> str:
    """Return a person's key without what stands behind the last name ("samuel tolbert jr"); "charles iii" has no last name."""
    words = key.split()
    return " ".join(words[:-1]) if len(words) > 2 and words[-1] in SUFFIXES else key  # noqa: PLR2004 - a full name and its suffix


def last_name(key: str) -> str:
    """Return the last word of a person's key that is no suffix."""
    return without_suffix(key).rpartition(" ")[2]


def has_title(text: str) -> bool:
    """Tell whether a name is written with a person's title before it."""
    words = fold(text).split()
    return len(words) > 1 and words[0] in TITLES


def ordinary_words(text: str) -> frozenset[str]:
    """Return the words that the article also writes with a small letter, so that a capital on them means little."""
    return ORDINARY | frozenset(re.findall(r"\b[a-z]+\b", text))


def is_name(text: str, *, is_exposed: bool, ordinary: frozenset[str]) -> bool:
    """Tell whether a mention is a name rather than a description ("the Taliban", not "Afghan officials" or "12 Rangers").

    Args:
        text: The mention.
        is_exposed: It begins a sentence or stands in a headline, where a capital letter may be no sign of a name.
        ordinary: Words of the article that are no names.
    """
    all_words = re.findall(r"[^\W_]+(?:[.'\u2019-][^\W_]+)*", text)
    words = without_kind(all_words)
    if not words or text[0].isdigit() or not any(c.isupper() for c in words[-1]):
        return False
    lowered = [word.lower() for word in words]
    if all(word in TITLES or len(word) == 1 for word in lowered):
        return False
    if all(word in TITLES or word in ORDINARY for word in lowered) and not is_acronym(text):
        return False
    is_described = is_exposed or len(words) < len(all_words)
    return not (is_described and all(word in ordinary for word in lowered))


def without_kind(words: list[str]) -> list[str]:
    """Return the words of a name without those in small letters at the end that say what its bearer is ("Los Lobos gang").

    Where they do more than that, as the rest names nobody ("an Islamist group"), all words are returned.
    """
    rest = words
    while len(rest) > 1 and rest[-1] in KINDS:
        rest = rest[:-1]
    return words if all(word.lower() in _OF_MANY or word[0].islower() for word in rest) else rest


def is_description(text: str) -> bool:
    """Tell whether words for a group of people describe it rather than name it ("five Iranians", "angry Muslims", "Several")."""
    words = text.split()
    return fold(words[0]) in QUANTITIES or any(word[0].islower() and word not in _SMALL for word in words)


def is_post(text: str) -> bool:
    """Tell whether a text is a post rather than a person's name ("Supreme Leader")."""
    return all(word in POSTS for word in fold(text).split())


def initials(text: str) -> str:
    """Return the first letters of a name's words, small words left out ("Front for National Salvation" → "fns")."""
    return "".join(word[0] for word in fold(text).split() if word not in _SMALL)


def acronyms_of(key: str) -> frozenset[str]:
    """Return what an organisation's key may be shortened to: its initials, and those with that of a tail that keys leave out."""
    letters = initials(key)
    return frozenset((letters, *(letters + tail[0] for tail in TAILS)))


def is_unnamed(name: str) -> bool:
    """Tell whether an actor is only called by its type, as its article says nothing else of it."""
    return name in UNNAMED.values()


def is_acronym(text: str) -> bool:
    """Tell whether a name is written as an acronym ("PKK", "U.N."), dots aside."""
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()  # noqa: PLR2004 - lengths of acronyms


def resembles(one: str, other: str) -> bool:
    """Tell whether one key is short for the other, or its plural: its initials, the start of its acronym, some of its words in order."""
    short, full = sorted((one, other), key=lambda key: (len(key), key))
    if full in {f"{short}s", f"{short}es"}:
        return True
    if " " not in short and " " in full:
        letters = initials(full)
        return len(letters) >= 2 and (short.startswith(letters) or letters.startswith(short) or short in full.split())  # noqa: PLR2004
    return is_part(short, full)


def is_part(short: str, full: str) -> bool:
    """Tell whether the words of `short` stand in `full` in the same order."""
    words = iter(full.split())
    return all(word in words for word in short.split())


def slug(text: str) -> str:
    """Return `text` as a readable part of an IRI ("Al-Shabāb" → "al-shabab"); never empty, at most 40 characters."""
    ascii_only = fold(text).encode("ascii", "ignore").decode()
    return "-".join(ascii_only.split())[:40].strip("-") or "unnamed"


def hash8(*parts: object) -> str:
    """Return eight hex digits that depend on `parts` alone, the same on every machine."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:8]
