"""The pages of `kg serve`: each thing for people and programs, the search, and what hostile text does there, which is nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import lxml.html
import pytest
import rdflib
from browsing import WATCH
from knowledge_example import HERALD, ID, KNOWLEDGE
from pyoxigraph import Literal, NamedNode, Quad
from serving import Served, serving

from kg.graph import BASE, PREFIXES, apply_rules, quads
from kg.search import fill
from kg.serve.html import POLICY, href
from kg.serve.negotiate import HTML
from kg.serve.pages import FOUND
from kg.serve.things import PAGE
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PAYLOAD = "\"'><script>window.ran=1</script><img src=x onerror=window.ran=1>{{7*7}}\u202e"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
REPLACED = NamedNode("http://purl.org/dc/terms/isReplacedBy")


def hostile() -> Iterator[Quad]:
    """The example, in which one actor, its ids, an article and its address mean ill; and a former id."""
    front = next(actor for actor in KNOWLEDGE.actors if actor.id == "actor/front")
    bad = replace(front, name=PAYLOAD, aliases=(PAYLOAD,), same_as=("javascript:window.ran=1", "http://evil.example/?%3Cscript%3E"))
    article = replace(HERALD, title=PAYLOAD, publisher=PAYLOAD, url="javascript:window.ran=1")
    broken = replace(HERALD, id="line\nbreak", title="Broken")
    others = tuple(actor for actor in KNOWLEDGE.actors if actor.id != "actor/front")
    yield from quads(replace(KNOWLEDGE, actors=(bad, *others), documents=(article, broken, *KNOWLEDGE.documents[1:])))
    yield Quad(NamedNode(f"{ID}actor/west"), REPLACED, NamedNode(f"{ID}actor/westland"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("pages") / "e.kg"
    write_store(graph, hostile(), finish=apply_rules, beside=fill)
    with serving(graph) as server:
        yield server


@pytest.fixture(scope="module")
def served_many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("many") / "m.kg"
    things = [NamedNode(f"{ID}actor/{number}") for number in range(FOUND + 10)]
    labels = [Quad(thing, NamedNode(f"{PREFIXES['skos']}prefLabel"), Literal(f"thing {number}")) for number, thing in enumerate(things)]
    kinds = [Quad(thing, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['kg']}Entity")) for thing in things]
    write_store(graph, [*labels, *kinds], beside=fill)
    with serving(graph) as server:
        yield server


def page(served: Served, path: str) -> lxml.html.HtmlElement:
    answer = served.get(path, Accept=BROWSER)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(answer.content)


def words(elements: list[lxml.html.HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in elements]


def test_a_browser_sees_what_is_said_of_an_event_how_it_is_meant_by_whom_and_in_which_sentence(served: Served) -> None:
    shown = page(served, "id/event/bombing")
    assert words(shown.cssselect("h1")) == ["bombing in Northtown"]
    said = [words(one.cssselect("p"))[:2] for one in shown.cssselect(".said > li")]
    assert ["bombing in Northtown agent Westland", "accused, according to Eastland · follows by the rule accused-agent"] in said
    assert ["bombing in Northtown agent Westland", "denied, according to Westland · follows by the rule denied-agent"] in said
    assert ["bombing in Northtown killed 95 (at least 95)", "reported"] in said
    assert ["bombing in Northtown killed 84", "reported"] in said
    denied = next(one for one in shown.cssselect(".said > .status-denied"))
    assert words(denied.cssselect("blockquote .quote")) == ["Westland denied it."]
    assert [link.get("href") for link in denied.cssselect("footer a")] == ["/id/document/d2"]


def test_events_of_an_actor_come_in_order_of_time_the_undated_last(served: Served) -> None:
    rows = page(served, "id/actor/westland").cssselect("tbody tr")
    assert [words(row.cssselect("td"))[:2] for row in rows] == [
        ["2020", "drone strike"],
        ["2024-01-03", "bombing in Northtown"],
        ["unknown", "accusation by Eastland"],
        ["unknown", "denial by Westland"],
    ]
    assert words(rows[1].cssselect("td"))[3:] == ["agent", "accused, denied"]


def test_what_an_article_says_comes_in_the_order_of_its_text(served: Served) -> None:
    quotes = words(page(served, "id/document/d1").cssselect(".said .quote"))
    starts = [HERALD.text.index(quote) for quote in quotes]
    assert starts == sorted(starts)
    assert len(set(starts)) == 3


def test_all_links_of_all_pages_lead_to_pages_that_are_there(served: Served) -> None:
    seen, waiting = set[str](), [""]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = served.get(path, Accept=BROWSER)
        assert answer.status_code == 200, (path, answer.text)
        if answer.headers["content-type"].startswith(HTML):
            links = lxml.html.document_fromstring(answer.content).cssselect("a[href^='/']")
            waiting += {str(link.get("href"))[1:] for link in links} - seen - {*waiting}
    kinds = {path.split("/")[1] for path in seen if path.startswith("id/")}
    assert {"actor", "event", "document", "passage", "assertion", "count", "time", "status"} <= kinds


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "n-triples"),
        ("application/rdf+xml", "rdf-xml"),
    ],
)
def test_a_program_is_given_a_thing_what_is_said_of_it_and_the_sentences_in_the_format_that_it_accepts(
    served: Served, accept: str, name: str
) -> None:
    answer = served.get("id/event/bombing", Accept=f"{accept}, text/html;q=0.5")
    assert answer.headers["content-type"] == accept
    assert answer.headers["vary"] == "Accept"
    graph = rdflib.Graph().parse(data=answer.content, format=accept)
    asked = served.get(f"id/event/bombing?format={name}", Accept=HTML)
    assert len(rdflib.Graph().parse(data=asked.content, format=accept)) == len(graph)
    event, ontology = rdflib.URIRef(f"{ID}event/bombing"), rdflib.Namespace("https://w3id.org/actor-event-graph/")
    assert graph.value(event, rdflib.SKOS.prefLabel) == rdflib.Literal("bombing in Northtown")
    statuses = {graph.value(report, ontology.status) for report in graph.subjects(rdflib.RDF.subject, event)}
    assert {ontology.Reported, ontology.Claimed, ontology.Accused, ontology.Denied} <= statuses
    assert rdflib.Literal("Westland denied it.") in set(graph.objects(None, ontology.quote))


def test_long_lists_come_page_by_page_and_nothing_is_left_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    graph = tmp_path_factory.mktemp("long") / "e.kg"
    westland = NamedNode(f"{BASE}actor/westland")
    more = [
        Quad(NamedNode(f"{BASE}assertion/more{number}"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#object"), westland)
        for number in range(2 * PAGE)
    ]
    kinds = [
        Quad(quad.subject, NamedNode(f"https://w3id.org/actor-event-graph/{name}"), NamedNode("https://w3id.org/actor-event-graph/Denied"))
        for quad in more
        for name in ("status",)
    ]
    types = [
        Quad(
            quad.subject,
            NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            NamedNode("https://w3id.org/actor-event-graph/Report"),
        )
        for quad in more
    ]
    write_store(graph, [*quads(KNOWLEDGE), *more, *kinds, *types])
    with serving(graph) as server:
        path, reports = "id/actor/westland", list[str]()
        while path:
            shown = page(server, path)
            reports += [link.get("href") for link in shown.cssselect(".said .how > a:first-child")]
            following = shown.cssselect("a[rel=next]")
            path = f"id/actor/westland{following[0].get('href')}" if following else ""
        assert "no index" in page(server, "search?q=westland").cssselect(".note")[0].text_content()
        turtle = server.get("id/actor/westland", Accept="text/turtle")
    assert len(reports) == len(set(reports)) > 2 * PAGE
    assert {f"/id/assertion/more{number}" for number in range(2 * PAGE)} <= set(reports)
    assert turtle.headers["link"] == '</id/actor/westland?page=2>; rel="next"'


def test_a_former_id_leads_to_the_current_one(served: Served) -> None:
    answer = served.get("id/actor/west?format=turtle")
    assert (answer.status_code, answer.headers["location"]) == (301, "/id/actor/westland?format=turtle")


def test_an_article_whose_id_holds_a_line_break_has_its_page(served: Served) -> None:
    assert words(page(served, "id/document/line%0Abreak").cssselect("h1")) == ["Broken"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("id/actor/nobody", 404),
        ("id/", 404),
        ("id/%00", 404),
        ("id/actor/westland%0d%0aSet-Cookie:%20a=b", 404),
        ("id/actor/westland?page=0", 400),
        ("id/actor/westland?page=99999999999999999999", 400),
        ("id/actor/westland?page=%D9%A1", 400),
        ("id/actor/westland?format=exe", 400),
        ("id/actor/westland?format=%ff", 400),
        ("nowhere", 404),
        ("assets/..%2fpages.py", 404),
        ("assets/base.html.j2", 404),
        ("search?q=" + "a" * 201, 400),
        ("search?q=a&kind=none", 400),
        ("search?q=a&page=abc", 400),
        ("search?q=a&page=0", 400),
        ("search?q=a&page=999", 400),
    ],
)
def test_what_is_wrong_has_its_status_and_is_told_as_text_or_to_a_browser_on_a_page(served: Served, path: str, status: int) -> None:
    program, browser = served.get(path), served.get(path, Accept=BROWSER)
    assert (program.status_code, browser.status_code) == (status, status)
    assert program.headers["content-type"] == "text/plain; charset=utf-8"
    assert browser.headers["content-type"] == "text/html; charset=utf-8"
    assert browser.headers["content-security-policy"] == POLICY
    assert words(lxml.html.document_fromstring(browser.content).cssselect("main bdi")) == [" ".join(program.text.split())]
    assert "set-cookie" not in program.headers.keys() | browser.headers.keys()
    assert httpx.post(f"{served.root}id/actor/westland").status_code == 405


def test_search_finds_names_and_sentences_and_marks_the_words(served: Served) -> None:
    shown = page(served, "search?q=Westland+denied")
    assert words(shown.cssselect(".hits a")) == ["Westland denied it."]
    assert words(shown.cssselect(".hits mark")) == ["Westland", "denied"]
    by_kind = page(served, "search?q=westland&kind=entity")
    assert [link.get("href") for link in by_kind.cssselect(".hits a")] == ["/id/actor/westland"]
    assert "taken for it" in page(served, "search?q=westlund").text_content()
    assert page(served, "search?q=zzzzzzzzz").cssselect(".hits") == []
    assert "no word" in page(served, "search?q=%3F%3F").cssselect(".note")[0].text_content()


def test_the_page_of_an_article_and_of_a_sentence_says_what_it_is(served: Served) -> None:
    article = page(served, "id/document/d1")
    assert words(article.cssselect(".kind")) == ["article"]
    sentence = article.cssselect(".said .quote")[0].get("href")
    assert words(page(served, sentence[1:]).cssselect(".kind")) == ["sentence"]


def test_what_is_found_comes_page_by_page(served_many: Served) -> None:
    first, second, third = (page(served_many, f"search?q=thing&kind=entity&page={number}") for number in (1, 2, 3))
    seen = [words(one.cssselect(".hits a")) for one in (first, second, third)]
    assert [len(one) for one in seen] == [FOUND, 10, 0]
    assert len({name for one in seen for name in one}) == FOUND + 10
    assert [link.get("href") for link in first.cssselect(".pager a")] == ["?q=thing&kind=entity&page=2"]
    assert [link.get("href") for link in second.cssselect(".pager a")] == ["?q=thing&kind=entity&page=1"]
    assert second.cssselect(".hits")[0].get("start") == str(FOUND + 1)
    assert "not so many" in third.text_content()


def test_who_starts_the_server_is_told_where_the_pages_and_where_the_endpoint_are(served: Served) -> None:
    assert f"{served.root} shows" in served.told
    assert f"{served.sparql} answers queries" in served.told


def test_the_front_page_counts_and_names_the_latest_events(served: Served) -> None:
    shown = page(served, "")
    assert words(shown.cssselect(".counts dd")) == ["6", "9", "3", "40"]
    assert words(shown.cssselect("tbody td.date")) == ["2024-01-03", "2020", "2020"]


@pytest.mark.parametrize(
    ("iri", "to"),
    [
        (f"{BASE}event/a%2Fb", "/id/event/a%2Fb"),
        (f"{BASE}event/a?b#c", "/id/event/a%3Fb%23c"),
        ("https://a.example/x", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http:///x", ""),
        ("http://[", ""),
        (None, ""),
    ],
)
def test_links_lead_here_or_to_the_web(iri: str | None, to: str) -> None:
    assert href(iri) == to


def test_no_page_has_markup_from_the_news(served: Served) -> None:
    for path in ("id/actor/front", "id/document/d1", "id/event/claim", "search?q=script", f"search?q={PAYLOAD}"):
        answer = served.get(path, Accept=HTML)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        shown = lxml.html.document_fromstring(answer.content)
        assert shown.cssselect("script, img, iframe, object, style, [onerror], [style]") == [], path
        assert [one.get("href") for one in shown.cssselect("[href]") if not str(one.get("href")).startswith(("/", "?", "http"))] == []
        assert PAYLOAD in "".join(map(str, shown.itertext()))


@pytest.mark.browser
def test_text_of_the_news_never_runs_and_is_shown_as_it_is(served: Served, browser: Browser) -> None:
    seen = browser.new_page()
    complaints, asked = list[str](), list[str]()
    seen.on("console", lambda message: complaints.append(message.text))
    seen.on("request", lambda request: asked.append(request.url))
    seen.add_init_script(WATCH)
    for path in ("", "id/actor/front", "id/document/d1", "search?q=script"):
        seen.goto(f"{served.root}{path}")
        assert seen.evaluate("[window.ran, window.violations.length]") == [None, 0]
    seen.goto(f"{served.root}id/actor/front")
    assert seen.locator("h1").inner_text() == PAYLOAD
    seen.locator("input[name=q]").fill("Westland")
    seen.keyboard.press("Enter")
    seen.get_by_role("link", name="Westland", exact=True).click()
    assert seen.locator("h1").inner_text() == "Westland"
    assert seen.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "960px"
    assert [url for url in asked if not url.startswith(served.root)] == []
    assert complaints == []
    seen.close()
