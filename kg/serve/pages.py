"""Pages for people, triples for programs: a path comes in, what is known of the thing goes out in the format that is accepted."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from kg.errors import QueryError
from kg.graph import BASE, PREFIXES
from kg.query.named import named_queries
from kg.search import KINDS, SearchIndex
from kg.search.schema import NAME
from kg.serve.html import ASSETS, EDITOR_POLICY, HERE, POLICY, assets, filled, href
from kg.serve.http import header, refuse, reply
from kg.serve.negotiate import HTML, chosen
from kg.serve.operation import RefusedError
from kg.serve.said import said
from kg.serve.things import PAGE, current_of, events_of, iri_of, reports_of, thing_of, triples_of
from kg.serve.xml import Piecewise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import NamedNode

    from kg.search import Found
    from kg.serve.current import Current
    from kg.serve.http import Scope, Send
    from kg.serve.rows import Rows
    from kg.serve.said import said
from kg.serve.things import Thing

FORMATS: Final = {
    "html": HTML,
    "turtle": "text/turtle",
    "json-ld": "application/ld+json",
    "n-triples": "application/n-triples",
    "rdf-xml": "application/rdf+xml",
}
"""What `?format=` may say, for those who cannot send a header."""
MOST_PAGES: Final = 10_000
MOST_TYPED: Final = 200  # characters of what is searched for
FOUND: Final = 50  # hits of one page
MOST_SEARCHED: Final = 20  # pages of hits
KINDS_IN_WORDS: Final = {"entity": "actors, places and things", "event": "events", "document": "articles", "passage": "sentences"}
FIRST: Final = """\
SELECT ?event ?name ?date WHERE {
  ?event a kg:Event ; skos:prefLabel ?name ; kg:date ?date .
}
ORDER BY DESC(?date)
LIMIT 20
"""
"""The query that the editor begins with."""
HEADERS: Final = {"Content-Security-Policy": POLICY, "Vary": "Accept"}
"""What every page is sent with."""

_COUNTS: Final = """
SELECT ?actors ?events ?articles ?reports WHERE {
  { SELECT (COUNT(*) AS ?actors) WHERE { ?actor a kg:Actor } }
  { SELECT (COUNT(*) AS ?events) WHERE { ?event a kg:Event } }
  { SELECT (COUNT(*) AS ?articles) WHERE { ?article a kg:Document } }
  { SELECT (COUNT(*) AS ?reports) WHERE { ?report a kg:Report } }
}"""
_LATEST: Final = """
SELECT ?event ?label ?date WHERE { ?event a kg:Event ; kg:date ?date ; kg:status kg:Reported ; skos:prefLabel ?label }
ORDER BY DESC(STR(?date)) ?label ?event LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its number from 1, and where the ones before and after it are; empty: there is none."""

    number: int
    before: str
    after: str


class Pages:
    """What a browser is shown.

    Args:
        current: The graph.
        rows: Answers questions to it.
    """

    def __init__(self, current: Current, rows: Rows) -> None:
        self._current, self._rows = current, rows
        self._searching = ThreadPoolExecutor(2, "search")
        self._front: tuple[object, dict[str, object]] | None = None

    async def index(self, scope: Scope, send: Send) -> None:
        """Send the front page: how much there is, and the latest of it."""
        fields_of(scope, ())
        state = self._current.store.folder
        if self._front is None or self._front[0] != state:
            (counts,) = await self._rows.of(_COUNTS)
            latest = await self._rows.of(_LATEST)
            numbers = {name: int(counts[name].value) for name in ("actors", "events", "articles", "reports")}
            events = [(row["event"].value, row["label"].value, row["date"].value) for row in latest]
            self._front = (state, {"counts": numbers, "latest": events})
        await _page(send, "index", typed="", **self._front[1])

    async def search(self, scope: Scope, send: Send) -> None:
        """Send what has the words that were typed, best first."""
        fields = fields_of(scope, ("q", "kind", "page"))
        typed, kind = fields.get("q", "").strip(), fields.get("kind", "")
        number = number_of(fields, "page", most=MOST_SEARCHED)
        if len(typed) > MOST_TYPED:
            raise RefusedError(400, f"more than {MOST_TYPED} characters to search for. Give fewer words")
        if kind and kind not in KINDS:
            raise RefusedError(400, f"there is no kind {kind!r}. Give one of {', '.join(KINDS)}")
        found, problem, more = None, "", False
        if typed:
            try:
                best = await asyncio.get_running_loop().run_in_executor(self._searching, self._found, typed, kind, number * FOUND + 1)
            except QueryError as error:
                problem = str(error)
            else:
                found, more = replace(best, hits=best.hits[(number - 1) * FOUND : number * FOUND]), len(best.hits) > number * FOUND
        asked = {"q": typed, **({"kind": kind} if kind else {})}
        before = f"?{urlencode({**asked, 'page': number - 1})}" if number > 1 else ""
        after = f"?{urlencode({**asked, 'page': number + 1})}" if more and number < MOST_SEARCHED else ""
        shown = {"found": found, "at": Page(number, before, after), "more": more, "problem": problem, "size": FOUND}
        await _page(send, "search", typed=typed, kind=kind, kinds=KINDS_IN_WORDS, **shown)

    def _found(self, typed: str, kind: str, most: int) -> Found:
        store = self._current.store
        if store.folder is None or not (store.folder / NAME).is_file():
            raise QueryError("this graph has no index for search. `kg resolve` makes one")
        index = SearchIndex.of(store)
        try:
            return index.search(typed, kinds=[one for one in KINDS if kind in {"", one}], limit=most)
        finally:
            index.close()

    async def thing(self, scope: Scope, send: Send) -> None:
        """Send what is known of a thing, in the format that is accepted."""
        path = raw_path(scope)
        fields = fields_of(scope, ("page", "events", "format"))
        numbers = {name: number_of(fields, name) for name in ("page", "events")}
        media_type = _format(scope, fields)
        iri = iri_of(path.removeprefix(HERE))
        found = await thing_of(self._rows, iri) if iri else None
        if iri is None or found is None:
            raise RefusedError(404, "nothing of this name is in the graph. Search for it at /search")
        if (other := await current_of(self._rows, iri)) is not None:
            await reply(send, 301, "", headers={"Location": href(other.value) + _query(fields), "Vary": "Accept"})
        elif media_type == HTML:
            await self._show(found, iri, numbers, send)
        else:
            reports, more = await reports_of(self._rows, iri, page=numbers["page"], source=found.is_source)
            written = await triples_of(self._rows, iri, reports, media_type)
            link = {"Link": f'<{href(iri.value)}{_query(fields, page=numbers["page"] + 1)}>; rel="next"'} if more else {}
            await reply(send, 200, Piecewise(media_type).clean(written, last=True), media_type, {"Vary": "Accept", **link})

    async def _show(self, found: Thing, iri: NamedNode, numbers: Mapping[str, int], send: Send) -> None:
        reports, more = await reports_of(self._rows, iri, page=numbers["page"], source=found.is_source)
        events, later = await events_of(self._rows, iri, page=numbers["events"])
        await _page(
            send,
            "thing",
            typed="",
            thing=found,
            said=await said(self._rows, reports),
            said_page=_page_of("page", numbers, more=more),
            events=events,
            events_page=_page_of("events", numbers, more=later),
            size=PAGE,
            formats=[name for name in FORMATS if name != "html"],
        )


async def editor(scope: Scope, send: Send) -> None:
    """Send the editor for SPARQL, with the questions that come with the ontology."""
    fields_of(scope, ())
    await reply(send, 200, _editor(), "text/html; charset=utf-8", {**HEADERS, "Content-Security-Policy": EDITOR_POLICY})


@cache
def _editor() -> str:
    questions = named_queries()
    known = {
        "base": BASE,
        "prefixes": dict(PREFIXES),
        "first": FIRST,
        "questions": [{"name": one.name, "sparql": one.sparql} for one in questions],
    }
    return filled("editor", typed="", questions=questions, known=known)


async def asset(scope: Scope, send: Send) -> None:
    """Send a file that pages ask for.

    Raises:
        RefusedError: There is none of that name.
    """
    found = assets().get(scope["path"].removeprefix(ASSETS))
    if found is None:
        raise RefusedError(404, "there is no such file")
    await reply(send, 200, found[0], found[1], {"Cache-Control": "max-age=300"})


async def refused(scope: Scope, send: Send, error: RefusedError) -> None:
    """Send why a page is not shown: as a page to a browser, as text to a program."""
    if is_for_people(scope):
        await reply(send, error.status, problem(str(error)), "text/html; charset=utf-8", {**HEADERS, **error.headers})
    else:
        await refuse(send, error)


def is_for_people(scope: Scope) -> bool:
    """Tell whether a request would rather have a page than plain text; what names neither, or likes all alike, is a program's."""
    return chosen(header(scope, b"accept"), ("text/plain", HTML)) == HTML


