"""Which language an article is in: a document comes in, the code of its language goes out if it is another than what the reader reads.

The text decides, by py3langid; what a page or a feed says of itself is often a template's word, and counts only where the text is too short
to tell. Nothing that is found here is stored: a document keeps the language that its source gives it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

    from kg.model import Document

READ = "en"
"""What the shipped reader was trained on."""
FEWEST_LETTERS = 60
"""Shorter texts are not judged."""
SAMPLE = 3_000
"""Characters that are looked at: more tell no more."""
SURE = 0.8
"""Probability from which a text is taken to be in another language; English texts of the least length stay below."""


def other_language(document: Document) -> str | None:
    """Return the language that the article is in, or `None` if it is English, or may well be."""
    sample = document.text[:SAMPLE]
    if sum(map(str.isalpha, sample)) >= FEWEST_LETTERS:
        language, probability = _identifier().classify(sample)
        if language == READ:
            return None
        if probability >= SURE:
            return str(language)
    declared = (document.language or READ).lower().replace("_", "-").partition("-")[0]
    return None if declared in (READ, "eng") else declared


@cache
def _identifier() -> LanguageIdentifier:
    # Imported here: the model takes half a second, which only those wait for who read articles.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
