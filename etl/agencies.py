"""An organ's place, level and function, told from its full name.

Places come from ``catalogue/regions.csv``; a name that fits several of them, or none, keeps its printed place and has
no code. Nothing is guessed.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files

import msgspec
from msgspec import Struct

from etl.wording import compact

_HAN = "[\u4e00-\u9fff]"


class Region(Struct, frozen=True):
    """One administrative division; ``level`` is province, prefecture or county."""

    code: str
    name: str
    level: str
    parent_code: str
    full_name: str


class Function(Struct, frozen=True, forbid_unknown_fields=True):
    """What an organ does, and the words in its name that say so."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]


class Agency(Struct, frozen=True):
    """Who reports. ``region_code`` is None where the place is not a known division, or is not the only one so named."""

    agency_id: str
    agency: str
    region_code: str | None
    region: str | None
    level: str | None
    function: str


class Name(Struct, frozen=True):
    """The parts of an organ's name: its place, the zone or town in it, and what kind of organ it is (``office``).

    ``place`` is as printed. ``regions`` are the known divisions that it may be: one, several, or none.
    """

    place: str
    office: str
    level: str | None
    regions: tuple[Region, ...] = ()
    zone: str = ""
    town: str = ""

    @property
    def organ(self) -> str:
        """The name without its place."""
        return self.zone + self.town + self.office

    @property
    def is_complete(self) -> bool:
        """Whether the name says both where and what: 土默特右旗司法局, not 司法局 or 洪泽区."""
        return bool(self.office) and bool(self.place or self.town or self.zone or self.level == "national")


class _Endings(Struct, frozen=True, forbid_unknown_fields=True):
    province: str
    prefecture: str
    county: str
    township: str
    zone: str


class _National(Struct, frozen=True, forbid_unknown_fields=True):
    prefixes: tuple[str, ...]
    systems: tuple[str, ...]
    names: str


class _Levels(Struct, frozen=True, forbid_unknown_fields=True):
    short_provinces: dict[str, str]
    endings: _Endings
    national: _National


class _Functions(Struct, frozen=True, forbid_unknown_fields=True):
    functions: tuple[Function, ...]


def _catalogue(name: str) -> bytes:
    return (files("etl") / "catalogue" / name).read_bytes()


@cache
def _levels() -> _Levels:
    return msgspec.toml.decode(_catalogue("levels.toml"), type=_Levels)


@cache
def functions() -> tuple[Function, ...]:
    """All functions; the last one is for organs whose name tells none of the others."""
    return msgspec.toml.decode(_catalogue("functions.toml"), type=_Functions).functions


@cache
def _regions() -> dict[str, Region]:
    lines = _catalogue("regions.csv").decode().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["code"]: msgspec.convert(row, Region) for row in rows}


def regions() -> Iterator[Region]:
    """The divisions of the country in the order of their codes."""
    yield from _regions().values()


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in regions():
        found.setdefault(region.name, []).append(region)
    for short, name in _levels().short_provinces.items():
        found[short] = found[name]
    return {name: tuple(of_that_name) for name, of_that_name in found.items()}


@cache
def _longest_name() -> int:
    return max(map(len, _by_name()))


def _lies_in(region: Region, outer: Region) -> bool:
    while region.parent_code:
        region = _regions()[region.parent_code]
        if region == outer:
            return True
    return False


def _is_town_ending(rest: str) -> bool:
    return re.match("(?:街道|(?:镇|乡|苏木)(?:人民政府|政府|$))", rest) is not None


def _known_place(text: str) -> tuple[int, tuple[Region, ...]]:
    """How many characters of the text name known divisions, each inside the one before, and which the last may be."""
    end, found = 0, tuple[Region, ...]()
    while True:
        for length in range(min(_longest_name(), len(text) - end), 1, -1):
            named = _by_name().get(text[end : end + length], ())
            inside = tuple(r for r in named if not found or any(_lies_in(r, outer) for outer in found))
            # 东区街道办事处 is a street of that name, not an organ of a division 东区.
            if inside and not _is_town_ending(text[end + length :]):
                end, found = end + length, inside
                break
        else:
            return end, found


@cache
def _unknown_place() -> re.Pattern[str]:
    endings = _levels().endings
    return re.compile(
        f"(?P<province>{_HAN}{{2,6}}?(?:{endings.province}))?"
        f"(?P<prefecture>{_HAN}{{1,8}}?(?:{endings.prefecture}))?"
        f"(?P<county>{_HAN}{{1,10}}?(?:{endings.county})(?!街道|镇|乡))?"
    )


@cache
def _zone() -> re.Pattern[str]:
    # A zone's name holds no level of its own: 江北新区, not 南京市江北新区.
    return re.compile(f"(?:(?![省市县旗]|人民政府){_HAN}){{1,16}}?(?:{_levels().endings.zone})")


@cache
def _town() -> re.Pattern[str]:
    return re.compile(f"{_HAN}{{1,8}}?(?:{_levels().endings.township})")


@lru_cache(2048)
def parse(name: str) -> Name:
    """The parts of a name."""
    text = re.sub(r"\([^)]*\)", "", compact(name))
    national = _levels().national
    system = next((s for s in national.systems if text.startswith(s)), "")
    if system and _place_in(local := text[len(system) :]):
        found = parse(local)
        return msgspec.structs.replace(found, office=system + found.office)
    if text.startswith(national.prefixes) or re.fullmatch(national.names, text):
        return Name("", text, "national")
    end, known = _known_place(text)
    level = known[0].level if known else None
    zone = _zone().match(text, end)
    if not known and not zone:
        end, level = _read_unknown(text)
        zone = _zone().match(text, end)
    within = zone.end() if zone else end
    town = _town().match(text, within)
    if town:
        level = "township"
    elif zone:
        level = "county"
    office = text[town.end() if town else within :]
    return Name(text[:end], office, level, known, zone.group() if zone else "", town.group() if town else "")


def _place_in(text: str) -> bool:
    return _known_place(text)[0] > 0 or _read_unknown(text)[0] > 0


def _read_unknown(text: str) -> tuple[int, str | None]:
    """A place that is in no list, by the endings of its parts."""
    match = _unknown_place().match(text)
    if match is None or match.end() == 0:
        return 0, None
    level = next(part for part in ("county", "prefecture", "province") if match[part])
    return match.end(), level


@lru_cache(2048)
def describe(agency: str) -> Agency:
    """The organ of that full name. The same organ has the same ``agency_id`` with or without its upper places."""
    name = parse(agency)
    region = name.regions[0] if len(name.regions) == 1 else None
    key = f"{region.code}|{name.organ}" if region else compact(agency)
    place = name.place or name.zone or name.town or None
    return Agency(
        agency_id="a" + sha256(key.encode()).hexdigest()[:12],
        agency=agency,
        region_code=region.code if region else None,
        region=region.full_name if region else place,
        level=name.level,
        function=_function(name.organ),
    )


def _function(organ: str) -> str:
    longest, found = 0, functions()[-1].code
    for function in functions():
        for word in function.words:
            if word in organ and len(word) > longest:
                longest, found = len(word), function.code
    return found
