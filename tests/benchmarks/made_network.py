"""Makes networks of any size that look like those of news, for benchmarks and tests: sizes come in, a network with evidence goes out.

Communities of actors and events of uneven size, busy nodes among many with few edges, every edge with its sentences. What was counted in a
graph of real articles and is kept here: a sentence supports several edges, and an edge rests on one or two sentences.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import networkx as nx
from made_words import SYLLABLES

from kg.model import STATUSES
from kg.network import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

VERBS = ("agent", "place", "attacked", "claimed", "target", "topic", "metWith", "killed", "memberOf", "accused")
PLURAL = 0.4  # share of edges that rest on a second sentence
EDGES_OF_A_SENTENCE = 4
NODES_OF_A_COMMUNITY = 60
NODES_OF_AN_ARTICLE = 12
ABROAD = 0.15  # share of edges that leave their community


def made_network(nodes: int, *, seed: int = 1) -> nx.MultiDiGraph[str]:
    """Return a network of `nodes` nodes and twice as many edges, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  # sampling, not secrecy
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(nodes):
        graph.add_node(f"https://example.org/{number}", **_node(rng, number))
    ids = list(graph)
    sentences = list(_sentences(rng, max(1, 2 * nodes // EDGES_OF_A_SENTENCE)))
    for number, (source, target) in enumerate(_ends(rng, nodes)):
        evidence = [sentences[number // EDGES_OF_A_SENTENCE % len(sentences)], *([rng.choice(sentences)] if rng.random() < PLURAL else [])]
        graph.add_edge(ids[source], ids[target], key=f"edge/{number:016x}", **_edge(rng, tuple(evidence)))
    return graph


def _name(rng: random.Random, words: int) -> str:
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize() for _ in range(words))


def _node(rng: random.Random, number: int) -> dict[str, object]:
    if number % 3 == 0:
        day = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return {"label": f"bombing in {_name(rng, 1)}", "kind": "event", "type": "Bombing", "date": day, "documents": rng.randint(1, 5)}
    type_ = rng.choice(("Person", "ArmedGroup", "GeopoliticalEntity", "Organization"))
    return {"label": _name(rng, 2), "kind": "actor", "type": type_, "aliases": (_name(rng, 1),), "documents": rng.randint(1, 9)}


def _ends(rng: random.Random, nodes: int) -> Iterator[tuple[int, int]]:
    """Yield the ends of edges: mostly within a community, the lower of two random members being the busier."""
    for number in range(2 * nodes):
        source = number % nodes
        start = source - source % NODES_OF_A_COMMUNITY
        low, high = (0, nodes) if rng.random() < ABROAD else (start, min(nodes, start + NODES_OF_A_COMMUNITY))
        target = min(rng.randrange(low, high), rng.randrange(low, high), rng.randrange(low, high))
        yield source, target


def _sentences(rng: random.Random, count: int) -> Iterator[Evidence]:
    for number in range(count):
        article, offset = divmod(number, NODES_OF_AN_ARTICLE)
        words = " ".join(_name(rng, 1).lower() for _ in range(rng.randint(10, 22)))
        sentence = f"{_name(rng, 2)} {words}."
        start = 130 * offset
        day = f"2024-{1 + article % 12:02}-{1 + article % 28:02}"
        yield Evidence(
            *(sentence, start, start + len(sentence), ((start, start + 6), (start + 20, start + 27))),
            *(f"article-{article}", f"{_name(rng, 3)} {article}", f"Outlet {article % 40}", day, f"https://example.org/news/{article}"),
        )


def _edge(rng: random.Random, evidence: tuple[Evidence, ...]) -> dict[str, object]:
    status = rng.choices(STATUSES, weights=(80, 6, 5, 4, 3, 2))[0]
    return {
        "relation": rng.choice(VERBS),
        "origin": "derived",
        "status": status,
        "according_to": None if status == "Reported" else _name(rng, 2),
        "evidence": evidence,
        "confidence": round(rng.uniform(0.5, 1.0), 2),
        "outlets": len({item.publisher for item in evidence}),
        "through": (),
        "symmetric": False,
    }
