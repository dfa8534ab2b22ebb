"""What a graph rests on: the readings of articles as they were read, and what persons judged of identities.

Readings come in and go out, kept in `evidence.sqlite` by document id (`kg.evidence.database`), judgements in `judgements.jsonl`, oldest
first (`kg.evidence.judgements`). Which articles print another's text again is found here (`kg.evidence.reprints`): they are one evidence.
Nothing here changes what an article says.
"""

from __future__ import annotations

from kg.evidence.counted import Counted
from kg.evidence.database import FILE, Evidence
from kg.evidence.judgements import JUDGEMENTS, add_judgements, load_judgements
from kg.evidence.lines import LINES, read_lines, to_line, write_lines

__all__ = [
    "FILE",
    "JUDGEMENTS",
    "LINES",
    "Counted",
    "Evidence",
    "add_judgements",
    "load_judgements",
    "read_lines",
    "to_line",
    "write_lines",
]
