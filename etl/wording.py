"""Chinese prose as text to match on: compact forms, sentences, and the numbers that stand in them."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct
from opencc import OpenCC

from etl.model import Number

# Full-width letters, digits and signs, but not the comma and the semicolon: they part clauses, not thousands.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？"}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\u00ad*#"))
_FOLDING = _HALF_WIDTH | _INVISIBLE | str.maketrans("〔〕【】［］", "[][][]")
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]+[)）]", re.IGNORECASE)
# Characters that a report in simplified script never prints.
_TRADITIONAL = re.compile(
    "[報開關機資訊請總於結發與處辦條項產會議門務錄實當檔幾檢個來為這問題進數規現構應體網訴訟複額"
    "費國對設據單間區縣鎮鄉級無從時電話號導長過後學習黨動]"
)
_SHORT = 400
"""Texts of up to so many characters are remembered: title, sections, identity and checks look at the same paragraphs."""
_CLAUSE_END = re.compile(r"(?<=[。；;！？!?])|\n")
_FULL_STOP = re.compile(r"(?<=[。！？!?])|\n")

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)[万亿]?|[零〇一二两三四五六七八九十百千万]+"
"""A count as prose writes it, after :func:`compact`."""


def simplified(text: str) -> str:
    """The text in simplified script; a text that is not traditional stays as it is (乾县 must not become 干县)."""
    found = len(_TRADITIONAL.findall(text))
    if found == 0 or found * 25 < len(text):
        return text
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def half_width(text: str) -> str:
    """The text with half-width letters, digits and signs, without invisible characters and markup."""
    return text.translate(_FOLDING)


def without_readings(text: str) -> str:
    """The text without the pinyin that a tool has set in brackets behind its characters: 公开(kāi)申请."""
    return _PINYIN.sub("", text)


def compact(text: str) -> str:
    """The text to match on: no white space, half-width signs, simplified script, no pinyin glosses."""
    return _remembered(text) if len(text) <= _SHORT else _compact(text)


def _compact(text: str) -> str:
    folded = half_width("".join(text.split()))
    return simplified(without_readings(folded))


_remembered = lru_cache(4096)(_compact)


class Sentence(Struct, frozen=True, gc=False):
    """One sentence as printed, its text to match on, and the compact text of its paragraph before it."""

    printed: str
    text: str
    before: str


def sentences(paragraph: str, *, at_semicolons: bool = True) -> Iterator[Sentence]:
    """The sentences of a paragraph in order; semicolons part them too, unless told otherwise."""
    before = ""
    for piece in (_CLAUSE_END if at_semicolons else _FULL_STOP).split(paragraph):
        text = compact(piece)
        if text:
            yield Sentence(" ".join(piece.split()), text, before)
            before += text


def number(text: str) -> Number | None:
    """The value of what ``NUMBER`` matched; None where it is no number after all (一万两)."""
    plain = text.replace(",", "")
    scale = 1
    if plain[0].isdigit():
        if plain[-1] in "万亿":
            scale = 10_000 if plain[-1] == "万" else 100_000_000
            plain = plain[:-1]
        # Scaled as an integer where it can be: 4.5万 is 45000, not 45000.000000000004.
        whole, _, decimals = plain.partition(".")
        value = (int(whole + decimals) * scale) / 10 ** len(decimals) if decimals else int(whole) * scale
        return int(value) if float(value).is_integer() else value
    import cn2an  # noqa: PLC0415 - a tenth of a second, which what reads no numeral is spared

    try:
        return int(cn2an.cn2an(plain.replace("〇", "零"), "smart"))
    except ValueError:
        return None
