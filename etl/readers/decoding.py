"""Bytes -> text. A declared charset is only a hint: the bytes themselves decide.

Order: byte order mark, UTF-16 by its zero bytes, strict UTF-8, GB18030 (which covers GB2312 and GBK), Big5.
"""

import codecs
import re
from functools import cache

from msgspec import Struct

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["'\\]*\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_DECLARATION_REACH = 4096
_SAMPLE = 4000
"""Characters outside ASCII that are enough to tell GB18030 from Big5."""
_RARER = 0.25
"""By how much the share of common characters must differ before Big5 is believed."""
_UTF8_DAMAGE = 0.02
"""Share of undecodable among the characters outside ASCII up to which a text is damaged UTF-8."""
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "ascii": "utf-8", "utf-16": "utf-16-le"}
_NAMES = {"cp950": "Big5", "gb18030": "GB18030"}


class Decoded(Struct, frozen=True):
    """The text of a document, the codec it was read with, and what contradicted or got lost, in Chinese."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def declared_charset(content: bytes) -> str | None:
    """The charset that a page or an XML declaration names near its start, in lower case; None if it names none."""
    match = _DECLARATION.search(content, 0, _DECLARATION_REACH)
    return match.group(1).decode("ascii").lower() if match else None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Read bytes as text without ever failing; a truncated last character is left out, an undecodable one is U+FFFD."""
    encoding, text = _by_bom(content) or _by_zero_bytes(content) or _by_trial(content)
    return Decoded(text, encoding, tuple(_notes(text, encoding, declared)))


def _by_bom(content: bytes) -> tuple[str, str] | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding, _lenient(content[len(bom) :], encoding)
    return None


def _by_zero_bytes(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark: every ASCII character brings a zero byte, all of them on one side."""
    zeros = content.count(0)
    if zeros * 50 < len(content):
        return None
    odd = content[1::2].count(0)
    encoding = "utf-16-le" if odd * 2 > zeros else "utf-16-be"
    if max(odd, zeros - odd) < zeros * 0.95:
        return None
    text = _strict(content, encoding)
    return None if text is None else (encoding, text)


def _by_trial(content: bytes) -> tuple[str, str]:
    text = _strict(content, "utf-8")
    if text is not None:
        return "utf-8", text
    text = _lenient(content, "utf-8")
    outside_ascii = sum(1 for char in text if char > "\x7f")
    if text.count("\ufffd") <= outside_ascii * _UTF8_DAMAGE:
        return "utf-8", text
    simplified, traditional = _strict(content, "gb18030"), _strict(content, "cp950")
    if simplified is not None and traditional is not None:
        is_rarer = _commonness(simplified) + _RARER < _commonness(traditional)
        return ("cp950", traditional) if is_rarer else ("gb18030", simplified)
    if simplified is not None:
        return "gb18030", simplified
    if traditional is not None:
        return "cp950", traditional
    attempts = {encoding: _lenient(content, encoding) for encoding in ("gb18030", "utf-8", "cp950")}
    best = min(attempts, key=lambda encoding: attempts[encoding].count("\ufffd"))
    return best, attempts[best]


def _strict(content: bytes, encoding: str) -> str | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(content, final=False)
    except UnicodeDecodeError:
        return None


def _lenient(content: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(content, final=False)


def _commonness(text: str) -> float:
    """Share of everyday Chinese characters and punctuation among the characters outside ASCII."""
    sample = [char for char in text if char > "\x7f"][:_SAMPLE]
    return sum(1 for char in sample if char in _common_characters()) / len(sample) if sample else 1.0


@cache
def _common_characters() -> frozenset[str]:
    """Level 1 of GB 2312 and of Big5, and full-width signs: what ordinary text is written with."""
    gb2312 = bytes(byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    big5_trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = bytes(byte for lead in range(0xA4, 0xC7) for trail in big5_trails for byte in (lead, trail))
    signs = (chr(code) for code in (*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *range(0x2010, 0x2027)))
    return frozenset((*gb2312.decode("gb2312", "ignore"), *big5.decode("cp950", "ignore"), *signs, "\xa0", "·"))


def _notes(text: str, encoding: str, declared: str | None) -> list[str]:
    notes = []
    if declared is not None and _codec(declared) != _codec(encoding) and not text.isascii():
        notes.append(f"文件声明的编码是 {declared}，实际按 {_NAMES.get(encoding, encoding.upper())} 读出")
    lost = text.count("\ufffd")
    if lost:
        notes.append(f"有 {lost} 处字节无法解码，以 \ufffd 代替")
    return notes


def _codec(name: str) -> str:
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return name
    return _SUPERSETS.get(name, name)
