from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_example import ID, KNOWLEDGE, actor, event, says, status
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, StoreError
from kg.graph import PREFIXES, Rule, apply_rules, quads, reapply_rules, rules
from kg.graph.neighbourhood import linked
from kg.graph.rules import apply_rules_about
from kg.model import Actor, Event, EventType, Knowledge, Passage, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Assertion, EventStatus, Status

EDGES = """
SELECT ?s ?p ?o WHERE { GRAPH kg: { ?p rdfs:subPropertyOf kg:derivedEdge } ?s ?p ?o }
"""
SAID = """
SELECT ?s ?p ?o ?status ?by ?rule ?through WHERE {
  ?a a kg:DerivedAssertion ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:status ?status ; kg:rule ?rule ; kg:through ?through .
  OPTIONAL { ?a kg:accordingTo ?by }
}
"""
AGENTS = "SELECT ?s ?o WHERE { ?s kg:agent ?o }"


def sentence(document: str, number: int = 0) -> Passage:
    return Passage(document, Span(5 * number, 5 * number + 4, "Text"))


def thing(name: str) -> Actor | Event:
    """A name with a capital is an event of that type ("Bombing", "Bombing2"); another is an actor."""
    kind = name.rstrip("0123456789")
    return event(name, kind, name) if kind[0].isupper() else actor(name, "ORG", name)  # type: ignore[arg-type]  # a name that is no type fails in `quads`


def identifier(name: str) -> str:
    return f"event/{name}" if name[0].isupper() else f"actor/{name}"


def knowledge(*said: str, meant: dict[str, Status] | None = None) -> Knowledge:
    """Write knowledge as "Bombing agent rebels" or "Bombing agent rebels Claimed"; all in one document, "… @other" in another."""
    assertions: list[Assertion] = []
    for number, line in enumerate(said):
        subject, predicate, filler, *rest = line.partition(" @")[0].split()
        how: Status = rest[0] if rest else "Reported"  # type: ignore[assignment]  # tests write only statuses
        assertions.append(says(sentence(line.partition(" @")[2] or "d", number), identifier(subject), predicate, identifier(filler), how))
    names = sorted({name for line in said for name in (line.split()[0], line.split()[2])})
    things = [thing(name) for name in names]
    statuses: list[EventStatus] = [status(name, sentence("d"), (meant or {}).get(name, "Reported")) for name in names if name[0].isupper()]
    return Knowledge(
        actors=tuple(one for one in things if isinstance(one, Actor)),
        events=tuple(one for one in things if isinstance(one, Event)),
        assertions=tuple(assertions),
        statuses=tuple(statuses),
    )


def graph(known: Knowledge) -> Store:
    store = Store()
    store.extend(quads(known))
    apply_rules(store)
    return store


def ask(known: Knowledge, sparql: str) -> list[str]:
    found = graph(known).query(sparql, prefixes=dict(PREFIXES))
    return sorted(" ".join(_short(value) for value in row if value is not None) for row in found)  # type: ignore[union-attr]  # a SELECT gives rows


def _short(term: object) -> str:
    return str(term).strip('<>"').removeprefix(f"{ID}event/").removeprefix(f"{ID}actor/").removeprefix(PREFIXES["kg"])


def edges(*said: str, meant: dict[str, Status] | None = None) -> list[str]:
    return ask(knowledge(*said, meant=meant), EDGES)


