"""Times that are still to come by the words before them.

"A day of mourning for Saturday", "a hearing that was put off to June 12", "flights will start on August 4", "the term expires in October":
that is the next such day or month. What a verb to come is told of may have been before ("will try those arrested on Friday", "will debate
Monday's attack"), so nothing that is another clause may stand between; and a time of nothing but what happened is past.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.arguments import by_filler
from kg.reader.lexicon import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Argument, EventMention, Span

_A_DAY = "|".join(WEEKDAYS)
_A_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY = re.compile(rf"(?:{_A_DAY})\b|\d|\b(?:{_A_MONTH})\b", re.IGNORECASE)
# A day that something is put off to, or called for.
PUT_OFF = re.compile(
    r"\b(?:adjourn|deferr?|delay|postpon|re-?schedul)\w*\b(?:(?!\bfrom\b)[^.;:\n]){0,80}\b(?:for|till|to|until)\s+$"
    r"|\bput(?:s|ting)?\s+(?:back|off)\b[^.;:\n]{0,60}\b(?:for|till|to|until)\s+$",
    re.IGNORECASE,
)
CALLED_FOR = re.compile(
    r"\b(?:call(?:ed|ing|s)?|declar(?:ed?|es|ing)|fix(?:ed|es)|order(?:ed|s)|plan(?:ned|s)|proclaim(?:ed|s)|schedul(?:ed|es)|set(?:s|ting)?|slated|summoned)"
    r"\s+[^.,;:\n]{0,60}\bfor\s+$",
    re.IGNORECASE,
)
# A verb of what is to come, with what belongs to it: "will also be held", "is set to reopen", "expires"; or none, "set to reopen".
_BE = r"\b(?:am|are|is)\s+(?:now\s+|\w+ly\s+)?"
_AND_VERB = r"\s+(?:(?:also|not|now|only|then|\w+ly)\s+)*(?:be\s+(?:\w+ly\s+)?)?(?!(?:have|in|of|on)\b)\w+"
_VERB = (
    rf"(?:(?:\b(?:will|shall|won['’]t)\b|['’]ll\b|{_BE}(?:(?:due|expected|going|planned|scheduled|set|slated)\s+)?to\b|\b(?:expects?|intends?)\s+to\b"
    r"|(?<!\bbeen\s)(?<!\bhad\s)(?<!\bhave\s)(?<!\bwas\s)(?<!\bwere\s)(?<!ly\s)\b(?:scheduled|set(?!\s+to\s+work)|slated)\s+to\b)"
    rf"{_AND_VERB}|{_BE}(?:due|planned|scheduled|set|slated)(?=\s+(?:for|on)\b)|\bset(?=\s+for\b)"
    r"|\b(?:expires?|(?:comes?|goes?)\s+into\s+(?:effect|force)|takes?\s+(?:effect|place)))"
)
# What is not of it: another clause, a participle ("those arrested"), what was done ("for leaving"), and who says so.
_OTHER = (
    r"(?:after|although|and|as|because|before|but|by\s+\w+ing|for\s+\w+ing|following|from\s+\w+ing|how|if|in\s+\w+ing|of\s+\w+ing|once|or|since|than|that"
    r"|though|unless|what|when|where|whether|which|while|who|whom|whose|why|without|became|began|born|brought|built|came|did|done|fell|fled|found|gave"
    r"|given|got|grew|had|has|held|hit|kept|knew|known|led|left|lost|made|met|ran|rose|said|saw|says?|seen|sent|shot|spoke|taken|tells?|told|took|was|went"
    r"|were|won|written|wrote|(?!hundred\b)\w\w+ed)\b"
)
_REST = rf"(?:\s+(?!{_OTHER})[^\W_](?:[\w'’&/-]|[.,:](?=\d))*){{0,14}}?"
_DATE = rf"(?:(?:{_A_DAY}),?\s+)?(?:\d{{1,2}}\s+(?:{_A_MONTH})|(?:{_A_MONTH})\.?(?:\s+\d{{1,2}})?)"
_ONE = rf"(?:(?:{_A_DAY})(?:\s+(?:morning|afternoon|evening|night))?|{_DATE})"
_WHICH = r"(?:(?:about|around|early|either|late|mid|the|this)[\s-]+)*"
_AT = (
    r"\s+(?:(?:as\s+(?:early|late|soon)\s+as|starting|beginning)\s+)?"
    r"(?:(?:after|at|before|between|by|from|in|on|over|through|till|until)\s+)?"
)
IN_CLAUSE_AHEAD = re.compile(rf"{_VERB}{_REST}{_AT}{_WHICH}(?:{_ONE}\s+(?:and|or|through|to|until)\s+(?:on\s+)?{_WHICH})?$", re.IGNORECASE)
# Before a date that needs a preposition: "will release the May figures" is of May.
PREPOSITION = re.compile(
    rf"\b(?:after|and|as|at|before|beginning|between|by|from|in|on|or|over|starting|through|till|to|until)\s+{_WHICH}$", re.IGNORECASE
)
WEEKDAY = re.compile(rf"(?:(?:early|late|next)\s+)?(?:{_A_DAY})\b", re.IGNORECASE)
# "tried to seize"; "on Friday to help", if nothing before it says that it is to come.
TRIED = re.compile(r"\b(?:tried|trying|attempted|attempting|sought|scrambled|struggled) to (?:\w+ )?$", re.IGNORECASE)
PURPOSE = re.compile(r"\s+(?:in order )?to\s+(?:\w+\s+)?", re.IGNORECASE)
TO_COME = re.compile(
    r"\b(?:will|would|shall|should|may|might|must|can|could|due|scheduled|expected|likely|set|plan\w*|hop\w+|want\w*|aim\w*|inten\w+"
    r"|propos\w+|vow\w*|call\w*|urg\w+|going|(?:is|are|was|were|have|has|had) to|next|coming|upcoming|by)\b|\b(?:is|are)(?: on)? $",
    re.IGNORECASE,
)
# "Having been freed in May, he will …"; "announced her candidacy on Friday", "said on Friday": that is when it was said.
DONE = re.compile(r"\b(?:having|after\s+(?:being|having))\s(?:(?!\b(?:shall|will|would)\b)[^,])*$", re.IGNORECASE)
SAID = re.compile(
    r"\b(?:said|told\s+\w+|announced|warned|vowed|pledged|promised|added|confirmed|reported|stated|wrote|tweeted)\s+(?:(?:late|early)\s+)?(?:on\s+)?$"
    r"|\b(?:announced|confirmed|declared|revealed|submitted)\s+(?:her|his)\s+(?:\w+\s+)?(?:bid|candidacy|candidature|departure|engagement|resignation"
    r"|retirement)\b[^,]*\son\s+$",
    re.IGNORECASE,
)
# Behind a day that is one by itself, and no part of "Saturday's attack" or "the Saturday attack".
ALONE = re.compile(
    rf"\s*(?:$|\d{{1,2}}\b|[.,;:!?)\"”\n])|\s+(?:after|amid|and|as|at|because|but|by|for|from|in|on|or|over|to|when|while|with|{_A_DAY}|{_A_MONTH})\b",
    re.IGNORECASE,
)
_NEAR, _FAR = 30, 120  # characters that are looked at


def planned_times(text: str, arguments: Iterable[Argument], mentions: Iterable[EventMention]) -> frozenset[Span]:
    """Return the time mentions that say when something planned is to be, and that nothing else is said to have happened at.

    Of what was tried, and of what somebody did something for ("arrived on Friday to help"), the time is past.
    """
    planned = {mention.trigger: mention.factuality == "Planned" for mention in mentions}
    of_plans: set[Span] = set()
    of_others: set[Span] = set()
    for argument in arguments:
        if argument.role == "Time" and argument.trigger in planned:
            looks_forward = planned[argument.trigger] and not _is_of_a_deed(text, argument)
            (of_plans if looks_forward else of_others).add(argument.filler)
    return frozenset(of_plans - of_others)


def _is_of_a_deed(text: str, argument: Argument) -> bool:
    """Tell whether the time of something planned is that of what was done towards it."""
    moment, trigger = argument.filler, argument.trigger
    if TRIED.search(text[max(0, trigger.start - _NEAR) : trigger.start]):
        return True
    before = re.split(r"[.;:\n]", text[max(0, moment.start - _FAR) : moment.start])[-1]
    if DONE.search(before) or SAID.search(before):
        return True
    return bool(PURPOSE.fullmatch(text, moment.end, max(moment.end, trigger.start))) and not TO_COME.search(before)


def times_ahead(
    text: str, times: Iterable[Span], arguments: Iterable[Argument] = (), mentions: Iterable[EventMention] = ()
) -> Iterator[Span]:
    """Yield the times of which the words before say that they are to come.

    Args:
        text: The article.
        times: Its time mentions.
        arguments: Its arguments, of which Time ties a time to an event.
        mentions: Its events.
    """
    happened = {mention.trigger: mention.factuality not in {"Planned", "Possible"} for mention in mentions}
    ties = by_filler(a for a in arguments if a.role == "Time" and a.trigger in happened)

    def may_be_ahead(time: Span) -> bool:
        return time not in ties or not all(happened[tie.trigger] for tie in ties[time])

    yield from (time for time in times if is_put_off(text, time) or (may_be_ahead(time) and _is_in_clause_ahead(text, time)))


def is_put_off(text: str, time: Span) -> bool:
    """Tell whether something is put off to a day, or called for it."""
    if not DAY.search(time.text) or not ALONE.match(text, time.end):
        return False
    before = _before(text, time)
    return PUT_OFF.search(before) is not None or CALLED_FOR.search(before) is not None


def _is_in_clause_ahead(text: str, time: Span) -> bool:
    """Tell whether a day or month stands with a verb that says what is to come."""
    if not DAY.search(time.text) or not ALONE.match(text, time.end):
        return False
    before = _before(text, time)
    if not (WEEKDAY.match(time.text) or PREPOSITION.search(before)):
        return False
    return IN_CLAUSE_AHEAD.search(before) is not None


def _before(text: str, time: Span) -> str:
    return text[max(0, time.start - _FAR) : time.start]
