"""What holds of a graph whatever names, days and numbers its articles give: it is made, and its passages are what stands in the texts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from hypothesis import example, given
from hypothesis import strategies as st
from properties import BIDI, BREAKS, CHANGING, FORMULAS, MARKUP, QUERIES, UNSEEN, fewer, file_text
from pyoxigraph import Literal

from kg.graph import PREFIXES, apply_rules, quads
from kg.model import Argument, Document, Entity, EventCluster, EventMention, Mention, Reading, Span
from kg.reader.counts.tolls import article_counts
from kg.reader.times import resolve_times
from kg.resolve import resolve
from kg.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import EntityType

names = (
    st.sampled_from(
        ["Ada Roe", "Red Front", "the Red Front", "AL-Front", "Iran", "Iranian", "Kabul", "he", "General Roe", "U.S.", "RF", "12"]
    )
    | st.lists(
        st.sampled_from([*MARKUP, *QUERIES, *FORMULAS, *BIDI, *UNSEEN, *CHANGING, "Red", " ", "Front", "of"]), min_size=1, max_size=4
    ).map("".join)
    | st.text(BREAKS + "a", min_size=1, max_size=3)
    | file_text
).filter(str.strip)
moments = st.sampled_from(
    ["Friday", "last year", "0001-01-01", "9999-12-31", "2024-02-29", "January", "1 January 1800", "next week", "2024"]
)
days = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(1, 1, 31), date(9999, 12, 1)])
people = st.sampled_from(["12 people", "at least 84 men", "no one", "999,999,999,999 people", "dozens", "1 boy"])
articles = st.lists(st.tuples(names, names, moments, people, days), min_size=1, max_size=3)

PASSAGES: Final = """
SELECT ?document ?quote ?start ?end WHERE {
  { ?passage kg:quote ?quote ; oa:hasSource ?document ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end }
  UNION { ?passage kg:mark ?mark ; oa:hasSource ?document . ?mark oa:exact ?quote ; oa:start ?start ; oa:end ?end }
}"""
TRIGGERS: Final = (("attacked", "Attack"), ("killing", "Killing"), ("claimed", "ClaimResponsibility"))


def reading(ident: str, told: tuple[str, str, str, str, date | None]) -> Reading:
    """An article that says who attacked where, when, and how many were killed, and that they claimed it."""
    who, where, when, victims, published = told
    pieces = (who, " attacked ", where, " on ", when, ", killing ", victims, ". ", who, " claimed it.")
    starts = [sum(map(len, pieces[:number])) for number in range(len(pieces))]
    text = "".join(pieces)
    spans = [Span(start, start + len(piece), piece) for start, piece in zip(starts, pieces, strict=True)]

    def trigger(number: int) -> Span:
        word = pieces[number].strip(" ,.").split()[0]
        start = starts[number] + pieces[number].index(word)
        return Span(start, start + len(word), word)

    events = tuple(
        EventCluster(f"v{number}", kind, (EventMention(trigger(at), kind),))  # type: ignore[arg-type] # they are such types
        for number, (at, (_, kind)) in enumerate(zip((1, 5, 9), TRIGGERS, strict=True))
    )
    attack, killing, claim = (event.mentions[0].trigger for event in events)
    of: Sequence[tuple[str, EntityType, Sequence[int]]] = (
        ("e1", "GRP", (0, 8)),
        ("e2", "GPE", (2,)),
        ("e3", "TIM", (4,)),
        ("e4", "PER", (6,)),
    )
    entities = tuple(Entity(ident, kind, pieces[at[0]], tuple(Mention(spans[n], kind) for n in at)) for ident, kind, at in of)
    arguments = (
        *(Argument(attack, "Agent", spans[0]), Argument(attack, "Place", spans[2]), Argument(attack, "Time", spans[4])),
        *(Argument(killing, "Agent", spans[0]), Argument(killing, "Victim", spans[6]), Argument(claim, "Agent", spans[8])),
        Argument(claim, "Topic", attack),
    )
    mentions = [mention for event in events for mention in event.mentions]
    first = starts[7] + 1
    return Reading(
        Document(ident, text, who, published, where, f"https://example.org/{who}"),
        ((0, first), (first + 1, len(text))),
        entities,
        events,
        arguments,
        times=resolve_times(text, [spans[4]], published),
        counts=article_counts(text, arguments, mentions),
        extractor="hand",
    )


@fewer(2)
@given(articles)
@example([("Red Front", "Kabul", "0001-01-01", "12 people", date.min), ("Red Front", "Kabul", "9999-12-31", "12 people", date.max)])
def test_a_graph_of_any_names_and_days_is_made_and_true(told: list[tuple[str, str, str, str, date | None]]) -> None:
    readings = [reading(f"d{number}", one) for number, one in enumerate(told)]
    texts = {one.document.id: one.document.text for one in readings}
    with memory_store(quads(resolve(readings)), finish=apply_rules) as store:
        rows = list(store.query(PASSAGES, prefixes=PREFIXES))  # type: ignore[arg-type] # it is a SELECT
    assert rows
    for row in rows:
        text = texts[row["document"].value.rpartition("/")[2]]
        assert Literal(text[int(row["start"].value) : int(row["end"].value)]) == row["quote"]
