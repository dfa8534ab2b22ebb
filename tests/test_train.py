"""Training in small: a vocabulary of a few words, two articles, an encoder that was never pretrained."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from kg.errors import ReaderError
from kg.reader.encoder import weights_file
from kg.reader.encoder.encoding import WordPieces
from kg.reader.encoder.features import (
    Pairs,
    coreference_pairs,
    event_pairs,
    joined,
    participants_of,
    relation_pairs,
    role_contexts,
    role_pairs,
    sorted_spans,
    spans_of,
)
from kg.reader.encoder.weights_file import HEADS, load_weights
from kg.reader.naming import MODELS
from kg.train import network
from kg.train.batches import WINDOW, Prepared, collate, prepare, shuffled, split_long, tag_indices, without_case
from kg.train.corpora_text import tokenise
from kg.train.examples import Example, Labelled, Link, WordSpan
from kg.train.export import export, export_upon, largest_difference
from kg.train.labels import HEAD_SIZES, TAG_LAYERS
from kg.train.losses import losses
from kg.train.model import Model
from kg.train.quantise import balanced
from kg.train.restore import restore
from kg.train.ship import averaged, load_mean
from kg.train.stages import Stage
from kg.train.trainer import Settings, Trainer
from kg.train.upon import FinishedModel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.train

TEXTS = ("Rebels attacked Oz on Monday. They killed Roe.", "Oz denied that it had planned a raid. Roe led Oz.")


def article(name: str, text: str) -> dict[str, object]:
    """Write an article of the news corpus: the first word does something to the third."""
    first, second, third = (text.index(word) for word in text.split()[:3])
    ends = [start + len(word) for start, word in zip((first, second, third), text.split()[:3], strict=True)]
    stop = text.index(".") + 1
    return {
        "id": name,
        "text": text,
        "sentences": [[0, stop], [stop + 1, len(text)]],
        "entities": [
            {"id": "e1", "type": "GRP", "mentions": [[first, ends[0]], [stop + 1, stop + 1 + len(text[stop + 1 :].split(maxsplit=1)[0])]]},
            {"id": "e2", "type": "GPE", "mentions": [[third, ends[2]]]},
        ],
        "events": [{"id": "v1", "type": "Attack", "mentions": [[second, ends[1], "Fact"]]}],
        "arguments": [[[second, ends[1]], "Agent", [first, ends[0]]], [[second, ends[1]], "Target", [third, ends[2]]]],
        "relations": [["e1", "partOf", "e2", 0]],
    }


@pytest.fixture(autouse=True)
def small_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the encoder two layers of a small vocabulary, and let it begin with random weights."""
    monkeypatch.setattr(network, "LAYERS", 2)
    monkeypatch.setattr(network, "VOCABULARY", 64)


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = {token.lower() for text in TEXTS for token in tokenise(text).words}
    words = sorted({*found - {"attacked"}, "attack", "##ed"})  # one word of two pieces
    tokenizer = Tokenizer(
        models.WordPiece({piece: i for i, piece in enumerate(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *words))}, unk_token="[UNK]")  # noqa: S106  # a piece
    )
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    path = tmp_path_factory.mktemp("vocabulary") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


@pytest.fixture
def pieces(vocabulary: Path) -> WordPieces:
    return WordPieces.load(vocabulary)


@pytest.fixture
def model() -> Model:
    torch.manual_seed(1)
    return Model(dropout=0.0)


