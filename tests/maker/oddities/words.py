"""Oddities of labels and prose: other scripts, readings, misprints, signs that nobody sees."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

from opencc import OpenCC

from tests.maker.oddities.setting import Oddity, Setting
from tests.maker.report import Report

Words = Callable[[str], str]
READINGS = {
    "告": "gào", "信": "xìn", "息": "xī", "公": "gōng", "开": "kāi", "行": "xíng", "政": "zhèng", "件": "jiàn",
    "数": "shù", "量": "liàng", "本": "běn", "年": "nián", "其": "qí", "现": "xiàn", "有": "yǒu", "效": "xiào",
    "处": "chù", "理": "lǐ", "总": "zǒng", "结": "jié", "申": "shēn", "请": "qǐng", "办": "bàn", "维": "wéi",
}  # fmt: skip
UNSEEN = ("\u200b", "\ufeff", "\u200d", "\ue004")


@cache
def _converter(to: str) -> OpenCC:
    return OpenCC(to)


def _reworded(report: Report, words: Words) -> Report:
    """The prose in other letters; who reports stays who it is."""
    sections = tuple(
        replace(s, heading=words(s.heading), paragraphs=tuple(words(text) for text in s.paragraphs))
        for s in report.sections
    )
    return replace(
        report, title=words(report.title), opening=tuple(words(text) for text in report.opening), sections=sections
    )


def traditional(rng: Random, setting: Setting) -> Setting | None:
    """The whole page in traditional characters, as machines convert it."""
    convert = _converter(rng.choice(("s2t", "s2tw", "s2hk"))).convert
    return replace(setting.sheet(words=convert), report=_reworded(setting.report, convert))


def readings(rng: Random, setting: Setting) -> Setting | None:
    """The reading of some characters in brackets after them."""
    some = {char: f"{char}({sound})" for char, sound in READINGS.items() if rng.random() < 0.2}

    def words(text: str) -> str:
        return "".join(some.get(char, char) for char in text)

    return replace(setting.sheet(words=words), report=_reworded(setting.report, words))


def unseen_in_labels(rng: Random, setting: Setting) -> Setting | None:
    sign, every = rng.choice(UNSEEN), rng.randint(2, 5)

    def words(text: str) -> str:
        return "".join(char + (sign if at % every == 1 else "") for at, char in enumerate(text))

    return setting.sheet(words=words)


def _slip(rng: Random, text: str) -> str:
    """One character dropped, doubled, or another one."""
    at = rng.randrange(len(text))
    return rng.choice((text[:at] + text[at + 1 :], text[: at + 1] + text[at:], text[:at] + "口" + text[at + 1 :]))


def label_typos(rng: Random, setting: Setting) -> Setting | None:
    """A slip in one label of eight."""
    seed, share = rng.randrange(10**6), rng.choice((0.05, 0.12, 0.3))

    def words(text: str) -> str:
        dice = Random(f"{seed}:{text}")
        return _slip(dice, text) if len(text) > 1 and dice.random() < share else text

    # A label may have become one that no careful reader can tell from its neighbour's.
    return setting.sheet(words=words).doubting(setting.report.cells)


def vertical_labels(_rng: Random, setting: Setting) -> Setting | None:
    return setting.sheet(spelling="stacked")


WORDS = (
    Oddity("traditional", traditional, topics=("words",)),
    Oddity("readings", readings, topics=("words",)),
    Oddity("unseen_in_labels", unseen_in_labels, frozenset({"html", "docx", "odt", "txt", "xlsx"}), ("words",)),
    Oddity("label_typos", label_typos, topics=("words",)),
    Oddity("vertical_labels", vertical_labels, topics=("spelling",)),
)
