"""What pictures have in common: colours of kinds of events, a figure to draw on, and its bytes. Needs matplotlib (extra `notebook`).

No text is read as a formula (matplotlib takes "$" for one), and the same figure gives the same bytes.
"""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

from kg.graph import ONTOLOGY
from kg.graph.ontology import ancestors
from kg.query import library

EXTRA: Final = "notebook"
WIDTH: Final = 9.6  # inches
DPI: Final = 110

COLOURS: Final = {
    "Violence": "#b5352c",
    "Harm": "#d9822b",
    "Coercion": "#8a6d1d",
    "Posture": "#6d5f8d",
    "Statement": "#3d6fa5",
    "Cooperation": "#2f8a6b",
    "Politics": "#4d8f9e",
    "Ceremony": "#8c8c8c",
    "Event": "#555555",
}
"""The families of events in the order of the legend; the last is for all others."""


def family(type_: str) -> str:
    """Return the family of a class of events: "Bombing" is Violence."""
    above = {iri.value.removeprefix(ONTOLOGY) for iri in ancestors(type_)}
    return next((name for name in COLOURS if name in above), "Event")


def figure(height: float) -> tuple[Any, Any]:
    """Return a figure of the usual width and its axes, without a frame.

    Raises:
        MissingLibraryError: matplotlib is not installed.
    """
    drawn = library("matplotlib.figure", EXTRA).Figure(figsize=(WIDTH, height), layout="constrained")
    axes = drawn.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return drawn, axes


def png(drawn: Any) -> bytes:  # noqa: ANN401 - matplotlib is optional, so its figure cannot be named here
    """Return a figure's picture."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)  # a script that the font lacks is drawn as boxes
        drawn.savefig(stream, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
    return stream.getvalue()


def label(text: str, longest: int) -> str:
    """Return a text for a label: on one line, cut where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
