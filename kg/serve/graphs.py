"""The SPARQL 1.1 Graph Store Protocol: a graph is read, replaced, added to and deleted as a whole, as far as the server allows.

Source: W3C, SPARQL 1.1 Graph Store HTTP Protocol.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from kg.graph import PREFIXES
from kg.serve.endpoint import sent, triples_as
from kg.serve.http import body_of, header, refuse, reply, root_of
from kg.serve.negotiate import TRIPLES, chosen
from kg.serve.operation import RefusedError
from kg.workers import Request

if TYPE_CHECKING:
    from kg.serve.http import Receive, Scope, Send
    from kg.serve.options import Options
    from kg.serve.rows import Rows
    from kg.serve.writing import Kind, Writing

PATH: Final = "/store"
_KINDS: Final[dict[str, Kind]] = {"POST": "merge", "PUT": "put", "DELETE": "delete"}
_ALLOWED: Final = {True: "GET, HEAD, PUT, POST, DELETE, OPTIONS", False: "GET, HEAD, OPTIONS"}


class Graphs:
    """An ASGI application that answers at one path.

    Args:
        rows: Answers queries.
        writing: Makes changes; `None`: none may be made.
        options: Who may do what.
    """

    def __init__(self, rows: Rows, writing: Writing | None, options: Options) -> None:
        self._rows, self._writing, self._options = rows, writing, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        try:
            if scope["method"] in {"GET", "HEAD"}:
                await self._read(_graph_of(scope), scope, send)
            elif scope["method"] in _KINDS:
                await self._write(_KINDS[scope["method"]], scope, receive, send)
            else:
                await refuse(send, RefusedError(405, "this method is not allowed here", {"Allow": _ALLOWED[self._writing is not None]}))
        except RefusedError as error:
            await refuse(send, error)

    async def _read(self, iri: str | None, scope: Scope, send: Send) -> None:
        wanted = triples_as(chosen(header(scope, b"accept"), TRIPLES))
        if wanted is None:
            raise RefusedError(406, f"none of this can be given. Accept one of {', '.join(TRIPLES[:4])}")
        if not await self._exists(iri):
            raise RefusedError(404, "there is no such graph")
        request = replace(_of("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", iri), triples=wanted)
        await sent(await self._rows.answer(request), send)

    async def _exists(self, iri: str | None) -> bool:
        """Tell whether a graph is there: the default one always is."""
        return iri is None or b"true" in await self._rows.written(_of("ASK { ?s ?p ?o }", iri))

    async def _write(self, kind: Kind, scope: Scope, receive: Receive, send: Send) -> None:
        if self._writing is None:
            raise RefusedError(403, "this graph is read only. Start the server with --writable to change it")
        self._writing.permit(scope)
        iri = _graph_of(scope)
        body = await body_of(scope, receive, self._options.upload)
        media_type = _format_of(scope, kind)
        there = await self._exists(iri)
        if kind == "delete" and not there:
            raise RefusedError(404, "there is no such graph")
        await self._writing.graph(kind, iri, content=body, media_type=media_type, base=iri or root_of(scope))
        await reply(send, 204 if there else 201, b"")


def _of(sparql: str, iri: str | None) -> Request:
    """Return a query of one graph only."""
    return Request(sparql, prefixes=PREFIXES, default=None if iri is None else (iri,), named=())


def _graph_of(scope: Scope) -> str | None:
    """Return the graph that a request names; `None`: the default one.

    Raises:
        RefusedError: It names none, or several.
    """
    try:
        fields = parse_qsl(scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=8)
    except ValueError as error:
        raise RefusedError(400, "the address has fields that cannot be read. Write them in UTF-8 and percent-encoding") from error
    named = [(name, value) for name, value in fields if name in {"graph", "default"}]
    if len(named) != 1:
        raise RefusedError(400, "name one graph, as ?default or as ?graph=IRI")
    name, value = named[0]
    if name == "default":
        return None
    try:
        return NamedNode(value).value
    except ValueError as error:
        raise RefusedError(400, f"{value!r} is no IRI of a graph: {error}. Give an absolute one") from error


def _format_of(scope: Scope, kind: Kind) -> str:
    media_type = header(scope, b"content-type").partition(";")[0].strip().lower() or TRIPLES[0]
    if kind != "delete" and media_type not in TRIPLES[:4]:
        raise RefusedError(415, f"triples in {media_type} are not supported. Send one of {', '.join(TRIPLES[:4])}")
    return media_type
