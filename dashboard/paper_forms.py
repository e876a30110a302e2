"""The paper of a report as a word file, and as a PDF where a Chromium is at hand to print it."""

import os
import shutil
import subprocess
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboard.paper import Paper, Part, Table

_FONT, _LATIN = "SimSun", "Times New Roman"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TIMEOUT = 90
_STYLE = """
@page { size: A4; margin: 18mm 16mm; }
body { font: 10.5pt/1.5 'Noto Serif CJK SC', 'Noto Sans CJK SC', SimSun, serif; color: #111; }
h1 { font-size: 16pt; text-align: center; } h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; } tr { break-inside: avoid; }
th, td { border: 0.5pt solid #666; padding: 1mm 1.5mm; text-align: left; overflow-wrap: anywhere; } th { background: #eee; }
p { margin: 1mm 0; overflow-wrap: anywhere; }
"""


class NotPrinted(Exception):
    """The PDF could not be made."""


def as_docx(paper: Paper) -> bytes:
    """The paper as a word file."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = _printable(paper.title)
    document.add_heading(_printable(paper.title), 1)
    for line in paper.lines:
        document.add_paragraph(_printable(line))
    for part in paper.parts:
        document.add_heading(_printable(part.heading), 2)
        for line in part.lines:
            document.add_paragraph(_printable(line))
        if part.table is not None:
            rows = [*([part.table.columns] if part.table.columns else []), *part.table.rows]
            table = document.add_table(len(rows), len(rows[0]), "Table Grid")
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = _printable(text)
    for heading in document.styles:
        if heading.name.startswith("Heading"):
            heading.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _printable(text: str) -> str:
    """Text of a document without the signs that XML has no place for."""
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)


def as_html(paper: Paper) -> str:
    """The paper as a page that needs nothing else and runs nothing."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in paper.lines)
    parts = "".join(_part(part) for part in paper.parts)
    title = escape(paper.title)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f"<!doctype html><html><head>{head}</head><body><h1>{title}</h1>{lines}{parts}</body></html>"


def _part(part: Part) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in part.lines)
    return f"<h2>{escape(part.heading)}</h2>{lines}{'' if part.table is None else _table(part.table)}"


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in table.columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


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
