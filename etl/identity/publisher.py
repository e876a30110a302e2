"""Which organ reports, by its full name.

A title may shorten the name, leave it out, or name a place only; the rest of the document completes it. What completes
nothing changes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePath

import msgspec

from etl import agencies
from etl.identity.marks import Mark, Witness, sites, values
from etl.identity.wordings import HAN, LONGEST_NAME, SIGNATURE_LINES, wordings
from etl.model import Content, Paragraph
from etl.sections import Section
from etl.title import Title
from etl.wording import compact

_OPENING = "正文开头"


def find_agency(
    content: Content,
    source_name: str,
    sections: Mapping[str, Section],
    marks: Sequence[Mark],
    named: Title | None,
    opening: str,
) -> Witness | None:
    """The organ, and where its name stands; None if nothing names it.

    Trust goes down from the title ``named`` over the opening and the signature to the page, the site and the file.
    """
    prose = [*_in_opening(opening), *_signatures(content, sections)]
    page = [*prose, *values(marks, wordings().labels.agency)]
    around = [*page, *sites(marks)]
    names_in_file = re.split(r"[_\-\s.,，()（）\d]+", PurePath(source_name).stem)
    everywhere = [*around, *(Witness(part, "文件名") for part in names_in_file if part)]
    if named and named.agency:
        title = Witness(full_form(named.agency), f"标题：{named.printed}")
        found = _complete(title, [*page, Witness(compact(opening), _OPENING)], around)
    else:
        found = _first_fitting(everywhere, _self_word(sections))
    if found is None:
        return None
    titles = values(marks, wordings().labels.title)
    return _misread(found, [*everywhere, *titles, Witness(compact(opening), _OPENING)])


def full_form(name: str) -> str:
    """The name with the short forms that have only one full form written out: 管委会 is 管理委员会."""
    for short, full in wordings().full_forms.items():
        if short in name:
            return name.replace(short, full)
    return name


def _in_opening(opening: str) -> Iterator[Witness]:
    organ = wordings().organ
    pattern = re.compile(
        f"(?:^|{organ.preceded_by})(?P<name>(?:(?!{organ.never_inside}){HAN}){{2,30}}?(?:{organ.endings})(?:办公室|办公厅)?)"
        f"(?={organ.followed_by}|$)"
    )
    for line in opening.split("\n"):
        for match in pattern.finditer(compact(line)):
            yield Witness(re.sub(organ.writers, "", match["name"]), _OPENING)


def _signatures(content: Content, sections: Mapping[str, Section]) -> Iterator[Witness]:
    """Names that stand alone in the last lines of the report."""
    endings = re.compile(f"{HAN}{{2,}}(?:{wordings().organ.endings})")
    last = list(sections.values())[-1:]
    paragraphs = last[0].paragraphs if last else [b for b in content.blocks if isinstance(b, Paragraph)]
    for paragraph in paragraphs[-SIGNATURE_LINES:]:
        text = re.sub(r"\(?\d{4}年\d{1,2}月\d{1,2}日\)?$", "", compact(paragraph.text))
        if len(text) <= LONGEST_NAME and endings.fullmatch(text):
            yield Witness(text, "落款")


def _complete(named: Witness, texts: list[Witness], around: list[Witness]) -> Witness | None:
    """The organ that the title names, with the parts of its name that the title leaves out; None if they are nowhere.

    ``texts`` may print the whole name, ``around`` the name of the publisher too.
    """
    name = agencies.parse(named.text)
    if not name.office:
        return _government(named, [*texts, *around])
    if not name.is_complete:
        return _placed(named, around)
    if name.level in {"province", "national"} or name.place.startswith(tuple(_provinces())):
        return named
    longer = next((full for witness in texts if (full := _longer(named, witness))), named)
    return _within_its_county(longer, around)


def _within_its_county(named: Witness, witnesses: list[Witness]) -> Witness:
    """A town without its county, or a district that many cities have, with the place of the page's publisher."""
    name = agencies.parse(named.text)
    is_bare_town = bool(name.town) and not name.place
    if not is_bare_town and len(name.regions) < 2:
        return named
    for witness in witnesses:
        publisher = agencies.parse(full_form(compact(witness.text)))
        whole = agencies.parse(publisher.place + named.text)
        if is_bare_town and publisher.level == "county" and publisher.place:
            return Witness(publisher.place + named.text, f"{named.where}；{witness.quoted}")
        if not is_bare_town and publisher.place and len(whole.regions) == 1 and whole.organ == name.organ:
            return Witness(publisher.place + named.text, f"{named.where}；{witness.quoted}")
    return named


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(region.name for region in agencies.regions() if region.level == "province")


