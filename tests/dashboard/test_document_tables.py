"""Tables of documents as inert markup: what they say, nothing of what they do."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from dashboard.document_tables import Cell, NotLaidOut, Table, agrees, as_html, lay_out
from tests.dashboard.frames import ZH

PAGE = """<html><script>fetch('http://stranger.invalid')</script><table onclick="x()" style="background:url(//stranger.invalid)">
<tr><td rowspan="2">甲<img src=x onerror=alert(1)></td><td>1&lt;b&gt;</td></tr>
<tr><td><a href="javascript:x">2</a></td></tr></table></html>"""


def test_a_hostile_page_gives_words_and_spans_only(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_text(PAGE, encoding="utf-8")
    table = lay_out(file, "page.html", 0)
    html = as_html(table, asked={(1, 1)}, found={(0, 1)}, words=ZH)
    parsed = LexborHTMLParser(html)
    used = {(node.tag, name) for node in parsed.css("div *") for name in (*node.attributes, None)}
    assert used <= {
        ("table", None),
        ("tbody", None),
        ("tr", None),
        ("td", None),
        ("small", None),
        ("td", "rowspan"),
        ("td", "class"),
    }
    assert "stranger" not in html
    assert [cell.text(deep=False) for cell in parsed.css("td")] == ["甲", "1<b>", "2"]
    assert [cell.attributes["class"] for cell in parsed.css("td[class]")] == ["found", "marked"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"no table"])
def test_a_document_without_the_table_says_why(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "document"
    file.write_bytes(content)
    with pytest.raises(NotLaidOut, match=r"[\u4e00-\u9fff]"):
        lay_out(file, "document.html", 3)


def test_white_space_does_not_matter_but_every_figure_does() -> None:
    table = Table((Cell(0, 0, " 1 2\n"), Cell(0, 1, "3")), 1, 2)
    assert agrees(table, {(0, 0): "12", (0, 1): "3"})
    assert not agrees(table, {(0, 0): "12", (0, 1): "4"})
    assert not agrees(table, {(1, 0): ""})
