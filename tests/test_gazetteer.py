from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from hard_names import reading

from kg.errors import InputError
from kg.model import Decision
from kg.resolve.actors import resolve_actors
from kg.resolve.countries import country_name, country_point, country_wikidata, is_country_code
from kg.resolve.gazetteer import Known, ambiguous, gazetteer
from kg.resolve.importers import from_petrarch, from_wikidata
from kg.resolve.judgements import judgements
from kg.resolve.tables import default, format_table, keep, kept, parse, read_table, read_tables, shipped
from kg.resolve.usage import usage

HEADER = "id,name,type,aliases,country,wikidata,latitude,longitude\n"


def rows(text: str) -> list[Known]:
    return list(parse(StringIO(text), "my.csv"))


# ---------------------------------------------------------------- the shipped table


def test_the_shipped_table_has_no_name_that_is_sure_for_two_rows() -> None:
    assert [(name, [known.id for known in bearers]) for name, bearers in ambiguous(shipped())] == []


def test_the_shipped_table_is_sorted_and_written_in_one_form() -> None:
    assert [known.id for known in shipped()] == sorted(known.id for known in shipped())
    path = Path(__file__).parent.parent / "kg" / "resolve" / "known" / "actors.csv"
    assert [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]] == [known.id for known in shipped()]


def test_a_wikidata_id_is_of_one_row_only() -> None:
    ids = [known.wikidata for known in shipped() if known.wikidata]
    assert len(ids) == len(set(ids)) >= 150


def test_the_shipped_table_has_actors_of_every_kind() -> None:
    kinds = {known.kind for known in shipped()}
    assert {
        "ArmedGroup",
        "MilitaryForce",
        "GovernmentBody",
        "Person",
        "PoliticalParty",
        "MediaOrganization",
        "Organization",
        "Location",
    } <= kinds
    assert len(shipped()) >= 500


def test_every_country_of_the_table_of_countries_is_one_and_lies_somewhere() -> None:
    path = Path(__file__).parent.parent / "kg" / "resolve" / "known" / "countries.csv"
    codes = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(codes) == len(set(codes)) == len({country_wikidata(code) for code in codes})
    assert [code for code in codes if not is_country_code(code) or not country_name(code)] == []
    assert all(-90 <= point[0] <= 90 and -180 <= point[1] <= 180 for code in codes if (point := country_point(code)))
    assert country_wikidata("AQ") == ""


# ---------------------------------------------------------------- tables


def test_a_table_is_read_with_its_columns_in_any_order() -> None:
    (known,) = rows('type,id,name,aliases\nArmedGroup,nsf,"Northern Front, the",NF|the Front?\n')
    assert known == Known("nsf", "Northern Front, the", "ArmedGroup", ("NF",), ("the Front",), source="my.csv:2")