def _longer(named: Witness, witness: Witness) -> Witness | None:
    """The same organ with its upper places before it, if the witness prints it so."""
    for match in re.finditer(f"{HAN}{{2,16}}(?={re.escape(named.text)})", compact(witness.text)):
        upper = match.group()
        # The text before the name runs on from other words: the longest end of it that is a place counts.
        for start in range(len(upper) - 1):
            part = agencies.parse(upper[start:])
            if part.place == upper[start:] and part.regions:
                inside = agencies.parse(upper[start:] + named.text)
                if inside.place == upper[start:] + agencies.parse(named.text).place:
                    return Witness(upper[start:] + named.text, f"{named.where}；{witness.where}")
    return None


def _government(named: Witness, witnesses: list[Witness]) -> Witness | None:
    """The government of the place that a title names: as the document calls it, else by the kind of place."""
    name = agencies.parse(named.text)
    organs = set(wordings().governments.values())
    for witness in witnesses:
        text = full_form(compact(witness.text))
        for organ in sorted(organs):
            at = text.find(named.text + organ)
            if at >= 0:
                longer = _longer(msgspec.structs.replace(named, text=named.text + organ), Witness(text, witness.where))
                seen = Witness(text[at:], witness.where)
                return longer or Witness(named.text + organ, f"{named.where}；{seen.quoted}")
    by_kind = wordings().governments["zone"] if name.zone and not name.town else _organ_of(named.text)
    if by_kind is None or not (name.place or name.zone or name.town):
        return None
    return Witness(named.text + by_kind, f"{named.where}（标题只有地名，报告机关按该地的行政机关记）")


def _organ_of(place: str) -> str | None:
    governments = wordings().governments.items()
    return next((organ for endings, organ in governments if re.search(f"(?:{endings})$", place)), None)


def _placed(named: Witness, witnesses: list[Witness]) -> Witness | None:
    """An organ without its place (司法局, 区教育局): the same organ with its place, or the place of the site."""
    bare = named.text
    if not re.search(f"(?:{wordings().organ.endings})$", bare):
        return None
    for witness in witnesses:
        text = full_form(compact(witness.text))
        if text.endswith(bare) and agencies.parse(text).is_complete:
            return Witness(text, f"{named.where}；{witness.quoted}")
    short = bare[0] if bare[0] in "省市县区旗镇乡" else ""
    for witness in witnesses:
        place = agencies.parse(full_form(compact(witness.text))).place
        if place and (not short or place.endswith(short)):
            return Witness(place + bare[len(short) :], f"{named.where}；{witness.quoted}")
    return None


def _self_word(sections: Mapping[str, Section]) -> str | None:
    """How the report speaks of itself most: 局 for 我局, 镇 for 我镇."""
    words = sorted(wordings().self_words, key=len, reverse=True)
    prose = compact("".join(section.text for section in sections.values()))
    counted = Counter(re.findall(f"我({'|'.join(words)})", prose))
    return counted.most_common(1)[0][0] if counted else None


def _first_fitting(witnesses: list[Witness], self_word: str | None) -> Witness | None:
    """The first name of an organ that is of the kind that the report calls itself, with its place."""
    words = wordings()
    fits = re.compile(f"(?:{words.self_words[self_word]})$" if self_word else ".*")
    endings = re.compile(f"{HAN}{{2,{LONGEST_NAME}}}(?:{words.organ.endings})")
    for witness in witnesses:
        text = full_form(compact(witness.text))
        if self_word in words.area_words:
            text = re.sub("(?<=人民政府)办公[厅室]$", "", text)
        if not endings.fullmatch(text) or not fits.search(text):
            continue
        if agencies.parse(text).is_complete:
            return Witness(text, witness.quoted)
        others = [other for other in witnesses if other is not witness]
        if placed := _placed(Witness(text, witness.quoted), others):
            return placed
    return None


def _misread(found: Witness, others: list[Witness]) -> Witness:
    """Undo one misrecognised character of a place that does not exist, if the document names the right one elsewhere."""
    name = agencies.parse(found.text)
    if not name.place or name.regions:
        return found
    for witness in others:
        right = agencies.parse(full_form(compact(witness.text)))
        if right.regions and _differ_in_one_character(right.place, name.place):
            reason = f"{found.where}；行政区划中没有“{name.place}”，{witness.where}作“{right.place}”，按后者记"
            return Witness(right.place + name.organ, reason)
    return found


def _differ_in_one_character(place: str, other: str) -> bool:
    """Whether two places differ in one character of the name, not in its ending (县, 市)."""
    if len(place) != len(other) or place[-1] != other[-1]:
        return False
    return sum(a != b for a, b in zip(place, other, strict=True)) == 1
