"""Places: the divisions of the country from province to township, zones without a code, and what they were called before.

A place that was renamed, upgraded (撤县设区) or recoded is the same place under another name; one that was merged is a
place of its own that ended. Sources stand at the head of each file of the catalogue.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256

import msgspec
from msgspec import Struct

from etl.agencies.catalogue import BrokenCatalogue, depends_on_user_files, rows, user_file, user_rows

LEVELS = ("province", "prefecture", "county", "township")


class Region(Struct, frozen=True):
    """One place; ``level`` is province, prefecture, county or township, ``kind`` division, township, zone or former.

    ``place_id`` is the first code that the place is known to have had since 2008: it stays when the code changes.
    """

    code: str
    name: str
    level: str
    parent_code: str
    full_name: str
    kind: str = "division"
    place_id: str = ""
    last_year: int | None = None
    """The year in which a former place ended."""


class Change(Struct, frozen=True):
    """One change of a division: ``kind`` is renamed, upgraded, recoded, merged or new; names are full."""

    year: int
    kind: str
    level: str
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    document: str

    @property
    def goes_on(self) -> bool:
        """Whether the old place lives on as the new one."""
        return self.kind in {"renamed", "upgraded", "recoded"}


@cache
def changes() -> tuple[Change, ...]:
    """The changes of divisions since 2008, by year."""
    return tuple(msgspec.convert(row, Change, strict=False) for row in rows("region_changes.csv"))


@cache
def _first_codes() -> dict[str, str]:
    """Code -> the first code of the same place."""
    first: dict[str, str] = {}
    for change in changes():
        if change.goes_on:
            first[change.new_code] = first.get(change.old_code, change.old_code)
    return first


@cache
def codes_today() -> dict[str, str]:
    """A code of before -> the code of the same place today."""
    today: dict[str, str] = {}
    for change in reversed(changes()):
        if change.goes_on and change.old_code != change.new_code:
            today[change.old_code] = today.get(change.new_code, change.new_code)
    return today


@cache
def divisions() -> dict[str, Region]:
    """The divisions down to counties by code."""
    found = {row["code"]: msgspec.convert(row, Region) for row in rows("regions.csv")}
    first = _first_codes()
    return {code: msgspec.structs.replace(r, place_id=first.get(code, code)) for code, r in found.items()}


@cache
def former() -> dict[str, Region]:
    """Divisions that ended in another, by a key of their own where their code is in use again."""
    found: dict[str, Region] = {}
    known = divisions()
    for change in changes():
        if change.kind == "merged" and change.old_code:
            code = change.old_code
            parent = next((p for p in (code[:4] + "00", code[:2] + "0000") if p != code and p in known), "")
            name = own_name(change.old_name, code)
            key = f"{code}-{change.year}" if code in known else code
            place = _first_codes().get(code, code) if code not in known else key
            found[key] = Region(key, name, change.level, parent, change.old_name, "former", place, change.year)
    return found


def own_name(full_name: str, code: str) -> str:
    """The last part of a full name: its province and prefecture are those of its code, or of before."""
    name = full_name
    for outer in (code[:2] + "0000", code[:4] + "00"):
        region = divisions().get(outer)
        if region and name.startswith(region.name) and name != region.name:
            name = name[len(region.name) :]
    for change in changes():
        if change.level == "prefecture" and change.old_code == code[:4] + "00" and change.old_code != code:
            outer_name = own_name(change.old_name, change.old_code)
            name = name.removeprefix(outer_name) or name
    return name


class _Town(Struct, frozen=True):
    """A line of the list of townships; most are never asked for, so their places are made when they are."""

    code: str
    name: str
    is_former: bool

    def region(self) -> Region:
        county = divisions()[self.code[:6]]
        kind = "former" if self.is_former else "township"
        return Region(self.code, self.name, "township", county.code, county.full_name + self.name, kind, self.code)


@cache
def _townships() -> tuple[_Town, ...]:
    return tuple(_Town(row["code"], row["name"], bool(row["is_former"])) for row in rows("townships.csv.gz"))


@depends_on_user_files
@cache
def zones() -> dict[str, tuple[Region, tuple[str, ...]]]:
    """Zones by code, with their other names: those shipped, then the user's."""
    found: dict[str, tuple[Region, tuple[str, ...]]] = {}
    for line, row in [*((0, row) for row in rows("zones.csv")), *user_rows("places.csv")]:
        region, others = _zone(row, found, line)
        found[region.code] = region, others
    return found


