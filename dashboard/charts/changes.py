"""What a change on the year before is made of: bars to the right for more, to the left for less."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.charts import agency_names, theme
from dashboard.charts.bars import folded
from dashboard.charts.drawing import Drawing, trace
from dashboard.language import Words

MORE, LESS = "#D55E00", "#0072B2"
_SHOWN = 15
"""Agencies with a bar of their own: those with the largest changes; the table has them all."""


def by_agency(frame: pl.DataFrame, words: Words) -> Drawing:
    """The frame of ``change_by_agency.sql``: a bar an agency, the largest change on top."""
    rows = frame.sort(pl.col("value").abs(), "agency_id", descending=[True, False]).head(_SHOWN).to_dicts()
    return _bars(rows, [agency_names.folded(row["agency"]) for row in rows], words)


def by_series(frame: pl.DataFrame, words: Words) -> Drawing:
    """A bar a series, the largest change on top; a series that cannot be compared has none."""
    rows = frame.filter(pl.col("value").is_not_null()).sort(pl.col("value").abs(), descending=True).to_dicts()
    return _bars(rows, [folded(words.label(row["series"]), words.language) for row in rows], words)


def _bars(rows: Sequence[Mapping[str, Any]], names: Sequence[str], words: Words) -> Drawing:
    figure = Drawing(
        trace(
            "bar",
            x=[row["value"] for row in rows],
            y=names,
            orientation="h",
            customdata=[
                (row["year"], row["series"], *([row["agency_id"]] if "agency_id" in row else [])) for row in rows
            ],
            hovertext=[_text(row, name, words) for row, name in zip(rows, names, strict=True)],
            hoverinfo="text",
            text=[words.signed(row["value"]) for row in rows],
            textposition="auto",
            insidetextanchor="end",
            textangle=0,
            constraintext="none",
            cliponaxis=False,
            marker={"color": [MORE if row["value"] > 0 else LESS for row in rows]},
        )
    )
    theme.lying(
        figure, 90 + agency_names.row_height(names) * max(len(rows), 3), words.unit(rows[0]["series"]) if rows else ""
    )
    # room at both ends for the figures beside bars too short to hold them
    least, most = (edge([0.0, *(row["value"] for row in rows)]) for edge in (min, max))
    room = 0.15 * (most - least)
    figure.update_xaxes(zeroline=True, zerolinecolor="#52606d", range=[least - room, most + room])
    figure.update_yaxes(autorange="reversed", tickfont={"size": 12})
    return figure


def _text(row: Mapping[str, Any], name: str, words: Words) -> str:
    change = words(
        "change.hover", before=words.number(row["value_before"]), now=words.number(row["value_now"]),
        change=words.signed(row["value"]),
    )  # fmt: skip
    return f"<b>{name}</b><br>{change}"
