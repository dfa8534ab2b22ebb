"""The label sets of the network's heads, in the order of their outputs. A closed list: weights of another list are refused."""

from __future__ import annotations

from kg.model import ENTITY_TYPES, EVENT_TYPES, FACTUALITIES, RELATION_TYPES, ROLES

OUTSIDE = "O"


def bio(labels: tuple[str, ...]) -> tuple[str, ...]:
    """List the tags of a label set: outside, then begin and inside of each label."""
    return (OUTSIDE, *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


# Tags one a word. Those of the reader's own scheme, PolNeAR's for who says what, and the names of English Worldwide Newswire.
MENTION_TAGS = bio(ENTITY_TYPES)
TRIGGER_TAGS = bio(EVENT_TYPES)
ATTRIBUTION_TAGS = bio(("Source", "Cue", "Content"))
NAME_TAGS = bio(("Date", "Facility", "Location", "Misc", "Money", "NORP", "Organization", "Person", "Product"))
FACTUALITY_LABELS = FACTUALITIES
# Labels of pairs; the first is "no link".
ROLE_LABELS = ("none", *ROLES)
RELATION_LABELS = ("none", *RELATION_TYPES)
# What a span may be, for the pair heads: an entity type, an event type, or unknown (corpora without types).
UNKNOWN = "unknown"
SPAN_TYPES = (*ENTITY_TYPES, *EVENT_TYPES, UNKNOWN)
