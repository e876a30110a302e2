"""Two texts side by side, the sentences that they share marked: what a finding of copied text rests on.

The documents are read by a process of its own, under limits (``python -m etl prose``), never by the dashboard.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from msgspec import DecodeError, Struct, json

from dashboard.framed import framed
from dashboard.language import Words

_TIMEOUT = 200
_RUN = 5
"""Characters in a run, as where like texts are found."""
_SHARED = 0.8
"""A sentence is marked where so many of its runs stand in the other text."""
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_SENTENCE = re.compile(r"[^。；;！!\n]*[。；;！!\n]*")


class Prose(Struct):
    """The sections of one report, in the order of its document."""

    year: int | None
    sections: dict[str, str]


class NotRead(Exception):
    """The prose cannot be shown; the log has the reason."""


def read(path: Path, source_name: str, year: int | None) -> str:
    """The prose of the report for ``year`` in the document at ``path``; raises ``NotRead``."""
    command = [sys.executable, "-m", "etl", "prose", str(path), f"--name={source_name}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)
        if done.returncode:
            raise NotRead(done.stderr.decode("utf-8", "replace").strip())
        reports = json.decode(done.stdout, type=list[Prose])
    except (subprocess.TimeoutExpired, DecodeError, OSError) as error:
        raise NotRead(str(error)) from error
    found = [report for report in reports if report.year == year] or reports
    return "\n".join(text for code, text in found[0].sections.items() if code != "preamble")


def marked(text: str, other: str) -> list[tuple[str, bool]]:
    """The sentences of a text, each with whether the other text has nearly all of it."""
    theirs = _runs(other)
    sentences = [sentence for sentence in _SENTENCE.findall(text) if sentence.strip()]
    return [(sentence, _is_shared(_runs(sentence), theirs)) for sentence in sentences]


def _is_shared(mine: set[str], theirs: set[str]) -> bool:
    return bool(mine) and len(mine & theirs) >= _SHARED * len(mine)


def _runs(text: str) -> set[str]:
    plain = _NOT_HAN.sub("", text)
    return {plain[start : start + _RUN] for start in range(len(plain) - _RUN + 1)}


def as_html(texts: Sequence[tuple[str, str]], words: Words) -> str:
    """Two texts under their names; what both have stands out in colour and is said to a screen reader."""
    (_, one), (_, other) = texts
    columns = [marked(one, other), marked(other, one)]
    parts = [
        f'<section><h4>{escape(name)}</h4><p lang="zh">{"".join(map(_sentence, sentences))}</p></section>'
        for (name, _), sentences in zip(texts, columns, strict=True)
    ]
    return framed("".join(parts), words("passages.title"), "passages")


def _sentence(sentence: tuple[str, bool]) -> str:
    text, is_shared = sentence
    return f"<mark>{escape(text)}</mark>" if is_shared else escape(text)