def problem(message: str) -> str:
    """Return a page that says why there is none."""
    return filled("problem", typed="", message=message)


async def _page(send: Send, template: str, **values: object) -> None:
    await reply(send, 200, filled(template, **values), "text/html; charset=utf-8", HEADERS)


def raw_path(scope: Scope) -> str:
    """Return the path of a request as it was sent: an IRI has its percent signs in it."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def fields_of(scope: Scope, known: tuple[str, ...]) -> dict[str, str]:
    """Return the fields of an address that are known, the last of a name.

    Raises:
        RefusedError: They cannot be read.
    """
    try:
        fields = dict(parse_qsl(scope["query_string"].decode("ascii"), errors="strict", max_num_fields=8))
    except ValueError as error:
        raise RefusedError(400, "the address has fields that cannot be read. Write them in UTF-8 and percent-encoding") from error
    return {name: fields[name] for name in known if name in fields}


def number_of(fields: Mapping[str, str], name: str, *, most: int = MOST_PAGES) -> int:
    """Return the number of a page, from 1 to `most`.

    Raises:
        RefusedError: It is none.
    """
    given = fields.get(name, "1")
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= most and len(given) <= len(str(most))):
        raise RefusedError(400, f"{name} is no number of a page. Give one from 1 to {most}")
    return int(given)


def _format(scope: Scope, fields: Mapping[str, str]) -> str:
    if "format" in fields:
        if fields["format"] not in FORMATS:
            raise RefusedError(400, f"there is no such format. Give one of {', '.join(FORMATS)}")
        return FORMATS[fields["format"]]
    wanted = chosen(header(scope, b"accept"), tuple(FORMATS.values()))
    if wanted is None:
        raise RefusedError(406, f"none of this can be given. Accept one of {', '.join(FORMATS.values())}")
    return wanted


def _query(fields: Mapping[str, str], **changed: int) -> str:
    given = {**fields, **{name: str(value) for name, value in changed.items()}}
    return f"?{urlencode(given)}" if given else ""


def _page_of(name: str, numbers: Mapping[str, int], *, more: bool) -> Page:
    number = numbers[name]
    before = _query({}, **{**numbers, name: number - 1}) if number > 1 else ""
    return Page(number, before, _query({}, **{**numbers, name: number + 1}) if more else "")
