"""From each row of an answer to what it speaks of: the report with its cell, finding or sentence, or the agency in its year.

What a row speaks of is told by the names of its columns, those of the public views in either language.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import polars as pl

from dashboard import source
from dashboard.language import LANGUAGES
from dashboard.view import View
from warehouse.snapshot import Snapshot

_PLACES = (
    {"table": "table_no", "row": "row_code", "column": "column_code"},
    {"finding": "finding_no"},
    {"statement": "concept"},
)
"""What of a report a row may name, by the key of the address."""
_CODES = ("report_id", "agency_id", "agency", "year", "sha256", *(code for place in _PLACES for code in place.values()))

_Row = Mapping[str, Any]


def links(view: View, frame: pl.DataFrame) -> pl.Series | None:
    """The address that each row leads to, None for a row that names nothing; None where no row does."""
    columns = _columns(view.snapshot, frame.columns)
    if not {"report_id", "agency_id", "agency", "sha256"} & columns.keys():
        return None
    agencies = _known(view.snapshot, "agencies_by_name", frame, columns.get("agency"))
    reports = _known(view.snapshot, "reports_by_hash", frame, columns.get("sha256"))
    common = urlencode(view.address, doseq=True)
    base = f"./{view.pages['agency'].url_path}?{common}{'&' if common else ''}"
    found: list[str | None] = []
    for row in frame.select(pl.col(name).alias(code) for code, name in columns.items()).iter_rows(named=True):
        wanted = _wanted(row, agencies, reports)
        found.append(base + urlencode(wanted) if wanted else None)
    return pl.Series(found, dtype=pl.String) if any(found) else None


def _columns(snapshot: Snapshot, names: list[str]) -> dict[str, str]:
    """The columns of the answer that name something, by their code."""
    chinese = {code: term.name for code, term in source.terms(snapshot, LANGUAGES[0]).items()}
    codes = {name: code for code in _CODES for name in (code, chinese.get(code, code))}
    return {codes[name.lower()]: name for name in names if name.lower() in codes}


def _known(snapshot: Snapshot, query: str, frame: pl.DataFrame, column: str | None) -> dict[str, str]:
    """The identifiers of what a column of the answer names otherwise."""
    if column is None or frame.schema[column] != pl.String:
        return {}
    names = frame[column].drop_nulls().unique().sort().to_list()
    return dict(source.frame(snapshot, query, names=names).select("known", "id").iter_rows())


def _wanted(row: _Row, agencies: Mapping[str, str], reports: Mapping[str, str]) -> dict[str, object]:
    """The part of the address that a row asks for: its report before its agency."""
    report = row.get("report_id") or reports.get(row.get("sha256", ""))
    if report:
        places = ({key: row.get(code) for key, code in place.items()} for place in _PLACES)
        return {"report": report, **next((place for place in places if None not in place.values()), {})}
    organ = row.get("agency_id") or agencies.get(row.get("agency", ""))
    if not organ:
        return {}
    return {"organ": organ, **({} if row.get("year") is None else {"year": row["year"]})}
