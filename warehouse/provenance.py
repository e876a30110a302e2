"""What was retrieved from where, and how each source did: the ledger's side of collecting."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import polars as pl

from warehouse.frames import utc
from warehouse.ledger import Ledger
from warehouse.records import FileRecord, RetrievalRecord, SourceRunRecord

_OF_A_FILE = ("url", "file_sha256", "file_byte_count", "member", "content_type", "etag", "last_modified")
_OF_A_DOCUMENT = (
    "source", "page_url", "sha256", "byte_count", "source_name", "retrieved_at", "confirmed_at", "title", "stated_on",
    "site", "gone_at",
)  # fmt: skip
_RETRIEVALS: dict[str, Any] = {
    "source": pl.String, "page_url": pl.String, "url": pl.String, "sha256": pl.String, "file_no": pl.Int32,
    "file_sha256": pl.String, "member": pl.String, "site": pl.String, "title": pl.String, "stated_on": pl.Date,
    "source_name": pl.String, "content_type": pl.String, "etag": pl.String, "last_modified": pl.String,
    "byte_count": pl.Int64, "file_byte_count": pl.Int64, "retrieved_at": pl.Datetime("us"),
    "confirmed_at": pl.Datetime("us"), "gone_at": pl.Datetime("us"),
}  # fmt: skip
_COUNTS = ("requests", "found", "new", "changed", "unchanged", "gone", "failed", "forbidden")
_JUDGED_BY = 8
"""Runs that say what a source usually gives."""


def holdings(ledger: Ledger) -> list[RetrievalRecord]:
    """The version that each address served last, in the order of the addresses."""
    columns = (*_OF_A_DOCUMENT, *_OF_A_FILE)
    times = {"retrieved_at", "confirmed_at", "gone_at"}
    selected = ", ".join(
        f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%f+00:00')" if name in times
        else f"{name}::varchar" if name == "stated_on" else name
        for name in columns
    )  # fmt: skip
    rows = ledger.connection.execute(
        f"""
        select {selected} from retrievals
        qualify dense_rank() over (partition by page_url order by confirmed_at desc, retrieved_at desc, sha256) = 1
        order by page_url, file_no
        """  # noqa: S608
    ).fetchall()
    found: dict[str, RetrievalRecord] = {}
    for row in rows:
        of_document = dict(zip(_OF_A_DOCUMENT, row, strict=False))
        url, sha256, byte_count, *rest = row[len(_OF_A_DOCUMENT) :]
        file = FileRecord(url, sha256, byte_count, *rest)
        known = found.get(of_document["page_url"])
        files = (*known.files, file) if known else (file,)
        found[of_document["page_url"]] = RetrievalRecord(**of_document, files=files)
    return list(found.values())


def take_retrievals(ledger: Ledger, records: Sequence[RetrievalRecord]) -> None:
    """Take versions in one transaction; one that the ledger has is replaced by what is now known of it."""
    if not records:
        return
    rows = [_row(record, number, file) for record in records for number, file in enumerate(record.files, 1)]
    frame = pl.DataFrame(rows, schema=_RETRIEVALS, orient="row")
    with ledger.transaction():
        ledger.connection.execute(
            "delete from retrievals where (page_url, sha256) in (select unnest($pages), unnest($hashes))",
            {"pages": [r.page_url for r in records], "hashes": [r.sha256 for r in records]},
        )
        ledger.insert("retrievals", frame)


def take_source_runs(ledger: Ledger, run_id: str, records: Sequence[SourceRunRecord]) -> None:
    """Note how the sources did in a run."""
    rows = [_source_row(run_id, record) for record in records]
    if rows:
        with ledger.transaction():
            ledger.insert("source_runs", pl.DataFrame(rows, infer_schema_length=None))


def usual_yield(ledger: Ledger, source: str) -> int | None:
    """The most documents that a source named in one of its last runs that did not fail; None before the first."""
    rows = ledger.connection.execute(
        """
        select max(found_count) from (
            select found_count from source_runs where source = ? and outcome <> 'failed'
            order by started_at desc limit ?
        )
        """,
        [source, _JUDGED_BY],
    ).fetchall()
    return None if rows[0][0] is None else int(rows[0][0])


def _row(record: RetrievalRecord, number: int, file: FileRecord) -> tuple[Any, ...]:
    stated_on = date.fromisoformat(record.stated_on) if record.stated_on else None
    return (record.source, record.page_url, file.url, record.sha256, number, file.sha256, file.member, record.site,
            record.title, stated_on, record.source_name, file.content_type, file.etag, file.last_modified,
            record.byte_count, file.byte_count, utc(record.retrieved_at), utc(record.confirmed_at),
            utc(record.gone_at))  # fmt: skip


def _source_row(run_id: str, record: SourceRunRecord) -> dict[str, Any]:
    values = msgspec.structs.asdict(record)
    counts = {
        f"{name.removesuffix('s')}_count" if name == "requests" else f"{name}_count": values.pop(name)
        for name in _COUNTS
    }
    times = {name: utc(values.pop(name)) for name in ("started_at", "ended_at")}
    return {"run_id": run_id, **values, **counts, **times}
