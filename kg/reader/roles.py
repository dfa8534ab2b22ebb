"""What plain wordings say of who has which role, after the network: one rule after the other, each in a module of its own.

The order matters in few places: who else takes part is found before anything is taken back, sources and blame before whose clause it
is, and times last, since they are tied to events by what those have left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reader.events.addressees import without_unaddressed
from kg.reader.events.attachments import without_others_phrases
from kg.reader.events.bystanders import without_bystanders
from kg.reader.events.clauses import without_compared, without_others
from kg.reader.events.conjuncts import with_conjuncts
from kg.reader.events.denials import with_deniers_as_speakers, without_accusers_who_deny, without_topics_of_others
from kg.reader.events.harms import with_times_and_places_of_causes
from kg.reader.events.identification import targeted_arguments, with_places_of_claims, without_times_of_others
from kg.reader.events.mediators import without_mediators
from kg.reader.events.mutual import with_each_other
from kg.reader.events.sides import with_sides
from kg.reader.sources.blame import with_blamed, with_those_behind
from kg.reader.sources.reach import without_others_sources
from kg.reader.sources.speakers import with_subjects
from kg.reader.times.datelines import outside_datelines
from kg.reader.times.others import without_times_of_other_clauses
from kg.reader.times.ties import with_relative_times_tied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Argument, Span


def as_worded(
    text: str, sentences: Sequence[tuple[int, int]], arguments: Iterable[Argument], types: Mapping[Span, str]
) -> tuple[Argument, ...]:
    """Return the arguments of an article as its wording says.

    Args:
        text: The article.
        sentences: Where each begins and ends, in text order.
        arguments: What the network found, the surest role of each trigger and filler.
        types: The type of each trigger and mention.
    """
    found = without_times_of_others(text, outside_datelines(text, arguments, types))
    found = with_conjuncts(text, sentences, with_sides(text, found, types), types)
    found = with_each_other(text, found, types)
    found = without_mediators(text, without_others_phrases(text, without_unaddressed(text, found, types), types), types)
    found = with_subjects(text, sentences, without_others_sources(text, sentences, found, types), types)
    found = with_those_behind(text, sentences, with_blamed(text, found, types), types)
    found = without_compared(text, sentences, without_others(text, found, types), types)
    found = without_topics_of_others(text, with_deniers_as_speakers(text, found, types), types)
    found = without_bystanders(text, without_accusers_who_deny(text, found, types), types)
    found = with_relative_times_tied(text, sentences, with_places_of_claims(found, types), types)
    found = without_times_of_other_clauses(text, sentences, found, types)
    found = with_times_and_places_of_causes(text, sentences, found, types)
    return (*found, *targeted_arguments(text, sentences, found, types))