STORY = (
    "Accusation agent a",
    "Accusation target b",
    "Accusation topic Bombing",
    "Denial agent b",
    "Denial topic Accusation",
    "ClaimResponsibility agent c",
    "ClaimResponsibility topic Bombing",
    "Killing instrument Bombing",
    "Killing victim v",
    "Bombing agent c",
    "Bombing target Commemoration",
    "Commemoration target d",
    "Meeting agent a",
    "Meeting agent b",
    "Bombing2 agent a Claimed",
    "Threat agent a",
    "Threat topic Bombing2",
    "Killing victim w @two",
    "Killing agent b @two",
)
VERBS: list[tuple[EventType, str, str]] = [
    ("Abuse", "victim", "abused"),
    ("Accusation", "target", "accused"),
    ("Aid", "target", "aided"),
    ("AirStrike", "target", "attacked"),
    ("Appointment", "target", "appointed"),
    ("Arrest", "target", "arrested"),
    ("Attack", "victim", "attacked"),
    ("ClaimResponsibility", "topic", "claimed"),
    ("Clash", "target", "fought"),
    ("Condemnation", "topic", "condemned"),
    ("Condemnation", "target", "condemned"),
    ("Demand", "target", "calledOn"),
    ("Demand", "topic", "demanded"),
    ("Denial", "topic", "denied"),
    ("Destruction", "target", "destroyed"),
    ("Endorsement", "topic", "supported"),
    ("Injury", "victim", "injured"),
    ("Kidnapping", "victim", "kidnapped"),
    ("Killing", "victim", "killed"),
    ("Meeting", "target", "metWith"),
    ("Prosecution", "target", "prosecuted"),
    ("Release", "target", "released"),
    ("Sanction", "target", "sanctioned"),
    ("Seizure", "target", "seized"),
    ("Threat", "target", "threatened"),
]


@pytest.mark.parametrize(("kind", "role", "verb"), VERBS)
def test_an_event_links_its_agent_by_the_verb_of_its_class(kind: EventType, role: str, verb: str) -> None:
    assert f"a {verb} b" in edges(f"{kind} agent a", f"{kind} {role} b")


@pytest.mark.parametrize(("kind", "role", "verb"), VERBS)
@pytest.mark.parametrize("how", ["Claimed", "Accused", "Suspected", "Planned", "Denied"])
def test_what_is_not_reported_links_nothing(kind: EventType, role: str, verb: str, how: Status) -> None:
    assert edges(f"{kind} agent a {how}", f"{kind} {role} b") in ([], [f"{kind} targeted b"])
    assert edges(f"{kind} agent a", f"{kind} {role} b {how}") == []
    assert edges(f"{kind} agent a", f"{kind} {role} b", meant={kind: how}) == [], verb


def test_a_target_of_a_killing_is_not_killed_and_a_place_is_nothing() -> None:
    assert edges("Killing agent a", "Killing target b", "Killing place c") == []


def test_the_victim_does_nothing_to_the_agent() -> None:
    assert edges("Killing agent a", "Killing victim b") == ["a killed b"]


def test_an_event_as_agent_has_no_verb() -> None:
    assert edges("Injury agent Bombing", "Injury victim b") == []


def test_those_who_meet_are_linked_both_ways_and_no_one_meets_itself() -> None:
    assert edges("Meeting agent a", "Meeting agent b") == ["a metWith b", "b metWith a"]
    assert edges("Meeting agent a") == []
    assert edges("Meeting agent a", "Meeting agent b Planned") == []


def test_two_agents_of_one_bombing_are_not_linked() -> None:
    assert edges("Bombing agent a", "Bombing agent b") == []


def test_an_attack_targeted_a_thing_or_an_event() -> None:
    assert edges("Bombing target b") == ["Bombing targeted b"]
    assert edges("Bombing target Commemoration") == ["Bombing targeted Commemoration"]
    assert edges("Bombing place b") == []
    assert edges("Arrest target b") == []


def test_a_ceremony_commemorated_its_target_and_topic() -> None:
    assert edges("Commemoration target b") == ["Commemoration commemorated b"]
    assert edges("Commemoration topic Killing") == ["Commemoration commemorated Killing"]
    assert edges("Commemoration agent b") == []
    assert edges("Commemoration target b Planned") == []


def test_the_agent_of_the_strike_by_which_someone_was_killed_killed_them() -> None:
    assert edges("Killing instrument AirStrike", "Killing victim v", "AirStrike agent a") == ["a killed v"]
    assert edges("Killing agent Bombing", "Killing victim v", "Bombing agent a") == ["a killed v"]


