"""All that one run takes in: the given paths, or what ``sources.toml`` names; and which source gave less than it should."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from etl.collect.files import discover, refuse_missing
from etl.collect.item import Item
from etl.collect.listing import listed
from etl.collect.sources import FILE, Folder, SourceError, Sources, configured
from etl.collect.watch import Watch
from warehouse.ledger import Ledger
from warehouse.records import SourceRunRecord
from warehouse.source_runs import take_source_runs, usual_yield

_PER_LOOKUP = 100_000


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


_NOBODY = Watch()


def collect(plan: Plan, data_dir: Path, ledger: Ledger, run_id: str, watch: Watch = _NOBODY) -> Collected:
    """Carry out a plan. What is retrieved is kept and noted as it comes, so that a cut run keeps what it has."""
    of_sites: list[SourceRunRecord] = []
    if isinstance(plan, Sources) and plan.sites:
        # Folders alone need none of what it loads.
        from etl.collect.crawled import crawled  # noqa: PLC0415

        of_sites = crawled(plan, data_dir, ledger, watch)
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
        folders = [path for path in plan.paths if path.is_dir()]
        files = [path for path in plan.paths if path not in folders]
        met = [_sifted(discover(files), ledger), *(_in_folder(folder, ledger) for folder in folders)]
    else:
        met = [_from_folder(folder, data_dir, ledger) for folder in plan.folders]
        if plan.sites:
            from etl.collect.crawled import held  # noqa: PLC0415

            met.append(_sifted(held(data_dir, ledger), ledger))
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


def _in_folder(folder: Path, ledger: Ledger) -> Collected:
    """The documents of a folder. Where it was once found to have no other than known ones, its listing is kept: as long as
    that stays the same, so does what would be found.
    """
    listing = listed(folder)
    if listing and (count := ledger.known_listing(str(folder), listing)) is not None:
        return Collected(count, ())
    met = _sifted(discover([folder]), ledger)
    if listing and not met.changed and listed(folder) == listing:
        ledger.keep_listing(str(folder), listing, met.seen)
    return met


def _from_folder(folder: Folder, data_dir: Path, ledger: Ledger) -> Collected:
    """The documents of a folder; one that is not there (a share that is not mounted) costs itself only."""
    started_at = _now()
    path = (data_dir / folder.path).resolve()
    try:
        met = _in_folder(path, ledger)
        outcome, note = "ok", None
    except (SourceError, OSError) as error:
        met, outcome, note = Collected(0, ()), "failed", f"{error}（共享文件夹请检查是否已挂载）"
    run = SourceRunRecord(
        folder.source, "folder", outcome, started_at, _now(), found=met.seen, note=note  # type: ignore[arg-type]
    )  # fmt: skip
    changed = tuple(msgspec.structs.replace(item, source=folder.name) for item in met.changed)
    return Collected(met.seen, changed, (run,))


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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
