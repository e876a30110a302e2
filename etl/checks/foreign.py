"""foreign_agency: text left over from another organ, told where a sentence speaks of another organ as itself.

Wordings are data (``catalogue/foreign.toml``). A finding is made only where the other organ does something else than the
one that reports, in the same place or without naming one; who shares an organ in many places is not told apart.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from etl import agencies
from etl.checks.spoken import Spoken
from etl.model import Finding, Report, Severity
from etl.wording import Sentence

_LONGEST_QUOTE = 60


class _Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    own: tuple[str, ...]
    name: str
    unspecific: tuple[str, ...]
    shared: tuple[tuple[str, ...], ...]
    message: str


@cache
def _wordings() -> _Wordings:
    return msgspec.toml.decode((files("etl") / "catalogue" / "foreign.toml").read_bytes(), type=_Wordings)


@cache
def _own_speech() -> tuple[re.Pattern[str], ...]:
    name = f"(?P<name>{_wordings().name})"
    return tuple(re.compile(pattern.replace("{name}", name)) for pattern in _wordings().own)


def check_foreign(report: Report, spoken: Spoken) -> Iterator[Finding]:
    """A finding for each other organ that a report, whose sentences are ``spoken``, speaks of as itself."""
    if report.agency is None or agencies.describe(report.agency).function in _wordings().unspecific:
        return
    told: set[str] = set()
    for _, sentence in spoken:
        for pattern in _own_speech():
            match = pattern.search(sentence.text)
            if match and match["name"] not in told and _is_foreign(match["name"], report.agency):
                told.add(match["name"])
                yield _finding(sentence, match["name"], report.agency)


def _is_foreign(name: str, agency: str) -> bool:
    """Whether an organ of that name, in the agency's own place or in none, does something else than the agency."""
    other, own = agencies.describe(name).function, agencies.describe(agency).function
    if other == own or other in _wordings().unspecific:
        return False
    if any(other in functions and own in functions for functions in _wordings().shared):
        return False
    words = {function.code: function.words for function in agencies.functions()}
    if any(word in agency for word in words[other]) or any(word in name for word in words[own]):
        return False
    place = agencies.parse(name).place
    return not place or place in agency


def _finding(sentence: Sentence, other: str, agency: str) -> Finding:
    printed = sentence.printed.strip().rstrip("。；;")
    quote = printed if len(printed) <= _LONGEST_QUOTE else printed[:_LONGEST_QUOTE] + "…"
    return Finding(
        "foreign_agency",
        Severity.WARNING,
        _wordings().message.format(sentence=quote, other=other, agency=agency),
    )
