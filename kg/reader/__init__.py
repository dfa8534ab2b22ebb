"""From an article to what it says: `Document` → `Reading`.

`load()` gives a `Reader`, a spaCy pipeline whose components are ours; the trained weights lie in `weights/`. Who is the same across
articles is decided in `kg.resolve`, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.reader.naming import extractor

if TYPE_CHECKING:
    from pathlib import Path

    from kg.reader.pipeline import Reader

__all__ = ["Reader", "extractor", "load"]


def load(weights: Path | str | None = None, *, threads: int | None = None) -> Reader:
    """Load the shipped reader, or the one in the folder `weights`; see `kg.reader.pipeline.load`."""
    # Imported here, so that those who only need a reading's form load neither spaCy nor the network.
    from kg.reader import pipeline  # noqa: PLC0415

    return pipeline.load(weights, threads=threads)


def __getattr__(name: str) -> object:
    if name == "Reader":
        from kg.reader.pipeline import Reader  # noqa: PLC0415

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
