"""PDFium leaves out text whose font is neither in the file nor on the machine: such a file is refused, not half read."""

import pytest

from etl.readers.errors import UnreadableDocument
from etl.readers.pdf import read

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
