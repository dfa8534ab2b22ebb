"""Another spaCy pipeline's names in the place of ours.

A reader and a spaCy `Language` with an entity recogniser come in (for instance `spacy.load("en_core_web_trf")`), a reader goes out that
takes its names from that pipeline and all else from ours: descriptions and pronouns, which such recognisers do not look for, stay
our own where no name overlaps them. Whatever stands right of the mentions (roles, coreference, times, the graph) works as before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup, Token
from spacy.tokens import Span as DocSpan

from kg.errors import UnknownNameError
from kg.model import ENTITY_TYPES, EntityType
from kg.reader.encoder.encoded import MENTIONS
from kg.reader.encoder.features import NAME, kind_of
from kg.reader.pipeline import Reader, load

if TYPE_CHECKING:
    from collections.abc import Callable, Container

# OntoNotes' labels, which spaCy's English pipelines use; quantities, money and the like are no entities of ours.
ONTONOTES: Mapping[str, EntityType] = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "FAC",
    "NORP": "GRP",
    "DATE": "TIM",
    "TIME": "TIM",
    "EVENT": "MISC",
    "LAW": "MISC",
    "WORK_OF_ART": "MISC",
    "LANGUAGE": "MISC",
    "PRODUCT": "MISC",
}
COMPONENT = "kg_foreign_names"
# Words that are nobody's name, whatever their first letter: at the head of a sentence it is a capital.
NO_NAMES = frozenset(
    (
        *("activists", "analysts", "army", "artillery", "assailants", "authorities", "bandits", "boys", "cabinet", "captives"),
        *("casualties", "children", "civilians", "clerics", "commandos", "counterterrorism", "critics", "detectives", "diplomats"),
        *("dissidents", "doctors", "dozens", "envoys", "everybody", "everyone", "experts", "extremists", "families", "forces"),
        *("friends", "gendarmes", "girls", "government", "guards", "guerrillas", "hackers", "hospitals", "hostages", "hundreds"),
        *("immigrants", "inmates", "insurgents", "jihadists", "journalists", "judges", "locals", "lawmakers", "leftists", "lorries"),
        *("marines", "medics", "men", "mercenaries", "migrants", "military", "militants", "militias", "millions", "ministers", "mobs"),
        *("monks", "motorists", "nationalists", "neighbours", "neighbors", "nobody", "nurses", "observers", "officials", "opponents"),
        *("opposition", "paramilitaries", "parents", "parliament", "partisans", "passengers", "peasants", "pensioners", "people"),
        *("pilgrims", "pirates", "pilots", "police", "politicians", "priests", "prosecutors", "pupils", "rebels", "refugees"),
        *("relatives", "residents", "reservists", "sailors", "scientists", "scores", "security", "separatists", "servicemen"),
        *("snipers", "students", "survivors", "suspects", "tanks", "terrorists", "thieves", "thousands", "thugs", "tourists"),
        *("traffickers", "troops", "unionists", "vandals", "veterans", "victims", "vigilantes", "volunteers", "warlords", "warplanes"),
        *("witnesses", "women", "youths"),
    )
)
# Endings of what people are called for what they do.
DOERS = re.compile(r".{2,}(?:ers|ors|men|women|people)")
DASHES = frozenset(("-", "--", "–", "—"))


def with_names_of(other: Language, *, labels: Mapping[str, EntityType] = ONTONOTES, reader: Reader | None = None) -> Reader:
    """Return a reader that takes its names from another pipeline.

    Args:
        other: A pipeline that sets `doc.ents`.
        labels: What its labels are with us; entities of other labels are left out.
        reader: The reader to build on; it is changed. Default: the shipped one, loaded anew.

    Raises:
        UnknownNameError: A value of `labels` is no entity type of ours.
    """
    for kind in labels.values():
        if kind not in ENTITY_TYPES:
            raise UnknownNameError("entity type", kind, ENTITY_TYPES)
    reader = reader or load()
    reader.nlp.add_pipe(COMPONENT, after="kg_mentions")
    reader.nlp.get_pipe(COMPONENT).source = _Names(other, labels)  # type: ignore[attr-defined]  # our own component, made below
    name = f"{other.meta.get('lang', '')}_{other.meta.get('name', '')}".strip("_")
    return Reader(reader.nlp, f"{reader.extractor}+{name}-{other.meta.get('version', '0')}")


class _Names:
    """The names that another pipeline finds, as spans of our document; those that cut one of our words in two are left out."""

    def __init__(self, other: Language, labels: Mapping[str, EntityType]) -> None:
        self._other = other
        self._labels = labels

    def __call__(self, doc: Doc) -> list[DocSpan]:
        found = []
        for entity in self._other(doc.text).ents:
            if entity.label_ in self._labels:
                span = doc.char_span(*_without_article(entity), label=self._labels[entity.label_])
                if span is not None and not _crosses_sentences(span):
                    found.append(span)
        return found


def _without_article(entity: DocSpan) -> tuple[int, int]:
    """Give the offsets of a name without its article and possessive, which are no part of names with us."""
    first, last = entity[0], entity[-1]
    start = entity[1].idx if len(entity) > 1 and first.lower_ in {"the", "a", "an"} else first.idx
    end = last.idx if len(entity) > 1 and last.lower_ in {"'s", "’s"} else last.idx + len(last)
    return start, len(entity.doc.text[:end].rstrip())


def _crosses_sentences(span: DocSpan) -> bool:
    return any(token.is_sent_start for token in span[1:])


class ForeignNames:
    """Puts the names of `source` in the place of ours: reassigns the span group `kg_mentions`."""

    def __init__(self) -> None:
        self.source: Callable[[Doc], list[DocSpan]] = lambda _doc: []

    def __call__(self, doc: Doc) -> Doc:
        """Replace the names of one document."""
        names = sorted(self.source(doc), key=lambda span: (span.start, span.end))
        taken = {token.i for span in names for token in span}
        small = frozenset(token.text for token in doc if token.is_lower)
        ours = [span for span in doc.spans.get(MENTIONS, ()) if not _is_name(span, small)]
        kept = [span for span in ours if not any(token.i in taken for token in span)]
        doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, spans=sorted((*names, *kept), key=lambda span: (span.start, span.end)))
        return doc


def _is_name(span: DocSpan, small: Container[str]) -> bool:
    """Tell a name from a description, also where that begins a sentence: "Gunmen" and "Two men" are none.

    Args:
        span: A mention.
        small: The words of the document that stand there without a capital.
    """
    words = [token.text for token in span]
    if kind_of(words) != NAME:
        return False
    is_by_place = span.label_ != "TIM" and kind_of(words[1:]) != NAME and _begins_sentence(span[0])
    return not (is_by_place and (len(words) > 1 or _is_description(span, small)))


def _begins_sentence(token: Token) -> bool:
    """Tell whether nothing but quotes stands between a word and where its sentence begins, or behind the dash of a dateline."""
    while not token.is_sent_start and token.i and not token.nbor(-1).text[-1].isalnum():
        token = token.nbor(-1)
        if token.text in DASHES and token.whitespace_:
            return True
    return bool(token.is_sent_start) or not token.i


def _is_description(span: DocSpan, small: Container[str]) -> bool:
    """Tell a word at the head of a sentence that is a description: by its form, or because it has no capital elsewhere."""
    word = span.text.lower()
    return word in NO_NAMES or word in small or (span.label_ == "GRP" and DOERS.fullmatch(word) is not None)


@Language.factory(COMPONENT, requires=["doc.spans"], assigns=["doc.spans"])
def make_foreign_names(nlp: Language, name: str) -> ForeignNames:  # noqa: ARG001  # spaCy's signature
    """Make the component; `with_names_of` gives it its source."""
    return ForeignNames()
