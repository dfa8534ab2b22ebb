from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.errors import DocumentError, UnknownNameError
from kg.model import ENTITY_TYPES, EVENT_TYPES, ROLES
from kg.reader.encoder.labels import FACTUALITY_LABELS
from kg.train.corpora import load
from kg.train.corpora_own import ANNOTATION, digest
from kg.train.corpora_text import decode_bio, disjoint, merged
from kg.train.examples import Example, Labelled, Link, WordSpan

if TYPE_CHECKING:
    from pathlib import Path

LONG = "A bridge over the green river was closed on Monday after engineers had found cracks in two of its seven pillars. "


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_records(path: Path, *records: object) -> None:
    write(path, "".join(json.dumps(record) + "\n" for record in records))


def article(name: str, text: str, **layers: object) -> dict[str, object]:
    return {
        "id": name,
        "text": text,
        "sentences": [[0, len(text)]],
        "entities": [],
        "events": [],
        "arguments": [],
        "relations": [],
        **layers,
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose only development article is long enough to be recognised."""
    write_records(tmp_path / "news" / "dev.jsonl", article("held-out", LONG * 3))
    return tmp_path


def test_news_gives_every_layer_and_keeps_an_argument_in_one_sentence(data: Path) -> None:
    text = "Ada Roe  of Oz left. He met Bo.\n\nAll slept."
    record = article(
        "n1",
        text,
        sentences=[[0, 31], [33, 43]],
        entities=[
            {"id": "e1", "type": "PER", "mentions": [[0, 7], [21, 23]]},
            {"id": "e2", "type": "GPE", "mentions": [[12, 14]]},
            {"id": "e3", "type": "PER", "mentions": [[28, 30]]},
        ],
        events=[{"id": "v1", "type": "Meeting", "mentions": [[24, 27, "Planned"]]}],
        arguments=[[[24, 27], "Place", [12, 14]], [[24, 27], "Agent", [21, 23]]],
        relations=[["e1", "locatedIn", "e2", 0], ["e3", "locatedIn", "e2", 1]],
    )
    write_records(data / "news" / "train.jsonl", record)
    met, oz, ada, he, bo = WordSpan(7, 8), WordSpan(3, 4), WordSpan(0, 2), WordSpan(6, 7), WordSpan(8, 9)
    assert load("news", data, "train") == (
        Example(
            id="n1",
            corpus="news",
            words=("Ada", "Roe", "of", "Oz", "left", ".", "He", "met", "Bo", ".", "All", "slept", "."),
            sentences=(WordSpan(0, 10), WordSpan(10, 13)),
            tags={
                "mention": (Labelled(*ada, "PER"), Labelled(*oz, "GPE"), Labelled(*he, "PER"), Labelled(*bo, "PER")),
                "trigger": (Labelled(*met, "Meeting"),),
            },
            factuality={met: "Planned"},
            coreference={"entity": ((ada, he), (oz,), (bo,)), "event": ((met,),)},
            roles={"role": (Link(met, "Agent", he), Link(met, "Place", oz))},
            relations=(Link(ada, "locatedIn", oz),),
        ),
    )


def test_worldwide_takes_the_outer_name_and_drops_the_address(data: Path) -> None:
    rows = "https://a.example/1\tO\n\nThe\tO\nOz\tB-Organization\tB-Location\nBank\tI-Organization\nfell O\n\nBo\tB-Person\n"
    write(data / "worldwide_ner" / "train" / "x_1.txt.tsv", rows)
    assert load("worldwide", data, "train") == (
        Example(
            id="worldwide-x_1",
            corpus="worldwide",
            words=("The", "Oz", "Bank", "fell", "Bo"),
            sentences=(WordSpan(0, 4), WordSpan(4, 5)),
            tags={"worldwide": (Labelled(1, 3, "Organization"), Labelled(4, 5, "Person"))},
        ),
    )


def test_crossner_groups_ten_sentences(data: Path) -> None:
    write(data / "crossner_politics" / "dev.txt", "Bo\tB-politician\nwon\tO\n\n" * 11)
    assert [(len(example.sentences), len(example.tags["crossner"])) for example in load("crossner", data, "dev")] == [(10, 10), (1, 1)]


def test_re3d_takes_the_longest_entity_that_is_sure(data: Path) -> None:
    write_records(data / "re3d" / "documents.jsonl", {"_id": "d", "text": "The head of Oz Bank spoke."})
    rows = [(12, 14, "Location", 1), (12, 19, "Organisation", 0.5), (0, 19, "Person", 0.4)]
    write_records(
        data / "re3d" / "entities.jsonl",
        *({"documentId": "d", "begin": b, "end": e, "type": t, "confidence": c} for b, e, t, c in rows),
    )
    assert [example.tags for example in load("re3d", data, "train")] == [{"re3d": (Labelled(3, 5, "Organisation"),)}]
    assert load("re3d", data, "dev") == ()


def test_muc_marks_every_whole_occurrence_and_finds_sentences_without_capitals(data: Path) -> None:
    text = "rebels of the eln fled.  the eln, not melnik, shot a guard."
    roles = {"PerpInd": [[["rebel", 0]]], "PerpOrg": [[["eln", 14]]], "Target": [], "Victim": [[["guard", 53]]], "Weapon": []}
    write_records(data / "muc4" / "train.jsonl", {"docid": "m", "doctext": text, "templates": [roles]})
    (example,) = load("muc", data, "train")
    assert example.words == ("rebels", "of", "the", "eln", "fled", ".", "the", "eln", ",", "not", "melnik", ",", "shot", "a", "guard", ".")
    assert example.sentences == (WordSpan(0, 6), WordSpan(6, 16))
    assert example.tags == {
        "muc": (Labelled(0, 1, "PerpInd"), Labelled(3, 4, "PerpOrg"), Labelled(7, 8, "PerpOrg"), Labelled(14, 15, "Victim"))
    }


def test_polnear_keeps_pieces_and_the_first_of_attributions_that_overlap(data: Path) -> None:
    write(data / "polnear" / "dev" / "text" / "a.txt", "Taxes, Bo said, will\nrise.")
    notes = (
        "T1\tSource 7 9\tBo\nT2\tCue 10 14\tsaid\nT3\tContent 0 5;16 20;21 25\tTaxes will rise\n"
        "T4\tAttribution 10 14\tsaid\nT5\tSource 0 5\tTaxes\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    )
    write(data / "polnear" / "dev" / "attributions" / "a_12ef.ann", notes)
    (example,) = load("polnear", data, "dev")
    assert example.tags == {
        "polnear": (Labelled(0, 1, "Content"), Labelled(2, 3, "Source"), Labelled(3, 4, "Cue"), Labelled(5, 7, "Content"))
    }


def test_ontogum_reads_nested_chains_and_drops_singletons(data: Path) -> None:
    cells = ["(1", "(2)1)", "_", "_", "(1)", "(2)", "(3)", "_"]
    words = ["Oz", "Bank", "fell", ".", "It", "Oz", "Bo", "."]
    rows = "".join(f"{i}\t{word}\t{cell}\n" for i, (word, cell) in enumerate(zip(words, cells, strict=True)))
    write(data / "ontogum" / "train" / "d.conll", f"# begin document \n{rows}# end document\n")
    (example,) = load("ontogum", data, "train")
    assert example.sentences == (WordSpan(0, 4), WordSpan(4, 8))
    assert example.coreference == {
        "entity_without_singletons": ((WordSpan(0, 2), WordSpan(4, 5)), (WordSpan(1, 2), WordSpan(5, 6))),
    }


def test_ontogum_names_the_file_where_a_chain_closes_that_is_not_open(data: Path) -> None:
    write(data / "ontogum" / "train" / "d.conll", "0\tOz\t4)\n")
    with pytest.raises(DocumentError, match=r"d\.conll: word 0 closes chain 4"):
        load("ontogum", data, "train")


def write_ecb(data: Path, topic: int) -> None:
    tokens = ["0 http", "1 Bo", "1 fell", "1 down", "2 skipped", "3 The", "3 fall", "3 hurt"]
    xml = "".join(f'<token t_id="{i}" sentence="{t.split()[0]}" number="0">{t.split()[1]}</token>' for i, t in enumerate(tokens, 1))
    marks = {"ACTION_OCCURRENCE": [(1, [3]), (2, [7]), (3, [5])], "NEG_ACTION_STATE": [(4, [8])], "HUMAN_PART_PER": [(5, [2])]}
    markables = "".join(
        f'<{kind} m_id="{m}">' + "".join(f'<token_anchor t_id="{t}"/>' for t in anchors) + f"</{kind}>"
        for kind, entries in marks.items()
        for m, anchors in entries
    )
    relation = '<CROSS_DOC_COREF><source m_id="1"/><source m_id="2"/><source m_id="3"/><target m_id="9"/></CROSS_DOC_COREF>'
    body = f'<Document>{xml}<Markables>{markables}<ACTION_OCCURRENCE m_id="9"/></Markables><Relations>{relation}</Relations></Document>'
    write(data / "ecbplus" / str(topic) / f"{topic}_1ecb.xml", body)


def test_ecbplus_keeps_the_listed_sentences_and_the_last_topics_for_development(data: Path) -> None:
    write_ecb(data, 1)
    write_ecb(data, 33)
    listed = "".join(f"{topic},1ecb,{sentence}\n" for topic in (1, 33, 40) for sentence in ("1", "3 "))
    write(data / "ecbplus" / "ECBplus_coreference_sentences.csv", "Topic,File,Sentence Number\n" + listed)
    (example,) = load("ecbplus", data, "train")
    assert example == Example(
        id="1_1ecb",
        corpus="ecbplus",
        words=("Bo", "fell", "down", "The", "fall", "hurt"),
        sentences=(WordSpan(0, 3), WordSpan(3, 6)),
        tags={"ecb": (Labelled(1, 2, "Event"), Labelled(4, 5, "Event"), Labelled(5, 6, "Event"))},
        coreference={"event_without_singletons": ((WordSpan(1, 2), WordSpan(4, 5)),)},
    )
    assert [example.id for example in load("ecbplus", data, "dev")] == ["33_1ecb"]


def test_rams_links_the_trigger_to_its_roles(data: Path) -> None:
    links = [[[2, 3], [0, 0], "evt012arg02victim"]]
    write_records(
        data / "rams" / "dev.jsonlines", {"doc_key": "r", "sentences": [["Bo", "was"], ["shot", "dead"]], "gold_evt_links": links}
    )
    (example,) = load("rams", data, "train")
    assert example.sentences == (WordSpan(0, 2), WordSpan(2, 4))
    assert example.roles == {"rams": (Link(WordSpan(2, 4), "victim", WordSpan(0, 1)),)}
    assert load("rams", data, "dev") == ()


def write_rams(data: Path) -> tuple[str, ...]:
    write_records(
        data / "rams" / "dev.jsonlines", {"doc_key": "r", "sentences": [["Go", "!"], ["They", "shot", "Bo", "."]], "gold_evt_links": []}
    )
    return "They", "shot", "Bo", "."


def test_our_annotation_of_a_sentence_takes_its_words_from_the_corpus(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = write_rams(data)
    place = {"corpus": "rams", "id": "r", "start": 2, "end": 6, "digest": digest(words)}
    layers = {"triggers": [[1, 2, "Shooting", "Fact"]], "mentions": [[0, 1, "GRP"], [2, 3, "PER"]], "roles": [[1, 2, "Target", 2, 3]]}
    write_records(data / "own" / "sentences.jsonl", {**place, **layers})
    monkeypatch.setattr("kg.train.corpora_own.ANNOTATION", data / "own")
    assert load("own_sentences", data, "train") == (
        Example(
            id="r:2",
            corpus="own_sentences",
            words=words,
            sentences=(WordSpan(0, 4),),
            tags={"trigger": (Labelled(1, 2, "Shooting"),)},
            factuality={WordSpan(1, 2): "Fact"},
            roles={"role": (Link(WordSpan(1, 2), "Target", WordSpan(2, 3)),)},
            fillers=(Labelled(0, 1, "GRP"), Labelled(2, 3, "PER")),
        ),
    )
    assert load("own_sentences", data, "dev") == ()


def test_our_annotation_of_an_article_has_clusters_and_joins_sentences_that_a_span_crosses(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("Go", "!", *write_rams(data))
    place = {"corpus": "rams", "id": "r", "start": 0, "end": 6, "digest": digest(words), "sentences": [[0, 2], [2, 5], [5, 6]]}
    layers = {
        "triggers": [[3, 4, "Shooting", "Planned"], [0, 1, "Meeting", "Fact"]],
        "mentions": [[2, 3, "GRP"], [4, 6, "PER"]],
        "entities": [[[2, 3]], [[4, 6], [1, 2]]],
        "events": [[[3, 4], [0, 1]]],
        "roles": [[3, 4, "Agent", 2, 3], [3, 4, "Target", 1, 2]],
    }
    write_records(data / "own" / "articles.jsonl", {**place, **layers})
    monkeypatch.setattr("kg.train.corpora_own.ANNOTATION", data / "own")
    (example,) = load("own_articles", data, "train")
    shot, go, they, bo = WordSpan(3, 4), WordSpan(0, 1), WordSpan(2, 3), WordSpan(4, 6)
    assert example.sentences == (WordSpan(0, 2), WordSpan(2, 6))
    assert example.coreference == {"entity": ((they,), (bo,)), "event": ((go, shot),)}
    assert example.factuality == {go: "Fact", shot: "Planned"}
    assert example.roles == {"role": (Link(shot, "Agent", they),)}  # what is no mention fills no role
    assert example.relations is None


def test_our_annotation_refuses_words_that_it_was_not_made_for(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_rams(data)
    record = {"corpus": "rams", "id": "r", "start": 2, "end": 6, "digest": digest(("Other", "words")), "triggers": []}
    write_records(data / "own" / "sentences.jsonl", record)
    monkeypatch.setattr("kg.train.corpora_own.ANNOTATION", data / "own")
    with pytest.raises(DocumentError, match=r"rams: r: words 2 to 6 are not as annotated"):
        load("own_sentences", data, "train")


@pytest.mark.parametrize("name", ["sentences", "articles"])
def test_our_annotation_uses_the_labels_of_the_reader_and_holds_no_texts(name: str) -> None:
    records = [json.loads(line) for line in (ANNOTATION / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(records) > 40
    for record in records:
        length = record["end"] - record["start"]
        spans = [span for layer in ("triggers", "mentions") for span in record.get(layer, ())]
        assert all(0 <= start < end <= length for start, end, *_ in spans)
        assert {label for _, _, label, _ in record["triggers"]} <= set(EVENT_TYPES)
        assert {value for *_, value in record["triggers"]} <= set(FACTUALITY_LABELS)
        assert {label for _, _, label in record.get("mentions", ())} <= set(ENTITY_TYPES)
        assert {role for _, _, role, _, _ in record.get("roles", ())} <= set(ROLES)
        assert not {"words", "text"} & record.keys()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (LONG * 3, False),
        (LONG.upper().replace(" ", "  "), False),  # case and white space do not hide it
        ("Something else came first. " * 100 + LONG * 3, False),  # a small part of a long text, but much of it
        ("Something else came first. " * 10 + LONG[:70], True),  # a sentence in common is no copy
        ("A bridge was closed on Monday.", True),
    ],
)
def test_training_leaves_out_the_texts_of_development_articles(data: Path, text: str, *, kept: bool) -> None:
    write_records(data / "re3d" / "documents.jsonl", {"_id": "d", "text": text})
    write_records(data / "re3d" / "entities.jsonl")
    write_records(data / "news" / "train.jsonl", article("n", text))
    assert [len(load(name, data, "train")) for name in ("re3d", "news")] == [int(kept)] * 2


def test_an_unknown_corpus_is_named_with_the_known_ones(data: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown corpus 'muc5'\. Known: crossner, ecbplus, muc, "):
        load("muc5", data, "train")


def test_a_missing_or_damaged_file_is_named(data: Path) -> None:
    with pytest.raises(DocumentError, match=r"train\.jsonl: cannot be read"):
        load("muc", data, "train")
    write(data / "muc4" / "train.jsonl", "\n{")
    with pytest.raises(DocumentError, match=r"train\.jsonl:2: not JSON"):
        load("muc", data, "train")


def test_bio_begins_a_span_where_nothing_is_continued() -> None:
    tags = ["I-A", "I-A", "I-B", "B-B", "O", "I-B"]
    assert decode_bio(tags, 10) == [Labelled(10, 12, "A"), Labelled(12, 13, "B"), Labelled(13, 14, "B"), Labelled(15, 16, "B")]


def test_disjoint_prefers_as_told() -> None:
    spans = [Labelled(1, 3, "x"), Labelled(2, 3, "y"), Labelled(0, 4, "z"), Labelled(5, 6, "w")]
    assert disjoint(spans, prefer="first") == (spans[0], spans[3])
    assert disjoint(spans, prefer="shortest") == (spans[1], spans[3])
    assert disjoint(spans, prefer="longest") == (spans[2], spans[3])


def test_merged_joins_only_where_a_range_crosses() -> None:
    sentences = [WordSpan(0, 2), WordSpan(2, 4), WordSpan(4, 6), WordSpan(6, 8)]
    assert merged(sentences, [WordSpan(0, 2), WordSpan(3, 5)]) == (WordSpan(0, 2), WordSpan(2, 6), WordSpan(6, 8))