def test_neither_side_of_a_clash_or_war_killed_those_who_died_in_it() -> None:
    steps = ["Killing instrument Clash", "Killing victim v", "Clash agent a", "Clash agent b"]
    assert edges(*steps) == ["a fought b", "b fought a"]
    assert edges(*steps, "Killing agent b") == ["a fought b", "b fought a", "b killed v"]
    assert edges("Killing instrument War", "Killing victim v", "War agent a") == []


@pytest.mark.parametrize("claimed", ["Killing instrument AirStrike", "Killing victim v", "AirStrike agent a"])
def test_no_one_killed_if_a_step_is_only_claimed(claimed: str) -> None:
    steps = ["Killing instrument AirStrike", "Killing victim v", "AirStrike agent a"]
    assert edges(*(f"{step} Claimed" if step == claimed else step for step in steps)) == []


def test_a_statement_as_instrument_kills_no_one() -> None:
    assert edges("Killing instrument Threat", "Killing victim v", "Threat agent a") == []


def test_who_claims_is_agent_according_to_itself_and_never_plainly() -> None:
    known = knowledge("ClaimResponsibility agent a", "ClaimResponsibility topic Bombing")
    assert ask(known, SAID) == [
        "Bombing agent a Claimed a claimed-agent ClaimResponsibility",
        "a claimed Bombing Reported verbs ClaimResponsibility",
    ]
    assert ask(known, AGENTS) == ["ClaimResponsibility a"]


def test_a_claim_that_is_denied_makes_no_one_an_agent() -> None:
    known = knowledge("ClaimResponsibility agent a Denied", "ClaimResponsibility topic Bombing")
    assert ask(known, SAID) == []


def test_the_accused_is_agent_according_to_the_accuser() -> None:
    known = knowledge("Accusation agent a", "Accusation target b", "Accusation topic Bombing")
    assert ask(known, SAID) == [
        "Bombing agent b Accused a accused-agent Accusation",
        "a accused b Reported verbs Accusation",
    ]
    assert ask(known, AGENTS) == ["Accusation a"]


def test_an_accusation_without_an_event_makes_no_one_an_agent() -> None:
    assert ask(knowledge("Accusation agent a", "Accusation target b", "Accusation topic c"), SAID) == [
        "a accused b Reported verbs Accusation"
    ]


def test_the_accused_who_denies_is_agent_denied_by_itself() -> None:
    accusation = ("Accusation agent a", "Accusation target b", "Accusation topic Bombing")
    for denial in ("Denial topic Bombing", "Denial topic Accusation"):
        found = ask(knowledge(*accusation, "Denial agent b", denial), SAID)
        assert [line for line in found if "denied-agent" in line] == ["Bombing agent b Denied b denied-agent Denial"], denial


def test_who_denies_without_being_named_as_agent_only_denies() -> None:
    assert ask(knowledge("Denial agent b", "Denial topic Bombing"), SAID) == ["b denied Bombing Reported verbs Denial"]


def test_a_derived_assertion_leads_to_the_passages_of_both_ends() -> None:
    known = knowledge("ClaimResponsibility agent a", "ClaimResponsibility topic Bombing", "ClaimResponsibility agent c")
    passages = """SELECT ?passage WHERE {
      ?a rdf:predicate kg:claimed ; rdf:subject ?s ; prov:wasDerivedFrom ?passage . FILTER(STRENDS(STR(?s), "/a")) }"""
    assert ask(known, passages) == ["id/passage/d/0-4", "id/passage/d/5-9"]


def test_what_two_articles_say_of_an_event_makes_no_edge_that_neither_says() -> None:
    one = ("Killing agent guards @one", "Killing victim thief @one")
    assert edges(*one, "Killing victim mayor @two") == ["guards killed thief"]
    assert edges(*one, "Killing victim mayor @two", "Killing agent rebels @two") == ["guards killed thief", "rebels killed mayor"]


