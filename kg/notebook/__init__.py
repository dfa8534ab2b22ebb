"""The IPython extension: `%load_ext kg` adds the cell magic `%%sparql` and completes terms in it. Needs IPython (extra `notebook`).

What is asked is `kg.query`'s; how answers look is theirs. Nothing here draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.notebook.completion import sparql_matcher
from kg.notebook.magics import SparqlMagics

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magic and the completion; IPython calls this for `%load_ext kg`."""
    shell.register_magics(SparqlMagics)
    matchers = shell.Completer.custom_matchers
    if sparql_matcher not in matchers:
        matchers.append(sparql_matcher)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take both away again; IPython calls this for `%unload_ext kg`."""
    shell.magics_manager.magics["cell"].pop("sparql", None)
    matchers = shell.Completer.custom_matchers
    if sparql_matcher in matchers:
        matchers.remove(sparql_matcher)
