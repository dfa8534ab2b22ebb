"""Reads many articles, one bad one among them or not: documents come in, a `Reading` or the reason why there is none goes out for each.

`isolated` reads in this process, `ProcessReader` in processes of its own, where an article may even end or stop its reader. What an
article says is the reader's work, where it is kept the pipeline's; here is only how the work is shared out.
"""

from __future__ import annotations

from kg.parallel.isolated import isolated
from kg.parallel.processes import ProcessReader, cores
from kg.parallel.reading import ArticleReader, Isolating, Outcome, outcome
from kg.parallel.shipped import ShippedReader, outcomes

__all__ = ["ArticleReader", "Isolating", "Outcome", "ProcessReader", "ShippedReader", "cores", "isolated", "outcome", "outcomes"]
