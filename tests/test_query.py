from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from time import process_time
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring
from knowledge_example import ID, KNOWLEDGE
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg.errors import QueryError, QueryStoppedError, UnknownNameError
from kg.graph import apply_rules, quads
from kg.query import LimitedStore, Table, Triples, ask_named, named_queries, named_query, parameters_of, query, terms_of, unknown_terms
from kg.query.words import checked, checked_update, is_harmless
from kg.store import EmbeddedStore, memory_store, open_store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.query import Parameter

BOMBING = "A bombing in Northtown hit a memorial for General Karr, killing at least 84."
CLAIM = "The Front claimed responsibility for the bombing."
KILLED = "Karr was killed in a drone strike by Westland in 2020."
ACCUSED = "Eastland accused Westland of the bombing."


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return memory_store(quads(KNOWLEDGE), finish=apply_rules)


def rows(answer: object) -> list[tuple[object, ...]]:
    assert isinstance(answer, Table)
    return [tuple(row.values()) for row in answer]


# ---------------------------------------------------------------- named queries


def test_claims_and_denials(store: EmbeddedStore) -> None:
    assert rows(ask_named(store, "claims_and_denials")) == [
        ("bombing in Northtown", "The Front", "claimed", "The Front", CLAIM, "Herald"),
        ("bombing in Northtown", "Westland", "accused", "Eastland", ACCUSED, "Gazette"),
        ("bombing in Northtown", "Westland", "denied", "Westland", "Westland denied it.", "Gazette"),
    ]
    assert rows(ask_named(store, "claims_and_denials", event_name="drone")) == []


def test_tolls(store: EmbeddedStore) -> None:
    expected = [
        ("bombing in Northtown", "killed", 84, 84, "84", "reported", None, date(2024, 1, 4), "Herald", BOMBING),
        (
            "bombing in Northtown",
            "killed",
            95,
            None,
            "95",
            "reported",
            None,
            date(2024, 1, 5),
            "Gazette",
            "Doctors counted 95 dead on Wednesday.",
        ),
    ]
    assert rows(ask_named(store, "tolls")) == expected
    assert rows(ask_named(store, "tolls", event_name="NORTH")) == expected
    assert rows(ask_named(store, "tolls", event_name="funeral")) == []


def test_timeline(store: EmbeddedStore) -> None:
    early, late = date(2024, 1, 4), date(2024, 1, 5)
    assert rows(ask_named(store, "timeline", event_name="northtown")) == [
        ("bombing in Northtown", "agent", early, "Herald", "The Front", "claimed", "The Front", None, None),
        ("bombing in Northtown", "agent", late, "Gazette", "Westland", "accused", "Eastland", None, None),
        ("bombing in Northtown", "agent", late, "Gazette", "Westland", "denied", "Westland", None, None),
        ("bombing in Northtown", "killed", early, "Herald", "84", "reported", None, "84–95 or more", False),
        ("bombing in Northtown", "killed", late, "Gazette", "95", "reported", None, "84–95 or more", True),
    ]
    assert rows(ask_named(store, "timeline", event_name="accusation")) == []


EVENTS = [
    ("accusation by Eastland", "accusation", None, None, "reported"),
    ("claim by the Front", "claim responsibility", None, None, "reported"),
    ("denial by Westland", "denial", None, None, "reported"),
    ("funeral", "commemoration", None, None, "planned"),
    ("meeting of Eastland and Southland", "meeting", None, None, "reported"),
    ("memorial for General Karr", "commemoration", None, None, "reported"),
    ("drone strike", "air strike", "2020", None, "reported"),
    ("killing of General Karr", "killing", "2020", None, "reported"),
    ("bombing in Northtown", "bombing", "2024-01-03", "Northtown", "reported"),
]


