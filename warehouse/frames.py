"""Records -> frames: a batch of documents laid out as columns, one frame a table of the ledger."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import msgspec
import polars as pl

from warehouse.duplicates import signature
from warehouse.records import Box, DocumentRecord, ReportRecord, utc

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no letter that is taken for a digit
_NO_BOX = (None, None, None, None)

_DOCUMENTS = {
    "sha256": pl.String, "source_name": pl.String, "source_url": pl.String, "media_type": pl.String,
    "byte_count": pl.Int64, "page_count": pl.Int32, "retrieved_at": pl.Datetime("us"), "reader_version": pl.String,
    "outcome": pl.String, "reason": pl.String, "folder": pl.String, "source": pl.String,
}  # fmt: skip
_REPORTS = {
    "report_id": pl.String, "sha256": pl.String, "agency_id": pl.String, "agency": pl.String, "year": pl.Int32,
    "edition": pl.String, "region_code": pl.String, "region": pl.String, "level": pl.String, "function": pl.String,
    "published_on": pl.Date, "publication_items": pl.Int64, "publication_items_status": pl.String,
    "evidence": pl.String, "place_id": pl.String, "organ": pl.String, "full_name": pl.String, "scope": pl.String,
    "is_identified": pl.Boolean, "second_names": pl.List(pl.String),
}  # fmt: skip
_CANDIDATES = {
    "report_id": pl.String, "candidate_no": pl.Int32, "agency": pl.String, "region_code": pl.String, "region": pl.String,
    "reason": pl.String,
}  # fmt: skip
_PLACE = {
    "grid_no": pl.Int32, "grid_row": pl.Int32, "grid_column": pl.Int32,
    "box_left": pl.Float32, "box_top": pl.Float32, "box_right": pl.Float32, "box_bottom": pl.Float32,
}  # fmt: skip
_READINGS = {
    "report_id": pl.String, "table_no": pl.UInt8, "row_code": pl.String, "column_code": pl.String,
    "value": pl.Float64, "printed": pl.String, "status": pl.String, "page": pl.Int32, "note": pl.String, **_PLACE,
}  # fmt: skip
_INDICATORS = {
    "report_id": pl.String, "line_no": pl.Int32, "code": pl.String, "label": pl.String, "unit": pl.String,
    "value": pl.Float64, "cumulative": pl.Float64, "printed": pl.String, "status": pl.String, "page": pl.Int32,
    **_PLACE,
}  # fmt: skip
_STATEMENTS = {
    "report_id": pl.String, "statement_no": pl.Int32, "concept": pl.String, "value": pl.Float64, "sentence": pl.String,
    "scope": pl.String, "is_approximate": pl.Boolean, "is_cumulative": pl.Boolean, "page": pl.Int32,
}  # fmt: skip
_CELL_KEY = pl.Struct({"table_no": pl.UInt8, "row_code": pl.String, "column_code": pl.String})
_FINDINGS = {
    "report_id": pl.String, "finding_no": pl.Int32, "rule": pl.String, "severity": pl.String, "message": pl.String,
    "cells": pl.List(_CELL_KEY),
}  # fmt: skip
_SECTIONS = {"report_id": pl.String, "section": pl.String, "text": pl.String}
_SIGNATURES = {"report_id": pl.String, "bands": pl.List(pl.UInt64)}


class BrokenRecord(ValueError):
    """A record contradicts itself; the program that made it is at fault."""


def report_id(agency_id: str | None, year: int | None, sha256: str, ordinal: int = 0) -> str:
    """``k7m2qx-2022-4h9dqw``: who, which year, which document; the same whatever else was read, and when.

    All reports of an agency begin alike, so that facts in the order of their report stand by agency and year. A report
    of no known agency stands alone. ``ordinal`` tells apart reports that one document gives for one agency and year.
    """
    who = _code(agency_id or f"unknown agency of {sha256}")
    what = _code(f"{sha256}|{agency_id}|{year}|{ordinal}")
    return f"{who}-{year or 0:04d}-{what}"


def batch_frames(batch: Sequence[DocumentRecord]) -> dict[str, pl.DataFrame]:
    """The frames of a batch by the name of their table; raises ``BrokenRecord`` if a record contradicts itself."""
    reports = [pair for document in batch for pair in _identified(document)]
    frames = {
        "documents": _frame(_DOCUMENTS, [_document_row(document) for document in batch]),
        "reports": _frame(_REPORTS, [_report_row(key, sha256, report) for key, sha256, report in reports]),
        "readings": _readings_frame(reports),
        "indicators": _frame(_INDICATORS, [
            (key, n, i.code, i.label, i.unit, i.value, i.cumulative, i.printed, i.status, i.page,
             i.grid_no, i.grid_row, i.grid_column, *_corners(i.box))
            for key, _, report in reports for n, i in enumerate(report.indicators, 1)
        ]),
        "statements": _frame(_STATEMENTS, [
            (key, n, s.concept, s.value, s.sentence, s.scope, s.is_approximate, s.is_cumulative, s.page)
            for key, _, report in reports for n, s in enumerate(report.statements, 1)
        ]),
        "findings": _frame(_FINDINGS, [
            (key, n, f.rule, f.severity, f.message,
             [{"table_no": table, "row_code": row, "column_code": column} for table, row, column in f.cells])
            for key, _, report in reports for n, f in enumerate(report.findings, 1)
        ]),
        "sections": _frame(_SECTIONS, [
            (key, section, text) for key, _, report in reports for section, text in report.sections.items()
        ]),
        "candidates": _frame(_CANDIDATES, [
            (key, n, c.agency, c.region_code, c.region, c.reason)
            for key, _, report in reports for n, c in enumerate(report.candidates, 1)
        ]),
        "signatures": _frame(_SIGNATURES, [
            (key, bands)
            for key, _, report in reports
            if (bands := signature(report.sections, (report.agency, report.region)))
        ]),
    }  # fmt: skip
    _refuse_contradictions(frames)
    return frames


def records_frame(records: Sequence[msgspec.Struct], columns: Sequence[str]) -> pl.DataFrame:
    """A frame of plain records, one column a field; every value is text or a whole number."""
    return pl.DataFrame({name: list(map(attrgetter(name), records)) for name in columns}, infer_schema_length=None)


def _frame(schema: dict[str, Any], rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows -> columns; polars reads a column of one type faster than a list of rows."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pl.DataFrame(
        [pl.Series(name, values, dtype) for (name, dtype), values in zip(schema.items(), columns, strict=True)]
    )


def _readings_frame(reports: list[tuple[str, str, ReportRecord]]) -> pl.DataFrame:
    """Column by column, and not by way of rows: there are two hundred readings to a report."""
    readings = [reading for _, _, report in reports for reading in report.readings]
    keys = [key for key, _, report in reports for _ in report.readings]
    plain = [name for name in _READINGS if name != "report_id" and not name.startswith("box_")]
    corners = [name for name in _READINGS if name.startswith("box_")]
    columns = {
        "report_id": keys,
        **{name: list(map(attrgetter(name), readings)) for name in plain},
        **{name: [r.box[n] if r.box else None for r in readings] for n, name in enumerate(corners)},
    }
    return pl.DataFrame([pl.Series(name, columns[name], dtype) for name, dtype in _READINGS.items()])


def _identified(document: DocumentRecord) -> list[tuple[str, str, ReportRecord]]:
    seen: Counter[tuple[str | None, int | None]] = Counter()
    found = []
    for report in document.reports:
        who = (report.agency_id, report.year)
        key = report_id(*who, document.sha256, seen[who])
        seen[who] += 1
        found.append((key, document.sha256, report))
    return found


def _document_row(d: DocumentRecord) -> tuple[Any, ...]:
    return (d.sha256, d.source_name, d.source_url, d.media_type, d.byte_count, d.page_count, utc(d.retrieved_at),
            d.reader_version, d.outcome, d.reason, d.folder, d.source)  # fmt: skip


def _report_row(key: str, sha256: str, r: ReportRecord) -> tuple[Any, ...]:
    published_on = date.fromisoformat(r.published_on) if r.published_on else None
    evidence = msgspec.json.encode(r.evidence).decode()
    return (key, sha256, r.agency_id, r.agency, r.year, r.edition, r.region_code, r.region, r.level, r.function,
            published_on, r.publication_items, r.publication_items_status, evidence,
            r.place_id, r.organ, r.full_name, r.scope, r.is_identified, list(r.second_names))  # fmt: skip


def _corners(box: Box | None) -> tuple[float | None, ...]:
    return box or _NO_BOX


def _refuse_contradictions(frames: dict[str, pl.DataFrame]) -> None:
    """A figure stands exactly where its status says so, a cell is read once, and a document says what became of it."""
    has_value = pl.col("value").is_not_null()
    is_reported = pl.col("status") == "reported"
    has_items = pl.col("publication_items").is_not_null()
    states_items = pl.col("publication_items_status").is_in(["prose", "printed"])
    with_report = frames["reports"]["sha256"].unique().to_list()
    has_report = pl.col("sha256").is_in(with_report)
    gives_reason = pl.col("reason").fill_null("") != ""
    cell = ["report_id", "table_no", "row_code", "column_code"]
    faults = [
        ("a cell is read twice", frames["readings"].select(cell), pl.struct(cell).is_duplicated()),
        ("a value without status reported, or the reverse", frames["readings"], has_value != is_reported),
        ("a value that is no number", frames["readings"], has_value & ~pl.col("value").is_finite()),
        ("a value without status reported, or the reverse", frames["indicators"], has_value != is_reported),
        ("items published without their status, or the reverse", frames["reports"], has_items != states_items),
        (
            "outcome report without a report, or the reverse",
            frames["documents"],
            has_report != (pl.col("outcome") == "report"),
        ),
        ("no report and no reason", frames["documents"], ~has_report & ~gives_reason),
    ]
    for message, frame, is_at_fault in faults:
        faulty = frame.filter(is_at_fault)
        if len(faulty):
            raise BrokenRecord(f"{message}: {faulty.row(0)}")


def _code(text: str) -> str:
    """Six signs (30 bits) of the hash of a text."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 30, 5))
