"""What runs in the reader's browser: our scripts, and the words for what Streamlit says of its own accord."""

import json
import tomllib
from functools import cache
from importlib.resources import files

_SCRIPTS = ("pictures.js", "sideways.js", "overlays.js", "asides.js", "framework.js")


@cache
def markup(language: str) -> str:
    """The scripts as elements of a page; those that a page has already do nothing more, but for new words."""
    folder = files("dashboard")
    words = tomllib.loads(folder.joinpath("text", f"framework.{language}.toml").read_text("utf-8"))
    written = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    sources = [folder.joinpath(name).read_text("utf-8") for name in _SCRIPTS]
    return "".join(
        f"<script>{source}</script>" for source in (*sources, f'window.nianbaoFramework("{language}", {written})')
    )
