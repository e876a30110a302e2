"""What was retrieved from where, and what each address served: the ledger's side of collecting."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from warehouse.ledger import Ledger
from warehouse.records import FileRecord, RetrievalRecord, utc

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


def _row(record: RetrievalRecord, number: int, file: FileRecord) -> tuple[Any, ...]:
    stated_on = date.fromisoformat(record.stated_on) if record.stated_on else None
    return (record.source, record.page_url, file.url, record.sha256, number, file.sha256, file.member, record.site,
            record.title, stated_on, record.source_name, file.content_type, file.etag, file.last_modified,
            record.byte_count, file.byte_count, utc(record.retrieved_at), utc(record.confirmed_at),
            utc(record.gone_at))  # fmt: skip
