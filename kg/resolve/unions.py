"""Disjoint sets: which things have been joined, and which hang together. Nothing here decides what to join."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


def reached(start: T, neighbours: Callable[[T], Iterable[T]]) -> set[T]:
    """Return `start` and all that is its neighbour, directly or by others."""
    found: set[T] = set()
    waiting = [start]
    while waiting:
        thing = waiting.pop()
        if thing not in found:
            found.add(thing)
            waiting += neighbours(thing)
    return found


class Unions(Generic[T]):
    """Sets that grow by joining; each thing starts in a set of its own."""

    def __init__(self) -> None:
        self._set: dict[T, list[T]] = {}

    def members(self, thing: T) -> list[T]:
        """Return everything joined to `thing`, itself included."""
        return self._set.setdefault(thing, [thing])

    def find(self, thing: T) -> T:
        """Return the member that stands for the set of `thing`; the same for all its members."""
        return self.members(thing)[0]

    def join(self, one: T, other: T) -> None:
        """Make the two sets one."""
        left, right = self.members(one), self.members(other)
        if left is right:
            return
        if len(left) < len(right):
            left, right = right, left
        left.extend(right)
        for thing in right:
            self._set[thing] = left
