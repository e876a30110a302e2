"""A run's summary as one screen of text."""

from etl.run import Summary

_NAMED = 20
"""So many documents are named on the screen; all of them stand in the view ``documents``."""


def summary_text(summary: Summary) -> str:
    """What was new, what could not be read, what was published."""
    rate = summary.read / summary.reading_seconds if summary.reading_seconds else 0.0
    lines = [
        f"发现文档 {summary.seen} 份：读取 {summary.read} 份，未变化 {summary.unchanged} 份。",
        f"新增报告 {summary.reports_new} 份，更新 {summary.reports_changed} 份。",
        *_documents("不是年度报告", summary.no_report),
        *_documents("无法读取", summary.unreadable),
        *(f"来源异常：{name}：{reason}" for name, reason in summary.alarms),
        *_findings(summary),
        f"用时 {summary.seconds:.1f} 秒（每秒读取 {rate:.1f} 份），内存峰值 {summary.peak_memory_mb:.0f} MiB。",
        f"已发布：{summary.snapshot}",
    ]
    return "\n".join(lines)


def _documents(heading: str, named: tuple[tuple[str, str], ...]) -> list[str]:
    if not named:
        return []
    lines = [f"{heading} {len(named)} 份："]
    lines += [f"  {name}：{reason}" for name, reason in named[:_NAMED]]
    if len(named) > _NAMED:
        lines.append(f"  其余 {len(named) - _NAMED} 份见视图 documents（文档）。")
    return lines


def _findings(summary: Summary) -> list[str]:
    if not summary.findings:
        return ["检查未发现问题。"]
    rules = "，".join(f"{rule} {count}" for rule, count in summary.findings.items())
    return [f"检查发现（本次读取的报告）：{rules}。"]
