"""Which mentions are one actor and which triggers one event, within an article.

The span groups and arguments of a `Doc` come in, entities and events go out. Trained scores say how likely two mentions are one; what
the wording says ("another bombing", "a charge that …") moves the scores, and what contradicts itself (two full names, an army and the
police, 2017 and 2020) is never one, whatever they are. Who is the same across articles is decided in `kg.resolve`, not here.
"""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, cast

import numpy as np

from kg.hierarchy import PARENT
from kg.model import Entity, EventCluster, EventMention, Mention
from kg.reader.encoder.decode import generation_of, link_antecedents
from kg.reader.encoder.encoded import MENTIONS, TRIGGERS, found_in, sentences_of, text_of
from kg.reader.encoder.features import (
    NAME,
    NOMINAL,
    PRONOUNS,
    ROLE_NOUNS,
    bodies,
    coreference_pairs,
    event_pairs,
    full_names,
    kind_of,
    participants_of,
)
from kg.reader.identity.appositions import named_descriptions
from kg.reader.identity.contrasts import contrasts
from kg.reader.identity.incidents import incidents
from kg.reader.identity.joins import KIN, plain_joins
from kg.reader.identity.leavers import leavers
from kg.reader.identity.others import COMPARED, others
from kg.reader.lexicon import SHORT_TITLES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from kg.model import EntityType, EventType, Factuality, Span
    from kg.reader.encoder.decode import Floats, Mark
    from kg.reader.encoder.encoded import Found
    from kg.reader.encoder.features import Pairs, Participants
    from kg.reader.encoder.weights_file import Weights

    Joins = Sequence[tuple[int, int]]  # the numbers of mentions or triggers, each with that of one before
    Marks = Sequence[Mapping[str, frozenset[str]]]  # what is known of each mention or trigger, by respect; see `link_antecedents`

# "He", "she" and "the country" are hardly ever the first who is spoken of: log-odds for their antecedents. It moves no figure on
# development articles.
SPOKEN_OF, ONE_PERSON, COUNTRY = 2.0, (PRONOUNS["he"], PRONOUNS["she"]), ("country",)
APART, TOGETHER = -20.0, 20.0  # log-odds of what the wording decides
LONGEST_BEFORE = 30  # characters before a mention in which its wording is looked for
# What such a word stands before, without a "the" or "this", is not what was spoken of before.
_NO_DETERMINER = "".join(rf"(?<!\b{word})" for word in ("the", "this", "that", "those", "these", "its", "their"))
ANOTHER = re.compile(
    rf"(?:{_NO_DETERMINER}\s|^)(?:another|different|earlier|other|past|previous|prior|separate|similar)\s+$", re.IGNORECASE
)
# Before what may be compared, also with what it is like: "a second, smaller blast", if none has been called so before.
_ADJECTIVE = r"(?!(?:an?|and|at|by|for|from|in|of|on|or|than|that|the|to|with)\b)\w[\w-]*,?\s+"
ANOTHER_SUCH = re.compile(
    rf"(?<!\bthe\s)(?:another|\ban?\s+(?:fifth|fourth|further|second|separate|sixth|subsequent|third|unrelated)),?\s+(?:{_ADJECTIVE}){{0,2}}$",
    re.IGNORECASE,
)
PLAIN = str.maketrans(ascii_uppercase + "\t\n\r\u00a0", ascii_lowercase + " " * 4)  # offsets stay
# "They have struck the country before": not now, either.
HAVE = re.compile(r"\b(?:has|have)\s+(?:(?:already|also|often|\w+ly)\s+){0,2}$", re.IGNORECASE)
_NO_TIME = r"(?!(?:days?|hours?|long|minutes?|months?|nights?|shortly|weeks?|years?)\b)"  # "the day before" may be of this very event
BEFORE_NOW = re.compile(rf"(?:\s+{_NO_TIME}[\w'’-]+){{0,5}}?\s+before(?=\s*(?:[.,;:!?]|$))", re.IGNORECASE)
# "X accused Y of …, a charge that Y denies": the charge is the accusation of that sentence, and no other.
TAKES_UP = re.compile(r"[,;:–—-]\s*(?:an?|the)\s+(?:\w+\s+)?$", re.IGNORECASE)
# What a verb may leave behind its object, and this.
PARTICLE = re.compile(r"ablaze|alight|apart|aside|away|back|captive|down|hostages?|off|on\s+fire|out|over|prisoners?|up")
OBJECT = re.compile(r"\s+(?:(?!(?:and|or|then|to)\b)[\w'’-]+\s+){1,4}", re.IGNORECASE)
STATEMENTS = frozenset(("accusation", "accusations", "allegation", "allegations", "charge", "charges", "claim", "claims"))
STATED = frozenset(("Accusation", "ClaimResponsibility"))
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
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
# What stands between "son" and whose he is, in either order; a number is not who.
_WORD = r"(?!(?:of|and|or|who|which|that|with|by|in|at|to|although|saying|two|three|four|five|six|\d+)\b)(?:[\w'’-]+|[A-Z][a-z]{0,2}\.)"
OF = re.compile(rf"\s+of\s+(?:{_WORD}\s+){{0,5}}")
# Between a spokesman and a leader whose he is; behind "for the army," stands his own name.
FOR_LEADER = re.compile(
    rf"\s+(?:for|of)\s+(?:{_WORD}\s+){{0,2}}(?:chancellor|governor|king|leader|mayor|minister|premier|president|senator)\s+", re.IGNORECASE
)
SPOKESMEN = frozenset(("spokesman", "spokesmen", "spokesperson", "spokeswoman"))
POSSESSIVE = re.compile(rf"(?:['’]s|(?<=s)['’])\s+(?:{_WORD}\s+){{0,3}}")
BETWEEN = re.compile(rf"\s+(?:{_WORD}\s+){{0,2}}")  # "his" and "son"
WHOSE = frozenset(("his", "her", "their", "my", "our", "whose"))
LONGEST_KIN = 60  # characters between "son" and whose he is
NEAR_PEOPLE = 8  # so many mentions of people before and behind a relative are looked at
OTHERS = "*"  # victims that have no name
LONGEST_NAME = 6  # words; longer names are titles with names, "the X of Y and Z"


