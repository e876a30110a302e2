"""A rate of each agency against its number of cases, with the limits within which peers differ by chance alone."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

import polars as pl

from dashboard.charts import hover, theme
from dashboard.charts.drawing import Drawing, Part, trace
from dashboard.charts.rates import rate_text
from dashboard.language import Words

_LIMITS = (("998", 3.09, "dash"), ("95", 1.96, "dot"))
"""Name, standard errors from the peers' rate, line; as in ``rates_by_agency.sql``."""
_STEPS = 60
_NAMED = 8
"""Agencies whose names stand on the chart; the table has them all."""
POSITIONS = ("far_above", "above", "within", "below", "far_below")
_COLOURS = {"far_above": "#D55E00", "above": "#E69F00", "within": "#0072B2", "below": "#56B4E9", "far_below": "#009E73"}
_SYMBOLS = {"far_above": "triangle-up", "above": "triangle-up-open", "within": "circle", "below": "triangle-down-open",
            "far_below": "triangle-down"}  # fmt: skip


def funnel(frame: pl.DataFrame, words: Words) -> Drawing:
    """The frame of ``rates_by_agency.sql``: agencies under the filters in colour by position, their other peers pale.

    An agency without a rate has no point.
    """
    rows = frame.filter(pl.col("value").is_not_null()).to_dicts()
    figure = Drawing()
    _draw_limits(figure, rows, words)
    pale = [row for row in rows if not row["is_chosen"]]
    if pale:
        figure.add_trace(_points(pale, words("peers.others"), "#9aa5b1", "circle-open", words))
    for position in POSITIONS:
        chosen = [row for row in rows if row["is_chosen"] and row["position"] == position]
        if chosen:
            name = words(f"position.{position}")
            figure.add_trace(_points(chosen, name, _COLOURS[position], _SYMBOLS[position], words))
    _draw_names(figure, rows)
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(title={"text": words("peers.cases"), "font": {"size": 12}}, tickformat=",d", zeroline=False)
    theme.styled(figure, height=440, ticks=".0%")
    if _is_wide(rows):
        figure.update_xaxes(type="log", dtick="D2")
    return figure


def _is_wide(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the numbers of cases need an axis of powers."""
    cases = [row["cases"] for row in rows]
    return bool(cases) and max(cases) > 30 * min(cases)


def _points(rows: Sequence[Mapping[str, Any]], name: str, colour: str, symbol: str, words: Words) -> Part:
    return trace("scatter",
        x=[row["cases"] for row in rows],
        y=[row["value"] for row in rows],
        mode="markers",
        name=name,
        customdata=[(row["year"], row["series"], row["agency_id"]) for row in rows],
        hovertext=[_text(row, words) for row in rows],
        hoverinfo="text",
        marker={"color": colour, "symbol": symbol, "size": 11, "line": {"width": 2 if "open" in symbol else 0, "color": colour}},
    )  # fmt: skip


def _text(row: Mapping[str, Any], words: Words) -> str:
    lines = (f"<b>{hover.plain(row['agency'])}</b>", rate_text(row, words), words(f"position.{row['position']}"))
    return "<br>".join(lines)


def _draw_limits(figure: Drawing, rows: Sequence[Mapping[str, Any]], words: Words) -> None:
    """The peers' rate and the limits around it, from the fewest to the most cases."""
    if not rows:
        return
    mean = rows[0]["mean"]
    least, most = min(row["cases"] for row in rows), max(row["cases"] for row in rows)
    cases = [least * (most / least) ** (step / _STEPS) for step in range(_STEPS + 1)]
    for name, errors, dash in _LIMITS:
        spread = [errors * (mean * (1 - mean) / n) ** 0.5 for n in cases]
        highs, lows = [min(mean + s, 1.0) for s in spread], [max(mean - s, 0.0) for s in spread]
        for values in (highs, lows):
            figure.add_trace(
                trace("scatter",
                    x=cases, y=values, mode="lines", line={"color": "#6B6B6B", "width": 1, "dash": dash}, hoverinfo="skip",
                    name=words(f"peers.limit_{name}"), legendgroup=name, showlegend=values is highs,
                )
            )  # fmt: skip
    label = words("peers.mean", rate=f"{mean:.1%}")
    figure.add_trace(
        trace("scatter",
            x=[least, most], y=[mean, mean], mode="lines", line={"color": "#1f2933", "width": 1.5}, hoverinfo="skip",
            name=label,
        )
    )  # fmt: skip


def _beside(cases: float, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where the name of a point stands: on the side with more room."""
    least, most = min(row["cases"] for row in rows), max(row["cases"] for row in rows)
    is_left = cases * cases <= least * most if _is_wide(rows) else 2 * cases <= least + most
    return {"xanchor": "left", "xshift": 8} if is_left else {"xanchor": "right", "xshift": -8}


def _draw_names(figure: Drawing, rows: Sequence[Mapping[str, Any]]) -> None:
    """The names of the chosen agencies that stand out, the largest first."""
    outside = [row for row in rows if row["is_chosen"] and row["position"] != "within"]
    is_log = _is_wide(rows)
    for row in sorted(outside, key=lambda row: -row["cases"])[:_NAMED]:
        figure.add_annotation(
            x=log10(row["cases"]) if is_log else row["cases"], y=row["value"], text=hover.plain(row["agency"]),
            showarrow=False, font={"size": 11}, **_beside(row["cases"], rows),
        )  # fmt: skip
