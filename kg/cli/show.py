"""`kg view`, `kg export`, `kg info` and `kg demo`: what a graph holds, for eyes and for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.options import GraphFolder, Quiet, app
from kg.cli.printing import Format, print_answer, progress_bar, say, summary
from kg.cli.query import read_sparql
from kg.errors import InputError

SUFFIXES = (
    "The suffix is the format: .ttl, .nt, .rdf (RDF/XML), .nq (with the ontology), .jsonld (framed by article), .trig (a nanopublication "
    "for each assertion); or, of the network, .graphml, .gexf, .cyjs, .csv and .parquet (a file of nodes, one of edges), .neo4j (a folder "
    "for neo4j-admin)."
)


@app.command(epilog="Example: kg view news.kg -o nato.html --focus NATO --hops 2   |   kg view news.kg --query killings.rq")
def view(
    graph: GraphFolder,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path("graph.html"),
    query: Annotated[
        Path | None,
        typer.Option(
            "--query",
            metavar="FILE",
            help="Draw the answer to this query (.rq): CONSTRUCT, SELECT ?s ?p ?o, or a SELECT of two columns of things.",
        ),
    ] = None,
    focus: Annotated[str | None, typer.Option("--focus", help="Show only what surrounds this name.")] = None,
    hops: Annotated[int, typer.Option("--hops", min=0, help="How many edges to go from there.")] = 1,
    *,
    quiet: Quiet = False,
) -> None:
    """Draw a graph as one HTML file that opens offline; a click on an edge shows its sentences."""
    with kg.open(graph) as opened, progress_bar(quiet=quiet) as progress:
        progress("drawing", 0, None)
        opened.show(output, query=read_sparql(query) if query else None, focus=focus, hops=hops)
    typer.echo(str(output))


@app.command(
    epilog="Example: kg export news.kg -o news.ttl   |   kg export news.kg -o news.gexf   |   kg export news.kg -o parts --parts nq"
)
def export(
    graph: GraphFolder,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=SUFFIXES)],
    view: Annotated[
        str | None, typer.Option("--view", help="The terms of others: sem (Simple Event Model), schema (schema.org), star (RDF 1.2).")
    ] = None,
    parts: Annotated[
        str | None,
        typer.Option(
            "--parts", metavar="FORMAT", help="Write a folder of sorted parts of a million quads, for bulk loading: nq or parquet."
        ),
    ] = None,
    *,
    quiet: Quiet = False,
) -> None:
    """Write a graph in a format that other tools read."""
    if parts is not None and view is not None:
        raise InputError("--parts writes the graph as it is, so --view does not go with it")
    with kg.open(graph) as opened, progress_bar(quiet=quiet) as progress:
        progress("writing", 0, None)
        written = opened.export(output, view=view) if parts is None else opened.export_parts(output, parts)
    for path in written:
        typer.echo(str(path))


@app.command()
def info(graph: GraphFolder) -> None:
    """Print what a graph holds."""
    with kg.open(graph) as opened:
        for name, value in opened.info().items():
            typer.echo(f"{name}\t{value}")


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder to write to.")] = Path("demo"),
    *,
    quiet: Quiet = False,
) -> None:
    """Read the four example articles that are shipped, print what they say, and draw it."""
    from kg import demo as shown  # noqa: PLC0415 - only this command needs it

    with progress_bar(quiet=quiet) as progress:
        report, graph = shown.build(output, progress=progress)
    if not quiet:
        say(summary(report, graph.folder))
    with graph:
        for title, answer in shown.answers(graph):
            typer.echo(f"\n{title}")
            print_answer(answer, Format.DRAWN)
        typer.echo("\nWritten:")
        for path in shown.write(graph, output):
            typer.echo(f"  {path}")
