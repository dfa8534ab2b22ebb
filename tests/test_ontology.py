from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import owlrl
import pytest
import rdflib
from canonical import canonical
from documentation import made
from knowledge_everything import EVERYTHING
from knowledge_example import KNOWLEDGE
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.namespace import DCTERMS, GEO, ORG, PROV, SDO, TIME, DefinedNamespace

from kg.graph import BASE, KG, ONTOLOGY, PREFIXES, apply_rules, ontology_path, ontology_quads, quads
from kg.graph.ontology import CODING_SCHEMES, admitted, ancestors
from kg.model import EVENT_TYPES, RELATION_TYPES, ROLES, Basis, Status

FOLDER = ontology_path()
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.ttl"))
TRIPLES = [(quad.subject.value, quad.predicate.value, quad.object) for quad in ontology_quads() if isinstance(quad.subject, NamedNode)]
TERMS = sorted({subject for subject, _, _ in TRIPLES if re.fullmatch(re.escape(ONTOLOGY) + r"\w+", subject)})
MATCHES = [str(SKOS[name]) for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")]
SCHEMES = [f"{ONTOLOGY}scheme/{name}" for name in CODING_SCHEMES]
SEM_TERMS = {
    "Actor",
    "Event",
    "Place",
    "Time",
    "View",
    "accordingTo",
    "eventProperty",
    "hasActor",
    "hasPlace",
    "hasTime",
    "hasTimeStamp",
    "type",
}
OA_TERMS = {"Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "exact", "refinedBy"}


def values(term: str, predicate: str) -> list[str]:
    return [str(getattr(value, "value", value)) for subject, verb, value in TRIPLES if subject == term and verb == predicate]


# ---------------------------------------------------------------- terms


def test_code_and_ontology_have_the_same_terms() -> None:
    """Where they differ, the ontology decides: change `kg/graph/vocabulary.py`."""
    in_code = {ONTOLOGY + name for name in KG.__annotations__ if not name.startswith("_")}
    assert sorted(f"add {term.removeprefix(ONTOLOGY)}: URIRef" for term in set(TERMS) - in_code) == []
    assert sorted(f"remove {term.removeprefix(ONTOLOGY)}: URIRef" for term in in_code - set(TERMS)) == []


def test_a_term_that_the_ontology_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError, match="agnet"):
        KG.agnet  # noqa: B018 - the access is what is tested


def test_every_term_of_ours_that_is_used_is_defined() -> None:
    used = {part for _, verb, value in TRIPLES for part in (verb, getattr(value, "value", "")) if part.startswith(ONTOLOGY)}
    defined = {subject for subject, _, _ in TRIPLES} | {f"{ONTOLOGY}0.1.0", f"{ONTOLOGY}0.2.0"}
    assert used - defined == set()


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition, SKOS.example, KG.counterExample])
def test_every_term_has_exactly_one(predicate: str) -> None:
    assert [term for term in TERMS if len(values(term, str(predicate))) != 1] == []


def test_every_label_of_the_model_is_a_term() -> None:
    roles = [role[0].lower() + role[1:] for role in ROLES]
    names = {*EVENT_TYPES, *roles, *RELATION_TYPES, *get_args(Status), *(basis.capitalize() for basis in get_args(Basis))}
    assert {name for name in names if ONTOLOGY + name not in TERMS} == set()


def test_every_event_type_is_an_event_through_one_family() -> None:
    families = {term for term in TERMS if str(KG.Event) in values(term, str(RDFS.subClassOf))}
    found = {name: sorted(families & {node.value for node in ancestors(name)}) for name in EVENT_TYPES}
    assert {name: above for name, above in found.items() if len(above) != 1} == {}


def test_a_bombing_is_an_attack_and_an_attack_is_no_bombing() -> None:
    assert [node.value.rpartition("/")[2] for node in ancestors("Bombing")] == ["Bombing", "Event", "Attack", "Event", "Violence"]
    assert NamedNode(str(KG.Bombing)) not in ancestors("Attack")


def test_every_verb_that_a_class_names_is_a_verb() -> None:
    links = ("agentToTarget", "agentToVictim", "agentToTopic", "agentToAgent", "eventToTarget", "eventToTopic")
    named = {str(getattr(value, "value", "")) for _, predicate, value in TRIPLES if predicate in [ONTOLOGY + link for link in links]}
    verbs = {
        subject for subject, predicate, value in TRIPLES if predicate == str(RDFS.subPropertyOf) and value == NamedNode(str(KG.derivedEdge))
    }
    assert named == verbs


def test_nothing_is_both_class_and_property() -> None:
    kinds = {term: set(values(term, str(RDF.type))) for term in TERMS}
    properties = {str(OWL.ObjectProperty), str(OWL.DatatypeProperty), str(OWL.AnnotationProperty)}
    assert [term for term, types in kinds.items() if str(OWL.Class) in types and types & properties] == []


def test_a_role_says_what_it_takes() -> None:
    assert {node.value.removeprefix(ONTOLOGY) for node in admitted("place", "range")} == {"Organization", "Place"}
    assert {role for role in ROLES if role != "Time" and not admitted(role.lower(), "range")} == set()
    assert {name for name in RELATION_TYPES if not (admitted(name, "domain") and admitted(name, "range"))} == set()


