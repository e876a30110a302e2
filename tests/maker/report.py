"""A report before it is typeset: who, when, the prose, and what stands in each cell; and the truth about it."""

from dataclasses import dataclass, field, replace
from typing import Any

from tests.maker.figures import CellKey
from tests.maker.printing import Printed


@dataclass(frozen=True)
class Section:
    """One of the six sections; ``table`` is the number of the statutory table that it holds."""

    code: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    table: int | None = None


@dataclass(frozen=True)
class IndicatorLine:
    """One line of an indicator table from before 2019, as printed."""

    label: str
    unit: str
    value: str
    cumulative: str


@dataclass(frozen=True)
class Report:
    """One yearly report. ``expect`` names the rules whose findings must come, ``narrative`` the counts of the prose."""

    agency: str
    year: int
    edition: str
    published_on: str | None
    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    cells: dict[CellKey, Printed]
    narrative: dict[str, int]
    issuer: str
    indicators: tuple[IndicatorLine, ...] = ()
    style: str = "plain"
    quirks: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    unknowable: frozenset[CellKey] = frozenset()
    """Cells whose figure is printed, but not in a way that tells for certain which cell it belongs to."""
    unprinted: frozenset[CellKey] = frozenset()
    """Cells of the form that this report leaves out."""

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """How hypothesis shows the report of a failure: on one line."""
        printer.text(f"<{self.title}, form of {self.edition}, {self.style}, {self.quirks}>")

    def with_cell(self, key: CellKey, cell: Printed) -> "Report":
        """The same report with another text in one cell."""
        return replace(self, cells={**self.cells, key: cell})


@dataclass(frozen=True)
class Truth:
    """What a careful reader must find in one file."""

    file: str
    form: str
    report: Report
    layout: tuple[str, ...] = field(default=())

    def line(self) -> dict[str, Any]:
        """The truth as one JSON object, in the form of a scoring file."""
        report = self.report
        return {
            "file": self.file,
            "form": self.form,
            "agency": report.agency,
            "year": report.year,
            "edition": report.edition,
            "published_on": report.published_on,
            "publication_items": report.narrative.get("publication_items"),
            "narrative": report.narrative,
            "style": report.style,
            "quirks": [*report.quirks, *self.layout],
            "expect": list(report.expect),
            "cells": [
                {
                    "table": table,
                    "row": row,
                    "column": column,
                    "value": cell.value,
                    "printed": cell.text,
                    "status": cell.status,
                }
                for (table, row, column), cell in report.cells.items()
            ],
            "pre2019": {line.label: [line.unit, line.value, line.cumulative] for line in report.indicators} or None,
        }
