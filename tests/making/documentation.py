"""Brings the ontology's files into their form: `make ontology` rewrites the Turtle, the documentation and the picture.

The documentation is made of `ontology/kg.ttl`, of the first lines of rules, questions, views and migrations, and of the text in
`tests/making/ontology.md.j2`. With `--check` nothing is written; the exit code tells whether something would be.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from canonical import canonical
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / "ontology"
NAMESPACE = "https://w3id.org/actor-event-graph/"
LINKS = ("agentToTarget", "agentToVictim", "agentToTopic", "agentToAgent", "eventToTarget", "eventToTopic")
TURTLE = ("kg.ttl", "mappings/*.ttl")


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or member of a closed set, for people."""

    name: str
    label: str
    definition: str
    example: str
    counter_example: str
    notes: tuple[str, ...]


# ---------------------------------------------------------------- what the ontology says


class Ontology:
    """Reads `kg.ttl`."""

    def __init__(self, path: Path) -> None:
        self.graph = Graph().parse(path)
        order = re.findall(r"^kg:(\w+) a ", path.read_text(encoding="utf-8"), re.MULTILINE)
        self.order = {name: place for place, name in enumerate(order)}

    def version(self) -> str:
        """Return the version."""
        return str(self.graph.value(URIRef(NAMESPACE), OWL.versionInfo))

    def of_type(self, kind: URIRef) -> list[str]:
        """Return our terms of a type, in the order of the file."""
        return self._ours(self.graph.subjects(RDF.type, kind))

    def children(self, name: str) -> list[str]:
        """Return the classes directly below a class."""
        return self._ours(self.graph.subjects(RDFS.subClassOf, URIRef(NAMESPACE + name)))

    def below(self, name: str) -> Iterator[str]:
        """Yield a class and all classes below it."""
        yield name
        for child in self.children(name):
            yield from self.below(child)

    def verbs(self) -> list[str]:
        """Return the edges that rules derive."""
        return self._ours(self.graph.subjects(RDFS.subPropertyOf, URIRef(f"{NAMESPACE}derivedEdge")))

    def term(self, name: str) -> Term:
        """Return what is said of a term."""
        node = URIRef(NAMESPACE + name)
        text = {key: str(self.graph.value(node, key)) for key in (SKOS.prefLabel, SKOS.definition, SKOS.example)}
        return Term(
            name=name,
            label=text[SKOS.prefLabel],
            definition=text[SKOS.definition],
            example=text[SKOS.example],
            counter_example=str(self.graph.value(node, URIRef(f"{NAMESPACE}counterExample"))),
            notes=tuple(self._notes(node)),
        )

    def _notes(self, node: URIRef) -> Iterator[str]:
        parents = self._names(self.graph.objects(node, RDFS.subClassOf))
        if parents:
            yield f"⊑ {', '.join(parents)}"
        for label, end in (("of", "domainIncludes"), ("takes", "rangeIncludes")):
            classes = self._names(self.graph.objects(node, URIRef(f"https://schema.org/{end}")))
            if classes:
                yield f"{label} {', '.join(classes)}"
        for link in LINKS:
            for verb in self._names(self.graph.objects(node, URIRef(NAMESPACE + link))):
                yield f"{link}: {verb}"
        if (node, URIRef(f"{NAMESPACE}importOnly"), Literal(True)) in self.graph:  # noqa: FBT003 - the value
            yield "for import only"

    def _names(self, nodes: Iterator[object]) -> list[str]:
        """Return nodes as they are written, our own without a prefix."""
        return sorted(self.graph.namespace_manager.normalizeUri(str(node)).removeprefix("kg:") for node in nodes)

    def _ours(self, nodes: Iterator[object]) -> list[str]:
        names = {str(node).removeprefix(NAMESPACE) for node in nodes if str(node).startswith(NAMESPACE)}
        return sorted(names & self.order.keys(), key=lambda name: self.order[name])


