"""What a snapshot stores in Chinese of our own words, in the language of the page; the words of documents stay as they are."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dashboard.language import LANGUAGES, Words


def said(stored: str, words: Words) -> str | None:
    """A note, a reason or what a figure should be, in the language of the page; None where it is in other words than ours.

    What is filled in is said alike where it is ours as well, as the reasons why the files of an archive were not read.
    """
    if words.language == LANGUAGES[0]:
        return stored
    for pattern, meaning in _meanings(words.language).items():
        found = pattern.fullmatch(stored)
        if found is not None:
            return meaning.format(*(said(part, words) or part for part in found.groups()))
    return None


@cache
def _meanings(language: str) -> Mapping[re.Pattern[str], str]:
    listed = tomllib.loads(files("dashboard").joinpath("text", f"stored.{language}.toml").read_text("utf-8"))
    return {re.compile(re.sub(r"\\\{\d\\\}", "(.+?)", re.escape(stored)), re.DOTALL): meaning
            for stored, meaning in listed.items()}  # fmt: skip
