"""The summary of an OLE file ([MS-OLEPS]): title, author, time of creation."""

import struct
from datetime import UTC, datetime, timedelta

STREAM = "\x05SummaryInformation"
_SET_AT = 44
_MOST_PROPERTIES = 64
_CODEPAGE, _TITLE, _AUTHOR, _CREATED = 1, 2, 4, 12
_BYTES, _WIDE, _TIME = 0x1E, 0x1F, 0x40
_ENCODINGS = {65001: "utf-8", 936: "gb18030", 950: "cp950", 1252: "cp1252"}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def summary(stream: bytes) -> dict[str, str]:
    """``title``, ``author`` and ``created`` (ISO 8601) of a summary stream; empty where it is absent or damaged."""
    try:
        return _summary(stream)
    except (struct.error, ArithmeticError):
        return {}


def _summary(stream: bytes) -> dict[str, str]:
    (start,) = struct.unpack_from("<I", stream, _SET_AT)
    (count,) = struct.unpack_from("<I", stream, start + 4)
    entries = dict(
        struct.unpack_from("<II", stream, start + 8 + 8 * number) for number in range(min(count, _MOST_PROPERTIES))
    )
    encoding = "gb18030"
    if _CODEPAGE in entries:
        encoding = _ENCODINGS.get(struct.unpack_from("<H", stream, start + entries[_CODEPAGE] + 4)[0], encoding)
    found = {}
    for name, number in (("title", _TITLE), ("author", _AUTHOR), ("created", _CREATED)):
        text = _value(stream, start + entries[number], encoding) if number in entries else ""
        if text:
            found[name] = text
    return found


def _value(stream: bytes, at: int, encoding: str) -> str:
    (kind,) = struct.unpack_from("<I", stream, at)
    if kind == _TIME:
        (ticks,) = struct.unpack_from("<Q", stream, at + 4)
        moment = _EPOCH + timedelta(microseconds=ticks // 10)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if _FIRST_YEAR < moment.year < _LAST_YEAR else ""
    (size,) = struct.unpack_from("<I", stream, at + 4)
    data = stream[at + 8 : at + 8 + (2 * size if kind == _WIDE else size)]
    text = data.decode("utf-16-le" if kind == _WIDE else encoding, "replace") if kind in (_BYTES, _WIDE) else ""
    return text.partition("\0")[0].strip()
