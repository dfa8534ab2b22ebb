"""Opens a graph wherever it is kept: a folder, a URL or a `Service` comes in, a `Store` goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store.directory import open_store
from kg.store.service import Service, is_url

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.protocol import Store


def open_any(where: Path | str | Service) -> Store:
    """Open the graph in a `.kg` folder, or that of a SPARQL 1.1 service, of which a URL is the query endpoint.

    Raises:
        StoreError: There is no graph in the folder, or it cannot be read. Whether a service answers shows when it is asked.
        MissingLibraryError: A service needs the extra `[remote]`.
    """
    if not isinstance(where, Service) and not is_url(where):
        return open_store(where)
    from kg.store.remote import RemoteStore  # noqa: PLC0415 - needs httpx

    return RemoteStore(where if isinstance(where, Service) else Service(str(where)))
