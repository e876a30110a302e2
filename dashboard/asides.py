"""What is read beside a chart: its definitions, its SQL, the link to it, each behind a button; ``asides.js`` follows them.

One element of our own markup for all of them: at each change of the filter the browser goes through every element of a page
several times, and through a popover of Streamlit's longest.
"""

from collections.abc import Iterable, Sequence
from html import escape

from dashboard.language import Words

_COMMAND = "python -m warehouse sql"


def row(parts: Iterable[str]) -> str:
    """The parts, finished markup, side by side; what one of them says lies over the page beneath the row."""
    return f'<div class="asides">{"".join(parts)}</div>'


def definitions(terms: Sequence[tuple[str, str]], words: Words) -> str:
    """What the figures of a chart mean: names and texts."""
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in terms)
    return _aside("menu_book", words("panel.definitions"), f"<dl>{told}</dl>")


def sql(statement: str, href: str, words: Words) -> str:
    """The statement that gives the figures of a chart, and the way to the page that runs it."""
    command = f"<code>{_COMMAND}</code>"
    return _aside(
        "code",
        words("panel.sql"),
        f"<p>{escape(words('panel.sql_help')).replace('{command}', command)}</p>"
        f'<p><a href="{escape(href)}">{escape(words("panel.sql_open"))}</a></p>{_copied(statement, words)}',
    )


def link(label: str, href: str, words: Words) -> str:
    """The address that shows the same figures later on."""
    return _aside("link", label, f"<p>{escape(words('snapshot.link_help'))}</p>{_copied(href, words)}")


def _aside(icon: str, label: str, content: str) -> str:
    # The name of the icon is what its font draws it from.
    return (
        f'<details><summary><span class="icon" aria-hidden="true">{icon}</span>{escape(label)}</summary>'
        f"<div>{content}</div></details>"
    )


def _copied(text: str, words: Words) -> str:
    return (
        f'<button type="button" data-copy="{escape(words("panel.copied"))}">{escape(words("panel.copy"))}</button>'
        f'<span role="status"></span><pre tabindex="0"><code>{escape(text)}</code></pre>'
    )
