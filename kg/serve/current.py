"""Follows a `.kg` folder: when a build puts a new state of the graph into it, processes turn to that, and let go of the former one."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from kg.errors import MissingLibraryError, StoreError
from kg.store import GRAPH, EmbeddedStore, Layout, open_store
from kg.workers import Pool, StoppedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from kg.serve.native import Native
    from kg.serve.options import Options

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two looks at the folder."""


class Current:
    """The current state of the graph in a folder, and the processes that answer queries to it.

    Attributes:
        store: The state, open; it is not removed as long as it is.
        pool: The processes.
        size: How many quads it has.
    """

    def __init__(self, folder: Path, options: Options) -> None:
        self.folder = folder
        self.store = open_store(folder)
        self.size = len(self.store)
        self.pool = _engine(self.store, options)
        self._stamp = self._seen()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the processes, and look for new states, while the block runs."""
        async with self.pool:
            looking = asyncio.create_task(self._look())
            try:
                yield
            finally:
                looking.cancel()

    async def refresh(self) -> None:
        """Turn to a new state now, if there is one."""
        seen = self._seen()
        if seen == self._stamp:
            return
        store = await asyncio.to_thread(open_store, self.folder)
        if store.folder == self.store.folder:
            store.close()
        else:
            await self.pool.turn_to(_graph(store), store.close)
            self.store, self.size = store, len(store)
            log.info("serving %s from now on: %d quads", store.folder, self.size)
        self._stamp = seen

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            try:
                await self.refresh()
            except (StoreError, StoppedError, OSError) as error:
                log.warning("a new state of the graph cannot be served: %s. Going on with the former one", error)

    def _seen(self) -> tuple[int, int]:
        """Return what changes when the folder's stamp is written anew."""
        try:
            status = Layout(self.folder).stamp.stat()
        except OSError:  # it is being replaced, or gone; what is open stays
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)


def _engine(store: EmbeddedStore, options: Options) -> Pool | Native:
    """Return what answers queries."""
    if options.engine == "embedded":
        return Pool(_graph(store), store.close, limits=options.limits, size=options.size)
    try:
        from kg.serve.native import Native  # noqa: PLC0415 - it needs an extra of its own
    except ImportError as error:
        raise MissingLibraryError(error.name or "a library", "oxigraph") from error
    return Native(_graph(store), store.close, limits=options.limits, size=options.size)


def _graph(store: EmbeddedStore) -> Path:
    assert store.folder is not None  # noqa: S101 - it is on disk
    return store.folder / GRAPH
