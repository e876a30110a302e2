"""What places are called: today, in short, before they changed, and without their endings."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import msgspec
from msgspec import Struct

from etl.agencies.catalogue import depends_on_user_files, levels, rows
from etl.agencies.places import LEVELS, Change, Region, changes, codes_today, divisions, former, own_name, zones

FIRST_YEAR, LAST_YEAR = 1949, 9999


class Named(Struct, frozen=True):
    """A name of a place, and the years in which it bore it."""

    region: Region
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR


@depends_on_user_files
@cache
def by_name() -> dict[str, tuple[Named, ...]]:
    """Every name of every place above townships: today's, short ones, and those of before, with their years."""
    found: dict[str, list[Named]] = defaultdict(list)
    for division in divisions().values():
        found[division.name].append(Named(division))
    _add_names_of_before(found)
    for place in former().values():
        found[place.name].append(Named(place, FIRST_YEAR, (place.last_year or LAST_YEAR)))
    for zone, others in zones().values():
        for name in {zone.name, *others}:
            found[name].append(Named(zone))
    names = {name: tuple(named) for name, named in found.items()}
    for short, name in _short_names():
        names[short] = tuple(dict.fromkeys((*names.get(short, ()), *names.get(name, ()))))
    return names


def _add_names_of_before(found: dict[str, list[Named]]) -> None:
    since: dict[str, int] = {}
    for change in changes():
        now = divisions().get(codes_today().get(change.new_code, change.new_code))
        if not change.goes_on or now is None:
            continue
        name = own_name(change.old_name, change.old_code)
        for printed in _names_before(name, change, now):
            found[printed].append(Named(now, since.get(change.old_code, FIRST_YEAR), change.year))
        if own_name(change.new_name, change.new_code) != name:
            since[change.new_code] = change.year
    for place, named in found.items():
        # A name that the place took up in a year was not its own before.
        found[place] = [
            msgspec.structs.replace(n, first_year=since.get(n.region.code, n.first_year))
            if n.region.name == place
            else n
            for n in named
        ]


def _names_before(name: str, change: Change, today: Region) -> Iterator[str]:
    """What the place was called before a change: its name, and where it has moved since, its whole name."""
    if name != today.name:
        yield name
    province = today.full_name[: len(divisions()[today.code[:2] + "0000"].name)]
    within = change.old_name.removeprefix(province)
    if within != name and within.removesuffix(name) not in today.full_name:
        yield change.old_name
        yield within


def _short_names() -> Iterator[tuple[str, str]]:
    """Short name -> name: 恩施州 for 恩施土家族苗族自治州, 土右旗 for 土默特右旗, 内蒙古 for 内蒙古自治区."""
    yield from levels().short_provinces.items()
    yield from ((row["short_name"], row["name"]) for row in rows("short_names.csv"))
    nationalities = re.compile(f"(?:{levels().nationalities})+自治(?=[州县旗]$)")
    for division in divisions().values():
        short = nationalities.sub("", division.name)
        if short != division.name and len(short) > 2:
            yield short, division.name


@depends_on_user_files
@cache
def longest_name() -> int:
    """Characters of the longest name of a place."""
    return max(map(len, by_name()))


@depends_on_user_files
@cache
def by_stem() -> dict[str, tuple[Region, ...]]:
    """Names without their endings (江苏, 淮安, 沭阳), as systems and zones use them; the higher place first."""
    found: dict[str, list[Region]] = defaultdict(list)
    endings = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|地区|自治[州县旗]|[市县区州盟旗])$")
    nationalities = re.compile(f"(?:{levels().nationalities})+(?=自治)")
    for division in divisions().values():
        stem = endings.sub("", nationalities.sub("", division.name))
        for name in {stem, stem.removesuffix("新")} if division.name.endswith("新区") else {stem}:
            if len(name) > 1:
                found[name].append(division)
    order = {level: n for n, level in enumerate(LEVELS)}
    return {stem: tuple(sorted(some, key=lambda r: (order[r.level], r.code))) for stem, some in found.items()}
