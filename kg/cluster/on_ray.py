"""Reads articles on a Ray cluster: an `ArticleReader` whose tasks run wherever Ray puts them.

Ray gives out tasks, keeps processes alive between them, and tells those that are lost; which are run again is decided in `sharing`. Needs
ray, the extra `[cluster]`, and kg on every machine. Ray is loaded when reading begins, not before.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import chain
from time import monotonic
from typing import Any

import kg.reader
from kg.cluster.sameness import fingerprint
from kg.cluster.sharing import TOGETHER, Lost, shared_out
from kg.cluster.task import Answer, Plan, read
from kg.errors import MissingLibraryError, ReaderError
from kg.model import Document
from kg.parallel import Isolating, Outcome, cores
from kg.parallel.processes import ARTICLES_OF_A_WORKER
from kg.parallel.worker import Load, Unable

ADDRESS = "RAY_ADDRESS"
"""The environment variable in which Ray itself looks for its cluster, such as `auto` (the one of this machine) or `head:6379`."""
LOCAL = "local"
"""The address of a cluster that is started on this machine, and ended with the run."""
STORE = 256 << 20
"""Bytes of shared memory of a cluster of our own: a hundred times what is on its way at once; Ray takes a third of the memory otherwise."""
LOOK_AGAIN = 10.0
"""Seconds after which it is asked again how many cores a cluster has: machines come and go."""

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
        with _connected(_ray(), self.processes) as ray:
            engine = _Ray(ray, Plan(self.load, self.extractor, fingerprint(), self.patience), self.processes)
            try:
                yield from shared_out(engine, chain([first], source))
            finally:
                engine.cancel()


class _Ray:
    """Ray as an `Engine`."""

    def __init__(self, ray: Any, plan: Plan, processes: int | None) -> None:  # noqa: ANN401 - a module that may not be there
        self._ray, self._processes = ray, processes
        self._plan = ray.put(plan)
        # Ray would run a lost task again by itself, and one that needs too much memory for ever; `sharing` knows when to stop.
        options = {"num_cpus": 1, "max_retries": 0, "max_calls": ARTICLES_OF_A_WORKER // TOGETHER}
        self._read = ray.remote(**options)(read)
        self._running: set[Hashable] = set()
        self._cores, self._looked = 0, 0.0

    def at_once(self) -> int:
        """Return as many tasks as were asked for, or twice as many as there are cores: then none waits, and a cluster that can, grows."""
        if self._processes:
            return self._processes
        if not self._cores or monotonic() - self._looked > LOOK_AGAIN:
            self._cores, self._looked = int(self._ray.cluster_resources().get("CPU", 0)), monotonic()
        return max(1, 2 * self._cores)

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


def _ray() -> Any:  # noqa: ANN401 - a module that may not be there has no type to check against
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody unless the user wants it
    try:
        return import_module("ray")
    except ModuleNotFoundError as error:
        raise MissingLibraryError("ray", "cluster") from error


@contextmanager
def _connected(ray: Any, processes: int | None) -> Iterator[Any]:  # noqa: ANN401 - see `_ray`
    """Join the caller's cluster if there is one, else that of `ADDRESS`, else start one; what is begun here is ended here.

    Raises:
        ReaderError: There is no cluster at that address, or it is of another version.
    """
    if ray.is_initialized():
        yield ray
        return
    address = os.environ.get(ADDRESS, LOCAL)
    own = {"num_cpus": processes or cores(), "object_store_memory": STORE, "include_dashboard": False} if address == LOCAL else {}
    check_reachable(address)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise _no_cluster(address, error) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def check_reachable(address: str) -> None:
    """Raise an error if nobody listens at `host:port`: Ray itself would go on trying for minutes.

    Raises:
        ReaderError: Nobody does.
    """
    host, _, port = address.rpartition(":")
    if not port.isdigit() or not host or "/" in host:  # a name that Ray knows, or an address of a form of its own
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=LOOK_AGAIN).close()
    except (OSError, OverflowError) as error:
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: Exception) -> ReaderError:
    return ReaderError(f"no Ray cluster at {address} ({error}). Start one (`ray start --head`), or correct or unset {ADDRESS}")
