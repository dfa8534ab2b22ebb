"""A graph that a SPARQL 1.1 service keeps: the same `Store` as a folder, over the SPARQL Protocol and the Graph Store Protocol.

What is sent is written, and what comes is parsed, by pyoxigraph. The service decides what a transaction is: a change that fits one
request is all or nothing where its updates are, a larger one comes in batches.

Source: SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/
Source: SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Self, cast

import httpx
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Triple, parse, parse_query_results, serialize

from kg.errors import StoreError
from kg.store.binding import bound, form_of, with_prefixes
from kg.store.http import Connection, answer_of, boolean, ensure, parsing, rdf_format, results_format, stream_of
from kg.store.literals import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Literal, Variable

    from kg.store.protocol import Answer
    from kg.store.service import Service

_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_NO_FORM = (405, 415, 501)  # answers of a service that takes a query only by GET
_GRAPH_STORE_BATCH = 20  # times the batch of an update: triples in a body are parsed faster than an update, and have no limit of size


class RemoteStore:
    """The graph of a service; see `Store`. It reads and writes what the service's `Dataset` names."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._connection = Connection(service)
        self._by_get = False

    # ---------------------------------------------------------------- asking

    def query(
        self,
        sparql: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[Variable, NamedNode | Literal] | None = None,
    ) -> Answer:
        """Answer a SPARQL query; see `Store.query`. The answer is held in memory."""
        asked = with_prefixes(bound(sparql, substitutions or {}), prefixes)
        form = form_of(asked)
        with self._asked(asked, _TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else _RESULTS) as response:
            answer = answer_of(response.read(), response.headers.get("content-type", ""), self.service.query)
        if form == "ASK" and isinstance(answer, QuerySolutions):  # Virtuoso 7.2.5 gives a row for yes, and none for no
            return boolean(next(answer, None) is not None)
        return answer

    def quads(self) -> Iterator[Quad]:
        """Yield every quad as it comes from the service; see `Store.quads`.

        Raises:
            StoreError: Not all came, since the service cuts long answers or was changed meanwhile.
        """
        expected = len(self)
        came = 0
        for quad in self._graphs() if self.service.graphs else self._rows():
            came += 1
            yield canonical(quad)
        if came != expected:
            raise StoreError(
                f"{self.service.query}: {came} of {expected} quads came. Try again if it was being changed; if it cuts long answers, "
                "raise its limit of rows"
            )

    def __len__(self) -> int:
        """Return the number of quads of the default graph and of all named ones."""
        solutions = cast("QuerySolutions", self.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._everything} }}"))
        return int(cast("Literal", next(solutions)["n"]).value)

    @property
    def _everything(self) -> str:
        """The pattern of all quads. Virtuoso takes a dataset without named graphs for one with all of them: they are not asked for."""
        alone = self.service.dataset is not None and not self.service.dataset.named
        return "?s ?p ?o" if alone else "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"

    def _rows(self) -> Iterator[Quad]:
        with self._asked(f"SELECT ?s ?p ?o ?g WHERE {{ {self._everything} }}", _RESULTS) as response:
            form = results_format(response.headers.get("content-type", ""), self.service.query)
            with parsing(self.service.query):
                for row in cast("QuerySolutions", parse_query_results(stream_of(response), format=form)):
                    yield Quad(row[0], row[1], row[2], row[3] or DefaultGraph())

    def _graphs(self) -> Iterator[Quad]:
        for name in (None, *self._named()):
            with self._connection.sent("GET", self._graph_url(name), headers={"Accept": _TRIPLES}) as response:
                if response.status_code == httpx.codes.NOT_FOUND:  # a graph that is empty
                    response.read()
                    continue
                ensure(response)
                form = rdf_format(response.headers.get("content-type", ""), str(response.url))
                graph = NamedNode(name) if name else DefaultGraph()
                with parsing(str(response.url)):
                    for quad in parse(stream_of(response), format=form):
                        yield Quad(quad.subject, quad.predicate, quad.object, graph)

    def _named(self) -> list[str]:
        if self.service.dataset is not None:
            return list(self.service.dataset.named)
        solutions = cast("QuerySolutions", self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"))
        return [cast("NamedNode", row["g"]).value for row in solutions]

    # ---------------------------------------------------------------- changing

    def update(self, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> None:
        """Change the graph by a SPARQL update; see `Store.update`. It names the graphs of the service's `Dataset` itself, as by WITH."""
        with self._connection.sent("POST", self.service.update, data={"update": with_prefixes(sparql, prefixes)}) as response:
            response.read()
            ensure(response)

    def change(self, *, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> None:
        """Take quads out, and then put others in; all or nothing only if it fits one batch. See `Store.change`."""
        out, put = iter(removed), iter(added)
        while batch := list(islice(out, self.service.batch)):
            text = f"DELETE DATA {{ {self._data(batch)} }}"
            if len(batch) < self.service.batch:  # the last: the first of what is added goes along
                first = list(islice(put, self.service.batch - len(batch)))
                text += f" ;\nINSERT DATA {{ {self._data(first)} }}" if first else ""
            self._update(text)
        self._add(put)

    def replace(self, quads: Iterable[Quad]) -> None:
        """Make `quads` all that the dataset holds; see `Store.replace`. Who asks meanwhile sees a part of it."""
        dataset = self.service.dataset
        graphs = [f"GRAPH <{name}>" for name in (dataset.default, *dataset.named)] if dataset else ["ALL"]
        self._update(" ; ".join(f"CLEAR SILENT {graph}" for graph in graphs))
        self._add(iter(quads))

    def _add(self, quads: Iterator[Quad]) -> None:
        size = self.service.batch * (_GRAPH_STORE_BATCH if self.service.graphs else 1)
        while batch := [canonical(quad) for quad in islice(quads, size)]:
            if self.service.graphs:
                self._post(batch)
            else:
                self._update(f"INSERT DATA {{ {self._data(batch)} }}")

    def _post(self, quads: list[Quad]) -> None:
        for name, triples in self._by_graph(quads).items():
            content = serialize(triples, format=RdfFormat.N_TRIPLES)
            url = self._graph_url(name)
            with self._connection.sent("POST", url, content=content, headers={"Content-Type": "application/n-triples"}) as response:
                response.read()
                ensure(response)

    def _data(self, quads: list[Quad]) -> str:
        """Return quads as the data of an update."""
        blocks = []
        for name, triples in self._by_graph(quads).items():
            lines = "\n".join(f"{triple.subject} {triple.predicate} {triple.object} ." for triple in triples)
            blocks.append(f"GRAPH <{name}> {{\n{lines}\n}}" if name else lines)
        return "\n".join(blocks)

    def _by_graph(self, quads: list[Quad]) -> dict[str | None, list[Triple]]:
        """Return the triples by the IRI of their graph; `None` is the default graph of the service."""
        default = self.service.dataset.default if self.service.dataset else None
        found: dict[str | None, list[Triple]] = {}
        for quad in quads:
            if BlankNode in map(type, (quad.subject, quad.object, quad.graph_name)):
                raise StoreError(f"{quad}: a blank node cannot be sent, since the batches of one graph would not share it. Give it an IRI")
            name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else default
            found.setdefault(name, []).append(quad.triple)
        return found

    def _graph_url(self, name: str | None) -> str:
        default = self.service.dataset.default if self.service.dataset else None
        url = httpx.URL(self.service.graphs or "")
        wanted = name or default
        return str(url.copy_merge_params({"graph": wanted} if wanted else {"default": ""}))

    # ---------------------------------------------------------------- the protocol

    def _update(self, text: str) -> None:
        """Send an update that is ours, so that it is no matter of syntax if the service refuses it."""
        try:
            self.update(text)
        except SyntaxError as error:
            raise StoreError(f"{error}. The service cannot keep this") from error

    @contextmanager
    def _asked(self, sparql: str, accept: str) -> Iterator[httpx.Response]:
        """Send a query as a form, or in the URL to a service that takes no form."""
        dataset = self.service.dataset
        where = {"default-graph-uri": dataset.default, "named-graph-uri": list(dataset.named)} if dataset else {}
        parameters = {"query": sparql, **where}
        if not self._by_get:
            with self._connection.sent("POST", self.service.query, data=parameters, headers={"Accept": accept}) as response:
                if response.status_code not in _NO_FORM:
                    ensure(response)
                    yield response
                    return
                response.read()
            self._by_get = True
        with self._connection.sent("GET", self.service.query, params=parameters, headers={"Accept": accept}) as response:
            ensure(response)
            yield response

    @property
    def closed(self) -> bool:
        """Whether it can no longer be asked."""
        return self._connection.closed

    def close(self) -> None:
        """Let go of connections; closing twice is harmless."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
