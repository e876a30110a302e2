"""What the ledger takes: plain frozen records, one type a relation.

A reader of documents makes these; the warehouse asks nothing of where they come from. Times are ISO 8601 in UTC
(``2026-03-01T08:00:00+00:00``), dates ISO 8601 (``2026-03-01``). A figure that the print does not give is None.
"""

import hashlib
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

Number = int | float
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left corner of the page."""
CellKey = tuple[int, str, str]
"""Table number, row code, column code."""


class Term(Struct, frozen=True):
    """One word of the field: a view or a column is named by its code, its twin by ``zh``."""

    code: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str | None = None


class CatalogueCell(Struct, frozen=True):
    """One cell of an edition's form; ``position`` counts the cells of the edition in printed order from 1.

    ``row_group`` is the outcome group of a row of table 3 (``refused``, ``unable``, ...), else None.
    """

    edition: str
    table_no: int
    row_code: str
    column_code: str
    row_label: str
    column_label: str
    row_group: str | None
    position: int


class Region(Struct, frozen=True):
    """One place; ``level``: national, province, prefecture, county, township; ``kind``: division, township, zone, former."""

    region_code: str
    region: str
    level: str
    parent_code: str | None
    province_code: str | None
    prefecture_code: str | None
    name: str
    """Full name down from the province."""
    kind: str = "division"
    last_year: int | None = None
    """The year in which a former division ended."""


class RosterEntry(Struct, frozen=True):
    """One line of the user's roster: an agency that should report from ``first_year`` to ``last_year``; None leaves open."""

    line: int
    agency_id: str
    agency: str
    region_code: str | None
    region: str | None
    level: str | None
    function: str | None
    first_year: int | None = None
    last_year: int | None = None


class NamedAgency(Struct, frozen=True):
    """An agency that a decision names by its name, described as those of reports are."""

    agency_id: str
    agency: str
    region_code: str | None
    region: str | None
    level: str | None
    function: str | None


class ReadingRecord(Struct, frozen=True):
    """One printed cell of tables 2 to 4; ``value`` is None unless ``status`` is ``reported``."""

    table_no: int
    row_code: str
    column_code: str
    value: Number | None
    printed: str
    status: Literal["reported", "blank", "not_applicable", "unreadable"]
    page: int | None = None
    note: str | None = None
    grid_no: int | None = None
    grid_row: int | None = None
    grid_column: int | None = None
    box: Box | None = None


class IndicatorRecord(Struct, frozen=True):
    """One line of an indicator table from before 2019."""

    code: str
    label: str
    unit: str | None
    value: Number | None
    cumulative: Number | None = None
    printed: str = ""
    status: Literal["reported", "blank", "not_applicable", "unreadable"] = "reported"
    page: int | None = None
    grid_no: int | None = None
    grid_row: int | None = None
    grid_column: int | None = None
    box: Box | None = None


class StatementRecord(Struct, frozen=True):
    """A count that the prose states, with its sentence."""

    concept: str
    value: Number | None
    sentence: str
    scope: Literal["own", "region"] | None = None
    is_approximate: bool = False
    is_cumulative: bool = False
    page: int | None = None


class FindingRecord(Struct, frozen=True):
    """What a check found, and the cells that it speaks of."""

    rule: str
    severity: Literal["error", "warning", "notice"]
    message: str
    cells: tuple[CellKey, ...] = ()


class CandidateRecord(Struct, frozen=True):
    """An organ that a report may be of, and why (Chinese); ``agency`` is None where only a reason can be told."""

    reason: str
    agency: str | None = None
    region_code: str | None = None
    region: str | None = None