def _zone(
    row: dict[str, str], before: dict[str, tuple[Region, tuple[str, ...]]], line: int
) -> tuple[Region, tuple[str, ...]]:
    """One zone with its other names. Raises ``BrokenCatalogue`` naming the line of the user's file."""
    name, level, parent_code = (
        (row.get("name") or "").strip(),
        row.get("level") or "county",
        (row.get("parent_code") or "").strip(),
    )
    parent = divisions().get(parent_code) or (before[parent_code][0] if parent_code in before else None)
    if not name or level not in LEVELS or (parent_code and parent is None):
        printed = "、".join(str(value) for value in row.values() if value)
        raise BrokenCatalogue(
            f"{user_file('places.csv')}：第 {line} 行：“{printed}”有误。须有 name；level 为 {'、'.join(LEVELS)} 之一；"
            "parent_code 为已知的区划代码或留空。写法见 etl/catalogue/zones.csv"
        )
    code = (row.get("code") or "").strip() or made_up_code(parent, name)
    full_name = (parent.full_name if parent else "") + name
    others = tuple(other for other in (row.get("other_names") or "").split("|") if other)
    return Region(code, name, level, parent_code, full_name, "zone", code), others


def made_up_code(parent: Region | None, name: str, sign: str = "Z") -> str:
    """A code for a place without one: the digits of its parent, a letter, and a hash of its name; it stays the same."""
    return (
        f"{stem_of(parent.code) if parent else ''}{sign}{int(sha256(name.encode()).hexdigest()[:12], 16) % 10**6:06d}"
    )


def stem_of(code: str) -> str:
    """The digits with which the codes of all places in a place begin."""
    return re.sub("(?:0000|00)$", "", code) if len(code) == 6 and code.isdigit() else code


def regions() -> Iterator[Region]:
    """The divisions of the country down to counties, in the order of their codes."""
    yield from divisions().values()


def all_regions() -> Iterator[Region]:
    """Every place of the catalogue: divisions, townships, zones, and divisions that are no more."""
    yield from divisions().values()
    yield from (town.region() for town in _townships())
    yield from (region for region, _ in zones().values())
    yield from former().values()


def region(code: str) -> Region | None:
    """The place of that code, or of that code before it changed."""
    code = codes_today().get(code, code)
    if len(code) == 9 and code.isdigit():
        return next((town.region() for town in _towns_by_county()[code[:6]].values() if town.code == code), None)
    zone = zones().get(code)
    return divisions().get(code) or former().get(code) or (zone[0] if zone else None)


def lies_in(inner: Region, outer: Region) -> bool:
    """Whether a place lies in another one."""
    while inner.parent_code:
        parent = region(inner.parent_code)
        if parent is None:
            return False
        if parent.code == outer.code:
            return True
        inner = parent
    return False


def towns_in(county_code: str) -> Mapping[str, "_Town"]:
    """The townships of a county by name; ``region()`` gives the place of one."""
    return _towns_by_county().get(county_code, {})


@cache
def _towns_by_county() -> dict[str, dict[str, _Town]]:
    found: dict[str, dict[str, _Town]] = defaultdict(dict)
    for town in sorted(_townships(), key=lambda t: not t.is_former):
        found[town.code[:6]][town.name] = town
    return found


@cache
def _towns_by_name() -> dict[str, list[_Town]]:
    found: dict[str, list[_Town]] = defaultdict(list)
    for town in _townships():
        found[town.name].append(town)
    return found


def towns_named(name: str) -> tuple[Region, ...]:
    """All townships of that name in the country."""
    return tuple(town.region() for town in _towns_by_name().get(name, ()))
