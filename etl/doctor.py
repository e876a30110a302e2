"""What is wrong with an installation, with a remedy each: nothing is changed by looking."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from random import Random
from typing import Literal

import duckdb
from msgspec import Struct
from packaging.requirements import Requirement

from etl import local
from etl.agencies import BrokenCatalogue, extend, functions
from etl.agencies.places import zones
from etl.collect import SourceError, configured
from etl.deadlines import known_deadlines
from etl.interpret.indicators import indicator_lists
from etl.labels import variants
from etl.lineage import known_links
from etl.notice import BrokenNotice, notices
from etl.roster import BrokenRoster, read_roster
from warehouse.access import BrokenAccess, access
from warehouse.decisions import BrokenDecisions, read_decisions
from warehouse.expectations import BrokenExpectations
from warehouse.last_run import last_run
from warehouse.ledger import ledger_path
from warehouse.lock import holder
from warehouse.records import NOT_HAD
from warehouse.schedule import BrokenSchedule, schedule
from warehouse.snapshot import CURRENT, NoSnapshot, connect, published_path, snapshots
from warehouse.store import DocumentMissing, document_path, incoming_path, read_document

_LEAST_FREE = 500 * 1024 * 1024
_GRACE = timedelta(days=1)
"""A run may take so long before it counts as not having come."""
_NAMED = 5
_SHOWN = ("duckdb", "polars", "streamlit", "plotly", "pypdfium2", "onnxruntime")


class Check(Struct, frozen=True):
    """One thing that was looked at; ``remedy`` says what to do where something is wrong (both Chinese)."""

    name: str
    state: Literal["ok", "notice", "wrong"]
    found: str
    remedy: str = ""


def doctor(data_dir: Path, *, whole_store: bool = False, sample: int = 200) -> Iterator[Check]:
    """Look at everything; ``sample`` documents of the store are held against their hashes, or all of them."""
    yield _libraries()
    yield _fonts()
    yield _folder(data_dir)
    if not data_dir.is_dir():
        return
    yield _room(data_dir)
    yield from _configuration(data_dir)
    running = holder(data_dir)
    yield Check("运行", "ok", f"正在运行：{running}" if running else "没有运行在进行")
    yield from _snapshot(data_dir)
    yield _last(data_dir)
    if running is None:
        yield _leftovers(data_dir)
        yield from _ledger_and_store(data_dir, None if whole_store else sample)


def _libraries() -> Check:
    try:
        wanted = [Requirement(line) for line in requires("nianbao") or ()]
    except PackageNotFoundError:
        return Check("程序库", "wrong", "没有安装在这个 Python 环境中", "运行 make setup，并用 .venv/bin/python")
    wrong = [
        f"{one.name} {version(one.name)}（应为 {one.specifier}）"
        for one in wanted
        if not (one.marker and not one.marker.evaluate({"extra": ""})) and not one.specifier.contains(version(one.name))
    ]
    if wrong:
        return Check("程序库", "wrong", "版本不符：" + "、".join(wrong), "运行 make setup")
    return Check("程序库", "ok", "、".join(f"{name} {version(name)}" for name in _SHOWN))


def _fonts() -> Check:
    program = shutil.which("fc-list")
    remedy = "以管理员身份安装：apt-get install -y fontconfig fonts-noto-cjk"
    if program is None:
        return Check("中文字体", "wrong", "没有 fontconfig，找不到字体", remedy)
    listed = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    if not listed.strip():
        return Check("中文字体", "wrong", "没有中文字体，部分 PDF 读不了，图片中的汉字不显示", remedy)
    return Check("中文字体", "ok", listed.splitlines()[0])


def _folder(data_dir: Path) -> Check:
    if not data_dir.is_dir():
        return Check("数据目录", "wrong", f"{data_dir} 不存在或不是目录", "检查 --data，或先运行 python -m etl run")
    files = [data_dir, *data_dir.glob("*"), data_dir / "documents"]
    closed = [path.name or str(path) for path in files if path.exists() and not os.access(path, os.R_OK | os.W_OK)]
    if closed:
        who = f"用户 {os.geteuid()}"
        return Check(
            "数据目录",
            "wrong",
            f"{who} 无权读写：{'、'.join(closed[:_NAMED])}",
            f"chown -R 为运行任务的用户：{data_dir}",
        )
    return Check("数据目录", "ok", str(data_dir.absolute()))


def _room(data_dir: Path) -> Check:
    free = shutil.disk_usage(data_dir).free
    ledger = ledger_path(data_dir)
    largest = max([ledger.stat().st_size if ledger.exists() else 0, *(file.byte_count for file in snapshots(data_dir))])
    # A run writes a new snapshot beside the old one, and the ledger sets a batch aside before it takes it.
    needed = max(_LEAST_FREE, 2 * largest)
    found = f"余 {free / 1e9:,.1f} GB，下次运行约需 {needed / 1e9:,.1f} GB"
    if free < needed:
        return Check("磁盘空间", "wrong", found, "清出空间，或把数据目录移到更大的磁盘")
    return Check("磁盘空间", "ok", found)


def _configuration(data_dir: Path) -> Iterator[Check]:
    readers: dict[str, Callable[[Path], object]] = {
        "sources.toml": configured,
        "places.csv": _places,
        "functions.toml": _functions,
        "agency_links.toml": _links,
        "deadlines.toml": _deadlines,
        "roster.csv": read_roster,
        "decisions.jsonl": read_decisions,
        "indicators": _indicators,
        "variants.toml": _variants,
        "access.toml": access,
        "notify.toml": notices,
        "schedule.toml": schedule,
    }
    for name, read in readers.items():
        if not (data_dir / name).exists():
            continue
        try:
            read(data_dir)
        except (
            SourceError, BrokenAccess, BrokenCatalogue, BrokenExpectations, BrokenRoster, BrokenDecisions, BrokenNotice,
            BrokenSchedule, OSError,
        ) as error:  # fmt: skip
            yield Check(f"配置 {name}", "wrong", str(error), "照上面所说改正该文件")
        else:
            yield Check(f"配置 {name}", "ok", "可用")


def _places(data_dir: Path) -> None:
    _use(data_dir)
    zones()


def _functions(data_dir: Path) -> None:
    _use(data_dir)
    functions()


def _links(data_dir: Path) -> None:
    _use(data_dir)
    known_links()


def _deadlines(data_dir: Path) -> None:
    _use(data_dir)
    known_deadlines(data_dir)


def _indicators(data_dir: Path) -> None:
    local.use(data_dir)
    indicator_lists()


def _variants(data_dir: Path) -> None:
    local.use(data_dir)
    variants()


def _use(data_dir: Path) -> None:
    """Look at the folder's additions to the catalogue; the one of them that is wrong is told under its own name."""
    with suppress(BrokenCatalogue):
        extend(data_dir)