class ReportRecord(Struct, frozen=True):
    """One yearly report of one agency, as one document prints it.

    ``agency_id`` or ``year`` is None where the document does not say: such a report is kept, and stands alone.
    """

    agency_id: str | None
    agency: str | None
    year: int | None
    edition: str | None
    region_code: str | None = None
    region: str | None = None
    level: str | None = None
    function: str | None = None
    place_id: str | None = None
    organ: str | None = None
    full_name: str | None = None
    """Its place and what it is there, both written out: what the agency is called, whatever the report prints."""
    scope: str | None = None
    """What the report covers: organ, office, region or system."""
    is_identified: bool = True
    """False where its name does not tell which organ it is: such a report is of an agency of its own."""
    second_names: tuple[str, ...] = ()
    candidates: tuple[CandidateRecord, ...] = ()
    published_on: str | None = None
    publication_items: int | None = None
    publication_items_status: Literal["prose", "printed", "blank", "not_applicable", "unreadable", "absent"] = "absent"
    readings: tuple[ReadingRecord, ...] = ()
    indicators: tuple[IndicatorRecord, ...] = ()
    statements: tuple[StatementRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    sections: dict[str, str] = {}
    evidence: dict[str, str] = {}


NOT_READ = ""
"""The ``reader_version`` of a document whose reader was ended before it was through: every run tries it again."""
NOT_HAD = "-"
"""The ``reader_version`` of a document whose bytes could not be had; it is known by its place until they can be."""


def hash_of_place(source_path: str) -> str:
    """What a document is known by whose bytes could not be had."""
    return hashlib.sha256(f"no bytes of {source_path}".encode()).hexdigest()


class DocumentRecord(Struct, frozen=True):
    """One document and what was read in it.

    ``reason`` (Chinese) says why there is no report in it, or why it could not be read. ``source_path``, ``size`` and
    ``mtime_ns`` are of the file that it came from, where it came from one: by them the next run knows it unopened.
    ``folder`` and ``source`` are where it lay, for another reading of it.
    """

    sha256: str
    source_name: str
    media_type: str
    byte_count: int
    reader_version: str
    outcome: Literal["report", "no_report", "unreadable"]
    reason: str | None = None
    reports: tuple[ReportRecord, ...] = ()
    source_url: str | None = None
    retrieved_at: str | None = None
    page_count: int | None = None
    source_path: str | None = None
    size: int | None = None
    mtime_ns: int | None = None
    folder: str = ""
    source: str = ""


class RunRecord(Struct, frozen=True):
    """One run of the weekly job, as it ended; ``message`` (Chinese) says why it was refused or failed."""

    run_id: str
    ended_at: datetime
    outcome: Literal["publishing", "published", "published_with_unreadable", "refused", "failed"]
    exit_code: int
    documents_seen: int
    documents_read: int
    documents_unchanged: int
    documents_unreadable: int
    reports_new: int
    reports_changed: int
    snapshot: str | None = None
    documents_read_again: int = 0
    finding_count: int = 0
    bytes_read: int = 0
    reader_version: str | None = None
    is_fall_accepted: bool = False
    message: str | None = None


class StoredDocument(Struct, frozen=True):
    """A document that the store keeps, as the ledger knows it; ``retrieved_at`` is ISO 8601, UTC."""

    sha256: str
    source_name: str
    source_url: str | None
    retrieved_at: str | None
    media_type: str
    byte_count: int
    folder: str = ""
    source: str = ""


class FileRecord(Struct, frozen=True):
    """One file of a document as its site served it; ``member`` names it inside a document of several files, else ''.

    ``content_type``, ``etag`` and ``last_modified`` are the headers as they came.
    """

    url: str
    sha256: str
    byte_count: int
    member: str = ""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class RetrievalRecord(Struct, frozen=True):
    """One version of the document at one address: its files, and what the site said of it.

    ``retrieved_at`` is when these bytes were first had, ``confirmed_at`` when the site last served the same;
    ``gone_at`` when it first said that there is nothing at that address any more.
    """

    source: str
    page_url: str
    sha256: str
    byte_count: int
    source_name: str
    retrieved_at: str
    confirmed_at: str
    files: tuple[FileRecord, ...]
    title: str | None = None
    stated_on: str | None = None
    site: str | None = None
    gone_at: str | None = None


class SourceRunRecord(Struct, frozen=True):
    """What one run got from one configured source.

    ``alarm``: something was got, but not what should have been; ``failed``: nothing could be got. ``note`` (Chinese)
    says what was amiss and the remedy. ``found`` counts the documents that the source itself names in this run.
    """

    source: str
    source_kind: Literal["site", "folder"]
    outcome: Literal["ok", "alarm", "failed"]
    started_at: str
    ended_at: str
    requests: int = 0
    bytes_received: int = 0
    found: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    forbidden: int = 0
    note: str | None = None


class TakeSummary(Struct, frozen=True):
    """What one batch changed in the ledger.

    ``reports_new``: of an agency and year not met before (or of no known agency or year);
    ``reports_changed``: another version of an agency and year met before, or read again by a newer reader.
    """

    documents_new: int
    documents_read_again: int
    documents_unchanged: int
    reports_new: int
    reports_changed: int


def utc(text: str | None) -> datetime | None:
    """An ISO 8601 time as UTC without a zone, as the ledger keeps it; a time without a zone is taken as UTC."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
