"""Cards of actors, events and articles, and the timeline: what they tell, and that no text of the news gets out of them."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from knowledge_example import ID, KNOWLEDGE
from reading_builder import build
from traitlets.config import Config

import kg
from kg.cards import Article, Timeline
from kg.cards.figures import COLOURS, family
from kg.cards.timeline import MOST_NAMED
from kg.errors import AmbiguousNameError, MissingLibraryError, StoreError, UnknownNameError
from kg.evidence import Evidence
from kg.explore.rows import Line, table
from kg.graph import apply_rules, quads
from kg.model import EVENT_TYPES, Actor, Knowledge
from kg.store import memory_store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.api import Graph

PNG = b"\x89PNG\r\n"
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> $\\frac{1}{$ {bg} "quoted" & \x00'
TEXT = "The Front bombed Northtown.\nWestland <b>denied</b> it."


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("cards") / "story.kg"
    write_store(folder, quads(KNOWLEDGE), finish=apply_rules)
    reading = build(
        "d1",
        TEXT,
        entities={"e1": ("ORG", ["The Front"]), "e2": ("GPE", ["Northtown", "Westland"])},
        events={"v1": ("Bombing", ["bombed"]), "v2": ("Denial", [("denied", "Negated")])},
    )
    with Evidence.create(folder) as evidence:
        evidence.append([replace(reading, document=replace(reading.document, title="Bombing hits memorial"))])
    with kg.open(folder) as opened:
        yield opened


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]


def html(shown: object) -> str:
    return str(shown._repr_html_())  # type: ignore[attr-defined]


# ---------------------------------------------------------------- actors and events


def test_a_card_of_an_actor_tells_who_it_is_and_what_it_is_linked_to(graph: Graph) -> None:
    card = graph.actor("karr")
    assert (card.id, card.name, card.type, card.aliases) == (f"{ID}actor/karr", "General Karr", "Person", ("Karr",))
    assert card.same_as == ("http://www.wikidata.org/entity/Q0",)
    assert {(row["relation"], row["neighbour"]) for row in card.neighbours} == {
        ("killed", "Westland"),
        ("leads", "Eastland"),
        ("victim", "killing of General Karr"),
        ("commemorated", "memorial for General Karr"),
        ("target", "memorial for General Karr"),
    }
    assert card.timeline.column("event") == ["killing of General Karr"]
    page = html(card)
    assert "<b>told of by</b> 1 article (Herald, 2024-01-04)" in page
    assert 'href="http://www.wikidata.org/entity/Q0"' in page
    assert ">1 sentence</summary><ul><li>" in page


def test_a_card_of_an_event_tells_by_whose_account_and_lets_reports_contradict(graph: Graph) -> None:
    card = graph.event("northtown bombing")
    assert (card.date, card.places, card.statuses) == ("2024-01-03", ("Northtown",), ("reported",))
    assert {tuple(map(str, row.values()))[1:5] for row in card.participants} == {
        ("agent", "The Front", "claimed", "The Front"),
        ("agent", "Westland", "accused", "Eastland"),
        ("agent", "Westland", "denied", "Westland"),
        ("place", "Northtown", "reported", "None"),
        ("target", "memorial for General Karr", "reported", "None"),
        ("targeted", "memorial for General Karr", "reported", "None"),
    }
    assert card.tolls.column("quote") == ["84", "95"]
    said = {"The Front", "Westland", "accusation by Eastland", "claim by the Front", "denial by Westland"}
    assert set(card.said.column("subject")) == said
    assert "Tolls, as reported" in repr(card)
    assert "<h4" in html(card)


def test_a_card_is_of_one_thing(graph: Graph) -> None:
    with pytest.raises(UnknownNameError, match="unknown actor, place or thing 'Nowhere'"):
        graph.actor("Nowhere")
    twins = replace(KNOWLEDGE, actors=(*KNOWLEDGE.actors, Actor("actor/twin", "PER", "General Karr")))
    with memory_store(quads(twins), finish=apply_rules) as store:
        from kg.cards import actor_card  # noqa: PLC0415
        from kg.explore import Finder  # noqa: PLC0415

        with pytest.raises(AmbiguousNameError, match=r"actor/karr \(General Karr, Person, 2 sentences\), actor/twin \(.*, 0 sentences\)"):
            actor_card(Finder(store), "General Karr")


def test_names_of_the_news_stay_text_on_cards(tmp_path: Path) -> None:
    name = HOSTILE.replace("\x00", "")
    actors = tuple(replace(actor, name=name, aliases=(name,)) if actor.id == "actor/karr" else actor for actor in KNOWLEDGE.actors)
    events = tuple(replace(event, name=name) if event.id == "event/killing" else event for event in KNOWLEDGE.events)
    write_store(tmp_path / "h.kg", quads(replace(KNOWLEDGE, actors=actors, events=events)), finish=apply_rules)
    allowed = {
        "div",
        "h3",
        "h4",
        "p",
        "b",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "ul",
        "li",
        "mark",
        "small",
    }
    with kg.open(tmp_path / "h.kg") as graph:
        assert Elements(html(graph.actor("actor/karr"))).names <= allowed
        assert Elements(html(graph.event("event/killing"))).names <= allowed
        assert graph.timeline().to_png().startswith(PNG)


# ---------------------------------------------------------------- articles


def test_an_article_shows_its_text_with_names_and_events_marked(graph: Graph) -> None:
    article = graph.article("bombing hits MEMORIAL")
    assert repr(article) == (
        "Bombing hits memorial\n"
        "[The Front: Organization] [bombed: Bombing] [Northtown: Country, city].\n"
        "[Westland: Country, city] <b>[denied: Denial, negated]</b> it."
    )
    page = html(article)
    assert Elements(page).names == {"div", "h3", "p", "b", "mark", "small", "br"}
    assert "&lt;b&gt;" in page
    assert page.count("<mark") == 5


def test_the_marks_lie_where_they_say(graph: Graph) -> None:
    article = graph.article("d1")
    words = [article.document.text[one.start : one.end] for one in article.annotations]
    assert words == ["The Front", "bombed", "Northtown", "Westland", "denied"]


def test_what_lies_in_a_mark_is_counted_not_drawn() -> None:
    article = Article(build("x", "The mayor of Arda spoke.", entities={"e1": ("PER", ["The mayor of Arda"]), "e2": ("GPE", ["Arda"])}))
    assert "1 more lie inside" in html(article)
    assert html(article).count("<mark") == 1


def test_a_hostile_article_runs_nothing() -> None:
    reading = build("x", f"{HOSTILE} Front {HOSTILE}", entities={"e1": ("ORG", ["Front", "<script>", "{bg}"])})
    document = replace(reading.document, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    page = html(Article(replace(reading, document=document)))
    assert Elements(page).names == {"div", "h3", "p", "b", "mark", "small"}
    assert "javascript:" not in page


def test_an_article_without_a_mark_is_shown_too() -> None:
    assert "Nothing &lt;here&gt;." in html(Article(build("x", "Nothing <here>.")))


def test_articles_are_listed_and_an_unknown_one_or_one_without_reading_is_an_error(graph: Graph) -> None:
    assert graph.articles().column("article") == ["d1", "d2"]
    with pytest.raises(UnknownNameError, match="unknown article 'd9'"):
        graph.article("d9")
    with pytest.raises(StoreError, match="no reading of the article 'd2'"):
        graph.article("d2")


# ---------------------------------------------------------------- timelines


def test_a_timeline_is_a_table_and_a_picture(graph: Graph) -> None:
    line = graph.timeline("westland")
    assert isinstance(line, Timeline)
    assert line.column("event") == ["drone strike", "bombing in Northtown"]
    assert line.to_png().startswith(PNG)
    assert line.to_png() == line.to_png()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    yield
    InteractiveShell.clear_instance()


@pytest.mark.usefixtures("shell")
def test_a_notebook_gets_the_picture_and_the_table_as_two_outputs(graph: Graph) -> None:
    with capture_output() as shown:
        graph.timeline()._ipython_display_()
    assert [set(output.data) for output in shown.outputs] == [{"image/png", "text/plain"}, {"text/html", "text/plain"}]
    assert "<details><summary>3 events</summary>" in shown.outputs[1].data["text/html"]


@pytest.mark.usefixtures("shell")
def test_without_matplotlib_the_table_is_shown(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cards.figures.library", missing)
    with capture_output() as shown:
        graph.timeline()._ipython_display_()
    assert [set(output.data) for output in shown.outputs] == [{"text/html", "text/plain"}]
    with pytest.raises(MissingLibraryError, match="matplotlib"):
        graph.timeline().to_png()


def missing(name: str, extra: str) -> object:
    raise MissingLibraryError(name, extra)


@pytest.mark.parametrize("number", [0, 1, MOST_NAMED, MOST_NAMED + 1])
def test_a_timeline_of_any_length_and_any_text_is_drawn(number: int) -> None:
    names = (HOSTILE.replace("\x00", ""), "حمله در کرمان", "袭击", "x" * 500, "")
    with memory_store(iter(())) as store:
        lines = [Line((f"{2000 + n % 24}-0{n % 9 + 1}", names[n % 5], EVENT_TYPES[n % 38]), ()) for n in range(number)]
        drawn = Timeline.of(table(store, ("date", "event", "type"), lines), title=HOSTILE).to_png()
    assert drawn.startswith(PNG)


@pytest.mark.parametrize("day", ["0001", "9999-12-31"])
def test_the_first_and_the_last_year_are_drawn(day: str) -> None:
    with memory_store(iter(())) as store:
        assert Timeline.of(table(store, ("date", "event", "type"), [Line((day, "x", "War"), ())]), title="").to_png().startswith(PNG)


def test_every_type_of_event_has_a_family_with_a_colour() -> None:
    assert {family(kind) for kind in EVENT_TYPES} <= COLOURS.keys() - {"Event"}
    assert (family("Bombing"), family("Meeting"), family("Unheard")) == ("Violence", "Cooperation", "Event")


def test_an_empty_graph_has_no_events(tmp_path: Path) -> None:
    write_store(tmp_path / "e.kg", quads(Knowledge()), finish=apply_rules)
    with kg.open(tmp_path / "e.kg") as graph:
        assert len(graph.timeline()) == len(graph.actors()) == len(graph.events()) == len(graph.tolls()) == len(graph.articles()) == 0


# ---------------------------------------------------------------- maps

KERMAN, IRAN = "https://sws.geonames.org/128234/", "https://sws.geonames.org/130758/"


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The story, with Northtown in the place of Kerman, a hall in it, Westland in that of Iran, and a strike in a country."""
    folder = tmp_path_factory.mktemp("maps") / "story.kg"
    first = KNOWLEDGE.assertions[0]
    same = {"actor/northtown": (KERMAN,), "actor/westland": (IRAN,)}
    actors = tuple(replace(actor, same_as=same.get(actor.id, ())) for actor in KNOWLEDGE.actors)
    hall = replace(first, subject="actor/hall", predicate="locatedIn", object="actor/northtown")
    in_hall = replace(first, subject="event/memorial", object="actor/hall")
    struck = replace(first, subject="event/strike", object="actor/westland")
    said = (*KNOWLEDGE.assertions, hall, in_hall, struck)
    knowledge = replace(KNOWLEDGE, actors=(*actors, Actor("actor/hall", "FAC", "Hall")), assertions=said)
    write_store(folder, quads(knowledge), finish=apply_rules)
    with kg.open(folder) as opened:
        yield opened


