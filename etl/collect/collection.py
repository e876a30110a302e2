"""All that one run takes in: the given paths, or what ``sources.toml`` names; and which source gave less than it should."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from etl.collect.files import discover, refuse_missing
from etl.collect.item import Item, Retrieval
from etl.collect.sources import FILE, Folder, SourceError, Sources, configured
from etl.collect.web import CrawlEnded, crawl
from etl.collect.web.exchange import Retrieved, SiteDone, Task
from warehouse.ledger import Ledger
from warehouse.provenance import holdings, take_retrievals, take_source_runs, usual_yield
from warehouse.records import RetrievalRecord, SourceRunRecord
from warehouse.store import document_path, settle

_PER_TRANSACTION = 50
_PER_LOOKUP = 100_000
_NAMED = 3


class Given(Struct, frozen=True):
    """The paths that a call names."""

    paths: tuple[Path, ...]


Plan = Sources | Given


class Collected(Struct, frozen=True):
    """What a run met: how many documents, those of them that the ledger does not know in a lasting order, and how each
    configured source did.
    """

    seen: int
    changed: tuple[Item, ...]
    sources: tuple[SourceRunRecord, ...] = ()

    @property
    def alarms(self) -> tuple[tuple[str, str], ...]:
        """Sources of which somebody must know, each with what is amiss."""
        return tuple((run.source, run.note or "") for run in self.sources if run.outcome != "ok")


def planned(paths: Sequence[Path], data_dir: Path) -> Plan:
    """What a run takes in: the documents of the paths, else the configured sources. Raises ``SourceError``."""
    if paths:
        refuse_missing(paths)
        return Given(tuple(paths))
    sources = configured(data_dir)
    if not (sources.folders or sources.sites):
        raise SourceError(f"没有来源：请在命令中给出文件或目录，或在 {data_dir / FILE} 中配置")
    return sources


class Watch(Struct, frozen=True):
    """Who wants to know while a plan is carried out: how many documents came off sites so far, and each source when it is through."""

    retrieved: Callable[[int], None] = lambda count: None
    through: Callable[[SourceRunRecord], None] = lambda run: None


_NOBODY = Watch()


def collect(plan: Plan, data_dir: Path, ledger: Ledger, run_id: str, watch: Watch = _NOBODY) -> Collected:
    """Carry out a plan. What is retrieved is kept and noted as it comes, so that a cut run keeps what it has."""
    of_sites = _from_sites(plan, data_dir, ledger, watch) if isinstance(plan, Sources) and plan.sites else []
    met = looked_through(plan, data_dir, ledger)
    for run in met.sources:
        watch.through(run)
    judged = tuple(_judged(run, usual_yield(ledger, run.source)) for run in (*met.sources, *of_sites))
    if judged:
        take_source_runs(ledger, run_id, judged)
    return msgspec.structs.replace(met, sources=judged)


def looked_through(plan: Plan, data_dir: Path, ledger: Ledger) -> Collected:
    """What is there now of the paths, the folders, and what was ever retrieved; no site is asked."""
    if isinstance(plan, Given):
        return _sifted(discover(plan.paths), ledger)
    met = [_from_folder(folder, data_dir, ledger) for folder in plan.folders]
    if plan.sites:
        met.append(_sifted(_items(holdings(ledger), data_dir), ledger))
    return Collected(
        sum(one.seen for one in met),
        tuple(item for one in met for item in one.changed),
        tuple(run for one in met for run in one.sources),
    )


def _sifted(items: Iterator[Item], ledger: Ledger) -> Collected:
    """Items come and go a batch at a time, so that those that have not changed take no room."""
    seen, changed = 0, list[Item]()
    while batch := tuple(islice(items, _PER_LOOKUP)):
        seen += len(batch)
        changed += [batch[number] for number in ledger.changed([(i.key, i.size, i.mtime_ns) for i in batch])]
    return Collected(seen, tuple(changed))


def _from_folder(folder: Folder, data_dir: Path, ledger: Ledger) -> Collected:
    """The documents of a folder; one that is not there (a share that is not mounted) costs itself only."""
    started_at = _now()
    path = (data_dir / folder.path).resolve()
    try:
        met = _sifted(discover([path]), ledger)
        outcome, note = "ok", None
    except (SourceError, OSError) as error:
        met, outcome, note = Collected(0, ()), "failed", f"{error}（共享文件夹请检查是否已挂载）"
    run = SourceRunRecord(
        folder.source, "folder", outcome, started_at, _now(), found=met.seen, note=note  # type: ignore[arg-type]
    )  # fmt: skip
    changed = tuple(msgspec.structs.replace(item, source=folder.name) for item in met.changed)
    return Collected(met.seen, changed, (run,))


def _from_sites(sources: Sources, data_dir: Path, ledger: Ledger, watch: Watch) -> list[SourceRunRecord]:
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


def _judged(run: SourceRunRecord, usual: int | None) -> SourceRunRecord:
    """The run of a source, an alarm where it gives nothing, or less than half of what it used to.

    A folder may be empty until the first report is put there; a site that never gave one is configured wrongly.
    """
    if run.outcome == "failed":
        return run
    if not run.found and (usual or run.source_kind == "site"):
        reason = "没有找到任何报告，请用 etl sources check 核对该来源"
    elif usual and run.found * 2 < usual:
        reason = f"只找到 {run.found} 份，近期曾有 {usual} 份，请用 etl sources check 核对该来源"
    else:
        return run
    return msgspec.structs.replace(run, outcome="alarm", note="；".join(filter(None, (reason, run.note))))


def _items(records: Iterable[RetrievalRecord], data_dir: Path) -> Iterator[Item]:
    """The documents off sites, as they are kept."""
    for record in records:
        stored = document_path(data_dir, record.sha256)
        retrieved = datetime.fromisoformat(record.retrieved_at)
        mtime_ns = int(retrieved.timestamp()) * 1_000_000_000 + retrieved.microsecond * 1000
        retrieval = Retrieval(str(stored), record.source_name, record.page_url)
        yield Item(record.page_url, record.byte_count, mtime_ns, retrieval=retrieval, source=record.source)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
