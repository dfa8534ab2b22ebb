"""A graph to ask, draw and export: the rooms to the right of the store behind one object.

Each method imports what it uses when it is called: asking a graph loads neither the picture's libraries nor the reader.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from kg.errors import StoreError, UnknownNameError
from kg.store import FORMATS, EmbeddedStore, export, export_parts, open_any
from kg.store.service import Service

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx
    from pyoxigraph import NamedNode

    from kg.cards import ActorCard, Article, EventCard, Timeline
    from kg.cards.maps import EventMap
    from kg.explore import Finder, Thing, When
    from kg.network import Projection
    from kg.query import Answer, LimitedStore, Parameter, Passages, Plan, Table
    from kg.search import Found, Kind, SearchIndex
    from kg.store import Store
    from kg.view import NewsNetwork

COUNTED = {
    "articles": "a kg:Document",
    "entities": "a kg:Entity",
    "actors": "a kg:Actor",
    "events": "a kg:Event",
    "assertions": "a kg:Assertion . FILTER NOT EXISTS { ?thing a kg:DerivedAssertion }",
    "derived assertions": "a kg:DerivedAssertion",
    "counts": "a kg:Count",
}
"""What `info` counts: the name of the figure, as `build` reports it, and what holds of each thing; actors are entities too."""


class Graph:
    """A graph that `build` made, opened for reading. Use it as a context manager, or `close` it.

    Attributes:
        folder: The `.kg` folder; of a service, its URL, where there is no evidence and no index for search.
        store: The store in it, for what this class does not offer.
    """

    def __init__(self, where: Path | str | Service) -> None:
        self.store: Store = open_any(where)
        self.folder = Path(where.query if isinstance(where, Service) else where)
        self._limited: LimitedStore | None = None

    def query(
        self,
        sparql: str,
        /,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        among: Mapping[str, Iterable[NamedNode | str] | Table] | None = None,
        **parameters: Parameter,
    ) -> Answer:
        """Answer a SPARQL query: a `Table` for SELECT, `Triples` for CONSTRUCT, a bool for ASK.

        Args:
            sparql: The query; the common prefixes are known.
            limit: The most rows to return; `None`: all.
            timeout: The most seconds that it may take; then it is stopped, wherever it is. `None`: any time.
            among: For variables, by name, the IRIs that they may be, or a table of things, such as what `search` found.
            **parameters: Values of variables of the query, by name.

        Raises:
            QueryError: It is no query, would change data, or a parameter is not among its variables.
            QueryStoppedError: It took too long, or too much memory.

        Examples:
            >>> for row in graph.query("SELECT ?name ?day WHERE { ?e a kg:Bombing ; skos:prefLabel ?name ; kg:date ?day }"):
            ...     print(row["name"], row["day"])
            bombing in Northtown 2024-01-03
        """
        from kg.query import Table, query  # noqa: PLC0415

        chosen = {
            name: [iri for row in things for iri in row.support] if isinstance(things, Table) else things
            for name, things in (among or {}).items()
        }
        return query(self._within(timeout), sparql, limit=limit, among=chosen, **parameters)

    def named(self, name: str, /, *, limit: int | None = None, timeout: float | None = None, **parameters: Parameter) -> Answer:
        """Answer one of the questions of `ontology/queries/`; its parameters may be left out.

        Raises:
            UnknownNameError: There is no such question, or it has no such parameter; the message lists those there are.
            QueryStoppedError: It took longer than `timeout` seconds, or too much memory.
        """
        from kg.query import ask_named  # noqa: PLC0415

        return ask_named(self._within(timeout), name, limit=limit, **parameters)

    def explain(self, sparql: str) -> Plan:
        """Return the steps in which a query is gone about, with how many triples fit each, and how to begin better.

        Raises:
            QueryError: It is no query.

        Examples:
            >>> print(graph.explain("SELECT ?name WHERE { ?e a kg:Bombing ; skos:prefLabel ?name }"))
            begin    ?e rdf:type kg:Bombing   [1]
            look up  ?e skos:prefLabel ?name   [16]
        """
        from kg.query import explain  # noqa: PLC0415

        return explain(self.store, sparql)

    def cancel(self) -> None:
        """Stop the query with a time limit that another thread is asking; there it is a `QueryStoppedError`.

        Examples:
            >>> graph.query("ASK { ?attack a kg:Attack }", timeout=60)  # another thread may now call graph.cancel()
            True
        """
        if self._limited is not None:
            self._limited.cancel()

    @property
    def embedded(self) -> EmbeddedStore:
        """The store, if it is that of a folder.

        Raises:
            StoreError: It is a service's.
        """
        if not isinstance(self.store, EmbeddedStore):
            raise StoreError("a service has neither time limits nor an index for search. Copy the graph to a folder with `kg copy`")
        return self.store

    def _within(self, seconds: float | None) -> Store:
        """Return the store, or one whose queries are stopped after so many seconds."""
        if seconds is None:
            return self.store
        from kg.query import LimitedStore  # noqa: PLC0415

        if self._limited is None:
            self._limited = LimitedStore.of(self.embedded, seconds=seconds)
        return self._limited.within(seconds)

    # ------------------------------------------------------------ questions that need no SPARQL

    @cached_property
    def finder(self) -> Finder:
        """Finds things by the names that people type: case, accents, points and aliases do not matter."""
        from kg.explore import Finder  # noqa: PLC0415

        return Finder(self.store)

    def find(self, name: str) -> Table:
        """Return the actors, places and events that have all words of `name` in their names, or those of the nearest names.

        Examples:
            >>> graph.find("karr").column("name")
            ['General Karr', 'killing of General Karr', 'memorial for General Karr']
        """
        from kg.explore import find  # noqa: PLC0415

        return find(self.finder, name)

    # ------------------------------------------------------------ words and maps

    @cached_property
    def index(self) -> SearchIndex:
        """The index of names, titles, sentences and places; a graph that was written without one gets it in memory."""
        from kg.search import SearchIndex  # noqa: PLC0415

        return SearchIndex.of(self.embedded)

    def search(self, words: str, *, kinds: Collection[Kind] | None = None, limit: int = 20) -> Table:
        """Return what has all the words in its name, title or sentence, best first; if nothing has, what has some of them.

        Args:
            words: Words; those in quotation marks stand together. A word fits longer ones that begin with it, one that no text has is
                taken for the nearest.
            kinds: Of "entity", "event", "document" and "passage"; `None`: all.
            limit: The most rows to return.

        Raises:
            QueryError: There is no word in it.

        Examples:
            >>> graph.search("memoral karr").column("text")[0]
            'memorial for General Karr'
            >>> found = graph.search("bomb", kinds=["passage"])
            >>> len(graph.query("SELECT ?s WHERE { ?s prov:wasDerivedFrom ?p }", among={"p": found})) > 0
            True
        """
        return self.hits(self.found(words, kinds=kinds, limit=limit))

    def found(self, words: str, *, kinds: Collection[Kind] | None = None, limit: int = 20) -> Found:
        """Return what `search` does, with scores, the places of the words, and what was taken for words that no text has.

        Examples:
            >>> found = graph.found("generl")
            >>> found.meant["generl"], found.hits[0].text, found.hits[0].marks
            (('general',), 'General Karr', ((0, 7),))
        """
        from kg.search import KINDS  # noqa: PLC0415

        return self.index.search(words, kinds=tuple(KINDS) if kinds is None else kinds, limit=limit)

    def hits(self, found: Found) -> Table:
        """Return what was found as a table, of articles and sentences with outlet and date.

        Examples:
            >>> graph.hits(graph.found("karr", kinds=["event"])).column("text")
            ['killing of General Karr', 'memorial for General Karr']
        """
        from kg.explore import hits  # noqa: PLC0415

        return hits(self.store, found)

    def places(
        self,
        *,
        near: str | tuple[float, float] | None = None,
        km: float = 50,
        box: tuple[float, float, float, float] | None = None,
    ) -> Table:
        """Return the places whose coordinates are known, with how many events are reported there.

        Args:
            near: A point (latitude, longitude), or the name of a place: those within `km` kilometres of it, the nearest first.
            km: See `near`.
            box: South, west, north, east in degrees: those in it, instead.

        Raises:
            QueryError: There is no such point or box.
            UnknownNameError: Nothing bears the name.

        Examples:
            >>> graph.places(box=(-90, -180, 90, 180)).column("place")
            []
        """
        from kg.explore import places_near, places_within  # noqa: PLC0415

        if near is not None:
            return places_near(self.finder, self.index, near, km)
        return places_within(self.store, self.index, box or (-90, -180, 90, 180))

    def totals(self, by: str = "place") -> Table:
        """Return how many events are reported as fact and how many died in them: periods in their order, else most events first.

        Places have a row if they have a proper name: "beds" and "the coast" have none.

        Args:
            by: "place", "region" (a place or one that it lies in), "widest" (of these), "class", "month" or "year".

        Raises:
            UnknownNameError: There is no such grouping; the message lists those there are.

        Examples:
            >>> [(row["place"], row["events"], row["killed_at_least"]) for row in graph.totals()]
            [('Northtown', 1, 95)]
        """
        from kg.explore import totals  # noqa: PLC0415

        return totals(self.store, self.index, by)

    def actors(self, *, type: str | None = None) -> Table:  # noqa: A002 - the word of those who ask
        """Return the actors, those that take part in most events first.

        Args:
            type: A class such as "person"; its subclasses count too.

        Raises:
            UnknownNameError: There is no such class; the message lists the nearest.

        Examples:
            >>> [(row["actor"], row["events"]) for row in graph.actors(type="person")]
            [('General Karr', 2)]
        """
        from kg.explore import actors  # noqa: PLC0415

        return actors(self.finder, type=type)

    def events(
        self,
        *,
        type: str | None = None,  # noqa: A002 - the word of those who ask
        actor: Thing | None = None,
        place: Thing | None = None,
        since: When | None = None,
        until: When | None = None,
    ) -> Table:
        """Return the events, by date; those without a date come last.

        Args:
            type: A class such as "attack"; its subclasses, such as bombings, count too.
            actor: Who takes part, in any role and by anyone's account.
            place: Where it was, or a place that this lies in.
            since: The first day, month or year, such as "2024-01"; an event of unknown date is then left out.
            until: The last one.

        Raises:
            UnknownNameError: A name or class is not there; the message lists the nearest.
            AmbiguousNameError: A name fits several things.
            InputError: A date is none.

        Examples:
            >>> graph.events(type="attacks", since="2024").column("event")
            ['bombing in Northtown']
            >>> graph.events(actor="the front", type="bombing").column("agents")
            ['The Front (claimed), Westland (accused, denied)']
        """
        from kg.explore import events  # noqa: PLC0415

        return events(self.finder, type=type, actor=actor, place=place, since=since, until=until)

    def assertions(self, about: Thing | None = None, *, status: str | None = None, according_to: Thing | None = None) -> Table:
        """Return what is said, in the order it was published, each with how it is meant, who says so, and its first sentence.

        Args:
            about: The actor, place or event that is subject or object; `None`: anything.
            status: Only what is meant so: "reported", "claimed", "accused", "suspected", "planned" or "denied".
            according_to: Only what this actor says; `None`: anyone.

        Raises:
            UnknownNameError: The name or status is not there; the message lists the nearest.
            AmbiguousNameError: The name fits several things.

        Examples:
            >>> for row in graph.assertions("bombing in northtown", status="claimed"):
            ...     print(row["object"], row["relation"], row["subject"], "according to", row["according_to"])
            The Front agent bombing in Northtown according to The Front
            >>> set(graph.assertions(according_to="the front").column("status"))
            {'claimed'}
        """
        from kg.explore import assertions  # noqa: PLC0415

        return assertions(self.finder, about, status=status, according_to=according_to)

    def evidence(self, thing: Thing) -> Passages:
        """Return the sentences that something rests on.

        Args:
            thing: A row of a table; the name of an actor, a place or an event; or the id of anything, an article or an assertion too.

        Raises:
            UnknownNameError: Nothing bears the name; the message lists the nearest.
            AmbiguousNameError: The name fits several things.

        Examples:
            >>> graph.evidence("drone strike")
            Karr was [killed] in a [drone strike] by Westland in 2020. (Herald, 2024-01-04)
        """
        from kg.explore import evidence  # noqa: PLC0415

        return evidence(self.finder, thing)

    def neighbours(self, thing: Thing) -> Table:
        """Return what an actor, a place or an event is linked to, the best supported first.

        Raises:
            UnknownNameError: Nothing bears the name; the message lists the nearest.
            AmbiguousNameError: The name fits several things.

        Examples:
            >>> [(row["direction"], row["relation"], row["neighbour"]) for row in graph.neighbours("Southland")]
            [('in', 'metWith', 'Eastland'), ('out', 'metWith', 'Eastland'), ('in', 'agent', 'meeting of Eastland and Southland')]
        """
        from kg.explore import neighbours  # noqa: PLC0415

        return neighbours(self.finder, thing)

    def timeline(self, thing: Thing | None = None, *, since: When | None = None, until: When | None = None) -> Timeline:
        """Return the dated events, or those that an actor, a place or an event takes part in, by date; a notebook draws them.

        Args:
            thing: Who or what; `None`: all events.
            since: The first day, month or year, such as "2024-01".
            until: The last one.

        Raises:
            UnknownNameError: Nothing bears the name; the message lists the nearest.
            AmbiguousNameError: The name fits several things.
            InputError: A date is none.

        Examples:
            >>> [(row["date"], row["event"], row["role"]) for row in graph.timeline("karr")]
            [('2020', 'killing of General Karr', 'victim')]
        """
        from kg.cards import Timeline  # noqa: PLC0415
        from kg.explore import timeline  # noqa: PLC0415

        title = _title(self.folder.stem if thing is None else _name(thing), {"since ": since, "until ": until})
        return Timeline.of(timeline(self.finder, thing, since=since, until=until), title=title)

    def tolls(self, event: Thing | Table | None = None) -> Table:
        """Return every count that an article reports of an event, or of all: reports that differ stand side by side.

        Args:
            event: Which, or a table of events, such as those of a place; `None`: all.

        Raises:
            UnknownNameError: There is no such event; the message lists the nearest.
            AmbiguousNameError: The name fits several events.

        Examples:
            >>> [(row["kind"], row["at_least"], row["at_most"], row["publisher"]) for row in graph.tolls("northtown bombing")]
            [('killed', 84, 84, 'Herald'), ('killed', 95, None, 'Gazette')]
            >>> len(graph.tolls(graph.events(place="northtown")))
            2
        """
        from kg.explore import tolls  # noqa: PLC0415

        return tolls(self.finder, event)

    # ------------------------------------------------------------ cards

    def actor(self, thing: Thing) -> ActorCard:
        """Return a card of an actor, a place or a thing: its names, what it is linked to, its events; a notebook shows it.

        Raises:
            UnknownNameError: Nothing bears the name; the message lists the nearest.
            AmbiguousNameError: Several things do; the message lists their ids.

        Examples:
            >>> card = graph.actor("karr")
            >>> card.name, card.type, card.aliases
            ('General Karr', 'Person', ('Karr',))
        """
        from kg.cards import actor_card  # noqa: PLC0415

        return actor_card(self.finder, thing)

    def event(self, thing: Thing) -> EventCard:
        """Return a card of an event: who takes part by whose account, tolls, claims and denials; a notebook shows it.

        Raises:
            UnknownNameError: None bears the name; the message lists the nearest.
            AmbiguousNameError: Several events do; the message lists their ids.

        Examples:
            >>> card = graph.event("northtown bombing")
            >>> card.date, card.places, card.tolls.column("quote")
            ('2024-01-03', ('Northtown',), ['84', '95'])
        """
        from kg.cards import event_card  # noqa: PLC0415

        return event_card(self.finder, thing)

    def map(
        self,
        *,
        type: str | None = None,  # noqa: A002 - the word of those who ask
        actor: Thing | None = None,
        place: Thing | None = None,
        since: When | None = None,
        until: When | None = None,
    ) -> EventMap:
        """Return where events were, the place of most events first; a notebook draws a map, without fetching anything.

        Args:
            type: See `events`, as for all others.
            actor: Who takes part.
            place: Where it was, or a place that this lies in.
            since: The first day, month or year.
            until: The last one.

        Raises:
            UnknownNameError: A name or class is not there; the message lists the nearest.
            AmbiguousNameError: A name fits several things.
            InputError: A date is none.
        """
        from kg.cards.maps import event_map  # noqa: PLC0415

        found = self.events(type=type, actor=actor, place=place, since=since, until=until)
        asked = {"": type, "with ": actor, "in ": place, "since ": since, "until ": until}
        return event_map(self.finder, found, title=_title(self.folder.stem, asked))

    def article(self, name: str) -> Article:
        """Return an article with what was read in it, by its id or title; a notebook shows names and events marked in the text.

        Raises:
            UnknownNameError: There is none; the message lists the nearest.
            AmbiguousNameError: The name fits several.
        """
        from kg.cards import article  # noqa: PLC0415

        return article(self.finder, self.folder, name)

    def articles(self) -> Table:
        """Return the articles that the graph was read from, by date.

        Examples:
            >>> graph.articles().column("title")
            ['Bombing hits memorial', None]
        """
        from kg.cards import articles  # noqa: PLC0415

        return articles(self.finder)

    # ------------------------------------------------------------ networks, pictures, files

    def to_networkx(self, *, kind: Projection = "knowledge", focus: str | None = None, hops: int = 1) -> nx.MultiDiGraph[str]:
        """Return the graph, or what lies within `hops` edges of the name `focus`, as a networkx graph whose edges carry their evidence.

        Args:
            kind: "knowledge": everything; "actors": the actors and what they do to each other; "events": the events and how they hang
                together.
            focus: A name, an alias or an id; `None`: the whole graph.
            hops: How many edges to go from there.

        Raises:
            UnknownNameError: Nothing bears the name, or there is no such kind; the message lists those there are.

        Examples:
            >>> network = graph.to_networkx(kind="actors")
            >>> names = dict(network.nodes(data="label"))
            >>> sorted((names[a], edge["relation"], names[b]) for a, b, edge in network.edges(data=True))[:2]
            [('Eastland', 'accused', 'Westland'), ('Eastland', 'metWith', 'Southland')]
        """
        from kg.network import focus as narrowed  # noqa: PLC0415
        from kg.network import project, to_networkx  # noqa: PLC0415

        network = project(to_networkx(self.store), kind)
        return network if focus is None else narrowed(network, focus, hops)

    def show(
        self,
        path: Path | str | None = None,
        *,
        kind: Projection = "knowledge",
        query: str | None = None,
        focus: str | None = None,
        hops: int = 1,
    ) -> NewsNetwork:
        """Draw the graph, the answer to a query, or what surrounds the name `focus`; a notebook shows what is returned.

        Args:
            path: The HTML file to write; `None`: none is written.
            kind: What to draw; see `to_networkx`.
            query: SPARQL whose answer is drawn instead of the whole graph: CONSTRUCT, SELECT ?s ?p ?o, or a SELECT of two columns of IRIs.
            focus: A name, an alias or an id.
            hops: How many edges to go from there.

        Raises:
            QueryError: The query is wrong, or its answer cannot be drawn.
            UnknownNameError: Nothing bears the name; the message lists the nearest names.
            InputError: The file cannot be written.
        """
        from kg.network import answer_network, project, to_networkx  # noqa: PLC0415
        from kg.network import focus as narrowed  # noqa: PLC0415
        from kg.view import NewsNetwork  # noqa: PLC0415

        network = to_networkx(self.store)
        if query is not None:
            network = answer_network(network, self.query(query))
        network = project(network, kind)
        if focus is not None:
            network = narrowed(network, focus, hops)
        title = self.folder.stem if focus is None else f"{self.folder.stem}: {focus}"
        picture = NewsNetwork(network, title=title)
        if path is not None:
            picture.write_html(path)
        return picture

    def export(self, path: Path | str, *, view: str | None = None) -> tuple[Path, ...]:
        """Write the graph in the format of the suffix of `path`, and return the files; see `kg.network.write` for those of a network.

        Args:
            path: The file to write.
            view: Write the graph in the terms of others, such as "sem" or "schema"; see `kg.store.views`.

        Raises:
            UnknownNameError: The suffix or the view is none that is known, or they do not go together; the message lists those that do.
            StoreError: The file cannot be written.
            InputError: The file cannot be written.
        """
        kind = Path(path).suffix.lower().removeprefix(".")
        if kind in FORMATS or view is not None:
            export(self.store, path, kind, view=view)
            return (Path(path),)
        from kg.network import FORMATS as NETWORKS  # noqa: PLC0415
        from kg.network import write  # noqa: PLC0415

        if kind not in NETWORKS:
            raise UnknownNameError("export format", kind, (*FORMATS, *NETWORKS))
        return write(self.to_networkx(), path)

    def export_parts(self, folder: Path | str, kind: str = "nq") -> tuple[Path, ...]:
        """Write the graph as a new folder of sorted parts that other stores bulk-load; memory does not grow with the graph.

        Args:
            folder: Made; it may not be there.
            kind: "nq" (N-Quads, gzipped) or "parquet" (a column for each term; needs pyarrow).

        Raises:
            UnknownNameError: `kind` is none of the two.
            StoreError: The folder is there already, or cannot be written.
            MissingLibraryError: pyarrow is not installed.
        """
        return export_parts(self.store, Path(folder), kind)

    def info(self) -> dict[str, int]:
        """Return how many things of each kind the graph holds, by the name of the kind."""
        return {name: self._count(pattern) for name, pattern in COUNTED.items()} | {"triples": len(self.store)}

    def _count(self, pattern: str) -> int:
        answer = cast("Table", self.query(f"SELECT (COUNT(DISTINCT ?thing) AS ?number) WHERE {{ ?thing {pattern} }}"))
        return int(str(next(iter(answer))["number"]))

    def close(self) -> None:
        """Let go of the folder's files."""
        if self._limited is not None:
            self._limited.close()
        if "index" in vars(self):
            self.index.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Graph({str(self.folder)!r})"


def _title(of: str, asked: Mapping[str, Thing | When | None]) -> str:
    """A heading: of what, and what was asked for, each behind its word."""
    return ", ".join((of, *(f"{word}{_name(value)}" for word, value in asked.items() if value is not None)))


def _name(asked: Thing | When) -> str:
    """What was asked for, in words for a heading: of a row, the name in its first column."""
    return str(asked) if isinstance(asked, str | date | int) else str(next(iter(asked.values())))
