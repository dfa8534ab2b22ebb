"""The editor page of `kg serve`, in a real browser: it asks this server and nobody else, and what answers say never runs."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from browsing import WATCH
from knowledge_example import ID, KNOWLEDGE
from pyoxigraph import Literal, NamedNode, Quad
from serving import Served, serving

from kg.graph import apply_rules, quads
from kg.query.named import named_queries
from kg.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PAYLOAD = "\"'><script>window.ran=1</script><img src=x onerror=window.ran=1>"
LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
ALL = (*(f"SELECT ?x ?label WHERE {{ ?x <{LABEL.value}> ?label }} ORDER BY DESC(?label)",),)
ASSETS = resources.files("kg.serve") / "assets"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("editor") / "e.kg"
    bad = [
        Quad(NamedNode(f"{ID}actor/bad"), LABEL, Literal(f"zzz{PAYLOAD}")),
        Quad(NamedNode("javascript:window.ran=1"), LABEL, Literal("zzy")),
    ]
    write_store(graph, [*quads(KNOWLEDGE), *bad], finish=apply_rules)
    with serving(graph) as server:
        yield server


@contextmanager
def opened(browser: Browser, served: Served, address: str = "") -> Iterator[Page]:
    """Show the editor to a reader who was never here; it must ask nobody else for anything and break no policy."""
    context = browser.new_context()
    page = context.new_page()
    asked, errors = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(WATCH)
    page.goto(f"{served.root}editor{address}")
    page.locator(".CodeMirror").first.wait_for()
    yield page
    assert [url for url in asked if not url.startswith((served.root, "data:", "blob:"))] == []
    assert errors == []
    assert page.evaluate("window.ran") is None
    context.close()


def answer(page: Page, query: str) -> list[str]:
    """Type a query, run it, and return the words of each row of the table."""
    page.evaluate("query => kgEditor.getTab().getYasqe().setValue(query)", query)
    page.locator(".yasqe_queryButton:visible").click()
    page.locator(".yasr table tbody tr").first.wait_for()
    return page.locator(".yasr table tbody tr").all_inner_texts()


@pytest.mark.browser
def test_a_query_is_typed_and_its_answer_leads_to_the_pages_of_what_it_names(served: Served, browser: Browser) -> None:
    with opened(browser, served) as page:
        rows = answer(page, "PREFIX kg: <https://w3id.org/actor-event-graph/>\nSELECT ?e WHERE { ?e kg:killed [] }")
        assert [row.split()[-1].strip("<>") for row in rows] == ["id:actor/westland"]
        with page.expect_popup() as popup:
            page.locator(".yasr a.iri").first.click()
        assert popup.value.url == f"{served.root}id/actor/westland"
        assert popup.value.locator("h1").inner_text() == "Westland"
        assert page.evaluate("window.violations") == []


@pytest.mark.browser
def test_every_question_that_comes_along_is_a_query_to_the_editor_and_has_an_answer(served: Served, browser: Browser) -> None:
    with opened(browser, served) as page:
        names = page.locator("#questions option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
        assert names == [one.name for one in named_queries()]
        for name in names:
            page.locator("#questions").select_option(name)
            query, valid = page.evaluate("(yasqe => [yasqe.getValue(), yasqe.queryValid])(kgEditor.getTab().getYasqe())")
            assert valid, query
            assert served.ask(query).status_code == 200, query
        page.locator("#questions").select_option("accusations")
        page.locator(".yasqe_queryButton:visible").click()
        assert "Eastland" in page.locator(".yasr table tbody tr").first.inner_text()


@pytest.mark.browser
def test_what_an_answer_says_is_text(served: Served, browser: Browser) -> None:
    with opened(browser, served) as page:
        first, second, *_ = answer(page, ALL[0])
        assert f"zzz{PAYLOAD}" in first
        assert "zzy" in second
        page.locator(".yasr a.iri").nth(1).click()
        page.get_by_text("Response", exact=True).first.click()
        page.locator(".yasr .CodeMirror").wait_for()
        assert "window.ran=1</script>" in page.locator(".yasr .CodeMirror").inner_text()


@pytest.mark.browser
def test_an_error_is_shown_with_the_words_of_the_server(served: Served, browser: Browser) -> None:
    with opened(browser, served) as page:
        page.evaluate("kgEditor.getTab().getYasqe().setValue('SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }')")
        page.locator(".yasqe_queryButton:visible").click()
        page.get_by_text("SERVICE is refused").wait_for()


@pytest.mark.browser
def test_an_address_made_by_others_sends_nothing_anywhere(served: Served, browser: Browser) -> None:
    made = urlencode(
        {"query": "SELECT * { ?s ?p ?o }", "endpoint": "http://127.0.0.1:1/steal", "requestMethod": "GET", "tabTitle": PAYLOAD}
    )
    with opened(browser, served, f"#{made}") as page:
        page.locator(".yasqe_queryButton:visible").click()
        page.wait_for_function("window.violations.length > 0")
        assert "connect-src" in page.evaluate("window.violations.join()")


def test_what_is_shipped_is_what_was_fetched_with_its_licences() -> None:
    licence = (ASSETS / "LICENSE.yasgui.txt").read_text(encoding="utf-8")
    told = dict(re.findall(r"sha256 of (\S+): (\w{64})", licence))
    assert told.keys() == {"yasgui.min.js", "yasgui.min.css"}
    for name, digest in told.items():
        content = (ASSETS / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest, f"{name} was changed; run tests/making/editor.py"
        assert b"sourceMappingURL" not in content
    for package in ("codemirror", "jquery", "dompurify", "datatables.net", "n3", "lodash-es", "sortablejs"):
        assert f"Bundled in it: {package} " in licence
