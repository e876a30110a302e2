"""Matching printed labels against the labels of the form: spaces, misprints, numbering and older characters heeded."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct
from opencc import OpenCC
from rapidfuzz import fuzz, process

from etl import local
from etl.agencies import BrokenCatalogue
from etl.editions import editions
from warehouse.toml_file import BrokenToml, located, read_toml

_ORDINAL = re.compile(
    r"(?:[(〔\[]?(?P<chinese>[一二三四五六七八九十]{1,3})[)〕\]]?[、.,:]?|[(]?(?P<arabic>\d{1,2})[).、,:]+)(?=\D)"
)
_CHINESE_BRACKETED = re.compile(r"[(〔\[][一二三四五六七八九十]{1,3}[)〕\]]")
_REMARK = re.compile(r"[(〔\[][^()〔\]]*[)〕\]]")
_PINYIN = re.compile(r"[(][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+[)]")
_REPEATED = re.compile(r"([\u4e00-\u9fff])\1")

K = TypeVar("K")

CLOSE = 74.0
"""A misprinted label must be this like the label of the form (0 to 100), and clearly more so than any other."""
MARGIN = 6.0
EXPECTED = 58.0
"""Enough where the label is also the next one that the form prints."""
NUMBERED = 34.0
"""Enough where also its number is that of the next label."""
_SHORT = 3


class Core(Struct, frozen=True, gc=False):
    """The letters of a label without numbering, remarks, spaces and signs."""

    text: str
    whole: str
    """The same with the remarks in brackets left in."""
    ordinal: str
    """``三``, ``(三)`` or ``3``: as the form numbers; empty if there is none."""


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _is_simplified(char: str) -> bool:
    return bool(_simplifier().convert(char) == char)


@lru_cache(maxsize=65_536)
def core(text: str) -> Core:
    """The core of a printed label."""
    flat = unicodedata.normalize("NFKC", text)
    flat = "".join(ch for ch in flat if not ch.isspace() and unicodedata.category(ch) not in ("Cf", "Cc", "Co"))
    flat = _PINYIN.sub("", flat.lower())
    if not all(map(_is_simplified, flat)):
        flat = _simplifier().convert(flat)
    ordinal = ""
    if match := _ORDINAL.match(flat):
        bracketed = bool(_CHINESE_BRACKETED.match(flat))
        separated = match.end() > 0 and not match.group()[-1].isalnum()
        if match["arabic"] or bracketed or separated:
            ordinal = match["arabic"] or (f"({match['chinese']})" if bracketed else match["chinese"])
            flat = flat[match.end() :]
    return Core(_letters(_REMARK.sub("", flat)), _letters(flat), ordinal)


def _numbered(label: Core, ordinal: str) -> Core:
    return Core(label.text, label.whole, label.ordinal or ordinal)


def _letters(text: str) -> str:
    return "".join(ch for ch in text if ch.isalnum())


class Label(Struct, Generic[K], frozen=True):
    """One label of the form and what it stands for."""

    key: K
    core: Core


class Matcher(Generic[K]):
    """Finds which label of the form a printed text is; None where it is none, or could be two."""

    def __init__(self, labels: Iterable[tuple[K, str, str]]) -> None:
        """Take (key, label, numbering); the numbering stands for labels that are given without their own."""
        self._labels = [Label(key, _numbered(core(text), ordinal)) for key, text, ordinal in labels]
        self._texts = [label.core.text for label in self._labels]
        self._wholes = [label.core.whole for label in self._labels]
        self._exact: dict[str, list[Label[K]]] = {}
        for label in self._labels:
            for text in filter(None, {label.core.text, label.core.whole}):
                self._exact.setdefault(text, []).append(label)
        self._cache: dict[str, tuple[K, ...]] = {}

    def exact(self, text: str) -> tuple[K, ...]:
        """The keys whose label has the very letters of ``text``; those with the same numbering, if any has."""
        seen = core(text)
        found = self._exact.get(seen.text, []) or self._exact.get(seen.whole, [])
        return _distinct(_same_ordinal(found, seen))

    def candidates(self, text: str) -> tuple[K, ...]:
        """The keys that ``text`` may stand for: exact ones, also with a letter set twice, else the one close and clearly closest."""
        if text not in self._cache:
            if len(self._cache) > 65_536:
                self._cache.clear()
            self._cache[text] = self.exact(text) or self.exact(_REPEATED.sub(r"\1", text)) or self._closest(core(text))
        return self._cache[text]

    def likeness(self, text: str) -> float:
        """How like (0 to 100) the closest label is, if one is close."""
        return 100.0 if self.exact(text) else max((score for _, score in self._near(core(text))), default=0.0)

    def resembles(self, text: str, key: K, least: float = EXPECTED) -> bool:
        """Whether ``text`` is like one of the labels of ``key``."""
        seen = core(text)
        return any(_likeness(seen, label.core) >= least for label in self._labels if label.key == key)

    def is_numbered_like(self, text: str, key: K) -> bool:
        """Whether ``text`` has the numbering of a label of ``key``, and what else was recognised of it is not unlike it."""
        seen = core(text)
        return bool(seen.ordinal) and any(
            label.core.ordinal == seen.ordinal and fuzz.ratio(seen.text, label.core.text) >= NUMBERED
            for label in self._labels
            if label.key == key
        )

    def _closest(self, seen: Core) -> tuple[K, ...]:
        best: dict[K, float] = {}
        for label, score in self._near(seen):
            if score > best.get(label.key, 0.0):
                best[label.key] = score
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < CLOSE:
            return ()
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
            return ()
        return (ranked[0][0],)

    def _near(self, seen: Core) -> Iterator[tuple[Label[K], float]]:
        """The labels that count for the closest, by their likeness: a label further off than these is no rival."""
        for text, choices in ((seen.text, self._texts), (seen.whole, self._wholes)):
            if not text:
                continue
            # Short labels have no misprints.
            least = CLOSE - MARGIN if len(text) > _SHORT else 100.0
            for _, score, place in process.extract(text, choices, scorer=fuzz.ratio, limit=None, score_cutoff=least):
                label = self._labels[place]
                if len(choices[place]) > _SHORT or score == 100.0:
                    yield label, score - _strangeness(seen, label.core)


def _likeness(seen: Core, label: Core) -> float:
    """0 to 100; labels of up to three letters have no misprints, they are other labels."""
    return max(_ratio(seen.text, label.text), _ratio(seen.whole, label.whole)) - _strangeness(seen, label)


def _strangeness(seen: Core, label: Core) -> float:
    """What another number takes from the likeness of a label."""
    return MARGIN if seen.ordinal and label.ordinal and seen.ordinal != label.ordinal else 0.0


def _ratio(seen: str, label: str) -> float:
    if len(seen) <= _SHORT or len(label) <= _SHORT:
        return 100.0 if seen and seen == label else 0.0
    return float(fuzz.ratio(seen, label))


def _same_ordinal(labels: list[Label[K]], seen: Core) -> list[Label[K]]:
    if seen.ordinal:
        numbered = [label for label in labels if label.core.ordinal == seen.ordinal]
        return numbered or [label for label in labels if not label.core.ordinal]
    return labels


def _distinct(labels: Iterable[Label[K]]) -> tuple[K, ...]:
    return tuple(dict.fromkeys(label.key for label in labels))


def variants() -> dict[str, tuple[str, ...]]:
    """Label of the form -> the other wordings met in published reports, those of the data folder among them.

    Raises ``BrokenCatalogue`` for a file of the data folder that is wrong.
    """
    own, path = _own_variants(), local.added_variants()
    added = _added_variants(path) if path else {}
    return {label: (*own.get(label, ()), *added.get(label, ())) for label in own | added}


@cache
def _own_variants() -> dict[str, tuple[str, ...]]:
    data = (files("etl") / "catalogue" / "variants.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, tuple[str, ...]])


@cache
def _added_variants(path: Path) -> dict[str, tuple[str, ...]]:
    try:
        added = read_toml(path, dict[str, tuple[str, ...]])
    except BrokenToml as error:
        raise BrokenCatalogue(f"行名、列名的别名有误：{error}。请对照 README 中的写法改正。") from error
    if strangers := sorted(added.keys() - labels_of_the_form()):
        line = located(path.read_text(encoding="utf-8"), (strangers[0],))
        raise BrokenCatalogue(
            f"行名、列名的别名有误：{path}：{line}格式中没有这些名称：{'、'.join(strangers)}。请照格式原样写。"
        )
    return added


@cache
def labels_of_the_form() -> frozenset[str]:
    """Every label that an edition prints: of rows and columns, and of what stands over them."""
    return frozenset(
        text
        for edition in editions().values()
        for table in edition.tables
        for block in table.blocks
        for text in (
            block.heading,
            *(text for row in edition.rows(table.number) for text in (row.label, row.parent)),
            *(text for column in block.columns for text in (column.label, column.parent)),
        )
        if text
    )


def wordings(label: str) -> tuple[str, ...]:
    """The label of the form and its known variants."""
    return (label, *variants().get(label, ()))