class CoreferenceComponent:
    """Which mentions are one actor and which triggers one event: assigns `doc._.kg_entities` and `doc._.kg_events`."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def __call__(self, doc: Doc) -> Doc:
        """Cluster the mentions and triggers of one document."""
        mentions, triggers = found_in(doc, MENTIONS), found_in(doc, TRIGGERS)
        named = tuple(named_descriptions(text_of(doc), mentions.values, mentions.labels))
        joins = tuple(plain_joins(text_of(doc), mentions.values, mentions.labels, named))
        entities = self._clusters(doc, "entity", mentions, coreference_pairs(mentions.spans), _entity_marks(doc, mentions, named), joins)
        doc._.kg_entities = tuple(_entities(mentions, entities))
        participants = _participants(doc, triggers, mentions, entities)
        marks = _event_marks(doc, triggers, participants)
        joins = (*_taken_up(doc, triggers), *_particles(doc, triggers))
        events = self._clusters(doc, "event", triggers, event_pairs(triggers.spans, participants), marks, joins)
        doc._.kg_events = tuple(_events(doc, triggers, events))
        return doc

    def _clusters(self, doc: Doc, head: str, found: Found, pairs: Pairs, marks: Marks, joins: Joins) -> list[list[int]]:  # noqa: PLR0913, PLR0917 - what is known of an article
        if not len(pairs):
            return [[i] for i in range(len(found.spans))]
        scores = _as_worded(self._weights.score(head, doc._.kg_encoded.vectors, found.spans, pairs)[:, 0], doc, found, pairs, joins)
        return link_antecedents(pairs.left, pairs.right, scores, marks, threshold=self._weights.thresholds[head])


def _participants(doc: Doc, triggers: Found, mentions: Found, entities: Iterable[Sequence[int]]) -> list[Participants]:
    """Collect which entities take part in each trigger's event."""
    trigger = {span: i for i, span in enumerate(triggers.values)}
    entity = {mentions.values[i]: k for k, cluster in enumerate(entities) for i in cluster}
    known = [a for a in doc._.kg_arguments if a.filler in entity]
    return participants_of(len(triggers.spans), ((trigger[a.trigger], a.role, entity[a.filler]) for a in known))


# ---------------------------------------------------------------- what the wording says of an antecedent


