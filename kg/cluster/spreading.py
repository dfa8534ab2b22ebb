"""Does one thing for many values on a Ray cluster: a `kg.spread.Spread`, beside reading what a graph takes.

Ray takes the function to each process once and runs a task again whose process or machine is lost. What is lost again and again is done
here: nothing depends on where it is done. No more values are taken than are at work.
"""

from __future__ import annotations

import logging
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from kg.cluster.connection import Connection
from kg.cluster.sameness import check_same, fingerprint
from kg.errors import ReaderError

log = logging.getLogger(__name__)

A = TypeVar("A")
B = TypeVar("B")

TOGETHER = 8
"""So many values a task has, articles or blocks of them."""
ATTEMPTS = 2
"""So many times a lost task is run again."""


@dataclass
class RaySpread:
    """Does one thing for many values wherever Ray puts them."""

    connection: Connection

    def __call__(self, function: Callable[[A], B], values: Iterable[A], /) -> Iterator[B]:
        """Yield `function(value)` for each value, in their order.

        Raises:
            ReaderError: There is no cluster, or its machines have other code or other libraries.
        """
        source = iter(values)
        out: deque[tuple[list[A], Any]] = deque()
        task = None
        while out or task is None:
            while (not out or len(out) < self.connection.at_once()) and (some := list(islice(source, TOGETHER))):
                task = task or self._task(function)
                out.append((some, task.remote(some)))
            if not out:
                return
            some, answer = out.popleft()
            yield from self._answer(function, some, answer)

    def _task(self, function: Callable[[A], B]) -> Any:  # noqa: ANN401 - Ray may not be there
        same = fingerprint()

        def done(values: list[A]) -> list[B]:
            _check(same)
            return [function(value) for value in values]

        return self.connection.ray.remote(num_cpus=1, max_retries=ATTEMPTS)(done)

    def _answer(self, function: Callable[[A], B], some: list[A], answer: Any) -> Iterable[B]:  # noqa: ANN401 - see `_task`
        errors = self.connection.ray.exceptions
        try:
            found: list[B] = self.connection.ray.get(answer)
        except errors.RayTaskError as error:
            raise error.cause or error from error
        except errors.RayError as error:
            log.warning("a task of the cluster was lost (%s); it is done here", str(error).strip().splitlines()[-1])
            return map(function, some)
        return found


def _check(same: str) -> None:
    try:
        check_same(same)
    except ReaderError as error:
        raise ReaderError(f"{socket.gethostname()}: {error}") from error
