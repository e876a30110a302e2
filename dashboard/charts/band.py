"""A rate of one agency over the years, on the middle half of its peers."""

import polars as pl

from dashboard.charts import rates, theme
from dashboard.charts.drawing import Drawing, trace
from dashboard.language import Words

_FILL = "rgba(107, 107, 107, 0.18)"


def band(frame: pl.DataFrame, words: Words, *, is_connected: bool = False) -> Drawing:
    """The frame of ``rate_among_peers.sql``: the agency's own line with intervals, the quartiles of its peers behind it."""
    figure = rates.rates(frame, (frame["series"][0],), words, is_connected=is_connected)
    rows = frame.filter(pl.col("middle").is_not_null()).sort("year").to_dicts()
    edge = {"x": [row["year"] for row in rows], "mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    name = words("band.middle")
    figure.add_trace(
        trace("scatter", **edge, y=[row["low"] for row in rows], showlegend=False),
        trace(
            "scatter", **edge, y=[row["high"] for row in rows], fill="tonexty", fillcolor=_FILL, name=words("band.half")
        ),
        trace(
            "scatter",
            x=edge["x"],
            y=[row["middle"] for row in rows],
            mode="lines",
            line={"color": "#6B6B6B", "width": 1.5, "dash": "dash"},
            name=name,
            hovertext=[words("band.peers", name=name, rate=f"{row['middle']:.1%}", count=row["peers"]) for row in rows],
            hoverinfo="text",
        ),
    )
    return theme.styled(figure, ticks=".0%")
