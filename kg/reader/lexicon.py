"""Words that several rooms of the reader ask for: months, weekdays, numbers, short titles, who attacks and who guards; and any word.

Tables, and pieces of patterns, in lower case; whether case counts is said by the pattern that a piece is put into. What a word means where
it stands is asked in the rooms. So are verbs of saying, of which no two rooms ask for the same: for those with a subject
(`sources.hearers`), for any form (`sources.sayings`), for what papers do (`sources.papers`), for what goes on behind a claim
(`sources.attribution`).
"""

from __future__ import annotations

_MONTHS = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june",
    "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
"""Each name of a month, long or short, and which of the twelve it is."""
MONTH_NAMES = tuple(names.split()[-1] for names in _MONTHS)
"""The long ones."""
WEEKDAYS: dict[str, int] = {
    day: number for number, day in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
CARDINALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
"""The numbers up to nineteen, each at its own place."""
TENS: dict[str, int] = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINAL_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    *("fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
# Before a name, mostly with a full stop.
SHORT_TITLES = ("mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "capt", "sgt", "sen", "rep", "gov")
# Alternatives of a pattern: what attackers are called, and who guards or fights for a state. The rooms add words of theirs.
ATTACKERS = "assailants?|attackers?|bandits?|extremists?|fighters?|gunm[ae]n|insurgents?|militants?|rebels?|terrorists?"
GUARDS = "agents?|army|commandos?|deput(?:y|ies)|forces|guards?|officers?|soldiers?|troops"
# One word of any kind and the white space behind it. A dotted one may be an initial or an abbreviation ("J. Roe"), but also end a sentence.
WORD = r"(?:[\w'’-]+\s+)"
DOTTED_WORD = r"(?:[\w'’.-]+\s+)"
