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
from msgspec import Struct

from etl import agencies
from etl.identity.marks import Mark, Witness, sites, values
from etl.identity.wordings import HAN, LONGEST_NAME, SIGNATURE_LINES, full_form, wordings
from etl.model import Candidate, Content, Paragraph
from etl.sections import Section
from etl.title import Title
from etl.wording import compact

_OPENING = "正文开头"
_FILE_NAME = "文件名"
_TOWN_WORDS = ("镇", "乡", "街道", "办事处")
_LONGEST_PLACE = 16
"""Characters of the upper places before the name of an organ."""
_LAST_CHARACTERS = re.compile(f"{HAN}{{2,}}$")


class Publisher(Struct, frozen=True):
    """The organ as named, and what stands around the name, the most trusted first; ``candidates`` where there is none."""

    agency: Witness | None
    around: tuple[Witness, ...]
    candidates: tuple[Candidate, ...] = ()


def find_publisher(
    content: Content,
    source_name: str,
    sections: Mapping[str, Section],
    marks: Sequence[Mark],
    named: Title | None,
    opening: str,
    surroundings: Sequence[Witness],
) -> Publisher:
    """The organ, and where its name stands.

    Trust goes down from the title ``named`` over the opening and the signature to the page, the site, the
    ``surroundings`` (the way to the page, the source, the folders) and the file.
    """
    prose = [*_in_opening(opening), *_signatures(content, sections)]
    page = [*prose, *values(marks, wordings().labels.agency)]
    around = [*page, *sites(marks), *surroundings]
    names_in_file = re.split(r"[_\-\s.,，()（）\d]+", PurePath(source_name).stem)
    everywhere = [*around, *(Witness(part, _FILE_NAME) for part in names_in_file if part)]
    if named and named.agency:
        title = Witness(full_form(named.agency), f"标题：{named.printed}")
        found = _complete(title, [*page, Witness(compact(opening), _OPENING)], everywhere)
    else:
        found = _first_fitting(everywhere, _self_word(sections))
    titles = list(values(marks, wordings().labels.title))
    if found is None:
        return Publisher(None, tuple(everywhere), _unnamed(named, everywhere))
    found = _misread(found, [*everywhere, *titles, Witness(compact(opening), _OPENING)])
    return Publisher(found, tuple(everywhere))


def _unnamed(named: Title | None, around: Sequence[Witness]) -> tuple[Candidate, ...]:
    """Why no organ is told, with the places that the document speaks of."""
    told = "，".join(dict.fromkeys(w.quoted for w in around if agencies.parse(full_form(compact(w.text))).regions))
    printed = named.agency if named else None
    reason = f"“{printed}”没有写明所在地" if printed else "文档没有写明报告机关"
    return (Candidate(reason + (f"；{told}" if told else "")),)


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
    return next((full for witness in texts if (full := _longer(named, witness))), named)


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(region.name for region in agencies.regions() if region.level == "province")


def _longer(named: Witness, witness: Witness) -> Witness | None:
    """The same organ with its upper places before it, if the witness prints it so."""
    for upper in _before(named.text, compact(witness.text)):
        # The text before the name runs on from other words: the longest end of it that is a place counts.
        for start in range(len(upper) - 1):
            part = agencies.parse(upper[start:])
            if part.place == upper[start:] and part.regions:
                inside = agencies.parse(upper[start:] + named.text)
                if inside.place == upper[start:] + agencies.parse(named.text).place:
                    return Witness(upper[start:] + named.text, f"{named.where}；{witness.where}")
    return None


def _before(name: str, text: str) -> Iterator[str]:
    """The Chinese characters that stand before each place where the text has the name."""
    at = text.find(name, 1)
    while at > 0:
        if before := _LAST_CHARACTERS.search(text[max(at - _LONGEST_PLACE, 0) : at]):
            yield before.group()
        at = text.find(name, at + len(name))


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
    is_zone = not name.town and (name.zone or (name.spot is not None and name.spot.kind == "zone"))
    if re.search(f"(?:{wordings().organ.by_themselves})$", named.text):
        return named
    by_kind = wordings().governments["zone"] if is_zone else _organ_of(named.text)
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
        whole = agencies.parse(text)
        # A file name may have any word in front of the organ: what is no place that there is comes after the other witnesses.
        if text.endswith(bare) and whole.is_complete and (whole.regions or witness.where != _FILE_NAME):
            return Witness(text, f"{named.where}；{witness.quoted}")
    short = bare[0] if bare[0] in "省市县区旗州盟" else ""
    placed = [(witness, agencies.parse(full_form(compact(witness.text)))) for witness in witnesses]
    fitting = [(w, name) for w, name in placed if name.place and (not short or name.place.endswith(short))]
    if not short and not re.search("(?:厅|委员会|委)$", bare):
        # 公安局 in a folder 江苏省 may be that of any city there.
        fitting = [(w, name) for w, name in fitting if name.level != "province"]
    if not fitting:
        return None
    witness, name = fitting[0]
    # A site of a city may lead on to a county of it: the innermost place is the organ's.
    for other, inner in fitting[1:]:
        if name.regions and inner.regions and not short and agencies.lies_in(inner.regions[0], name.regions[0]):
            witness, name = other, inner
    return Witness(name.place + bare[len(short) :], f"{named.where}；{witness.quoted}")


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
        if self_word in _TOWN_WORDS and (name := agencies.parse(text)).town and not name.office:
            text += _organ_of(text) or ""
        if self_word in words.area_words:
            text = re.sub("(?<=人民政府)办公[厅室]$", "", text)
        if not endings.fullmatch(text) or not fits.search(text):
            continue
        name = agencies.parse(text)
        if self_word is None and _is_of_the_site(witness) and agencies.function_of(name.office) == "government":
            continue
        if name.is_complete and (name.place or not name.town):
            return Witness(text, witness.quoted)
        others = [other for other in witnesses if other is not witness]
        if placed := _placed(Witness(text, witness.quoted), others):
            return placed
    return None


def _is_of_the_site(witness: Witness) -> bool:
    """Whether a name stands around the report: that of a government's site says nothing of which organ reports on it."""
    labels = wordings().labels
    names = (*labels.site, *labels.title, "页面路径", "文件夹")
    return witness.where.endswith(tuple(names)) or any(f"“{label}”" in witness.where for label in labels.site)


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
