"""What could not be followed in the address, said on the page."""

from collections.abc import Sequence

import streamlit as st

from dashboard.filters import Problem
from dashboard.language import Words
from dashboard.markdown import escaped


def show_problems(problems: Sequence[Problem], words: Words) -> None:
    """Name what could not be followed in the address."""
    if problems:
        lines = [
            words(f"problem.{problem.kind}", key=escaped(problem.key), value=escaped(problem.value))
            for problem in problems
        ]
        st.warning("\n".join([words("problem.title"), *(f"- {line}" for line in lines)]))
