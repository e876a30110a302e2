"""The parts of an organ's name: its place, the zone or town in it, and what kind of organ it is."""

import re
from functools import cache, lru_cache

import msgspec
from msgspec import Struct

from etl.agencies.catalogue import depends_on_user_files, levels
from etl.agencies.gazetteer import LAST_YEAR, Named, by_name, by_stem, longest_name
from etl.agencies.places import Region, lies_in, made_up_code, towns_in, towns_named
from etl.wording import compact

_HAN = "[\u4e00-\u9fff]"
_REMEMBERED = 20_000


class Name(Struct, frozen=True):
    """The parts of an organ's name.

    ``place`` is as printed. ``regions`` are the known places that it may be: one, several, or none; ``spot`` is the zone or
    town in it, where it has one.
    """

    place: str
    office: str
    level: str | None
    regions: tuple[Region, ...] = ()
    zone: str = ""
    town: str = ""
    spot: Region | None = None

    @property
    def organ(self) -> str:
        """The name without its place."""
        return self.zone + self.town + self.office

    @property
    def is_complete(self) -> bool:
        """Whether the name says both where and what: 土默特右旗司法局, not 司法局 or 洪泽区."""
        return bool(self.office) and bool(self.place or self.town or self.zone or self.level == "national")

    @property
    def region(self) -> Region | None:
        """The place of the organ; None if it is unknown, or may be several."""
        return self.spot or (self.regions[0] if len(self.regions) == 1 else None)

    @property
    def candidates(self) -> tuple[Region, ...]:
        """All known places that the name may mean."""
        if self.spot or self.regions:
            return (self.spot,) if self.spot else self.regions
        return towns_named(self.town) if self.town and not self.place else ()


def parse(name: str, year: int | None = None) -> Name:
    """The parts of a name, as it was understood in that year: in 2009 巢湖市 was another place than in 2012."""
    return _parse(compact(name), year)


@depends_on_user_files
@lru_cache(_REMEMBERED)
def _parse(name: str, year: int | None) -> Name:
    text = re.sub("自贸(?:试验)?区", "自由贸易试验区", name)
    text = re.sub(r"^中国\(([^)]{2,4})\)(?=自由贸易)", _province, text)
    text = re.sub(r"\([^)]*\)", "", text)
    national = levels().national
    text = national.aliases.get(text, text)
    return _of_a_system(text, year) or _customs(text) or _national(text) or _local(text, year)


def _province(match: re.Match[str]) -> str:
    """The province of a free trade zone: 河南省 of 中国（河南）自由贸易试验区."""
    places = (place.name for place in by_stem().get(match[1], ()) if place.level == "province")
    return next(places, match[1])


def _national(text: str) -> Name | None:
    national = levels().national
    is_one = text.startswith(national.prefixes) or re.fullmatch(national.names, text)
    return Name("", text, "national") if is_one else None


def _of_a_system(text: str, year: int | None) -> Name | None:
    """A national system's organ in a place: 国家税务总局淮安市税务局, 国家统计局沭阳调查队."""
    system = max((s for s in levels().national.systems if text.startswith(s)), key=len, default="")
    local = text[len(system) :]
    if system and _known_place(local, year)[0]:
        found = _local(local, year)
        return msgspec.structs.replace(found, office=system + found.office)
    stem, region = _stem_at_start(local)
    if region and re.fullmatch(levels().national.local, local[len(stem) :]):
        office = system + local[len(stem) :]
        # Without a system's name in front, only what no local government has: 江苏海事局, 沭阳调查队, not 沭阳局.
        if system or re.search("海事局|调查总?队|监管局|邮政管理局|调查队|监察局", office):
            return Name(stem, office, region.level, (region,))
    if system and local and _read_unknown(local)[0]:
        found = _local(local, year)
        return msgspec.structs.replace(found, office=system + found.office)
    return Name("", text, "national") if system else None


def _customs(text: str) -> Name | None:
    match = re.fullmatch(f"(?:中华人民共和国)?({_HAN}{{2,5}})海关", text)
    if match is None or match[1] == "全国":
        return None
    stem, region = _stem_at_start(match[1])
    level = "province" if match[1] in levels().national.customs else "prefecture"
    if region is None or stem != match[1]:
        return Name(match[1], text, level)
    return Name(stem, "海关", level, (region,))


