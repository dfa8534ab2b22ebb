"""The program of a process that changes a graph: one change comes in on standard input, how it went goes out on standard output, as JSON.

It is run as a file (see `kg.serve.writing`), has no network where the system can see to that, and can be killed at any moment: what a
killed writer has begun is never seen (`kg.store.edit_store`). The index for search is brought up to date with the graph, and what was
changed is kept, so that it is there after articles have come and gone.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import DefaultGraph, NamedNode, Quad, Store


_THERE = re.compile(r"does not exist|already exists")


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
    from kg.errors import QueryError, StoreError  # noqa: PLC0415 - see `main`

    try:
        _make(asked)
    except SyntaxError as error:
        return {"problem": "syntax", "message": str(error)}
    except QueryError as error:
        return {"problem": "update", "message": str(error)}
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
    edit_store(asked["folder"], lambda store, before: work(asked, store, before), beside=refill)


def _update(asked: dict[str, Any], store: Store, before: Store) -> Iterable[Quad]:
    """Carry out a SPARQL update; return what it may have changed."""
    from kg.errors import QueryError  # noqa: PLC0415 - see `main`
    from kg.serve.named import facts_of, predicates_of  # noqa: PLC0415 - see `main`
    from kg.store import differences  # noqa: PLC0415 - likewise

    text, given = asked["text"], (asked["base"], asked["prefixes"])
    try:
        store.update(text, base_iri=asked["base"], prefixes=asked["prefixes"])
    except RuntimeError as error:
        if _THERE.search(str(error)) is None:
            raise
        raise QueryError(f"{error}, and the graph is as it was. Write SILENT where that is no matter") from error
    facts = facts_of(text, *given)
    return differences(before, store, among=predicates_of(text, *given)) if facts is None else facts


def _replace(asked: dict[str, Any], store: Store, _: Store) -> Iterable[Quad]:
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


if __name__ == "__main__":
    main()