def test_events(store: EmbeddedStore) -> None:
    assert rows(ask_named(store, "events")) == EVENTS
    assert rows(ask_named(store, "events", event_name="karr")) == [EVENTS[5], EVENTS[7]]
    assert rows(ask_named(store, "events", event_type="Attack")) == [EVENTS[6], EVENTS[8]]
    assert rows(ask_named(store, "events", event_type="Attack", event_name="north")) == [EVENTS[8]]
    assert rows(ask_named(store, "events", event_type="Att")) == []


def test_actors(store: EmbeddedStore) -> None:
    expected = [
        ("Westland", "geopolitical entity", 3, None),
        ("Eastland", "geopolitical entity", 2, None),
        ("General Karr", "person", 2, "Karr"),
        ("Northtown", "geopolitical entity", 2, None),
        ("Southland", "geopolitical entity", 1, None),
        ("The Front", "organization", 1, "Front, the group"),
    ]
    assert rows(ask_named(store, "actors")) == expected
    assert rows(ask_named(store, "actors", actor_name="land")) == [expected[0], expected[1], expected[4]]


def test_who_did_what(store: EmbeddedStore) -> None:
    expected = [
        ("Eastland", "accused", "Westland", None, ACCUSED, "Gazette"),
        ("Eastland", "met with", "Southland", None, "Eastland met Southland.", "Gazette"),
        ("Southland", "met with", "Eastland", None, "Eastland met Southland.", "Gazette"),
        ("The Front", "claimed", "bombing in Northtown", None, CLAIM, "Herald"),
        ("Westland", "denied", "bombing in Northtown", None, "Westland denied it.", "Gazette"),
        ("Westland", "killed", "General Karr", "2020", KILLED, "Herald"),
    ]
    assert rows(ask_named(store, "who_did_what")) == expected
    assert rows(ask_named(store, "who_did_what", actor_name="front")) == [expected[3]]


def test_disputed(store: EmbeddedStore) -> None:
    assert rows(ask_named(store, "disputed")) == [
        ("bombing in Northtown", "agent", "The Front: claimed", "Westland: accused"),
        ("bombing in Northtown", "agent", "Westland: accused by Eastland", "Westland: denied by Westland"),
        ("bombing in Northtown", "killed", "84", "95"),
    ]
    assert rows(ask_named(store, "disputed", event_name="strike")) == []


def test_commemorations(store: EmbeddedStore) -> None:
    expected = [("memorial for General Karr", "General Karr", None, None, BOMBING)]
    assert rows(ask_named(store, "commemorations")) == expected
    assert rows(ask_named(store, "commemorations", person="karr")) == expected
    assert rows(ask_named(store, "commemorations", person="front")) == []


def test_evidence(store: EmbeddedStore) -> None:
    assert rows(ask_named(store, "evidence", name="karr")) == [
        ("General Karr", "leads", "Eastland", "suspected", "Westland", BOMBING, "d1", "Herald"),
        ("bombing in Northtown", "target", "memorial for General Karr", "reported", None, BOMBING, "d1", "Herald"),
        ("memorial for General Karr", "target", "General Karr", "reported", None, BOMBING, "d1", "Herald"),
        ("killing of General Karr", "instrument", "drone strike", "reported", None, KILLED, "d1", "Herald"),
        ("killing of General Karr", "victim", "General Karr", "reported", None, KILLED, "d1", "Herald"),
    ]
    assert len(rows(ask_named(store, "evidence"))) == len(KNOWLEDGE.assertions)


