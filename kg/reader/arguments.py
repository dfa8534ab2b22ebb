"""The arguments of an article by their trigger or by their filler, so that a rule asks those of one without a look at all.

What arguments mean is not asked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Argument, Span


def by_trigger(arguments: Iterable[Argument]) -> dict[Span, list[Argument]]:
    """Return the arguments of each trigger, in their order."""
    grouped: dict[Span, list[Argument]] = {}
    for argument in arguments:
        grouped.setdefault(argument.trigger, []).append(argument)
    return grouped


def by_filler(arguments: Iterable[Argument]) -> dict[Span, list[Argument]]:
    """Return the arguments of each filler, in their order."""
    grouped: dict[Span, list[Argument]] = {}
    for argument in arguments:
        grouped.setdefault(argument.filler, []).append(argument)
    return grouped
