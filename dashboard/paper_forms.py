"""The paper of a report as a PDF, where a Chromium is at hand to print it; ``paper_docx.py`` makes the word file."""

import os
import shutil
import subprocess
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.paper import Paper, Part, Table

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TIMEOUT = 90
_STYLE = """
@page { size: A4; margin: 13mm 15mm 14mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 8pt; color: #555; } }
body { margin: 0; font: 9.5pt/1.4 'Noto Serif CJK SC', 'Noto Sans CJK SC', SimSun, serif; color: #111; }
h1 { font-size: 15pt; line-height: 1.3; text-align: center; text-wrap: balance; margin: 0 0 2mm; }
h2 { font-size: 10.5pt; margin: 3.5mm 0 1mm; break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; line-height: 1.3; table-layout: fixed; } tr { break-inside: avoid; }
th, td { border: 0.5pt solid #666; padding: 0.6mm 1.2mm; text-align: left; overflow-wrap: anywhere; white-space: pre-line; }
thead th { background: #eee; }
th { font-weight: 600; } .number { text-align: right; font-variant-numeric: tabular-nums; }
p { margin: 0.5mm 0 1mm; overflow-wrap: anywhere; break-after: avoid; } .head { text-align: center; }
"""


class NotPrinted(Exception):
    """The PDF could not be made."""


def as_html(paper: Paper) -> str:
    """The paper as a page that needs nothing else and runs nothing."""
    lines = "".join(f'<p class="head">{escape(line)}</p>' for line in paper.lines)
    parts = "".join(_part(part) for part in paper.parts)
    title = escape(paper.title)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{paper.language}"><head>{head}</head><body><h1>{title}</h1>{lines}{parts}</body></html>'


def _part(part: Part) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in part.lines)
    return f"<h2>{escape(part.heading)}</h2>{lines}{'' if part.table is None else _table(part.table)}"


def _table(table: Table) -> str:
    widths = "".join(f'<col style="width: {width}%">' for width in table.widths)
    head = "".join(f"<th{_kind(table, number)}>{escape(column)}</th>" for number, column in enumerate(table.columns))
    body = "".join(_row(table, row) for row in table.rows)
    return f"<table><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(table: Table, row: tuple[str, ...]) -> str:
    # Without headings above, the first of a row is the heading of the others.
    tags = ["th" if number == 0 and not table.columns else "td" for number in range(len(row))]
    cells = (
        f"<{tag}{_kind(table, number)}>{escape(text)}</{tag}>"
        for number, (tag, text) in enumerate(zip(tags, row, strict=True))
    )
    return f"<tr>{''.join(cells)}</tr>"


def _kind(table: Table, number: int) -> str:
    return ' class="number"' if number in table.numbers else ""


def chromium() -> str | None:
    """The Chromium of this machine, if it has one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)


def as_pdf(paper: Paper, browser: str) -> bytes:
    """The paper as a PDF, fonts embedded, printed by a Chromium that reaches no other host; raises ``NotPrinted``."""
    with TemporaryDirectory() as folder:
        page, printed = Path(folder) / "paper.html", Path(folder) / "paper.pdf"
        page.write_text(as_html(paper), encoding="utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", page.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotPrinted(str(error)) from error
        if not printed.exists():
            raise NotPrinted(done.stderr.decode("utf-8", "replace")[-500:])
        return printed.read_bytes()
