"""What a user's table did: rows that no article names, names that may mean two rows, and names taken from another table.

In come rows and the ids of a graph's actors; out goes a report. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.resolve.gazetteer import Known, ambiguous, names_of
from kg.resolve.ids import actor_id


@dataclass(frozen=True, slots=True)
class Usage:
    """What became of a table's rows.

    Attributes:
        rows: How many it has.
        unused: Those that no article names; empty where it was not asked for a graph.
        ambiguous: Names that are sure for one row and borne by another of the same family too, with these rows: they are linked to neither.
        taken: Names that the shipped table has for something else, with that and the row that now bears them.
    """

    rows: int
    unused: tuple[Known, ...]
    ambiguous: tuple[tuple[str, tuple[Known, ...]], ...]
    taken: tuple[tuple[str, Known, Known], ...]


def usage(rows: Sequence[Known], shipped: Sequence[Known], actors: Collection[str] | None = None) -> Usage:
    """Report on a user's rows.

    Args:
        rows: The user's.
        shipped: Those of the table that comes with the package.
        actors: The ids of the actors of a graph; `None` leaves out what is unused.
    """
    own = {name: known for known in rows for name in names_of(known)}
    taken = [
        (name[1], known, own[name])
        for known in shipped
        for name in names_of(known)
        if name in own and own[name].reference != known.reference and own[name].name != known.name
    ]
    unused = () if actors is None else tuple(known for known in rows if actor_id(known.family, known.reference) not in actors)
    return Usage(len(rows), unused, tuple(ambiguous(rows)), tuple(taken))
