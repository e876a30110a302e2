"""How the agencies of one place followed one another: reforms of organs, mergers of divisions, names on a second plate.

What is known stands in ``catalogue/organ_changes.toml``, in ``catalogue/region_changes.csv``, and in the user's
``agency_links.toml``, written like the former.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from etl.agencies.catalogue import BrokenCatalogue, shipped, user_file
from etl.agencies.organs import describe, long_form
from etl.agencies.places import changes, region
from warehouse.kinship import AgencyBreak, AgencyLink, AgencyRow
from warehouse.toml_file import BrokenToml, read_toml

_ENDINGS = re.compile("(?:局|厅|委员会|委|办公室|办)$")
_NATIONAL = "national"


class OrganChange(Struct, frozen=True, forbid_unknown_fields=True, rename={"froms": "from", "tos": "to"}):
    """One reform: organs that have a word of ``froms`` went on as those of ``tos``, in the years ``earliest`` to ``until``."""

    year: int
    kind: Literal["renamed", "merged", "split"]
    froms: tuple[str, ...]
    tos: tuple[str, ...]
    source: str
    earliest: int | None = None
    until: int | None = None

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year in which it may have come into force."""
        return self.earliest or self.year, self.until or self.year + 1


class Link(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_agency": "from", "to_agency": "to"}):
    """Two agencies by their full names, and what they have to do with one another."""

    from_agency: str
    to_agency: str
    kind: Literal["renamed", "merged", "split", "second_name", "related"]
    source: str
    year: int | None = None


class _Known(Struct, frozen=True, forbid_unknown_fields=True):
    changes: tuple[OrganChange, ...] = ()
    links: tuple[Link, ...] = ()


def known_links() -> _Known:
    """What is shipped and what the user adds. Raises ``BrokenCatalogue`` if the user's file cannot be used."""
    known = msgspec.toml.decode(shipped("organ_changes.toml"), type=_Known)
    path = user_file("agency_links.toml")
    if path is None:
        return known
    try:
        own = read_toml(path, _Known)
    except BrokenToml as error:
        raise BrokenCatalogue(f"{error}。写法见 etl/catalogue/organ_changes.toml") from error
    return _Known((*known.changes, *own.changes), (*known.links, *own.links))


def kinship(agencies: Sequence[AgencyRow]) -> tuple[list[AgencyLink], list[AgencyBreak]]:
    """The links between agencies, and the years in which figures break; the same for the same agencies in any order."""
    known = known_links()
    by_place: dict[str, list[AgencyRow]] = defaultdict(list)
    for agency in sorted(agencies, key=lambda a: a.agency_id):
        place = _NATIONAL if agency.level == "national" else agency.place_id
        if place and agency.organ:
            by_place[place].append(agency)
    links = [
        *_named(known.links, {agency.agency_id for agency in agencies}),
        *(link for place in by_place.values() for link in _within(place, known.changes)),
        *_of_merged_places(by_place),
    ]
    by_id = {agency.agency_id: agency for agency in agencies}
    links = _unlike(sorted(set(links), key=repr), by_id)
    breaks = {*_breaks(links, by_id), *_breaks_of_places(by_place)}
    return links, sorted(breaks, key=repr)


def _named(links: Iterable[Link], present: set[str]) -> Iterator[AgencyLink]:
    for link in links:
        before = describe(link.from_agency, link.year)
        after = describe(link.to_agency, link.year)
        if {before.agency_id, after.agency_id} & present:
            yield AgencyLink(
                before.agency_id, link.from_agency, after.agency_id, link.to_agency, link.kind, link.year, link.source
            )


def _within(place: Sequence[AgencyRow], known: Iterable[OrganChange]) -> Iterator[AgencyLink]:
    """The links between the organs of one place."""
    stems: dict[str, list[AgencyRow]] = defaultdict(list)
    for agency in place:
        stems[_ENDINGS.sub("", agency.organ)].append(agency)
    for change in known:
        before = [a for stem in change.froms for a in stems.get(stem, ())]
        after = [a for stem in change.tos for a in stems.get(stem, ())]
        for one in before:
            for other in after:
                if one.agency_id != other.agency_id and _follows(one, other, change):
                    first, last = change.years
                    yield _link(one, other, change.kind, max(first, min(other.first_year, last)), change.source)
    organs = {agency.organ: agency for agency in place}
    for agency in place:
        for name in agency.second_names:
            other_plate = organs.get(long_form(name))
            if other_plate and other_plate.agency_id != agency.agency_id:
                yield _link(
                    agency, other_plate, "second_name", None, f"{agency.agency}年度报告标题中的第二名称“{name}”"
                )


def _follows(before: AgencyRow, after: AgencyRow, change: OrganChange) -> bool:
    """Whether the years of two agencies fit the change: the one ends in time, and the other goes on."""
    first, last = change.years
    if change.kind == "split":
        return before.first_year < after.first_year and first <= after.first_year <= last + 1
    return first - 1 <= before.last_year <= last and after.last_year > before.last_year


def _link(before: AgencyRow, after: AgencyRow, kind: str, year: int | None, source: str) -> AgencyLink:
    return AgencyLink(before.agency_id, before.agency, after.agency_id, after.agency, kind, year, source)


def _of_merged_places(by_place: dict[str, list[AgencyRow]]) -> Iterator[AgencyLink]:
    """The organs of a division that was merged, with the like ones of the division that it is a part of since."""
    for change in changes():
        into = region(change.new_code)
        if change.kind != "merged" or into is None:
            continue
        gone = region(f"{change.old_code}-{change.year}") or region(change.old_code)
        organs = {a.organ: a for a in by_place.get(into.place_id, ())}
        for agency in by_place.get(gone.place_id, ()) if gone else ():
            heir = organs.get(agency.organ)
            if heir:
                yield _link(
                    agency, heir, "merged", change.year, _source(change.old_name, change.new_name, change.document)
                )


def _source(old: str, new: str, document: str) -> str:
    return f"{old}并入{new}" + (f"（{document}）" if document else "")


def _unlike(links: list[AgencyLink], agencies: dict[str, AgencyRow]) -> list[AgencyLink]:
    """A rename is between two only: where several end in one, or one ends in several, the figures do not run on."""
    renames = [link for link in links if link.kind == "renamed"]
    overlapping = {
        (before.agency_id, after.agency_id)
        for link in renames
        if (before := agencies.get(link.from_agency_id))
        and (after := agencies.get(link.to_agency_id))
        and after.first_year <= before.last_year
    }
    into = defaultdict(set)
    out_of = defaultdict(set)
    for link in links:
        if link.kind in {"renamed", "merged"}:
            into[link.to_agency_id].add(link.from_agency_id)
        if link.kind in {"renamed", "split"}:
            out_of[link.from_agency_id].add(link.to_agency_id)
    lone = {
        id(link)
        for link in renames
        if len(into[link.to_agency_id]) == len(out_of[link.from_agency_id]) == 1
        and (link.from_agency_id, link.to_agency_id) not in overlapping
    }
    return [
        link
        if link.kind != "renamed" or id(link) in lone
        else msgspec.structs.replace(link, kind="split" if len(into[link.to_agency_id]) == 1 else "merged")
        for link in links
    ]


def _breaks(links: Iterable[AgencyLink], agencies: dict[str, AgencyRow]) -> Iterator[AgencyBreak]:
    """An agency breaks in the year after another one ended in it, and in that in which another one came out of it."""
    for link in links:
        before, after = agencies.get(link.from_agency_id), agencies.get(link.to_agency_id)
        if link.kind == "merged" and before and after:
            yield AgencyBreak(after.agency_id, before.last_year + 1, f"{link.source}：并入{before.agency}")
        elif link.kind == "split" and before and after:
            yield AgencyBreak(before.agency_id, after.first_year, f"{link.source}：分出{after.agency}")


def _breaks_of_places(by_place: dict[str, list[AgencyRow]]) -> Iterator[AgencyBreak]:
    """All organs of a division break in the year in which another division is merged into it, and in the year after."""
    for change in changes():
        into = region(change.new_code)
        if change.kind == "merged" and into:
            source = _source(change.old_name, change.new_name, change.document)
            for agency in by_place.get(into.place_id, ()):
                if agency.level != "township":
                    yield AgencyBreak(agency.agency_id, change.year, source)
                    yield AgencyBreak(agency.agency_id, change.year + 1, source)
