"""The words for what Streamlit says of its own accord are for what the Streamlit that is installed says."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import streamlit

import dashboard
from dashboard import scripts
from dashboard.language import LANGUAGES

COMPOSED = re.compile(r"Press .*Enter to|options? available|Choose date, |\{\} – ")
"""What Streamlit puts together of several pieces, or what the libraries beneath it say."""


def phrases(language: str) -> dict[str, str]:
    return tomllib.loads((Path(dashboard.__file__).parent / "text" / f"framework.{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_streamlit_says_every_phrase_that_there_are_words_for(language: str) -> None:
    sources = (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")
    said = "\n".join(source.read_text("utf-8") for source in sources)
    whole = [phrase for phrase in phrases(language) if not COMPOSED.search(phrase)]
    assert len(whole) > 4
    assert [phrase for phrase in whole for piece in phrase.split("{}") if piece not in said] == []


def test_what_is_filled_in_is_kept() -> None:
    assert set(phrases("en")) <= set(phrases("zh"))
    for language in LANGUAGES:
        assert [its for its, ours in phrases(language).items() if its.count("{}") != ours.count("{}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_brings_its_words_and_its_language(language: str) -> None:
    called = re.search(r'<script>window\.nianbaoFramework\("(\w+)", (.*?)\)</script>$', scripts.markup(language))
    assert called
    assert called[1] == language
    assert json.loads(called[2]) == phrases(language)
