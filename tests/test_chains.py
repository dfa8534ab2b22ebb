"""Chains of everything that is spoken of more than once: `kg_chains`, with networks that say what a test wants, and the shipped ones."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

import kg.reader
from kg.errors import ReaderError
from kg.reader.chains import ChainComponent, chains_of, up_to_heads
from kg.reader.encoder.chain_networks import ChainNetworks, load_chains
from kg.reader.naming import CHAINS, SETTINGS, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from kg.reader.encoder.features import Pairs, Spans

TEXT = "The report of the council came late. It was long, and the council praised its authors."


class Said(ChainNetworks):
    """Networks that find the given heads, their extents (words before and behind) and links (later and earlier head)."""

    def __init__(self, words: tuple[str, ...], extents: Mapping[int, tuple[int, int]], links: set[tuple[int, int]]) -> None:
        super().__init__({})
        self._words, self._extents, self._links = words, extents, links

    def heads(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.array([3.0 if i in self._extents else -9.0 for i in range(len(vectors))], dtype=np.float32)

    def extents(
        self, vectors: NDArray[np.float32], sentence: NDArray[np.int64], heads: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        del vectors, sentence
        before, behind = np.array([self._extents[head] for head in heads.tolist()]).T
        return before, behind

    def links(self, vectors: NDArray[np.float32], spans: Spans, pairs: Pairs) -> NDArray[np.float32]:
        del vectors
        heads = spans.end - 1
        asked = zip(heads[pairs.left].tolist(), heads[pairs.right].tolist(), strict=True)
        return np.array([4.0 if pair in self._links else -9.0 for pair in asked], dtype=np.float32)


def encoded(text: str) -> Doc:
    nlp = kg.reader.load().nlp
    with nlp.select_pipes(enable=["kg_sentences", "kg_encoder"]):
        return nlp(text)


def phrases(doc: Doc) -> list[list[str]]:
    return [[doc[start:end].text for start, end in chain] for chain in chains_of(doc)]


def test_phrases_are_whole_may_nest_and_are_in_a_chain_only_with_another() -> None:
    doc = encoded(TEXT)
    words = doc._.kg_encoded.words
    report, council, it, again, its, authors = 1, 4, 8, 14, 16, 17
    assert [words[i] for i in (report, council, it, again, its, authors)] == ["report", "council", "It", "council", "its", "authors"]
    extents = {report: (1, 3), council: (1, 0), it: (0, 0), again: (1, 0), its: (0, 0), authors: (1, 0)}
    doc = ChainComponent(Said(words, extents, {(it, report), (again, council), (its, it)}))(doc)
    assert phrases(doc) == [["The report of the council", "It", "its"], ["the council", "the council"]]
    assert doc.spans["coref_clusters_2"][1].start == again - 1


@pytest.mark.parametrize("text", ["", " \n ", "Rain."])
def test_a_text_with_no_two_phrases_has_no_chain(text: str) -> None:
    doc = encoded(text)
    assert not chains_of(ChainComponent(Said((), {0: (0, 0)}, set()))(doc))


def test_pairs_see_phrases_without_their_articles_and_without_what_follows() -> None:
    words = ("All", "the", "old", "men", "of", "Oz", "and", "them")
    spans = up_to_heads(words, np.zeros(8, np.int64), np.array([3, 7]), np.array([3, 0]))
    assert spans.words == (("old", "men"), ("them",))


def test_the_shipped_networks_follow_things_and_people_through_a_text() -> None:
    nlp = kg.reader.load().nlp
    nlp.add_pipe("kg_chains", last=True)
    try:
        doc = nlp(
            "The council published a report on Monday. It was critical of the police, and the police chief, John Dow, rejected it. "
            "He said that the report was wrong and that the council had not asked him."
        )
    finally:
        nlp.remove_pipe("kg_chains")
    found = [set(chain) for chain in phrases(doc)]
    assert {"The council", "the council"} in found
    assert {"a report", "It", "it", "the report"} in found
    assert any({"He", "the police chief, John Dow"} <= chain and "the police" not in chain for chain in found)


def test_a_text_of_one_word_can_be_asked() -> None:
    assert load_chains().heads(np.zeros((1, 384), np.float32)).shape == (1,)


def copied(folder: Path) -> Path:
    shutil.copytree(SHIPPED, folder)
    return folder


def test_weights_without_chains_say_how_to_get_them(tmp_path: Path) -> None:
    folder = copied(tmp_path / "weights")
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    del settings["chains"]
    (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(ReaderError, match=r"no networks for chains.*python -m kg\.train\.chains"):
        load_chains(folder)
    reader = kg.reader.load(folder)
    assert reader.read(kg.Document("a", TEXT)).sentences  # and read all the same
    with pytest.raises(ReaderError, match="no networks for chains"):
        reader.nlp.add_pipe("kg_chains")  # and do not take those of other weights


@pytest.mark.parametrize("change", ["network", "upon"])
def test_chains_of_other_weights_and_damaged_ones_are_refused(tmp_path: Path, change: str) -> None:
    folder = copied(tmp_path / "weights")
    if change == "network":
        path = folder / CHAINS["links"]
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path = folder / SETTINGS
        path.write_text(path.read_text(encoding="utf-8").replace(json.loads(path.read_text())["sha256"], "0" * 64), encoding="utf-8")
    with pytest.raises(ReaderError, match="damaged, or were trained upon other weights"):
        load_chains(folder)
