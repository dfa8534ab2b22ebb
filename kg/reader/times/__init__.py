"""What day, month or year a time mention means, and which event it belongs to; never more precise than the text."""

from __future__ import annotations

from kg.reader.times.ahead import planned_times
from kg.reader.times.dates import resolve_times

__all__ = ["planned_times", "resolve_times"]
