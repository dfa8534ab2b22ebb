"""Where a SPARQL 1.1 service is, and how it wants to be spoken to. Nothing is asked here."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.errors import StoreError


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password, sent in the way that the service asks for (Basic or Digest)."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The part of a service that is ours, where others keep graphs there too, or where it has no default graph of its own.

    Attributes:
        default: The IRI of the graph that stands for the default graph.
        named: The IRIs of the named graphs.
    """

    default: str
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Where a SPARQL 1.1 service is, and how it wants to be spoken to.

    Attributes:
        query: The URL of its query endpoint.
        updates: That of its update endpoint; default: of a `…/query` the `…/update` beside it, otherwise the same URL.
        graphs: That of its Graph Store Protocol, if it has one: many quads go in and out faster by it.
        login: Who we are, if it asks.
        dataset: The part of it that is ours; default: all of it.
        timeout: How long it may be silent, in seconds, before it is given up.
        batch: How many quads go into one update.
    """

    query: str
    updates: str | None = None
    graphs: str | None = None
    login: Login | Token | None = None
    dataset: Dataset | None = None
    timeout: float = 60.0
    batch: int = 1000

    def __post_init__(self) -> None:
        for url in (self.query, self.updates, self.graphs):
            parts = urlsplit(url or "http://x")
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise StoreError(f"{url}: this is no URL of a service. Expected http://… or https://…")
            if parts.username or parts.password:
                raise StoreError(f"{parts.hostname}: the URL holds a name or password, which logs would show. Give a login apart from it")

    @property
    def update(self) -> str:
        """The URL of its update endpoint."""
        beside = self.query.removesuffix("/query")
        return self.updates or (self.query if beside == self.query else f"{beside}/update")


def is_url(where: object) -> bool:
    """Tell whether this is the URL of a service and no path."""
    return str(where).startswith(("http://", "https://"))
