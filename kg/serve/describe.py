"""Says what is served: the SPARQL 1.1 Service Description, VoID, and OpenAPI, each made from what the server really does.

Sources: W3C, SPARQL 1.1 Service Description; W3C, Describing Linked Datasets with VoID; OpenAPI 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from rdflib import RDF, VOID, Namespace

from kg.graph import BASE, ONTOLOGY, PREFIXES
from kg.serve.http import header, reply
from kg.serve.negotiate import HTML, SOLUTIONS, TRIPLES, chosen
from kg.serve.operation import FORM, QUERY, UPDATE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.serve.http import Scope, Send

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_WRITTEN: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_LISTS: Final = (("page", "reports"), ("events", "events"))


def service(endpoint: str, *, quads: int, writable: bool = False) -> Iterator[Triple]:
    """Yield the description of the service at the URL `endpoint`; `writable`: it takes updates."""
    here, dataset, default, named = (f"{endpoint}{end}" for end in ("#service", "#dataset", "#default", "#ontology"))
    yield from _things(
        (here, RDF.type, SD.Service),
        (here, SD.endpoint, endpoint),
        (here, SD.supportedLanguage, SD.SPARQL11Query),
        *([(here, SD.supportedLanguage, SD.SPARQL11Update)] if writable else []),
        (here, SD.defaultDataset, dataset),
        (dataset, RDF.type, SD.Dataset),
        (dataset, SD.defaultGraph, default),
        (default, RDF.type, SD.Graph),
        (dataset, SD.namedGraph, named),
        (named, RDF.type, SD.NamedGraph),
        (named, SD.name, ONTOLOGY),
        *((here, SD.resultFormat, FORMATS[name]) for name in _WRITTEN),
    )
    yield from _void(dataset, endpoint, quads)


def dataset(root: str, *, quads: int) -> Iterator[Triple]:
    """Yield the VoID description of what is served at the URL `root`, which ends with a slash."""
    yield from _void(f"{root}.well-known/void#dataset", f"{root}sparql", quads)


def _void(node: str, endpoint: str, quads: int) -> Iterator[Triple]:
    yield from _things(
        (node, RDF.type, VOID.Dataset),
        (node, VOID.sparqlEndpoint, endpoint),
        (node, VOID.uriSpace, Literal(BASE)),
        (node, VOID.triples, Literal(quads)),
        *((node, VOID.vocabulary, PREFIXES[prefix]) for prefix in ("kg", "sem", "prov", "skos", "oa")),
    )


def _things(*facts: tuple[str, str, str | Literal]) -> Iterator[Triple]:
    for subject, predicate, value in facts:
        yield Triple(NamedNode(str(subject)), NamedNode(str(predicate)), value if isinstance(value, Literal) else NamedNode(str(value)))


async def reply_triples(triples: Iterable[Triple], scope: Scope, send: Send) -> None:
    """Send triples in the format that is accepted.

    Raises:
        RefusedError: None of the formats is accepted.
    """
    formats = TRIPLES[:4]
    wanted = chosen(header(scope, b"accept"), formats)
    if wanted is None:
        raise RefusedError(406, f"none of this can be given. Accept one of {', '.join(formats)}")
    written = serialize(triples, None, RdfFormat.from_media_type(wanted), prefixes={**PREFIXES, "sd": str(SD), "void": str(VOID)})
    await reply(send, 200, written or b"", wanted, {"Vary": "Accept"})


def openapi(root: str, *, version: str) -> dict[str, object]:
    """Return the OpenAPI description of the server at the URL `root`."""
    answers = {
        "200": {"description": "The answer.", "content": {name: {} for name in (*SOLUTIONS[:4], *TRIPLES[:4])}},
        **{
            status: {"description": text, "content": {"text/plain": {}}}
            for status, text in (
                ("204", "The update is made."),
                ("400", "It is no query or update, it would reach elsewhere, or it lies too deep in itself."),
                ("401", "It is an update without the token (`Authorization: Bearer …`)."),
                ("403", "It is an update, and the server was started read only; or a page of another origin sends it."),
                ("406", "None of the accepted formats can be given."),
                ("413", "The request or the answer is too large."),
                ("415", "The content type or coding is not supported."),
                ("429", "Too many requests of one client at once."),
                ("503", "It took too long or too much memory, or there is no room. Ask later, or for less."),
            )
        },
    }
    query = {"name": "query", "in": "query", "schema": {"type": "string"}, "description": "A SPARQL 1.1 query."}
    graphs = [
        {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    form = {"type": "object", "properties": {"query": {"type": "string"}, "update": {"type": "string"}}}
    bodies = {FORM: {"schema": form}, **{kind: {"schema": {"type": "string"}} for kind in (QUERY, UPDATE)}}
    text = {"schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "A knowledge graph of actors and events", "version": version},
        "servers": [{"url": root}],
        "paths": {
            "/sparql": {
                "get": {
                    "summary": "Answer a query; without one, describe the service.",
                    "parameters": [query, *graphs],
                    "responses": answers,
                },
                "post": {
                    "summary": "Answer a query, or make an update.",
                    "requestBody": {"content": bodies},
                    "responses": answers,
                },
            },
            "/id/{path}": {"get": _thing()},
            "/view/{path}": {"get": {"summary": "A picture of a thing and what it is linked to, for people."}},
            "/around/{path}": {"get": {"summary": "A page of what a thing is linked to, as the picture takes it."}},
            "/store?{graph}": {
                "get": {"summary": "A graph as a whole, by the Graph Store Protocol (`?default` or `?graph=IRI`); so PUT, POST, DELETE."}
            },
            **{
                path: {"get": {"summary": summary, "responses": {"200": {"description": "It.", "content": {kind: text}}}}}
                for path, summary, kind in (
                    ("/", "How much there is, and the latest events, for people.", HTML),
                    ("/search", "What has the words of `q` in its name, title or sentence, for people.", HTML),
                    ("/editor", "An editor for SPARQL, for people.", HTML),
                    ("/health", "Whether queries are answered.", "application/json"),
                    ("/metrics", "Figures for Prometheus.", "text/plain"),
                    ("/.well-known/void", "What is served.", "text/turtle"),
                )
            },
        },
    }


def _thing() -> dict[str, object]:
    number = {"type": "integer", "minimum": 1}
    asked = [{"name": name, "in": "query", "schema": number, "description": f"Page of the {of}."} for name, of in _LISTS]
    path = {"name": "path", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Such as event/… or actor/…"}
    formats: dict[str, object] = {name: {} for name in (HTML, *TRIPLES[:4])}
    return {
        "summary": "What is known of a thing, what is said of it by whom, and its sentences.",
        "parameters": [path, *asked],
        "responses": {
            "200": {"description": "It.", "content": formats},
            "301": {"description": "It was found to be another thing."},
            "404": {"description": "Nothing of this name is in the graph.", "content": {"text/plain": {}}},
        },
    }
