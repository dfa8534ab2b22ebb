"""The picture that asks `kg serve` for more: it is told what the whole graph says of a thing, page by page, and asks nobody else."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

import lxml.html
import pytest
from browsing import WATCH
from knowledge_example import ID, KNOWLEDGE
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results
from serving import Served, serving
from test_serve_pages import PAYLOAD, hostile

from kg.graph import PREFIXES, apply_rules, ontology_quads, quads
from kg.network import to_networkx
from kg.search import fill
from kg.serve import around as module
from kg.serve.around import around
from kg.serve.options import LIMITS
from kg.serve.rows import Rows
from kg.store import memory_store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from kg.store import EmbeddedStore

KARR, WESTLAND, BOMBING = (f"{ID}{name}" for name in ("actor/karr", "actor/westland", "event/bombing"))


class Direct(Rows):
    """Asks a store in memory, without processes."""

    def __init__(self, store: EmbeddedStore) -> None:
        super().__init__(NotImplemented, LIMITS)
        object.__setattr__(self, "store", store)

    async def of(self, sparql: str) -> Any:  # noqa: ANN401 - rows
        content = self._asked(sparql).serialize(format=QueryResultsFormat.JSON)
        return tuple(cast("QuerySolutions", parse_query_results(content, QueryResultsFormat.JSON)))

    async def triples(self, sparql: str, media_type: str) -> bytes:
        content: bytes = self._asked(sparql).serialize(format=RdfFormat.from_media_type(media_type))
        return content

    def _asked(self, sparql: str) -> Any:  # noqa: ANN401 - solutions or triples
        return self.store.query(sparql, prefixes=PREFIXES)  # type: ignore[attr-defined]  # set above


@pytest.fixture(scope="module")
def store() -> Iterator[EmbeddedStore]:
    with memory_store([*quads(KNOWLEDGE), *ontology_quads()], finish=apply_rules) as opened:
        yield opened


@pytest.mark.parametrize("size", [2, 24])
def test_all_pages_of_a_thing_are_its_edges_in_the_whole_network_with_all_their_sentences(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(module, "NEIGHBOURS", size)
    whole = to_networkx(store)
    for node in whole:
        number, more, edges, seen = 1, True, dict[tuple[str, str, str], dict[str, object]](), set[str]()
        while more:
            found = asyncio.run(around(Direct(store), NamedNode(node), page=number))
            assert not seen & {iri.value for iri in found.nodes[1:]}, "a neighbour comes twice"
            seen |= {iri.value for iri in found.nodes[1:]}
            with found.store() as part:
                network = to_networkx(part)
            edges |= {edge: network.edges[edge] for edge in network.edges(keys=True)}
            for other, attributes in network.nodes(data=True):
                alike = {name: value for name, value in attributes.items() if name != "documents"}
                assert alike == {name: whole.nodes[other][name] for name in alike}
            number, more = number + 1, found.more
        own = {edge for edge in whole.edges(keys=True) if node in edge[:2]}
        assert {edge: edges[edge] for edge in edges if node in edge[:2]} == {edge: whole.edges[edge] for edge in own}
        assert edges.keys() == own


# ---------------------------------------------------------------- over HTTP, and in a browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("walk") / "e.kg"
    write_store(graph, hostile(), finish=apply_rules, beside=fill)
    with serving(graph) as server:
        yield server


def test_the_page_may_ask_its_server_and_nobody_else(served: Served) -> None:
    answer = served.get("view/actor/westland")
    assert answer.status_code == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    (policy,) = lxml.html.document_fromstring(answer.content).cssselect("meta[http-equiv]")
    assert "connect-src 'self'" in str(policy.get("content"))
    assert "unsafe" not in str(policy.get("content"))
    more = served.get("around/actor/westland").json()
    assert more["walk"] == {"node": WESTLAND, "base": ID, "next": None}
    assert served.get("around/actor/westland?page=2").json()["edges"]["count"] == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("view/actor/nobody", 404),
        ("around/actor/nobody", 404),
        ("around/%00", 404),
        ("around/actor/westland?page=x", 400),
        ("view/..%2f..%2fetc%2fpasswd", 404),
    ],
)
def test_what_is_not_there_is_told(served: Served, path: str, status: int) -> None:
    assert served.get(path).status_code == status


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait until a script gives something; Playwright's own waiting evaluates text in the page, which its policy forbids."""
    end = time.monotonic() + 30
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, script
        page.wait_for_timeout(20)


