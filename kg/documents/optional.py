"""Loads a library that only some formats need: its name comes in, the module goes out, or an error that says how to install it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.errors import DocumentError, how_to_install


def library(name: str, where: str, *, extra: str = "formats") -> Any:  # noqa: ANN401 - a module that may not be there has no type to check against
    """Return the module `name`, which reading `where` needs and the extra `extra` of this package brings.

    Raises:
        DocumentError: It is not installed; it is passed over, and the message names the extra.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:  # the library is there, and something that it needs is not
            raise
        raise DocumentError(where, f"needs {name.partition('.')[0]}, which is not installed", how_to_install(extra)) from error
