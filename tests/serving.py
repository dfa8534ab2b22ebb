"""Runs `kg serve` as a process of its own, for tests that ask it over loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Served:
    root: str
    graph: Path
    process: subprocess.Popen[str]
    told: str = ""

    @property
    def sparql(self) -> str:
        return f"{self.root}sparql"

    def ask(self, query: str, **headers: str) -> httpx.Response:
        return httpx.get(self.sparql, params={"query": query}, headers=headers, timeout=30)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(f"{self.root}{path}", headers=headers, timeout=30)


@contextmanager
def serving(graph: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Serve a graph on a free port while the block runs."""
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", *options]
    environment = {**os.environ, **(env or {})}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603 - our own words
        assert process.stderr is not None
        told = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert found is not None, told + process.stderr.read()
        try:
            yield Served(found[0], graph, process, told)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
