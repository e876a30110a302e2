"""The address of a page names its place in pinyin: www.shuyang.gov.cn is 沭阳's, njgl.gov.cn that of 南京's 鼓楼.

Homophones (福州, 抚州) are told apart only among places that a report may be of anyway; else an address names a place
only if no other in the country is written so.
"""

import re
from collections import defaultdict
from functools import cache
from urllib.parse import urlsplit

from etl.agencies.catalogue import rows
from etl.agencies.places import Region, region, regions

_PUBLIC = {"www", "gov", "cn", "com", "net", "org", "xxgk", "zwgk", "zfxxgk", "zwgkml"}


def labels(url: str | None) -> frozenset[str]:
    """The parts of an address that may name a place."""
    host = urlsplit(url if url and "//" in url else f"//{url or ''}").hostname or ""
    return frozenset(part for part in host.split(".") if part not in _PUBLIC and re.fullmatch("[a-z]{2,30}", part))


def is_of(place: Region, parts: frozenset[str]) -> bool:
    """Whether an address is that of the place's superior, or names both."""
    superior = region(place.parent_code)
    if superior is None or not parts:
        return False
    whole, initials = _spelt(superior)
    own_whole, own_initials = _spelt(place)
    named = {f"{a}{b}" for a in initials for b in own_initials} | {f"{a}{b}" for a in whole for b in own_whole}
    return bool(parts & (named | whole))


def place_of(parts: frozenset[str]) -> Region | None:
    """The one place in the country whose name an address spells out; None if none or several do."""
    found = {place.code: place for part in parts for place in _by_spelling().get(part, ())}
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def _syllables() -> dict[str, tuple[str, ...]]:
    return {row["code"]: tuple(row["pinyin"].split()) for row in rows("pinyin.csv")}


@cache
def _spelt(place: Region) -> tuple[frozenset[str], frozenset[str]]:
    """A place's name spelt out, and by its initials, each with and without its ending (县, 区); of divisions only."""
    syllables = _syllables().get(place.code, ())
    forms = [form for form in (syllables, syllables[:-1]) if form]
    return frozenset("".join(form) for form in forms), frozenset("".join(s[0] for s in form) for form in forms)


@cache
def _by_spelling() -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for place in regions():
        for spelling in _spelt(place)[0]:
            if len(spelling) > 3:
                found[spelling].append(place)
    return found
