"""What the readers note and the sums ask for in Chinese is said in English on English pages; the words of a report stay as they are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import etl
from dashboard import stored
from tests.dashboard.frames import EN, ZH

FOLDER = Path(etl.__file__).parent
SOURCES = [
    *FOLDER.glob("interpret/*.py"),
    *FOLDER.glob("readers/*.py"),
    *(FOLDER / f"{name}.py" for name in ("quantity", "kind", "pipeline", "workers", "intake", "checks/arithmetic")),
]
MAKERS = {"UnreadableDocument", "_unreadable", "Assignment", "Outcome", "lost_record"}
NAMES = {"note", "NOTE", "MISFIT_NOTE", "RIVAL", "SHORT_RIVAL", "reason"}


def filled(node: ast.AST) -> str | None:
    """The text of a literal, a letter in the place of whatever is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
    if isinstance(node, ast.BinOp):
        return f"{filled(node.left) or 'X'}{filled(node.right) or 'X'}"
    return None


def told_in(tree: ast.AST) -> Iterator[ast.AST]:
    """The literals that become a note of a cell, or the reason why a document holds no report."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if name in MAKERS:
                yield from args
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in NAMES:
                yield value
            case ast.Return(value=ast.Tuple(elts=parts)):
                yield from parts
            case ast.FunctionDef(name="_fault" | "_message"):
                yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Return) and part.value)


TOLD = sorted(
    {
        text
        for path in SOURCES
        for node in told_in(ast.parse(path.read_text("utf-8")))
        if (text := filled(node)) and re.search(r"[\u4e00-\u9fff]{2}", text)
    }
)


def test_every_note_of_the_readers_is_said_in_english() -> None:
    assert len(TOLD) > 60
    assert [text for text in TOLD if stored.said(text, EN) is None] == []


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("由连写的“10203”拆分", "taken out of the figures run together as “10203”"),
        (
            "PDF 第 3 页已损坏：请重新下载或提供原件",
            "page 3 of the PDF is damaged; download it again or provide the original",
        ),
        (
            "压缩包中没有可以读取的文件；“甲.pdf”未读：PDF 第 3 页已损坏：请重新下载或提供原件；"
            "“乙.doc”未读：DOCX 中没有正文：请检查文件是否为 Word 文档",
            "the archive holds no file that can be read: “甲.pdf” was not read: page 3 of the PDF is damaged; download it again or "
            "provide the original; “乙.doc” was not read: the DOCX has no text; check that the file is a Word document",
        ),
        ("表四“行政复议”：总计为0，各项结果之和为11，总计应为11。", "The results make 11: the total should be 11."),
        (
            "上年（2022年度）报告“结转下年度继续办理”与本年（2023年度）报告“上年结转”应当相等，但不一致：“总计”列上年报告为222，"
            "本年报告为224；“自然人”列上年报告为195，本年报告为197。",
            "In the column of totals the report of 2022 carries out 222, that of 2023 carries in 224.",
        ),
        ("其中修订14件", None),
    ],
)
def test_what_is_filled_in_stays_and_the_words_of_a_report_are_not_taken_for_ours(note: str, told: str | None) -> None:
    assert stored.said(note, EN) == told
    assert stored.said(note, ZH) == note
