"""The stages of training, as the shipped weights were trained. Numbers that were chosen are said so in `kg/train/README.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stage:
    """One stage of training.

    Attributes:
        repeats: How often each corpus is gone through in one epoch; a fraction takes a random part of it.
        encoder_rate: Peak learning rate of the top encoder layer; each layer below has `decay` times that of the one above.
        head_rate: Peak learning rate of everything above the encoder.
        budget: Word pieces a step, about.
        longest: Words of a part of a text that is only tagged, about.
        agreement: Weight of how far the model is from its teachers, beside the losses of annotated layers.
        only_new: Train the parameters that the weights began without, and leave all others as they are.
    """

    name: str
    epochs: int
    repeats: Mapping[str, float]
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 0.9
    budget: int = 1500
    lower_case: float = 0.08
    upper_case: float = 0.04
    longest: int = 220
    agreement: float = 0.0
    only_new: bool = False


FIRST = Stage(
    "others",
    2,
    {"worldwide": 0.75, "muc": 0.3, "ontogum": 0.7, "polnear": 0.2, "ecbplus": 1, "re3d": 1.5, "crossner": 1, "rams": 1.5},
    budget=2000,
)
SECOND = Stage(
    "news",
    12,
    {"news": 1, "worldwide": 0.03, "ontogum": 0.03, "ecbplus": 0.1, "polnear": 0.015, "re3d": 0.1, "rams": 0.05, "muc": 0.01},
)
# All of our own annotation: the articles, and what we annotated of other corpora.
ALL_OF_OURS = {**SECOND.repeats, "own_sentences": 2, "own_articles": 1}
# The same for a larger encoder on a GPU, where a step of few pieces is no faster than one of many.
TEACHER_FIRST = replace(
    FIRST,
    repeats={"worldwide": 0.5, "muc": 0.25, "ontogum": 0.7, "polnear": 0.15, "ecbplus": 1, "re3d": 1, "crossner": 1, "rams": 1.5},
    encoder_rate=8e-5,
    budget=6000,
)
TEACHER_SECOND = replace(SECOND, epochs=7, encoder_rate=8e-5, head_rate=9e-4, budget=4000, repeats=ALL_OF_OURS)
# What the small model then learns from its teachers; nobody has annotated actors and events in most of these texts.
TAUGHT = Stage(
    "taught",
    2,
    {
        "news": 2,
        "own_sentences": 2,
        "own_articles": 2,
        "worldwide": 0.3,
        "muc": 0.3,
        "polnear": 0.25,
        "rams": 0.5,
        "ontogum": 0.3,
        "ecbplus": 0.5,
        "re3d": 0.5,
        "crossner": 0.3,
    },
    budget=4500,
    longest=400,
    agreement=1.0,
)
# Once more over our own annotation, with that of sentences and articles of other corpora, from weights that are done otherwise.
AGAIN = replace(
    SECOND,
    name="again",
    epochs=4,
    repeats={**ALL_OF_OURS, "own_sentences": 0.5, "worldwide": 0.12, "ontogum": 0.15, "polnear": 0.02},
    encoder_rate=1.5e-4,
    head_rate=7e-4,
    budget=2000,
)
# From shipped weights, first the heads that are not shipped.
NEW_HEADS = Stage(
    "new heads",
    1,
    {"muc": 0.15, "crossner": 2, "re3d": 2, "ecbplus": 0.5, "rams": 1},
    head_rate=2e-3,
    budget=2000,
    only_new=True,
)
# The head for names of one corpus, upon the vectors of finished weights.
NAMES = Stage("names", 12, {"worldwide": 1}, head_rate=4e-3, budget=800, lower_case=0, upper_case=0, only_new=True)
# The head for mentions, likewise, once more over the later articles: the encoder knows the vectors of the first ones by heart.
MENTIONS = Stage("mentions", 2, {"own_articles": 1}, head_rate=1e-3, budget=1100, lower_case=0, upper_case=0, only_new=True)
