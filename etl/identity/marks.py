"""What a page says of itself: names with values, in its metadata, its index block and the lines around the report."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
from msgspec import Struct

from etl.identity.wordings import LONGEST_NAME, OPENING, wordings
from etl.model import Content, Grid
from etl.wording import compact


class Witness(Struct, frozen=True, gc=False):
    """A text that may name the organ or the day, and where it stands."""

    text: str
    where: str

    @property
    def quoted(self) -> str:
        """Where it stands, and what stands there."""
        return f"{self.where}“{self.text[:LONGEST_NAME]}”"


Mark = tuple[str, Witness]
"""A label as in the catalogue, and what stands beside it."""


def read_marks(content: Content, first: int | None) -> Iterator[Mark]:
    """All marks up to block ``first``, where the report's own sections begin: 时间 in a table of theirs is another one."""
    known = _known()
    for name, value in content.metadata.items():
        if name in known and value.strip():
            yield name, Witness(" ".join(value.split()), f"页面元数据 {name}")
    for number, block in enumerate(content.blocks):
        if first is not None and number > first:
            break
        if isinstance(block, Grid):
            yield from _grid_marks(block, known)
        else:
            for match in _line().finditer(block.text[:OPENING]):
                yield match[1], Witness(match[2], f"页面“{match[1]}”")


@cache
def _known() -> frozenset[str]:
    labels = wordings().labels
    return frozenset((*labels.title, *labels.agency, *labels.published_on, *labels.site))


@cache
def _line() -> re.Pattern[str]:
    """A label and its value inside a line of the page."""
    alternatives = "|".join(sorted((name for name in _known() if not name.isascii()), key=len, reverse=True))
    return re.compile(rf"(?:^|[\s\[【(（|])({alternatives})[\]】)）]?\s*[:：]\s*(\S+(?:\s+\d{{1,2}}:\d{{2}}\S*)?)")


def _grid_marks(grid: Grid, known: frozenset[str]) -> Iterator[Mark]:
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


def values(marks: Sequence[Mark], names: tuple[str, ...]) -> Iterator[Witness]:
    """The values of labels in the order of trust."""
    for name in names:
        yield from (witness for label, witness in marks if label == name)


def sites(marks: Sequence[Mark]) -> Iterator[Witness]:
    """The names of the site, without what is not the organ's (门户网站)."""
    for witness in [*values(marks, wordings().labels.site), *_parts_of_page_title(marks)]:
        text = compact(witness.text)
        for ending in wordings().trim["site"]:
            text = text.replace(ending, "")
        yield msgspec.structs.replace(witness, text=text)


def _parts_of_page_title(marks: Sequence[Mark]) -> Iterator[Witness]:
    """The name of the site, as page titles carry it behind the title: …年度报告 - 云岫省澄江市人民政府."""
    for witness in values(marks, wordings().labels.title):
        for part in re.split(r"\s*[-_|—–>]\s*", witness.text)[1:]:
            yield Witness(part, witness.where)
