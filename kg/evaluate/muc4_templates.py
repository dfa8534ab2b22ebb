"""MUC-4's templates in the form of GTT (Du et al. 2021): messages and gold in, predicted ones out.

One document a line: `docid`, `doctext`, `templates` [{`incident_type`, and for each of five slots a list of entities}]. A gold entity is a
list of [mention, offset], a predicted one a list of mentions. How strings are compared is MUC's: without case, punctuation and articles.
"""

from __future__ import annotations

import json
import re
import string
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from kg.errors import InputError
from kg.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Incident = Literal["attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage"]
Slot = Literal["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]
INCIDENT_TYPES: tuple[Incident, ...] = get_args(Incident)
SLOTS: tuple[Slot, ...] = get_args(Slot)
ARTICLE = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Template:
    """One incident; each entity of a slot is the set of strings that name it, normalised. `incident` may be two, "bombing / attack"."""

    incident: str
    slots: Mapping[Slot, tuple[frozenset[str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldMessage:
    """A message and its gold templates."""

    document: Document
    templates: tuple[Template, ...]


def normal(text: str) -> str:
    """Write a filler as it is compared: lower case, no punctuation, no articles, single spaces."""
    return " ".join(ARTICLE.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def gold_messages(path: Path) -> Iterator[GoldMessage]:
    """Yield the messages of a file in GTT's form.

    Raises:
        InputError: A line is not such a message.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
            templates = tuple(
                Template(t["incident_type"], {slot: tuple(frozenset(normal(m[0]) for m in e) for e in t.get(slot, ())) for slot in SLOTS})
                for t in record["templates"]
            )
            document = Document(str(record["docid"]), str(record["doctext"]))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InputError(f"{path}:{number}: not a MUC-4 message ({error!r}). Give a file in GTT's form, such as dev.jsonl") from error
        yield GoldMessage(document, templates)