def test_an_unknown_named_query_or_parameter_lists_those_that_exist(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown named query 'toll'\. Known: accusations, actors, arrests"):
        named_query("toll")
    with pytest.raises(UnknownNameError, match=r"unknown parameter of tolls 'event'\. Known: event_name"):
        ask_named(store, "tolls", event="x")


# ---------------------------------------------------------------- parameters

LABEL = "SELECT ?e WHERE { ?e a kg:Event ; skos:prefLabel ?label }"


def test_a_parameter_is_a_value_and_no_column(store: EmbeddedStore) -> None:
    answer = query(store, LABEL, label="funeral")
    assert isinstance(answer, Table)
    assert (answer.columns, rows(answer)) == (("e",), [(f"{ID}event/funeral",)])


@pytest.mark.parametrize(
    "clause", ["SELECT DISTINCT ?e", "select reduced $e", "SELECT ?e ?label", "SELECT *", "SELECT (STR(?label) AS ?x) ?e"]
)
def test_a_parameter_works_with_every_select_clause(store: EmbeddedStore, clause: str) -> None:
    answer = query(store, LABEL.replace("SELECT ?e", clause), label="funeral")
    assert isinstance(answer, Table)
    assert [row["e"] for row in answer] == [f"{ID}event/funeral"]
    assert ("label" in answer.columns) is (clause in ("SELECT ?e ?label", "SELECT *"))


@pytest.mark.parametrize("hostile", ['" } INSERT DATA { <a> <b> "', "x\n?y", "\\", '"""', "SERVICE <http://x.example/>"])
def test_a_hostile_value_stays_a_value(store: EmbeddedStore, hostile: str) -> None:
    assert rows(query(store, LABEL, label=hostile)) == []
    assert rows(query(store, "SELECT (STR(?x) AS ?y) ?x WHERE { ?e a kg:Killing }", x=hostile))[0][1] == hostile


def test_a_parameter_of_ask(store: EmbeddedStore) -> None:
    ask = "ASK { ?e skos:prefLabel ?label }"
    assert query(store, ask, label="funeral") is True
    assert query(store, ask, label="wedding") is False


def test_numbers_dates_and_iris_as_parameters(store: EmbeddedStore) -> None:
    assert query(store, "ASK { ?c kg:atLeast ?n }", n=84) is True
    assert query(store, "ASK { ?c kg:atLeast ?n }", n=85) is False
    assert query(store, "ASK { ?c kg:reportedOn ?day }", day=date(2024, 1, 4)) is True
    assert query(store, "ASK { ?e kg:date ?d }", d=Literal("2020", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))) is True
    assert query(store, "ASK { ?actor kg:claimed ?e }", actor=NamedNode(f"{ID}actor/front")) is True
    assert query(store, "ASK { ?actor kg:claimed ?e }", actor=f"{ID}actor/front") is False


def test_parameters_that_cannot_be_are_errors(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"parameter name: the query has no variable \?name\. It has: e, label"):
        query(store, LABEL, name="x")
    with pytest.raises(QueryError, match="parameters work in SELECT and ASK only"):
        query(store, "CONSTRUCT { ?e a ?t } WHERE { ?e a ?t }", t="x")
    with pytest.raises(QueryError, match="Name the parameter in the SELECT clause"):
        query(store, "SELECT * WHERE { ?e a kg:Event FILTER(?x = 1) }", x=1)


@pytest.mark.parametrize("since", ["2024-01-05", date(2024, 1, 5), Literal("2024-01-05")])
def test_a_day_may_be_given_as_text_or_as_what_it_is(store: EmbeddedStore, since: Parameter) -> None:
    assert {str(row[0]) for row in rows(ask_named(store, "changes", since=since))} == {"2024-01-05"}


