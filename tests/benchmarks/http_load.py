"""Sends HTTP requests over many connections at once, with little work for each: requests come in, what each took goes out.

It reads answers only as far as to know where they end, so that two cores are left to the server.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LAST_CHUNK = b"0\r\n\r\n"


@dataclass
class Taken:
    """What requests took: seconds of those that were answered with 200, and how many were not, by status; 0: the connection broke."""

    seconds: list[float] = field(default_factory=list)
    failed: dict[int, int] = field(default_factory=dict)
    over: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.over

    def at(self, share: float) -> float:
        """Return the milliseconds within which so large a share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def queries(texts: Iterator[str], *, host: str, path: str = "/sparql", accept: str = "application/sparql-results+json") -> Iterator[bytes]:
    """Yield each query as a GET."""
    head = f" HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n"
    for text in texts:
        yield f"GET {path}?{urlencode({'query': text})}{head}".encode()


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the one before is answered, until the time is over."""

    def __init__(self, requests: Iterator[bytes], taken: Taken, until: float) -> None:
        self._requests, self._taken, self._until = requests, taken, until
        self._got = bytearray()
        self._since = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        self._since = perf_counter()
        if self._since >= self._until:
            self._transport.close()
            return
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._got += data
        head = self._got.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self._got, 0, head + 2)
        whole = len(self._got) >= head + 4 + int(length[1]) if length else self._got.endswith(_LAST_CHUNK)
        if whole:
            status = int(self._got[9:12])
            if status == 200:
                self._taken.seconds.append(perf_counter() - self._since)
            else:
                self._taken.failed[status] = self._taken.failed.get(status, 0) + 1
            self._got.clear()
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None or perf_counter() < self._until:
            self._taken.failed[0] = self._taken.failed.get(0, 0) + 1
        if not self.done.done():
            self.done.set_result(None)


async def load(url: str, requests: Iterator[bytes], *, clients: int, seconds: float, address: str = "127.0.0.1") -> Taken:
    """Send requests over so many connections for so long, from an address of this machine."""
    where = urlsplit(url)
    taken, start = Taken(), perf_counter()
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(
            lambda: _Connection(requests, taken, start + seconds), where.hostname or "", where.port or 80, local_addr=(address, 0)
        )
        for _ in range(clients)
    ]
    await asyncio.wait([protocol.done for _, protocol in opened], timeout=seconds + 40)
    taken.over = perf_counter() - start
    return taken