def example() -> Example:
    """Return an example with every layer of our own annotation."""
    rebels, attacked, oz, they = WordSpan(0, 1), WordSpan(1, 2), WordSpan(2, 3), WordSpan(4, 5)
    return Example(
        "a",
        "news",
        ("Rebels", "attacked", "Oz", ".", "They", "killed", "Roe", "."),
        (WordSpan(0, 4), WordSpan(4, 8)),
        tags={
            "mention": (Labelled(*rebels, "GRP"), Labelled(*oz, "GPE"), Labelled(*they, "GRP")),
            "trigger": (Labelled(*attacked, "Attack"), Labelled(5, 6, "Killing")),
        },
        factuality={attacked: "Fact", WordSpan(5, 6): "Fact"},
        coreference={"entity": ((rebels, they), (oz,)), "event": ((attacked,), (WordSpan(5, 6),))},
        roles={"role": (Link(attacked, "Agent", rebels), Link(attacked, "Target", oz))},
        relations=(Link(rebels, "partOf", oz),),
    )


def names(model: Model, *prepared: Prepared) -> list[str]:
    return sorted(losses(model, collate(prepared, 0)).values)


# ---------------------------------------------------------------- losses


def test_every_layer_of_our_annotation_is_learnt(model: Model, pieces: WordPieces) -> None:
    assert names(model, prepare(example(), pieces)) == ["entity", "event", "factuality", "relation", "role", "tags:mention", "tags:trigger"]


def test_what_a_corpus_does_not_annotate_adds_no_loss(model: Model, pieces: WordPieces) -> None:
    bare = replace(example(), roles={}, relations=None, factuality={}, coreference={})
    assert names(model, prepare(bare, pieces)) == ["tags:mention", "tags:trigger"]
    other = replace(bare, tags={"muc": (Labelled(0, 1, "PerpOrg"),)})
    assert names(model, prepare(other, pieces)) == ["tags:muc"]
    assert names(model, prepare(replace(example(), relations=None), pieces)) == [
        "entity", "event", "factuality", "role", "tags:mention", "tags:trigger",
    ]  # fmt: skip


def test_a_head_that_an_example_does_not_teach_gets_no_gradient(model: Model, pieces: WordPieces) -> None:
    bare = replace(example(), roles={}, relations=None, factuality={}, coreference={})
    torch.autograd.backward(losses(model, collate([prepare(bare, pieces)], 0)).total())
    assert model.encoder.heads["mention"].weight.grad is not None
    assert model.encoder.heads["muc"].weight.grad is None
    assert all(p.grad is None for p in model.scorers.parameters())


def test_examples_in_one_step_do_not_change_each_others_losses(model: Model, pieces: WordPieces) -> None:
    one = prepare(example(), pieces)
    longer = prepare(Example("b", "muc", ("Oz",) * 40, (WordSpan(0, 40),), tags={"muc": (Labelled(3, 5, "Target"),)}), pieces)
    model.eval()
    alone, beside = losses(model, collate([one], 0)).values, losses(model, collate([longer, one], 0)).values
    assert {name: float(v[0].detach()) for name, v in alone.items()} == pytest.approx(
        {name: float(v[0].detach()) for name, v in beside.items() if name != "tags:muc"}, abs=1e-4
    )


def test_coreference_without_singletons_and_foreign_roles_are_learnt(model: Model, pieces: WordPieces) -> None:
    clusters = ((WordSpan(0, 1), WordSpan(4, 5)),)
    gum = Example("g", "ontogum", example().words, example().sentences, coreference={"entity_without_singletons": clusters})
    assert names(model, prepare(gum, pieces)) == ["entity"]
    rams = Example("r", "rams", example().words, example().sentences, roles={"rams": (Link(WordSpan(1, 2), "attacker", WordSpan(4, 5)),)})
    assert names(model, prepare(rams, pieces)) == ["rams"]


def test_roles_are_learnt_among_fillers_that_are_not_taught_as_mentions(model: Model, pieces: WordPieces) -> None:
    whole = example()
    sentence = replace(whole, tags={"trigger": whole.tags["trigger"]}, coreference={}, relations=None, fillers=whole.tags["mention"])
    assert names(model, prepare(sentence, pieces)) == ["factuality", "role", "tags:trigger"]
    assert names(model, prepare(replace(sentence, fillers=()), pieces))  # triggers alone may still fill each other's roles