def _stem_at_start(text: str) -> tuple[str, Region | None]:
    """The place whose name without its ending a text begins with; the higher one where it lies around the others."""
    for length in range(min(8, len(text)), 1, -1):
        found = by_stem().get(text[:length], ())
        if found and all(lies_in(other, found[0]) for other in found[1:]):
            return text[:length], found[0]
        if found:
            return "", None
    return "", None


def _local(text: str, year: int | None) -> Name:
    end, known = _known_place(text, year)
    level = known[0].level if known else None
    zone = _zone().match(text, end)
    spot = known[0] if len(known) == 1 and known[0].kind == "zone" else None
    if not known and not zone:
        end, level = _read_unknown(text)
        zone = _zone().match(text, end)
    within, zone_name = end, zone.group() if zone else ""
    if zone:
        within, level = zone.end(), "county"
        spot = _zone_place(zone_name, known, has_place=end > 0)
        level = spot.level if spot else level
    town_end, town_name, town = _town_at(text, within, spot or (known[0] if len(known) == 1 else None))
    if town_name:
        level, spot = "township", town or spot if zone_name or not town else town
        within = town_end
    if not town_name:
        branch = _branch(text[within:], known)
        if branch:
            level, spot = "county", branch
    return Name(text[:end], text[within:], level, known, zone_name, town_name, spot)


def _town_at(text: str, start: int, around: Region | None) -> tuple[int, str, Region | None]:
    """The town at that point of the text: where it ends, its name, and its place if it lies in a known one."""
    rest = text[start:]
    known = towns_in(around.code) if around else {}
    name = max((town for town in known if rest.startswith(town)), key=len, default="")
    if name and _may_follow_a_town(rest[len(name) :]):
        return start + len(name), name, known[name].region()
    # 沭城办事处 is 沭城街道办事处.
    short = re.match(f"({_HAN}{{1,8}}?)(?=办事处)", rest)
    if short and short[1] + "街道" in known:
        return start + short.end(), short[1] + "街道", known[short[1] + "街道"].region()
    match = _town().match(text, start)
    if match is None:
        return start, "", None
    place = None
    if around:
        code = made_up_code(around, match.group(), "T")
        place = Region(code, match.group(), "township", around.code, around.full_name + match.group(), "township", code)
    return match.end(), match.group(), place


def _may_follow_a_town(rest: str) -> bool:
    return (
        not rest
        or re.match("人民政府|政府|办事处|办公室|街道|党|综合|便民|行政|社会|农业|经济|财政|司法|管|委", rest)
        is not None
    )


def _zone_place(name: str, known: tuple[Region, ...], *, has_place: bool) -> Region | None:
    """The place that a zone is: one of the catalogue, or a made-up one under its parent; None if that is not known."""
    inside = [n.region for n in by_name().get(name, ()) if n.region.kind == "zone"]
    inside = [zone for zone in inside if not known or any(lies_in(zone, outer) for outer in known)]
    if len(inside) == 1 and (known or not has_place):
        return inside[0]
    parent = known[0] if len(known) == 1 else None
    stem, by_its_stem = _stem_at_start(name)
    if (parent is None and not has_place) or (parent and by_its_stem and lies_in(by_its_stem, parent)):
        parent = by_its_stem
    if parent is None:
        return None
    if by_its_stem and by_its_stem.code == parent.code:
        name = name[len(stem) :]
    for kinds, kind in levels().zone_kinds.items():
        name = re.sub(f"(?:{kinds})$", kind, name)
    catalogued = next((z for z in _zones_like(name, parent)), None)
    if catalogued:
        return catalogued
    code = made_up_code(parent, name)
    return Region(code, name, "county", parent.code, parent.full_name + name, "zone", code)


