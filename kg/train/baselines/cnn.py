"""Baseline: the reader's heads over spaCy's own CNN (hash embeddings, four layers of convolution) in place of the pretrained encoder.

Our annotated articles come in, a `CnnReader` goes out that decodes as the shipped one does. The CNN is thinc's and is trained by thinc's
optimiser; the heads are PyTorch's; gradients pass from one to the other. Nothing is exported, and nothing is tuned on development
articles. Attributions, times and counts are not read: the baseline is compared on the rest.
"""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, cast

import numpy as np
import spacy
import torch
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Adam, fix_random_seed, set_dropout_rate
from torch import Tensor, nn

from kg.model import Reading
from kg.reader.components import ArgumentComponent, EventComponent, MentionComponent, RelationComponent
from kg.reader.encoder.encoded import EncodedDoc
from kg.reader.identity.coreference import CoreferenceComponent
from kg.train.batches import Prepared, Step, tag_indices
from kg.train.export import THRESHOLDS
from kg.train.labels import TAG_LAYERS
from kg.train.losses import losses
from kg.train.model import Model
from kg.train.network import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Token
    from spacy.vocab import Vocab
    from thinc.api import Model as ThincModel

    from kg.model import Document
    from kg.reader.encoder.features import Contexts, Pairs, Spans
    from kg.reader.encoder.weights_file import Weights
    from kg.train.examples import Example

    Floats = NDArray[np.float32]
    Tok2Vec = ThincModel[list[Doc], list[Floats]]

log = logging.getLogger(__name__)

NAME = "baseline/cnn"
EPOCHS = 20
RATE = 1e-3  # peak learning rate of CNN and heads alike: spaCy's default, and the rate of the heads of the reader itself
DROPOUT = 0.1  # spaCy's default
WARM_UP = 0.05  # part of the steps; then linearly to zero
# The defaults of spaCy's English CNN pipelines, which take no word vectors in their small size.
CNN_WIDTH = 96
ARCHITECTURE = {
    "width": CNN_WIDTH,
    "depth": 4,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
    "pretrained_vectors": None,
}
HEADS = ("mention", "trigger", "factuality")


class CnnModel(Model):
    """The reader's model with a thinc CNN for encoder; its vectors are brought to the width that the heads take."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        del self.encoder.embeddings, self.encoder.layers  # its tag heads stay
        self.vocab = vocab
        self.tok2vec: Tok2Vec = registry.architectures.get("spacy.HashEmbedCNN.v2")(**ARCHITECTURE)
        self.tok2vec.initialize([Doc(vocab, words=["word"])])
        set_dropout_rate(self.tok2vec, DROPOUT)
        self.widen = nn.Linear(CNN_WIDTH, WIDTH)

    def words(self, step: Step) -> Tensor:
        """Encode a step: `[words of all examples, width]`."""
        return self.encode([p.example.words for p in step.examples])

    def encode(self, texts: Sequence[Sequence[str]]) -> Tensor:
        """Encode texts, given as words without white space: `[words of all texts, width]`."""
        docs = [Doc(self.vocab, words=list(words)) for words in texts]
        if self.training:
            vectors = _Bridge.apply(self.widen.weight, self.tok2vec, docs)  # type: ignore[no-untyped-call]  # torch leaves it untyped
        else:
            vectors = torch.from_numpy(np.concatenate(self.tok2vec.predict(docs)))
        out: Tensor = self.widen(vectors)
        return out


class _Bridge(torch.autograd.Function):
    """Runs thinc's forward and backward passes inside PyTorch's."""

    @staticmethod
    def forward(ctx: _Context, trained: Tensor, tok2vec: Tok2Vec, docs: list[Doc]) -> Tensor:  # noqa: ARG004  # see `backward`
        vectors, ctx.backprop = tok2vec.begin_update(docs)
        ctx.lengths = [len(v) for v in vectors]
        return torch.from_numpy(np.concatenate(vectors))

    @staticmethod
    def backward(ctx: _Context, gradient: Tensor) -> tuple[None, None, None]:
        """Add up thinc's gradients. `trained` gets none: it is an input only because PyTorch differentiates by tensors."""
        ctx.backprop(np.split(gradient.float().numpy(), np.cumsum(ctx.lengths)[:-1]))
        return None, None, None


class _Context(torch.autograd.function.FunctionCtx):
    backprop: Callable[[list[Floats]], object]
    lengths: list[int]


# ---------------------------------------------------------------- training


