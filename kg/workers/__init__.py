"""Answers queries in processes that can be stopped: a query and its limits come in, bytes of its answer go out.

Nothing can stop Oxigraph inside a process, so each query runs in a reader process (`reader.py`) that opens the graph read only, has a
bound on its memory, and no network. `Reader` is one such process, for one thread; `Pool` is many, for a server. What a query may say, and
what its answer means, is not decided here.
"""

from __future__ import annotations

from kg.workers.pool import Answer, Pool, Size
from kg.workers.requests import Limits, Reply, Request, StoppedError
from kg.workers.single import Reader

__all__ = ["Answer", "Limits", "Pool", "Reader", "Reply", "Request", "Size", "StoppedError"]
