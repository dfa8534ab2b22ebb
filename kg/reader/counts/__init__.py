"""How many people were killed, wounded, arrested, …: numbers with bounds, their parts and revisions."""

from __future__ import annotations

from kg.reader.counts.counted import event_counts
from kg.reader.counts.numbers import count_of

__all__ = ["count_of", "event_counts"]
