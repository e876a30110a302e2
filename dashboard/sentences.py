"""One sentence a chart: what it shows, in words, with the number of reports that it rests on."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from dashboard.charts.rates import rate_text, shown_rate
from dashboard.language import Words


def trend(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The first series that has a value: its last year, and the year before it."""
    for code in series:
        rows = _with_value(frame, code)
        if rows:
            last = rows[-1]
            text = words("sentence.trend", **_facts(last, code, words))
            before = [row for row in rows if row["year"] == last["year"] - 1]
            if before:
                text += words("sentence.trend_before", **_facts(before[0], code, words))
            return text + words("sentence.stop")
    return words("sentence.nothing")


def shares(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The largest and second largest series of the last year that has a value."""
    rows = frame.filter(pl.col("series").is_in(list(series)) & pl.col("value").is_not_null())
    if rows.is_empty():
        return words("sentence.nothing")
    year = rows["year"].max()
    return words("sentence.in_year", year=year) + _largest(rows.filter(pl.col("year") == year), words)


def categories(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The largest and second largest category over all chosen years."""
    rows = frame.filter(pl.col("value").is_not_null())
    if rows.is_empty():
        return words("sentence.nothing")
    return words("sentence.in_all_years") + _largest(rows, words)


def rate(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The last rate of the first kind that has one on enough cases."""
    for code in series:
        rows = [row for row in _with_value(frame, code) if shown_rate(row) is not None]
        if rows:
            row = rows[-1]
            return words("sentence.rate", year=row["year"], kind=words.label(code), rate=rate_text(row, words))
    return words("sentence.no_rate")


def coverage(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """The last year that has a report: agencies known, reports received, read, and without errors."""
    received = [row for row in _with_value(frame, "agencies_received") if row["value"]]
    if not received:
        return words("sentence.nothing")
    year = received[-1]["year"]
    values = {row["series"]: words.number(row["value"]) for row in frame.filter(pl.col("year") == year).to_dicts()}
    return words("sentence.coverage", year=year, **values)


def carry_over(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """How many agencies carry in something else than they carried out."""
    rows = _with_value(frame, "carry_over_differing")
    if not rows:
        return words("sentence.nothing")
    row = rows[-1]
    return words("sentence.carry_over", year=row["year"], pairs=row["given"], differing=words.number(row["value"]))


def findings(frame: pl.DataFrame, series: Sequence[str], words: Words) -> str:
    """How many findings, how many of them errors."""
    total = float(frame["value"].sum())
    if not total:
        return words("sentence.no_finding")
    errors = float(frame.filter(pl.col("series") == "error")["value"].sum())
    return words("sentence.findings", total=words.number(total), errors=words.number(errors))


def _with_value(frame: pl.DataFrame, code: str) -> list[dict[str, Any]]:
    rows = frame.filter((pl.col("series") == code) & pl.col("value").is_not_null())
    return rows.sort("year").to_dicts()


def _facts(row: dict[str, Any], code: str, words: Words) -> dict[str, object]:
    return {
        "year": row["year"],
        "series": words.full_name(code),
        "amount": words.amount(row["value"], code),
        "given": row["given"],
        "reports": row["reports"] - row["absent"],
    }


def _largest(rows: pl.DataFrame, words: Words) -> str:
    top = rows.sort("value", "series", descending=[True, False]).to_dicts()
    if not top[0]["value"]:
        return words("sentence.all_zero")
    first = words(
        "sentence.item",
        series=words.full_name(top[0]["series"]),
        amount=words.amount(top[0]["value"], top[0]["series"]),
    )
    if len(top) < 2 or not top[1]["value"]:
        return words("sentence.largest_one", first=first)
    second = words(
        "sentence.item",
        series=words.full_name(top[1]["series"]),
        amount=words.amount(top[1]["value"], top[1]["series"]),
    )
    return words("sentence.largest", first=first, second=second)