@pytest.mark.parametrize("wrong", ["yesterday", "2024", 2024, "2024-02-31", "2024-1-5", Literal("soon"), datetime(2024, 1, 5)])  # noqa: DTZ001 - no day
def test_what_must_be_a_day_and_is_none_is_an_error_that_names_the_parameter(store: EmbeddedStore, wrong: Parameter) -> None:
    given = wrong.value if isinstance(wrong, Literal) else str(wrong)
    with pytest.raises(
        QueryError, match=f"^parameter until: '{given}' is no day. Give a day that exists, as YYYY-MM-DD, such as 2024-01-05$"
    ):
        ask_named(store, "changes", until=wrong)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("since=2024-13-45", r"'2024-13-45' cannot be read: month .*\. Give a day that exists, as YYYY-MM-DD"),
        ("since=<a>", r"'<a>' cannot be read: .*\. Give an absolute IRI"),
        (f"since={'9' * 5_000}", r"'9{60}' cannot be read: .*\. Give a number of fewer digits"),
    ],
)
def test_what_is_typed_and_cannot_be_read_is_told_with_the_name_of_the_parameter(typed: str, told: str) -> None:
    with pytest.raises(QueryError, match=f"^parameter since: {told}"):
        parameters_of([typed])


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("sparql", "word"),
    [
        ("SELECT * WHERE { SERVICE <http://x.example/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * WHERE { service silent <http://x.example/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * WHERE { ?s ?p ?o }#x\nLOAD <http://x.example/>", "LOAD"),
        ("SELECT * { ?s ?p '' SERVICE ?p { } }", "SERVICE"),
        ("SELECT * { ?s ?p 'a\\'' . SERVICE ?p { } }", "SERVICE"),
        ("SELECT * { ?s ?p '''a'b''' SERVICE ?p { } }", "SERVICE"),
        ("SELECT * { FILTER(1<2) SERVICE<http://x.example/> { } FILTER(2>1) }", "SERVICE"),
        ("INSERT DATA { <a> <b> <c> }", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("CLEAR ALL", "CLEAR"),
    ],
)
def test_what_writes_or_reaches_out_is_refused(store: EmbeddedStore, sparql: str, word: str) -> None:
    with pytest.raises(QueryError, match=f"{word} is refused"):
        query(store, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "# SERVICE\nASK {}",
        "ASK { FILTER('SERVICE <x>' = \"LOAD\") }",
        'ASK { FILTER("""a"SERVICE""" = "") }',
        "ASK { ?service ?LOAD $DELETE }",
        "ASK { <http://x.example/#SERVICE> ?p ?o }",
        "ASK { ?s kg:SERVICE ?o }",
        "PREFIX service: <http://x.example/> ASK { ?s service:LOAD ?o }",
        "ASK { ?s ?p 'a'@load }",
    ],
)
def test_a_word_in_a_string_comment_variable_or_name_is_not_refused(store: EmbeddedStore, sparql: str) -> None:
    assert isinstance(query(store, sparql), bool)


def test_deep_or_long_queries_are_refused_before_the_engine_sees_them(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="brackets lie more than 100 deep"):
        query(store, "ASK " + "{" * 20_000 + "}" * 20_000)
    with pytest.raises(QueryError, match="has 100010 characters, more than 100000"):
        query(store, "ASK {}".ljust(100_010))
    assert query(store, "ASK " + "{" * 90 + "}" * 90) is True


