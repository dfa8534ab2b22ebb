"""The evidence as it counts: of texts that are printed again only the original says anything, and the others name it.

The evidence comes in, with what is known of reprints in the same folder; readings go out. In the evidence itself each article keeps its own
reading, so that one whose original is gone has something to say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.databases import Compared, Known
from kg.evidence.database import Evidence
from kg.evidence.lines import reading_of, to_line
from kg.evidence.reprints import FILE, Reprints, as_counted, differences_from
from kg.model import Reading


@dataclass(frozen=True)
class Counted:
    """Readings of articles, those of reprints without what they say.

    Attributes:
        evidence: Where they lie.
        originals: What each reprint is a reprint of, by their ids.
        stated: Ids of articles that say themselves what they reprint.
    """

    evidence: Evidence
    originals: dict[str, str]
    stated: frozenset[str]

    @classmethod
    def of(cls, evidence: Evidence, folder: Path) -> Counted:
        """Find the reprints in the evidence of `folder` and remember them there; only one process may.

        Raises:
            StoreError: The evidence is damaged, or what is found cannot be written.
        """
        with Reprints.open(folder / FILE) as reprints:
            return cls._settled(evidence, reprints)

    @classmethod
    def looked_at(cls, evidence: Evidence, folder: Path) -> Counted:
        """Find the reprints in the evidence of `folder` and change nothing there.

        Raises:
            StoreError: The evidence is damaged.
        """
        with Reprints.copied(folder / FILE) as reprints:
            return cls._settled(evidence, reprints)

    @classmethod
    def _settled(cls, evidence: Evidence, reprints: Reprints) -> Counted:
        reprints.synchronise(evidence)
        return cls(evidence, reprints.originals(), reprints.stated())

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The ids of articles that count otherwise than they were read."""
        return self.stated.union(self.originals)

    def differences(self, database: sqlite3.Connection, known: Known) -> Compared:
        """Compare what another database knows of the articles, by hashes as `lines` yields them, with what they are.

        Only of what `of` returned, not of what was only `looked_at`: see `kg.databases.differences`.
        """
        return differences_from(database, known, self.evidence.path.with_name(FILE))

    def lines(self, documents: Iterable[str]) -> Iterator[tuple[str, bytes, str]]:
        """Yield, for those of the documents that are there, id, a hash of the reading as it counts, and the reading as a line of JSON."""
        for document, digest, line in self.evidence.lines(documents):
            if document not in self._changed:
                yield document, digest, line
            else:
                reading = self._as_counted(reading_of(line, f"{self.evidence.path}, article {document!r}"))
                given = document if document in self.stated else None  # what it is does not matter
                yield document, as_counted(digest, given, self.originals.get(document)), to_line(reading)

    def __iter__(self) -> Iterator[Reading]:
        """Yield all readings in the order of their documents' ids."""
        return map(self._as_counted, self.evidence)

    def _as_counted(self, reading: Reading) -> Reading:
        if reading.document.id not in self._changed:
            return reading
        original = self.originals.get(reading.document.id)
        document = replace(reading.document, reprint_of=original)
        return replace(reading, document=document) if original is None else Reading(document, extractor=reading.extractor)
