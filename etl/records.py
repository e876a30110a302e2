"""A document's outcome -> the record that the ledger takes."""

import hashlib
from datetime import UTC, datetime

import msgspec

from etl.agencies import Agency, all_regions, changes, describe, function_of, parse
from etl.collect import Item
from etl.editions import editions
from etl.model import Finding, Indicator, Reading, Report, Scope, Statement
from etl.narrative import publication_items
from etl.pipeline import Outcome
from etl.readers import media_type
from etl.version import reader_version
from warehouse.kinship import RegionChange
from warehouse.records import (
    NOT_HAD,
    NOT_READ,
    CandidateRecord,
    CatalogueCell,
    DocumentRecord,
    FindingRecord,
    IndicatorRecord,
    ReadingRecord,
    Region,
    ReportRecord,
    StatementRecord,
    StoredDocument,
    hash_of_place,
)

_UNKNOWN = "application/octet-stream"

_MARKS = {"": "", "system": "（全系统）", "own": "（本级）"}
"""What stands behind an agency's name where it has two reports for a year."""
_MOST_CANDIDATES = 20
"""As many namesakes are told; 城关镇 has 86."""


def document_record(outcome: Outcome, item: Item) -> DocumentRecord:
    """The document with what was read in it, ready for the ledger."""
    place = {"source_path": item.key, "size": item.size, "mtime_ns": item.mtime_ns}
    return msgspec.structs.replace(stored_record(outcome), **place)


def stored_record(outcome: Outcome) -> DocumentRecord:
    """The same of a document that came from the store, and not from its place."""
    document = outcome.document
    kind = "unreadable" if outcome.is_unreadable else "report" if outcome.reports else "no_report"
    return DocumentRecord(
        sha256=document.sha256,
        source_name=document.source_name,
        media_type=media_type(document.content, document.source_name),
        byte_count=len(document.content),
        reader_version=reader_version(),
        outcome=kind,  # type: ignore[arg-type]
        reason=outcome.reason,
        reports=tuple(_report(report, document.sha256) for report in outcome.reports),
        source_url=document.source_url,
        retrieved_at=document.retrieved_at,
        page_count=outcome.page_count,
        folder=document.folder,
        source=document.source,
    )


def lost_record(item: Item, reason: str) -> DocumentRecord:
    """A document whose bytes could not be had: it is known by its place, and the next run tries again."""
    return DocumentRecord(
        sha256=hash_of_place(item.key),
        source_name=item.name,
        media_type=_UNKNOWN,
        byte_count=item.size,
        reader_version=NOT_HAD,
        outcome="unreadable",
        reason=reason,
        source_path=item.key,
    )


def unfinished_record(item: Item, content: bytes, reason: str, *, is_passing: bool) -> DocumentRecord:
    """A document whose reader was ended before it was through; if that may pass, the next run tries again."""
    return DocumentRecord(
        sha256=hashlib.sha256(content).hexdigest(),
        source_name=item.name,
        media_type=_UNKNOWN,
        byte_count=len(content),
        reader_version=NOT_READ if is_passing else reader_version(),
        outcome="unreadable",
        reason=reason,
        retrieved_at=datetime.fromtimestamp(item.mtime_ns / 1e9, UTC).isoformat(timespec="seconds"),
        source_path=item.key,
        size=item.size,
        mtime_ns=item.mtime_ns,
        folder=item.folder,
        source=item.source,
    )


def unfinished_stored_record(document: StoredDocument, reason: str, *, is_passing: bool) -> DocumentRecord:
    """The same of a document of the store."""
    return DocumentRecord(
        sha256=document.sha256,
        source_name=document.source_name,
        media_type=document.media_type,
        byte_count=document.byte_count,
        reader_version=NOT_READ if is_passing else reader_version(),
        outcome="unreadable",
        reason=reason,
        source_url=document.source_url,
        retrieved_at=document.retrieved_at,
        folder=document.folder,
        source=document.source,
    )


def _report(report: Report, document: str) -> ReportRecord:
    agency, scope = None, ""
    if report.agency:
        scope = scope_key(report.scope, report.agency)
        agency = describe(report.agency, report.year, scope=scope, document=document)
    items = publication_items(report.statements)
    return ReportRecord(
        agency_id=agency.agency_id if agency else None,
        agency=f"{report.agency}{_MARKS[scope]}" if report.agency else None,
        year=report.year,
        edition=report.edition,
        region_code=agency.region_code if agency else None,
        region=agency.region if agency else None,
        level=agency.level if agency else None,
        function=agency.function if agency else None,
        place_id=agency.place_id if agency else None,
        organ=agency.organ if agency else None,
        full_name=agency.full_name if agency else None,
        scope=(report.scope or _scope(agency)) if agency else None,
        is_identified=agency is not None and agency.is_sure,
        second_names=report.second_names,
        candidates=_candidates(report, agency),
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


def scope_key(scope: Scope | None, agency: str) -> str:
    """What keeps an organ's report apart from its usual one of the year: of its whole system, or of a government alone."""
    if scope == "system":
        return "system"
    is_government = function_of(parse(agency).office) == "government"
    return "own" if scope == "organ" and is_government else ""


def _scope(agency: Agency) -> Scope:
    """A government reports on its area, its office on itself, any other organ on itself."""
    scopes: dict[str, Scope] = {"government": "region", "general_office": "office"}
    return scopes.get(agency.function, "organ")


def _candidates(report: Report, agency: Agency | None) -> tuple[CandidateRecord, ...]:
    """The organs that an unsure report may be of: those that the document points at, else all that bear the name."""
    if agency is not None and agency.is_sure:
        return ()
    told = tuple(CandidateRecord(c.reason, c.agency, c.region_code, c.region) for c in report.candidates)
    if told:
        return told
    if agency is None:
        return (CandidateRecord("文档没有写明报告机关"),)
    same_name = f"“{report.agency}”在全国有多处同名，文档没有写明是哪一处" if len(agency.candidates) > 1 else ""
    found = tuple(
        CandidateRecord(
            same_name or "全国行政区划中只有这一处，但文档没有写明上级地名",
            f"{region.full_name}{agency.organ.removeprefix(region.name)}",
            region.code,
            region.full_name,
        )
        for region in agency.candidates[:_MOST_CANDIDATES]
    )
    return found or (CandidateRecord(f"“{report.agency}”没有写明所在地，或所在地不在行政区划中"),)


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
    """Every place of the catalogue, for the warehouse, with the province and prefecture that it lies in."""
    places = list(all_regions())
    known = {place.code for place in places}
    return [
        Region(
            region.code,
            region.name,
            region.level,
            region.parent_code or None,
            _within(region.code[:2] + "0000", known),
            _within(region.code[:4] + "00", known) if region.code[2:4].strip("0Z") and len(region.code) > 5 else None,
            region.full_name,
            region.kind,
            region.last_year,
        )
        for region in places
    ]


def region_change_records() -> list[RegionChange]:
    """Every change of a division since 2008, for the warehouse."""
    return [RegionChange(**msgspec.structs.asdict(change)) for change in changes()]


def _within(code: str, known: set[str]) -> str | None:
    return code if code in known else None
