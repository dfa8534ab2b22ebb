"""Reads articles on a Ray cluster: an `ArticleReader` whose tasks run wherever Ray puts them.

Ray gives out tasks, keeps processes alive between them, and tells those that are lost; which are run again is decided in `sharing`. Needs
ray, the extra `[cluster]`, and kg on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

import kg.reader
from kg.cluster.connection import Connection
from kg.cluster.sameness import fingerprint
from kg.cluster.sharing import TOGETHER, Lost, shared_out
from kg.cluster.spreading import RaySpread
from kg.cluster.task import Answer, Plan, read
from kg.model import Document
from kg.parallel import Isolating, Outcome
from kg.parallel.processes import ARTICLES_OF_A_WORKER
from kg.parallel.worker import Load, Unable
from kg.spread import Spread

SHIPPED: Load = partial(kg.reader.load, threads=1)


@dataclass(frozen=True, slots=True)
class RayReader(Isolating):
    """Reads articles on the cluster at `RAY_ADDRESS`; without one, on a cluster of one machine, this one.

    Attributes:
        processes: How many tasks run at once; `None`: as many as the cluster has cores.
        load: Makes the reader of a process: a function that can be imported on every machine; default: the shipped reader.
        name: Name and version of that reader; default: that of the shipped one.
        patience: Seconds that an article may take; a long one has more.
    """

    processes: int | None = None
    load: Load = SHIPPED
    name: str | None = None
    patience: float = 60.0
    connection: Connection = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "connection", Connection(self.processes))

    @property
    def extractor(self) -> str:
        """Name and version of the reader."""
        return self.name or kg.reader.extractor()

    def batch(self, documents: Iterable[Document]) -> Iterator[Outcome]:
        """Yield what each document says, or why it could not be read, as it comes.

        Raises:
            MissingLibraryError: Ray is not installed.
            ReaderError: There is no cluster, its workers cannot read, or one task after the other is lost.
        """
        source = iter(documents)
        first = next(source, None)
        if first is None:  # no cluster is started for nothing
            return
        with self.connection.held():
            engine = _Ray(self.connection, Plan(self.load, self.extractor, fingerprint(), self.patience))
            try:
                yield from shared_out(engine, chain([first], source))
            finally:
                engine.cancel()

    @contextmanager
    def spread(self) -> Iterator[Spread]:
        """Yield what else may be done on the cluster; it is one connection for that and for reading."""
        with self.connection.held():
            yield RaySpread(self.connection)


class _Ray:
    """Ray as an `Engine`."""

    def __init__(self, connection: Connection, plan: Plan) -> None:
        self.at_once = connection.at_once
        self._ray = connection.ray
        self._plan = self._ray.put(plan)
        # Ray would run a lost task again by itself, and one that needs too much memory for ever; `sharing` knows when to stop.
        options = {"num_cpus": 1, "max_retries": 0, "max_calls": ARTICLES_OF_A_WORKER // TOGETHER}
        self._read = self._ray.remote(**options)(read)
        self._running: set[Hashable] = set()

    def submit(self, documents: Sequence[Document]) -> Hashable:
        """Hand documents out."""
        task: Hashable = self._read.remote(self._plan, documents)
        self._running.add(task)
        return task

    def first(self, tasks: Collection[Hashable]) -> tuple[Hashable, Answer | Lost]:
        """Wait until one of these tasks has ended."""
        [task], _ = self._ray.wait(list(tasks), num_returns=1)
        self._running.discard(task)
        return task, self._answer(task)

    def _answer(self, task: Hashable) -> Answer | Lost:
        errors = self._ray.exceptions
        try:
            answer: Answer = self._ray.get(task)
        except errors.OutOfMemoryError:
            return Lost("its machine ran out of memory")
        except errors.WorkerCrashedError:
            return Lost("its reader's process ended, killed, out of memory or out of time")
        except (errors.NodeDiedError, errors.LocalRayletDiedError, errors.ObjectLostError):
            return Lost("its machine was lost")
        except errors.RayError as error:  # the code cannot be imported there, the environment cannot be made
            return Unable(f"{type(error).__name__}: {str(error).strip().splitlines()[-1]}")
        return answer

    def cancel(self) -> None:
        """End what still runs: nobody waits for it."""
        for task in self._running:
            self._ray.cancel(task, force=True)
