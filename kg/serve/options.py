"""What a server may be told: where it listens, who may ask, and how much a query may take."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Final, Literal

from kg.workers import Limits, Size

Engine = Literal["embedded", "oxigraph"]

KIBIBYTE: Final = 1 << 10
MEBIBYTE: Final = 1 << 20
LIMITS: Final = Limits(seconds=30.0, rows=1_000_000, size=256 * MEBIBYTE)
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


@dataclass(frozen=True, slots=True)
class Options:
    """How a graph is served.

    Attributes:
        host: The address to listen on.
        port: The port; 0: any that is free.
        hosts: Further names that clients may call this server by; a request to another name is refused, since a page elsewhere may have
            made that name point here.
        origins: Web pages of these origins may read answers (CORS); `*`: of any.
        limits: What a query may take.
        size: How many queries run and wait.
        body: The most bytes of a request.
        per_client: The most requests of one address at once.
        token: What a request must bring that changes the graph; `None`: nobody may.
        upload: The most bytes of such a request.
        engine: What answers queries: reader processes, or the Oxigraph server.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    limits: Limits = LIMITS
    size: Size = field(default_factory=Size)
    body: int = 128 * KIBIBYTE
    per_client: int = 64
    token: str | None = field(default=None, repr=False)
    upload: int = 64 * MEBIBYTE
    engine: Engine = "embedded"

    @property
    def names(self) -> frozenset[str] | None:
        """The names that clients may call this server by, without ports; `None`: any."""
        if self.hosts:
            return LOOPBACK | {self.host} | set(self.hosts)
        return LOOPBACK | {self.host} if self.is_local else None

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return self.host in LOOPBACK or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
