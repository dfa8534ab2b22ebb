"""Draws a timeline: a table of dated events comes in, the same table with a picture goes out.

The picture is a PNG, which every notebook, exported page and code host shows; the table below it leads to the sentences. Bars are dates
of which only the month or the year is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from kg.cards.display import shows_picture_and_table
from kg.cards.figures import COLOURS, family, figure, label, png
from kg.periods import period
from kg.query import Table
from kg.query.html import table_html

if TYPE_CHECKING:
    from kg.query import Row

MOST_NAMED: Final = 40  # events whose names find room; more are drawn as points, in a lane for each family
_ROW: Final = 0.27  # inches
_LONGEST: Final = 58  # letters of a name
_BINS: Final = 150  # points nearer than this part of the width are stacked


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Table):
    """Dated events in order: a `Table`, and in a notebook a picture above it."""

    title: str = ""

    @classmethod
    def of(cls, table: Table, *, title: str) -> Timeline:
        """Make a timeline of a table with the columns `date`, `event` and `type`."""
        return cls(**{one.name: getattr(table, one.name) for one in fields(table)}, title=title)

    def to_png(self) -> bytes:
        """Return the picture.

        Raises:
            MissingLibraryError: matplotlib is not installed.
        """
        rows = [row for row in self if row["date"] is not None]
        return png(_named(rows, self.title) if len(rows) <= MOST_NAMED else _in_lanes(rows, self.title))

    def _repr_html_(self) -> str:
        return f"<details><summary>{len(self)} events</summary>{table_html(self)}</details>"

    def _ipython_display_(self) -> None:
        shows_picture_and_table(self.to_png, self._repr_html_(), repr(self), title=f"Timeline: {self.title}")


def _named(rows: list[Row], title: str) -> Any:  # noqa: ANN401 - matplotlib is optional, so its figure cannot be named here
    """A row an event, with its name beside it."""
    drawn, axes = figure(max(1.2, 0.9 + _ROW * len(rows)))
    spans = [period(str(row["date"])) for row in rows]
    first, last = _limits(spans)
    half = first + (last - first) * 0.55
    for number, (row, (start, end)) in enumerate(zip(rows, spans, strict=True)):
        colour = COLOURS[family(str(row["type"]))]
        if start == end:
            axes.plot([start], [number], "o", color=colour, markersize=6)
        else:
            axes.barh(number, end - start, left=start, height=0.32, color=colour, alpha=0.55)
        to_the_right = start <= half
        axes.annotate(
            label(str(row["event"]), _LONGEST),
            (end if to_the_right else start, number),
            xytext=(7 if to_the_right else -7, 0),
            textcoords="offset points",
            ha="left" if to_the_right else "right",
            va="center",
            fontsize=8,
            color="#222222",
            annotation_clip=False,
            parse_math=False,
        )
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    _finish(axes, rows, (first, last), title, legend=True)
    return drawn


def _in_lanes(rows: list[Row], title: str) -> Any:  # noqa: ANN401 - see `_named`
    """A point an event, in a lane for each family; those of about the same day lie on each other."""
    families = [name for name in COLOURS if any(family(str(row["type"])) == name for row in rows)]
    spans = [period(str(row["date"])) for row in rows]
    first, last = _limits(spans)
    width = max(1, (last - first).days // _BINS)
    stacked: Counter[tuple[str, int]] = Counter()
    points: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row, (start, end) in zip(rows, spans, strict=True):
        name, middle = family(str(row["type"])), start + (end - start) / 2
        cell = (name, (middle - first).days // width)
        points[name].append((middle, stacked[cell]))
        stacked[cell] += 1
    deepest = max(stacked.values())
    drawn, axes = figure(0.9 + 0.6 * len(families))
    for lane, name in enumerate(families):
        days, heights = zip(*points[name], strict=True)
        axes.plot(days, [lane - 0.75 * height / max(deepest, 8) for height in heights], "o", color=COLOURS[name], markersize=5, alpha=0.7)
    axes.set_yticks(range(len(families)), families, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(families) - 0.6, -0.9)
    _finish(axes, rows, (first, last), title, legend=False)
    return drawn


def _limits(spans: list[tuple[date, date]]) -> tuple[date, date]:
    """The first and last day of the axis, with some room."""
    if not spans:
        return date(2000, 1, 1), date(2000, 12, 31)
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    room = max(timedelta(days=3), (last - first) * 0.03)
    return _moved(first, -room), _moved(last, room)


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:  # the year 1 or 9999
        return day


def _finish(axes: Any, rows: list[Row], limits: tuple[date, date], title: str, *, legend: bool) -> None:  # noqa: ANN401 - see `_named`
    axes.set_xlim(*limits)
    axes.grid(axis="x", color="#e3e3e3", linewidth=0.8)
    axes.set_axisbelow(True)
    families = [name for name in COLOURS if any(family(str(row["type"])) == name for row in rows)] if legend else []
    handles = [axes.plot([], [], "o", color=COLOURS[name], label=name)[0] for name in families]
    if handles:
        look = {"ncols": len(handles), "frameon": False, "fontsize": 8, "handletextpad": 0.1}
        axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1.0), **look)
    axes.set_title(label(title, 90), loc="left", fontsize=11, pad=24 if handles else 8, parse_math=False)
