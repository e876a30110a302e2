"""What came in beside where it went: two stacked bars a year that are equally high where the reports add up."""

from collections.abc import Sequence

import polars as pl

from dashboard.charts import hover, theme
from dashboard.charts.drawing import Drawing, trace
from dashboard.language import Words
from dashboard.whole_years import unfinished_years

CAME_IN = ("received", "carried_in")
WENT = ("granted", "granted_in_part", "refused", "unable", "declined", "other", "carried_out")
_COLOURS = {"received": "#0072B2", "carried_in": "#9cc7e3", **theme.OUTCOME_COLOURS, "carried_out": "#9cc7e3"}
_WIDTH = 0.36


def flow(frame: pl.DataFrame, words: Words) -> Drawing:
    """The frame of ``application_flow.sql``; a year whose two bars differ is named above them."""
    figure = Drawing()
    for codes, offset in ((CAME_IN, -_WIDTH), (WENT, 0.0)):
        _stack(figure, frame, codes, offset, words)
    years = theme.years_drawn(frame)
    theme.draw_breaks(theme.year_axis(figure, years), years, words)
    theme.name_unfinished(figure, unfinished_years(frame), words)
    theme.unit_title(figure, words.unit("received"))
    theme.styled(figure, height=420)
    _name_differences(figure, frame, words)
    figure.update_yaxes(rangemode="tozero")
    return figure


def _stack(figure: Drawing, frame: pl.DataFrame, codes: Sequence[str], offset: float, words: Words) -> None:
    # The bases are given: plotly stacks one group of bars, not two beside each other.
    base: dict[int, float] = {}
    for code in codes:
        rows = frame.filter((pl.col("series") == code) & pl.col("value").is_not_null()).sort("year").to_dicts()
        figure.add_trace(
            trace(
                "bar",
                x=[row["year"] for row in rows],
                y=[row["value"] for row in rows],
                base=[base.get(row["year"], 0.0) for row in rows],
                offset=offset,
                width=_WIDTH,
                name=words.label(code),
                customdata=[(row["year"], code) for row in rows],
                hovertext=[hover.text(row, words, words.amount(row["value"], code)) for row in rows],
                hoverinfo="text",
                marker={"color": _COLOURS[code], "line": {"width": 0.5, "color": "white"}},
            )
        )
        base |= {row["year"]: base.get(row["year"], 0.0) + row["value"] for row in rows}


def _name_differences(figure: Drawing, frame: pl.DataFrame, words: Words) -> None:
    for year, rows in frame.filter(pl.col("disputed") > 0).group_by("year"):
        top = max(rows.filter(pl.col("series").is_in(side))["value"].sum() for side in (CAME_IN, WENT))
        theme.note(figure, year[0], top, words("flow.differs", count=rows["disputed"][0]))  # type: ignore[arg-type]
