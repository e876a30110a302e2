"""Small frames of the shape that the charts take."""

from typing import Any

import polars as pl

from dashboard.language import Words

ZH = Words("zh")
EN = Words("en")


def point(year: int, series: str, value: float | None, given: int, reports: int, absent: int = 0) -> dict[str, Any]:
    """One row of a chart by year."""
    return {
        "year": year,
        "series": series,
        "value": value,
        "given": given,
        "reports": reports,
        "absent": absent,
        "disputed": 0,
    }


def rate(year: int, kind: str, corrected: float | None, decided: float | None) -> dict[str, Any]:
    """One row of the correction rate, not given on fewer than ten decided cases."""
    value = corrected / decided if corrected is not None and decided is not None and decided >= 10 else None
    return {**point(year, kind, value, 1, 1), "events": corrected, "cases": decided}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows as a frame, columns without a value typed all the same."""
    numbers = {name: pl.Float64 for name in ("value", "events", "cases") if rows and name in rows[0]}
    return pl.DataFrame(list(rows), infer_schema_length=None, schema_overrides=numbers)
