"""Tells datelines, bylines and credits from sentences that tell something: a text comes in, yes or no goes out.

No tagger is asked: a text's edge is cut into its parts (lines, sentences, brackets), and each part must have a form that agencies use, and
hold nothing but capitalised words and the few small words of credits. What has another form is taken for news: then nothing is lost.
"""

from __future__ import annotations

import re

PLACE, DATELINE, CREDIT, IN_BRACKETS = 3, 6, 16, 3
"""So many words may a place have, one with a date or a country, a credit, and a name in brackets."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LETTER = re.compile(r"[^\W_]")
_ABBREVIATED = "Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec St Dr Mr Mrs Ms Sgt Gen Inc Ltd Co Corp"
_NO_END = r"(?<!\b\w\.)" + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATED.split())
_BREAK = re.compile(rf"\n|;|\||(?<=[.!?…][\"'”’)\]])\s+|(?<=[.!?…]){_NO_END}\s+|[—–―]+|\s-+\s|(?=[(\[©])|(?<=[)\]])(?<!\([cC]\))")
_SMALL = """
a additional agencies agency all an and article at by compiled contributed copyright correspondent correspondents desk edited editing
editor feed files for from further in input inputs journalist journalists of on originally photo photography photos published reported
reporter reporters reporting reserved report rights staff story syndicated the this to translated translation via was wire with writer
writers writing written al bin da de del den der di dos du el ibn la le van von
"""
SMALL = frozenset(_SMALL.split())
"""What may be written small in a credit."""
_EVENTS = """
dead died dies killed kills kill slain hurt wounded injured shot shoots hit hits struck strikes bombed bombs exploded explodes blast
attack attacks attacked seized seizes captured captures arrested arrests held freed released says said told tells vows warns claims
denies resigns resigned quits falls fell wins won loses lost fires fired signs signed dismissed missing kidnapped abducted seize capture
reach reaches reached enter enters entered flee flees fled strike is was are were has have had will he she it they
"""
EVENTS = frozenset(_EVENTS.split())
"""What no dateline and no credit says, however it is written."""
_WORK = (
    r"(?:report(?:ing|ed)|edit(?:ing|ed)|writ(?:ing|ten)|compil(?:ing|ed)|translat(?:ion|ed)|produc(?:tion|ed)"
    r"|photo(?:s|graphy|graphs?)?|graphics?)"
)
_AGENCY = (
    r"(?:the )?(?:ap|afp|dpa|upi|pti|ani|ians|efe|ansa|(?:itar-)?tass|irna|sana|wam|kuna|petra|(?:thomson )?reuters|xinhua"
    r"|interfax|anadolu(?: agency)?|bloomberg|cnn|bbc(?: news)?|associated press|agence france[- ]presse"
    r"|united press international|(?:news )?agencies)"
)
_CREDIT = re.compile(
    rf"(?:(?:additional |further )?{_WORK}(?:,? (?:and |additional )?{_WORK})* by\b"
    r"|©|\(c\)|copyright\b|all rights reserved\W*$|our standards: the thomson reuters trust principles"
    r"|(?:sources?|credits?|via)\s*:|with (?:additional |further )?(?:inputs?|files|reporting|agenc(?:y|ies)|reports?)\b"
    r"|this (?:story|article|report) was (?:originally |first )?(?:published|reported|written|translated) (?:by|in|on)\b"
    r"|.*\bcontributed (?:reporting )?to this (?:report|story|article)\b"
    rf"|{_AGENCY}(?:\W+{_AGENCY})*\W*$)",
    re.IGNORECASE,
)
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|now|then|late|early|noon"
    r"|(?:jan|febr)uary|march|april|june|july|august|\w+ber)"
)
_BYLINE = re.compile(rf"by\s+(?!{_DAY}\b)(?=\w)[^.!?]*(?:\b\w\.[^.!?]*)*$", re.IGNORECASE)
_DATED = re.compile(r",|\d|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)", re.IGNORECASE)


def are_datelines(text: str, end: int) -> bool:
    """Tell whether all that a text says up to a place is a dateline, a byline or a credit: a sentence that goes on behind it is none.

    Args:
        text: Of an article.
        end: Behind the last of the words in question.
    """
    for number, (start, stop) in enumerate(_parts(text)):
        if start >= end:
            break
        part, behind = text[start:stop].strip(), text[stop : stop + 4]
        colon = re.match(r"[^\S\n]*[^:\n]{2,60}:(?=\s)", text[start:stop]) if number == 0 else None
        if colon and start + colon.end() >= end and colon[0].strip().isupper() and _is_place(colon[0]):
            return True
        if not (_is_credit(part) or (re.match(r"\s*[—–―(]|\s-", behind) and _is_place(part))):
            return False
    return True


def are_credits(text: str, start: int) -> bool:
    """Tell whether all that a text says from a place on is a credit: a sentence that began before it is none.

    Args:
        text: Of an article.
        start: Of the first of the words in question.
    """
    return all(_is_credit(text[begin:stop].strip()) for begin, stop in _parts(text) if stop > start)


def _parts(text: str) -> list[tuple[int, int]]:
    """Return where lines, sentences and brackets begin and end, those without a word left out."""
    ends = [0, *(at for found in _BREAK.finditer(text) for at in found.span()), len(text)]
    spans = zip(ends[::2], ends[1::2], strict=True)
    return [(start, stop) for start, stop in spans if _LETTER.search(text, start, stop) or "©" in text[start:stop]]


def _is_place(part: str) -> bool:
    """Tell whether words are a place, with a date or a country it may be, as they stand before a dash or an agency's name."""
    words = _WORD.findall(part)
    return _are_names(words) and len(words) <= (DATELINE if _DATED.search(part) else PLACE)


def _is_credit(part: str) -> bool:
    """Tell whether a line, a sentence or what is in brackets says who wrote it, who printed it or whose it is."""
    words = _WORD.findall(part)
    if part[:1] in {"(", "["} and len(words) <= IN_BRACKETS and _are_names(words):
        return True
    if len(words) > CREDIT:
        return False
    bare = part if part.casefold().startswith("(c)") else part.lstrip("([*_ ")
    if _CREDIT.match(bare):
        return _are_names([word for word in words if word.casefold() not in {"c", "was"}])
    return bool(_BYLINE.match(bare)) and _are_names(words)


def _are_names(words: list[str]) -> bool:
    """Tell whether all words are capitalised, numbers, or small ones of credits, and none says that something happened."""
    return all((not word[0].islower() or word in SMALL) and word.casefold() not in EVENTS for word in words)
