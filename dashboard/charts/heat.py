"""Agency by year as a table of shades: the figure in each cell, or the reason that there is none, and whether it is disputed."""

from collections.abc import Mapping
from math import log10
from typing import Any

import polars as pl

from dashboard.charts import agency_names, hover, theme
from dashboard.charts.drawing import Drawing, trace
from dashboard.language import Words

_SHADES = [[0.0, "#f1f6fa"], [0.5, "#9cc7e3"], [1.0, "#3d8fc4"]]
"""Pale enough that black figures stay readable on each."""
_MISSING = "#e3e7eb"


def agency_years(frame: pl.DataFrame, words: Words) -> Drawing:
    """The frame of ``agency_years.sql``; shades go by orders of magnitude, a cell without a figure is grey."""
    agencies = list(dict(frame.select("agency_id", "agency").iter_rows()).items())
    names = {agency_id: agency_names.folded(agency) for agency_id, agency in agencies}
    cells = {(row["agency_id"], row["year"]): row for row in frame.iter_rows(named=True)}
    years = sorted({year for _, year in cells})
    grid = [[cells[agency_id, year] for year in years] for agency_id in names]
    heights = [[_height(row["value"]) for row in line] for line in grid]
    places = [(year, name) for name in names.values() for year in years]
    rows = [row for line in grid for row in line]
    shared = {"x": [str(year) for year in years], "y": list(names.values()), "xgap": 2, "ygap": 2, "showscale": False}
    figure = Drawing(
        trace(
            "heatmap",
            **shared,
            z=[[0 for _ in line] for line in grid],
            colorscale=[[0, _MISSING], [1, _MISSING]],
            hoverinfo="skip",
        ),
        trace("heatmap", **shared, z=heights, colorscale=_SHADES, hoverinfo="skip"),
        # plotly lets points be clicked, but not the cells of a heat map: each cell carries a point
        trace(
            "scatter",
            x=[str(year) for year, _ in places],
            y=[name for _, name in places],
            mode="markers+text",
            marker={"size": 24, "symbol": "square", "color": "rgba(0,0,0,0)"},
            text=[cell_text(row, words) for row in rows],
            textfont={"size": 11},
            customdata=[(row["year"], row["series"], row["agency_id"]) for row in rows],
            hovertext=[_hover(row, words) for row in rows],
            hoverinfo="text",
            showlegend=False,
        ),
    )
    theme.styled(figure, height=110 + agency_names.row_height(names.values()) * max(len(agencies), 3))
    figure.update_layout(margin={"b": 8})
    figure.update_yaxes(range=[len(agencies) - 0.5, -0.5], showgrid=False, tickfont={"size": 12}, ticks="")
    figure.update_xaxes(side="top", type="category", range=[-0.5, len(years) - 0.5])
    return figure


def _height(value: float | None) -> float | None:
    return None if value is None else log10(value + 1)


def cell_text(row: Mapping[str, Any], words: Words) -> str:
    """The figure, or why there is none; [d] where an error stands against the report."""
    text = words.number(row["value"]) if row["value"] is not None else words(f"cellstatus.{row['status']}")
    return f"{text} [d]" if row["disputed"] else text


def _hover(row: Mapping[str, Any], words: Words) -> str:
    head = words("hover.year_series", year=row["year"], series=words.label(row["series"]))
    status = "" if row["status"] == "printed" else words.coded("status", row["status"])
    amount = "" if row["value"] is None else words.amount(row["value"], row["series"])
    disputed = words("mark.d") if row["disputed"] else ""
    lines = (f"<b>{hover.plain(row['agency'])}</b>", head, amount, status, disputed)
    return "<br>".join(line for line in lines if line)
