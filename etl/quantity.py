"""The text of a cell -> a number, or the reason there is none.

Nothing is guessed: what reads in two ways has no value, and says why.
"""

import re
from decimal import Decimal
from functools import lru_cache

import cn2an
from msgspec import Struct

from etl.editions import Column
from etl.model import Number, Status

_BLANK_SIGNS = re.compile("[\u200b\u200c\u200d\ufeff\u2060\u00ad]")
_NOT_APPLICABLE = re.compile(r"[-‐‑‒–—―─－_/／\\*×·.…]+|无|没有|不适用|不涉及|无此项|N/?A", re.IGNORECASE)
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"(?P<ten_thousand>万)?(?P<unit>人次|件次|亿元|[件条个项宗起例次份部篇人家笔元])?"
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER}){_UNIT}")
_REMARK = re.compile(r"[(\[（【〔].*[)\]）】〕]", re.DOTALL)
_MARK = re.compile(r"(?<=[0-9])\s*(?P<mark>[①-⑳❶-❿]+|[*※])$")
"""A mark of a footnote behind a figure, that no figure bears; several asterisks may cover digits."""
_CHINESE = re.compile("[零〇一二三四五六七八九十百千]+")
_LIKE_A_DASH = "一"
_MINUS = str.maketrans("−–—", "---")
# Full-width forms only: NFKC would also turn footnote marks (5①, 5²) into digits.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


_UNIT_IN_LABEL = re.compile(r"(?:[(\[]|单位:?)(?P<unit>[百千万亿]*(?:元|件|条|项|个|宗|次)|[百千万亿]+)[)\]]?$")


class Quantity(Struct, frozen=True, gc=False):
    """What a cell says: ``value`` is None unless ``status`` is reported; ``note`` is Chinese."""

    status: Status
    value: Number | None = None
    note: str | None = None


BLANK = Quantity(Status.BLANK)


def printed(text: str) -> str:
    """The text of a cell as the contract gives it: without surrounding white space."""
    return text.strip() if text.isascii() else _BLANK_SIGNS.sub("", text).strip()


@lru_cache(maxsize=65_536)
def stated_unit(label: str) -> str:
    """The unit at the end of a label; empty if it states none."""
    match = _UNIT_IN_LABEL.search("".join(label.translate(_HALF_WIDTH).split()))
    return match["unit"] if match else ""


def other_unit(label: str, column: Column) -> str | None:
    """The unit that a label states, if figures under it are not in the unit of the column; None for any other label."""
    unit = stated_unit(label)
    if column.kind == "amount":
        is_other = bool(column.unit) and unit.endswith("元") and unit != column.unit
    else:
        is_other = unit.startswith(("百", "千", "万", "亿")) or unit.endswith("元")
    return unit if is_other else None


@lru_cache(maxsize=65_536)
def read(text: str, column: Column) -> Quantity:
    """What the cell says, in the unit of its column."""
    raw = printed(text)
    if not raw:
        return BLANK
    if _NOT_APPLICABLE.fullmatch("".join(raw.split())):
        return Quantity(Status.NOT_APPLICABLE)
    plain = raw.translate(_HALF_WIDTH)
    remark = _REMARK.search(plain)
    body = (plain[: remark.start()] + plain[remark.end() :] if remark else plain).strip()
    note = remark.group()[1:-1].strip() if remark else None
    if not body:
        return _unreadable("格内只有说明，没有数字")
    if note and re.fullmatch(_NUMBER, note):
        return _unreadable(f"“{plain}”中有两个数")
    if mark := _MARK.search(body):
        return _read_number(body[: mark.start()], note or f"带有注释标记“{mark['mark']}”", column)
    if column.kind == "count" and _CHINESE.fullmatch(body):
        return _read_chinese(body, note)
    return _read_number(body, note, column)


def _read_chinese(body: str, note: str | None) -> Quantity:
    """A count in Chinese numerals, where it is well formed; 一 alone may be a dash."""
    if body == _LIKE_A_DASH:
        return _unreadable("“一”可读作数字，也可能是一横")
    try:
        value = int(cn2an.cn2an(body.replace("〇", "零"), "strict"))
    except ValueError:
        return _unreadable(f"“{body}”不是规范的中文数字")
    return Quantity(Status.REPORTED, value, note or "以中文数字书写")


def _read_number(body: str, note: str | None, column: Column) -> Quantity:
    # A space may stand before the unit or a thousands group, never unexplained between digits.
    if re.search(r"\d\s+\d", body):
        return _unreadable(f"“{body}”可读作一个数，也可读作几个数")
    match = _QUANTITY.fullmatch("".join(body.translate(_MINUS).split()))
    if match is None:
        return _unreadable(f"“{body}”不是数字")
    digits = match["number"].replace(",", "")
    if digits[0] in "+-" and column.kind != "signed":
        return _unreadable(f"“{body}”带有正负号")
    if column.kind == "amount":
        return _read_amount(digits, match, note, column)
    return _read_count(digits, match, note)


def _read_count(digits: str, match: re.Match[str], note: str | None) -> Quantity:
    unit = match["unit"] or ""
    if unit.endswith("元"):
        return _unreadable(f"“{match.group()}”是金额，此列为件数")
    value = Decimal(digits) * (10_000 if match["ten_thousand"] else 1)
    if value != value.to_integral_value():
        return _unreadable(f"“{match.group()}”是小数，件数应为整数")
    return Quantity(Status.REPORTED, int(value), note or _unit_note(unit))


def _read_amount(digits: str, match: re.Match[str], note: str | None, column: Column) -> Quantity:
    """Keep the printed figure; a unit printed in the cell must be the column's, where the column states one."""
    unit = ("万" if match["ten_thousand"] else "") + (match["unit"] or "")
    if unit and (not unit.endswith("元") or (column.unit and unit != column.unit)):
        return _unreadable(f"“{match.group()}”的单位与表头不符" if column.unit else f"“{match.group()}”的单位不明")
    value = float(digits) if "." in digits else int(digits)
    return Quantity(Status.REPORTED, value, note or _unit_note(unit))


def _unit_note(unit: str) -> str | None:
    return f"单位：{unit}" if unit else None


def _unreadable(reason: str) -> Quantity:
    return Quantity(Status.UNREADABLE, None, reason)
