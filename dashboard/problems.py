"""What could not be followed in the address, said on the page."""

from collections.abc import Sequence

import streamlit as st

from dashboard.filters import Problem
from dashboard.language import Words
from dashboard.markdown import escaped

_OF_PLACES = ("region", "agency", "organ", "report")
"""Keys whose values may be known, but not to one who sees some places alone."""


def show_problems(problems: Sequence[Problem], words: Words, *, is_limited: bool = False) -> None:
    """Name what could not be followed in the address; ``is_limited`` where the reader sees some places alone."""
    if problems:
        lines = [
            words(f"problem.{_kind(problem, is_limited)}", key=escaped(problem.key), value=escaped(problem.value))
            for problem in problems
        ]
        st.warning("\n".join([words("problem.title"), *(f"- {line}" for line in lines)]))


def _kind(problem: Problem, is_limited: bool) -> str:
    is_perhaps_outside = is_limited and problem.kind == "unknown_value" and problem.key in _OF_PLACES
    return "perhaps_outside" if is_perhaps_outside else problem.kind
