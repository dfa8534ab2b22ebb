"""Reads articles on a cluster: documents come in, a `Reading` or the reason why there is none goes out for each.

The engine that runs tasks on other machines is somebody else's (`ENGINES`); it only supplies readings. Which articles are read, where their
readings are kept and who is who in them stays the pipeline's, on one machine.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.cluster.on_ray import RayReader
from kg.errors import UnknownNameError
from kg.parallel import ArticleReader

__all__ = ["ENGINES", "RayReader", "cluster_reader"]

ENGINES: dict[str, Callable[[int | None], ArticleReader]] = {"ray": RayReader}
"""Makes the reader of an engine, by its name, from how many articles are read at once; `None`: as many as the cluster has cores."""


def cluster_reader(engine: str, *, processes: int | None = None) -> ArticleReader:
    """Return a reader for `kg.build(…, reader=…)` that reads with the shipped weights on a cluster.

    Raises:
        UnknownNameError: There is no such engine.
    """
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINES)
    return ENGINES[engine](processes)
