"""`kg resolve`, `same`, `different`, `merge`, `split`, `explain` and `remove`: what a graph takes for one thing, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import GraphFolder, Quiet, app
from kg.cli.printing import say
from kg.model import Judgement

if TYPE_CHECKING:
    from kg.revise import Revision

Left = Annotated[str, typer.Argument(metavar="A", help="An id, or a name that only one thing bears.", show_default=False)]
Right = Annotated[str, typer.Argument(metavar="B", help="See A.", show_default=False)]
Note = Annotated[str | None, typer.Option("--note", help="Why, in your words.")]


@app.command(epilog="Example: kg resolve news.kg")
def resolve(graph: GraphFolder, *, quiet: Quiet = False) -> None:
    """Decide afresh who is who and what is one event, from what the articles say and what was judged."""
    from kg import revise  # noqa: PLC0415 - see `kg.__init__`

    _tell(revise.resolve_again(graph), quiet=quiet)


@app.command(epilog='Example: kg same news.kg "Northern Salvation Front" event/…')
def same(graph: GraphFolder, left: Left, right: Right, note: Note = None, *, quiet: Quiet = False) -> None:
    """Judge that A and B are one thing; no later run decides otherwise."""
    _judge(graph, (left, right), "same", note, quiet=quiet)


@app.command(epilog="Example: kg merge news.kg event/bombing-1a2b3c4d event/blast-5e6f7a8b --note 'one blast, two reports'")
def merge(graph: GraphFolder, left: Left, right: Right, note: Note = None, *, quiet: Quiet = False) -> None:
    """Make A and B one thing: the same as `kg same`."""
    _judge(graph, (left, right), "same", note, quiet=quiet)


@app.command(epilog="Example: kg different news.kg event/bombing-1a2b3c4d event/blast-5e6f7a8b")
def different(graph: GraphFolder, left: Left, right: Right, note: Note = None, *, quiet: Quiet = False) -> None:
    """Judge that A and B are two things; no later run decides otherwise."""
    _judge(graph, (left, right), "different", note, quiet=quiet)


@app.command(epilog="Example: kg split news.kg event/bombing-1a2b3c4d")
def split(graph: GraphFolder, thing: Left, note: Note = None, *, quiet: Quiet = False) -> None:
    """Judge that all that was found to be A are things of their own: each name of an actor, each article's telling of an event."""
    from kg import revise  # noqa: PLC0415 - see `kg.__init__`

    _tell(revise.split(graph, thing, note=note), quiet=quiet)


@app.command(epilog="Example: kg explain news.kg event/bombing-1a2b3c4d event/blast-5e6f7a8b")
def explain(graph: GraphFolder, left: Left, right: Right) -> None:
    """Print what speaks for and against A and B being one thing.

    First whether they are one in the graph, then how alike those of their names or articles' events are by themselves that are most alike,
    with what each feature weighs, and what was decided in the end, when all others were known.
    """
    from kg import revise  # noqa: PLC0415 - see `kg.__init__`

    found = revise.explain(graph, left, right)
    for identity, name in (found.left, found.right):
        typer.echo(f"{identity}\t{name}")
    apart = f": {found.apart}" if found.apart else ""
    typer.echo(f"{'one thing' if found.are_one else 'two things'} in this graph{apart}")
    if found.judgement is not None:
        typer.echo(f"by themselves\t{found.judgement}\t{found.score}")
    elif not (found.are_one or found.decisions):
        typer.echo("never compared: none of their names, or of the articles' events that they are, are of one kind")
    for feature, weight in found.features:
        typer.echo(f"  {feature}\t{_weight(weight)}")
    for decision in found.decisions:
        typer.echo(f"decision\t{decision.judgement}\t{decision.score}\t{decision.left}\t{decision.right}\t{'; '.join(decision.reasons)}")


def _weight(weight: float | None) -> str:
    """Return what a feature adds to the score; names that articles use for one thing or two are counted and not weighed."""
    if weight is None:
        return "rules it out"
    return f"{weight:+.2f}" if weight else "counted"


@app.command(epilog="Example: kg query news.kg --named articles, which lists them, then kg remove news.kg 3f2a9c")
def remove(
    graph: GraphFolder,
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE…", help="Ids of articles, or what only one id begins with (6 characters or more).", show_default=False
        ),
    ],
    *,
    quiet: Quiet = False,
) -> None:
    """Take articles out of a graph, which is then as if they had never been in it."""
    from kg import revise  # noqa: PLC0415 - see `kg.__init__`

    _tell(revise.remove(graph, articles), quiet=quiet)


def _judge(graph: GraphFolder, ends: tuple[str, str], judgement: Judgement, note: str | None, *, quiet: bool) -> None:
    from kg import revise  # noqa: PLC0415 - see `kg.__init__`

    _tell(revise.judge(graph, *ends, judgement, note=note), quiet=quiet)


def _tell(revision: Revision, *, quiet: bool) -> None:
    if not quiet:
        counts = f"{revision.entities} entities, {revision.events} events, {revision.assertions} assertions"
        decided = f"{revision.decisions} decisions, {revision.judged} pairs of names or tellings judged by persons"
        say(f"{revision.articles} articles: {counts}, {decided}")
    for remark in revision.remarks:
        say(remark)


@app.command(epilog="Example: kg edits news.kg   |   kg edits news.kg --undo")
def edits(graph: GraphFolder, *, undo: Annotated[bool, typer.Option("--undo", help="Take them all back.")] = False) -> None:
    """Print the statements that were put in (+) or taken out (-) by SPARQL updates; they stay so while articles come and go."""
    from kg import revise  # noqa: PLC0415 - see `kg.__init__`

    if undo:
        say(f"{graph}: {revise.undo_edits(graph)} statements are again as articles say")
        return
    for edit in revise.edits(graph):
        typer.echo(f"{'+' if edit.there else '-'} {edit.quad} .")
