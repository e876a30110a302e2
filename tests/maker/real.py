"""Published figures of real organs, set anew around our own words; each page names the report it takes them from."""

import json
from pathlib import Path
from typing import Any

from tests.maker.figures import CellKey, Number, edition_for
from tests.maker.printing import BLANK, Printed, printed
from tests.maker.prose import TABLE_HEADINGS
from tests.maker.report import IndicatorLine, Report, Section

FIGURES = Path(__file__).with_name("real_figures.jsonl")
"""One report a line: what its cells print, blanks and misprinted totals as they stand."""


def _number(text: str) -> Number:
    return float(text) if "." in text else int(text)


def _cell(text: str) -> Printed:
    """A cell as published: blank, a plain number, or a number with the unit 元."""
    return printed(text, _number(text.removesuffix("元"))) if text else BLANK


def _cells(tables: dict[str, dict[str, dict[str, str]]]) -> dict[CellKey, Printed]:
    return {
        (int(table), row, column): _cell(text)
        for table, rows in tables.items()
        for row, columns in rows.items()
        for column, text in columns.items()
    }


def _overview(line: dict[str, Any], cells: dict[CellKey, Printed]) -> tuple[tuple[str, ...], dict[str, int]]:
    """A sentence for each count that the published figures state."""
    narrative: dict[str, int] = {}
    sentences: list[str] = []
    if line["publication_items"] is not None:
        narrative["publication_items"] = line["publication_items"]
        sentences.append(f"{line['year']}年主动公开政府信息{line['publication_items']}条。")
    received = cells.get((3, "received", "total"))
    carried_in = cells.get((3, "carried_in", "total"))
    if received and carried_in and received.value is not None and carried_in.value is not None:
        narrative |= {
            "applications_received": int(received.value),
            "applications_carried_in": int(carried_in.value),
        }
        sentences.append(f"本年新收政府信息公开申请{received.text}件，上年结转{carried_in.text}件。")
    return tuple(sentences) or ("各项数字见附表。",), narrative


def real_reports() -> tuple[Report, ...]:
    """The reports of ``real_figures.jsonl``."""
    return tuple(_report(json.loads(line)) for line in FIGURES.read_text(encoding="utf-8").splitlines())


def _report(line: dict[str, Any]) -> Report:
    agency, year = line["agency"], line["year"]
    cells = _cells(line["tables"])
    overview, narrative = _overview(line, cells)
    tables = [Section(code, headings[0], (), number) for number, (code, headings) in TABLE_HEADINGS.items()]
    indicators = tuple(IndicatorLine(*entry) for entry in line["indicators"])
    middle = [Section("indicators", "二、政府信息公开情况统计表")] if indicators else tables
    return Report(
        agency=agency,
        year=year,
        edition=line["edition"],
        published_on=line["published_on"],
        title=f"{agency}{year}年政府信息公开工作年度报告",
        opening=(
            f"本页由示例数据重新排版，数字取自{line['source']}，文字由示例编者撰写，不是原文。"
            f"统计期限为{year}年1月1日至{year}年12月31日。",
        ),
        sections=(
            Section("overview", "一、总体情况", overview),
            *middle,
            Section("problems", "五、存在的主要问题及改进情况", ("原报告的文字未收入示例。",)),
            Section("other_matters", "六、其他需要报告的事项", ("原报告的文字未收入示例。",)),
        ),
        cells=cells,
        narrative=narrative,
        issuer=agency,
        indicators=indicators,
        quirks=("real",),
        expect=() if line["edition"] in ("pre2019", edition_for(year)) else ("edition_year",),
    )
