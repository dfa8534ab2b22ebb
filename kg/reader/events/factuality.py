"""Words beside a trigger that say it did not happen, or not yet: a check on what the network takes for a fact.

In come the text and triggers with the factuality that the network gives them; out goes a factuality. Only facts are looked at, and plans
that came about ("forced them to flee"). Only words that govern the trigger in its clause count; how often each kind of cue is right on the
training articles stands beside it. To take a plan for a fact is the worse error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kg.model import Factuality, Span


class Cue(NamedTuple):
    """What stands right before a trigger and right behind it, and what that makes of it; with a `trigger`, only of one that begins so."""

    factuality: Factuality
    before: re.Pattern[str]
    trigger: re.Pattern[str]
    after: re.Pattern[str]


ANY = re.compile("")
LONGEST = 80  # characters before a trigger that are looked at
_DETERMINERS = r"(?:(?:an?|the|its|their|his|her|new|more|another|further|full|immediate|urgent|swift|major|large-scale)\s+){0,3}"
_ADVERBS = r"(?:\s+(?:also|be|been|continue|even|have|likely|now|soon|then|to|try|again))*\s+"
_INTENDING = (
    r"agree|aim|ask|attempt|call|decid|hop|intend|mov|offer|order|plan|pledg|prepar|promis|propos|seek|threaten|tri|try|urg|vow|want|warn"
)
# What is done in the clause behind "allegations that"; of a noun there, the article often says itself that it happened.
_DEEDS = re.compile(
    r"(?:abduct|assassinat|attack|bomb|execut|harm|injur|kidnap|kill|loot|massacr|murder|rap|shell|slaughter|tortur|wound)\w*ed\b"
    r"|(?:beat(?:en)?|burnt|destroyed|hit|hurt|shot|struck|taken\s+hostage)\b",
    re.IGNORECASE,
)
_THAT_SOMEBODY = r"that\s+(?:(?!(?:after|because|before|that|when|where|which|who|whom|whose)\b)[\w'’-]+\s+){1,6}"
_SOMEBODY_WAS = (
    r"(?:that\s+)?(?:(?!(?:after|because|before|in|of|that|was|were|when|where|which|who|whom|whose)\b)[\w'’-]+\s+){1,5}"
    r"(?:had\s+been|has\s+been|have\s+been|may\s+have\s+been|was|were)\s+(?:\w+ly\s+)?"
)
# What stands between a verb and its object, of which the next noun is the head or the first word.
_OBJECT = r"(?:(?!(?:after|and|as|at|before|but|by|during|for|from|in|of|on|or|over|that|to|when|which|who|with)\b)[\w'’$€£.-]+\s+){0,5}"
_DEAL = re.compile(r"(?:acquisition|bid|buyout|deal|merger|nomination|purchase|sale|take-?over)s?\b", re.IGNORECASE)
_GATHERING = re.compile(
    r"(?:banquet|ceremon(?:y|ies)|demonstration|manifestation|march|meeting|parade|protest|rall(?:y|ies)|summit|talk|trip|visit)(?:e?s)?\b",
    re.IGNORECASE,
)
_CALLED_TO = re.compile(
    r"(?:[\w-]+\s+){0,2}(?:boycott|demonstration|election|hartal|march|meeting|poll|protest|rall(?:y|ies)|referendum|session|shutdown|strike|summit|talk|vote|walkout)"
    r"(?:e?s)?\b",
    re.IGNORECASE,
)
_NO_PARTICIPLE = re.compile(r"(?![\w-]+(?:ed|ers?)\b)")  # "prevented the wounded from leaving"
_UNSURE_REPORTS = r"(?:unconfirmed|unverified|(?:den|dismiss|investigat|reject)\w+(?:\s+[\w-]+)??|(?:look|check)\w*\s+into)\s+reports"


# Who did nothing, or to whom nothing was done; "no doubt" and "no more than three" are nobody.
_NO_BODY = r"(?:no[\s-]one|nobody)(?:\s+else)?"
_NO_WORDS = r"(?:(?!(?:that|which|who)\b)[\w'’-]+\s+){0,2}[\w'’-]+"
_OF_NONE = rf"(?:none\s+of|neither(?:\s+of)?)\s+{_NO_WORDS}"
_NO_GROUP = rf"(?:no\s+(?!(?:doubt|longer|matter|sooner)\b){_NO_WORDS}|{_OF_NONE})"
_HAS = r"(?:has|have|had)(?:\s+(?:as\s+)?(?:ever|far|immediately|initially|officially|publicly|since|so|yet))*"
_VERB = re.compile(r"[\w-]+(?:ed|ing)$|(?:beat|caught|held|hit|hurt|seized|shot|struck|took)$", re.IGNORECASE)
_NOBODY_BEHIND = re.compile(
    r"\s+(?:no[\s-]one|nobody|none(?=\s*(?:[.,;]|of\b))|no\s+(?!(?:doubt|fewer|later|less|longer|matter|more|other|sooner|and|at|in|on|or|to)\b)[a-z])",
    re.IGNORECASE,
)
_PENALTY = re.compile(r"(?:death|execution|penalty|sentence)\b", re.IGNORECASE)
_REVENGE = re.compile(r"(?:reprisal|retaliat|retribut|reveng|vengeance)", re.IGNORECASE)
_CLAIMING = re.compile(r"(?:(?:accept|admitt|assum|claim)ed|taken|took)\b", re.IGNORECASE)


_WAS_FALSE = re.compile(
    r"[^.;:\n]{0,60}?\s(?:(?:is|was|were|are)\s+(?:\w+ly\s+)?|proved\s+(?:to\s+be\s+)?|turned\s+out\s+to\s+be\s+)"
    r"(?:an?\s+)?(?:baseless|bogus|fabricated|fake|false|hoax(?:es)?|incorrect|unfounded|untrue|wrong)\b",
    re.IGNORECASE,
)
# A search and a reward are for what is to come.
_LEADING_TO = r"\b(?:clues?|information|lead|tips?|tip-?offs?)\s+(?:that\s+(?:could\s+|may\s+|might\s+)?)?lead(?:ing|s)?\s+to\s+"


def _cue(factuality: Factuality, before: str, trigger: re.Pattern[str] = ANY, after: re.Pattern[str] = ANY) -> Cue:
    return Cue(factuality, re.compile(before, re.IGNORECASE), trigger, after)


# In this order, the first that fits. In brackets: of all gold mentions of the training articles with this cue, how many are no facts.
CUES: tuple[Cue, ...] = (
    _cue("Negated", r"\b(?:fail|failed|fails|failing|unable|refus\w+|declin\w+)\s+to\s+(?:be\s+)?$"),  # 4 of 4
    _cue("Negated", r"(?:\b(?:not|never)|n['’]t)(?:\s+(?:be|been|being|even|ever|have|yet))*\s+$"),  # 24 of 26
    _cue(
        "Negated", rf"\b(?:nobody|none|no\s+(?:one|\w+)|{_OF_NONE})\s+(?:else\s+)?(?:was|were|has\s+been|have\s+been|had\s+been)\s+$"
    ),  # 1 of 1
    _cue("Negated", rf"\b{_NO_BODY}\s+(?:{_HAS}\s+)?$"),
    _cue("Negated", rf"\b(?:none|neither|{_NO_GROUP})\s+{_HAS}\s+$"),
    _cue("Negated", rf"\b{_NO_GROUP}\s+(?:\w+ly\s+)?$", _CLAIMING),
    _cue("Negated", rf"(?<!\bnot\s)(?<!\bbeen\s)(?<!\bbe\s)\brul(?:ed|es|ing)\s+out\s+{_OBJECT}$", _NO_PARTICIPLE),
    _cue("Negated", rf"\breports?\s+{_THAT_SOMEBODY}$", ANY, _WAS_FALSE),
    _cue("Negated", rf"\b(?:{_NO_BODY}|{_NO_GROUP})\s+(?:was|were|(?:has|have|had)\s+been)\s+[\w-]+\s+n?or\s+$"),
    _cue("Negated", r"(?<!\bthe\s)(?<!\ba\s)$", _VERB, _NOBODY_BEHIND),
    _cue("Negated", r"\b(?:no|without)\s+(?:further\s+|more\s+|any\s+)?$"),  # 26 of 27
    _cue("Planned", rf"\b(?:will|shall|would|should|must|ought)\b{_ADVERBS}$"),  # 61 of 65
    _cue("Planned", r"\b(?:is|are|was|were)\s+to\s+(?:be\s+)?$"),  # 2 of 3
    _cue("Planned", rf"\b(?:{_INTENDING})\w*\s+(?:(?!that\b)[\w'’-]+\s+){{0,4}}to\s+(?:be\s+)?(?:\w+ly\s+)?$"),  # 69 of 78
    _cue(
        "Planned", r"\b(?:about|due|expected|going|likely|poised|ready|scheduled|set|slated|supposed)\s+to\s+(?:be\s+|have\s+)?$"
    ),  # 20 of 25
    _cue("Planned", rf"{_LEADING_TO}{_DETERMINERS}$"),
    _cue("Planned", rf"\b(?:pledg|promis|swear|swore|threaten|vow)\w*\s+{_DETERMINERS}(?:[\w-]+\s+)?$", _REVENGE),
    _cue("Planned", rf"\b(?:plan|prepar|schedul|propos)\w*\s+(?:for\s+)?{_DETERMINERS}$"),  # 15 of 16
    _cue("Planned", rf"\b(?:(?:appeal|call|press|push)(?:s|ed|ing)?\s+for|demand(?:s|ed|ing)?(?:\s+for)?)\s+{_DETERMINERS}$"),
    # To call without "for" is to name ("called the attack a crime"), but of what people are called to.
    _cue("Planned", r"\bcall(?:s|ed|ing)?\s+(?:an?|another|early|fresh|general|more|new)\s+(?:[\w-]+\s+){0,2}$", _CALLED_TO),
    _cue("Planned", r"\b(?:forthcoming|imminent|impending|looming|planned|proposed|upcoming)\s+(?:\w+\s+)?$"),  # 17 of 17
    _cue("Possible", rf"\b(?:could|may|might)\b{_ADVERBS}$"),  # 12 of 13
    _cue("Possible", r"\b(?:alleged|apparent|possible|potential|purported|suspected)(?:ly)?\s+(?:\w+\s+)?$"),  # 47 of 54
    _cue("Negated", rf"\b(?:avert|foil|forestall|prevent|thwart)(?:ed|s)\s+{_OBJECT}$", _NO_PARTICIPLE),  # 2 of 2
    _cue("Negated", rf"\b(?:call(?:ed|s|ing)\s+off|cancel+(?:ed|ing|s)|scrap(?:ped|ping|s))\s+{_OBJECT}$", _GATHERING),  # 1 of 1
    # Of these the training articles have none.
    _cue("Negated", rf"\b(?:block|scuttl|scupper|veto|thwart)(?:s|ed|e?s|ing)?\s+{_OBJECT}$", _DEAL),
    _cue("Claimed", rf"\b(?:accusations?|allegations?)\s+{_THAT_SOMEBODY}$", _DEEDS),
    _cue("Possible", r"\bfac(?:e|ed|es|ing)\s+(?:an?\s+|the\s+)?(?:possible\s+)?$", _PENALTY),
    _cue("Possible", rf"\bsuspect(?:s|ed)?\s+{_SOMEBODY_WAS}$", _DEEDS),
    _cue("Possible", rf"\b(?:rumou?rs?|suspicions?|{_UNSURE_REPORTS})\s+{_THAT_SOMEBODY}$", _DEEDS),
    _cue("Possible", rf"\b(?:rumou?rs?|{_UNSURE_REPORTS})\s+of\s+{_DETERMINERS}$"),
)


# What somebody was made to do he did, and what somebody is wanted for happened, though the network takes it for a plan.
_MADE_TO = (
    r"(?:(?:(?:prompt|forc|induc|caus)(?:ed|ing)|compelled)\s+(?:(?!(?:and|but|by|into|on|or|that|to)\b)[\w'’.-]+\s+){1,5}"
    r"|(?:leading|led)\s+(?:(?-i:[A-Z][\w'’.-]+\s+){1,4}|(?:her|him|it|many|some|them|thousands)\s+))to\s+(?:be\s+)?"
)
_WANTED_FOR = rf"\bwanted\s+(?:by\s+(?:[\w'’.-]+\s+){{1,5}})?(?:for|in\s+connection\s+with|over)\s+{_DETERMINERS}(?:[\w-]+\s+){{0,2}}"
HAPPENED = re.compile(rf"(?:(?<!\bhave\s)(?<!\bnot\s)\b{_MADE_TO}|{_WANTED_FOR})$", re.IGNORECASE)


def checked(text: str, trigger: Span, factuality: Factuality) -> Factuality:
    """Return the factuality of a mention, given what the network says: what a cue speaks against is what the cue says."""
    before = text[max(0, trigger.start - LONGEST) : trigger.start]
    if factuality == "Planned" and HAPPENED.search(before):
        return "Fact"
    if factuality != "Fact":
        return factuality
    return next((cue.factuality for cue in CUES if _fits(cue, text, trigger, before)), factuality)


def _fits(cue: Cue, text: str, trigger: Span, before: str) -> bool:
    is_worded = cue.trigger.match(trigger.text) and cue.after.match(text, trigger.end)
    return is_worded is not None and cue.before.search(before) is not None
