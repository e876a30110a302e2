"""When a report was published: the date that the page states, else that of the signature."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from etl.identity.marks import Mark, Witness, values
from etl.identity.wordings import HAN, SIGNATURE_LINES, wordings
from etl.model import Content, Paragraph
from etl.sections import Section
from etl.title import Title
from etl.wording import compact, half_width

_CHINESE_DIGITS = {ord(sign): digit for sign, digit in zip("〇零○O一二三四五六七八九", "0000123456789", strict=True)}
_CHINESE_DATE = re.compile(
    "(二[〇零○O一]{1,2}[一二〇零○O][一二三四五六七八九〇零○O]?)年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日"
)
_LATEST_YEAR = 2100


def find_published_on(
    content: Content, marks: Sequence[Mark], named: Title | None, sections: Mapping[str, Section]
) -> Witness | None:
    """The date that the page states, else the date of the signature; never a property of the file."""
    for witness in values(marks, wordings().labels.published_on):
        if day := read_date(witness.text):
            return Witness(day, witness.quoted)
    alone = re.compile(rf"\(?(?:{HAN}{{2,30}}(?:{wordings().organ.endings}))?\(?{wordings().patterns.date}日?\)?")
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
    for paragraph in reversed(last[0].paragraphs[-SIGNATURE_LINES:] if last else ()):
        yield "落款日期", paragraph


def _arabic(text: str) -> str:
    """Dates in Chinese numerals as digits: 二〇二三年一月二十日."""

    def digits(match: re.Match[str]) -> str:
        year, month, day = (part.translate(_CHINESE_DIGITS) for part in match.groups())
        return f"{year}年{_ten(match[2], month)}月{_ten(match[3], day)}日"

    return _CHINESE_DATE.sub(digits, text)


def _ten(chinese: str, translated: str) -> str:
    if "十" not in chinese:
        return translated
    tens, _, ones = translated.partition("十")
    return f"{tens or 1}{ones or 0}"


def read_date(text: str) -> str | None:
    """The first date in a text as ISO 8601; None if it names none that exists."""
    match = re.search(wordings().patterns.date, _arabic(half_width(text)))
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day).isoformat() if year < _LATEST_YEAR else None
    except ValueError:
        return None
