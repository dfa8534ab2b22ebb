"""How answers look in a notebook, at a prompt and in other libraries; text of the news never becomes markup or a formula."""

from __future__ import annotations

import builtins
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from types import ModuleType

import polars as pl
import pytest
from knowledge_example import KNOWLEDGE
from pandas import DataFrame
from pyoxigraph import Literal, NamedNode

from kg.errors import MissingLibraryError
from kg.explore import Finder, evidence, tolls
from kg.graph import apply_rules, quads
from kg.model import Document, Knowledge
from kg.query import Evidence, Links, Passages, Row, Table, query, spreadsheet_safe
from kg.query.html import MOST_ROWS, evidence_html, sentence_url
from kg.store import EmbeddedStore, memory_store

DATE, DECIMAL = (NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("date", "decimal"))
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def store_of(knowledge: Knowledge) -> EmbeddedStore:
    return memory_store(quads(knowledge), finish=apply_rules)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return store_of(KNOWLEDGE)


class Elements(HTMLParser):
    """Lists the elements of a page, and the addresses in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]


def table_of(*values: object, name: str = "x") -> Table:
    return Table((name,), tuple((None if value is None else Literal(value),) for value in values))  # type: ignore[arg-type]  # of these types


def cell_styles(table: Table) -> list[str]:
    return re.findall(r'<t[hd] style="(text-align:\w+)', table._repr_html_())


def test_columns_of_numbers_stand_at_the_right_and_all_others_at_the_left() -> None:
    right, left = "text-align:right", "text-align:left"
    assert cell_styles(table_of(1, None, 20)) == [right] * 4
    assert cell_styles(table_of("1", "20")) == cell_styles(table_of(None, None)) == [left] * 3
    assert cell_styles(table_of(1, "many")) == [left] * 3


def test_rows_that_say_the_same_become_one_that_rests_on_all_of_it() -> None:
    said = replace(table_of("a", "b", "a"), support=(("1", "2"), ("3",), ("4", "1")))
    assert said.distinct() == replace(table_of("a", "b"), support=(("1", "2", "4"), ("3",)))
    assert table_of("a", None, "a", None).distinct() == table_of("a", None)


def test_a_data_frame_becomes_a_table_and_back() -> None:
    frame = DataFrame({"who": ["Iran", None], "n": [1, 2], "share": [0.5, None], "on": [date(2024, 1, 3), None], "is": [True, False]})
    table = Table.from_pandas(frame)
    assert [tuple(row.values()) for row in table] == [("Iran", 1, 0.5, date(2024, 1, 3), True), (None, 2, None, None, False)]
    assert table.to_pandas().to_dict("list").keys() == frame.to_dict("list").keys()
    assert Table.from_pandas(DataFrame({"rests on": [("a", "b")], 7: ["<b>"]}, index=["x"]))._repr_html_().count("&lt;b&gt;") == 1
    assert Table.from_pandas(table.to_pandas()) == table


def test_a_row_opens_its_sentences_with_marks_and_a_link_to_the_sentence(store: EmbeddedStore) -> None:
    page = tolls(Finder(store))._repr_html_()
    assert ">1 sentence</summary><ul><li>" in page
    assert "killing at least <mark>84</mark>." in page
    assert Elements(page).links == [
        "https://herald.example/1#:~:text=A%20bombing%20in%20Northtown%20hit,Karr%2C%20killing%20at%20least%2084."
    ]
    assert "<th>id</th>" not in page


def test_a_thing_in_a_query_shows_its_name_and_opens_its_sentences(store: EmbeddedStore) -> None:
    answer = query(store, "SELECT ?event ?class WHERE { ?event a kg:AirStrike ; kg:type ?class }")
    assert isinstance(answer, Table)
    page = answer._repr_html_()
    assert "<details><summary>drone strike</summary>" in page
    assert ">kg:AirStrike</td>" in page


def test_a_table_outlives_its_graph_without_its_links() -> None:
    store = store_of(KNOWLEDGE)
    table = tolls(Finder(store))
    store.close()
    assert "<details>" not in table._repr_html_()
    assert len(table) == 2


def test_text_of_the_news_stays_text() -> None:
    text = f"{HOSTILE} blast killed 3."
    document = Document("d1", text, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    item = Evidence(text, 0, len(text), ((0, 8),), document.id, HOSTILE, HOSTILE, "2024-01-04", "javascript:alert(1)")
    assert set(Elements(evidence_html([item])).names) == {"ul", "li", "mark", "small"}
    assert set(Elements(table_of(HOSTILE)._repr_html_()).names) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert Elements(evidence_html([replace(item, url=f"https://a.example/{HOSTILE}")])).links[0].startswith("https://a.example/")


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", " https://a.example"])
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert sentence_url(Evidence("A b.", 0, 4, url=url)) is None


def test_a_link_leads_to_the_sentence_whatever_stands_in_it() -> None:
    item = Evidence("A well-known, brave & old man.", 0, 30, url="https://a.example/1")
    assert sentence_url(item) == "https://a.example/1#:~:text=A%20well%2Dknown%2C%20brave%20%26%20old%20man."
    assert sentence_url(replace(item, url="https://a.example/1#part")) == "https://a.example/1#part"


def test_a_long_table_says_how_much_it_does_not_show() -> None:
    page = table_of(*range(MOST_ROWS + 2))._repr_html_()
    assert page.count("<tr>") == MOST_ROWS + 1
    assert "2 more rows are not shown" in page


def test_marks_that_overlap_are_marked_once() -> None:
    item = Evidence("one two three", 10, 23, ((10, 17), (14, 23), (10, 13)))
    assert "<li><mark>one two three</mark>" in evidence_html([item])
    assert repr(Passages((item,))) == "[one two three] (unknown source)"


def test_a_sentence_that_several_reports_rest_on_is_shown_once_with_all_their_marks(store: EmbeddedStore) -> None:
    (item,) = evidence(Finder(store), "meeting of Eastland and Southland")
    assert item.sentence == "Eastland met Southland."


def test_at_a_prompt_a_table_is_aligned_clipped_and_counted() -> None:
    assert repr(table_of("short", "long " * 20)) == f"x\nshort\n{'long ' * 7}long…\n[2 rows]"
    assert "… 5 more rows" in repr(table_of(*range(25)))


def test_rows_are_found_by_number_and_columns_by_name() -> None:
    table = table_of(1, 2)
    assert dict(table[1]) == {"x": 2}
    assert table.column("x") == [1, 2]


def test_pandas_gets_whole_numbers_floats_and_gaps() -> None:
    frame = Table(
        ("whole", "part", "day", "gap"),
        (
            (Literal(1), Literal("0.5", datatype=DECIMAL), Literal("2024-01-03", datatype=DATE), Literal(7)),
            (Literal(2), None, None, None),
        ),
    ).to_pandas()
    assert isinstance(frame, DataFrame)
    assert [str(kind) for kind in frame.dtypes] == ["int64", "float64", "object", "Int64"]
    assert list(frame.loc[0]) == [1, 0.5, date(2024, 1, 3), 7]


def test_an_empty_table_keeps_its_columns_in_pandas_and_polars() -> None:
    assert list(Table(("a", "b"), ()).to_pandas().columns) == ["a", "b"]
    assert Table(("a", "b"), ()).to_polars().columns == ["a", "b"]


def test_polars_gets_one_type_a_column() -> None:
    frame = table_of(1, "one", None).to_polars()
    assert frame.schema == {"x": pl.String}
    assert frame["x"].to_list() == ["1", "one", None]


def test_a_library_that_is_not_there_is_an_error_that_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str, *args: object) -> ModuleType:
        if name == "polars":
            raise ModuleNotFoundError("No module named 'polars'", name="polars")
        return real(name, *args)  # type: ignore[arg-type]  # handed on as they came

    real = builtins.__import__
    monkeypatch.setattr("kg.query.optional.import_module", without)
    with pytest.raises(MissingLibraryError, match=r"polars is not installed\. In the folder .* pip install -e '\.\[polars\]'"):
        table_of(1).to_polars()


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    assert spreadsheet_safe(text) == f"'{text}"
    assert table_of(text).to_csv().split("\r\n", 1)[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["-5", "+3.5", "-1e6", "1+1", "a=b", "", "—5"])
def test_numbers_and_other_text_stay_as_they_are_in_csv(text: str) -> None:
    assert spreadsheet_safe(text) == text


def test_links_know_nothing_of_what_is_no_iri(store: EmbeddedStore) -> None:
    assert Links(store).evidence("no iri> } DROP ALL") == ()
    assert Links(store).label("no iri") is None


def test_a_row_without_support_has_none() -> None:
    assert Row(("x",), (1,)).support == ()