def test_a_syntax_error_names_its_place(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 10: the query is not SPARQL at '\?x \?y }'"):
        query(store, "SELECT ?x WHERE {\n  ?x ?y }")
    with pytest.raises(QueryError, match=r"column 10: unknown prefix foaf:\. Known: dct, kg, oa"):
        query(store, "ASK { ?x foaf:name ?y }")
    with pytest.raises(QueryError, match="the query is not SPARQL"):
        query(store, "")


# ---------------------------------------------------------------- tables

KINDS = """SELECT ?text ?number ?decimal ?double ?flag ?day ?year ?iri ?none WHERE {
  VALUES (?text ?number ?decimal ?double ?flag ?day ?year ?iri) {
    ("a,\\"b\\"\\nc"@en 3 0.5 1e0 true "2024-01-03"^^xsd:date "2024"^^xsd:gYear kg:Event)
  } }"""


def table(store: EmbeddedStore, sparql: str, limit: int | None = None) -> Table:
    answer = query(store, sparql, limit=limit)
    assert isinstance(answer, Table)
    return answer


def test_values_have_python_types(store: EmbeddedStore) -> None:
    (row,) = table(store, KINDS)
    assert dict(row) == {
        "text": 'a,"b"\nc',
        "number": 3,
        "decimal": Decimal("0.5"),
        "double": 1.0,
        "flag": True,
        "day": date(2024, 1, 3),
        "year": "2024",
        "iri": "https://w3id.org/actor-event-graph/Event",
        "none": None,
    }
    with pytest.raises(UnknownNameError, match="unknown column 'nmae'"):
        row["nmae"]


def test_a_date_that_does_not_exist_stays_text(store: EmbeddedStore) -> None:
    assert rows(query(store, 'SELECT ("2024-02-30"^^xsd:date AS ?d) {}')) == [("2024-02-30",)]


def test_csv_quotes_what_must_be_quoted(store: EmbeddedStore) -> None:
    iri = "https://w3id.org/actor-event-graph/Event"
    assert table(store, KINDS).to_csv() == (
        f'text,number,decimal,double,flag,day,year,iri,none\r\n"a,""b""\nc",3,0.5,1.0E0,true,2024-01-03,2024,{iri},\r\n'.replace(
            "1.0E0", "1"
        )
    )


def test_json_is_read_back_by_another_program(store: EmbeddedStore) -> None:
    made = table(store, KINDS)
    back = parse_query_results(made.to_json().encode(), format=QueryResultsFormat.JSON)
    assert isinstance(back, QuerySolutions)
    assert [variable.value for variable in back.variables] == list(made.columns)
    assert [tuple(solution[column] for column in made.columns) for solution in back] == list(made.rows)
    assert json.loads(made.to_json())["results"]["bindings"][0]["text"] == {"type": "literal", "value": 'a,"b"\nc', "xml:lang": "en"}


def test_tsv_and_xml_are_read_back_by_another_program(store: EmbeddedStore) -> None:
    made = table(store, KINDS)
    for text, form in ((made.to_tsv(), QueryResultsFormat.TSV), (made.to_xml(), QueryResultsFormat.XML)):
        back = parse_query_results(text, form)
        assert isinstance(back, QuerySolutions)
        assert [tuple(solution[column] for column in made.columns) for solution in back] == list(made.rows)


def test_xml_is_xml_whatever_a_text_holds(store: EmbeddedStore) -> None:
    made = table(store, r'SELECT ("a\u0001\uFFFF<&é\u0085" AS ?text) {}').to_xml()
    assert [element.text for element in fromstring(made).iter() if element.text] == ["a\ufffd\ufffd<&é\x85"]


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELEC ?x { ?x a kg:Event }", "line 1, column 1: SELEC is no word of SPARQL. Did you mean SELECT?"),
        ("SELECT ?x WHER { ?x a kg:Event }", "line 1, column 11: WHER is no word of SPARQL. Did you mean WHERE?"),
        ("SELECT ?x {\n  OPTOINAL { ?x a kg:Event } }", "line 2, column 3: OPTOINAL is no word of SPARQL. Did you mean OPTIONAL?"),
        ("SELECT ?x WHERE { ?x a kg:Event ", "line 1, column 17: this { is never closed"),
        ("SELECT (COUNT(?x AS ?n) { ?x a kg:Event }", "line 1, column 8: this ( is never closed"),
        ("SELECT ?x { ?x a kg:Event } }", "line 1, column 29: nothing is open that this } closes"),
        ("SELECT who { ?who a kg:Event }", "line 1, column 8: a variable begins with a question mark: ?who"),
    ],
)
def test_a_query_that_is_not_sparql_is_told_with_what_is_most_likely_wrong(store: EmbeddedStore, sparql: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(store, sparql)
    at, _, problem = told.partition(": ")
    assert str(caught.value) == f"{at}: the query is not SPARQL: {problem}"  # one place, and not the one at which the parser stopped
    assert at == f"line {caught.value.line}, column {caught.value.column}"


@pytest.mark.parametrize("sparql", ["SELECT ?x { ?x a kg:Event . ?x ?x }", "SELECT ?x ?x", "ASK { ?s ?p 'SELEC { ' . ?s }"])
def test_where_nothing_comes_to_mind_nothing_is_guessed(store: EmbeddedStore, sparql: str) -> None:
    with pytest.raises(QueryError, match="not SPARQL") as caught:
        query(store, sparql)
    assert "not SPARQL at " in str(caught.value)


def test_text_is_aligned_and_html_is_escaped(store: EmbeddedStore) -> None:
    made = table(store, 'SELECT ?a ?b { VALUES (?a ?b) { ("<b>&" kg:Event) ("x\\ny" UNDEF) } }')
    assert made.to_text() == "a     b\n<b>&  kg:Event\nx y\n"
    left = 'style="text-align:left;vertical-align:top"'
    line = left.removesuffix('"') + ';white-space:nowrap"'
    assert made._repr_html_() == (
        f"<table><thead><tr><th {left}>a</th><th {left}>b</th></tr></thead><tbody>"
        f"<tr><td {line}>&lt;b&gt;&amp;</td><td {line}>kg:Event</td></tr><tr><td {line}>x\ny</td><td {line}></td></tr></tbody></table>"
    )


def test_pandas(store: EmbeddedStore) -> None:
    frame = table(store, "SELECT ?n ?l { VALUES (?n ?l) { (1 'a') (2 'b') } }").to_pandas()
    assert frame.to_dict("list") == {"n": [1, 2], "l": ["a", "b"]}
    assert list(table(store, "SELECT ?n ?l { FILTER(false) }").to_pandas().columns) == ["n", "l"]


def test_a_limit_cuts_and_says_so(store: EmbeddedStore) -> None:
    three = "SELECT ?n { VALUES ?n { 1 2 3 } }"
    assert [(len(made), made.truncated) for made in (table(store, three, 2), table(store, three, 3), table(store, three))] == [
        (2, True),
        (3, False),
        (3, False),
    ]


def test_construct_and_describe_give_triples(store: EmbeddedStore) -> None:
    answer = query(store, "CONSTRUCT { ?a kg:claimed ?b } WHERE { ?a kg:claimed ?b }")
    assert isinstance(answer, Triples)
    assert [str(one) for one in answer] == [f"<{ID}actor/front> <https://w3id.org/actor-event-graph/claimed> <{ID}event/bombing>"]
    assert [one.triple for one in parse(answer.to_turtle(), format=RdfFormat.TURTLE)] == list(answer)
    described = query(store, f"DESCRIBE <{ID}event/funeral>")
    assert isinstance(described, Triples)
    assert {one.subject for one in described} == {NamedNode(f"{ID}event/funeral")}


# ---------------------------------------------------------------- what reaches elsewhere, or takes too long to look at


HIDDEN = [
    "SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { SERVICEex:x { ?s ?p ?o } }",
    "SELECT * { serviceSilent:x { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://x.example/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://x.example/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE:x#>\n{ ?s ?p ?o } }",
    "SELECT * { ?s ?p _:a~SERVICE:x { ?s ?p ?o } }",
    "SELECT * { SERVICE:x # {\n { ?s ?p ?o } }",
]
"""Calls of another server that an engine sees where people see a name, a number or an IRI."""


@pytest.mark.parametrize("sparql", HIDDEN)
def test_a_call_of_another_server_is_seen_as_the_engine_sees_it(store: EmbeddedStore, sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        query(store, sparql)


@pytest.mark.parametrize(
    "sparql", [*HIDDEN, "LOAD <a:a>", "drop all", "INSERT DATA {}", "ASK " + "{" * 101, "ASK {" + "(" * 60 + "[" * 60, "#" * 9_999]
)
def test_what_may_be_refused_is_not_harmless_at_a_glance(sparql: str) -> None:
    assert not is_harmless(sparql)


def test_most_queries_are_harmless_at_a_glance() -> None:
    assert is_harmless("SELECT ?x WHERE { ?x a kg:Event ; skos:prefLabel 'a (b)' . FILTER(1 < 2) }")


def test_three_quotation_marks_hide_nothing(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="line 1, column 25: the query is not SPARQL: a string begins here and does not end"):
        query(store, 'SELECT * { VALUES ?x {  """:x" } SERVICE <http://x.example/> { ?s ?p ?o } }')


@pytest.mark.parametrize(
    "sparql", ["LOAD <http://x.example/>", "LOAD:x", "CLEAR ALL;loadSILENT:x", "INSERT { ?s ?p 1 } WHERE { SERVICE:x {} }"]
)
def test_an_update_reaches_nowhere(sparql: str) -> None:
    with pytest.raises(QueryError, match="is refused"):
        checked_update(sparql)


def test_an_update_of_the_graph_itself_passes() -> None:
    assert checked_update("INSERT DATA { <http://x.example/SERVICE> <http://x.example/LOAD> 'LOAD' }")


@pytest.mark.parametrize(
    "sparql",
    [
        "a." * 50_000,
        "-" * 100_000,
        "a" * 100_000,
        "<a" * 50_000,
        '"""a' * 25_000,
        '"\\' * 50_000,
        '"""\n\\' * 20_000,
        "'''\n\\" * 20_000,
        "@-" * 50_000,
    ],
)
def test_looking_at_a_query_takes_no_longer_than_its_length_warrants(sparql: str) -> None:
    start = process_time()
    with suppress(QueryError):
        checked(sparql)
    assert process_time() - start < 5  # seconds; it was minutes where each place was looked at from every other


# ---------------------------------------------------------------- limits


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[LimitedStore]:
    write_store(tmp_path / "news.kg", quads(KNOWLEDGE), finish=apply_rules)
    with open_store(tmp_path / "news.kg") as opened:
        found = LimitedStore.of(opened, seconds=60)
        yield found
        found.close()


def test_within_limits_answers_are_the_same(store: EmbeddedStore, limited: LimitedStore) -> None:
    for one in named_queries():
        assert rows(ask_named(limited, one.name)) == rows(ask_named(store, one.name)), one.name
    assert rows(ask_named(limited, "tolls", event_name="NORTH")) == rows(ask_named(store, "tolls", event_name="NORTH"))
    for sparql in ("ASK { ?e a kg:Bombing }", "ASK { ?e a kg:Election }", "CONSTRUCT WHERE { ?e kg:agent ?a }"):
        assert query(limited, sparql) == query(store, sparql)
    few = query(limited, "SELECT ?e { ?e a kg:Event } ORDER BY ?e", limit=2)
    assert isinstance(few, Table)
    assert (few, few.truncated) == (query(store, "SELECT ?e { ?e a kg:Event } ORDER BY ?e", limit=2), True)


def test_a_query_is_stopped_in_time_and_says_so(limited: LimitedStore) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryStoppedError, match=r"took longer than 0.5 seconds and was stopped") as caught:
        query(limited.within(0.5), endless)
    assert caught.value.limit == "time"
    assert query(limited, "ASK {}") is True


def test_a_row_limit_ends_the_work(limited: LimitedStore) -> None:
    found = query(limited.within(30), "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", limit=3)
    assert isinstance(found, Table)
    assert (len(found), found.truncated) == (3, True)


def test_errors_are_those_of_a_store_without_limits(limited: LimitedStore, store: EmbeddedStore) -> None:
    for sparql in ("SELECT", "SELECT * { ?s a kgg:Bombing }"):
        with pytest.raises(QueryError) as expected:
            query(store, sparql)
        with pytest.raises(QueryError) as caught:
            query(limited, sparql)
        assert (str(caught.value), caught.value.line) == (str(expected.value), expected.value.line)
    with pytest.raises(QueryError, match="a graph in memory has no time limit"):
        LimitedStore.of(store, seconds=1)


def test_a_name_that_graphs_do_not_hold_is_unknown_but_for_what_is_made() -> None:
    (term,) = unknown_terms("SELECT ?n WHERE { ?e rdfs:label ?n }")
    assert (term.name, term.line, term.column, term.nearest) == ("rdfs:label", 1, 22, ("skos:prefLabel", "skos:altLabel"))
    assert unknown_terms("CONSTRUCT { ?e rdfs:label ?n } WHERE { ?e skos:prefLabel ?n }") == ()
    assert "rdfs:label" not in {term.name for term in terms_of()}
