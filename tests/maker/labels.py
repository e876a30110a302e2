"""How labels are spelled: as the form has them, or as organs misprint, break and space them."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Literal

Spelling = Literal["plain", "typos", "broken", "spaced", "halfwidth", "stacked"]
SPELLINGS: tuple[Spelling, ...] = ("plain", "typos", "broken", "spaced", "halfwidth", "stacked")

TYPOS: dict[str, tuple[str, ...]] = {
    "二、上年结转政府信息公开申请数量": ("二、上年转结政府信息公开申请数量", "二、上年结转政府信息公开申请数"),
    "2.其他法律行政法规禁止公开": ("2.其他法律法规禁止公开", "2.其他法律行政止公开"),
    "3.危及“三安全一稳定”": ("3.危及三安全一稳定", '3.危及"三安全一稳定"'),
    "1.本机关不掌握相关政府信息": ("1.本机关不掌握相关政信息", "1.本机关未掌握相关政府信息"),
    "2.没有现成信息需要另行制作": ("2.没有现成信息须另行制作",),
    "3.补正后申请内容仍不明确": ("3.补正后申请内容任不明确",),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": (
        "（二）部分公开",
        "（二）部分公开（区分处理的，只计这一情形）",
    ),
    "5.要求行政机关确认或重新出具已获取信息": ("5.要求行政机关确认或重新出具己获取信息",),
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": (
        "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开",
    ),
    "行政规范性文件": ("规范性文件",),
    "本年制发件数": ("本年发件数", "本年制发数"),
    "现行有效件数": ("现行有效件", "现行有效数"),
    "本年处理决定数量": ("本年处理决定数",),
    "处理决定数量": ("处理决定数",),
    "总计": ("合计",),
    "（七）总计": ("（七）合计",),
    "本年收费金额（单位：万元）": ("本年收费金额（万元）", "本年收费金额(单位:万元)"),
    "第二十条第（五）项": ("第二十条（五）项",),
    "尚未审结": ("尚末审结",),
    "四、结转下年度继续办理": ("四、结转下年继续办理",),
}
"""Misprints that leave no doubt which label is meant."""

HALF_WIDTH = str.maketrans("（）：，、", "():,,")
SHORT_LINE, LONG_LINE = 4, 11
"""Characters a line in labels that are broken into lines: labels of columns, and long labels of rows."""


def _typos(rng: Random) -> Callable[[str], str]:
    chosen = {label: rng.choice(wrong) for label, wrong in TYPOS.items() if rng.random() < 0.6}
    return lambda label: chosen.get(label, label)


def _broken(label: str) -> str:
    length = SHORT_LINE if len(label) <= 3 * SHORT_LINE else LONG_LINE
    return "\n".join(label[at : at + length] for at in range(0, len(label), length))


def _spaced(label: str) -> str:
    if len(label) <= 3:
        return "\u3000".join(label)
    middle = len(label) // 2
    return f"{label[:middle]} {label[middle:]} "


def _half_width(label: str) -> str:
    return (
        label.replace("、", ".", 1).translate(HALF_WIDTH) if label[:2].endswith("、") else label.translate(HALF_WIDTH)
    )


def _stacked(label: str) -> str:
    """Short labels of columns and groups set one character a line, as in a narrow column."""
    return "\n".join(label) if len(label) <= 9 and not label[0].isdigit() else label


@cache
def spelling(kind: Spelling, seed: int) -> Callable[[str], str]:
    """The function that spells a label of the form in the given way; the seed chooses the typos of a whole report."""
    match kind:
        case "typos":
            return _typos(Random(seed))
        case "broken":
            return _broken
        case "spaced":
            return _spaced
        case "halfwidth":
            return _half_width
        case "stacked":
            return _stacked
        case _:
            return str