def test_the_ontology_says_its_version_licence_and_authors_and_the_changelog_knows_the_version() -> None:
    (version,) = values(ONTOLOGY, str(OWL.versionInfo))
    assert values(ONTOLOGY, str(OWL.versionIRI)) == [ONTOLOGY + version]
    assert values(ONTOLOGY, str(DCTERMS.license)) == ["https://www.apache.org/licenses/LICENSE-2.0"]
    assert values(ONTOLOGY, str(DCTERMS.creator)) == ["The authors of kg"]
    assert (FOLDER / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()[2] == f"## {version}"


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("name", FILES)
def test_two_parsers_read_the_same_triples(name: str) -> None:
    by_oxigraph = {str(Quad(q.subject, q.predicate, q.object)) for q in parse(path=FOLDER / name, format=RdfFormat.TURTLE) if not _blank(q)}
    graph = rdflib.Graph().parse(FOLDER / name)
    as_ntriples = graph.serialize(format="nt", encoding="utf-8")
    by_rdflib = {str(Quad(q.subject, q.predicate, q.object)) for q in parse(as_ntriples, format=RdfFormat.N_TRIPLES) if not _blank(q)}
    assert by_rdflib == by_oxigraph
    assert len(graph) == sum(1 for _ in parse(path=FOLDER / name, format=RdfFormat.TURTLE))


def _blank(quad: Quad) -> bool:
    return str(quad.subject).startswith("_:") or str(quad.object).startswith("_:")


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(("shapes", "examples/"))])
def test_a_file_has_its_one_form(name: str) -> None:
    """If this fails, run `make ontology`."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == canonical(text)


def test_the_one_form_keeps_triples_and_comments() -> None:
    text = "@prefix b: <http://b.example/> .\n@prefix a: <http://a.example/> .\n# ---- one\nb:x a:p 1, <http://c.example/y z>\n"
    text = text.replace(" z", "") + "; a b:T .\n# why\nb:z a:q true .\n"
    assert canonical(text) == (
        "@prefix a: <http://a.example/> .\n@prefix b: <http://b.example/> .\n\n# ---- one\n\n"
        "b:x a b:T ;\n    a:p 1, <http://c.example/y> .\n\n# why\nb:z a:q true .\n"
    )


def test_context_gives_the_terms_their_iris() -> None:
    context = json.loads((ontology_path() / "context.jsonld").read_text(encoding="utf-8"))
    document = context | {"id": "http://x.example/a", "class": "Assertion", "status": "Claimed", "predicate": "agent", "label": "A"}
    found = parse(json.dumps(document).encode(), format=RdfFormat.JSON_LD)
    assert sorted((quad.predicate.value, getattr(quad.object, "value", "")) for quad in found) == [
        (str(RDF.predicate), str(KG.agent)),
        (str(RDF.type), str(KG.Assertion)),
        (str(SKOS.prefLabel), "A"),
        (str(KG.status), str(KG.Claimed)),
    ]


# ---------------------------------------------------------------- mappings


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_event_type_has_a_code_or_says_that_it_has_none(scheme: str) -> None:
    codes = {subject for subject, verb, value in TRIPLES if verb == str(SKOS.inScheme) and getattr(value, "value", "") == scheme}
    matched = {subject for subject, verb, value in TRIPLES if verb in MATCHES and getattr(value, "value", "") in codes}
    without = {subject for subject, verb, value in TRIPLES if verb == str(KG.noCounterpartIn) and getattr(value, "value", "") == scheme}
    types = {ONTOLOGY + name for name in EVENT_TYPES}
    assert types - matched - without == set()
    assert matched & without == set()


def test_every_code_has_a_notation_a_name_and_a_use() -> None:
    codes = {subject for subject, verb, _ in TRIPLES if verb == str(SKOS.inScheme)}
    counts = {code: (len(values(code, str(SKOS.notation))), len(values(code, str(SKOS.prefLabel)))) for code in codes}
    assert {code: count for code, count in counts.items() if count != (1, 1)} == {}
    assert codes == {getattr(value, "value", "") for _, verb, value in TRIPLES if verb in MATCHES}


def test_a_term_and_a_code_have_one_relation() -> None:
    pairs = [(subject, value) for subject, verb, value in TRIPLES if verb in MATCHES]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("event_type", "scheme", "codes"),
    [
        ("Bombing", "cameo", {"183"}),
        ("ClaimResponsibility", "cameo", {"015"}),
        ("Commemoration", "cameo", {"017"}),
        ("Overthrow", "cameo", set()),
        ("ClaimResponsibility", "plover", set()),
        ("Kidnapping", "acled", {"Abduction/forced disappearance"}),
        ("Kidnapping", "muc4", {"KIDNAPPING"}),
    ],
)
def test_codes_are_those_of_the_codebooks(event_type: str, scheme: str, codes: set[str]) -> None:
    targets = {value for verb in MATCHES for value in values(ONTOLOGY + event_type, verb)}
    in_scheme = {target for target in targets if f"{ONTOLOGY}scheme/{scheme}" in values(target, str(SKOS.inScheme))}
    assert {code for target in in_scheme for code in values(target, str(SKOS.notation))} == codes


VOCABULARIES: dict[str, type[DefinedNamespace] | set[str]] = {
    **{str(space._NS): space for space in (DCTERMS, GEO, ORG, PROV, SDO, TIME)},  # noqa: SLF001 - rdflib has no other name for it
    PREFIXES["sem"]: SEM_TERMS,
    PREFIXES["oa"]: OA_TERMS,
}


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("mappings/")])
def test_terms_of_other_vocabularies_exist(name: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / name)
    iris = {str(part) for triple in graph for part in triple if isinstance(part, rdflib.URIRef)}
    found = {iri: space for iri in iris for space in VOCABULARIES if iri.startswith(space) and iri != space}
    assert {iri for iri, space in found.items() if iri.removeprefix(space) not in VOCABULARIES[space]} == set()


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("mappings/")])
def test_a_mapping_speaks_of_our_terms_only(name: str) -> None:
    graph = rdflib.Graph().parse(FOLDER / name)
    ours = {str(subject) for subject in graph.subjects() if re.fullmatch(re.escape(ONTOLOGY) + r"\w+", str(subject))}
    assert ours - set(TERMS) == set()


# ---------------------------------------------------------------- reasoning

CONTRADICTION = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def reasoned(facts: Store) -> rdflib.Graph:
    """Close ontology, mappings and facts under the rules of OWL 2 RL."""
    graph = rdflib.Graph()
    for name in FILES:
        if name == "kg.ttl" or name.startswith("mappings/"):
            graph.parse(FOLDER / name)
    lines = b"".join(f"{quad.subject} {quad.predicate} {quad.object} .\n".encode() for quad in facts.quads_for_pattern(None, None, None))
    graph.parse(lines, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def test_reasoning_over_ontology_and_a_graph_finds_no_contradiction_and_what_follows() -> None:
    store = Store()
    store.extend(quads(KNOWLEDGE))
    apply_rules(store)
    store.remove_graph(NamedNode(ONTOLOGY))
    graph = reasoned(store)
    bombing, town = (rdflib.URIRef(f"{BASE}{name}") for name in ("event/bombing", "actor/northtown"))
    assert list(graph.objects(None, CONTRADICTION)) == []
    assert (bombing, rdflib.URIRef(PREFIXES["sem"] + "hasPlace"), town) in graph
    assert (town, RDF.type, SDO.Place) in graph


def test_reasoning_finds_a_contradiction() -> None:
    store = Store()
    both = NamedNode("http://x.example/a")
    store.extend(Quad(both, NamedNode(str(RDF.type)), NamedNode(str(kind))) for kind in (KG.Person, KG.Place))
    assert list(reasoned(store).objects(None, CONTRADICTION)) != []


# ---------------------------------------------------------------- what is used


def test_every_term_is_written_by_the_reader_or_marked_for_import() -> None:
    everything = Store()
    everything.extend(quads(EVERYTHING))
    apply_rules(everything)
    everything.remove_graph(NamedNode(ONTOLOGY))
    for_import = {subject for subject, verb, value in TRIPLES if verb == str(KG.importOnly) and value == Literal(True)}  # noqa: FBT003 - the value
    used = {part.value for quad in everything for part in (quad.predicate, quad.object) if isinstance(part, NamedNode)}
    of_terms = {term for term in TERMS if str(OWL.AnnotationProperty) in values(term, str(RDF.type))}
    parents = {parent for term in used for verb in (RDF.type, RDFS.subPropertyOf) for parent in values(term, str(verb))}
    assert sorted(set(TERMS) - used - parents - for_import - of_terms) == []
    assert sorted(for_import & used) == []


# ---------------------------------------------------------------- documentation


@pytest.mark.parametrize(
    ("path", "text"), [pytest.param(path, text, id=path.name) for path, text in made() if path.suffix in (".md", ".svg")]
)
def test_the_documentation_is_that_of_the_ontology(path: Path, text: str) -> None:
    """If this fails, run `make ontology`."""
    assert path.read_text(encoding="utf-8") == text


def test_the_picture_shows_every_class_of_entities_and_events_once() -> None:
    drawn = re.findall(r">(\w+)</text>", (FOLDER / "classes.svg").read_text(encoding="utf-8"))
    classes = {
        name
        for name in (term.removeprefix(ONTOLOGY) for term in TERMS)
        if {NamedNode(str(KG.Entity)), NamedNode(str(KG.Event))} & set(ancestors(name))
    }
    assert sorted(classes - {"Event"}) == sorted(set(drawn) & classes)
    assert len(drawn) == len(set(drawn))


def test_the_worked_example_stands_in_the_example_graph() -> None:
    blocks = re.findall(r"```turtle\n(.*?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    shown = {triple for block in blocks for triple in rdflib.Graph().parse(data=f"@base <{BASE}> .\n{prefixes}{block}", format="turtle")}
    assert len(blocks) == 2
    assert shown - set(rdflib.Graph().parse(FOLDER / "examples" / "northtown.ttl")) == set()
