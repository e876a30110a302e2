"""How every chart looks: colours that colour-blind readers tell apart (Okabe and Ito), breaks between forms, fonts."""

from collections.abc import Sequence
from itertools import pairwise

import polars as pl

from dashboard.charts import margins
from dashboard.charts.drawing import Drawing
from dashboard.language import Words
from dashboard.marks import FORM_STARTS, form_of

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#6B6B6B", "#B8A200")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "hexagon")
SEVERITY_COLOURS = {"error": "#D55E00", "warning": "#E69F00", "notice": "#56B4E9"}
OUTCOME_COLOURS = {
    "granted": "#009E73", "granted_in_part": "#8fd3bd", "refused": "#D55E00", "unable": "#E69F00", "declined": "#CC79A7",
    "other": "#6B6B6B",
}  # fmt: skip
RESULT_COLOURS = {"upheld": "#0072B2", "corrected": "#D55E00", "other_result": "#56B4E9", "pending": "#9aa5b1"}
FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"
INK = "#1f2933"
GRID = "#e3e7eb"
HEIGHT = 380
WARNING = "#B5340A"
VEIL = "rgba(255, 255, 255, 0.85)"
"""Behind words that stand over bars, lines or points."""


def years_of(years: Sequence[int]) -> list[int]:
    """Every year from the first to the last, those without a report included."""
    return list(range(min(years), max(years) + 1)) if years else []


def years_drawn(frame: pl.DataFrame) -> list[int]:
    """Every year from the first with a value to the last of a frame: forms before it had no such item."""
    first = frame.filter(pl.col("value").is_not_null())["year"].min()
    return [] if first is None else years_of([first, frame["year"].max()])  # type: ignore[list-item]


def breaks_within(years: Sequence[int]) -> list[int]:
    """The first years of a new form that have an earlier year on the chart."""
    return [start for start in FORM_STARTS if years and min(years) < start <= max(years)]


def styled(figure: Drawing, *, height: int = HEIGHT, ticks: str = ",~r") -> Drawing:
    """Give a figure, all traces in it, the house's looks; ``ticks`` is the format of the value axis."""
    figure.update_yaxes(
        gridcolor=GRID, zerolinecolor="#9aa5b1", automargin=True, ticklabeloverflow="allow", tickformat=ticks
    )
    figure.update_xaxes(showgrid=False, automargin=True, ticklabeloverflow="allow", linecolor="#9aa5b1")
    figure.update_layout(
        height=height,
        margin=margins.around(figure),
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "title": {"text": ""},
        },
        hoverlabel={"font": {"family": FONT, "color": INK}, "bgcolor": "white", "align": "left"},
        hovermode="closest",
        clickmode="event",
        dragmode=False,
    )
    return figure


def year_axis(figure: Drawing, years: Sequence[int]) -> Drawing:
    """Every year a tick, thinned out on long series; of more than eight ``style.css`` names every other on a narrow screen."""
    step = max(1, -(-len(years) // 12))
    return figure.update_xaxes(
        tickvals=list(years)[::-1][::step][::-1],
        tickformat="d",
        tickangle=0,
        range=[min(years) - 0.6, max(years) + 0.6],
    )


def draw_breaks(figure: Drawing, years: Sequence[int], words: Words) -> Drawing:
    """A rule where the form changed, and over each part the name of its form."""
    starts = breaks_within(years)
    edges = [min(years), *starts, max(years) + 1] if starts else []
    rules = [
        {
            "type": "line", "x0": start - 0.5, "x1": start - 0.5, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
            "line": {"color": "#52606d", "width": 1, "dash": "dot"},
        }
        for start in starts
    ]  # fmt: skip
    names = [
        {
            "x": (start + end - 1) / 2, "y": 1.0, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "text": words(f"form.{form_of(start)}"), "font": {"size": 11, "color": "#52606d"},
        }
        for start, end in pairwise(edges)
    ]  # fmt: skip
    return figure.add_shapes(rules).add_annotations(names)


def name_unfinished(figure: Drawing, unfinished: Sequence[int], words: Words) -> Drawing:
    """Each year for which most reports are still to come on a ground of its own, named: its figure is not one to compare.

    Such years are the last on the chart: the name stands upright in the margin beside them, where it covers no bar.
    """
    grounds = [
        {
            "type": "rect", "x0": year - 0.5, "x1": year + 0.5, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain",
            "fillcolor": "#eef1f4", "line": {"width": 0}, "layer": "below",
        }
        for year in unfinished
    ]  # fmt: skip
    names = [
        {
            "x": year + 0.5, "xanchor": "left", "y": 1.0, "yref": "y domain", "yanchor": "top", "showarrow": False,
            "textangle": -90, "text": words("chart.unfinished"), "font": {"size": 11, "color": WARNING},
        }
        for year in unfinished[-1:]
    ]  # fmt: skip
    return figure.add_shapes(grounds).add_annotations(names)


def note(figure: Drawing, x: float, y: float, text: str) -> Drawing:
    """A warning just above a point, legible over bars and lines."""
    figure.add_annotation(
        x=x, y=y, text=text, showarrow=False, yshift=10, font={"size": 11, "color": WARNING}, bgcolor=VEIL
    )
    return figure


def unit_title(figure: Drawing, text: str) -> Drawing:
    """The unit, above the value axis and the names of the forms: beside them a narrow screen has no room."""
    return figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=1.0, yref="paper", yanchor="bottom", yshift=15, showarrow=False,
        text=text, font={"size": 11, "color": "#52606d"},
    )  # fmt: skip


def lying(figure: Drawing, height: int, unit: str) -> Drawing:
    """The looks of bars that lie: values and their unit along the bottom."""
    figure.update_xaxes(title={"text": unit, "font": {"size": 11}, "standoff": 2})
    styled(figure, height=height)
    figure.update_layout(margin={"t": 8, "b": figure.layout.margin.b + 8})
    figure.update_xaxes(gridcolor=GRID, showgrid=True, tickformat=",~r")
    return figure.update_yaxes(showgrid=False)
