"""MUC-4's answer keys: how an incident was carried out, how sure its perpetrator is, how many were hurt and how, when and where.

Keys come in as lines of JSON with all slots of MUC-4 in the form of the answer keys (`SUSPECTED OR ACCUSED: "A" / "B"`), and what the
reader says of the same slots (`kg.evaluate.muc4_details`); out goes a tally for each slot, and one for the answer that is most frequent
in other messages. GTT's form, and so the published scores, leave these slots out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.evaluate.muc4_templates import normal
from kg.evaluate.scores import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

# Each measured slot: where it stands in the keys, and whether its value is said of a filler ("DEATH: "PEASANT"") or of the incident.
OF_FILLER = {
    "perpetrator confidence": "PERP: ORGANIZATION CONFIDENCE",
    "human number": "HUM TGT: NUMBER",
    "human effect": "HUM TGT: EFFECT OF INCIDENT",
    "physical number": "PHYS TGT: NUMBER",
    "physical effect": "PHYS TGT: EFFECT OF INCIDENT",
}
OF_INCIDENT = {"stage": "INCIDENT: STAGE OF EXECUTION", "date": "INCIDENT: DATE", "location": "INCIDENT: LOCATION"}
SLOTS = {**OF_INCIDENT, **OF_FILLER}
TYPE = "INCIDENT: TYPE"
TEMPLATE, OPTIONAL = "MESSAGE: TEMPLATE", "(OPTIONAL)"
INAPPLICABLE = {"*", "-"}
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{2}})", re.IGNORECASE)
KIND_OF_PLACE = re.compile(r"(?<=[^\s/(]) *\([^()]*\)")  # "MEDELLIN (CITY)"; not the parentheses around one of several answers
OTHER_ANSWER = re.compile(r"\s*/\s*")


@dataclass(frozen=True, slots=True)
class Fill:
    """One answer: any of `values` is right; `names` are those of the filler that it is said of, normalised, none for an incident's."""

    values: frozenset[str]
    names: frozenset[str] = frozenset()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class KeyTemplate:
    """One incident of an answer key."""

    incidents: frozenset[str]
    fills: Mapping[str, tuple[Fill, ...]]
    is_optional: bool = False


Details = dict[str, tuple[Fill, ...]]
"""What is predicted of one incident, by slot; each fill has one value."""