def test_points_and_countries_are_read() -> None:
    (known,) = rows(HEADER + "x,Old Quarter,Facility,,NO SE,Q12,59.5,-10\n")
    assert (known.countries, known.wikidata, known.point) == (frozenset(("NO", "SE")), "Q12", (59.5, -10.0))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "my.csv:1: no column 'id'"),
        ("id,name,kind\n", "my.csv:1: unknown column 'kind'. The columns are id, name"),
        ("id,name,type,type\n", "my.csv:1: a column stands twice"),
        (HEADER + "x,,Person\n", "my.csv:2: column name: is empty"),
        (HEADER + "x,A,Persons\n", "my.csv:2: column type: unknown type 'Persons'. The types are Person,"),
        (HEADER + "x y,A,Person\n", "my.csv:2: column id: 'x y' is not of its form"),
        (HEADER + "\nx,A,Person\nx,B,Person\n", "my.csv:4: column id: 'x' is the id of line 3 too"),
        (HEADER + "x,A,Person,,Norway\n", "my.csv:2: column country: 'Norway' is no country"),
        (HEADER + "x,A,Person,,,12\n", "my.csv:2: column wikidata: '12' is not of its form"),
        (HEADER + "x,A,Facility,,,,91,0\n", "my.csv:2: column latitude: '91' is no latitude"),
        (HEADER + "x,A,Facility,,,,5,\n", "my.csv:2: column longitude: '' is no longitude"),
        (HEADER + "x,A,Facility,,,,nan,0\n", "my.csv:2: column latitude: 'nan' is no latitude"),
        (HEADER + "x,A,Person,,,,,,9\n", "my.csv:2: 9 values for 8 columns"),
        (HEADER + 'x,"A,Person\n', "my.csv:2: this is no CSV"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_line_and_column(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        rows(text)
    assert str(caught.value).startswith(message)


def test_a_table_that_is_not_there_or_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_bytes(b"id,name,type\n\xff\xfe,A,Person\n")
    with pytest.raises(InputError, match="no text in UTF-8"):
        read_table(tmp_path / "x.csv")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    text = HEADER + 'a,"A, B",Person,C|D?,NO,Q5,,\nb,"Say ""x""",Facility,,,,1.5,2.0\n'
    assert format_table(rows(text)) == text
    keep(tmp_path, rows(text))
    assert [known.id for known in kept(tmp_path).rows[-2:]] == ["a", "b"]
    assert kept(tmp_path / "elsewhere") == default()


def test_of_two_files_the_later_row_of_an_id_holds(tmp_path: Path) -> None:
    for name, label in (("one", "A"), ("two", "B")):
        (tmp_path / name).write_text(f"id,name,type\nx,{label},Person\n")
    assert [known.name for known in read_tables([tmp_path / "one", tmp_path / "two"])] == ["B"]


# ---------------------------------------------------------------- what a table does


def linked(text: str, article: str) -> list[tuple[str, str]]:
    table = gazetteer([shipped(), rows(HEADER + text)])
    return sorted((actor.id, actor.name) for actor in resolve_actors([reading("a", article)], table).actors)


def test_a_users_name_goes_before_the_shipped_one() -> None:
    article = "The [SDF|ORG:x] met."
    assert linked("s,Sunrise Dairy Farmers,Organization,SDF,,,,\n", article) == [("actor/gazetteer-s", "Sunrise Dairy Farmers")]
    assert linked("", article) == [("actor/gazetteer-syrian-democratic-forces", "Syrian Democratic Forces")]


def test_a_name_of_two_rows_is_neither() -> None:
    two = "a,Alpha Line,Company,Line,,,,\nb,Beta Line,Company,Line,,,,\n"
    assert [name for _, name in linked(two, "[Line|ORG:x] fired its staff.")] == ["Line"]
    assert [(name, len(known)) for name, known in ambiguous(rows(HEADER + two))] == [("line", 2)]


def test_a_doubtful_name_counts_where_its_country_is_spoken_of() -> None:
    row = "l,Little River Front,ArmedGroup,LRF?,NO,,,\n"
    assert ("actor/gazetteer-l", "Little River Front") in linked(row, "In [Norway|GPE:n] the [LRF|ORG:x] struck.")
    assert [name for _, name in linked(row, "In [Chile|GPE:n] the [LRF|ORG:x] struck.")] == ["Chile", "LRF"]


def test_a_known_actor_brings_its_class_its_place_and_its_id_elsewhere() -> None:
    table = gazetteer([rows(HEADER + "q,Old Quarter,Facility,,NO,Q12,59.5,10.25\n")])
    (actor,) = resolve_actors([reading("a", "The [Old Quarter|FAC:x] burnt.")], table).actors
    assert (actor.id, actor.kind, actor.point, actor.same_as) == (
        "actor/Q12",
        "Facility",
        (59.5, 10.25),
        ("http://www.wikidata.org/entity/Q12",),
    )


def test_a_name_that_a_person_keeps_apart_from_its_row_stays_a_name() -> None:
    one, other = reading("a", "The [Old Quarter|FAC:x] burnt."), reading("b", "The [Old Quarter|FAC:x] stands.")
    table = gazetteer([rows(HEADER + "q,Old Quarter,Facility,,,Q12,,\n")])
    (linked_,) = resolve_actors([one, other], table).actors
    (former,) = resolve_actors([one, other], table).former
    judged = judgements([Decision(former, linked_.id, "different", 1.0)])
    (apart,) = resolve_actors([one, other], table, judged).actors
    assert (linked_.id, apart.id, apart.same_as) == ("actor/Q12", former, ())


def test_usage_tells_unused_ambiguous_and_taken_names() -> None:
    own = rows(HEADER + "s,Sunrise Dairy Farmers,Organization,SDF,,,,\na,Alpha,Company,Line,,,,\nb,Beta,Company,Line,,,,\n")
    report = usage(own, shipped(), {"actor/gazetteer-s"})
    assert report.rows == 3
    assert [known.id for known in report.unused] == ["a", "b"]
    assert [name for name, _ in report.ambiguous] == ["line"]
    assert [(name, was.id, now.id) for name, was, now in report.taken] == [("sdf", "syrian-democratic-forces", "s")]
    assert usage(own, shipped()).unused == ()


# ---------------------------------------------------------------- tables of others

DICTIONARY = """\
# a comment
<!-- another,
over two lines -->
NORLAND_  [NOR] ; a country is known already
+NORLANDIC_

NORWEGIAN_RIVER_FRONT_ [NORREB]  # with a comment
+NRF_
+RIVER_FRONT_

OLE_NORDMANN_  ; no code here
\t[NORGOV 470121-530120]
\t[NORELI >530121]

GLOBAL_WIRE_ [IGOMED]
KUWAIT_ [KWT]
NOBODY_
"""


def test_a_petrarch_dictionary_becomes_rows() -> None:
    found = from_petrarch(DICTIONARY, "d.txt")
    assert [(k.id, k.name, k.kind, k.aliases, sorted(k.countries), k.source) for k in found.rows] == [
        ("norwegian-river-front-no", "Norwegian River Front", "ArmedGroup", ("NRF", "River Front"), ["NO"], "d.txt:7"),
        ("ole-nordmann-no", "Ole Nordmann", "Person", (), ["NO"], "d.txt:11"),
        ("global-wire", "Global Wire", "MediaOrganization", (), [], "d.txt:15"),
    ]
    assert found.left_out == (
        ("d.txt:4", "a country, which is known already"),
        ("d.txt:16", "a country, which is known already"),
        ("d.txt:17", "no code"),
    )


def test_a_name_without_an_actor_is_no_dictionary() -> None:
    with pytest.raises(InputError, match=r"d.txt:1: '\+NRF_' belongs to no actor"):
        from_petrarch("+NRF_\n", "d.txt")


ANSWER = """{"head": {"vars": ["item", "itemLabel", "alias", "country", "coord"]}, "results": {"bindings": [
 {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q12"}, "itemLabel": {"type": "literal", "value": "River Front"},
  "alias": {"type": "literal", "value": "RF|Front of the River"}, "country": {"type": "literal", "value": "NO"},
  "coord": {"type": "literal", "value": "Point(10.25 59.5)"}},
 {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q12"}, "itemLabel": {"type": "literal", "value": "River Front"},
  "alias": {"type": "literal", "value": "Riverines"}},
 {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q13"}, "itemLabel": {"type": "literal", "value": "Q13"}},
 {"item": {"type": "literal", "value": "x"}, "itemLabel": {"type": "literal", "value": "X"}}
]}}"""
WANTED = Known(
    "Q12",
    "River Front",
    "ArmedGroup",
    ("RF", "Front of the River", "Riverines"),
    (),
    frozenset(("NO",)),
    "Q12",
    (59.5, 10.25),
    "a: answer 1",
)


def test_a_sparql_answer_in_json_becomes_rows() -> None:
    found = from_wikidata(ANSWER, "a", kind="ArmedGroup")
    assert found.rows == (WANTED,)
    assert found.left_out == (("a: answer 3", "no label in this language"), ("a: answer 4", "no item of Wikidata"))


def test_a_sparql_answer_in_csv_becomes_the_same_rows() -> None:
    text = (
        "item,itemLabel,alias,country,coord\n"
        "http://www.wikidata.org/entity/Q12,River Front,RF|Front of the River,NO,Point(10.25 59.5)\n"
        "http://www.wikidata.org/entity/Q12,River Front,Riverines,,\n"
    )
    assert from_wikidata(text, "a", kind="ArmedGroup").rows == (WANTED,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "a: this is no SPARQL answer in JSON"),
        ('{"boolean": true}', "a: this is no SPARQL answer in JSON"),
        ("item,label\n", "a: no column 'itemLabel'"),
        ("", "a: no column 'item'"),
    ],
)
def test_what_is_no_sparql_answer_is_an_error(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        from_wikidata(text, "a")
    assert str(caught.value).startswith(message)


def test_an_unknown_type_is_an_error_and_one_in_the_answer_leaves_its_line_out() -> None:
    with pytest.raises(InputError, match="unknown type 'Group of men'"):
        from_wikidata("item,itemLabel\n", "a", kind="Group of men")
    assert from_wikidata("item,itemLabel,type\nQ12,River,Bank\n", "a").left_out == (("a: answer 1", "unknown type 'Bank'"),)
