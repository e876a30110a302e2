"""The figures of the paper of one report, each with the year before and the marks that stand against it alone."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import cells
from dashboard.cells import Cell
from dashboard.language import Words
from dashboard.marks import marks_of
from dashboard.panels import KINDS
from dashboard.statutory import CellKey
from dashboard.view import View

_FIGURES = (
    ("publications_by_year", cells.of_publications,
     ("publication_items", "normative_documents_issued", "licensing_decisions", "penalty_decisions", "coercion_decisions",
      "administrative_fees_10k_yuan")),
    ("applications_by_year", cells.of_applications,
     ("received", "carried_in", "granted", "granted_in_part", "refused", "unable", "declined", "other", "concluded",
      "carried_out")),
)  # fmt: skip
_RESULTS = ("upheld", "corrected", "other_result", "pending", "total")


@dataclass(frozen=True)
class Figures:
    """Rows of as many texts; a row that nothing is printed for is left out of a report from before the common forms."""

    rows: tuple[tuple[str, ...], ...]
    """Name, figure, that of the year before, change, marks."""
    disputes: tuple[tuple[str, ...], ...]
    """Kind, the results with those of the year before in brackets, marks."""
    results: tuple[str, ...]
    has_before: bool
    """Whether a result of the year before is known."""
    marks: tuple[str, ...]
    """Those that stand somewhere, for the key."""


def figures(own: View, report: dict[str, Any], form: pl.DataFrame, found: pl.DataFrame) -> Figures:
    """The figures of a report; ``own`` shows its agency alone, ``form`` is ``edition_cells``, ``found`` ``report_findings``."""
    against = _Against(form, found)
    year, words = report["year"], own.words
    is_free = report["edition"] == "pre2019"
    rows: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for query, cells_of, codes in _FIGURES:
        frame = own.frame(query)
        for code in codes:
            now, before = _rows(frame, code, year)
            marks = against.marks(now, before, cells_of(code), is_free=is_free)
            if is_free and (now is None or now["value"] is None):
                continue
            seen.update(marks)
            rows.append(_line(words, code, now, before, marks))
    disputes = []
    has_before = False
    for kind in KINDS:
        frame = own.frame("disputes_by_year", kind=kind)
        pairs = {code: _rows(frame, code, year) for code in _RESULTS}
        if is_free and not any(now and now["value"] is not None for now, _ in pairs.values()):
            continue
        marks = _joined(
            against.marks(now, before, (Cell(4, kind, code),), is_free=is_free)
            for code, (now, before) in pairs.items()
            if not is_free or (now is not None and now["value"] is not None)
        )
        seen.update(marks)
        has_before |= any(before and before["value"] is not None for _, before in pairs.values())
        results = tuple(_with_before(words, now, before) for now, before in pairs.values())
        disputes.append((words.label(kind), *results, _shown(marks)))
    return Figures(tuple(rows), tuple(disputes), _RESULTS, has_before, tuple(sorted(seen)))


class _Against:
    """What the findings of a report say of its figures."""

    def __init__(self, form: pl.DataFrame, found: pl.DataFrame) -> None:
        self._form = form
        rows = found.to_dicts()
        self._disputed = _keys(row for row in rows if row["severity"] in {"error", "warning"})
        self._revised = _keys(row for row in rows if row["rule"] == "revised")

    def marks(
        self, now: dict[str, Any] | None, before: dict[str, Any] | None, behind: Collection[Cell], *, is_free: bool
    ) -> tuple[str, ...]:
        """The marks of a figure: those of its row, but a finding counts only where it stands against the figure's own cells."""
        if now is None:
            return ()
        keys = {key for cell in behind for key in self._of(cell)}
        own = {**now, "disputed": bool(keys & self._disputed), "revised": bool(keys & self._revised)}
        marks = marks_of(own, is_first_year=before is None)
        # Before the common forms such a count stands in a table of indicators.
        return tuple(mark for mark in marks if mark != "p" or not is_free)

    def _of(self, cell: Cell) -> Collection[CellKey]:
        """The cell itself and, where it is that of a group, those of the group's rows."""
        if cell.table_no is None:
            return set()
        rows = self._form.filter((pl.col("table_no") == cell.table_no) & (pl.col("row_group") == cell.row))["row_code"]
        return {(cell.table_no, row, cell.column) for row in (cell.row, *rows)}


def _keys(rows: Any) -> set[CellKey]:
    return {(cell["table_no"], cell["row_code"], cell["column_code"]) for row in rows for cell in row["cells"] or ()}


def _rows(frame: pl.DataFrame, code: str, year: int) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    rows = {row["year"]: row for row in frame.filter(pl.col("series") == code).iter_rows(named=True)}
    return rows.get(year), rows.get(year - 1)


def _line(
    words: Words, code: str, now: dict[str, Any] | None, before: dict[str, Any] | None, marks: tuple[str, ...]
) -> tuple[str, ...]:
    value, value_before = (None if row is None else row["value"] for row in (now, before))
    change = words.signed(None if value is None or value_before is None else value - value_before)
    return words.full_name(code), words.amount(value, code), words.number(value_before), change, _shown(marks)


def _with_before(words: Words, now: dict[str, Any] | None, before: dict[str, Any] | None) -> str:
    value, value_before = (None if row is None else row["value"] for row in (now, before))
    if value_before is None:
        return words.number(value)
    return words("paper.with_before", number=words.number(value), before=words.number(value_before))


def _joined(marks: Any) -> tuple[str, ...]:
    return tuple(sorted({mark for some in marks for mark in some}))


def _shown(marks: tuple[str, ...]) -> str:
    return " ".join(f"[{mark}]" for mark in marks)
