"""Cells as the figures of charts name them."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of the statutory tables, or a count of the prose (no table); ``row`` may be the code of a group of rows."""

    table_no: int | None
    row: str
    column: str
    years_before: int = 0
    """Of which year's report: that of the figure's own year, or one so many years before."""


CellsOf = Callable[[str], Collection[Cell]]
"""The cells that the figure of a series rests on."""


def of_applications(series: str) -> tuple[Cell, ...]:
    """The total of a row of table 3."""
    return (Cell(3, series, "total"),)


def of_carry_over(series: str) -> tuple[Cell, ...]:
    """What last year's report carries out, or this year's carries in; both where it is told whether they agree."""
    cells = {
        "carried_out_before": Cell(3, "carried_out", "total", years_before=1),
        "carried_in": Cell(3, "carried_in", "total"),
    }
    return tuple(cells.values()) if series not in cells else (cells[series],)


def of_applicant(series: str) -> tuple[Cell, ...]:
    """The applications of one kind of applicant."""
    return (Cell(3, "received", series),)


_DECISIONS = {"licensing_decisions": "licensing", "penalty_decisions": "penalties", "coercion_decisions": "coercion"}
_PUBLISHED: Mapping[str, Cell] = {
    "publication_items": Cell(None, "publication_items", "value"),
    "administrative_fees_10k_yuan": Cell(2, "administrative_fees", "amount_10k_yuan"),
    **{series: Cell(2, row, "decisions") for series, row in _DECISIONS.items()},
}


def of_publications(series: str) -> tuple[Cell, ...]:
    """``normative_documents_issued`` stands in the row ``normative_documents``, column ``issued``."""
    kind = next((kind for kind in ("normative_documents", "regulations") if series.startswith(kind)), None)
    return (_PUBLISHED[series],) if kind is None else (Cell(2, kind, series.removeprefix(f"{kind}_")),)


_CONCLUDED = {
    "share_disclosed": ("granted", "granted_in_part", "concluded"),
    "share_carried_out": ("carried_out", "received", "carried_in"),
}


def of_rate(measure: str) -> tuple[Cell, ...]:
    """Those of the numerator and of the denominator."""
    if measure.startswith("correction_"):
        kind = measure.removeprefix("correction_")
        return tuple(Cell(4, kind, column) for column in ("corrected", "total", "pending"))
    rows = _CONCLUDED.get(measure, (measure.removeprefix("share_"), "concluded"))
    return tuple(Cell(3, row, "total") for row in rows)