def _snapshot(data_dir: Path) -> Iterator[Check]:
    remedy = "运行 python -m etl run 重新发布"
    link = data_dir / CURRENT
    if link.is_symlink() and not link.exists():
        yield Check("当前快照", "wrong", f"链接 {CURRENT} 指向的文件不在了：{link.readlink()}", remedy)
        return
    try:
        path = published_path(data_dir)
        with closing(connect(path)) as connection:
            ((count,),) = connection.execute("select count(*) from reports").fetchall()
    except (NoSnapshot, duckdb.Error) as error:
        yield Check("当前快照", "wrong", str(error), remedy)
        return
    yield Check("当前快照", "ok", f"{path.name}，年报 {count:,} 份；共保留 {len(snapshots(data_dir))} 个快照")
    current = next((file for file in snapshots(data_dir) if file.is_current), None)
    if current is not None:
        yield _age(data_dir, current.published_at)


def _age(data_dir: Path, published_at: datetime) -> Check:
    try:
        due = schedule(data_dir).next_after(published_at.astimezone())
    except BrokenSchedule as error:
        return Check("快照新旧", "wrong", str(error), "改正 schedule.toml")
    found = f"{published_at.astimezone():%Y-%m-%d %H:%M} 发布，此后应于 {due:%Y-%m-%d %H:%M} 再运行"
    if datetime.now(UTC) > due + _GRACE:
        return Check(
            "快照新旧", "wrong", found, "检查定时任务是否启用、是否失败：systemctl status nianbao.timer，或 crontab -l"
        )
    return Check("快照新旧", "ok", found)


def _last(data_dir: Path) -> Check:
    last = last_run(data_dir)
    if last is None:
        return Check("上次运行", "notice", "没有记录", "")
    began = f"{last.started_at.astimezone():%Y-%m-%d %H:%M} 开始"
    if last.exit_code in (2, 3):
        return Check("上次运行", "wrong", f"{began}，没有发布：{last.message}", "照上面所说处理后重新运行")
    if last.exit_code == 1:
        found = f"{began}，已发布，但有文档读不了，或有来源异常"
        return Check("上次运行", "notice", found, "见看板“运行情况”页，或视图 documents、sources")
    return Check("上次运行", "ok", f"{began}，退出码 {last.exit_code}")


def _leftovers(data_dir: Path) -> Check:
    places = (data_dir.glob(".*.part"), data_dir.glob("warehouse-*.part*"), incoming_path(data_dir).glob("*"))
    found = [path.name for place in places for path in place]
    if found:
        named = "、".join(found[:_NAMED])
        return Check("残留文件", "notice", f"{len(found)} 个：{named}", "不碍事，下次运行会清理")
    return Check("残留文件", "ok", "没有")


def _ledger_and_store(data_dir: Path, sample: int | None) -> Iterator[Check]:
    ledger = ledger_path(data_dir)
    if not ledger.exists():
        yield Check("台账", "notice", "还没有台账", "先运行 python -m etl run")
        return
    query = "select sha256 from documents where reader_version <> ? order by sha256"
    try:
        with duckdb.connect(ledger, read_only=True) as connection:
            known = [sha256 for (sha256,) in connection.execute(query, [NOT_HAD]).fetchall()]
    except duckdb.Error as error:
        yield Check("台账", "wrong", f"打不开：{error}", "用最近的备份恢复：python -m etl restore")
        return
    yield Check("台账", "ok", f"文档 {len(known):,} 份，{ledger.stat().st_size / 1e6:,.1f} MB")
    yield _store(data_dir, known, sample)


def _store(data_dir: Path, known: list[str], sample: int | None) -> Check:
    looked_at = (
        known if sample is None else Random(datetime.now(UTC).toordinal()).sample(known, min(sample, len(known)))
    )
    gone = [sha256 for sha256 in known if not document_path(data_dir, sha256).exists()]
    damaged = [sha256 for sha256 in set(looked_at) - set(gone) if not _is_whole(data_dir, sha256)]
    how = "全部" if sample is None else "抽查"
    if gone or damaged:
        named = "、".join(sha256[:12] for sha256 in (gone + damaged)[:_NAMED])
        found = f"缺 {len(gone)} 份，损坏 {len(damaged)} 份（{how} {len(looked_at)} 份）：{named}"
        return Check("原件库", "wrong", found, "把备份中 documents/ 下的同名文件放回；来源仍有的，重新给出原文件并运行")
    return Check("原件库", "ok", f"{how} {len(looked_at):,} 份，与指纹相符")


def _is_whole(data_dir: Path, sha256: str) -> bool:
    try:
        read_document(data_dir, sha256)
    except DocumentMissing:
        return False
    return True
