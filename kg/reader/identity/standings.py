"""Which standing relations the words between and around two mentions do not tell, whatever the network says.

- "her foreign minister, Ada Roe": nobody is a relative where the sentence has no word of kin.
- "Ada Roe, a resident of Ur", "a spokesman for the army, Bo Lund", "Oz's top general", "the Oz rebel leader": such do not
  lead it.
- "the pro-Oz president", "an Oz-backed leader": he does not lead Oz.
- "Ada Roe and Oz's president, Bo Lund": Oz is led by him, and not by her.
- "the chief told the Oz agency", "her fight against Oz": nobody is of whom he tells, meets or fights.

In come two mentions and their sentence; out goes whether the relation may be. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.lexicon import DOTTED_WORD

if TYPE_CHECKING:
    from kg.model import Span

KIN = re.compile(
    r"\b(?:(?:god|great-?)?(?:grand-?)?(?:sons?|daughters?|child|children|fathers?|mothers?|parents?)|(?:step|half|foster)-?\w+|wife|wives|widow\w*"
    r"|husbands?|brothers?|sisters?|siblings?|twins?|nephews?|nieces?|cousins?|uncles?|aunts?|fianc[eé]\w*|relatives?|related|relations?|famil(?:y|ies)"
    r"|kin\w*|spouses?|brides?|(?:bride)?grooms?|marri\w+|marry|wed(?:s|ded|ding)?|in-laws?|born|heirs?|(?:girl|boy)friends?|partners?|dynasty"
    r"|descend\w+|ancest\w+|dads?|mums?|moms?|divorc\w+|orphan\w*|baby|babies|toddler|infants?|consort|couple|offspring|lovers?|survived\s+by)\b",
    re.IGNORECASE,
)
_NO_HEAD = (
    r"(?:spokes(?:man|men|woman|person|people)|residents?|native|citizens?|inhabitants?|villagers?|correspondents?|reporters?|journalists?"
    r"|ambassador|envoy|lawyers?|lawmakers?|analysts?|professor|students?)"
)
# Of these, too, who is of a country or town does not lead it.
_OF_COUNTRY = (
    r"(?:cleric|preacher|imam|(?:army|retired|senior|top)\s+general|attorney\s+general|(?:cartel|cult|gang|guerrilla|insurgent|mafia|militant|militia|opposition"
    r"|protest|rebel|separatist|student|union)\s+(?:boss|chief|commander|leader|warlord))"
)
_TITLE = (
    r"(?:acting|attorney|chancellor|chief|crown|defen[cs]e|deputy|emir|finance|first|foreign|former|general|interior|justice|king|leader|minister|premier"
    r"|president|prime|prince|prosecutor|queen|secretary|supreme|vice)"
)
LOOK_BACK = 40  # characters


class Said(NamedTuple):
    """Where it is said that somebody is what leads nothing: in his mention, between it and the thing, in both, before the thing."""

    itself: re.Pattern[str]
    behind_name: re.Pattern[str]
    before_name: re.Pattern[str]
    within: re.Pattern[str]
    before_thing: re.Pattern[str]


def _said(words: str) -> Said:
    return Said(
        re.compile(rf"\b{words}$", re.IGNORECASE),
        re.compile(rf",?\s+{DOTTED_WORD}{{0,4}}?{words}\s+(?:at|for|from|in|of|to|with)\s+{DOTTED_WORD}{{0,2}}", re.IGNORECASE),
        re.compile(rf"(?:['’]s?)?\s+{DOTTED_WORD}{{0,2}}?{words},?\s+{DOTTED_WORD}{{0,2}}", re.IGNORECASE),
        re.compile(rf"(?:['’]s?)?\s+{DOTTED_WORD}{{0,2}}?{words}", re.IGNORECASE),
        re.compile(rf"\b{words}\s+(?:at|for|from|in|of|to)\s+(?:the\s+)?$", re.IGNORECASE),
    )


NO_HEAD, NO_HEAD_OF_COUNTRY = _said(_NO_HEAD), _said(f"(?:{_NO_HEAD}|{_OF_COUNTRY})")
COMMA = re.compile(r",\s+")
BACKED = re.compile(
    r"-(?:allied|appointed|backed|based|born|educated|friendly|funded|imposed|installed|leaning|supported|trained)\b", re.IGNORECASE
)
STANDINGS = frozenset(("affiliatedWith", "leads", "memberOf"))
# Before whom something is done to, or against whom: "told the agency", "killed by Oz soldiers".
DOING_TO = re.compile(
    r"\b(?:(?:accus|ask|attack|blam|bomb|condemn|criticis|criticiz|fight|invad|tell|thank|threaten|urg|visit|warn)(?:e?s|ed|ing)|told|met|fled(?:\s+to)?|fought"
    r"|struck|sued|against|called\s+on|(?:arrested|attacked|captured|detained|held|kidnapped|killed|shot|wounded)\s+by)"
    r"\s+(?:(?!(?:and|at|by|for|from|in|of|that|which|who|whose|with)\b)[\w'’.-]+\s+){0,2}$",
    re.IGNORECASE,
)
LONGEST = 60  # characters before a thing in which it is looked for
# Behind what is led: it is another's who is named then, "… and Oz's president, Bo Lund".
ANOTHERS = re.compile(rf"(?:['’]s?)?\s+(?:{_TITLE}\s+){{0,3}}{_TITLE},?\s+(?-i:[A-Z])", re.IGNORECASE)
APPOSITION = re.compile(r"\s*,?\s+(?:the\s+)?", re.IGNORECASE)


def may_be(text: str, sentence: tuple[int, int], pair: tuple[Span, Span], kind: str, of: str) -> bool:
    """Tell whether the sentence may tell a relation: no wording that goes against it is found.

    Args:
        text: The article.
        sentence: Where it begins and ends, in characters.
        pair: The mention of who stands in the relation, and of whom or what he stands in it to.
        kind: Which relation.
        of: The type of whom or what he stands in it to.
    """
    subject, thing = pair
    if kind == "relativeOf":
        return KIN.search(text, *sentence) is not None
    if kind not in STANDINGS:
        return True
    if subject.end <= thing.start and DOING_TO.search(text, max(subject.end, thing.start - LONGEST), thing.start):
        return False
    if kind != "leads":
        return True
    if text[max(0, thing.start - 5) : thing.start].lower().endswith(("pro-", "anti-")) or BACKED.match(text, thing.end):
        return False
    return not (_is_no_head(text, subject, thing, of) or _is_anothers(text, subject, thing))


def _is_no_head(text: str, subject: Span, thing: Span, of: str) -> bool:
    """Tell whether somebody is called what leads nothing: "Ada Roe, a resident of Ur", "the army's spokesman, Bo Lund"."""
    said = NO_HEAD_OF_COUNTRY if of == "GPE" else NO_HEAD
    if said.itself.search(subject.text):
        return True
    if subject.end <= thing.start:
        return said.behind_name.fullmatch(text, subject.end, thing.start) is not None
    if said.before_name.fullmatch(text, thing.end, subject.start) or said.within.fullmatch(text, thing.end, subject.end):
        return True
    is_named = COMMA.fullmatch(text, thing.end, subject.start) is not None
    return is_named and said.before_thing.search(text, max(0, thing.start - LOOK_BACK), thing.start) is not None


def _is_anothers(text: str, subject: Span, thing: Span) -> bool:
    is_behind = subject.end <= thing.start and ANOTHERS.match(text, thing.end) is not None
    return is_behind and APPOSITION.fullmatch(text, subject.end, thing.start) is None
