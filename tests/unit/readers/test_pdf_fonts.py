"""PDFium leaves out text whose font is neither in the file nor on the machine: such a file is refused, not half read.

Chinese fonts that a file names as such need not be on the machine: their places are the file's to state.
"""

from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from etl.model import Paragraph
from etl.readers.errors import UnreadableDocument
from etl.readers.pdf import read
from etl.readers.pdf_stand_in import CHARSETS

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

# The code 1 stands for 中, and no font on any machine has a shape for it.
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfchar <01> <4E2D> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
TEXT = b"BT /F1 12 Tf 72 700 Td <010101> Tj ET"
OBJECTS = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(TEXT), TEXT),
    b"<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /FirstChar 1 /LastChar 1 /Widths [1000] /ToUnicode 6 0 R >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(TO_UNICODE), TO_UNICODE),
]


def test_text_without_a_font_is_refused_with_the_remedy() -> None:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % numbered for numbered in enumerate(OBJECTS, 1))
    with pytest.raises(UnreadableDocument, match="fonts-noto-cjk"):
        read(b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 7 >>\n%%EOF\n")


def _drawn(content: bytes) -> bytes:
    document = pdfium.PdfDocument(content)
    try:
        return bytes(document[0].render().buffer)
    finally:
        document.close()


def test_chinese_fonts_that_are_only_named_are_looked_for_on_the_machine_to_draw_a_page_and_not_to_read_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = BytesIO()
    canvas = Canvas(written)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 700, "政府信息公开，２０２４年“主动” 12")
    canvas.save()
    content, asked = written.getvalue(), []
    find = pdfium.PdfSysfontBase.MapFont

    def asking(fonts: Any, _: Any, weight: int, italic: int, charset: int, *name: Any) -> Any:
        asked.append(charset)
        return find(fonts, _, weight, italic, charset, *name)

    before = _drawn(content)
    monkeypatch.setattr(pdfium.PdfSysfontBase, "MapFont", asking)
    (paragraph,) = read(content).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "政府信息公开，２０２４年“主动”12"
    assert not CHARSETS.intersection(asked)
    assert _drawn(content) == before
    assert CHARSETS.intersection(asked)
