"""The picture of a part of the graph that asks for more: a thing comes in, the page of `kg.view` goes out with what surrounds it.

The page holds one thing and what it is linked to; whatever the reader opens further it asks for here, as the same kind of data block.
Nothing is drawn of a graph as a whole, so that one of millions can be walked.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.graph import BASE
from kg.serve.around import around
from kg.serve.http import reply
from kg.serve.operation import RefusedError
from kg.serve.pages import fields_of, number_of, raw_path
from kg.serve.things import iri_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.serve.around import Around
    from kg.serve.http import Scope, Send
    from kg.serve.rows import Rows
    from kg.view.items import Item

VIEW: Final = "/view/"
AROUND: Final = "/around/"
_POLICY: Final = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
"""Beside the page's own policy, which names its scripts by hash."""


class Walk:
    """Two paths of the server.

    Args:
        rows: Answers questions to the graph.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def view(self, scope: Scope, send: Send) -> None:
        """Send the picture of a thing and what it is linked to."""
        fields_of(scope, ())
        iri, found = await self._found(scope, VIEW, page=1)
        written = await asyncio.to_thread(_page, iri.value, found)
        await reply(send, 200, written, "text/html; charset=utf-8", {"Content-Security-Policy": _POLICY})

    async def around(self, scope: Scope, send: Send) -> None:
        """Send a page of what a thing is linked to, as JSON."""
        page = number_of(fields_of(scope, ("page",)), "page")
        iri, found = await self._found(scope, AROUND, page=page)
        written = await asyncio.to_thread(_block, iri.value, found, page)
        await reply(send, 200, written, "application/json")

    async def _found(self, scope: Scope, before: str, *, page: int) -> tuple[NamedNode, Around]:
        iri = iri_of(raw_path(scope).removeprefix(before))
        found = await around(self._rows, iri, page=page) if iri else None
        if iri is None or found is None or not any(triple.subject == iri for triple in found.triples):
            raise RefusedError(404, "nothing of this name is in the graph. Search for it at /search")
        return iri, found


# What draws is loaded when the first picture is asked for: it takes longer than all else that a server needs.


def _page(iri: str, found: Around) -> str:
    from kg.view import NewsNetwork  # noqa: PLC0415 - see above

    network = NewsNetwork(_network(found), title="")
    network.title = str(network.node_map[iri]["name"]) if iri in network.node_map else iri
    return network.walking_html(_told(iri, found, 1))


def _block(iri: str, found: Around, page: int) -> str:
    from kg.view.surroundings import block  # noqa: PLC0415 - see above

    return block(_network(found), _told(iri, found, page))


def _network(found: Around) -> nx.MultiDiGraph[str]:
    """Return the part as a network; in how many articles a thing is told of is not known from a part."""
    from kg.network import to_networkx  # noqa: PLC0415 - see above

    with found.store() as store:
        network = to_networkx(store)
    for _, attributes in network.nodes(data=True):
        del attributes["documents"]
    return network


def _told(iri: str, found: Around, page: int) -> Item:
    """Return what the page needs to ask for more."""
    return {"node": iri, "base": BASE, "next": page + 1 if found.more else None}
