"""Agencies side by side: a few on one pair of axes, more as small charts, each on a scale of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from plotly.subplots import make_subplots

from dashboard.charts import agency_names, hover, theme
from dashboard.charts.drawing import Drawing, Part, trace
from dashboard.charts.points import Point, along, columns
from dashboard.language import Words

TOGETHER = 6
"""As many agencies can be told apart on one pair of axes."""
SMALL = 12
_ACROSS = 2
_APART = 0.16
"""Of the width, between two of them: room for the figures of the right one's axis on the narrowest screen."""
"""As many small charts stand side by side on the narrowest screen with their names legible."""


def agency_lines(frame: pl.DataFrame, words: Words, *, is_connected: bool = False) -> Drawing:
    """The frame of ``agency_years.sql``: up to six agencies together, else the first twelve as small charts."""
    names = dict(frame.select("agency_id", "agency").iter_rows())
    rows = {(row["agency_id"], row["year"]): row for row in frame.iter_rows(named=True)}
    years = theme.years_drawn(frame)
    breaks = [] if is_connected else theme.breaks_within(years)
    is_together = len(names) <= TOGETHER
    agencies = shown(frame)
    traces = [_trace(agency_id, number if is_together else 0, rows, years, breaks, words)
              for number, agency_id in enumerate(agencies)]  # fmt: skip
    if is_together:
        figure = Drawing(*traces)
        for line, agency_id in zip(figure.data, agencies, strict=True):
            line.name = hover.plain(names[agency_id])
        theme.styled(figure)
        theme.draw_breaks(theme.year_axis(figure, years), years, words)
        theme.unit_title(figure, words.unit(frame["series"][0]))
        figure.update_layout(showlegend=True)
    else:
        titles = [agency_names.folded(names[agency_id]) for agency_id in agencies]
        figure = _small(traces, titles, years)
    figure.update_yaxes(rangemode="tozero")
    return figure


def shown(frame: pl.DataFrame) -> list[str]:
    """The agencies of a frame that have a line."""
    return list(frame["agency_id"].unique(maintain_order=True))[:SMALL]


def _small(traces: Sequence[Part], titles: Sequence[str], years: Sequence[int]) -> Drawing:
    lines = -(-len(traces) // _ACROSS)
    empty = make_subplots(
        rows=lines, cols=_ACROSS, subplot_titles=titles, vertical_spacing=0.35 / lines, horizontal_spacing=_APART
    )
    for number, line in enumerate(traces[1:], 2):
        line.change({"xaxis": f"x{number}", "yaxis": f"y{number}"})
    figure = Drawing(*traces, layout=empty.update_layout(template=None).to_plotly_json()["layout"])
    figure.update_layout(showlegend=False)
    theme.styled(figure, height=60 + 190 * lines).update_layout(margin={"t": 40})
    for title in figure.layout.annotations:
        title.font = {"size": 12}
    figure.update_xaxes(tickvals=[years[0], years[-1]], tickformat="d", range=[years[0] - 0.6, years[-1] + 0.6])
    figure.update_yaxes(nticks=4)
    return figure


def _trace(
    agency_id: str,
    number: int,
    rows: Mapping[tuple[str, int], Mapping[str, Any]],
    years: Sequence[int],
    breaks: Sequence[int],
    words: Words,
) -> Part:
    shape = theme.SYMBOLS[number % len(theme.SYMBOLS)]

    def point_of(year: int) -> Point:
        row = rows.get((agency_id, year))
        if row is None:
            return Point(year, None, "", (year, ""), shape)
        head = words("hover.year_series", year=year, series=words.label(row["series"]))
        text = f"<b>{hover.plain(row['agency'])}</b><br>{head}<br>{words.amount(row['value'], row['series'])}"
        if row["disputed"]:
            text += f"<br>{words('mark.d')}"
        # a hollow point says that an error stands against the report
        return Point(year, row["value"], text, (year, row["series"]), f"{shape}-open" if row["disputed"] else shape)

    points = along(years, breaks, "", point_of)
    colour = theme.COLOURS[number % len(theme.COLOURS)]
    return trace(
        "scatter",
        **{**columns(points), "customdata": [(*point.origin, agency_id) for point in points]},
        line={"color": colour, "dash": theme.DASHES[number % len(theme.DASHES)], "width": 2},
        marker={
            "color": colour,
            "size": 8,
            "symbol": [point.symbol for point in points],
            "line": {"width": 2, "color": colour},
        },
    )
