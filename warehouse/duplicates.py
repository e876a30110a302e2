"""How much two texts are alike: MinHash signatures to find likely pairs among millions, real shingles to measure them.

A text is compared without what rightly differs between two organs or years: names of places, digits, punctuation; and
without the sentences that the law or the form puts into many reports.
"""

import re
import struct
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b

import duckdb
from rensa import RMinHash

from warehouse.expectations import expectations

SHINGLE = 5
"""Characters in a run."""
BANDS, ROWS = 32, 4
"""A band is equal with probability share ** ROWS: at a share of 0.85 some 17 of 32, at one of 0.5 two."""
LEAST_BANDS = 6
_SEED = 20190401

_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_SENTENCE_END = re.compile(r"[。；;！!\n]")
_PLACE = re.compile(r"[\u3400-\u9fff]{1,12}?(?:自治区|自治州|自治县|自治旗|地区|街道|省|市|州|盟|县|旗|区|镇|乡)")


def signature(sections: Mapping[str, str], names: Iterable[str | None]) -> list[int]:
    """The bands (64 bits each) of a report's prose; none if it is too short to be compared.

    ``sections``: code -> text; ``names``: of the organ and its place.
    """
    wanted = expectations().duplicates
    text = plain("\n".join(sections[s] for s in sorted(wanted.sections) if s in sections), names)
    if len(text) < wanted.min_characters:
        return []
    sketch = RMinHash(BANDS * ROWS, _SEED)
    sketch.update(sorted(_shingles(text)))
    digest = sketch.digest()
    return [_band(number, digest[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS)]


def plain(text: str, names: Iterable[str | None]) -> str:
    """The characters of a text that are compared."""
    sentences = (s for s in _SENTENCE_END.split(text) if not _boilerplate().search(s))
    kept = "".join(_NOT_HAN.sub("", sentence) for sentence in sentences)
    known = {part for name in names if name for part in (name, *_PLACE.findall(name))}
    longest_first = sorted(known, key=lambda part: (-len(part), part))
    return re.sub("|".join(map(re.escape, longest_first)), "", kept) if longest_first else kept


def text_share(text: str, names: list[str | None], other: str, other_names: list[str | None]) -> float:
    """The runs of characters that two texts have in common, as a share of all that either has."""
    mine, theirs = _shingles(plain(text, names)), _shingles(plain(other, other_names))
    either = len(mine | theirs)
    return len(mine & theirs) / either if either else 0.0


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the SQL of this connection ``text_share`` and the number of bands that a likely pair has in common."""
    types = ["varchar", "varchar[]", "varchar", "varchar[]"]
    connection.create_function("text_share", text_share, types, "double")  # type: ignore[arg-type]
    connection.execute("set variable least_bands = $least", {"least": LEAST_BANDS})


@cache
def _boilerplate() -> re.Pattern[str]:
    return re.compile("|".join(expectations().duplicates.boilerplate))


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}


def _band(number: int, hashes: list[int]) -> int:
    packed = struct.pack(f"<{ROWS + 1}I", number, *hashes)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "little")
