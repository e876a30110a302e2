"""``python -m etl sources list | check | add``: the configured sources, tried out and added to."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from etl.collect.files import discover
from etl.collect.proposal import added, propose
from etl.collect.sources import FILE, Crawler, Folder, Site, SourceError, Sources, configured
from etl.collect.web import CrawlEnded, crawl
from etl.collect.web.exchange import Retrieved, SiteDone, Task
from etl.commands.shared import data_option, stop
from warehouse.records import RetrievalRecord
from warehouse.snapshot import NoSnapshot, current_snapshot

_OUTCOMES = {"ok": "正常", "alarm": "异常", "failed": "失败"}

LIMIT = click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="每个来源最多试取几份 / documents tried a source",
)


@click.group("sources")
def sources_command() -> None:
    """采集来源：列出、试取、添加（DATA/sources.toml）。

    The sources of the weekly job: list them, try them out, add one.

    \b
    示例 / examples:
      python -m etl sources list
      python -m etl sources check 某市人民政府
      python -m etl sources add https://www.example.gov.cn/xxgk/nb/ --contact 邮箱 --write
    """


@sources_command.command("list")
@data_option
def list_command(data: Path) -> None:
    """列出各来源：上次成功的时间、最近一次的结果和份数。

    Each source with its last success, last outcome and counts.
    """
    sources = _configured(data)
    try:
        rows = current_snapshot(data).frame(
            "select source, last_outcome, last_success_at, found_count, document_count, last_note from sources"
        )
        known = {row["source"]: row for row in rows.iter_rows(named=True)}
    except NoSnapshot:
        known = {}
    configured_ones: list[Folder | Site] = [*sources.folders, *sources.sites]
    for source in configured_ones:
        name = source.source
        row = known.get(name)
        if row is None:
            click.echo(f"{name}：尚未采集")
            continue
        success = f"{row['last_success_at']:%Y-%m-%d %H:%M} UTC" if row["last_success_at"] else "从未成功"
        click.echo(
            f"{name}：{_OUTCOMES[row['last_outcome']]}，最近列出 {row['found_count']} 份，上次成功 {success}"
            + (f"，库存 {row['document_count']} 份" if isinstance(source, Site) else "")
            + (f"。{row['last_note']}" if row["last_note"] else "")
        )


@sources_command.command("check")
@click.argument("name", required=False)
@data_option
@LIMIT
def check_command(name: str | None, data: Path, limit: int) -> None:
    """试取来源，显示会取得什么；不保存任何内容。不给出 NAME 时试取全部来源。

    Tries one source, or all, and shows what it would take; stores nothing.

    \b
    退出码 / exit codes:
      0  各来源正常 / all is well
      1  有来源异常 / something is amiss
      2  命令或配置有误 / the call or the configuration is wrong
    """
    sources = _configured(data)
    folders = [folder for folder in sources.folders if name in {None, folder.source}]
    sites = [site for site in sources.sites if name in {None, site.name}]
    if not (folders or sites):
        names = (
            "、".join([*(f.source for f in sources.folders), *(s.name for s in sources.sites)]) or "尚未配置任何来源"
        )
        stop(f"没有叫“{name}”的来源；{data / FILE} 中有：{names}" if name else f"没有来源：请在 {data / FILE} 中配置")
    well = [_tried_folder(folder, data, limit) for folder in folders]
    if sites:
        well.append(_tried_sites(sites, sources.crawler, data, limit))
    sys.exit(0 if all(well) else 1)


@sources_command.command("add")
@click.argument("url")
@data_option
@click.option("--contact", default="", help="联系方式（邮箱或网址），随请求告知对方网站 / told to the sites")
@click.option("--allow-private", is_flag=True, help="内网网站 / a site of the intranet")
@click.option("--write", is_flag=True, help="写入 sources.toml / write it to sources.toml")
def add_command(url: str, data: Path, contact: str, allow_private: bool, write: bool) -> None:
    """查看 URL（列表页、报告页或订阅），拟出一个来源；加 --write 才写入 sources.toml。

    Looks at a list, a report or a feed, proposes an entry and prints it; writes it with --write alone.
    """
    sources = _configured(data)
    contact = sources.crawler.contact or contact
    try:
        if not contact:
            raise SourceError("采集网站须写明联系方式：请加上 --contact 邮箱或网址，它随每次请求告知对方网站")
        proposal = propose(url, Crawler(contact=contact), data, allow_private=allow_private)
        text = added(proposal, data, contact)
    except (SourceError, CrawlEnded) as error:
        stop(str(error))
    click.echo("\n".join(proposal.seen), err=True)
    click.echo(proposal.text, nl=False)
    if not write:
        click.echo(f"尚未写入；加上 --write 即写入 {data / FILE}", err=True)
        return
    data.mkdir(parents=True, exist_ok=True)
    part = data / f"{FILE}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(data / FILE)
    click.echo(f"已写入 {data / FILE}；用 python -m etl sources check 试取", err=True)


def _configured(data: Path) -> Sources:
    try:
        return configured(data)
    except SourceError as error:
        stop(str(error))


def _tried_folder(folder: Folder, data: Path, limit: int) -> bool:
    try:
        items = list(discover([(data / folder.path).resolve()]))
    except (SourceError, OSError) as error:
        click.echo(f"{folder.source}：失败。{error}")
        return False
    click.echo(f"{folder.source}：{len(items)} 份")
    for item in items[:limit]:
        click.echo(f"  {datetime.fromtimestamp(item.mtime_ns / 1e9, UTC).date()}  {item.key}")
    return bool(items)


def _tried_sites(sites: list[Site], crawler: Crawler, data: Path, limit: int) -> bool:
    task = Task(str(data.absolute()), tuple(sites), crawler, is_trial=True, most_documents=limit)
    outcomes = []
    taken: defaultdict[str, list[str]] = defaultdict(list)
    try:
        for event in crawl(task):
            if isinstance(event, Retrieved):
                taken[event.record.source].append(_shown(event.record))
            elif isinstance(event, SiteDone):
                outcomes.append(event)
                # Sites are visited at once: what each would give is shown together.
                click.echo("\n".join([*_told(event), *taken.pop(event.record.source, [])]))
    except CrawlEnded as error:
        click.echo(str(error), err=True)
        return False
    return all(event.record.outcome == "ok" and event.record.found for event in outcomes)


def _shown(record: RetrievalRecord) -> str:
    attached = f"（另有附件 {len(record.files) - 1} 个）" if len(record.files) > 1 else ""
    return f"  {record.stated_on or '——————————'}  {record.source_name}{attached}  {record.page_url}"


def _told(event: SiteDone) -> Iterator[str]:
    record = event.record
    outcome = "alarm" if record.outcome == "ok" and not record.found else record.outcome
    yield (
        f"{record.source}：{_OUTCOMES[outcome]}，试取到 {record.found} 份，请求 {record.requests} 次，"
        f"接收 {record.bytes_received / 1024:.0f} KB，按 robots.txt 或主机限制未取 {record.forbidden} 个"
    )
    if record.note:
        yield f"  {record.note}"
    elif not record.found:
        yield "  没有找到任何报告：请核对网址，或用 title 写明要取的标题（正则表达式）"
    yield from (f"  未能取得 {failure.url}：{failure.reason}" for failure in event.failures)
    if event.other_hosts:
        yield f"  另有报告或附件在未列出的主机上：{'、'.join(event.other_hosts)}；确需采集请加入 hosts"