def _zones_like(name: str, parent: Region) -> list[Region]:
    """Zones of the catalogue in a place, by their names without that of the place: 合肥高新技术产业开发区 is 高新区."""
    found = []
    stems = [stem for stem, places in by_stem().items() if places[0].code == parent.code]
    for full, named in _zone_names().items():
        if any(n.region.parent_code == parent.code for n in named):
            bare = next((full[len(s) :] for s in stems if full.startswith(s)), full)
            for kinds, kind in levels().zone_kinds.items():
                bare = re.sub(f"(?:{kinds})$", kind, bare)
            if bare == name:
                found += [n.region for n in named if n.region.parent_code == parent.code]
    return found


@depends_on_user_files
@cache
def _zone_names() -> dict[str, tuple[Named, ...]]:
    zones = {name: tuple(n for n in named if n.region.kind == "zone") for name, named in by_name().items()}
    return {name: named for name, named in zones.items() if named}


def _branch(office: str, known: tuple[Region, ...]) -> Region | None:
    """The county that a city bureau's branch is named after: 合肥市公安局瑶海分局, 宿迁市沭阳生态环境局."""
    match = re.search(f"(?:局|委员会)({_HAN}{{2,6}}?)(?:区|县|市)?(?:分局|支队|大队)$", office)
    match = match or re.match(f"({_HAN}{{2,6}}?)(?:区|县|市)?生态环境分?局$", office)
    if match is None or len(known) != 1 or known[0].level not in {"province", "prefecture"}:
        return None
    inside = [r for r in by_stem().get(match[1], ()) if lies_in(r, known[0])]
    return inside[0] if len(inside) == 1 else None


def _is_town_ending(rest: str) -> bool:
    return re.match("(?:街道|(?:镇|乡|苏木)(?:人民政府|政府|$))", rest) is not None


def _known_place(text: str, year: int | None = None) -> tuple[int, tuple[Region, ...]]:
    """How many characters of the text name known places, each inside the one before, and which the last may be."""
    end, found = 0, tuple[Region, ...]()
    while True:
        for length in range(min(longest_name(), len(text) - end), 1, -1):
            named = by_name().get(text[end : end + length], ())
            inside = [n for n in named if not found or any(lies_in(n.region, outer) for outer in found)]
            # 东区街道办事处 is a street of that name, not an organ of a division 东区.
            if inside and not _is_town_ending(text[end + length :]):
                end, found = end + length, _of_that_year(inside, year, is_whole=bool(found))
                break
        else:
            return end, found


def _of_that_year(named: list[Named], year: int | None, *, is_whole: bool) -> tuple[Region, ...]:
    """The places that bore the name when a report of that year came out; all if none did.

    Where the year is not known, a name with its upper place before it (``is_whole``) is today's.
    """
    if year is None:
        fitting = [n for n in named if n.last_year == LAST_YEAR] if is_whole else named
    else:
        fitting = [n for n in named if n.first_year <= year <= n.last_year]
        fitting = fitting or [n for n in named if n.first_year <= year + 1 and year <= n.last_year + 1]
    return tuple(dict.fromkeys(n.region for n in fitting or named))


@cache
def _unknown_place() -> re.Pattern[str]:
    endings = levels().endings
    return re.compile(
        f"(?P<province>{_HAN}{{2,6}}?(?:{endings.province}))?"
        f"(?P<prefecture>{_HAN}{{1,8}}?(?:{endings.prefecture}))?"
        f"(?P<county>{_HAN}{{1,10}}?(?:{endings.county})(?!街道|镇|乡))?"
    )


@cache
def _zone() -> re.Pattern[str]:
    # A zone's name holds no level of its own: 江北新区, not 南京市江北新区; and no organ: 公安局高新区分局.
    return re.compile(f"(?:(?![省市县旗局厅]|委员会|人民政府){_HAN}){{0,16}}?(?:{levels().endings.zone})")


@cache
def _town() -> re.Pattern[str]:
    return re.compile(f"{_HAN}{{1,8}}?(?:{levels().endings.township})")


def _read_unknown(text: str) -> tuple[int, str | None]:
    """A place that is in no list, by the endings of its parts."""
    match = _unknown_place().match(text)
    if match is None or match.end() == 0:
        return 0, None
    level = next(part for part in ("county", "prefecture", "province") if match[part])
    return match.end(), level
