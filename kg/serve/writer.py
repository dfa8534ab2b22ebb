"""The program of a process that changes a graph: one change comes in on standard input, how it went goes out on standard output, as JSON.

It is run as a file (see `kg.serve.writing`), has no network where the system can see to that, and can be killed at any moment: what a
killed writer has begun is never seen (`kg.store.edit_store`). The index for search is brought up to date with the graph, and what was
changed is kept, so that it is there after articles have come and gone.
"""

from __future__ import annotations

import base64
import json
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

    from kg.query.words import Token

_FORMS: Final = ("INSERT", "DELETE")


def main() -> None:
    """Make one change."""
    options = json.loads(sys.argv[1])
    sys.path[:] = options["path"]
    from kg.workers.reader import bound_memory, shut_out_network  # noqa: PLC0415 - it is on the path only now

    bound_memory(options["memory"])
    shut_out_network()

    asked = json.load(sys.stdin)
    print(json.dumps(_outcome(asked)))  # noqa: T201 - this is how it answers


def _outcome(asked: dict[str, Any]) -> dict[str, str]:
    from kg.errors import StoreError  # noqa: PLC0415 - see `main`

    try:
        _make(asked)
    except SyntaxError as error:
        return {"problem": "syntax", "message": str(error)}
    except MemoryError:
        return {"problem": "memory", "message": ""}
    except StoreError as error:
        return {"problem": "locked" if "another process is writing" in str(error) else "store", "message": str(error)}
    except (OSError, RuntimeError, ValueError) as error:
        return {"problem": "engine", "message": str(error)}
    return {"problem": "", "message": ""}


def _make(asked: dict[str, Any]) -> None:
    """Make one change of a graph."""
    from kg.search import refill  # noqa: PLC0415 - see `main`
    from kg.store import edit_store  # noqa: PLC0415 - likewise

    work = _update if asked["kind"] == "update" else _replace
    edit_store(asked["folder"], lambda store: work(asked, store), beside=refill)


def _update(asked: dict[str, Any], store: Store) -> list[Quad] | None:
    """Carry out a SPARQL update; return the facts that it names, `None` where it has a pattern."""
    facts = _data_of(asked)
    store.update(asked["text"], base_iri=asked["base"], prefixes=asked["prefixes"])
    return facts


def _replace(asked: dict[str, Any], store: Store) -> list[Quad]:
    """Put triples into a graph, in place of all that it holds if that is asked for; a graph without any is gone."""
    from pyoxigraph import DefaultGraph, NamedNode  # noqa: PLC0415 - see `main`

    graph = DefaultGraph() if asked["graph"] is None else NamedNode(asked["graph"])
    added = list(_parsed(asked, graph))
    removed = list(store.quads_for_pattern(None, None, None, graph)) if asked["kind"] != "merge" else []
    if asked["kind"] != "merge":
        store.remove_graph(graph)
    store.extend(added)
    return [*removed, *added]


def _parsed(asked: dict[str, Any], graph: DefaultGraph | NamedNode) -> Iterator[Quad]:
    from pyoxigraph import Quad, RdfFormat, parse  # noqa: PLC0415 - see `main`

    if asked["content"]:
        read = parse(
            base64.b64decode(asked["content"]), RdfFormat.from_media_type(asked["type"]), base_iri=asked["base"], without_named_graphs=True
        )
        for found in read:
            yield Quad(found.subject, found.predicate, found.object, graph)


def _data_of(asked: dict[str, Any]) -> list[Quad] | None:
    """Return the facts of an update that only names facts; `None`: it has a pattern, so that they are known only when it is done.

    What it deletes is found by having an empty store insert it.
    """
    from pyoxigraph import Store  # noqa: PLC0415 - see `main`

    from kg.query.words import checked_update  # noqa: PLC0415 - likewise

    text, tokens = asked["text"], checked_update(asked["text"], most=len(asked["text"]))
    words = [token for token in tokens if token.kind == "word" and token.depth == 0]
    forms = [one for one, two in pairwise(words) if one.text.upper() in _FORMS and two.text.upper() == "DATA"]
    if any(one.text.upper() not in {*_FORMS, "PREFIX", "BASE", "DATA"} for one in words) or len(forms) != _count(words, _FORMS):
        return None
    for one in reversed(forms):
        text = f"{text[: one.start]}INSERT{text[one.end :]}"
    scratch = Store()
    scratch.update(text, base_iri=asked["base"], prefixes=asked["prefixes"])
    return list(scratch)


def _count(words: Iterable[Token], among: Container[str]) -> int:
    return sum(one.text.upper() in among for one in words)


if __name__ == "__main__":
    main()
