"""A chart on the page, drawn by plotly's own script as ``plot.js`` has it: first what is in sight, in its place what changed.

Streamlit's own element draws each chart anew from nothing at every change of the filter, whether or not it is in sight.
"""

from collections.abc import Callable
from importlib.resources import files

import streamlit as st

from dashboard import plot_script
from dashboard.charts.drawing import Finished

_component = st.components.v2.component(
    "nianbao_plot",
    html='<div class="plot" role="img"><div></div></div>',
    js=files("dashboard").joinpath("plot.js").read_text("utf-8"),
    isolate_styles=False,
)
Pointed = object
"""What a point of a chart carries along, as the browser says: a list of year, series, and the agency where it is one's own."""


def plot(figure: Finished, key: str, alt: str, ask: Callable[[Pointed], None] | None = None) -> None:
    """``alt`` tells what the chart shows; ``ask`` is called with what a point carries once it is clicked."""

    def clicked() -> None:
        if ask is not None:
            ask(st.session_state[key]["point"])

    data = {
        "figure": figure.written,
        "height": figure.height,
        "alt": alt,
        "plotly": plot_script.ADDRESS,
        "leads": ask is not None,
    }
    _component(key=key, data=data, on_point_change=clicked)
