"""Lines over the years: gaps where nothing is reported, breaks where the form changed."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.charts import hover, theme
from dashboard.charts.drawing import Drawing, Part, trace
from dashboard.charts.points import Point, along, columns, symbol
from dashboard.language import Words
from dashboard.whole_years import unfinished_years

Row = Mapping[str, Any]


def lines(frame: pl.DataFrame, series: Sequence[str], words: Words, *, is_connected: bool = False) -> Drawing:
    """One line a series; ``is_connected`` lets lines cross the break between forms.

    A hollow marker says that some reports do not give the figure. A year whose reports are still to come in stands apart.
    A click gives back year and series.
    """
    own = frame.filter(pl.col("series").is_in(list(series)))
    years, unfinished = theme.years_drawn(own), unfinished_years(own)
    # A line that fell to a sum of a few early reports would tell of a fall that there is not.
    breaks = [*([] if is_connected else theme.breaks_within(years)), *unfinished[:1]]
    figure = Drawing()
    for number, code in enumerate(series):
        rows = {row["year"]: row for row in frame.filter(pl.col("series") == code).iter_rows(named=True)}
        if any(row["value"] is not None for row in rows.values()):
            figure.add_trace(_trace(code, number, rows, years, breaks, words))
    if years:
        theme.draw_breaks(theme.year_axis(figure, years), years, words)
        theme.name_unfinished(figure, unfinished, words)
    theme.unit_title(figure, words.unit(series[0]))
    theme.styled(figure)
    figure.update_yaxes(rangemode="tozero")
    return figure


def _trace(
    code: str, number: int, rows: Mapping[int, Row], years: Sequence[int], breaks: Sequence[int], words: Words
) -> Part:
    def point_of(year: int) -> Point:
        row = rows.get(year)
        text = "" if row is None else hover.text(row, words, words.amount(row["value"], code))
        return Point(year, None if row is None else row["value"], text, (year, code), symbol(row, number))

    points = along(years, breaks, code, point_of)
    colour = theme.COLOURS[number % len(theme.COLOURS)]
    # Where points of several series fall together, the first stays visible under the others.
    size = max(13 - 2 * number, 7)
    return trace(
        "scatter",
        **columns(points),
        name=words.label(code),
        line={"color": colour, "dash": theme.DASHES[number % len(theme.DASHES)], "width": 2},
        marker={
            "color": colour,
            "size": size,
            "symbol": [point.symbol for point in points],
            "line": {"width": 2, "color": colour},
        },
    )