def read_keys(path: Path) -> dict[str, tuple[KeyTemplate, ...]]:
    """Return the key templates of each message.

    Raises:
        InputError: A line is not the key of a message.
    """
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
            found[str(record["id"])] = tuple(_template(template) for template in record["templates"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}:{number}: not a MUC-4 answer key ({error!r}). Give a file such as keys.jsonl") from error
    return found


def _template(template: Mapping[str, Sequence[str]]) -> KeyTemplate:
    incidents = frozenset(part.strip().lower() for value in template[TYPE] for part in value.split("/"))
    fills = {slot: tuple(_fills(slot, template.get(key, ()))) for slot, key in SLOTS.items()}
    return KeyTemplate(incidents, fills, any(OPTIONAL in value for value in template.get(TEMPLATE, ())))


def _fills(slot: str, entries: Iterable[str]) -> Iterable[Fill]:
    for entry in entries:
        is_optional = entry.lstrip().startswith(("?", "(?"))
        text = entry.strip().lstrip("? ")
        if text in INAPPLICABLE or not text:
            continue
        if slot in OF_INCIDENT:
            yield from _of_incident(slot, text, is_optional=is_optional)
        else:
            text = text.lstrip("?( ")
            value, _, names = text.partition(': "')
            values = frozenset(_value(slot, part) for part in value.split("/"))
            yield Fill(values, frozenset(normal(name) for name in names.split('" / "')), is_optional)


def _of_incident(slot: str, text: str, *, is_optional: bool) -> Iterable[Fill]:
    if slot == "location":
        yield from _places(KIND_OF_PLACE.sub("", text), is_optional=is_optional)
    elif slot == "date":
        intervals = frozenset(interval for answer in OTHER_ANSWER.split(text) if (interval := _interval(answer.strip("?() "))))
        if intervals:
            yield Fill(intervals, is_optional=is_optional)
    else:
        yield Fill(frozenset(part.strip() for part in text.split("/")), is_optional=is_optional)


def _places(text: str, *, is_optional: bool) -> Iterable[Fill]:
    """Give each part as a place of its own: country, province, city. A part that one of several answers lacks is optional."""
    answers = OTHER_ANSWER.split(text)
    if not text.startswith("(") and not all(":" in answer for answer in answers):
        answers = [text]  # "COLOMBIA / VENEZUELA": two names for one part
    for parts in zip_longest(*(answer.strip("?() ").split(":") for answer in answers)):
        names = frozenset(normal(name) for part in parts if part for name in re.split(r" [/-] ", part))
        yield Fill(names, is_optional=is_optional or None in parts)


def _interval(text: str) -> str:
    """Write a day or a range as "first..last"; no first day: "on that day or before", as the keys have it where the text does not say."""
    days = [_day(*found) for found in DAY.findall(text)]
    return f"{'' if text.startswith('-') else days[0]}..{days[-1]}" if days else ""


def _day(day: str, month: str, year: str) -> str:
    return f"19{year}-{MONTHS.index(month.upper()) + 1:02}-{int(day):02}"


def _value(slot: str, text: str) -> str:
    return text.strip(" ?~-()") if slot.endswith("number") else text.strip(" ?()")


# ---------------------------------------------------------------- comparing


def majority(keys: Iterable[KeyTemplate]) -> dict[str, str]:
    """Return the most frequent value of each slot."""
    counted: dict[str, Counter[str]] = {slot: Counter() for slot in SLOTS}
    for template in keys:
        for slot, fills in template.fills.items():
            counted[slot].update(min(fill.values) for fill in fills)
    return {slot: min(counts, key=lambda value: (-counts[value], value)) for slot, counts in counted.items() if counts}


def with_majority(details: Details, values: Mapping[str, str]) -> Details:
    """Return the same predictions with the most frequent value instead of their own: what says nothing of the text but who is in it."""
    instead = {slot: tuple(Fill(frozenset((values[slot],)), fill.names) for fill in details.get(slot, ())) for slot in OF_FILLER}
    return {**instead, **{slot: (Fill(frozenset((values[slot],))),) for slot in OF_INCIDENT}}


def compare(slot: str, predicted: Sequence[Fill], gold: Sequence[Fill]) -> Tally:
    """Compare the fills of one slot of one incident; an optional fill that is not found is not missed."""
    right = sum(any(_is_right(slot, p, g) for g in gold) for p in predicted)
    found = [any(_is_right(slot, p, g) for p in predicted) for g in gold]
    wanted = sum(hit or not fill.is_optional for hit, fill in zip(found, gold, strict=True))
    return Tally(right, len(predicted), sum(found), wanted)


def compare_named(slot: str, predicted: Sequence[Fill], gold: Sequence[Fill]) -> Tally:
    """Compare only the fills that are said of a filler which both sides have: how often the value itself is right."""
    both = [(p, [g for g in gold if p.names & g.names]) for p in predicted]
    said = [(p, matching) for p, matching in both if matching]
    right = sum(any(_is_right(slot, p, g) for g in matching) for p, matching in said)
    return Tally(right, len(said), right, len(said))


def _is_right(slot: str, predicted: Fill, gold: Fill) -> bool:
    if gold.names and not predicted.names & gold.names:
        return False
    if slot == "date":
        return any(_in_time(one, other) for one in predicted.values for other in gold.values)
    return bool(predicted.values & gold.values)


def _in_time(predicted: str, gold: str) -> bool:
    """Tell whether a date, or the days of a range, lies wholly in the key's range.

    A range that is open ("..1990-02-04": on that day or before) is met by its last day only: every day of the years before lies in it, and
    says nothing of the incident.
    """
    first, _, last = predicted.partition("..")
    low, _, high = gold.partition("..")
    return low <= first and (last <= high if low else last == high)


def pair(predicted: Mapping[str, Details], gold: Sequence[KeyTemplate]) -> list[tuple[Details, KeyTemplate | None]]:
    """Pair each predicted incident with that of the keys, of its type, that has most in common with it; none twice."""
    free = list(gold)
    pairs: list[tuple[Details, KeyTemplate | None]] = []
    for incident, details in predicted.items():
        fitting = [template for template in free if incident in template.incidents]
        best = max(fitting, key=lambda template: _in_common(details, template), default=None)
        if best is not None:
            free.remove(best)
        pairs.append((details, best))
    return pairs + [({}, template) for template in free]


def _in_common(details: Details, template: KeyTemplate) -> int:
    return sum(len(p.names & g.names) > 0 for slot in OF_FILLER for p in details.get(slot, ()) for g in template.fills[slot])
