"""What a document is: a yearly report, or what else, and how that is seen."""

import re
from collections.abc import Iterator
from functools import cache

from etl import title
from etl.model import Content, Grid, Paragraph
from etl.sections import PREAMBLE, Section
from etl.wording import compact

_STATUTORY = ("政府信息公开申请数量", "行政规范性文件", "主动公开文件数", "主动公开政府信息数")
_FIGURE = re.compile(r"[0-9][0-9,.]*")
_BLANK_TO_FILL = re.compile(r"[X×]{2,}|\([^)]{0,20}请[^)]*\)")
"""What a form leaves to be filled in."""
_LONGEST_TITLE = 60
_LEAST_PROSE = 200


def is_report(content: Content, sections: dict[str, Section]) -> tuple[bool, str]:
    """Whether the document is a yearly report, and if not, why (Chinese). In doubt it is one."""
    statutory = len(sections.keys() - {PREAMBLE})
    grids = [block for block in content.blocks if isinstance(block, Grid)]
    has_tables = any(_is_statutory(grid) for grid in grids)
    if has_tables and _is_form(content, grids):
        return False, "这是编制年度报告的通知所附的空白格式，不是报告"
    if not has_tables and (other := _other_report(content)):
        return False, f"这是另一种文件（“{other}”），不是政府信息公开年度报告"
    if has_tables or statutory >= 2:
        return True, ""
    prose = sum(len(compact(block.text)) for block in content.blocks if isinstance(block, Paragraph))
    if not prose and not any(cell.text.strip() for grid in grids for cell in grid.cells):
        return False, "文档没有可读的文字"
    titles = sum(title.parse(block.text) is not None for block in content.blocks if isinstance(block, Paragraph))
    if not _is_titled(content):
        return False, "没有年度报告的标题，也没有法定的各部分"
    if titles > 3 and not statutory:
        return False, "页面是年度报告的列表，不是报告"
    if prose < _LEAST_PROSE and not statutory:
        return False, "页面只有标题，没有正文（正文可能在附件或图片中）"
    return True, ""


def _is_statutory(grid: Grid) -> bool:
    printed = "".join([cell.text for cell in grid.cells])
    # Most print the labels as they are; to make a whole table compact takes far longer than to look.
    return _names_statutory(printed) or _names_statutory(compact(printed))


def _names_statutory(text: str) -> bool:
    return any(label in text for label in _STATUTORY)


def _is_titled(content: Content) -> bool:
    """Whether a line or the document's own name is the title of a yearly report."""
    return title.find(content) is not None or any(title.parse(value) for value in content.metadata.values())


def _heads(content: Content) -> Iterator[str]:
    """What the document calls itself: its titles; without any its first line, and its names in the metadata."""
    lines = [block for block in content.blocks if isinstance(block, Paragraph) and block.text.strip()]
    titles = [line.text for line in lines if line.role == "title"]
    for text in titles or (*(line.text for line in lines[:1]), *content.metadata.values()):
        if len(compact(text)) <= _LONGEST_TITLE:
            yield " ".join(text.split())


def _is_form(content: Content, grids: list[Grid]) -> bool:
    """Whether a notice hands out the form of the report: its tables are empty, and its text says what to fill in."""
    if not any(title.is_about_reports(head) for head in _heads(content)):
        return False
    if any(_FIGURE.fullmatch(compact(cell.text)) for grid in grids for cell in grid.cells):
        return False
    text = compact("".join(block.text for block in content.blocks if isinstance(block, Paragraph)))
    return bool(_BLANK_TO_FILL.search(text))


def _other_report(content: Content) -> str | None:
    """The title of a document that calls itself something else, and nowhere a report on disclosure."""
    if _is_titled(content):
        return None
    return next((head for head in _heads(content) if _others().search(compact(head))), None)


@cache
def _others() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{name})" for name in title.wordings().other_reports))