@pytest.mark.parametrize("elsewhere", ["Killing instrument AirStrike", "Killing victim v", "AirStrike agent a"])
def test_no_one_killed_if_another_article_says_one_of_the_steps(elsewhere: str) -> None:
    steps = ["Killing instrument AirStrike", "Killing victim v", "AirStrike agent a"]
    assert edges(*(f"{step} @other" if step == elsewhere else step for step in steps)) == []


def test_a_derived_edge_has_only_sentences_of_articles_that_say_both_ends() -> None:
    known = knowledge("Killing agent a @one", "Killing victim v @one", "Killing victim v @two", "Killing agent a @three")
    documents = "SELECT DISTINCT ?d WHERE { ?a rdf:predicate kg:killed ; prov:wasDerivedFrom/oa:hasSource ?d }"
    assert ask(known, documents) == ["id/document/one"]


def test_every_derived_edge_has_evidence() -> None:
    missing = """SELECT ?s ?p ?o WHERE {
      GRAPH kg: { ?p rdfs:subPropertyOf kg:derivedEdge } ?s ?p ?o
      FILTER NOT EXISTS { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?passage ; kg:derivedFrom ?said } }"""
    assert ask(KNOWLEDGE, EDGES) == [
        "bombing targeted memorial",
        "eastland accused westland",
        "eastland metWith southland",
        "front claimed bombing",
        "memorial commemorated karr",
        "southland metWith eastland",
        "westland denied bombing",
        "westland killed karr",
    ]
    assert ask(KNOWLEDGE, missing) == []


def test_rules_that_ran_once_add_nothing_more() -> None:
    store = Store()
    store.extend(quads(KNOWLEDGE))
    assert apply_rules(store) > 0
    assert apply_rules(store) == 0


def test_every_rule_says_what_it_means() -> None:
    assert [rule.name for rule in rules()] == ["accused-agent", "agents", "claimed-agent", "denied-agent", "events", "killed", "verbs"]
    assert [rule.name for rule in rules() if len(rule.meaning.split()) < 8] == []


def test_a_rule_without_a_meaning_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match=r"bad\.rq:1: a rule begins with its meaning"):
        rules(tmp_path)


@pytest.mark.parametrize(("sparql", "problem"), [("SELECT * WHERE {}", "is no CONSTRUCT"), ("CONSTRUCT {", "error at 1:")])
def test_a_rule_that_cannot_run_is_an_error(sparql: str, problem: str) -> None:
    with pytest.raises(QueryError, match=f"rule broken: .*{problem}"):
        apply_rules(Store(), [Rule("broken", "x", sparql)])


@given(st.permutations(STORY), st.integers(1, len(STORY)))
@settings(max_examples=25, deadline=None)
def test_rules_that_look_at_nothing_derived_add_nothing_when_they_run_again(order: list[str], number: int) -> None:
    store = graph(knowledge(*order[:number]))
    assert apply_rules(store, [replace(rule, reads_derived=True) for rule in rules()]) == 0


def test_of_our_rules_only_that_of_denials_looks_at_what_is_derived() -> None:
    assert [rule.name for rule in rules() if rule.reads_derived] == ["denied-agent"]


def test_rules_without_an_end_are_an_error() -> None:
    store = Store()
    store.extend(quads(KNOWLEDGE))
    endless = "CONSTRUCT { ?new a kg:Event } WHERE { ?e a kg:Event BIND(IRI(CONCAT(STR(?e), 'x')) AS ?new) }"
    with pytest.raises(StoreError, match="after 20 rounds: endless"):
        apply_rules(store, [Rule("endless", "x", endless)])


# ---------------------------------------------------------------- new articles


def one_by_one(said: Sequence[str]) -> Store:
    """Add each line as an article of its own, and apply the rules to the event that it speaks of."""
    store = Store()
    apply_rules(store)
    for number, line in enumerate(said):
        known = knowledge(*said[: number + 1])
        new = [quad for quad in quads(known) if quad not in store]
        store.extend(new)
        apply_rules_about(store, linked(store, [NamedNode(f"{ID}event/{line.split()[0]}")]))
    return store


