"""A connection to a Ray cluster: made when it is first needed, and ended with the last of those who hold it. Nothing runs here.

Needs ray, the extra `[cluster]`, which is loaded when a connection is made, not before.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic
from typing import Any

from kg.errors import MissingLibraryError, ReaderError
from kg.parallel import cores

ADDRESS = "RAY_ADDRESS"
"""The environment variable in which Ray itself looks for its cluster, such as `auto` (the one of this machine) or `head:6379`."""
LOCAL = "local"
"""The address of a cluster that is started on this machine, and ended with the run."""
STORE = 256 << 20
"""Bytes of shared memory of a cluster of our own: a hundred times what is on its way at once; Ray takes a third of the memory otherwise."""
LOOK_AGAIN = 10.0
"""Seconds after which it is asked again how many cores a cluster has: machines come and go."""


@dataclass
class Connection:
    """A connection to the cluster at `RAY_ADDRESS`; without one, to a cluster of one machine, this one, of so many `processes`."""

    processes: int | None = None
    _holders: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)
    _ray: Any = None
    _cores: int = 0
    _looked: float = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep it until the end of the block, and if it is then nobody's any more, end it."""
        self._holders += 1
        try:
            yield
        finally:
            self._holders -= 1
            if not self._holders:
                self._ray, self._cores = None, 0
                self._stack.close()

    @property
    def ray(self) -> Any:  # noqa: ANN401 - a module that may not be there has no type to check against
        """Return Ray, connected; call it while the connection is held.

        Raises:
            MissingLibraryError: Ray is not installed.
            ReaderError: There is no cluster.
        """
        if self._ray is None:
            self._ray = self._stack.enter_context(_connected(_ray(), self.processes))
        return self._ray

    def at_once(self) -> int:
        """Return as many tasks as were asked for, or twice as many as there are cores: then none waits, and a cluster that can, grows."""
        if self.processes:
            return self.processes
        if not self._cores or monotonic() - self._looked > LOOK_AGAIN:
            self._cores, self._looked = int(self.ray.cluster_resources().get("CPU", 0)), monotonic()
        return max(1, 2 * self._cores)


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
