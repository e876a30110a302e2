"""Rates with the number of cases that they rest on, and an interval."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import polars as pl

from dashboard.charts import hover, theme
from dashboard.charts.drawing import Drawing, Part, trace
from dashboard.charts.points import Point, along, columns, symbol
from dashboard.language import Words
from dashboard.whole_years import unfinished_years

_Z = 1.96


def wilson(successes: float, cases: float) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's method; ``cases`` is above 0."""
    share = successes / cases
    centre = share + _Z**2 / (2 * cases)
    spread = _Z * sqrt(share * (1 - share) / cases + _Z**2 / (4 * cases**2))
    scale = 1 + _Z**2 / cases
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def rates(frame: pl.DataFrame, series: Sequence[str], words: Words, *, is_connected: bool = False) -> Drawing:
    """One line a series of rates; the interval is drawn as a whisker; a rate on few cases is a gap.

    A year whose reports are still to come in stands apart: its rate is that of the few that came first.
    """
    own = frame.filter(pl.col("series").is_in(list(series)))
    years, unfinished = theme.years_drawn(own), unfinished_years(own)
    breaks = [*([] if is_connected else theme.breaks_within(years)), *unfinished[:1]]
    figure = Drawing()
    for number, code in enumerate(series):
        rows = {row["year"]: row for row in frame.filter(pl.col("series") == code).to_dicts()}
        if not any(row["value"] is not None for row in rows.values()):
            continue
        figure.add_trace(_trace(code, number, rows, years, breaks, words))
    if years:
        theme.draw_breaks(theme.year_axis(figure, years), years, words)
        theme.name_unfinished(figure, unfinished, words)
    theme.styled(figure, ticks=".0%")
    figure.update_yaxes(rangemode="tozero")
    return figure


def _trace(
    code: str, number: int, rows: dict[int, dict[str, Any]], years: Sequence[int], breaks: Sequence[int], words: Words
) -> Part:
    # Whiskers of several series would hide one another: they stand a little apart.
    shift = (number - 1) * 0.06

    def point_of(year: int) -> Point:
        row = rows.get(year)
        rate = None if row is None else row["value"]
        if row is None or rate is None:
            return Point(year + shift, None, "", (year, code), symbol(row, number))
        low, high = wilson(row["events"], row["cases"])
        text = hover.text(row, words, rate_text(row, words))
        return Point(year + shift, rate, text, (year, code), symbol(row, number), high - rate, rate - low)

    points = along(years, breaks, code, point_of)
    colour = theme.COLOURS[number % len(theme.COLOURS)]
    above, below = [point.above for point in points], [point.below for point in points]
    return trace(
        "scatter",
        **columns(points),
        name=words.label(code),
        error_y={"type": "data", "array": above, "arrayminus": below, "thickness": 1, "width": 3},
        line={"color": colour, "dash": theme.DASHES[number % len(theme.DASHES)], "width": 2},
        marker={"size": 10, "symbol": [point.symbol for point in points], "color": colour},
    )


def rate_text(row: Mapping[str, Any], words: Words) -> str:
    """A rate in words: with its interval and its n, or why it is not shown."""
    rate = row["value"]
    if rate is None:
        if row["cases"] is None:
            return words("app.missing")
        return words("rate.suppressed", cases=rate_cases(row, words))
    low, high = wilson(row["events"], row["cases"])
    return words("rate.shown", rate=f"{rate:.1%}", low=f"{low:.1%}", high=f"{high:.1%}", cases=rate_cases(row, words))


def rate_cases(row: Mapping[str, Any], words: Words) -> str:
    """The cases of a rate, and of them those that it counts."""
    return words("rate.cases", events=words.number(row["events"]), cases=words.number(row["cases"]))
