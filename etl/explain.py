"""Where each number of a report stands in its document: page, table, row, column, and the bytes that it was read from."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from warehouse.snapshot import current_snapshot
from warehouse.store import document_path

_STATUS = {"reported": "已填报", "blank": "空白", "not_applicable": "不适用", "unreadable": "无法读取"}


class ExplainError(ValueError):
    """The report or the cell is not in the snapshot; the message (Chinese) says what to do."""


def explain(data_dir: Path, report_id: str, row: str | None, column: str | None) -> Group:
    """The report's source and its cells, ready to print. Raises ``ExplainError`` and ``NoSnapshot``."""
    snapshot = current_snapshot(data_dir)
    reports = snapshot.frame(_sql("explain_report"), {"report_id": report_id}).to_dicts()
    if not reports:
        raise ExplainError(
            f"快照中没有报告 {report_id}。编号见视图 reports（年度报告）的 report_id 一列，可用 python -m warehouse sql 查询。"
        )
    cells = snapshot.frame(_sql("explain"), {"report_id": report_id, "row_code": row, "column_code": column}).to_dicts()
    if not cells and (row or column):
        raise ExplainError(f"报告 {report_id} 没有印出 {row} {column or ''} 这一格。行列代码见视图 cell_catalogue。")
    return Group(_source(reports[0], data_dir), _cells(cells), *_remarks(cells))


def _sql(name: str) -> str:
    return (files("etl") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _source(report: dict[str, Any], data_dir: Path) -> Text:
    lines = [
        f"{report['agency'] or '机关不明'}  {report['year'] or '年度不明'}年度  （{report['report_id']}）",
        f"文档：{report['source_name']}" + (f"  {report['source_url']}" if report["source_url"] else ""),
        f"原文：{document_path(data_dir, report['sha256'])}",
        f"SHA-256：{report['sha256']}  取得时间：{report['retrieved_at'] or '未知'}",
    ]
    return Text("\n".join(lines))


def _cells(cells: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("表", "行", "列", "数值", "原文", "状态", "页", "位置"):
        table.add_column(heading, overflow="fold")
    for cell in cells:
        table.add_row(
            "二三四"[cell["table_no"] - 2],
            cell["row_label"],
            cell["column_label"],
            "" if cell["value"] is None else f"{cell['value']:.15g}",
            cell["printed"],
            _STATUS[cell["status"]],
            "" if cell["page"] is None else str(cell["page"]),
            _place(cell),
        )
    return table


def _place(cell: dict[str, Any]) -> str:
    if cell["grid_no"] is None:
        return ""
    return f"文中第{cell['grid_no'] + 1}个表格第{cell['grid_row'] + 1}行第{cell['grid_column'] + 1}列"


def _remarks(cells: list[dict[str, Any]]) -> list[Text]:
    messages = dict.fromkeys(message for cell in cells for message in cell["findings"] or [])
    notes = dict.fromkeys(
        f"{cell['row_label']}·{cell['column_label']}：{cell['note']}" for cell in cells if cell["note"]
    )
    return [Text(f"检查：{message}") for message in messages] + [Text(f"备注：{note}") for note in notes]
