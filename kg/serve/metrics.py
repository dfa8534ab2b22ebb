"""Counts what a server does, for Prometheus: events come in, text in its format goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric

    from kg.serve.current import Current

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class _Stopped(Collector):
    """Queries that were stopped, by reason, as the pool counts them."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def collect(self) -> Iterable[Metric]:
        """Yield the one figure."""
        found = CounterMetricFamily("kg_queries_stopped", "Queries without an answer.", labels=["reason"])
        for problem, count in sorted(self._current.pool.stopped.items()):
            found.add_metric([problem], count)
        yield found


class Metrics:
    """The figures of one server."""

    def __init__(self, current: Current) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("kg_requests", "Requests that were answered.", ["route", "status"], registry=self._registry)
        self._seconds = Histogram("kg_request_seconds", "Until the answer was sent.", ["route"], registry=self._registry, buckets=_SECONDS)
        for name, text, value in (
            ("kg_queries_running", "Queries that run.", lambda: current.pool.running),
            ("kg_queries_waiting", "Queries that wait for a process.", lambda: current.pool.waiting),
            ("kg_queries_slow", "Queries in the slow lane.", lambda: current.pool.slow),
            ("kg_quads", "Quads of the graph.", lambda: current.size),
        ):
            Gauge(name, text, registry=self._registry).set_function(value)
        self._registry.register(_Stopped(current))

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return all figures."""
        return generate_latest(self._registry)
