"""The title of a report: where it stands in a document, and which agency and year it names."""

import re
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from etl.model import Content, Paragraph
from etl.wording import compact

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)(?:-(?:19|20)\d{2})?")
_CHINESE_YEAR = re.compile("二[〇零○0O][一二〇零○][一二三四五六七八九〇零○]")
_CHINESE_DIGITS = {ord(sign): digit for sign, digit in zip("〇零○O一二三四五六七八九", "0000123456789", strict=True)}
_LONGEST_TITLE = 90
_MOST_LINES = 4


class Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    """``catalogue/title.toml``."""

    names: tuple[str, ...]
    signs: tuple[str, ...]
    fillers: tuple[str, ...]
    no_agency: tuple[str, ...]
    not_reports: tuple[str, ...]
    other_reports: tuple[str, ...]
    chrome_after: tuple[str, ...]
    chrome_inside: str


class Title(Struct, frozen=True):
    """A title as printed, with the agency and the year that it names, if it names them.

    ``first`` and ``last`` are the blocks that it stands in; both are None for a title out of the metadata.
    """

    printed: str
    agency: str | None
    year: int | None
    first: int | None = None
    last: int | None = None


@cache
def wordings() -> Wordings:
    """What titles and the chrome around a report say."""
    return msgspec.toml.decode((files("etl") / "catalogue" / "title.toml").read_bytes(), type=Wordings)


@cache
def _name() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{name})" for name in wordings().names))


@cache
def _not_report() -> re.Pattern[str]:
    return re.compile("|".join(wordings().not_reports))


@cache
def _fillers() -> re.Pattern[str]:
    alternatives = "|".join(map(re.escape, wordings().fillers))
    return re.compile(f"^(?:{alternatives})+|(?:{alternatives})+$")


def is_about_reports(printed: str) -> bool:
    """Whether a title is that of a page about yearly reports: a notice, a list, a form."""
    text = compact(printed)
    return bool(_name().search(text) and _not_report().search(text))


def read_year(text: str) -> int | None:
    """The one year that a compact text names; None if it names none or several."""
    text = _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), text)
    years = {match.group() for match in _YEAR.finditer(text)}
    return int(years.pop()) if len(years) == 1 and all(len(year) == 4 for year in years) else None


def parse(printed: str) -> Title | None:
    """The title that a text is; None if it is none."""
    text = compact(printed)
    if len(text) > _LONGEST_TITLE or text[-1:] in "。；;":
        return None
    # A breadcrumb or a site's name may say 政府信息公开年报 before the title does.
    match = max(_name().finditer(text), key=lambda m: m.start(), default=None)
    if match is None or _not_report().search(text):
        return None
    around = text[: match.start()], text[match.end() :]
    year = read_year("|".join(around)) or read_year(text)
    agency = next((name for part in around if (name := _agency(part))), None)
    return Title(" ".join(printed.split()), agency, year)


def _agency(part: str) -> str | None:
    part = _CHINESE_YEAR.sub(lambda match: match.group().translate(_CHINESE_DIGITS), part)
    part = re.sub(r"\d{4,6}年?年?度?(?:至\d{4}年)?", "|", part)
    # A second name in brackets is the same organ; a remark in brackets is no name at all.
    # Only in 中国（湖南）自由贸易试验区 it says which one it is.
    part = re.sub(r"(?<!中国)\([^)]*\)|(?<=中国)\([^)]*\)(?!自由贸易)|\[[^\]]*\]", "", part)
    names = [_fillers().sub("", piece) for piece in re.split(r"[|_\-—–>]", part)]
    foreign = re.compile("|".join(wordings().no_agency))
    names = [
        name
        for name in names
        if len(name) > 1 and re.fullmatch(r"(?:中国\([^)]*\))?[\u4e00-\u9fff、·]+", name) and not foreign.search(name)
    ]
    # The name next to that of the report.
    return _once(names[-1]).replace("(", "（").replace(")", "）") if names else None


def _once(name: str) -> str:
    """The name, printed twice in a row or not."""
    half = len(name) // 2
    return name[:half] if len(name) % 2 == 0 and name[:half] == name[half:] else name


def find(content: Content, before: int | None = None) -> Title | None:
    """The title of the report: the last one before block ``before`` that names most; None if there is none."""
    best: Title | None = None
    blocks = content.blocks[:before]
    texts = [compact(block.text) if isinstance(block, Paragraph) else "" for block in blocks]
    for first, text in enumerate(texts):
        if not text or _is_no_line(text) or not _has_sign("".join(texts[first : first + _MOST_LINES])):
            continue
        title = starting_at(blocks, first)
        if title and (best is None or _weight(title) >= _weight(best)):
            best = title
    return best


def starting_at(blocks: tuple[object, ...], first: int) -> Title | None:
    """The fullest title in the paragraphs from ``first`` on: a title may be set over several lines."""
    joined = ""
    for last in range(first, min(first + _MOST_LINES, len(blocks))):
        block = blocks[last]
        if not isinstance(block, Paragraph) or not block.text.strip() or len(joined) > _LONGEST_TITLE:
            return None
        if _is_no_line(compact(block.text)):
            return None
        joined += block.text
        if title := parse(joined):
            return msgspec.structs.replace(title, first=first, last=last)
    return None


def _is_no_line(text: str) -> bool:
    """Whether a compact text is surely no line of a title."""
    return len(text) > _LONGEST_TITLE or ":" in text or text[-1:] in "。,，;；"


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in wordings().signs)


def _weight(title: Title) -> int:
    return 2 * (title.agency is not None) + (title.year is not None)
