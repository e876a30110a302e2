"""Two texts side by side: what they share is marked, however places and figures differ, and text stays text."""

from pathlib import Path

import pytest

from dashboard import passages
from dashboard.language import Words

SHARED = "本机关坚持以公开为常态、不公开为例外，全年主动公开信息12条"
MINE = f"本局单独写的一句话在别处没有。{SHARED}。"
THEIRS = f"{SHARED.replace('12', '3456')}；另一机关自己写的内容与此完全无关！"


def test_sentences_of_both_are_marked_in_both() -> None:
    assert passages.marked(MINE, THEIRS) == [("本局单独写的一句话在别处没有。", False), (f"{SHARED}。", True)]
    assert [is_shared for _, is_shared in passages.marked(THEIRS, MINE)] == [True, False]


def test_nothing_of_a_text_is_left_out_or_run() -> None:
    text = "第一句。\n\n<b>第二句</b>！没有句号的末句"
    assert "".join(sentence for sentence, _ in passages.marked(text, "")).replace("\n", "") == text.replace("\n", "")
    html = passages.as_html([("<i>甲</i>", MINE + "<script>"), ("乙", THEIRS)], Words("zh"))
    assert "<script>" not in html
    assert "<i>" not in html
    assert html.count("<mark>") == 2


def test_the_prose_of_a_document_is_read_by_year(tmp_path: Path) -> None:
    report = (
        "甲省乙市{0}年政府信息公开工作年度报告\n一、总体情况\n{1}\n二、主动公开政府信息情况\n略\n"
        "三、收到和处理政府信息公开申请情况\n略\n四、政府信息公开行政复议、行政诉讼情况\n略\n"
        "五、存在的主要问题及改进情况\n略\n六、其他需要报告的事项\n无"
    )
    path = tmp_path / "text"
    path.write_text(report.format(2023, SHARED), encoding="utf-8")
    assert SHARED in passages.read(path, "甲省乙市人民政府_2023.txt", 2023)
    path.write_text("不是年报", encoding="utf-8")
    with pytest.raises(passages.NotRead):
        passages.read(path, "x.txt", 2023)
