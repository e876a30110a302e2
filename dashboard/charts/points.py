"""The points of a line over the years, with an empty one wherever the form changed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dashboard.charts import hover, theme

_OPEN = "-open"


class Point(NamedTuple):
    """One point: where it stands, what the pointer shows, the year and series that a click gives back.

    ``above`` and ``below`` are the ends of its interval, as distances; ``y`` is None for a gap.
    """

    x: float
    y: float | None
    text: str
    origin: tuple[int | None, str]
    symbol: str
    above: float = 0.0
    below: float = 0.0


def along(years: Sequence[int], breaks: Sequence[int], code: str, point_of: Callable[[int], Point]) -> list[Point]:
    """A point a year, and before each of ``breaks`` one that is empty, so that the line stops there.

    The legend shows the first marker: where that is hollow, an empty point with a whole one stands before it.
    """
    points: list[Point] = []
    for year in years:
        if year in breaks:
            points.append(Point(year - 0.5, None, "", (None, code), theme.SYMBOLS[0]))
        points.append(point_of(year))
    if points and points[0].symbol.endswith(_OPEN):
        points.insert(0, Point(points[0].x, None, "", (None, code), points[0].symbol.removesuffix(_OPEN)))
    return points


def symbol(row: Mapping[str, Any] | None, number: int) -> str:
    """The symbol of the n-th series, hollow where some reports do not give the figure."""
    shape = theme.SYMBOLS[number % len(theme.SYMBOLS)]
    return f"{shape}{_OPEN}" if row is not None and hover.is_partial(row) else shape


def columns(points: Sequence[Point]) -> dict[str, Any]:
    """The points as a plotly scatter takes them."""
    return {
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "hovertext": [point.text for point in points],
        "customdata": [point.origin for point in points],
        "hoverinfo": "text",
        "mode": "lines+markers",
        "connectgaps": False,
    }
