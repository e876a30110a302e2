"""A name -> the organ: its id, its place, its level and its function."""

import re
from functools import cache, lru_cache
from hashlib import sha256

from msgspec import Struct

from etl.agencies.catalogue import depends_on_user_files, functions, levels
from etl.agencies.names import Name, parse
from etl.agencies.places import Region

_REMEMBERED = 20_000


class Agency(Struct, frozen=True):
    """Who reports.

    ``region_code`` is None where the place is not known, or the name may mean several; ``place_id`` and ``organ`` (in
    its long form) are what ``agency_id`` is made of, and ``full_name`` is both, written out. ``is_sure`` is False where
    the name alone does not tell which organ it is: ``candidates`` are the places that it may be in, as far as known.
    """

    agency_id: str
    agency: str
    region_code: str | None
    region: str | None
    level: str | None
    function: str
    organ: str = ""
    place_id: str | None = None
    full_name: str = ""
    is_sure: bool = True
    candidates: tuple[Region, ...] = ()


def describe(agency: str, year: int | None = None, *, scope: str = "", document: str = "") -> Agency:
    """The organ of that full name, as it was understood in ``year``.

    The same organ has the same ``agency_id`` with or without its upper places, under its short and its long name, and
    under the names that its place had before. ``scope`` keeps apart what one organ reports twice (``system``: 全系统).
    A name that may mean several organs gives an organ of the ``document`` (its hash) alone.
    """
    name = parse(agency, year)
    sure = is_sure(name)
    place_id, place, organ = _parts(name)
    key = f"{place_id}|{organ}" if name.region else organ if name.level == "national" else f"{place}{organ}"
    key += f"|{scope}" if scope else ""
    key += f"|{document}" if document and not sure else ""
    region = name.region
    return Agency(
        agency_id="a" + sha256(key.encode()).hexdigest()[:12],
        agency=agency,
        region_code=region.code if region else None,
        region=region.full_name if region else name.place or name.zone or name.town or None,
        level=name.level,
        function=function_of(name.office),
        organ=organ,
        place_id=place_id,
        full_name=f"{place}{organ}",
        is_sure=sure,
        candidates=() if sure else name.candidates,
    )


def _parts(name: Name) -> tuple[str | None, str, str]:
    """What an organ's id is made of: its place by id and by name, and what it is there, in its long form.

    A zone is a place, so that 合肥高新区管委会 and 合肥市高新技术产业开发区管理委员会 are one; a town is a part of its organ's name.
    """
    office = long_form(name.office)
    spot = name.spot
    if spot and name.zone and not name.town:
        return spot.place_id, spot.full_name, office
    if len(name.regions) == 1:
        return name.regions[0].place_id, name.regions[0].full_name, name.zone + name.town + office
    if spot:
        return spot.place_id, spot.full_name.removesuffix(name.town), name.town + office
    is_invented = is_sure(name) and name.place
    return name.place if is_invented else None, name.place, name.zone + name.town + office


def is_sure(name: Name) -> bool:
    """Whether a name tells one organ: it is national, in one known place, or in an invented one named from the province down."""
    if name.level == "national" or name.region is not None:
        # 新疆生产建设兵团 is an organ by itself.
        return bool(name.office) or (name.region is not None and name.region.kind == "zone")
    endings = levels().endings.province
    return bool(name.office and name.place and not name.regions and re.match(f".{{2,6}}?(?:{endings})", name.place))


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), form) for pattern, form in levels().offices.items())


@lru_cache(_REMEMBERED)
def long_form(organ: str) -> str:
    """The kind of an organ in its long form: 发改委 and 发展改革委员会 are 发展和改革委员会."""
    for pattern, form in _forms():
        organ = pattern.sub(form, organ)
    return organ


@depends_on_user_files
@lru_cache(_REMEMBERED)
def function_of(office: str) -> str:
    """The code of what an organ does, by its name without its place: the longest word decides, the first of equals."""
    forms = {office, long_form(office)}
    longest, found = 0, functions()[-1].code
    for function in functions():
        for word in function.words:
            bare = word.removeprefix("^")
            if len(bare) > longest and any(
                form.startswith(bare) if word is not bare else bare in form for form in forms
            ):
                longest, found = len(bare), function.code
    return found
