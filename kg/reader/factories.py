"""The names under which spaCy knows the components that need weights or state, with what each requires and assigns.

Importing this module registers them.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from kg.reader.chains import ChainComponent
from kg.reader.components import (
    ArgumentComponent,
    AttributionComponent,
    EventComponent,
    MentionComponent,
    RelationComponent,
)
from kg.reader.encoder.chain_networks import load_chains
from kg.reader.encoder.encoded import EncoderComponent
from kg.reader.encoder.weights_file import load_weights
from kg.reader.identity.coreference import CoreferenceComponent
from kg.reader.naming import SHIPPED

_WEIGHTS = {"weights": str(SHIPPED)}


@Language.factory("kg_encoder", default_config=_WEIGHTS, requires=["token.is_sent_start"], assigns=["doc._.kg_encoded"])
def make_encoder(nlp: Language, name: str, weights: str) -> EncoderComponent:  # noqa: ARG001  # spaCy's signature
    """Make the encoder component."""
    return EncoderComponent(load_weights(Path(weights)))


@Language.factory("kg_mentions", default_config=_WEIGHTS, requires=["doc._.kg_encoded"], assigns=["doc.spans"])
def make_mentions(nlp: Language, name: str, weights: str) -> MentionComponent:  # noqa: ARG001
    """Make the mention component."""
    return MentionComponent(load_weights(Path(weights)).calibration)


@Language.factory("kg_events", default_config=_WEIGHTS, requires=["doc._.kg_encoded"], assigns=["doc.spans", "span._.kg_factuality"])
def make_events(nlp: Language, name: str, weights: str) -> EventComponent:  # noqa: ARG001
    """Make the event component."""
    return EventComponent(load_weights(Path(weights)).calibration)


@Language.factory("kg_arguments", default_config=_WEIGHTS, requires=["doc._.kg_encoded", "doc.spans"], assigns=["doc._.kg_arguments"])
def make_arguments(nlp: Language, name: str, weights: str) -> ArgumentComponent:  # noqa: ARG001
    """Make the argument component."""
    loaded = load_weights(Path(weights))
    return ArgumentComponent(loaded, loaded.calibration)


@Language.factory(
    "kg_coreference",
    default_config=_WEIGHTS,
    requires=["doc._.kg_encoded", "doc.spans", "doc._.kg_arguments"],
    assigns=["doc._.kg_entities", "doc._.kg_events"],
)
def make_coreference(nlp: Language, name: str, weights: str) -> CoreferenceComponent:  # noqa: ARG001
    """Make the coreference component."""
    return CoreferenceComponent(load_weights(Path(weights)))


@Language.factory(
    "kg_relations", default_config=_WEIGHTS, requires=["doc._.kg_encoded", "doc._.kg_entities"], assigns=["doc._.kg_relations"]
)
def make_relations(nlp: Language, name: str, weights: str) -> RelationComponent:  # noqa: ARG001
    """Make the relation component."""
    loaded = load_weights(Path(weights))
    return RelationComponent(loaded, loaded.calibration)


@Language.factory("kg_attributions", requires=["doc._.kg_encoded"], assigns=["doc._.kg_attributions"])
def make_attributions(nlp: Language, name: str) -> AttributionComponent:  # noqa: ARG001
    """Make the attribution component."""
    return AttributionComponent()


@Language.factory("kg_chains", default_config={"weights": None}, requires=["doc._.kg_encoded"], assigns=["doc.spans"])
def make_chains(nlp: Language, name: str, weights: str | None) -> ChainComponent:  # noqa: ARG001
    """Make the component for chains, which no other component needs; without `weights`, upon those of the pipeline's encoder."""
    own = nlp.get_pipe_config("kg_encoder")["weights"] if "kg_encoder" in nlp.pipe_names else SHIPPED
    return ChainComponent(load_chains(Path(weights or own)))
