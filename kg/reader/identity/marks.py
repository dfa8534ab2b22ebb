"""What is known of each mention and each trigger that no other of its cluster may contradict.

The span groups and arguments of a `Doc` come in, marks go out, by respect: two full names are two, what happened in 2017 did not happen
in 2020. `kg.reader.encoder.decode.link_antecedents` keeps apart whose marks of one respect share nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reader.encoder.decode import generation_of
from kg.reader.encoder.encoded import factualities_of, sentences_of, text_of
from kg.reader.encoder.features import NAME, ONE_PERSON, bodies, full_names, kind_of
from kg.reader.identity.contrasts import contrasts
from kg.reader.identity.incidents import incidents
from kg.reader.identity.kin import kin
from kg.reader.identity.leavers import leavers
from kg.reader.identity.others import others
from kg.reader.lexicon import SHORT_TITLES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.model import Span
    from kg.reader.encoder.decode import Mark
    from kg.reader.encoder.encoded import Found
    from kg.reader.encoder.features import Participants

    Marks = Sequence[Mapping[str, frozenset[str]]]  # what is known of each mention or trigger, by respect


# Words with a capital before a last name that are no given names.
NOT_GIVEN = frozenset(
    (
        *(f"{title}." for title in SHORT_TITLES),
        *SHORT_TITLES,
        *("miss", "sir", "st", "st.", "rev", "rev.", "prof", "prof.", "lady", "dame"),
        *("father", "mother", "sister", "brother", "grandmother", "grandfather", "uncle", "aunt", "pastor", "imam", "mullah"),
        *("haji", "saint"),
        *("al", "el", "bin", "ibn", "ben", "abu", "de", "da", "do", "dos", "del"),
        *("della", "di", "la", "las", "le", "los", "van", "von", "der"),
    )
)
OTHERS = "*"  # victims that have no name
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def entity_marks(doc: Doc, mentions: Found, named: Sequence[tuple[int, int]]) -> Marks:
    """Say of each mention what it is called in full, its day of the week, its kind of body, whose kin it is, and that "she" is a person.

    Two full names are two, as are a father and his son of one name; a Tuesday is no Saturday, the army is not the police, and nobody is his
    own son; for the rest see `contrasts`. `named` gives descriptions with the names beside them, which know of each other what is known.
    """
    days = [WEEKDAYS.keys() & {word.lower() for word in words} for words in mentions.spans.words]
    known = zip(full_names(mentions.spans), days, bodies(mentions.spans), strict=True)
    marks = [{"name": name, "day": frozenset(day), "body": body} for name, day, body in known]
    told_apart = contrasts(text_of(doc), mentions.values, mentions.labels, doc._.kg_arguments or ())
    for i, respect, mark in (
        *kin(text_of(doc), mentions),
        *_given_names(mentions),
        *_generations(mentions),
        *_beings(mentions),
        *told_apart,
    ):
        marks[i][respect] = mark
    for i, name in named:
        _share(marks[i], marks[name])
    return marks


def _share(description: dict[str, frozenset[str]], name: dict[str, frozenset[str]]) -> None:
    """Mark a description by the name beside it, and the name with the country of the description."""
    description.update({respect: mark for respect, mark in name.items() if respect.startswith(("name", "given name", "generation"))})
    name["country"] = name["country"] or description["country"]


def _given_names(mentions: Found) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Yield of each full name the first letters of what stands before its last name: two brothers share no more than that one."""
    for i, name in enumerate(full_names(mentions.spans)):
        *given, last = [word for word in mentions.spans.words[i] if word[:1].isupper()] if name else [""]
        yield i, f"given name of {last.lower()}", frozenset(word[0].lower() for word in given if _is_given(word))


def _beings(mentions: Found) -> Iterator[Mark]:
    """Yield who is called "he" or "she", and the names of organisations, which are never."""
    for i, (kind, label) in enumerate(zip(mentions.spans.kind.tolist(), mentions.labels, strict=True)):
        if kind in ONE_PERSON or (kind == NAME and label in {"ORG", "GRP"}):
            yield i, "being", frozenset(("person",) if kind in ONE_PERSON else ("body",))


