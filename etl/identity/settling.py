"""Which of its namesakes an organ is: what its name leaves open, the document and where it came from decide, or nobody."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from etl.agencies import Agency, Name, Region, describe, parse
from etl.agencies.places import lies_in, region, regions
from etl.identity import hosts
from etl.identity.marks import Witness
from etl.identity.wordings import full_form, wordings
from etl.model import Candidate
from etl.wording import compact

_MOST_TOLD = 20


def settle(
    found: Witness, year: int | None, witnesses: Sequence[Witness], prose: str, url: str | None
) -> tuple[Witness, tuple[Candidate, ...]]:
    """The organ with its place, and what told it; else the name as it is, with the organs that it may be.

    ``witnesses`` go from the most to the least trusted; ``prose`` is the report's own, as printed.
    """
    agency = describe(found.text, year)
    if agency.is_sure:
        return found, ()
    name = parse(found.text, year)
    for _, group in groupby(witnesses, key=lambda witness: witness.where):
        placed = [(text, w) for w in group if (text := _with_place_of(w, found.text, name, year))]
        # Two witnesses of one kind that speak of two organs tell nothing.
        if len({describe(text, year).agency_id for text, _ in placed}) == 1:
            text, witness = placed[0]
            return Witness(text, f"{found.where}；{witness.quoted}"), ()
    parts = hosts.labels(url)
    of_the_host = [place for place in name.candidates if hosts.is_of(place, parts)]
    if len(of_the_host) == 1:
        place = of_the_host[0]
        return Witness(place.full_name + _office(name, place), f"{found.where}；网址 {url}"), ()
    text = compact(prose) if name.candidates else ""
    told = [(place, quote) for place in name.candidates if (quote := _superior_in(text, place, name.candidates))]
    if len(told) == 1:
        place, quote = told[0]
        return Witness(place.full_name + _office(name, place), f"{found.where}；正文“{quote}”"), ()
    return found, tuple(_candidates(name, agency, {place.code: quote for place, quote in told}))


def _with_place_of(witness: Witness, text: str, name: Name, year: int | None) -> str | None:
    """The name with its place, if the witness is in or around exactly one of the places that it may be."""
    around = parse(full_form(compact(witness.text)), year)
    place = around.region
    if place is None:
        return None
    fitting = [c for c in name.candidates if c.code == place.code or lies_in(place, c) or lies_in(c, place)]
    if len(fitting) == 1:
        printed = around.place + text
        whole = parse(printed, year)
        is_same = whole.region == fitting[0] and whole.organ == name.organ
        return printed if is_same else fitting[0].full_name + _office(name, fitting[0])
    may_hold = place.level != "township" and (not name.town or place.level == "county" or not _has_counties(place))
    if fitting or not may_hold or (name.candidates and not name.town):
        return None
    printed = around.place + text
    whole = parse(printed, year)
    return printed if whole.region is not None and whole.organ == name.organ and whole.office else None


def _has_counties(place: Region) -> bool:
    return place.level in {"province", "prefecture"} and place.code in _superiors()


@cache
def _superiors() -> frozenset[str]:
    """Codes of the divisions that have divisions in them; 东莞市 has towns only."""
    return frozenset(division.parent_code for division in regions())


def _office(name: Name, place: Region) -> str:
    """What follows the place in the name; a town's name is in both."""
    return name.office if place.name == name.town else name.organ


def _superior_in(prose: str, place: Region, others: Sequence[Region]) -> str | None:
    """Where the prose speaks of the superior of a place as a government does (沭阳县委、县政府), none of the others'."""
    superior = region(place.parent_code)
    if superior is None or any(other.parent_code == place.parent_code and other != place for other in others):
        return None
    match = re.search(f"{re.escape(superior.name)}(?:{wordings().superior_words})", prose)
    return match.group() if match else None


def _candidates(name: Name, agency: Agency, told: dict[str, str]) -> Iterator[Candidate]:
    """The places that the name may mean, those that the prose points at first."""
    places = sorted(name.candidates, key=lambda place: (place.code not in told, place.code))
    for place in places[:_MOST_TOLD]:
        if place.code in told:
            reason = f"正文“{told[place.code]}”"
        elif len(places) == 1:
            reason = "全国行政区划中只有这一处，但文档没有写明上级地名"
        else:
            reason = f"全国有 {len(places)} 处同名，文档没有写明是哪一处"
        yield Candidate(reason, place.full_name + _office(name, place), place.code, place.full_name)
    if not places:
        yield Candidate(f"“{agency.agency}”没有写明所在地，或所在地不在行政区划中")
