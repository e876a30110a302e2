"""Bars: stacked or side by side over the years, and lying down for categories with long names."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Literal

import polars as pl

from dashboard.charts import hover, theme
from dashboard.charts.drawing import Drawing, Part, trace
from dashboard.language import Words
from dashboard.whole_years import unfinished_years

_LABEL_WIDTH = {"zh": 14, "en": 26}
_ROOM_BEHIND = 0.55
"""What a figure behind the longest bar needs on a narrow screen, as a part of that bar."""


def year_bars(
    frame: pl.DataFrame,
    series: Sequence[str],
    words: Words,
    *,
    mode: Literal["stack", "group"] = "stack",
    colours: Mapping[str, str] | None = None,
) -> Drawing:
    """One bar a year and series; a figure that nobody reports has no bar, and a hatched bar lacks some reports."""
    years = theme.years_drawn(frame)
    figure = Drawing()
    for number, code in enumerate(series):
        rows = {row["year"]: row for row in frame.filter(pl.col("series") == code).iter_rows(named=True)}
        if not any(row["value"] is not None for row in rows.values()):
            continue
        colour = (colours or {}).get(code, theme.COLOURS[number % len(theme.COLOURS)])
        figure.add_trace(_year_trace(code, rows, years, colour, words))
    figure.update_layout(barmode=mode, bargap=0.35)
    if years:
        theme.draw_breaks(theme.year_axis(figure, years), years, words)
        theme.name_unfinished(figure, unfinished_years(frame), words)
    theme.unit_title(figure, words.unit(series[0]))
    theme.styled(figure)
    figure.update_yaxes(rangemode="tozero")
    return figure


def _year_trace(
    code: str, rows: Mapping[int, Mapping[str, Any]], years: Sequence[int], colour: str, words: Words
) -> Part:
    found = [rows.get(year) for year in years]
    if hover.is_hatched(found[0]):
        # The legend shows the first bar: before one that is hatched stands one without a figure.
        years, found = [years[0], *years], [None, *found]
    return trace(
        "bar",
        x=list(years),
        y=[None if row is None else row["value"] for row in found],
        name=words.label(code),
        customdata=[(year, code) for year in years],
        hovertext=["" if row is None else hover.text(row, words, words.amount(row["value"], code)) for row in found],
        hoverinfo="text",
        marker={"color": colour, "pattern": _pattern(found)},
    )


def carry_over(frame: pl.DataFrame, series: Sequence[str], words: Words) -> Drawing:
    """What was carried out beside what is carried in; a year in which agencies differ says how many (``disputed``)."""
    figure = year_bars(frame, series, words, mode="group")
    for (year,), rows in frame.filter(pl.col("disputed") > 0).group_by("year"):
        theme.note(figure, year, rows["value"].max(), words("carry.differs", count=rows["disputed"][0]))  # type: ignore[arg-type]
    return figure


def category_bars(frame: pl.DataFrame, words: Words) -> Drawing:
    """One lying bar a series, the largest on top; those that nobody reports stand last, without a bar."""
    rows = frame.sort("value", "series", descending=[False, True], nulls_last=False).to_dicts()
    total = sum(row["value"] or 0 for row in rows)
    figure = Drawing(
        trace(
            "bar",
            x=[row["value"] for row in rows],
            y=[folded(words.label(row["series"]), words.language) for row in rows],
            orientation="h",
            customdata=[(None, row["series"]) for row in rows],
            hovertext=[hover.text(row, words, words.amount(row["value"], row["series"])) for row in rows],
            hoverinfo="text",
            text=[_with_share(row["value"], total, words) for row in rows],
            # over the lines of a hatched bar a figure cannot be read
            textposition=["outside" if hover.is_partial(row) else "auto" for row in rows],
            textangle=0,
            constraintext="none",
            cliponaxis=False,
            marker={"color": theme.COLOURS[0], "pattern": _pattern(rows)},
        )
    )
    theme.lying(figure, 80 + 44 * max(len(rows), 3), words.unit(rows[0]["series"]) if rows else "")
    longest = max((row["value"] or 0 for row in rows), default=0)
    if any(hover.is_partial(row) and row["value"] > longest * (1 - _ROOM_BEHIND) for row in rows):
        return figure.update_xaxes(range=[0, longest * (1 + _ROOM_BEHIND)])
    return figure.update_xaxes(rangemode="tozero")


def _with_share(value: float | None, total: float, words: Words) -> str:
    """A figure with its share of those drawn."""
    number = words.number(value)
    return words("bar.share", number=number, share=f"{value / total:.0%}") if value and total else number


def rule_bars(frame: pl.DataFrame, words: Words) -> Drawing:
    """Findings: one lying bar a rule (``category``), its parts by severity (``series``)."""
    order = frame.group_by("category").agg(pl.col("value").sum()).sort("value", "category")["category"].to_list()
    names = {code: folded(words.coded("rule", code), words.language) for code in order}
    figure = Drawing()
    for severity, colour in theme.SEVERITY_COLOURS.items():
        rows = frame.filter(pl.col("series") == severity).to_dicts()
        figure.add_trace(
            trace(
                "bar",
                x=[row["value"] for row in rows],
                y=[names[row["category"]] for row in rows],
                orientation="h",
                name=words.coded("severity", severity),
                customdata=[(None, row["category"]) for row in rows],
                hovertext=[
                    words(
                        "hover.finding",
                        rule=words.coded("rule", row["category"]),
                        severity=words.coded("severity", severity),
                        count=words.number(row["value"]),
                        reports=words.number(row["reports"]),
                    )
                    for row in rows
                ],
                hoverinfo="text",
                marker={"color": colour},
            )
        )
    figure.add_trace(_sums(frame, order, names, words))
    figure.update_layout(barmode="stack")
    theme.lying(figure, 110 + 34 * max(len(order), 3), words.unit("error"))
    figure.update_xaxes(rangemode="tozero")
    return figure.update_yaxes(categoryorder="array", categoryarray=[names[code] for code in order])


def _sums(frame: pl.DataFrame, order: Sequence[str], names: Mapping[str, str], words: Words) -> Part:
    """The number of findings of each rule, written at the end of its bar."""
    sums = dict(frame.group_by("category").agg(pl.col("value").sum()).iter_rows())
    return trace(
        "scatter",
        x=[sums[code] for code in order],
        y=[names[code] for code in order],
        mode="text",
        text=[f" {words.number(sums[code])}" for code in order],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _pattern(rows: Sequence[Mapping[str, Any] | None]) -> dict[str, Any]:
    shapes = ["/" if hover.is_hatched(row) else "" for row in rows]
    return {"shape": shapes, "fillmode": "overlay", "fgcolor": "white", "fgopacity": 0.7, "size": 8, "solidity": 0.15}


def folded(text: str, language: str) -> str:
    """A long name on several lines."""
    return "<br>".join(wrap(text, _LABEL_WIDTH[language], break_long_words=language == "zh"))
