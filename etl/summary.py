"""A run's summary as one screen of text."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from etl.tally import Named, Summary
from warehouse.records import SourceRunRecord

_NAMED = 20
"""So many documents are named on the screen; all of them stand in the view ``documents``."""
_VIEWS = {"reports": "年报", "cells": "单元格", "agencies": "机关", "indicators": "指标", "findings": "检查发现"}


def summary_text(summary: Summary) -> str:
    """What was new, what could not be read, what was published."""
    rate = (summary.read + summary.read_again) / summary.reading_seconds if summary.reading_seconds else 0.0
    lines = [
        *_beginnings(summary),
        f"发现文档 {summary.seen} 份：读取 {summary.read} 份，未变化 {summary.unchanged} 份。",
        *_rereading(summary),
        f"新增报告 {summary.reports_new} 份，更新 {summary.reports_changed} 份。",
        *_revisions(summary),
        *_documents("不是年度报告", summary.no_report),
        *_documents("无法读取", summary.unreadable),
        *(f"来源异常：{name}：{reason}" for name, reason in summary.alarms),
        *_documents("原件库中缺失或损坏", ((name, "来源仍有的，本次已补回") for name in summary.lost_originals)),
        *_findings(summary),
        f"库中：{_rows(summary.row_counts, summary.row_counts_before)}。",
        f"用时 {summary.seconds:.1f} 秒（每秒读取 {rate:.1f} 份），内存峰值 {summary.peak_memory_mb:.0f} MiB。",
        f"读入 {_size(summary.bytes_read)}；台账 {_size(summary.ledger_bytes)}，快照 {_size(summary.snapshot_bytes)}，"
        f"磁盘余 {_size(summary.free_bytes)}。",
        *(["没有变化：新快照由当前快照复制而成，只添运行记录。"] if summary.is_renewed else []),
        f"已发布：{summary.snapshot}",
    ]
    return "\n".join(lines)


def source_line(run: SourceRunRecord) -> str:
    """How one source did, as one line, when it is through; what it is judged to be worth follows in the summary."""
    seconds = (datetime.fromisoformat(run.ended_at) - datetime.fromisoformat(run.started_at)).total_seconds()
    head = f"采集完毕：{run.source}：找到 {run.found} 份"
    if run.source_kind == "site":
        counts = f"新 {run.new}，有改动 {run.changed}，未变 {run.unchanged}，已撤下 {run.gone}，未取得 {run.failed}"
        head += f"（{counts}），请求 {run.requests} 次，收到 {_size(run.bytes_received)}"
    return f"{head}，用时 {seconds:.0f} 秒" + (f"；{run.note}" if run.note else "")


def _beginnings(summary: Summary) -> list[str]:
    lines = []
    if summary.cut_off_before:
        lines.append(f"上一次运行没有正常结束，本次接着做：{summary.cut_off_before}")
    if summary.is_fall_accepted:
        lines.append("本次运行准许行数和覆盖减少（--allow-fall）。")
    return lines


def _rereading(summary: Summary) -> list[str]:
    if not summary.read_again:
        return []
    return [f"重读文档 {summary.read_again} 份（识读程序为第 {summary.reader_version} 版，或上次未读完）。"]


def _revisions(summary: Summary) -> list[str]:
    lines = []
    if summary.revised:
        lines.append(f"公布后有改动的报告 {summary.revised} 份，逐格见视图 revisions（数字变动）。")
    if summary.reread:
        lines.append(f"重读后数字不同的报告 {summary.reread} 份，逐格见视图 revisions（数字变动）。")
    return lines


def _documents(heading: str, named: Iterable[Named]) -> list[str]:
    named = tuple(named)
    if not named:
        return []
    lines = [f"{heading} {len(named)} 份："]
    lines += [f"  {name}：{reason}" for name, reason in named[:_NAMED]]
    if len(named) > _NAMED:
        lines.append(f"  其余 {len(named) - _NAMED} 份见视图 documents（文档）。")
    return lines


def _findings(summary: Summary) -> list[str]:
    if not summary.read and not summary.read_again:
        return []
    if not summary.findings:
        return ["本次读取的报告，检查未发现问题。"]
    rules = "，".join(f"{rule} {count}" for rule, count in summary.findings.items())
    return [f"检查发现（本次读取的报告）：{rules}。"]


def _rows(counts: Mapping[str, int], before: Mapping[str, int]) -> str:
    return "，".join(
        f"{name} {counts[view]:,}{_change(counts[view], before.get(view))}" for view, name in _VIEWS.items()
    )


def _change(now: int, before: int | None) -> str:
    return "" if before is None or now == before else f"（{now - before:+,}）"


def _size(byte_count: int) -> str:
    size = float(byte_count)
    for unit in ("B", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"