def _generations(mentions: Found) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Yield each name with "Jr." or "Sr.", and the full names without it that come before: they are the father's or the son's.

    One alone may as well be the same person's, as headlines shorten names.
    """
    given = [generation_of(value.text.split()) for value in mentions.values]
    plain: dict[str, list[int]] = {}  # full names without a suffix, by last name
    for i, name in enumerate(full_names(mentions.spans)):
        last = mentions.spans.words[i][-1].lower()
        if given[i] and mentions.labels[i] == "PER":
            before = plain.pop(last, [])
            for k, mark in ((i, given[i]), *((k, "none") for k in (before if len(before) > 1 else ()))):
                yield k, f"generation of {last}", frozenset((mark,))
        elif name:
            plain.setdefault(last, []).append(i)


def _is_given(word: str) -> bool:
    """Tell whether a word with a capital before a last name is a name: no title, particle or acronym ("DP")."""
    return word.lower() not in NOT_GIVEN and (len(word) == 1 or not word.isupper())


def event_marks(doc: Doc, triggers: Found, participants: Sequence[Participants]) -> Marks:
    """Say of each trigger, as far as its sentence does: its victim (a named person, or others), its year, who denies, who did it to whom.

    The killing of one person is not that of many, what happened in 2017 did not happen in 2020, and two who deny make two denials. Where
    two sentences say who did it and to whom, and nobody is in both, it was not the same; for the rest see `_told_apart`.
    """
    victims, years, deniers = _victims(doc), _years(doc), _deniers(doc, triggers)
    doers = [frozenset(map(str, agents | targets)) if agents and targets else frozenset[str]() for agents, targets, *_ in participants]
    marks = [
        {
            "victim": frozenset(victims.get(span, ())),
            "year": frozenset(years.get(span, ())),
            "denier": frozenset(deniers.get(span, ())),
            "doers": own,
        }
        for span, own in zip(triggers.values, doers, strict=True)
    ]
    for i, respect, mark in _told_apart(doc, triggers):
        marks[i][respect] = mark
    return marks


def _told_apart(doc: Doc, triggers: Found) -> Iterator[Mark]:
    """Yield what places, numbers, people, sides and wordings tell apart; see `incidents`, `others` and `leavers`."""
    text, arguments, entities = text_of(doc), doc._.kg_arguments, doc._.kg_entities
    types, numbers = dict(zip(triggers.values, triggers.labels, strict=True)), triggers.spans.sentence.tolist()
    sentences = sentences_of(doc)
    factualities = dict(zip(triggers.values, factualities_of(doc, triggers), strict=True))
    yield from incidents(text, types, numbers, arguments, entities)
    yield from others(text, sentences, types, arguments, entities)
    yield from leavers(text, sentences, types, factualities, arguments, entities)


def _victims(doc: Doc) -> Mapping[Span, set[str]]:
    """Collect the words of the names of each trigger's victims; `OTHERS` stands for all that have none."""
    person = {m.span: entity.name for entity in doc._.kg_entities if entity.type == "PER" for m in entity.mentions}
    victims: dict[Span, set[str]] = {}
    for argument in doc._.kg_arguments:
        if argument.role == "Victim":
            name = person.get(argument.filler, "").split()
            words = {word.lower() for word in name} if kind_of(name) == NAME else {OTHERS}
            victims.setdefault(argument.trigger, set()).update(words)
    return victims


def _deniers(doc: Doc, triggers: Found) -> Mapping[Span, set[str]]:
    """Collect who denies in each denial, and the words of his names: "Israel and Hamas" may be either."""
    entity = {m.span: entity.id for entity in doc._.kg_entities for m in entity.mentions}
    denials = {span for span, label in zip(triggers.values, triggers.labels, strict=True) if label == "Denial"}
    deniers: dict[Span, set[str]] = {}
    for argument in doc._.kg_arguments:
        if argument.trigger in denials and argument.role == "Agent" and argument.filler in entity:
            names = {word for word in argument.filler.text.split() if word[:1].isupper()}
            deniers.setdefault(argument.trigger, set()).update((entity[argument.filler], *names))
    return deniers


def _years(doc: Doc) -> Mapping[Span, set[str]]:
    years: dict[Span, set[str]] = {}
    for argument in doc._.kg_arguments:
        if argument.role == "Time":
            years.setdefault(argument.trigger, set()).update(YEAR.findall(argument.filler.text))
    return years
