"""Baseline: a lexicon of the training triggers and mentions, with the nearest fitting mention for each role.

Our annotated articles come in, a `Lexicon` goes out that reads a document without any learnt weights. Words it has not seen are names
if they begin with a capital letter; everything else it has not seen stays unread. It does not read relations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from kg.model import (
    Argument,
    Document,
    Entity,
    EntityType,
    EventCluster,
    EventMention,
    EventType,
    Factuality,
    Mention,
    Reading,
    Role,
    Span,
)
from kg.train.corpora_text import Text, tokenise
from kg.train.examples import Example, Labelled, Link, WordSpan

NAME = "baseline/lexicon"
# A phrase is a trigger, a mention, or part of a name if at least this share of its occurrences in training is.
MOSTLY = 0.5
# Longest phrase in the lexicons, in words: 99 of 100 triggers and mentions are not longer.
LONGEST = 6
# A role is looked for if at least this share of the triggers of the type has it (of 0.5, 0.35, 0.25 and 0.15 the best for a quarter of the
# training articles, read with the lexicon of the rest) ...
ROLE_SHARE = 0.15
# ... and filled by the types that make up at least this share of its fillers: often several, for an actor may be a person or a state
# (chosen in the same way from 0.35, 0.2 and 0.1).
FILLER_SHARE = 0.2
EVENT = "event"  # what another trigger counts as, where types of fillers are counted
# Words in lower case that may stand within a name, if capitals follow.
INSIDE_NAMES = frozenset({"of", "-", "al"})

Phrase = tuple[str, ...]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the training articles say.

    Attributes:
        triggers: Lower-case phrase → event type.
        factualities: Lower-case phrase → factuality.
        mentions: Phrase as it is written → entity type.
        heads: Last word of a mention → the type that mentions with it most often have.
        name_types: Look of a name → the type that most different names of that look have.
        common: Words that are in no name though they have a capital, as where they begin a sentence.
        roles: Event type → roles to look for with the types that fill them, the most frequent role first.
    """

    triggers: Mapping[Phrase, str]
    factualities: Mapping[Phrase, str]
    mentions: Mapping[Phrase, str]
    heads: Mapping[str, str]
    name_types: Mapping[tuple[int, bool], str]
    common: frozenset[str]
    roles: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]

    def read(self, document: Document) -> Reading:
        """Read one article."""
        text = tokenise(document.text)
        triggers = tuple(self.find_triggers(text.words))
        mentions = tuple(self.find_mentions(text.words))
        links = [link for sentence in text.sentences for link in self.find_roles(sentence, triggers, mentions)]

        def value(span: WordSpan) -> Span:
            start, end = text.starts[span.start], text.ends[span.end - 1]
            return Span(start, end, document.text[start:end])

        arguments = (Argument(value(link.head), cast("Role", link.label), value(link.tail)) for link in links)
        return Reading(
            document=document,
            sentences=tuple((text.starts[start], text.ends[end - 1]) for start, end in text.sentences if end > start),
            entities=tuple(_entities([Mention(value(m.span), cast("EntityType", m.label)) for m in mentions])),
            events=tuple(_events([self._event(text, t, value(t.span)) for t in triggers])),
            arguments=tuple(sorted(arguments, key=lambda a: (a.trigger, a.filler, a.role))),
            extractor=NAME,
        )

    def find_triggers(self, words: Sequence[str]) -> Iterator[Labelled]:
        """Find the phrases of the trigger lexicon, the longest first, in text order."""
        lowered = [word.lower() for word in words]
        start = 0
        while start < len(words):
            end = _longest(lowered, start, self.triggers)
            if end > start:
                yield Labelled(start, end, self.triggers[tuple(lowered[start:end])])
            start = max(end, start + 1)

    def find_mentions(self, words: Sequence[str]) -> Iterator[Labelled]:
        """Find the phrases of the mention lexicon and names, the longer of the two where both begin; in text order."""
        start = 0
        while start < len(words):
            end = max(_longest(words, start, self.mentions), self._name_end(words, start))
            if end > start:
                phrase = tuple(words[start:end])
                unseen = self.heads.get(phrase[-1]) or self.name_types.get(_look(phrase), "ORG")
                yield Labelled(start, end, self.mentions.get(phrase) or unseen)
            start = max(end, start + 1)

    def _name_end(self, words: Sequence[str], start: int) -> int:
        """Find where a run of capitals ends that begins at `start`; at `start` itself if there is none."""
        end = start
        while end < len(words):
            if self._is_name(words[end]):
                end += 1
            elif end > start and words[end] in INSIDE_NAMES and end + 1 < len(words) and self._is_name(words[end + 1]):
                end += 2
            else:
                break
        return end

    def _is_name(self, word: str) -> bool:
        return word[:1].isupper() and word not in self.common

    def find_roles(self, sentence: WordSpan, triggers: Iterable[Labelled], mentions: Iterable[Labelled]) -> Iterator[Link]:
        """Give each trigger of a sentence, for each role its type mostly has, the nearest mention that fits and has no role in it yet."""
        here = [t for t in triggers if _is_inside(t, sentence)]
        fillers = [*(m for m in mentions if _is_inside(m, sentence)), *(Labelled(t.start, t.end, EVENT) for t in here)]
        for trigger in here:
            free = [f for f in fillers if f.span != trigger.span]
            for role, types in self.roles.get(trigger.label, ()):
                nearest = min((f for f in free if f.label in types), key=lambda f: (_distance(f, trigger), f), default=None)
                if nearest is not None:
                    free.remove(nearest)
                    yield Link(trigger.span, role, nearest.span)

    def _event(self, text: Text, trigger: Labelled, span: Span) -> EventMention:
        phrase = tuple(word.lower() for word in text.words[trigger.start : trigger.end])
        return EventMention(span, cast("EventType", trigger.label), cast("Factuality", self.factualities.get(phrase, "Fact")))