class Walked:
    """A picture in a browser."""

    def __init__(self, browser: Browser, served: Served, address: str) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.add_init_script(WATCH)
        self.root = served.root
        self.page.goto(f"{served.root}{address}")
        until(self.page, "window.kgView !== undefined")

    def nodes(self) -> set[str]:
        return {iri.removeprefix(ID) for iri in self.page.evaluate("kgView.graph.nodes.map(node => node.id)")}

    def close(self) -> None:
        assert [url for url in self.asked if not url.startswith((self.root, "blob:", "data:"))] == []
        assert self.errors == []
        assert self.page.evaluate("[window.violations, window.ran]") == [[], None]
        self.page.close()


@pytest.mark.browser
def test_a_graph_is_walked_from_thing_to_thing_and_its_address_leads_back(served: Served, browser: Browser) -> None:
    walked = Walked(browser, served, "view/actor/karr")
    first = walked.nodes()
    assert "event/bombing" not in first
    page = walked.page
    page.evaluate("id => kgView.showNode(id)", WESTLAND)
    page.get_by_role("button", name="Ask for its neighbours").click()
    until(page, "id => kgView.graph.node.has(id)", BOMBING)
    assert walked.nodes() > first
    assert BOMBING in page.evaluate("kgView.visible().nodes")
    assert page.get_by_role("button", name="Ask for").count() == 0  # all is here
    until(page, "location.hash.includes('opened')")
    again = Walked(browser, served, page.url.removeprefix(served.root))
    until(again.page, "id => kgView.graph.node.has(id)", BOMBING)
    until(again.page, "id => kgView.state.settings.opened.includes(id)", WESTLAND)
    assert again.nodes() == walked.nodes()
    again.close()
    walked.close()


@pytest.mark.browser
def test_what_was_asked_for_has_its_sentences_and_leads_to_the_pages_in_words(served: Served, browser: Browser) -> None:
    walked = Walked(browser, served, "view/event/bombing")
    page = walked.page
    edge = page.evaluate("kgView.graph.edges.find(edge => edge.status === 'Denied').id")
    page.evaluate("id => kgView.showEdge(id)", edge)
    assert "Westland denied it." in page.locator("#panel").inner_text()
    page.evaluate("id => kgView.showNode(id)", WESTLAND)
    page.get_by_role("link", name="All that is said").click()
    assert page.locator("h1").inner_text() == "Westland"
    page.get_by_role("link", name="See it drawn").click()
    until(page, "window.kgView !== undefined")
    page.locator("#search").fill("denied")
    page.get_by_role("link", name="Search the whole graph").click()
    assert page.url == f"{served.root}search?q=denied"
    walked.close()


@pytest.mark.browser
def test_hostile_text_that_comes_later_is_text_too(served: Served, browser: Browser) -> None:
    walked = Walked(browser, served, "view/event/bombing")
    page = walked.page
    page.evaluate("id => kgView.actions.grow(kgView.graph.node.get(id))", f"{ID}actor/front")
    page.evaluate("id => kgView.showNode(id)", f"{ID}actor/front")
    assert PAYLOAD.replace("\u202e", "") in page.locator("#panel h2").inner_text().replace("\u202e", "")
    for view in ("table", "timeline", "map", "picture"):
        page.locator(f"#to-{view}").click()
    walked.close()


@pytest.mark.browser
def test_an_address_that_names_what_is_not_there_changes_nothing(served: Served, browser: Browser) -> None:
    made = urlencode({"node": f"{ID}actor/nobody", "opened": "javascript:window.ran=1"})
    walked = Walked(browser, served, f"view/actor/karr#{made}")
    until(walked.page, "document.getElementById('said').textContent.includes('did not answer')")
    assert walked.page.evaluate("kgView.state.settings.opened") == []
    walked.close()
