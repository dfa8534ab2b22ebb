"""Sentences as something to look at: evidence comes in, a sequence that a notebook shows with its marks goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, overload

from kg.query.html import evidence_html, merged
from kg.query.optional import library

if TYPE_CHECKING:
    import pandas as pd

    from kg.query.evidence import Evidence


@dataclass(frozen=True, slots=True, repr=False)
class Passages(Sequence["Evidence"]):
    """The sentences that something rests on, by date, article and place in it."""

    items: tuple[Evidence, ...]

    @overload
    def __getitem__(self, index: int) -> Evidence: ...
    @overload
    def __getitem__(self, index: slice) -> Passages: ...
    def __getitem__(self, index: int | slice) -> Evidence | Passages:
        return Passages(self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame, one row a sentence.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        from kg.query.evidence import Evidence  # noqa: PLC0415 - for its field names alone

        return library("pandas", "pandas").DataFrame([asdict(item) for item in self.items], columns=list(Evidence.__slots__))  # type: ignore[no-any-return]  # a module that is imported by name has no types

    def __repr__(self) -> str:
        return "\n".join(f"{marked(item)} ({_source(item)})" for item in self.items) or "no sentence"

    def _repr_html_(self) -> str:
        return evidence_html(self.items) if self.items else "<p>no sentence</p>"


def marked(evidence: Evidence) -> str:
    """Return the sentence as plain text, the words that carry the claim in square brackets."""
    pieces, at = [], 0
    for start, end in merged(evidence.marks):
        low, high = start - evidence.start, end - evidence.start
        pieces += [evidence.sentence[at:low], f"[{evidence.sentence[low:high]}]"]
        at = high
    return " ".join("".join((*pieces, evidence.sentence[at:])).split())


def _source(evidence: Evidence) -> str:
    return ", ".join(part for part in (evidence.publisher, evidence.published) if part) or evidence.document or "unknown source"