def _longest(words: Sequence[str], start: int, lexicon: Mapping[Phrase, str]) -> int:
    """Find where the longest phrase of a lexicon ends that begins at `start`; `start` if none does."""
    ends = range(min(start + LONGEST, len(words)), start, -1)
    return next((end for end in ends if tuple(words[start:end]) in lexicon), start)


def _look(name: Phrase) -> tuple[int, bool]:
    """Describe a name by its number of words (3 stands for more, too) and whether its last word is all capitals."""
    return min(len(name), 3), len(name[-1]) > 1 and name[-1].isupper()


def _is_inside(span: Labelled, sentence: WordSpan) -> bool:
    return sentence.start <= span.start < sentence.end


def _distance(one: Labelled, other: Labelled) -> int:
    """Words between two spans."""
    return max(one.start - other.end, other.start - one.end, 0)


def _entities(mentions: Sequence[Mention]) -> Iterator[Entity]:
    """Cluster mentions whose text and type are equal."""
    clusters: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        clusters.setdefault((mention.span.text.lower(), mention.type), []).append(mention)
    for number, cluster in enumerate(clusters.values(), 1):
        yield Entity(f"e{number}", cluster[0].type, cluster[0].span.text, tuple(cluster))


def _events(mentions: Sequence[EventMention]) -> Iterator[EventCluster]:
    """Cluster event mentions whose trigger and type are equal."""
    clusters: dict[tuple[str, str], list[EventMention]] = {}
    for mention in mentions:
        clusters.setdefault((mention.trigger.text.lower(), mention.type), []).append(mention)
    for number, cluster in enumerate(clusters.values(), 1):
        yield EventCluster(f"v{number}", cluster[0].type, tuple(cluster))


# ---------------------------------------------------------------- training


def train(examples: Sequence[Example]) -> Lexicon:
    """Count the training articles, in which the layers of our annotation are."""
    lowered = [tuple(word.lower() for word in e.words) for e in examples]
    triggers = list(zip(lowered, [e.tags["trigger"] for e in examples], strict=True))
    mentions = [(e.words, e.tags["mention"]) for e in examples]
    names = sorted({(words[m.start : m.end], m.label) for words, spans in mentions for m in spans if words[m.start][:1].isupper()})
    factualities = (
        (words[span.start : span.end], value) for words, e in zip(lowered, examples, strict=True) for span, value in e.factuality.items()
    )
    return Lexicon(
        triggers=_lexicon(triggers),
        factualities=_most_frequent(factualities),
        mentions=_lexicon(mentions),
        heads=_most_frequent((words[m.end - 1], m.label) for words, spans in mentions for m in spans),
        name_types=_most_frequent((_look(name), label) for name, label in names),
        common=_common(mentions),
        roles=_roles(examples),
    )


def _most_frequent(pairs: Iterable[tuple[K, str]]) -> dict[K, str]:
    """Give each key its most frequent value; the first in the alphabet of equals."""
    counts: dict[K, Counter[str]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {key: min(values, key=lambda v: (-values[v], v)) for key, values in counts.items()}


def _lexicon(articles: Sequence[tuple[Phrase, Sequence[Labelled]]]) -> dict[Phrase, str]:
    """Give each phrase that is annotated at no less than `MOSTLY` of its occurrences its most frequent label."""
    found = [(words[s.start : s.end], s.label) for words, spans in articles for s in spans if s.end - s.start <= LONGEST]
    annotated = Counter(phrase for phrase, _ in found)
    occurrences: Counter[Phrase] = Counter()
    for words, _ in articles:
        for start in range(len(words)):
            phrases = (words[start:end] for end in range(start + 1, min(start + LONGEST, len(words)) + 1))
            occurrences.update(phrase for phrase in phrases if phrase in annotated)
    return {phrase: label for phrase, label in _most_frequent(found).items() if annotated[phrase] >= MOSTLY * occurrences[phrase]}


def _common(articles: Sequence[tuple[Phrase, Sequence[Labelled]]]) -> frozenset[str]:
    """List the words that are mostly outside mentions, also with a capital first if that was never seen inside one."""
    inside = Counter(word for words, spans in articles for s in spans for word in words[s.start : s.end])
    occurrences = Counter(word for words, _ in articles for word in words)
    outside = {word for word, count in occurrences.items() if inside[word] < MOSTLY * count}
    in_lower_case = {word[0].upper() + word[1:] for word in outside if word[0].islower()}
    return frozenset(outside | {word for word in in_lower_case if word not in inside})


def _roles(examples: Sequence[Example]) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    triggers: Counter[str] = Counter()
    having: Counter[tuple[str, str]] = Counter()
    fillers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for e in examples:
        event_types = {t.span: t.label for t in e.tags["trigger"]}
        types = {**dict.fromkeys(event_types, EVENT), **{m.span: m.label for m in e.tags["mention"]}}
        triggers.update(event_types.values())
        having.update((event_types[head], role) for head, role in {(link.head, link.label) for link in e.roles["role"]})
        for link in e.roles["role"]:
            fillers[event_types[link.head], link.label][types[link.tail]] += 1
    out: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for (event, role), count in sorted(having.items(), key=lambda item: (-item[1], item[0])):
        if count >= ROLE_SHARE * triggers[event]:
            enough = FILLER_SHARE * fillers[event, role].total()
            out.setdefault(event, []).append((role, frozenset(t for t, n in fillers[event, role].items() if n >= enough)))
    return {event: tuple(roles) for event, roles in out.items()}
