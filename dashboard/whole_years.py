"""Which year of a frame can be spoken of: reports for the newest year come in over months."""

import polars as pl


def last_whole_year(frame: pl.DataFrame) -> int | None:
    """The last year with a value and at least half as many reports as the best year; None where nothing has a value.

    Until half of the reports are there, the sums of a year say little. ``reports`` counts them; where a frame has none,
    the values themselves do.
    """
    rows = frame.filter(pl.col("value").is_not_null())
    if rows.is_empty():
        return None
    size = "reports" if "reports" in rows.columns else "value"
    years = rows.group_by("year").agg(pl.col(size).max().alias("size"))
    return int(years.filter(pl.col("size") * 2 >= pl.col("size").max())["year"].max())  # type: ignore[arg-type]


def unfinished_years(frame: pl.DataFrame) -> list[int]:
    """The years with a value after the last whole one: their sums are not to be compared. None where reports are not counted."""
    whole = last_whole_year(frame) if "reports" in frame.columns else None
    if whole is None:
        return []
    later = frame.filter(pl.col("value").is_not_null() & (pl.col("year") > whole))
    return sorted(later["year"].unique().to_list())
