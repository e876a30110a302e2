"""Sets a report as an OFD: what the PDF of it shows, character by character and line by line, in the other form."""

import io
import zipfile
from itertools import groupby, pairwise
from typing import Any
from xml.sax.saxutils import escape

import pdfplumber

from tests.maker.report import Report
from tests.maker.typeset.pdf import PdfLayout, pdf

MILLIMETRES = 25.4 / 72
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(report: Report, layout: PdfLayout) -> bytes:
    """The package as bytes."""
    with pdfplumber.open(io.BytesIO(pdf(report, layout))) as printed:
        pages = [_page(page) for page in printed.pages]
        size = f"0 0 {_mm(printed.pages[0].width)} {_mm(printed.pages[0].height)}"
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    title = f"<ofd:Title>{escape(report.title)}</ofd:Title>" if layout.has_title else ""
    parts = {
        "OFD.xml": f'<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{title}</ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{size}"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    parts |= {f"Doc_0/Pages/Page_{number}/Content.xml": page for number, page in enumerate(pages)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return written.getvalue()


def _mm(points: float) -> str:
    return f"{points * MILLIMETRES:.4f}"


def _page(page: Any) -> str:
    objects = [_line(line["x0"], line["top"], line["x1"], line["bottom"]) for line in page.lines]
    for _, group in groupby(page.chars, key=_same_text()):
        objects.append(_text(list(group)))
    inner = "".join(objects)
    return f'<ofd:Page {_SPACE}><ofd:Content><ofd:Layer ID="1">{inner}</ofd:Layer></ofd:Content></ofd:Page>'


def _same_text() -> Any:
    """A key that changes where a character does not follow the one before it on its line."""
    state: dict[str, Any] = {"number": 0, "before": None}

    def key(char: Any) -> int:
        before = state["before"]
        follows = before is not None and char["top"] == before["top"] and abs(char["x0"] - before["x1"]) < 0.1
        state["number"] += not follows
        state["before"] = char
        return int(state["number"])

    return key


def _line(left: float, top: float, right: float, bottom: float) -> str:
    x, y, width, height = (_mm(value) for value in (left, top, right - left, bottom - top))
    return (
        f'<ofd:PathObject Boundary="{x} {y} {width} {height}" LineWidth="0.18">'
        f"<ofd:AbbreviatedData>M 0 0 L {width} {height}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _text(chars: list[Any]) -> str:
    first, last = chars[0], chars[-1]
    size = first["size"]
    steps = " ".join(_mm(after["x0"] - before["x0"]) for before, after in pairwise(chars))
    box = " ".join(_mm(value) for value in (first["x0"], first["top"], last["x1"] - first["x0"], size))
    words = escape("".join(char["text"] for char in chars))
    return (
        f'<ofd:TextObject Boundary="{box}" Font="1" Size="{_mm(size)}">'
        f'<ofd:TextCode X="0" Y="{_mm(size * 0.86)}"{f" DeltaX={chr(34)}{steps}{chr(34)}" if steps else ""}>{words}'
        "</ofd:TextCode></ofd:TextObject>"
    )
