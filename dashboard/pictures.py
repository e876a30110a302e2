"""The buttons that print the page or give a chart as a picture, PNG for a paper and SVG for printing; ``pictures.js`` follows them.

The picture is drawn by the reader's browser, with the fonts that the page is read in: a server needs no browser for it.
"""

from html import escape

from dashboard.language import Words

KINDS = ("png", "svg")


def buttons(drawn_as: str, name: str, title: str, note: str, words: Words) -> str:
    """For the chart under the key ``drawn_as``, a file called ``name``; ``title`` and ``note``, where the figures are from, go into it."""
    return "".join(_button(kind, drawn_as, name, title, note, words) for kind in KINDS)


def print_button(words: Words) -> str:
    """For the whole page, as paper or as a PDF: ``style.css`` says what of it stands there."""
    return f'<button type="button" data-print>{escape(words("print.button"))}</button>'


def _button(kind: str, drawn_as: str, name: str, title: str, note: str, words: Words) -> str:
    # plotly reads small markup in a title: what is a text is escaped for it, and once more for the attribute
    attributes = {
        "data-picture": kind,
        "data-chart": drawn_as,
        "data-name": name,
        "data-title": escape(title),
        "data-note": escape(note),
        "aria-label": words("chart.as", title=title, kind=kind.upper()),
    }
    written = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
    return f'<button type="button" {written}>{kind.upper()}</button>'