def _as_worded(scores: Floats, doc: Doc, found: Found, pairs: Pairs, joins: Joins) -> Floats:
    """Move the scores of pairs, whose later mentions ascend, by what the text says of these; `joins` are one and no other."""
    is_spoken_of = np.isin(found.spans.kind, ONE_PERSON) | np.array(
        [tuple(map(str.lower, words)) == COUNTRY for words in found.spans.words]
    )
    scores = scores + SPOKEN_OF * is_spoken_of[pairs.left] + APART * _is_another(doc, found)[pairs.left]
    for later, earlier in joins:
        first, last = np.searchsorted(pairs.left, (later, later + 1))
        scores[first:last] += np.where(pairs.right[first:last] == earlier, TOGETHER, APART)
    return scores


def _is_another(doc: Doc, found: Found) -> NDArray[np.bool_]:
    """Tell which mentions are said to be others than those before: "earlier attacks by the group", "another bombing"."""
    text = text_of(doc)
    plain = text.translate(PLAIN)
    starts = ((max(0, span.start - LONGEST_BEFORE), span, label) for span, label in zip(found.values, found.labels, strict=True))
    return np.array(
        [
            bool(ANOTHER.search(text, start, span.start) or (label in COMPARED and _is_another_such(plain, start, span)))
            or _is_of_old(text, start, span)
            for start, span, label in starts
        ]
    )


def _is_another_such(plain: str, start: int, span: Span) -> bool:
    another = ANOTHER_SUCH.search(plain, start, span.start)
    return another is not None and plain.find(plain[another.start() : span.end], 0, another.start()) < 0


def _is_of_old(text: str, start: int, span: Span) -> bool:
    return HAVE.search(text, start, span.start) is not None and BEFORE_NOW.match(text, span.end) is not None


def _taken_up(doc: Doc, found: Found) -> Iterator[tuple[int, int]]:
    """Yield the triggers that are said of a statement just before them, and those of this statement."""
    text = text_of(doc)
    for i, span in enumerate(found.values):
        if found.labels[i] in STATED and _takes_up(text, span):
            earlier = _statement_before(found, i)
            if earlier is not None:
                yield i, earlier


def _particles(doc: Doc, found: Found) -> Iterator[tuple[int, int]]:
    """Yield the triggers that are the rest of the verb before them: "blew themselves *up*", "took her *hostage*"."""
    text, labels, sentence = text_of(doc), found.labels, found.spans.sentence
    for i, span in enumerate(found.values):
        is_rest = (
            i and labels[i] in PARENT and labels[i] == labels[i - 1] and sentence[i] == sentence[i - 1] and PARTICLE.fullmatch(span.text)
        )
        if is_rest and OBJECT.fullmatch(text, found.values[i - 1].end, span.start):
            yield i, i - 1


def _takes_up(text: str, span: Span) -> bool:
    is_statement = span.text.lower() in STATEMENTS
    return is_statement and TAKES_UP.search(text, max(0, span.start - LONGEST_BEFORE), span.start) is not None


def _statement_before(found: Found, i: int) -> int | None:
    """Find the nearest statement before a trigger in its sentence."""
    sentence = found.spans.sentence
    return next((j for j in range(i - 1, -1, -1) if sentence[j] == sentence[i] and found.labels[j] in STATED), None)


# ---------------------------------------------------------------- what contradicts itself


