"""What agencies have to do with one another: the ledger's side of renames, mergers and places."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from warehouse.frames import records_frame
from warehouse.ledger import Ledger

_AGENCIES = Path(__file__).parent / "sql" / "ledger" / "agencies.sql"


class RegionChange(Struct, frozen=True):
    """One change of a division; ``kind``: renamed, upgraded, recoded, merged, new; names are full."""

    year: int
    kind: str
    level: str
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    document: str


class AgencyRow(Struct, frozen=True):
    """One agency as the ledger knows it from all its reports; ``agency`` is its latest name."""

    agency_id: str
    agency: str
    place_id: str | None
    organ: str
    level: str | None
    first_year: int
    last_year: int
    second_names: tuple[str, ...] = ()


class AgencyLink(Struct, frozen=True):
    """What became of an agency, or what it has to do with another one.

    ``kind``: renamed (one goes on as the other), merged (several in one), split (one part), second_name (两块牌子),
    related (the same place or staff, not the same organ).
    """

    from_agency_id: str
    from_agency: str
    to_agency_id: str
    to_agency: str
    kind: str
    year: int | None
    source: str


class AgencyBreak(Struct, frozen=True):
    """A year in which an agency took over, or handed on, a part of another: figures do not run through it."""

    agency_id: str
    year: int
    source: str


def known_agencies(ledger: Ledger) -> list[AgencyRow]:
    """Every agency that has a report, in the order of their ids."""
    rows = ledger.connection.execute(_AGENCIES.read_text(encoding="utf-8")).fetchall()
    names = AgencyRow.__struct_fields__
    return [msgspec.convert(dict(zip(names, row, strict=True)), AgencyRow) for row in rows]


def put_kinship(
    ledger: Ledger, changes: Sequence[RegionChange], links: Sequence[AgencyLink], breaks: Sequence[AgencyBreak]
) -> None:
    """Replace what is known of changes of divisions, of links between agencies, and of breaks in their figures."""
    with ledger.transaction():
        _replace(ledger, "region_changes", changes)
        _replace(ledger, "agency_links", links)
        _replace(ledger, "agency_breaks", breaks)


def _replace(ledger: Ledger, table: str, records: Sequence[msgspec.Struct]) -> None:
    ledger.connection.execute(f"delete from {table}")  # noqa: S608
    if records:
        ledger.insert(table, records_frame(records, records[0].__struct_fields__))
