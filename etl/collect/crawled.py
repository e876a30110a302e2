"""Sites -> documents that are kept, each noted where it came from."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from etl.collect.item import Item, Retrieval
from etl.collect.sources import Sources
from etl.collect.watch import Watch
from etl.collect.web import CrawlEnded, crawl
from etl.collect.web.exchange import Retrieved, SiteDone, Task
from warehouse.ledger import Ledger
from warehouse.provenance import holdings, take_retrievals
from warehouse.records import RetrievalRecord, SourceRunRecord
from warehouse.store import document_path, settle

_PER_TRANSACTION = 50
_NAMED = 3


def crawled(sources: Sources, data_dir: Path, ledger: Ledger, watch: Watch) -> list[SourceRunRecord]:
    """Crawl all sites; gives how each did."""
    task = Task(str(data_dir.absolute()), sources.sites, sources.crawler, tuple(holdings(ledger)))
    done: dict[str, SourceRunRecord] = {}
    waiting: list[RetrievalRecord] = []
    count = 0
    started_at, fault = _now(), "采集进程没有答复"
    try:
        for event in crawl(task):
            if isinstance(event, Retrieved):
                waiting.append(event.record)
                count += 1
                watch.retrieved(count)
            elif isinstance(event, SiteDone):
                done[event.record.source] = _told(event)
                watch.through(done[event.record.source])
            if len(waiting) >= _PER_TRANSACTION:
                _keep(waiting, data_dir, ledger)
                waiting = []
    except CrawlEnded as error:
        fault = str(error)
    _keep(waiting, data_dir, ledger)
    return [
        done.get(site.name) or SourceRunRecord(site.name, "site", "failed", started_at, _now(), note=fault)
        for site in sources.sites
    ]


def _keep(retrievals: Sequence[RetrievalRecord], data_dir: Path, ledger: Ledger) -> None:
    """Note what was retrieved, once its bytes are on the disk: later visits ask for what is newer."""
    settle(data_dir, [record.sha256 for record in retrievals])
    take_retrievals(ledger, retrievals)


def _told(event: SiteDone) -> SourceRunRecord:
    """How a site did, the first failures named, and the hosts that its lists lead to and the source leaves out."""
    notes = [event.record.note] if event.record.note else []
    notes += [f"{failure.url}：{failure.reason}" for failure in event.failures[:_NAMED]]
    if event.other_hosts:
        notes.append(f"另有报告或附件在未列出的主机上（{'、'.join(event.other_hosts[:_NAMED])}），确需采集请加入 hosts")
    return msgspec.structs.replace(event.record, note="；".join(notes) or None)


def held(data_dir: Path, ledger: Ledger) -> Iterator[Item]:
    """The documents off sites, as they are kept."""
    for record in holdings(ledger):
        stored = document_path(data_dir, record.sha256)
        retrieved = datetime.fromisoformat(record.retrieved_at)
        mtime_ns = int(retrieved.timestamp()) * 1_000_000_000 + retrieved.microsecond * 1000
        retrieval = Retrieval(str(stored), record.source_name, record.page_url)
        yield Item(record.page_url, record.byte_count, mtime_ns, retrieval=retrieval, source=record.source)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
