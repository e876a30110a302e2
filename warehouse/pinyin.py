"""First letters of the pinyin of a name, as people type them to find an organ: 重庆市司法局 -> cqssfj.

The readings are those of pypinyin's table of characters, one each; ``pinyin.toml`` has the characters and words that names of
places and organs read otherwise. Whole names are not handed to pypinyin: it is slow there, and reads 长治 as zz.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

import duckdb

_FILE = Path(__file__).with_name("pinyin.toml")


def initials(name: str) -> str:
    """The letters of a name: one a Chinese character, Latin letters and digits as they are, in small letters; nothing else."""
    parts = _words().split(name.lower())
    parts[1::2] = map(_exceptions().__getitem__, parts[1::2])
    parts[::2] = ["".join(map(_initial, text)) for text in parts[::2]]
    return "".join(parts)


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the SQL of this connection ``pinyin_initials``."""
    connection.create_function("pinyin_initials", initials, ["varchar"], "varchar")


@cache
def _exceptions() -> dict[str, str]:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {**tables["characters"], **tables["words"]}


@cache
def _words() -> re.Pattern[str]:
    """Parts a name at each character or word that is read otherwise."""
    longest_first = sorted(_exceptions(), key=lambda word: (-len(word), word))
    begins = "".join(sorted({word[0] for word in longest_first}))
    return re.compile(f"((?=[{begins}])(?:{'|'.join(longest_first)}))")


@cache
def _initial(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    return unicodedata.normalize("NFD", _readings().get(ord(sign), ""))[:1]


@cache
def _readings() -> dict[int, str]:
    # Half a second, which only building a snapshot needs to spend.
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    return pinyin_dict
