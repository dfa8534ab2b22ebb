"""Example articles to try the package on; the README beside this file says what they tell and who wrote them.

`corpus("kerman")` is four short articles on one attack, which `kg demo` reads; `corpus("chain")` is the chain of events around it over
four years.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import UnknownNameError

CORPORA = {"chain": "chain.jsonl", "kerman": "articles.jsonl"}
"""The corpora by name, each a file beside this one with an article on each line."""


def corpus(name: str, /) -> Path:
    """Return the file of an example corpus, as `kg.build` and `kg.read` take it.

    Args:
        name: "kerman", four articles that tell the same events at different hours and do not agree; or "chain", 63 articles from the last
            days of 2019 to February 2024, in which what one tells answers to what another told.

    Raises:
        UnknownNameError: There is no such corpus; the message lists those there are.
    """
    if name not in CORPORA:
        raise UnknownNameError("example corpus", name, tuple(CORPORA))
    return Path(__file__).with_name(CORPORA[name])


ARTICLES = corpus("kerman")
"""The four articles of the demo."""

HAND_CHECK = Path(__file__).with_name("hand_check.csv")
"""Who did what to whom, and where, in five articles of "chain", written down by a person: article, trigger, role, filler."""
