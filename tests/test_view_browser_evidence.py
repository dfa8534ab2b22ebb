"""What a card says of an edge is what the article says and what the store holds: fifty edges of the example articles, taken by chance."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, cast

import pytest
from browsing import visiting
from test_view_browser import QUOTES

import kg
from kg import examples

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from kg.query import Table

pytestmark = pytest.mark.browser

SAMPLE = 50
PASSAGES = """
SELECT ?article ?start ?end ?published WHERE {
  ?passage oa:hasSource ?document ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] .
  ?document kg:identifier ?article ; kg:published ?published
}"""


def test_fifty_edges_show_the_characters_of_their_articles_and_what_the_store_holds(browser: Browser, tmp_path: Path) -> None:
    articles = {line["id"]: line for line in map(json.loads, examples.corpus("kerman").read_text(encoding="utf-8").splitlines())}
    kg.build([examples.corpus("kerman")], tmp_path / "kerman.kg")
    with kg.open(tmp_path / "kerman.kg") as graph:
        graph.show(tmp_path / "page.html")
        stored = {tuple(map(str, row.values())) for row in cast("Table", graph.query(PASSAGES))}
    with visiting(browser, tmp_path / "page.html") as seen:
        edges = seen.run(QUOTES)
        published = seen.run(
            "Object.fromEntries(kgView.graph.edges.flatMap((e) => e.evidence().map(({ from }) => [from.document, from.published])))"
        )
    for edge in random.Random(7).sample(edges, SAMPLE):  # noqa: S311 - a fixed sample, no secret
        assert len(edge["shown"]) == len(edge["told"]) > 0, edge["id"]
        for article, shown in zip(edge["told"], edge["shown"], strict=True):
            start, end = re.findall(r"\d+", shown["where"])
            assert shown["text"] == articles[article]["text"][int(start) : int(end)]
            assert (article, start, end, published[article]) in stored
