"""What the words around a trigger say its type is, against the network.

- A heart attack is no violence, and a hunger strike no air strike.
- Planes that fly attack nobody by that word.
- An attack that is executed kills nobody by that word (`executions.py`).
- A raid in which people were killed is an attack, and no search of a house.

In come a text, a trigger and its type; out goes the type that it has, or none. Nothing here is learnt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.hierarchy import ATTACKS
from kg.reader.executions import is_carried_out

if TYPE_CHECKING:
    from kg.model import Span

# The annotators make an event of neither word of an illness, and of a strike of workers or prisoners a protest.
ILLNESS = re.compile(r"\b(?:anxiety|asthma|cardiac|heart|panic)\s+attacks?$", re.IGNORECASE)
NO_WORK = re.compile(
    r"\b(?:general|hunger|labou?r|sit-down|solidarity|token|transport|wage|warning|wildcat)[\s-]+strik(?:es?|ers?|ing)$", re.IGNORECASE
)
# The annotators make a movement of it.
FLYING = re.compile(r"(?:fl(?:ies|ew|own|y|ying)|flights?|overfl\w+)\b", re.IGNORECASE)
# Of annotated raids before which this stands 3 of 3 are attacks.
RAID = re.compile(r"raid(?:s|ed|ing)?$", re.IGNORECASE)
KILLED_IN = re.compile(
    r"\b(?:kill(?:ed|ing|s)|shot\s+dead)\b[^.;\n]*?\b(?:during|in)\s+(?:(?:an?|another|her|his|its|the|their)\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
LONGEST_BEFORE = 100  # characters


def kind_by_wording(text: str, trigger: Span, kind: str) -> str | None:
    """Return the type of an event; `None`: it is no event."""
    start = max(0, trigger.start - LONGEST_BEFORE)
    if ILLNESS.search(text, start, trigger.end) or (kind == "Killing" and is_carried_out(text, trigger)):
        return None
    if kind in ATTACKS and NO_WORK.search(text, start, trigger.end):
        return "Protest"
    if kind in ATTACKS and FLYING.match(trigger.text):
        return "Deployment"
    is_deadly = kind == "Investigation" and RAID.match(trigger.text) and KILLED_IN.search(text, start, trigger.start)
    return "Attack" if is_deadly else kind