def test_a_map_has_cities_by_point_countries_by_number_and_a_hall_in_its_city(placed: Graph) -> None:
    found = placed.map()
    assert [(row["place"], row["events"], row["what"], row["country"]) for row in found] == [
        ("Hall", 1, "memorial for General Karr", None),
        ("Northtown", 1, "bombing in Northtown", None),
        ("Westland", 1, "drone strike", "364"),
    ]
    assert [(round(float(str(row["latitude"]))), round(float(str(row["longitude"])))) for row in found.head(2)] == [(30, 57), (30, 57)]
    assert found.unplaced == len(placed.events()) - 3
    assert found.kinds == ("Ceremony", "Violence", "Violence")


def test_a_map_is_narrowed_as_events_are(placed: Graph) -> None:
    assert placed.map(type="attack", since="2024").column("place") == ["Northtown"]
    assert placed.map(place="northtown").column("place") == ["Hall", "Northtown"]
    assert placed.map(type="protest").column("place") == []


@pytest.mark.parametrize("kind", [None, "air strike", "protest", "bombing"])
def test_a_map_of_points_of_a_country_and_of_nothing_is_drawn(placed: Graph, kind: str | None) -> None:
    found = placed.map(type=kind)
    assert found.to_png().startswith(PNG)
    assert found.to_png() == found.to_png()


def test_every_place_of_a_map_leads_to_its_sentences(placed: Graph) -> None:
    row = next(row for row in placed.map() if row["place"] == "Westland")
    assert [item.sentence for item in placed.evidence(row)] == [
        "A bombing in Northtown hit a memorial for General Karr, killing at least 84.",  # where the story says that it was there
        "Karr was killed in a drone strike by Westland in 2020.",
    ]


def test_a_hostile_place_is_drawn_as_text(tmp_path: Path) -> None:
    name = HOSTILE.replace("\x00", "")
    actors = tuple(replace(actor, name=name, same_as=(KERMAN,)) if actor.id == "actor/northtown" else actor for actor in KNOWLEDGE.actors)
    write_store(tmp_path / "h.kg", quads(replace(KNOWLEDGE, actors=actors)), finish=apply_rules)
    with kg.open(tmp_path / "h.kg") as graph:
        assert graph.map().to_png().startswith(PNG)
        assert "<script>" not in html(graph.map())
