"""Cuts a network in time: a network and days come in, the part that happened then, or was told then, goes out.

When something happened is the date of the events that an edge is of; when it was told is the day of its sentences' articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import networkx as nx

from kg.errors import UnknownNameError
from kg.network.reading import outlets
from kg.periods import When, is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Clock = Literal["happened", "told"]
Step = Literal["year", "quarter", "month", "day"]

_LENGTHS: dict[Step, int] = {"year": len("2024"), "quarter": len("2024-01"), "month": len("2024-01"), "day": len("2024-01-03")}
_MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a network: `name` is its period, such as "2024", "2024-Q1" or "2024-01"."""

    name: str
    network: nx.MultiDiGraph[str]


def between(
    graph: nx.MultiDiGraph[str], since: When | None = None, until: When | None = None, *, clock: Clock = "happened"
) -> nx.MultiDiGraph[str]:
    """Return the edges of a period, with their ends.

    Args:
        graph: A network as made by `to_networkx`; it stays as it is.
        since: The first day, month or year.
        until: The last one.
        clock: "happened": by the date of the event; what has no date, as standing relations have none, is left out. "told": by the day
            of publication; an edge keeps the evidence of the period.

    Raises:
        InputError: A date is none.
        UnknownNameError: There is no such clock.
    """
    return _cut(graph, lambda day: is_within(day, since, until), clock)


def slices(graph: nx.MultiDiGraph[str], by: Step = "month", *, clock: Clock = "happened") -> list[Slice]:
    """Return the networks of the years, quarters, months or days that have an edge, in order.

    An event of which only the year is known is in no month, as it would be in all twelve.

    Args:
        graph: A network as made by `to_networkx`.
        by: How long a slice is.
        clock: See `between`.

    Raises:
        UnknownNameError: There is no such step or clock.
    """
    if by not in _LENGTHS:
        raise UnknownNameError("step", by, _LENGTHS)
    names = {name for *_, attributes, days in _dated(graph, clock) for day in days if (name := _name(day, by)) is not None}
    return [Slice(name, _cut(graph, _is_in(name, by), clock)) for name in sorted(names)]


def days_of(graph: nx.MultiDiGraph[str], source: str, target: str, attributes: Mapping[str, object]) -> tuple[str, ...]:
    """Return the dates of the events that an edge is of: those that rules drew it from, or else the events at its ends."""
    through = attributes.get("through")
    events = through if isinstance(through, tuple) and through else (source, target)
    dates = [graph.nodes[event].get("date") for event in events if event in graph]
    return tuple(sorted({str(day) for day in dates if day is not None}))


def _cut(graph: nx.MultiDiGraph[str], accepts: Callable[[str], bool], clock: Clock) -> nx.MultiDiGraph[str]:
    """The edges that have an accepted day, and their ends, in the graph's own order."""
    kept = [
        (source, target, key, _narrowed(attributes, accepts) if clock == "told" else attributes)
        for source, target, key, attributes, days in _dated(graph, clock)
        if any(map(accepts, days))
    ]
    ends = {end for source, target, *_ in kept for end in (source, target)}
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, dict(attributes)) for node, attributes in graph.nodes(data=True) if node in ends)
    for source, target, key, attributes in kept:
        part.add_edge(source, target, key=key, **attributes)
    return part


def _dated(graph: nx.MultiDiGraph[str], clock: Clock) -> Iterator[tuple[str, str, str, dict[str, object], tuple[str, ...]]]:
    if clock not in get_args(Clock):
        raise UnknownNameError("clock", clock, get_args(Clock))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        told = tuple(item.published for item in attributes.get("evidence", ()) if item.published)
        yield source, target, key, attributes, told if clock == "told" else days_of(graph, source, target, attributes)


def _narrowed(attributes: dict[str, object], accepts: Callable[[str], bool]) -> dict[str, object]:
    evidence = tuple(item for item in attributes["evidence"] if item.published and accepts(item.published))  # type: ignore[attr-defined]  # see `to_networkx`
    return {**attributes, "evidence": evidence, "outlets": outlets(evidence)}


def _is_in(name: str, by: Step) -> Callable[[str], bool]:
    return lambda day: _name(day, by) == name


def _name(day: str, by: Step) -> str | None:
    """The slice that a date lies in; `None`: it is not precise enough to tell."""
    if len(day) < _LENGTHS[by]:
        return None
    if by == "quarter":
        return f"{day[:4]}-Q{(int(day[5:7]) - 1) // _MONTHS_IN_QUARTER + 1}"
    return day[: _LENGTHS[by]]
