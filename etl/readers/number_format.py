"""A number and its format code -> the text that a spreadsheet shows (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥""-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"',
    45: "mm:ss",
    47: "mm:ss.0",
    49: "@",
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Format numbers that stand for a code without the file stating it, as a Chinese system shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<digit>[0#?.,]+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)\]")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_AS_IT_IS = re.compile(r"[0#?]E[+-]|[0#?]\s*/\s*[0-9#?]", re.IGNORECASE)
"""Exponents and fractions: the number is shown plainly instead."""
_LARGEST = 1e15
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_465
"""31 December 9999, counted from 1900."""
Token = tuple[str, str]


def shown(value: float, code: str, *, counts_from_1904: bool = False) -> str:
    """The text of a number under a format code, rounded half up as spreadsheets do it; dates by their own pattern.

    Where digits are parted by other signs (``0!.0,``) the number stands as it is, with the code in brackets.
    """
    if not -_LARGEST < value < _LARGEST:
        return general(value)
    section, value = _section(value, code)
    if _AS_IT_IS.search(section):
        return general(value)
    tokens = _tokens(section)
    kinds = [kind for kind, _ in tokens]
    if "date" in kinds:
        return _date(value, tokens, counts_from_1904)
    if kinds.count("digit") > 1:
        return f"{general(value)}（显示格式 {code}）"
    return _number(value, tokens)


def general(value: float) -> str:
    """A number without any format: no digits that only binary fractions bring, no exponent where none is needed."""
    if not -_LARGEST < value < _LARGEST:
        return f"{value:.15g}"
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _section(value: float, code: str) -> tuple[str, float]:
    """The part of a code that a number falls under, and the number without the sign that the part implies."""
    sections = _sections(code or "General")
    if _CONDITION.search(code):
        for section in sections:
            condition = _CONDITION.search(section)
            if condition is None or _COMPARISONS[condition[1]](value, float(condition[2])):
                return section, value
        return "General", value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """The parts for positive numbers, negative numbers, zero and text; semicolons inside literals do not part."""
    parts = [""]
    for match in _TOKEN.finditer(code):
        if match["sign"] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return tuple(parts)


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[Token, ...]:
    """Kind and text of what stands in a section; colours, conditions and paddings are gone."""
    tokens = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind is None:
            continue
        text = match[kind]
        is_placed = kind in ("general", "noon", "date", "digit") or (kind == "sign" and text in "%@")
        tokens.append((kind if is_placed else "literal", text))
    return tuple(tokens)


def _number(value: float, tokens: tuple[Token, ...]) -> str:
    scaled = Decimal(f"{value:.15g}").scaleb(2 * sum(token == ("sign", "%") for token in tokens))
    sign = "-" if scaled < 0 else ""
    words = []
    for kind, text in tokens:
        if kind == "digit":
            words.append(_digits(abs(scaled), text))
        elif kind == "general" or (kind == "sign" and text == "@"):
            words.append(general(float(abs(scaled))))
        else:
            words.append(text)
    if not any(char in "123456789" for word in words for char in word):
        sign = ""
    return (sign + "".join(words)).strip()


def _digits(number: Decimal, pattern: str) -> str:
    """A number that is not negative under a run of placeholders: ``#,##0.00``."""
    whole, point, decimals = pattern.partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) + len(decimals) - len(decimals.rstrip(","))
    decimals = decimals.replace(",", "").replace(".", "")
    rounded = number.scaleb(-3 * thousands).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    integer, _, fraction = format(rounded, "f").partition(".")
    least = whole.count("0")
    integer = integer.lstrip("0").zfill(least)
    if "," in whole.rstrip(","):
        integer = f"{int(integer or 0):,}" if integer else ""
    kept = len(decimals.rstrip("#?"))
    fraction = fraction[:kept] + fraction[kept:].rstrip("0")
    return integer + (point if fraction or kept or (point and not decimals) else "") + fraction


def _date(value: float, tokens: tuple[Token, ...], counts_from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return general(value)
    epoch = _EPOCH_1904 if counts_from_1904 else _EPOCH_1900
    moment = epoch + timedelta(seconds=round(value * 86_400))
    has_noon = any(kind == "noon" for kind, _ in tokens)
    words = []
    for number, (kind, text) in enumerate(tokens):
        if kind == "date":
            words.append(_part_of_date(moment, text.lower(), _is_minute(tokens, number), has_noon))
        elif kind == "noon":
            words.append("上午" if moment.hour < 12 else "下午")
        else:
            words.append(text)
    return "".join(words).strip()


def _is_minute(tokens: tuple[Token, ...], number: int) -> bool:
    """Whether an m stands beside hours or seconds."""
    dates = [(place, text[0].lower()) for place, (kind, text) in enumerate(tokens) if kind == "date"]
    at = next(index for index, (place, _) in enumerate(dates) if place == number)
    before = dates[at - 1][1] if at else ""
    after = dates[at + 1][1] if at + 1 < len(dates) else ""
    return before == "h" or after == "s"


def _part_of_date(moment: datetime, text: str, is_minute: bool, has_noon: bool) -> str:
    if text[0] == "y":
        return f"{moment.year:04d}" if len(text) > 2 else f"{moment.year % 100:02d}"
    if text in ("mmm", "mmmm", "mmmmm"):
        return f"{moment.month}月"
    if text in ("ddd", "dddd"):
        return "星期" + "一二三四五六日"[moment.weekday()]
    hour = (moment.hour % 12 or 12) if has_noon else moment.hour
    parts = {"m": moment.minute if is_minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}
    return f"{parts[text[0]]:02d}" if len(text) > 1 else str(parts[text[0]])