def _entity_marks(doc: Doc, mentions: Found, named: Joins) -> Marks:
    """Say of each mention its full name, if it is a person's, its day of the week, its kind of body, and whose kin it is or is not.

    Two full names are two, a Tuesday is no Saturday, the army is not the police, and nobody is his own son; for the rest see `contrasts`.
    """
    days = [WEEKDAYS.keys() & {word.lower() for word in words} for words in mentions.spans.words]
    known = zip(full_names(mentions.spans), days, bodies(mentions.spans), strict=True)
    marks = [{"name": name, "day": frozenset(day), "body": body} for name, day, body in known]
    told_apart = contrasts(text_of(doc), mentions.values, mentions.labels, doc._.kg_arguments or ())
    for i, respect, mark in (
        *_kin(text_of(doc), mentions),
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


def _kin(text: str, mentions: Found) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Yield each relative or aide, and whose he is as the text says: "the son of President X", "X's wife"."""
    people = [i for i, label in enumerate(mentions.labels) if label in {"PER", "GRP"}]
    for place, i in enumerate(people):
        if mentions.spans.words[i][-1].lower() not in KIN | SPOKESMEN:
            continue
        for j in people[max(0, place - NEAR_PEOPLE) : place + NEAR_PEOPLE]:
            if _is_of(text, i, j, mentions):
                yield i, f"kin {i} {j}", frozenset(("kin",))
                yield j, f"kin {i} {j}", frozenset(("whose",))


def _is_of(text: str, i: int, j: int, mentions: Found) -> bool:
    """Tell whether the text says that the relative `i` is one of `j`, by name or as "his"; in "the wife of X, who" no "who" is."""
    own, other = mentions.values[i], mentions.values[j]
    behind = FOR_LEADER if mentions.spans.words[i][-1].lower() in SPOKESMEN else OF
    if own.end < other.start <= own.end + LONGEST_KIN and mentions.spans.kind[j] in {NAME, NOMINAL}:
        return behind.fullmatch(text, own.end, other.start) is not None
    wording = BETWEEN if other.text.lower() in WHOSE else POSSESSIVE
    return other.end < own.start <= other.end + LONGEST_KIN and wording.fullmatch(text, other.end, own.start) is not None


def _event_marks(doc: Doc, triggers: Found, participants: Sequence[Participants]) -> Marks:
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
    factualities = dict(zip(triggers.values, _factualities(doc, triggers), strict=True))
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


# ---------------------------------------------------------------- clusters as entities and events


def _entities(mentions: Found, clusters: Iterable[Sequence[int]]) -> Iterator[Entity]:
    for k, cluster in enumerate(clusters, start=1):
        members = tuple(_mention(mentions, i) for i in cluster)
        yield Entity(f"e{k}", cast("EntityType", _majority(cluster, mentions)), _best_name(cluster, mentions), members)


def _mention(found: Found, i: int) -> Mention:
    return Mention(found.values[i], cast("EntityType", found.labels[i]), found.confidences[i])


def _events(doc: Doc, triggers: Found, clusters: Iterable[Sequence[int]]) -> Iterator[EventCluster]:
    factualities = _factualities(doc, triggers)
    for k, cluster in enumerate(clusters, start=1):
        members = tuple(_event_mention(triggers, i, factualities[i]) for i in cluster)
        yield EventCluster(f"v{k}", cast("EventType", _majority(cluster, triggers)), members)


def _factualities(doc: Doc, triggers: Found) -> list[Factuality]:
    told = {(s.start_char, s.end_char): s._.kg_factuality for s in doc.spans.get(TRIGGERS, ())}
    return [told[span.start, span.end] for span in triggers.values]


def _event_mention(found: Found, i: int, factuality: Factuality) -> EventMention:
    return EventMention(found.values[i], cast("EventType", found.labels[i]), factuality, found.confidences[i])


def _majority(cluster: Sequence[int], found: Found) -> str:
    """Give the type with the greatest sum of confidences; names count double, for a pronoun shows no type."""
    weights: dict[str, float] = {}
    for i in cluster:
        weights[found.labels[i]] = weights.get(found.labels[i], 0.0) + found.confidences[i] * (2 if found.spans.kind[i] == NAME else 1)
    return max(weights, key=lambda label: (weights[label], label))


def _best_name(cluster: Sequence[int], found: Found) -> str:
    """Give the longest name of up to `LONGEST_NAME` words, or else the longest description, which a title is, too.

    Of equals the first, but not "KABUL" for "Kabul".
    """
    texts = {found.values[i].text for i in cluster}

    def rank(i: int) -> tuple[int, int, bool]:
        kind, length = int(found.spans.kind[i]), int(found.spans.end[i] - found.spans.start[i])
        kind = NOMINAL if kind == NAME and _is_title(found, i) else kind
        is_shouted = found.values[i].text.isupper() and found.values[i].text.title() in texts
        return -min(kind, 2), length if length <= LONGEST_NAME else -length, not is_shouted

    return found.values[max(cluster, key=lambda i: (rank(i), -i))].text


def _is_title(found: Found, i: int) -> bool:
    """Tell whether a person is called by what he is, with a capital ("Interior Minister", "Opposition figure"), and not by a name."""
    words = found.spans.words[i]
    is_small = words[-1][:1].islower() and words[-2:-1] != ("-",)  # "Moon Jae-in" is a name
    return found.labels[i] == "PER" and (is_small or words[-1].lower() in ROLE_NOUNS)
