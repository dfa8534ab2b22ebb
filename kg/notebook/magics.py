"""`%%sparql`: a cell with a query comes in, its answer is displayed, or kept under a name. An error points at the line and the column."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class

from kg.api import Graph
from kg.errors import KgError, QueryError
from kg.query import parameters_of, unknown_terms

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from kg.query import Answer

STAMP = "kg.json"
USAGE = "%%sparql [GRAPH] [-o NAME] [-l ROWS] [-p KEY=VALUE]"


class _Parser(ArgumentParser):
    """Tells what is wrong with a magic's line, and leaves the session alone."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. Usage: {USAGE}")


def _parser() -> _Parser:
    parser = _Parser(prog="%%sparql", add_help=False)
    parser.add_argument("graph", nargs="?")
    parser.add_argument("-o", "--output")
    parser.add_argument("-l", "--limit", type=int)
    parser.add_argument("-p", "--param", action="append", default=[])
    return parser


@magics_class
class SparqlMagics(Magics):
    """The magic `%%sparql`. It keeps the graphs that it opened, so that what is displayed can lead to its sentences."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._names: dict[str, object] = shell.user_ns
        self._opened: dict[tuple[Path, int], Graph] = {}
        self._last: Graph | None = None

    @cell_magic
    def sparql(self, line: str, cell: str) -> Answer | None:
        """Ask a graph in SPARQL 1.1; the prefixes of the ontology and of RDF, SKOS, PROV, … are known.

            %%sparql [GRAPH] [-o NAME] [-l ROWS] [-p KEY=VALUE]

        GRAPH is a folder such as news.kg, or a variable that holds a graph; without it, the one that was asked last. -o keeps the answer
        in a variable and displays nothing. -l is the most rows. -p gives a variable of the query a value, and may come more than once;
        {NAME} in it stands for the value of a variable of the notebook.

        Example:
            %%sparql news.kg -o bombings
            SELECT ?event ?date WHERE { ?event a kg:Bombing . OPTIONAL { ?event kg:date ?date } }
        """
        options = self._options(line)
        graph = self._graph(options.graph)
        try:
            _refuse_unknown_terms(cell)
            answer = graph.query(cell, limit=options.limit, timeout=None, among=None, **parameters_of(options.param))
        except QueryError as error:
            raise UsageError(_pointed(cell, error)) from error
        if options.output is None:
            return answer
        self._names[options.output] = answer
        return None

    def _options(self, line: str) -> Namespace:
        try:
            words = shlex.split(line)
        except ValueError as error:  # a quotation mark without its other half
            raise UsageError(f"{error}. Usage: {USAGE}") from error
        options = _parser().parse_args(words)
        if options.output is not None and not options.output.isidentifier():
            raise UsageError(f"{options.output!r} is no name of a variable. Usage: {USAGE}")
        return options

    def _graph(self, name: str | None) -> Graph:
        if name is not None:
            value = self._names.get(name)
            self._last = value if isinstance(value, Graph) else self._open(Path(name))
        if self._last is None:
            raise UsageError("which graph? Give its folder or a variable: %%sparql news.kg")
        return self._last

    def _open(self, folder: Path) -> Graph:
        """Open a folder, or return the graph that was opened before if it was not built anew since."""
        stamp = folder / STAMP
        key = (folder.resolve(), stamp.stat().st_mtime_ns if stamp.is_file() else 0)
        if key not in self._opened:
            try:
                self._opened[key] = Graph(folder)
            except KgError as error:
                raise UsageError(str(error)) from error
        return self._opened[key]


def _refuse_unknown_terms(cell: str) -> None:
    """A misspelt term is good SPARQL and finds nothing; at a prompt that is an error."""
    for term in unknown_terms(cell):
        problem = f"{term.name} is no term of the ontology. Nearest: {', '.join(term.nearest)}"
        raise QueryError(f"line {term.line}, column {term.column}: {problem}", line=term.line, column=term.column)


def _pointed(cell: str, error: QueryError) -> str:
    """The message, and below it the line with a caret under the column."""
    lines = cell.splitlines()
    if error.line is None or error.column is None or not 1 <= error.line <= len(lines):
        return str(error)
    shown = lines[error.line - 1].replace("\t", " ")
    return f"{error}\n\n    {shown}\n    {' ' * (error.column - 1)}^"
