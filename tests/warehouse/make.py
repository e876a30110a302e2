"""Records made by hand: a whole form of zeros, with what a test speaks of put in its place."""

import hashlib
import shutil
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from etl.concepts import load_concepts
from etl.records import catalogue_cells
from warehouse import taking
from warehouse.ledger import Ledger
from warehouse.publish import Published, publish
from warehouse.records import DocumentRecord, FindingRecord, ReadingRecord, Region, ReportRecord
from warehouse.snapshot import Snapshot, current_snapshot

CATALOGUE = catalogue_cells()
BLANK, SLASH, SMUDGE, ABSENT = "", "/", "?", None
_STATUS = {BLANK: "blank", SLASH: "not_applicable", SMUDGE: "unreadable"}
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

Printed = str | int | float | None
Form = Mapping[tuple[int, str, str], Printed]
_ZEROS: Form = {}


def reading(table: int, row: str, column: str, printed: Printed) -> ReadingRecord:
    if isinstance(printed, int | float):
        return ReadingRecord(table, row, column, printed, str(printed), "reported", grid_no=table - 2)
    return ReadingRecord(table, row, column, None, str(printed), _STATUS[str(printed)], grid_no=table - 2)


def readings(form: Form = _ZEROS, edition: str = "2021") -> tuple[ReadingRecord, ...]:
    """Every cell of the edition 0 but those of ``form``; （六）其他处理 in the rows that the edition has for it."""
    cells: dict[tuple[int, str, str], Printed] = {
        (c.table_no, c.row_code, c.column_code): 0
        for c in CATALOGUE
        if c.edition == edition and (edition == "2019" or c.row_code != "other")
    }
    cells.update(form)
    return tuple(reading(*key, printed) for key, printed in cells.items() if printed is not ABSENT)


def report(form: Form = _ZEROS, edition: str = "2021", **fields: Any) -> ReportRecord:
    known: dict[str, Any] = {
        "agency_id": "a1",
        "agency": "甲县司法局",
        "year": 2022,
        "edition": edition,
        "region_code": "990101",
        "region": "甲县",
        "level": "county",
        "function": "justice",
        "published_on": "2023-01-20",
        "readings": readings(form, edition) if edition != "pre2019" else (),
        "findings": (FindingRecord("balance", "error", "不平衡", ((3, "received", "total"),)),),
        "sections": {"overview": "概述"},
    }
    return ReportRecord(**{**known, **fields})


def document(name: str, *reports: ReportRecord, **fields: Any) -> DocumentRecord:
    """A document whose bytes are its name."""
    known: dict[str, Any] = {
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "source_name": f"{name}.html",
        "media_type": "text/html",
        "byte_count": len(name),
        "reader_version": "1",
        "outcome": "report" if reports else "no_report",
        "reason": None if reports else "不是年度报告",
        "reports": reports,
        "source_path": f"/in/{name}.html",
        "size": 10,
        "mtime_ns": 1,
        "retrieved_at": "2026-02-01T08:00:00+08:00",
    }
    return DocumentRecord(**{**known, **fields})


def take(data: Path, *documents: DocumentRecord, at: datetime = NOON) -> Any:
    with Ledger.open(data, clock=lambda: at) as ledger:
        return taking.take(ledger, documents)


def put_catalogue(data: Path) -> None:
    regions = [
        Region("990000", "明月省", "province", None, None, None, "明月省"),
        Region("990101", "甲县", "county", "990000", "990000", None, "明月省甲县"),
    ]
    with Ledger.open(data) as ledger:
        taking.put_catalogue(ledger, load_concepts().terms(), CATALOGUE, regions)


def published(data: Path, *documents: DocumentRecord) -> Snapshot:
    """The snapshot of these documents and all that the ledger has."""
    publish_these(data, documents)
    return current_snapshot(data)


MOST_KEPT = 12
_kept: OrderedDict[tuple[bytes, str], tuple[TemporaryDirectory[str], Published]] = OrderedDict()
"""What an empty folder came to with these documents and settings."""


def publish_these(data: Path, documents: Iterable[DocumentRecord], **settings: Any) -> Published:
    """Take the documents in and publish; what another test has made of the same, from nothing, is copied."""
    documents = tuple(documents)
    key = hashlib.sha256(msgspec.msgpack.encode(documents)).digest(), repr(settings)
    is_from_nothing = bool(documents) and not (data.exists() and any(data.iterdir()))
    if is_from_nothing and key in _kept:
        kept, made = _kept[key]
        _kept.move_to_end(key)
        shutil.copytree(kept.name, data, symlinks=True, dirs_exist_ok=True)
        return msgspec.structs.replace(made, path=data / made.path.name)
    if documents:
        take(data, *documents)
    put_catalogue(data)
    made = publish(data, **settings)
    if is_from_nothing:
        _keep(key, data, made)
    return made


def _keep(key: tuple[bytes, str], data: Path, made: Published) -> None:
    kept = TemporaryDirectory(prefix="nianbao-tests-")
    shutil.copytree(data, kept.name, symlinks=True, dirs_exist_ok=True)
    _kept[key] = kept, made
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)[1][0].cleanup()
