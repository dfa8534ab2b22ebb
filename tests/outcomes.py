"""What became of documents that were read, for tests of readers in processes and on clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.parallel import Outcome


def told(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Return what became of each document: "read", or the problem."""
    found: dict[str, str] = {}
    for one in outcomes:
        identity, what = (one.where, one.problem) if isinstance(one, DocumentError) else (one.document.id, "read")
        assert identity not in found, f"{identity} came twice"
        found[identity] = what
    return found
