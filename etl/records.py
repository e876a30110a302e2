"""A document's outcome -> the record that the ledger takes."""

import hashlib
import zipfile

from etl.agencies import describe, regions
from etl.collect import Item
from etl.editions import editions
from etl.model import Finding, Indicator, Reading, Report, Statement
from etl.narrative import publication_items
from etl.pipeline import READER_VERSION, Outcome
from etl.readers import media_type
from warehouse.records import (
    CatalogueCell,
    DocumentRecord,
    FindingRecord,
    IndicatorRecord,
    ReadingRecord,
    Region,
    ReportRecord,
    StatementRecord,
)


def document_record(outcome: Outcome, item: Item) -> DocumentRecord:
    """The document with what was read in it, ready for the ledger."""
    document = outcome.document
    kind = "unreadable" if outcome.is_unreadable else "report" if outcome.reports else "no_report"
    return DocumentRecord(
        sha256=document.sha256,
        source_name=document.source_name,
        media_type=media_type(document.content, document.source_name),
        byte_count=len(document.content),
        reader_version=READER_VERSION,
        outcome=kind,  # type: ignore[arg-type]
        reason=outcome.reason,
        reports=tuple(map(_report, outcome.reports)),
        source_url=document.source_url,
        retrieved_at=document.retrieved_at,
        page_count=outcome.page_count,
        source_path=item.key,
        size=item.size,
        mtime_ns=item.mtime_ns,
    )


def lost_record(item: Item, reason: str) -> DocumentRecord:
    """A document whose bytes could not be had (it is then known by its place), or whose reader did not outlive it."""
    try:
        content = item.read()
    except (OSError, zipfile.BadZipFile, RuntimeError):
        content = f"{item.key}:{item.size}:{item.mtime_ns}".encode()
    return DocumentRecord(
        sha256=hashlib.sha256(content).hexdigest(),
        source_name=item.name,
        media_type="application/octet-stream",
        byte_count=item.size,
        reader_version=READER_VERSION,
        outcome="unreadable",
        reason=reason,
        source_url=item.retrieval.url if item.retrieval else None,
        source_path=item.key,
        size=item.size,
        mtime_ns=item.mtime_ns,
    )


def _report(report: Report) -> ReportRecord:
    agency = describe(report.agency) if report.agency else None
    items = publication_items(report.statements)
    return ReportRecord(
        agency_id=agency.agency_id if agency else None,
        agency=report.agency,
        year=report.year,
        edition=report.edition,
        region_code=agency.region_code if agency else None,
        region=agency.region if agency else None,
        level=agency.level if agency else None,
        function=agency.function if agency else None,
        published_on=report.published_on,
        publication_items=items,
        publication_items_status="prose" if items is not None else "absent",
        readings=tuple(map(_reading, report.readings)),
        indicators=tuple(map(_indicator, report.indicators)),
        statements=tuple(map(_statement, report.statements)),
        findings=tuple(map(_finding, report.findings)),
        sections=report.sections,
        evidence=report.evidence,
    )


def _reading(reading: Reading) -> ReadingRecord:
    place = reading.place
    return ReadingRecord(
        reading.table,
        reading.row,
        reading.column,
        reading.value,
        reading.printed,
        reading.status.value,
        place.page if place else None,
        reading.note,
        place.grid if place else None,
        place.row if place else None,
        place.column if place else None,
        place.box if place else None,
    )


def _indicator(indicator: Indicator) -> IndicatorRecord:
    place = indicator.place
    return IndicatorRecord(
        indicator.code,
        indicator.label,
        indicator.unit,
        indicator.value,
        indicator.cumulative,
        indicator.printed,
        indicator.status.value,
        place.page if place else None,
        place.grid if place else None,
        place.row if place else None,
        place.column if place else None,
        place.box if place else None,
    )


def _statement(statement: Statement) -> StatementRecord:
    return StatementRecord(
        statement.concept,
        statement.value,
        statement.sentence,
        statement.scope,
        statement.is_approximate,
        statement.is_cumulative,
        statement.page,
    )


def _finding(finding: Finding) -> FindingRecord:
    return FindingRecord(finding.rule, finding.severity.value, finding.message, finding.cells)


def catalogue_cells() -> list[CatalogueCell]:
    """Every cell of every edition, for the warehouse."""
    cells: list[CatalogueCell] = []
    for edition in editions().values():
        for position, (key, row, column) in enumerate(edition.cells(), start=1):
            label = row.parent + row.label if key[0] == 4 else row.label
            group = (row.group or None) if key[0] == 3 else None
            cells.append(CatalogueCell(edition.code, *key, label, column.label, group, position))
    return cells


def region_records() -> list[Region]:
    """Every division of the country, for the warehouse, with the province and prefecture that it lies in."""
    known = {region.code for region in regions()}
    return [
        Region(
            region.code,
            region.name,
            region.level,
            region.parent_code or None,
            _within(region.code[:2] + "0000", known),
            _within(region.code[:4] + "00", known) if region.code[2:4] != "00" else None,
            region.full_name,
        )
        for region in regions()
    ]


def _within(code: str, known: set[str]) -> str | None:
    return code if code in known else None
