"""What documents say of themselves, as data: ``catalogue/identity.toml``."""

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

HAN = "[\u4e00-\u9fff]"
LONGEST_NAME = 40
OPENING = 600
"""As many characters of the opening are read for names and labels."""
SIGNATURE_LINES = 6


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    """Names under which pages, word files and index blocks give a fact, the most trusted first."""

    title: tuple[str, ...]
    agency: tuple[str, ...]
    published_on: tuple[str, ...]
    site: tuple[str, ...]


class Organ(Struct, frozen=True, forbid_unknown_fields=True):
    """How the name of an organ ends, and what stands around it in a sentence."""

    endings: str
    by_themselves: str
    followed_by: str
    preceded_by: str
    writers: str
    never_inside: str


class Patterns(Struct, frozen=True, forbid_unknown_fields=True):
    """How years, titles and dates stand in prose."""

    named_year: str
    quoted_title: str
    own_year: str
    period: str
    date: str
    breadcrumb: str
    breadcrumb_signs: str
    system: str
    own: str


class Wordings(Struct, frozen=True, forbid_unknown_fields=True):
    """``catalogue/identity.toml``."""

    labels: Labels
    trim: dict[str, tuple[str, ...]]
    full_forms: dict[str, str]
    organ: Organ
    governments: dict[str, str]
    area_words: tuple[str, ...]
    self_words: dict[str, str]
    superior_words: str
    patterns: Patterns


@cache
def wordings() -> Wordings:
    """The catalogue; a broken one stops the run."""
    return msgspec.toml.decode((files("etl") / "catalogue" / "identity.toml").read_bytes(), type=Wordings)


def full_form(name: str) -> str:
    """The name with the short forms that have only one full form written out: 管委会 is 管理委员会."""
    for short, full in wordings().full_forms.items():
        if short in name:
            return name.replace(short, full)
    return name