def train(examples: Sequence[Example], *, epochs: int = EPOCHS, seed: int = 7) -> CnnModel:
    """Train CNN and heads from nothing, one article a step.

    Args:
        examples: Articles with the layers of our annotation.
        epochs: How often each is gone through.
        seed: Of starting weights, order and dropout. Seed, versions and number of threads the same: weights the same.

    Returns:
        The model, ready to read.
    """
    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311  # order, not secrecy
    torch.set_flush_denormal(True)  # denormal numbers slow a CPU down many times
    model = CnnModel(spacy.blank("en").vocab).train()
    steps = [_step(e) for e in examples]
    total = epochs * len(steps)
    optimise = _optimiser(model, total)
    for epoch in range(epochs):
        rng.shuffle(steps)
        sums: dict[str, float] = {}
        for step in steps:
            for name, value in optimise(step).items():
                sums[name] = sums.get(name, 0.0) + value / len(steps)
        log.info("epoch %d of %d: %s", epoch + 1, epochs, {k: round(v, 3) for k, v in sorted(sums.items())})
    return model.eval()


def _step(example: Example) -> Step:
    """Make a step of one example. It has no windows of word pieces: the CNN takes words, and a text of any length."""
    tags: dict[str, NDArray[np.int64]] = {
        layer: tag_indices(spans, len(example.words), TAG_LAYERS[layer]) for layer, spans in example.tags.items()
    }
    nothing = torch.zeros(0, dtype=torch.int64)
    return Step((Prepared(example, (), tags),), nothing, nothing, nothing, nothing, nothing, (0,))


def _optimiser(model: CnnModel, total: int) -> Callable[[Step], dict[str, float]]:
    warm = max(1, round(WARM_UP * total))
    for_cnn = Adam(RATE, L2=0.01, grad_clip=1.0)
    for_heads = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(for_heads, lambda k: min((k + 1) / warm, (total - k) / max(1, total - warm)))

    def optimise(step: Step) -> dict[str, float]:
        for_heads.zero_grad(set_to_none=True)
        sums = losses(model, step)
        sums.total().backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for_heads.step()
        for_cnn.learn_rate = schedule.get_last_lr()[0]
        model.tok2vec.finish_update(for_cnn)
        schedule.step()
        return {name: float(values.mean().detach()) for name, values in sums.values.items()}

    return optimise


# ---------------------------------------------------------------- reading


class CnnReader:
    """Reads articles with a trained model: the components of the reader, one after the other."""

    def __init__(self, model: CnnModel) -> None:
        self._model = model
        self._nlp = spacy.blank("en")
        self._nlp.add_pipe("kg_sentences")
        weights = cast("Weights", _Scorer(model))  # the components ask weights for no more than it has
        self._components: tuple[Callable[[Doc], Doc], ...] = (
            MentionComponent(),
            EventComponent(),
            ArgumentComponent(weights),
            CoreferenceComponent(weights),
            RelationComponent(weights),
        )

    def read(self, document: Document) -> Reading:
        """Read one article."""
        doc = self._nlp(document.text)
        sentences = [words for sentence in doc.sents if (words := [token for token in sentence if not token.is_space])]
        doc._.kg_encoded = self._encode(sentences)
        for component in self._components:
            component(doc)
        return Reading(
            document=document,
            sentences=tuple((words[0].idx, words[-1].idx + len(words[-1])) for words in sentences),
            entities=doc._.kg_entities,
            events=doc._.kg_events,
            arguments=doc._.kg_arguments,
            relations=doc._.kg_relations,
            extractor=NAME,
        )

    def _encode(self, sentences: Sequence[Sequence[Token]]) -> EncodedDoc:
        tokens = [token for sentence in sentences for token in sentence]
        with torch.no_grad():
            vectors = self._model.encode([[token.text for token in tokens]])
            logits = {name: self._model.encoder.heads[name](vectors).numpy() for name in HEADS}
        return EncodedDoc(
            tuple(token.text for token in tokens),
            np.array([token.i for token in tokens], dtype=np.int64),
            np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences]),
            vectors.numpy(),
            logits,
        )


class _Scorer:
    """Scores pairs as `kg.reader.encoder.weights_file.Weights` does, with PyTorch."""

    thresholds: Mapping[str, float] = THRESHOLDS

    def __init__(self, model: CnnModel) -> None:
        self._model = model

    def roles(self, vectors: Floats, spans: Spans, pairs: Pairs, contexts: Contexts) -> Floats:
        """See `Weights.roles`."""
        with torch.no_grad():
            return np.asarray(self._model.roles("role", torch.from_numpy(vectors), spans, pairs, contexts).numpy(), dtype=np.float32)

    def score(self, head: str, vectors: Floats, spans: Spans, pairs: Pairs) -> Floats:
        """See `Weights.score`."""
        with torch.no_grad():
            return np.asarray(self._model.pairs(head, torch.from_numpy(vectors), spans, pairs).numpy(), dtype=np.float32)
