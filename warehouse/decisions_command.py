"""``python -m warehouse decisions list | add | reopen | export | import``: what people decided, and the file that keeps it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from warehouse.deciding import on_agency, on_finding, on_report, taken_back
from warehouse.decisions import (
    DECISIONS,
    REOPENED,
    VERDICTS,
    BrokenDecisions,
    Decision,
    add_decisions,
    as_lines,
    parse_decisions,
    read_decisions,
)
from warehouse.snapshot import NoSnapshot, Snapshot, current_path, current_snapshot

Answer = TypeVar("Answer")
_NOT_YET = "recorded"
_STATES = {
    "in_force": "生效 / in force",
    "superseded": "已被后来的决定取代 / superseded",
    "expired": "对象已不存在 / expired",
    "contradictory": "互相矛盾，未采用 / contradictory",
    _NOT_YET: "已记录，下次 etl run 起生效 / recorded, in force from the next run",
}

data_option = click.option(
    "--data", "data_dir", type=click.Path(file_okay=False, path_type=Path), default=Path("data"), show_default=True,
    help="数据文件夹 / the data folder",
)  # fmt: skip
_by = click.option("--by", required=True, help="谁作的决定 / who decided")
_reason = click.option("--reason", required=True, help="理由 / why")
_other = click.option("--other", help="另一个机关的编号或全称 / id or full name of the other organ")


def _verdict(subject: str) -> click.Choice[str]:
    return click.Choice([verdict for verdict in VERDICTS[subject] if verdict != REOPENED])


@click.group()
def decisions() -> None:
    """人工决定：对检查发现、机关、报告的认定 / What people decided of findings, organs and reports.

    决定写入数据文件夹的 decisions.jsonl，下次 python -m etl run 起生效；从不改动报告中的数字。

    Kept in decisions.jsonl of the data folder, in force from the next run; a decision never changes a figure.

    \b
    python -m warehouse decisions add finding 报告编号 发现序号 explained --by 王五 --reason "电话核实"
    python -m warehouse decisions add agency 旗司法局 same_as --other 土默特右旗司法局 --by 王五 --reason "同一网站"
    python -m warehouse decisions add agency 机关编号 ended --year 2018 --by 王五 --reason "机构改革"
    python -m warehouse decisions add report 报告编号 no_report --by 王五 --reason "半年统计"
    """


@decisions.command("list")
@data_option
def list_command(data_dir: Path) -> None:
    """列出全部决定及其状态 / All decisions and their states, the oldest first."""
    made = _told(lambda: read_decisions(data_dir))
    states = _states(data_dir)
    for decision in made:
        click.echo(_line(decision, states.get(decision.decision_id, _NOT_YET)))
    if not made:
        click.echo(f"{data_dir / DECISIONS} 中还没有决定 / no decisions yet", err=True)


def _states(data_dir: Path) -> dict[str, str]:
    if current_path(data_dir) is None:
        return {}
    return dict(current_snapshot(data_dir).frame("select decision_id, state from decisions").iter_rows())


def _line(decision: Decision, state: str) -> str:
    subject = decision.agency or decision.report_id or decision.sha256 or ""
    if decision.year is not None:
        subject += f" {decision.year}"
    if decision.rule:
        subject += f" {decision.rule}"
    if decision.other_agency or decision.other_agency_id:
        subject += f" → {decision.other_agency or decision.other_agency_id}"
    return "\t".join(
        (decision.decision_id, decision.decided_at[:10], decision.decided_by, decision.verdict, subject, decision.reason, _STATES[state])
    )  # fmt: skip


@decisions.group()
def add() -> None:
    """记录一项决定 / Record a decision."""


@add.command("finding")
@click.argument("report_id")
@click.argument("finding_no", type=int)
@click.argument("verdict", type=_verdict("finding"))
@_by
@_reason
@data_option
def add_finding(report_id: str, finding_no: int, verdict: str, by: str, reason: str, data_dir: Path) -> None:
    """对一条检查发现：属实、已说明、不成立 / Of a finding: it is accepted, explained or dismissed.

    REPORT_ID 和 FINDING_NO 见视图 findings；没有报告编号的缺报发现，REPORT_ID 写 none。
    """
    key = None if report_id == "none" else report_id
    _record(data_dir, lambda snapshot: on_finding(snapshot, key, finding_no, verdict, by, reason))


@add.command("agency")
@click.argument("agency")
@click.argument("verdict", type=_verdict("agency"))
@_other
@click.option("--year", type=int, help="ended：最后一个应有年报的年度 / the last year with a report expected")
@_by
@_reason
@data_option
def add_agency(
    agency: str, verdict: str, other: str | None, year: int | None, by: str, reason: str, data_dir: Path
) -> None:
    """对一个机关：就是另一个、与另一个不同、不是行政机关、已撤并 / Of an organ.

    AGENCY 是视图 agencies 中的编号或全称 / an id or full name of the view agencies.
    """
    _record(data_dir, lambda snapshot: on_agency(snapshot, agency, verdict, by, reason, other=other, year=year))


@add.command("report")
@click.argument("report_id")
@click.argument("verdict", type=_verdict("report"))
@_other
@_by
@_reason
@data_option
def add_report(report_id: str, verdict: str, other: str | None, by: str, reason: str, data_dir: Path) -> None:
    """对一份报告：属于哪个机关、不是年报 / Of a report: whose it is, or that it is none."""
    _record(data_dir, lambda snapshot: on_report(snapshot, report_id, verdict, by, reason, other=other))


@decisions.command("reopen")
@click.argument("decision_id")
@_by
@_reason
@data_option
def reopen_command(decision_id: str, by: str, reason: str, data_dir: Path) -> None:
    """撤回一项决定；两者都留在文件中 / Take a decision back; both stay in the file."""
    made = {decision.decision_id: decision for decision in _told(lambda: read_decisions(data_dir))}
    if decision_id not in made:
        click.echo(f"没有这项决定：{decision_id}。编号见 python -m warehouse decisions list。", err=True)
        sys.exit(2)
    decision = taken_back(made[decision_id], by, reason)
    _told(lambda: add_decisions(data_dir, [decision]))
    click.echo(_line(decision, _NOT_YET))


def _record(data_dir: Path, make: Callable[[Snapshot], Decision]) -> None:
    decision = _told(lambda: make(current_snapshot(data_dir)))
    _told(lambda: add_decisions(data_dir, [decision]))
    click.echo(_line(decision, _NOT_YET))


@decisions.command("export")
@data_option
def export_command(data_dir: Path) -> None:
    """打印全部决定，每行一个 JSON 对象 / Print all decisions, a JSON object a line.

    \b
    python -m warehouse decisions export > decisions.jsonl
    """
    sys.stdout.buffer.write(as_lines(_told(lambda: read_decisions(data_dir))))


@decisions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@data_option
def import_command(file: Path, data_dir: Path) -> None:
    """并入一个决定文件；已有的不重复 / Take a file of decisions in; those that are there already change nothing."""
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    incoming = _told(lambda: parse_decisions(content, str(file)))
    added = _told(lambda: add_decisions(data_dir, incoming))
    click.echo(f"读入 {len(incoming)} 条，新增 {added} 条 / {len(incoming)} read, {added} new")


def _told(action: Callable[[], Answer]) -> Answer:
    """What an action gives; its failure is one line on the screen and exit code 2 (1: nothing is published yet)."""
    try:
        return action()
    except BrokenDecisions as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except NoSnapshot as error:
        click.echo(str(error), err=True)
        sys.exit(1)