@given(st.permutations(STORY), st.integers(1, len(STORY)))
@settings(max_examples=25, deadline=None)
def test_article_by_article_the_same_follows_as_from_all_at_once(order: list[str], number: int) -> None:
    said = order[:number]
    assert set(one_by_one(said)) == set(graph(knowledge(*said)))


def test_what_is_far_from_new_events_is_left_alone() -> None:
    store = Store()
    store.extend(quads(knowledge("Meeting agent a", "Meeting agent b", "Killing agent a", "Killing victim v")))
    added = apply_rules_about(store, linked(store, [NamedNode(f"{ID}event/Killing")]))
    assert added > 0
    assert Quad(NamedNode(f"{ID}actor/a"), NamedNode(f"{PREFIXES['kg']}killed"), NamedNode(f"{ID}actor/v")) in store
    assert Quad(NamedNode(f"{ID}actor/a"), NamedNode(f"{PREFIXES['kg']}metWith"), NamedNode(f"{ID}actor/b")) not in store


def test_an_unknown_event_adds_nothing() -> None:
    store = graph(KNOWLEDGE)
    assert apply_rules_about(store, linked(store, [NamedNode(f"{ID}event/none"), NamedNode(f"{ID}event/bombing")])) == 0


# ---------------------------------------------------------------- changes


def changed(before: Knowledge, after: Knowledge) -> Store:
    """Return the graph of one knowledge, made from that of another by what differs."""
    store = graph(before)
    old, new = set(quads(before)), set(quads(after))
    for quad in old - new:
        store.remove(quad)
    store.extend(new - old)
    reapply_rules(store, removed=old - new, added=new - old)
    return store


MORE = (
    "Killing2 agent a",
    "Killing2 victim v",
    "Bombing agent a",
    "Bombing topic Killing",
    "Killing2 victim w @two",
    "Killing victim v @two",
)
LINES = st.lists(st.sampled_from((*STORY, *MORE)), unique=True)
MEANT = st.dictionaries(
    st.sampled_from(("Accusation", "Bombing", "ClaimResponsibility", "Killing")), st.sampled_from(("Reported", "Denied"))
)


@given(LINES, MEANT, LINES, MEANT)
@settings(max_examples=25, deadline=None)
def test_after_a_change_the_graph_is_the_one_made_from_all_at_once(
    one: list[str], meant: dict[str, Status], other: list[str], now: dict[str, Status]
) -> None:
    before, after = knowledge(*one, meant=meant), knowledge(*other, meant=now)
    assert set(changed(before, after)) == set(graph(after))


def test_an_edge_that_two_killings_give_stays_when_one_is_taken_back() -> None:
    both = ("Killing agent a", "Killing victim v", "Killing2 agent a", "Killing2 victim v")
    edge = Quad(NamedNode(f"{ID}actor/a"), NamedNode(f"{PREFIXES['kg']}killed"), NamedNode(f"{ID}actor/v"))
    assert edge in changed(knowledge(*both), knowledge(*both[:2]))
    assert edge not in changed(knowledge(*both), knowledge(*both[:1]))


def test_a_change_far_away_touches_nothing() -> None:
    said = ("Meeting agent a", "Meeting agent b")
    store = graph(knowledge(*said))
    assert reapply_rules(store) == (0, 0)
    label = Quad(NamedNode(f"{ID}actor/z"), NamedNode(f"{PREFIXES['skos']}prefLabel"), Literal("Z"))
    assert reapply_rules(store, added=[label]) == (0, 0)


# ---------------------------------------------------------------- limits


def every(verb: str, kind: str, count: int, name: str = "") -> list[str]:
    """Return lines that say of one event that it has so many agents, victims, … ."""
    return [f"{kind} {verb} {name or verb[0]}{number}" for number in range(count)]


