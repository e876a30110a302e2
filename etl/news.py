"""What is new: looked at, read, and taken into the ledger, with all that a run without news has no need to load."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from etl.agencies import describe
from etl.agencies.places import zones
from etl.collect.collection import Collected, Plan, looked_through
from etl.concepts import load_concepts
from etl.deadlines import known_deadlines
from etl.intake import read_items, read_stored
from etl.lineage import kinship, known_links
from etl.pipeline import use_catalogue
from etl.records import catalogue_cells, region_change_records, region_records
from etl.roster import read_roster
from etl.tally import Progress, Tally
from etl.version import reader_version
from warehouse.decisions import Decision, read_decisions
from warehouse.frames import BrokenRecord
from warehouse.kinship import known_agencies, put_kinship
from warehouse.ledger import Ledger
from warehouse.records import DocumentRecord, NamedAgency
from warehouse.store import settle
from warehouse.taking import put_catalogue, put_named_agencies, put_roster, take

_log = logging.getLogger(__name__)

_PER_TRANSACTION = 500


def look_at_files(data_dir: Path) -> None:
    """Look at every file by which the user adds to the program.

    Raises ``BrokenCatalogue``, ``BrokenExpectations``, ``BrokenRoster`` or ``BrokenDecisions``.
    """
    known_deadlines(data_dir)
    zones()
    known_links()
    use_catalogue(data_dir)
    read_roster(data_dir)
    read_decisions(data_dir)


def take_in(
    plan: Plan, collected: Collected, tally: Tally, ledger: Ledger, data_dir: Path, jobs: int, progress: Progress
) -> None:
    """Read what the ledger does not know yet; a transaction at a time, so that a cut run keeps what it has."""
    put_roster(ledger, read_roster(data_dir))
    put_named_agencies(ledger, _named_agencies(read_decisions(data_dir)))
    put_catalogue(ledger, load_concepts().terms(), catalogue_cells(), region_records())
    if _reread(ledger, tally, data_dir, jobs, progress):
        found = looked_through(plan, data_dir, ledger)
        collected = msgspec.structs.replace(found, sources=collected.sources)
        tally.met(collected)
    for record in _taken(read_items(collected.changed, data_dir, jobs), ledger, tally, data_dir):
        tally.read += 1
        tally.add(record)
        progress("read", tally.read, len(collected.changed))
    put_kinship(ledger, region_change_records(), *kinship(known_agencies(ledger)))
    looked_through(plan, data_dir, ledger)  # for the next run, which then knows each folder at a glance


def _named_agencies(decisions: Sequence[Decision]) -> list[NamedAgency]:
    """The organs that people name as another one, described as those of reports are: they may have no report yet."""
    names = sorted({decision.other_agency for decision in decisions if decision.other_agency})
    return [
        NamedAgency(a.agency_id, a.agency, a.region_code, a.region, a.level, a.function) for a in map(describe, names)
    ]


def _reread(ledger: Ledger, tally: Tally, data_dir: Path, jobs: int, progress: Progress) -> bool:
    """Read documents of the store that these readers have not read; their sources need not be there any more.

    Whether some are to be looked for at their sources, because the store has lost them.
    """
    lost: list[str] = []
    total = ledger.outdated_count(reader_version())

    def found() -> Iterator[DocumentRecord]:
        for document, record in read_stored(ledger.outdated(reader_version()), data_dir, jobs):
            if record is None:
                lost.append(document.sha256)
                tally.lost_originals.append(f"{document.source_name}（{document.sha256[:12]}）")
            else:
                yield record

    for record in _taken(found(), ledger, tally, data_dir):
        tally.read_again += 1
        tally.add(record)
        progress("reread", tally.read_again + len(lost), total)
    if lost:
        ledger.look_again(lost)
    return bool(lost)


def _taken(records: Iterable[DocumentRecord], ledger: Ledger, tally: Tally, data_dir: Path) -> Iterator[DocumentRecord]:
    """The records as they come; all of them are in the ledger when the last is through."""
    waiting: list[DocumentRecord] = []
    for record in records:
        waiting.append(record)
        yield record
        if len(waiting) >= _PER_TRANSACTION:
            _take(waiting, ledger, tally, data_dir)
            waiting = []
    _take(waiting, ledger, tally, data_dir)


def _take(records: list[DocumentRecord], ledger: Ledger, tally: Tally, data_dir: Path) -> None:
    """Put a batch into the ledger; a record that contradicts itself costs its document, not the batch."""
    if not records:
        return
    settle(data_dir, [record.sha256 for record in records])
    try:
        tally.taken(take(ledger, records))
    except BrokenRecord as error:
        if len(records) > 1:
            for record in records:
                _take([record], ledger, tally, data_dir)
        else:
            _log.error("contradictory record of %s: %s", records[0].source_name, error)
            given_up = tally.give_up(records[0], "读取结果自相矛盾，未入库；请将该文件交给维护人员")
            _take([given_up], ledger, tally, data_dir)
