"""Room around a chart for its labels and legend, from the start: plotly draws a chart, finds its margins too small, and draws it again.

The room is estimated for a wide screen; where it falls short, plotly makes it wider as before.
"""

from collections import defaultdict
from math import ceil
from unicodedata import east_asian_width

from dashboard.charts.drawing import Drawing, Part

TOP = 36
_SIDE, _BELOW, _BESIDE_TICK = 15, 33, 13
_WIDE, _DIGIT, _COMMA, _PERCENT = 13.0, 7.3, 3.7, 12.0
"""Widths in pixels at the charts' size of print, 13: of a Chinese character, a figure, a comma or point, a percent sign."""
_SIGN_BEFORE_NAME, _LINE, _LEGEND_WIDTH = 45, 20, 720
_PADDING, _TITLE = 10, 26


def around(figure: Drawing) -> dict[str, int]:
    """The margins of a figure; its traces, ticks and legend are as they will be."""
    return {"l": _left(figure), "r": _SIDE, "t": TOP, "b": _below(figure)}


def _left(figure: Drawing) -> int:
    widest = max((_width(label) for label in _tick_labels(figure)), default=0.0)
    return ceil(widest) + _BESIDE_TICK


def _tick_labels(figure: Drawing) -> list[str]:
    """The names on the value axis, or its largest figure as it will be printed, or a little more."""
    names = [
        line for trace in figure.data for name in trace.y or () if isinstance(name, str) for line in name.split("<br>")
    ]
    if names:
        return names
    top = 1.08 * _highest(figure)  # the axis goes on a little above its highest point
    if figure.layout.yaxis.tickformat == ".0%":
        return ["100%" if top >= 1 else "88%"]
    return [f"{top:,.0f}" if top >= 20 else "0.88"]


def _highest(figure: Drawing) -> float:
    """The highest point, or top of bars that stand on one another."""
    tops: defaultdict[object, float] = defaultdict(float)
    for number, trace in enumerate(figure.data):
        for x, y in zip(trace.x or (), trace.y or (), strict=True):
            tops[x if trace.type == "bar" else (x, number)] += float(y or 0)
    return max(tops.values(), default=0.0)


def _below(figure: Drawing) -> int:
    below = _BELOW + (_TITLE if (figure.layout.xaxis.title or Part()).text else 0)
    named = [trace.name or "" for trace in figure.data if trace.showlegend is not False]
    if len(named) < 2 or figure.layout.showlegend is False:
        return below
    widths = [_width(name) + _SIGN_BEFORE_NAME for name in named]
    across = len(widths) if sum(widths) <= _LEGEND_WIDTH else max(1, int(_LEGEND_WIDTH // max(widths)))
    return below + _PADDING + _LINE * ceil(len(widths) / across)


def _width(text: str) -> float:
    return sum(
        _WIDE if east_asian_width(letter) in "WF" else {",": _COMMA, ".": _COMMA, "%": _PERCENT}.get(letter, _DIGIT)
        for letter in text
    )
