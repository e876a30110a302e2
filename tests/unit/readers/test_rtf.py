"""RTF written by hand, as Word on a Chinese system writes it."""

import random

import pytest

from etl.model import Document, Grid, Paragraph
from etl.readers import media_type, media_types, read, rtf
from etl.readers.errors import UnreadableDocument


def coded(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def row(*texts: str) -> str:
    edges = "".join(f"\\cellx{1000 * number}" for number in range(1, len(texts) + 1))
    return rf"\trowd{edges}\intbl " + "".join(rf"{text}\cell " for text in texts) + r"\row" + "\n"


REPORT = (
    rf"{{\rtf1\ansi\ansicpg936{{\fonttbl{{\f0\fcharset134 {coded('宋体')};}}}}{{\info{{\title x}}}}"
    rf"\pard\f0 {coded('一、总体情况')}\par {coded('公开')}12{coded('条。')}\par"
    + row(coded("信息") + r"\par " + coded("内容"), coded("件数"))
    + row(coded("规章"), "1")
    + row(coded("许可"), "")
    + r"\pard \u26411?\par}"
).encode("ascii")


def test_prose_and_rows_stand_in_their_order() -> None:
    assert media_type(REPORT, "报告.doc") == media_types.RTF
    found = read(Document("报告.doc", REPORT, "0"))
    first, second, table, last = found.blocks
    assert (first, second, last) == (Paragraph("一、总体情况"), Paragraph("公开12条。"), Paragraph("末"))
    assert isinstance(table, Grid)
    assert [[cell.text for cell in table.cells if cell.row == number] for number in range(3)] == [
        ["信息 内容", "件数"],
        ["规章", "1"],
        ["许可", ""],
    ]
    assert not table.has_geometry


def test_a_file_that_weighs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "MAX_BYTES", 0)
    with pytest.raises(UnreadableDocument, match="超过 0 MB；请"):
        rtf.read(REPORT)


def test_damage_is_read_or_refused() -> None:
    rng = random.Random(5)
    for _ in range(300):
        damaged = bytearray(REPORT)
        for _ in range(rng.choice([1, 5, 40])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            rtf.read(bytes(damaged[: rng.choice([len(damaged), rng.randrange(1, len(damaged))])]))
        except UnreadableDocument as refusal:
            assert "；请" in refusal.reason_zh