CROWDS: list[tuple[str, list[str], int, str]] = [
    ("verbs", [*every("agent", "Killing", 33), *every("victim", "Killing", 33)], 0, "Killing of .*document/d"),
    ("verbs", [*every("agent", "Killing", 31), *every("victim", "Killing", 31)], 31 * 31, ""),
    ("verbs", [*every("agent", "Killing", 1), *every("victim", "Killing", 999)], 999, ""),
    ("agents", every("agent", "Meeting", 101), 0, "Meeting"),
    ("agents", every("agent", "Meeting", 100), 100 * 99, ""),
    (
        "accused-agent",
        [*every("agent", "Accusation", 11), *every("target", "Accusation", 11), *every("topic", "Accusation", 11, "Bombing")],
        0,
        "Accusation",
    ),
    (
        "accused-agent",
        [*every("agent", "Accusation", 10), *every("target", "Accusation", 10), *every("topic", "Accusation", 10, "Bombing")],
        1000,
        "",
    ),
    (
        "claimed-agent",
        [*every("agent", "ClaimResponsibility", 2), *every("topic", "ClaimResponsibility", 501, "Bombing")],
        0,
        "ClaimResponsibility",
    ),
    ("claimed-agent", [*every("agent", "ClaimResponsibility", 2), *every("topic", "ClaimResponsibility", 100, "Bombing")], 200, ""),
    ("killed", ["Killing instrument AirStrike", "Killing victim v", *every("agent", "AirStrike", 101)], 0, "AirStrike"),
    ("killed", ["Killing instrument AirStrike", "Killing victim v", *every("agent", "AirStrike", 100)], 100, ""),
    ("killed", ["Killing instrument AirStrike", "AirStrike agent a", *every("victim", "Killing", 1001)], 0, "Killing"),
    (
        "denied-agent",
        [
            *("Denial agent a", "Denial topic Accusation", "Accusation agent b", "Accusation target a"),
            *every("topic", "Accusation", 100, "Bombing"),
        ],
        0,
        "Denial",
    ),
    (
        "denied-agent",
        [
            *("Denial agent a", "Denial topic Accusation", "Accusation agent b", "Accusation target a"),
            *every("topic", "Accusation", 99, "Bombing"),
        ],
        99,
        "",
    ),
]


@pytest.mark.parametrize(("rule", "said", "count", "told"), CROWDS)
def test_what_pairs_more_than_a_rule_may_is_passed_over_and_told(
    rule: str, said: list[str], count: int, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = ask(knowledge(*said), f"SELECT ?s ?o WHERE {{ ?a kg:rule '{rule}' ; rdf:subject ?s ; rdf:object ?o }}")
    assert len(found) == count
    lines = [record.getMessage() for record in caplog.records if f"rule {rule} passes over" in record.getMessage()]
    assert [bool(re.search(f"passes over 1 of: .*{told}$", line)) for line in lines] == ([True] if told else [])


CROWD = (*every("agent", "Killing", 33), *every("victim", "Killing", 33))


def test_an_article_that_tells_too_much_of_an_event_takes_nothing_from_another() -> None:
    assert edges(*CROWD, "Killing agent guards @two", "Killing victim thief @two") == ["guards killed thief"]


def test_after_a_change_an_event_is_passed_over_or_no_longer() -> None:
    few = knowledge(*CROWD[:31], *CROWD[-31:])
    assert set(changed(few, knowledge(*CROWD))) == set(graph(knowledge(*CROWD)))
    assert set(changed(knowledge(*CROWD), few)) == set(graph(few))


@pytest.mark.parametrize(
    ("sparql", "limit", "problem"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "SELECT ?s WHERE { ?s ?p ?o }", "has a limit and no line `# Less"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o\n# Less ?s.\n}", "ASK { ?s ?p ?o }", "is no SELECT"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o\n# Less ?s.\n}", "SELECT", "error at 1:"),
    ],
)
def test_a_limit_that_cannot_hold_is_an_error(sparql: str, limit: str, problem: str) -> None:
    with pytest.raises(QueryError, match=f"rule broken: .*{problem}"):
        apply_rules(Store(), [Rule("broken", "x", sparql, limit=limit)])


def test_every_rule_that_pairs_has_a_limit() -> None:
    assert [rule.name for rule in rules() if rule.limit is None] == ["events"]