def test_a_few_steps_reduce_the_loss(model: Model, pieces: WordPieces) -> None:
    step = collate(
        [
            prepare(example(), pieces),
            prepare(replace(example(), words=("Oz", "denied", "it", ".", "Roe", "led", "Oz", ".")), pieces),
        ],
        0,
    )
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-4)
    totals = []
    for _ in range(4):
        total = losses(model, step).total()
        totals.append(float(total.detach()))
        optimiser.zero_grad()
        torch.autograd.backward(total)
        optimiser.step()
    assert totals[0] > totals[1] > totals[3]
    assert totals[3] < 0.8 * totals[0]


# ---------------------------------------------------------------- batches


def test_tags_say_where_a_span_begins_and_goes_on() -> None:
    tags = TAG_LAYERS["mention"]
    found = tag_indices([Labelled(0, 2, "PER"), Labelled(2, 3, "PER")], 4, tags)
    assert [tags[i] for i in found] == ["B-PER", "I-PER", "B-PER", "O"]


def test_case_is_taken_away_from_shapes_and_words_but_not_from_pieces(pieces: WordPieces) -> None:
    prepared = prepare(example(), pieces)
    low, high = (without_case(prepared, upper=upper) for upper in (False, True))
    assert (low.example.words[0], high.example.words[0]) == ("rebels", "REBELS")
    for variant in (low, high):
        again = prepare(variant.example, pieces)
        assert [(w.ids, w.shapes) for w in again.windows] == [(w.ids, w.shapes) for w in variant.windows]


def test_a_long_example_is_split_between_sentences_with_its_tags() -> None:
    parts = list(split_long(example(), words=5))
    assert [p.words for p in parts] == [example().words[:4], example().words[4:]]
    assert [p.tags["mention"] for p in parts] == [(Labelled(0, 1, "GRP"), Labelled(2, 3, "GPE")), (Labelled(0, 1, "GRP"),)]
    assert list(split_long(example(), words=8)) == [example()]


def test_every_example_is_in_one_group_and_groups_keep_to_the_budget(pieces: WordPieces) -> None:
    prepared = [prepare(replace(example(), id=str(k)), pieces) for k in range(9)]
    groups = list(shuffled(prepared, random.Random(3), budget=25))  # noqa: S311  # sampling, not secrecy
    assert sorted(p.example.id for group in groups for p in group) == [str(k) for k in range(9)]
    assert {len(group) for group in groups} == {1, 2}
    assert max(sum(p.pieces for p in group) for group in groups) <= 25


# ---------------------------------------------------------------- runs


@pytest.fixture
def data(tmp_path: Path) -> Path:
    news = tmp_path / "data" / "news"
    news.mkdir(parents=True)
    records = [article(f"a{k}", text) for k, text in enumerate(TEXTS)]
    (news / "train.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    (news / "dev.jsonl").write_text(
        json.dumps(article("d", "Nobody visited Elsewhere again. Nothing happened there.")) + "\n", encoding="utf-8"
    )
    return tmp_path / "data"


STAGES = tuple(Stage(name, 2, {"news": 1}, budget=10) for name in ("first", "second"))


SETTINGS = Settings(stages=STAGES, minutes_between_checkpoints=0)


def trainer(data: Path, out: Path, vocabulary: Path, settings: Settings = SETTINGS) -> Trainer:
    torch.manual_seed(settings.seed)
    return Trainer(data, out, Model(dropout=settings.dropout), vocabulary, settings)


class StoppedError(Exception):
    """Raised in the middle of a run."""


