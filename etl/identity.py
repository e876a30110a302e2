"""Who reports, for which year, and when it was published.

Sources in the order of trust: the title, the prose (opening and signature), the page's own metadata, the chrome of
the site, the name of the file. What they say is data (``catalogue/identity.toml``). An organ that none of them names
is None: nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import PurePath

import msgspec
from msgspec import Struct

from etl import agencies, title
from etl.model import Content, Document, Grid, Identity, Paragraph
from etl.sections import PREAMBLE, Section
from etl.title import Title
from etl.wording import compact, half_width, sentences

_HAN = "[\u4e00-\u9fff]"
_CHINESE_DIGITS = {ord(sign): digit for sign, digit in zip("〇零○O一二三四五六七八九", "0000123456789", strict=True)}
_OPENING = 600
_SIGNATURE_LINES = 6
_LONGEST_NAME = 40
_LATEST_YEAR = 2100


class _Labels(Struct, frozen=True, forbid_unknown_fields=True):
    title: tuple[str, ...]
    agency: tuple[str, ...]
    published_on: tuple[str, ...]
    site: tuple[str, ...]


class _Organ(Struct, frozen=True, forbid_unknown_fields=True):
    endings: str
    followed_by: str
    preceded_by: str
    writers: str
    never_inside: str


class _Patterns(Struct, frozen=True, forbid_unknown_fields=True):
    named_year: str
    quoted_title: str
    own_year: str
    period: str
    date: str


class Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    """``catalogue/identity.toml``."""

    labels: _Labels
    trim: dict[str, tuple[str, ...]]
    full_forms: dict[str, str]
    organ: _Organ
    governments: dict[str, str]
    area_words: tuple[str, ...]
    self_words: dict[str, str]
    patterns: _Patterns


class Witness(Struct, frozen=True):
    """A text that may name the organ or the day, and where it stands."""

    text: str
    where: str

    @property
    def quoted(self) -> str:
        """Where it stands, and what stands there."""
        return f"{self.where}“{self.text[:_LONGEST_NAME]}”"


@cache
def _wordings() -> Wordings:
    return msgspec.toml.decode((files("etl") / "catalogue" / "identity.toml").read_bytes(), type=Wordings)


def identify(content: Content, document: Document, sections: Mapping[str, Section]) -> Identity:
    """The identity of a report, each field with the text that it was read from."""
    first = min((s.first for code, s in sections.items() if code != PREAMBLE), default=None)
    marks = list(_marks(content, first))
    named = _title(content, marks, first)
    opening = _opening(content, sections, named)
    if named is None or named.agency is None:
        named = _quoted_title(opening) or named
    evidence: dict[str, str] = {}
    agency = _agency(content, document, sections, marks, named, opening)
    if agency:
        evidence["agency"] = agency.where
    year = named.year if named else None
    if year:
        evidence["year"] = f"标题：{named.printed}" if named else ""
    elif found := _year(opening, sections):
        year, evidence["year"] = found
    published = _published_on(content, marks, named, sections)
    if published:
        evidence["published_on"] = published.where
    return Identity(agency.text if agency else None, year, published.text if published else None, evidence)


# What the page says of itself: names with values, in its metadata, its index block and the lines around the report.


def _marks(content: Content, first: int | None) -> Iterator[tuple[str, Witness]]:
    """Label (as in the catalogue) and what stands beside it."""
    labels = _wordings().labels
    known = {*labels.title, *labels.agency, *labels.published_on, *labels.site}
    for name, value in content.metadata.items():
        if name in known and value.strip():
            yield name, Witness(" ".join(value.split()), f"页面元数据 {name}")
    alternatives = "|".join(sorted((name for name in known if not name.isascii()), key=len, reverse=True))
    line = re.compile(rf"(?:^|[\s\[【(（|])({alternatives})[\]】)）]?\s*[:：]\s*(\S+(?:\s+\d{{1,2}}:\d{{2}}\S*)?)")
    for number, block in enumerate(content.blocks):
        if isinstance(block, Grid):
            yield from _grid_marks(block, known)
        elif first is None or number <= first:
            for match in line.finditer(block.text[:_OPENING]):
                yield match[1], Witness(match[2], f"页面“{match[1]}”")


def _grid_marks(grid: Grid, known: set[str]) -> Iterator[tuple[str, Witness]]:
    beside = {(cell.row, cell.column): cell for cell in grid.cells}
    for cell in grid.cells:
        label, _, value = cell.text.replace("：", ":").partition(":")
        label = compact(label).strip("[]")
        if label not in known:
            continue
        right = beside.get((cell.row, cell.column + cell.column_span))
        text = value.strip() or (right.text.strip() if right else "")
        if text:
            yield label, Witness(" ".join(text.split()), f"页面信息栏“{label}”")


def _of(marks: list[tuple[str, Witness]], names: tuple[str, ...]) -> Iterator[Witness]:
    """The values of labels in the order of trust."""
    for name in names:
        yield from (witness for label, witness in marks if label == name)


def _title(content: Content, marks: list[tuple[str, Witness]], first: int | None) -> Title | None:
    """The title on the page, completed by the title in the metadata where the page leaves agency or year out."""
    printed = title.find(content, first)
    for witness in _of(marks, _wordings().labels.title):
        named = title.parse(witness.text)
        if named is None:
            continue
        if printed is None:
            printed = named
        elif printed.agency is None and named.agency and named.year in {printed.year, None}:
            printed = msgspec.structs.replace(printed, agency=named.agency, printed=named.printed)
        elif printed.year is None and named.year:
            printed = msgspec.structs.replace(printed, year=named.year)
    return printed


def _quoted_title(opening: str) -> Title | None:
    """The title as the opening quotes it: 现发布《…2022年政府信息公开工作年度报告》."""
    quoted = (title.parse(match[1]) for match in re.finditer(_wordings().patterns.quoted_title, compact(opening)))
    return next((found for found in quoted if found and found.agency), None)


def _opening(content: Content, sections: Mapping[str, Section], named: Title | None) -> str:
    if PREAMBLE in sections:
        return sections[PREAMBLE].text
    start = named.last + 1 if named and named.last is not None else 0
    return "\n".join(b.text for b in content.blocks[start : start + 3] if isinstance(b, Paragraph))[:_OPENING]


# The agency


def _agency(
    content: Content,
    document: Document,
    sections: Mapping[str, Section],
    marks: list[tuple[str, Witness]],
    named: Title | None,
    opening: str,
) -> Witness | None:
    labels = _wordings().labels
    prose = [*_in_opening(opening), *_signatures(content, sections)]
    page = [*prose, *_of(marks, labels.agency)]
    sites = [_site(witness) for witness in [*_of(marks, labels.site), *_parts_of_page_title(marks)]]
    file_name = [
        Witness(part, "文件名")
        for part in re.split(r"[_\-\s.,，()（）\d]+", PurePath(document.source_name).stem)
        if part
    ]
    found: Witness | None = None
    if named and named.agency:
        found = _complete(Witness(full_form(named.agency), f"标题：{named.printed}"), opening, page, sites)
    if not (named and named.agency):
        found = _first_fitting([*page, *sites, *file_name], _self_word(sections))
    if found is None:
        return None
    others = [*page, *sites, *file_name, *(w for w in _of(marks, labels.title))]
    return _misread(found, opening, others)


def full_form(name: str) -> str:
    """The name with the short forms that have only one full form written out: 管委会 is 管理委员会."""
    for short, full in _wordings().full_forms.items():
        if short in name:
            return name.replace(short, full)
    return name


def _in_opening(opening: str) -> Iterator[Witness]:
    organ = _wordings().organ
    pattern = re.compile(
        f"(?:^|{organ.preceded_by})(?P<name>(?:(?!{organ.never_inside}){_HAN}){{2,30}}?(?:{organ.endings})(?:办公室|办公厅)?)"
        f"(?={organ.followed_by}|$)"
    )
    for line in opening.split("\n"):
        for match in pattern.finditer(compact(line)):
            yield Witness(re.sub(organ.writers, "", match["name"]), "正文开头")


def _signatures(content: Content, sections: Mapping[str, Section]) -> Iterator[Witness]:
    """Names that stand alone in the last lines of the report."""
    endings = re.compile(f"{_HAN}{{2,}}(?:{_wordings().organ.endings})")
    last = list(sections.values())[-1:]
    paragraphs = last[0].paragraphs if last else [b for b in content.blocks if isinstance(b, Paragraph)]
    for paragraph in paragraphs[-_SIGNATURE_LINES:]:
        text = re.sub(r"\(?\d{4}年\d{1,2}月\d{1,2}日\)?$", "", compact(paragraph.text))
        if len(text) <= _LONGEST_NAME and endings.fullmatch(text):
            yield Witness(text, "落款")


def _parts_of_page_title(marks: list[tuple[str, Witness]]) -> Iterator[Witness]:
    """The name of the site, as page titles carry it behind the title: …年度报告 - 云岫省澄江市人民政府."""
    for witness in _of(marks, _wordings().labels.title):
        for part in re.split(r"\s*[-_|—–>]\s*", witness.text)[1:]:
            yield Witness(part, witness.where)


def _site(witness: Witness) -> Witness:
    text = compact(witness.text)
    for ending in _wordings().trim["site"]:
        text = text.replace(ending, "")
    return msgspec.structs.replace(witness, text=text)


def _complete(named: Witness, opening: str, page: list[Witness], sites: list[Witness]) -> Witness | None:
    """The organ that the title names, with the parts of its name that the title leaves out; None if they are nowhere."""
    name = agencies.parse(named.text)
    if not name.office:
        return _government(named, opening, page, sites)
    if not name.is_complete:
        return _placed(named, [*page, *sites])
    if name.level in {"province", "national"} or name.place.startswith(tuple(_provinces())):
        return named
    texts = [Witness(compact(opening), "正文开头"), *page]
    longer = next((full for witness in texts if (full := _longer(named, witness))), named)
    return _within_its_county(longer, [*page, *sites])


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
    for match in re.finditer(f"{_HAN}{{2,16}}(?={re.escape(named.text)})", compact(witness.text)):
        upper = match.group()
        # The text before the name runs on from other words: the longest end of it that is a place counts.
        for start in range(len(upper) - 1):
            part = agencies.parse(upper[start:])
            if part.place == upper[start:] and part.regions:
                inside = agencies.parse(upper[start:] + named.text)
                if inside.place == upper[start:] + agencies.parse(named.text).place:
                    return Witness(upper[start:] + named.text, f"{named.where}；{witness.where}")
    return None


def _government(named: Witness, opening: str, page: list[Witness], sites: list[Witness]) -> Witness | None:
    """The government of the place that a title names: as the document calls it, else by the kind of place."""
    name = agencies.parse(named.text)
    organs = set(_wordings().governments.values())
    for witness in [*page, Witness(compact(opening), "正文开头"), *sites]:
        text = full_form(compact(witness.text))
        for organ in sorted(organs):
            at = text.find(named.text + organ)
            if at >= 0:
                longer = _longer(msgspec.structs.replace(named, text=named.text + organ), Witness(text, witness.where))
                seen = Witness(text[at:], witness.where)
                return longer or Witness(named.text + organ, f"{named.where}；{seen.quoted}")
    by_kind = _wordings().governments["zone"] if name.zone and not name.town else _organ_of(named.text)
    if by_kind is None or not (name.place or name.zone or name.town):
        return None
    return Witness(named.text + by_kind, f"{named.where}（标题只有地名，报告机关按该地的行政机关记）")


def _organ_of(place: str) -> str | None:
    governments = _wordings().governments.items()
    return next((organ for endings, organ in governments if re.search(f"(?:{endings})$", place)), None)


def _placed(named: Witness, witnesses: list[Witness]) -> Witness | None:
    """An organ without its place (司法局, 区教育局): the same organ with its place, or the place of the site."""
    bare = named.text
    if not re.search(f"(?:{_wordings().organ.endings})$", bare):
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
    words = sorted(_wordings().self_words, key=len, reverse=True)
    prose = compact("".join(section.text for section in sections.values()))
    counted = Counter(re.findall(f"我({'|'.join(words)})", prose))
    return counted.most_common(1)[0][0] if counted else None


def _first_fitting(witnesses: list[Witness], self_word: str | None) -> Witness | None:
    """The first name of an organ that is of the kind that the report calls itself, with its place."""
    wordings = _wordings()
    fits = re.compile(f"(?:{wordings.self_words[self_word]})$" if self_word else ".*")
    endings = re.compile(f"{_HAN}{{2,{_LONGEST_NAME}}}(?:{wordings.organ.endings})")
    for witness in witnesses:
        text = full_form(compact(witness.text))
        if self_word in wordings.area_words:
            text = re.sub("(?<=人民政府)办公[厅室]$", "", text)
        if not endings.fullmatch(text) or not fits.search(text):
            continue
        if agencies.parse(text).is_complete:
            return Witness(text, witness.quoted)
        others = [other for other in witnesses if other is not witness]
        if placed := _placed(Witness(text, witness.quoted), others):
            return placed
    return None


def _misread(found: Witness, opening: str, others: list[Witness]) -> Witness:
    """Undo one misrecognised character of a place that does not exist, if the document names the right one elsewhere."""
    name = agencies.parse(found.text)
    if not name.place or name.regions:
        return found
    for witness in [*others, Witness(compact(opening), "正文开头")]:
        right = agencies.parse(full_form(compact(witness.text)))
        pairs = list(zip(right.place, name.place, strict=False))
        differing = sum(a != b for a, b in pairs)
        if (
            right.regions
            and len(right.place) == len(name.place)
            and differing == 1
            and right.place[-1] == name.place[-1]
        ):
            reason = f"{found.where}；行政区划中没有“{name.place}”，{witness.where}作“{right.place}”，按后者记"
            return Witness(right.place + name.organ, reason)
    return found


# The year


def _year(opening: str, sections: Mapping[str, Section]) -> tuple[int, str] | None:
    """The year by which the opening calls the report, that of its period, of a heading, or of all its sentences."""
    patterns = _wordings().patterns
    text = compact(opening)
    if match := re.search(patterns.named_year, text):
        return int(match[1]), f"正文开头“{match.group()}”"
    first_lines = compact(sections["overview"].text[:_OPENING]) if "overview" in sections else ""
    if match := re.search(patterns.period, text + first_lines):
        return (int(match[1]), f"正文统计期限“{match.group()}”") if match[2] in {None, match[1]} else None
    for section in sections.values():
        if section.heading and (year := title.read_year(compact(section.heading))):
            return year, f"标题“{section.heading}”"
    return _own_year(sections)


def _own_year(sections: Mapping[str, Section]) -> tuple[int, str] | None:
    """The year that every sentence that opens with one opens with."""
    opened = re.compile(_wordings().patterns.own_year)
    texts = (s.text for section in sections.values() for s in sentences(section.text))
    years = {match[1]: text for text in texts if (match := opened.match(text))}
    if len(years) != 1:
        return None
    ((year, text),) = years.items()
    return int(year), f"正文“{text[:_LONGEST_NAME]}”"


# The date of publication


def _published_on(
    content: Content, marks: list[tuple[str, Witness]], named: Title | None, sections: Mapping[str, Section]
) -> Witness | None:
    """The date that the page states, else the date of the signature; never a property of the file."""
    for witness in _of(marks, _wordings().labels.published_on):
        if day := read_date(witness.text):
            return Witness(day, witness.quoted)
    alone = re.compile(rf"\(?(?:{_HAN}{{2,30}}(?:{_wordings().organ.endings}))?\(?{_wordings().patterns.date}日?\)?")
    for where, paragraph in _dated_lines(content, named, sections):
        if alone.fullmatch(compact(_arabic(half_width(paragraph.text)))) and (day := read_date(paragraph.text)):
            return Witness(day, f"{where}“{' '.join(paragraph.text.split())}”")
    return None


def _dated_lines(
    content: Content, named: Title | None, sections: Mapping[str, Section]
) -> Iterator[tuple[str, Paragraph]]:
    if named and named.last is not None:
        below = content.blocks[named.last + 1 : named.last + 4]
        yield from (("标题下日期", block) for block in below if isinstance(block, Paragraph))
    last = list(sections.values())[-1:]
    for paragraph in reversed(last[0].paragraphs[-_SIGNATURE_LINES:] if last else ()):
        yield "落款日期", paragraph


def _arabic(text: str) -> str:
    """Dates in Chinese numerals as digits: 二〇二三年一月二十日."""

    def digits(match: re.Match[str]) -> str:
        year, month, day = (part.translate(_CHINESE_DIGITS) for part in match.groups())
        return f"{year}年{_ten(match[2], month)}月{_ten(match[3], day)}日"

    return re.sub(
        "(二[〇零○O一]{1,2}[一二〇零○O][一二三四五六七八九〇零○O]?)年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日",
        digits,
        text,
    )


def _ten(chinese: str, translated: str) -> str:
    if "十" not in chinese:
        return translated
    tens, _, ones = translated.partition("十")
    return f"{tens or 1}{ones or 0}"


def read_date(text: str) -> str | None:
    """The first date in a text as ISO 8601; None if it names none that exists."""
    match = re.search(_wordings().patterns.date, _arabic(half_width(text)))
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day).isoformat() if year < _LATEST_YEAR else None
    except ValueError:
        return None
