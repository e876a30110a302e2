"""Files that users write in TOML: what they say, or the fault with file, line and remedy, in words for whoever wrote them."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

_WORDS = {
    r"Object contains unknown field `(.*)`": "没有“{}”这个键，请核对拼写",
    r"Object missing required field `(.*)`": "缺少必填的键“{}”",
    r"Expected `(.*)`, got `(.*)`": "值的类型不对：应为 {}，写的是 {}",
    r"Expected `(.*)` (.*)": "值超出范围：应为 {} {}",
    r"Invalid enum value '(.*)'": "“{}”不是可用的值",
}
_T = TypeVar("_T")
_Step = str | int


class BrokenToml(ValueError):
    """A file cannot be used; the message (Chinese) names file, line and fault."""


def read_toml(path: Path, kind: type[_T]) -> _T:
    """What a file says, as ``kind``. Raises ``BrokenToml``."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenToml(f"{path}：不是 UTF-8 文本，请以 UTF-8 编码保存") from error
    except OSError as error:
        raise BrokenToml(f"{path}：无法读取（{error.strerror}），请检查权限") from error
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line[1]} 行：" if line else ""
        raise BrokenToml(f"{path}：{where}不是有效的 TOML，请改正该处的括号、引号或等号（{error}）") from error
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `")
        steps = _steps(place.removesuffix("`"), raw, kind)
        if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", what):
            steps.append(unknown[1])
        raise BrokenToml(f"{path}：{located(text, steps)}{in_words(what)}") from error


def in_words(fault: str) -> str:
    """A fault as msgspec words it, in Chinese."""
    for pattern, words in _WORDS.items():
        if match := re.fullmatch(pattern, fault):
            return words.format(*match.groups())
    return fault


def located(text: str, steps: Sequence[_Step]) -> str:
    """``第 3 行：`` for an entry that is reached by keys and numbers, from 0 on."""
    lines = text.splitlines()
    at, rest = 0, list(steps)
    while rest:
        name = rest.pop(0)
        number = rest.pop(0) if rest and isinstance(rest[0], int) else None
        at = _entry(lines, at, str(name), int(number or 0)) if number is not None else _key(lines, at, str(name))
    return f"第 {at + 1} 行：" if steps else ""


def _entry(lines: list[str], at: int, name: str, number: int) -> int:
    """The line of one of several: under its own heading, or in a list."""
    headings = [n for n, line in enumerate(lines) if n >= at and re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line)]
    if len(headings) > number:
        return headings[number]
    at = _key(lines, at, name)
    for n, line in enumerate(lines[at:], at):
        number -= line.count("{")
        if number < 0:
            return n
    return at


def _key(lines: list[str], at: int, name: str) -> int:
    """The line of a key of the table that begins there; the table's own where it stands in one line."""
    for n, line in enumerate(lines[at:], at):
        if n > at and re.match(r"\s*\[", line) and not re.match(rf"\s*\[+\s*{re.escape(name)}\s*\]", line):
            break
        if re.search(rf'(?:^|[{{,])\s*["\']?{re.escape(name)}["\']?\s*=', line) or re.match(
            rf"\s*\[+\s*{re.escape(name)}\s*\]", line
        ):
            return n
    return at


def _steps(place: str, raw: dict[str, Any], kind: type) -> list[_Step]:
    """``$.links[1].from`` -> links, 1, from; where msgspec leaves out a key (``[...]``), the first that does not fit."""
    if place.startswith("$[...]"):
        return [next((key for key, value in raw.items() if not _fits({key: value}, kind)), "")]
    found = re.findall(r"\.([^.\[]+)|\[(\d+)\]", place)
    return [name or int(number) for name, number in found]


def _fits(raw: dict[str, Any], kind: type) -> bool:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return False
    return True