@pytest.mark.parametrize("steps", [1, 5])
def test_a_run_that_was_interrupted_ends_with_the_same_weights(
    tmp_path: Path, data: Path, vocabulary: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    whole = trainer(data, tmp_path / "whole", vocabulary)
    whole.run()

    taken = iter(range(100))

    def remaining(self: Trainer, groups: list[tuple[Prepared, ...]]) -> Iterator[tuple[Prepared, ...]]:
        for group in groups[self.progress.step :]:
            if next(taken) == steps:
                raise StoppedError
            yield group

    with monkeypatch.context() as patched:
        patched.setattr(Trainer, "_remaining", remaining)
        with pytest.raises(StoppedError):
            trainer(data, tmp_path / "parts", vocabulary).run()
    resumed = trainer(data, tmp_path / "parts", vocabulary)
    resumed.run()
    assert resumed.progress.stage == len(STAGES)
    assert {k for k, v in whole.mean.items() if not torch.equal(v, resumed.mean[k])} == set()


def test_each_part_of_the_settings_decides_the_groups_of_all_steps(tmp_path: Path, data: Path, vocabulary: Path) -> None:
    one, again = (trainer(data, tmp_path / name, vocabulary) for name in ("one", "again"))
    other = trainer(data, tmp_path / "other", vocabulary, Settings(seed=8, stages=STAGES, news_fraction=0.5))
    groups = [[[p.example.id for p in group] for group in t.groups(STAGES[0])] for t in (one, again, other)]
    assert groups[0] == groups[1]
    assert len(groups[0]) == 4
    assert len(groups[2]) == 2
    assert trainer(data, tmp_path / "none", vocabulary, Settings(stages=STAGES, leave_out=("news",))).groups(STAGES[0]) == []


def test_finished_weights_are_trained_again(tmp_path: Path, data: Path, vocabulary: Path) -> None:
    before = trainer(data, tmp_path / "before", vocabulary)
    before.run()
    checkpoint = before.out / f"stage-{len(STAGES)}.pt"
    again = trainer(data, tmp_path / "again", vocabulary, Settings(stages=STAGES[:1], minutes_between_checkpoints=0))
    again.run(start_from=checkpoint, stage=0)
    assert again.progress.stage == 1
    means = load_mean(checkpoint), load_mean(again.out / "stage-1.pt")
    assert any(not torch.equal(means[0][name], means[1][name]) for name in means[0])


def test_the_weights_of_two_runs_are_averaged(tmp_path: Path, data: Path, vocabulary: Path) -> None:
    runs = [trainer(data, tmp_path / str(seed), vocabulary, Settings(seed=seed, stages=STAGES)) for seed in (7, 8)]
    for run in runs:
        run.run()
    means = [load_mean(run.out / f"stage-{len(STAGES)}.pt") for run in runs]
    name = "scorers.role.pairs.output.weight"
    assert (means[0][name] != means[1][name]).any()
    np.testing.assert_allclose(averaged(means)[name].numpy(), (means[0][name].numpy() + means[1][name].numpy()) / 2, rtol=1e-5)
    assert averaged(means[:1]).keys() == runs[0].model.state_dict().keys()


# ---------------------------------------------------------------- export


# torch's own exporter uses a name that torch deprecates, and says that an axis of two inputs is named once.
@pytest.mark.filterwarnings("ignore:`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning")
@pytest.mark.filterwarnings("ignore:# The axis name. .* will not be used, since it shares the same shape constraints:UserWarning")
def test_what_is_exported_agrees_with_pytorch(
    tmp_path: Path, vocabulary: Path, model: Model, pieces: WordPieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(model, vocabulary, tmp_path, thresholds={"role": 0.5, "relation": 0.5, "entity": 0.25, "event": 0.0})
    assert largest_difference(model, tmp_path, example().words) < 1e-4
    assert not any(b".py" in (tmp_path / file).read_bytes() for file in MODELS.values())  # nothing of who exported it, and where

    weights = load_weights(tmp_path)
    assert (weights.window, weights.thresholds["entity"]) == (WINDOW, 0.25)
    prepared = prepare(example(), pieces)
    items = [*example().tags["mention"], *example().tags["trigger"]]
    spans = sorted_spans(spans_of(example().words, items, prepared.sentence_of_word))
    triggers = spans_of(example().words, example().tags["trigger"], prepared.sentence_of_word)
    made = {
        "relation": relation_pairs(spans),
        "entity": coreference_pairs(spans),
        "event": event_pairs(spans, participants_of(len(spans), [(0, "Agent", 1), (1, "Agent", 1)])),
    }
    roles = role_pairs(triggers, spans)
    roles = Pairs(roles.left, roles.right + len(triggers), roles.features)
    contexts = role_contexts(triggers, spans, prepared.sentence_of_word)
    with torch.no_grad():
        words = model.words(collate([prepared], pieces.pad))
        (encoded,) = weights.encode(prepared.windows)
        for head, logits in encoded.logits.items():
            np.testing.assert_allclose(logits, model.encoder.heads[head](words).numpy(), atol=1e-4)
        expected = model.roles("role", words, joined(triggers, spans), roles, contexts).numpy()
        for at_once in (weights_file.PAIRS_AT_ONCE, 2):  # scored all at once, and in parts
            monkeypatch.setattr(weights_file, "PAIRS_AT_ONCE", at_once)
            monkeypatch.setattr(weights_file, "TRIGGERS_AT_ONCE", at_once // 2)
            for head, pairs in made.items():
                scores = model.pairs(head, words, spans, pairs).numpy()
                np.testing.assert_allclose(weights.score(head, words.numpy(), spans, pairs), scores, atol=1e-4)
            found = weights.roles(words.numpy(), joined(triggers, spans), roles, contexts)
            np.testing.assert_allclose(found, expected, atol=1e-4)


@pytest.mark.filterwarnings("ignore:`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning")
@pytest.mark.filterwarnings("ignore:# The axis name. .* will not be used, since it shares the same shape constraints:UserWarning")
def test_int8_weights_are_smaller_and_nearly_agree(tmp_path: Path, vocabulary: Path, model: Model, pieces: WordPieces) -> None:
    texts = [collate([prepare(example(), pieces)], pieces.pad)]
    whole, small = export(model, vocabulary, tmp_path / "whole"), export(model, vocabulary, tmp_path / "small", texts=texts)
    assert all((small / file).stat().st_size < (whole / file).stat().st_size for file in MODELS.values())
    assert 1e-4 < largest_difference(model, tmp_path / "small", example().words) < 0.2


def test_a_balanced_encoder_computes_the_same_and_loses_less_of_a_large_channel(model: Model, pieces: WordPieces) -> None:
    step = collate([prepare(example(), pieces)], pieces.pad)
    inputs = (step.ids, step.shapes, step.first, step.last)
    encoder = model.encoder.eval()
    assert isinstance(encoder, network.Encoder)
    with torch.no_grad():
        dict(encoder.named_parameters())["layers.0.output_norm.weight"][3] *= 60
        balance = balanced(encoder, [step])
        encoder.embeddings.word_embeddings = balance.embeddings.word_embeddings  # which are rounded
        whole = encoder(*inputs)
        np.testing.assert_allclose(balance(*inputs).numpy(), whole.numpy(), atol=1e-3)
        rounded, plain = (with_rounded_inputs(one)(*inputs) for one in (balance, copy.deepcopy(encoder)))
    assert (rounded - whole).square().mean() < (plain - whole).square().mean() / 4


def with_rounded_inputs(encoder: network.Encoder) -> network.Encoder:
    """Round what comes into each product of the encoder as the runtime does, to 256 steps."""

    def rounded(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        low, high = inputs[0].amin().clamp(max=0), inputs[0].amax().clamp(min=0)
        step = (high - low) / 255
        return (torch.round(inputs[0] / step) * step,)

    for module in encoder.layers.modules():
        if isinstance(module, torch.nn.Linear):
            module.register_forward_pre_hook(rounded)
    return encoder


# ---------------------------------------------------------------- shipped weights, trained further


@pytest.mark.filterwarnings("ignore:`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning")
@pytest.mark.filterwarnings("ignore:# The axis name. .* will not be used, since it shares the same shape constraints:UserWarning")
def test_shipped_weights_come_back_as_a_model_of_the_same_numbers(
    model: Model, vocabulary: Path, pieces: WordPieces, tmp_path: Path
) -> None:
    with torch.no_grad():
        for parameter in model.parameters():  # of equal tensors, such as norms that have learnt nothing, the exporter keeps one
            parameter.add_(0.05 * torch.randn_like(parameter))
    step = collate((prepare(example(), pieces),), pieces.pad)
    folder = export(model, vocabulary, tmp_path / "shipped", texts=[step])
    restored, new = restore(folder)
    assert {name.split(".")[2] for name in new if name.startswith("encoder.")} == {*HEAD_SIZES} - {*HEADS}
    assert {name.split(".")[1] for name in new if not name.startswith("encoder.")} == {"rams"}
    before, after = model.state_dict(), restored.state_dict()
    for name in before.keys() - set(new):
        rows = 1 if "token_type" in name else None  # there is only one segment
        assert (before[name][:rows] - after[name][:rows]).norm() < 0.05 * before[name][:rows].norm(), name
    with torch.no_grad():
        assert torch.allclose(model.eval().words(step), restored.eval().words(step), atol=0.1)


def test_weights_that_are_not_ours_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"cannot be read .* Name a folder that `python -m kg.train` wrote"):
        restore(tmp_path)


def test_a_stage_for_new_heads_leaves_all_else_as_it_is(data: Path, vocabulary: Path, tmp_path: Path) -> None:
    model, new = Model(), ("encoder.heads.trigger.weight", "encoder.heads.trigger.bias")
    before = copy.deepcopy(model.state_dict())
    stage = Stage("new heads", 2, {"news": 1}, only_new=True)
    Trainer(data, tmp_path / "out", model, vocabulary, Settings(stages=(stage,)), new=new).run()
    changed = {name for name, tensor in model.state_dict().items() if not torch.equal(tensor, before[name])}
    assert changed == set(new)


# ---------------------------------------------------------------- what stands upon finished weights


@pytest.mark.filterwarnings("ignore:`isinstance.treespec, LeafSpec.` is deprecated:FutureWarning")
@pytest.mark.filterwarnings("ignore:# The axis name. .* will not be used, since it shares the same shape constraints:UserWarning")
def test_a_head_is_put_upon_finished_weights_and_all_else_stays(model: Model, vocabulary: Path, pieces: WordPieces, tmp_path: Path) -> None:
    prepared = prepare(example(), pieces)
    step = collate((prepared,), pieces.pad)
    finished = export(model, vocabulary, tmp_path / "finished", texts=[step])
    upon = FinishedModel(finished).eval()
    (before,) = load_weights(finished).encode(prepared.windows)
    assert np.allclose(upon.words(step).numpy(), before.vectors, atol=0.01)  # kept with half the digits
    with torch.no_grad():
        for parameter in upon.encoder.heads["worldwide"].parameters():
            parameter.add_(torch.randn_like(parameter))
    once = export_upon(upon, finished, tmp_path / "once", heads=("worldwide",))
    twice = export_upon(upon, once, tmp_path / "twice", heads=("worldwide",))
    for folder in (once, twice):
        (after,) = load_weights(folder).encode(prepared.windows)
        expected = upon.encoder.heads["worldwide"](torch.from_numpy(after.vectors)).detach().numpy()
        assert np.allclose(after.logits["worldwide"], expected, atol=1e-4)
        for name in {*before.logits} - {"worldwide"}:
            assert np.array_equal(after.logits[name], before.logits[name])
        same = {name for name, file in MODELS.items() if (folder / file).read_bytes() == (finished / file).read_bytes()}
        assert same == {*MODELS} - {"reader"}
