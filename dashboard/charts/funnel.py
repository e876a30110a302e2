"""A rate of each agency against its number of cases, with the limits within which peers differ by chance alone."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any, NamedTuple

import polars as pl

from dashboard.charts import hover, theme
from dashboard.charts.drawing import Drawing, Part, trace
from dashboard.charts.rates import rate_text
from dashboard.language import Words

_LIMITS = (("998", 3.09, "dash"), ("95", 1.96, "dot"))
"""Name, standard errors from the peers' rate, line; as in ``rates_by_agency.sql``."""
_STEPS = 60
_NAMED = 8
"""At most so many agencies have their names on the chart; hovering tells them all, and the table has them."""
_TRIED = 40
_ROOM = (310.0, 190.0)
"""Pixels across and down that the points have on the narrowest screen: there no name may cover another, or a point."""
_SIGN, _LINE, _GAP, _MARK = 11.0, 16.0, 8, 11
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
        marker={"color": colour, "symbol": symbol, "size": _MARK, "line": {"width": 2 if "open" in symbol else 0, "color": colour}},
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


def _draw_names(figure: Drawing, rows: Sequence[Mapping[str, Any]]) -> None:
    """The names of the chosen agencies that stand out, the farthest and largest first, where none covers a point or a name."""
    outside = [row for row in rows if row["is_chosen"] and row["position"] != "within"]
    if not outside:
        return
    along = [log10(row["cases"]) if _is_wide(rows) else float(row["cases"]) for row in rows]
    xs = _in_pixels(along, min(along), max(along), _ROOM[0])
    ys = _in_pixels([row["value"] for row in rows], 0.0, max(row["value"] for row in rows), _ROOM[1])
    places = {row["agency_id"]: place for row, *place in zip(rows, xs, ys, along, strict=True)}
    taken: list[_Box] = []
    for row in sorted(outside, key=lambda row: (not row["position"].startswith("far"), -row["cases"]))[:_TRIED]:
        x, y, position = places[row["agency_id"]]
        is_left = x <= _ROOM[0] / 2  # the name stands on the side with more room
        width = _GAP + len(row["agency"]) * _SIGN
        box = _Box(x + _GAP, x + width, y) if is_left else _Box(x - width, x - _GAP, y)
        if not box.is_free(taken, xs, ys):
            continue
        taken.append(box)
        figure.add_annotation(
            x=position, y=row["value"], text=hover.plain(row["agency"]), showarrow=False, font={"size": 11}, bgcolor=theme.VEIL,
            xanchor="left" if is_left else "right", xshift=_GAP if is_left else -_GAP,
        )  # fmt: skip
        if len(taken) == _NAMED:
            return


def _in_pixels(values: Sequence[float], least: float, most: float, room: float) -> list[float]:
    return [room * (value - least) / ((most - least) or 1) for value in values]


class _Box(NamedTuple):
    """Where a name stands, in pixels."""

    left: float
    right: float
    middle: float

    def is_free(self, names: Sequence["_Box"], xs: Sequence[float], ys: Sequence[float]) -> bool:
        """Whether it is on the chart, and no name and no point is where it stands."""
        if self.left < 0 or self.right > _ROOM[0]:
            return False
        for name in names:
            if self.left < name.right and name.left < self.right and abs(self.middle - name.middle) < _LINE:
                return False
        reach = _LINE / 2 + _MARK / 2
        return not any(
            self.left <= x <= self.right and abs(self.middle - y) < reach for x, y in zip(xs, ys, strict=True)
        )
