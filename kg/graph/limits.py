"""What a rule passes over: a store and a rule's limit come in, the rule's query without what is beyond the limit goes out.

A rule that pairs who acts with who suffers makes a product. A text may tell thousands of each of one event, by design or as a list;
the pairs then say nothing, and they would block a build. `ontology/rules/limits/NAME.rq` selects such events, in an article where the
rule looks at articles, and the rule leaves them out where it has a line such as `# Less ?event ?document.`
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from kg.errors import QueryError
from kg.graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import QuerySolution, Store

log = logging.getLogger(__name__)

_PLACE = re.compile(r"^ *# Less (\?\w+(?: \?\w+)*)\.$", re.MULTILINE)


def within(store: Store, name: str, sparql: str, limit: str) -> str:
    """Return the query of the rule `name` without what its limit selects in the store; what that is, is told in the log.

    Raises:
        QueryError: The limit is no SELECT, or the rule has no place where to leave something out.
    """
    beyond = _selected(store, name, limit)
    if not _PLACE.search(sparql):
        raise QueryError(
            f"rule {name}: it has a limit and no line `# Less ?event.` that says where it holds. Add it to ontology/rules/{name}.rq"
        )
    if not beyond:
        return sparql
    first = " of ".join(str(term).strip("<>") for term in beyond[0])
    log.warning("rule %s passes over %d of: %s The first is %s", name, len(beyond), limit.partition("\n")[0].lstrip("# "), first)
    return _PLACE.sub(lambda place: _without(place[1].split(), beyond), sparql)


def _selected(store: Store, name: str, limit: str) -> list[QuerySolution]:
    try:
        found = store.query(limit, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise QueryError(f"the limit of rule {name}: {error}. See ontology/rules/limits/{name}.rq") from error
    if not isinstance(found, QuerySolutions):
        raise QueryError(f"the limit of rule {name}: it is no SELECT. See ontology/rules/limits/{name}.rq")
    return sorted(found, key=lambda row: [str(term) for term in row])


def _without(variables: Sequence[str], beyond: Sequence[QuerySolution]) -> str:
    """Return the words that leave rows out: one value is filtered where it is first bound, several are subtracted where they stand."""
    rows = [" ".join(str(term) for term in row) for row in beyond]
    if len(variables) == 1:
        return f"FILTER({variables[0]} NOT IN ({', '.join(rows)}))"
    return f"MINUS {{ VALUES ({' '.join(variables)}) {{ {' '.join(f'({row})' for row in rows)} }} }}"