def first_lines(folder: str, pattern: str = "*.rq") -> list[tuple[str, str]]:
    """Return the names of files with their meaning, which is their first line."""
    found = sorted((FOLDER / folder).glob(pattern))
    return [(path.stem, path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")) for path in found]


def codes() -> list[tuple[str, dict[str, str]]]:
    """Return each event type with its codes in each scheme; a dash where a scheme has none."""
    schemes = ("plover", "cameo", "acled", "muc4")
    signs = {"exactMatch": "=", "closeMatch": "≈", "broadMatch": "<", "narrowMatch": ">", "relatedMatch": "~"}
    table: dict[str, dict[str, list[str]]] = {}
    for scheme in schemes:
        graph = Graph().parse(FOLDER / "mappings" / f"{scheme}.ttl")
        for relation, sign in signs.items():
            for subject, concept in graph.subject_objects(SKOS[relation]):
                row = table.setdefault(str(subject).removeprefix(NAMESPACE), {})
                row.setdefault(scheme, []).append(f"{sign} {graph.value(concept, SKOS.notation)}")
        for subject in graph.subjects(URIRef(f"{NAMESPACE}noCounterpartIn")):
            table.setdefault(str(subject).removeprefix(NAMESPACE), {}).setdefault(scheme, []).append("none")
    return [(name, {scheme: "; ".join(sorted(row.get(scheme, ["–"]))) for scheme in schemes}) for name, row in table.items()]


# ---------------------------------------------------------------- the picture

ROW, INDENT, CHARACTER, MARGIN = 19, 18, 6.6, 10
COLUMNS = (
    ("Entity",),
    ("Violence", "Harm", "Coercion"),
    ("Politics", "Posture", "Cooperation"),
    ("Statement", "Ceremony"),
    ("Report", "Document", "Passage", "Mark", "Run"),
)
COLOURS = {"Entity": "#1b6ca8", "Event": "#b5452c", "Report": "#3f7d4e"}


def picture(ontology: Ontology) -> str:
    """Draw the classes as indented trees side by side: an SVG without script, font or link."""
    pieces: list[str] = []
    x, height = MARGIN, 0
    for column in COLUMNS:
        rows = [row for top in column for row in _rows(ontology, top, 0)]
        colour = COLOURS["Entity" if column[0] == "Entity" else "Report" if column[0] == "Report" else "Event"]
        for number, (depth, name) in enumerate(rows):
            y = 34 + number * ROW
            weight = ' font-weight="bold"' if depth == 0 else ""
            pieces.append(f'<text x="{x + depth * INDENT}" y="{y}" fill="{colour}"{weight}>{name}</text>')
            if depth:
                start = x + (depth - 1) * INDENT + 4
                pieces.append(f'<path d="M{start} {y - 15}V{y - 4}H{start + 10}" fill="none" stroke="{colour}" stroke-opacity="0.5"/>')
        x += round(max((depth * INDENT + len(name) * CHARACTER for depth, name in rows), default=0)) + 26
        height = max(height, 34 + len(rows) * ROW)
    titles = "".join(
        f'<text x="{at}" y="14" fill="#555">{text}</text>'
        for at, text in (
            (MARGIN, "who and what"),
            (_left(ontology, 1), "what happens: kg:Event"),
            (_left(ontology, 4), "what is said, and where"),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x} {height}" width="{x}" height="{height}" '
        f'font-family="Helvetica, Arial, sans-serif" font-size="12"><title>Classes of the ontology</title>'
        f'<rect width="{x}" height="{height}" fill="#fff"/>{titles}{"".join(pieces)}</svg>\n'
    )


def _rows(ontology: Ontology, name: str, depth: int) -> Iterator[tuple[int, str]]:
    yield depth, name
    for child in ontology.children(name):
        if child != "GeopoliticalEntity" or name == "Place":  # it is an actor and a place: drawn once
            yield from _rows(ontology, child, depth + 1)


def _left(ontology: Ontology, column: int) -> int:
    x = MARGIN
    for tops in COLUMNS[:column]:
        rows = [row for top in tops for row in _rows(ontology, top, 0)]
        x += round(max(depth * INDENT + len(name) * CHARACTER for depth, name in rows)) + 26
    return x


# ---------------------------------------------------------------- the files


def readme(ontology: Ontology) -> str:
    """Return the documentation."""
    # Nothing is escaped: this is Markdown, of our own words.
    environment = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    environment.filters["terms"] = lambda names: [ontology.term(name) for name in names]
    families = ontology.children("Event")
    return environment.get_template("ontology.md.j2").render(
        version=ontology.version(),
        entities=list(dict.fromkeys(ontology.below("Entity"))),
        families=[(ontology.term(family), list(ontology.below(family))[1:]) for family in families],
        reports=["Report", *list(ontology.below("Report"))[1:], "Document", "Passage", "Mark", "Run", "IdentityDecision"],
        members=[
            (ontology.term(name), ontology.of_type(URIRef(NAMESPACE + name))) for name in ("Status", "CountKind", "Basis", "Judgement")
        ],
        roles=[
            name
            for name in ontology.order
            if (URIRef(NAMESPACE + name), RDFS.domain, URIRef(f"{NAMESPACE}Event")) in ontology.graph and name not in ontology.verbs()
        ],
        relations=("leads", "memberOf", "partOf", "locatedIn", "affiliatedWith", "relativeOf"),
        verbs=ontology.verbs(),
        codes=codes(),
        rules=first_lines("rules"),
        queries=first_lines("queries"),
        views=first_lines("views"),
        migrations=first_lines("migrations"),
        mappings=sorted(path.name for path in (FOLDER / "mappings").glob("*.ttl")),
    )


def made() -> Iterator[tuple[Path, str]]:
    """Yield each file with what should be in it."""
    for pattern in TURTLE:
        for path in sorted(FOLDER.glob(pattern)):
            yield path, canonical(path.read_text(encoding="utf-8"))
    ontology = Ontology(FOLDER / "kg.ttl")
    yield FOLDER / "classes.svg", picture(ontology)
    yield FOLDER / "README.md", readme(ontology)


def main() -> None:
    """Write the files that are not as they should be, or name them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    changed = [(path, text) for path, text in made() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path, text in changed:
        print(path.relative_to(FOLDER.parent))
        if not check:
            path.write_text(text, encoding="utf-8")
    sys.exit(1 if check and changed else 0)


if __name__ == "__main__":
    main()
