"""Hands a picture and a table to the notebook as two outputs, so that what drops HTML, as code hosts in part do, has the picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.errors import MissingLibraryError
from kg.query import library

if TYPE_CHECKING:
    Picture = Callable[[], bytes]


def shows_picture_and_table(picture: Picture, table: str, text: str, *, title: str) -> None:
    """Display a PNG, if it can be drawn, and below it HTML, each with `text` for a terminal.

    Args:
        picture: Draws it; without matplotlib it is left out.
        table: HTML.
        text: The same as plain text.
        title: What the picture is of, for those who hear it.
    """
    display = library("IPython.display", "notebook").display
    try:
        shown = {"image/png": b64encode(picture()).decode(), "text/plain": text}
        display(shown, metadata={"image/png": {"alt": title}}, raw=True)
    except MissingLibraryError:
        display({"text/html": table, "text/plain": text}, raw=True)
        return
    display({"text/html": table, "text/plain": ""}, raw=True)
