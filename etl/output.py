"""A document's outcome as the JSON object that ``etl parse`` prints: the public format of the contract."""

from typing import Any

import msgspec

from etl.model import Indicator, Reading, Report
from etl.narrative import publication_items
from etl.pipeline import Outcome

_COUNTS = (
    "applications_received",
    "applications_carried_in",
    "applications_concluded",
    "applications_carried_out",
    "reconsiderations",
    "lawsuits",
)


def as_json(outcome: Outcome) -> list[bytes]:
    """One line of UTF-8 JSON a report; one that says why for a document without any."""
    head = {"source_name": outcome.document.source_name, "sha256": outcome.document.sha256}
    bodies = [_fields(report) for report in outcome.reports] or [_nothing(outcome)]
    return [msgspec.json.encode(head | body) for body in bodies]


def _fields(report: Report) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "published_on": report.published_on,
        "cells": [_cell(reading) for reading in report.readings],
        "indicators": [_indicator(indicator) for indicator in report.indicators],
        "narrative": {
            "publication_items": publication_items(report.statements),
            **{name: _stated(report.statement(name)) for name in _COUNTS},
            "statements": report.statements,
        },
        "findings": report.findings,
    }


def _nothing(outcome: Outcome) -> dict[str, Any]:
    """A document without a report says so as a finding: none of its tables was read."""
    severity = "error" if outcome.is_unreadable else "notice"
    message = f"{outcome.document.source_name}：{outcome.reason}。"
    return {
        "agency": None,
        "year": None,
        "edition": None,
        "published_on": None,
        "cells": [],
        "indicators": [],
        "narrative": {"publication_items": None},
        "findings": [{"rule": "missing_table", "severity": severity, "message": message, "cells": []}],
    }


def _stated(statement: Any) -> Any:
    return statement.value if statement is not None else None


def _cell(reading: Reading) -> dict[str, Any]:
    return {
        "table": reading.table,
        "row": reading.row,
        "column": reading.column,
        "value": reading.value,
        "printed": reading.printed,
        "status": reading.status,
        "page": reading.place.page if reading.place else None,
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "label": indicator.label,
        "unit": indicator.unit,
        "value": indicator.value,
        "cumulative": indicator.cumulative,
    }
