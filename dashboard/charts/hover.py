"""What the pointer shows: the figure, and how many reports it rests on."""

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboard.language import Words


def coverage(row: Mapping[str, Any], words: Words) -> str:
    """How many reports give the figure, how many do not, and how many have no such cell."""
    if row.get("given") is None:
        return ""
    missing = row["reports"] - row["given"] - row["absent"]
    parts = [words("hover.given", given=row["given"], reports=row["reports"])]
    if missing:
        parts.append(words("hover.missing", count=missing))
    if row["absent"]:
        parts.append(words("hover.absent", count=row["absent"]))
    return words("hover.separator").join(parts)


def text(row: Mapping[str, Any], words: Words, amount: str) -> str:
    """The whole hover text of a point."""
    head = words.label(row["series"])
    if row.get("year") is not None:
        head = words("hover.year_series", year=row["year"], series=head)
    lines = [f"<b>{head}</b>", amount, coverage(row, words)]
    return "<br>".join(line for line in lines if line)


def is_partial(row: Mapping[str, Any]) -> bool:
    """Whether some reports that should give the figure do not."""
    return (
        row["value"] is not None and row.get("given") is not None and row["reports"] - row["given"] - row["absent"] > 0
    )


def is_hatched(row: Mapping[str, Any] | None) -> bool:
    """Whether the bar of a row, if it has one, is that of a sum that lacks some reports."""
    return row is not None and is_partial(row)


def plain(text: str) -> str:
    """Text of a document, so that plotly's small markup leaves it alone."""
    return escape(text)
