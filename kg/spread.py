"""How one thing is done for many values: here one after the other, as the builtin `map` does, or on other cores and machines.

What does it elsewhere is somebody else's (`kg.parallel`, `kg.cluster`); who has much to do is given it and knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Spread(Protocol):
    """Does what the builtin `map` does, wherever."""

    def __call__(self, function: Callable[[A], B], values: Iterable[A], /) -> Iterator[B]:
        """Yield `function(value)` for each value, in their order.

        Elsewhere the function is taken along once and its values as they come, so both can be pickled, and what it does depends on its
        value alone: it may be done twice. An error that it raises is raised here.
        """
        ...
