"""A chart of any answer: one column across, one up, and one that tells the lines apart."""

from typing import Literal

import polars as pl

from dashboard.charts import theme
from dashboard.charts.drawing import Drawing, trace

Kind = Literal["bar", "line", "scatter"]
KINDS: tuple[Kind, ...] = ("bar", "line", "scatter")
MOST_SERIES = 12


def free(frame: pl.DataFrame, kind: Kind, across: str, up: str, series: str | None) -> Drawing:
    """Rows as they come; a missing value is a gap. Of ``series`` the first ``MOST_SERIES`` values are drawn."""
    names = [None] if series is None else frame[series].unique(maintain_order=True).head(MOST_SERIES).to_list()
    frame = frame.with_columns(_drawable(frame[across]))
    figure = Drawing()
    for number, name in enumerate(names):
        rows = frame if series is None else frame.filter(pl.col(series).eq_missing(pl.lit(name)))
        x, y = rows[across].to_list(), rows[up].to_list()
        colour = theme.COLOURS[number % len(theme.COLOURS)]
        label = up if series is None else str(name)
        if kind == "bar":
            figure.add_trace(trace("bar", x=x, y=y, name=label, marker={"color": colour}))
        else:
            marker = {"color": colour, "symbol": theme.SYMBOLS[number % len(theme.SYMBOLS)], "size": 8}
            mode = "markers" if kind == "scatter" else "lines+markers"
            figure.add_trace(trace("scatter", x=x, y=y, name=label, mode=mode, marker=marker, connectgaps=False))
    theme.styled(figure).update_yaxes(title={"text": up, "standoff": 4, "font": {"size": 12}})
    if frame[across].dtype.is_integer():
        figure.update_xaxes(tickformat="d")
    return figure


def _drawable(column: pl.Series) -> pl.Series:
    """A column that an axis knows how to place; of others (lists, spans of time, bytes) the text of each value."""
    dtype = column.dtype
    if dtype.is_numeric() or dtype in (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Time, pl.Null):
        return column
    return pl.Series(column.name, [None if value is None else str(value) for value in column.to_list()], pl.String)
