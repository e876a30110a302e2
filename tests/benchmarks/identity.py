"""``make bench``: which organ a new report is of, and finding one by a part of its name, among 200,000 organs.

The peer compares the printed name with all names, as fuzzy matching does (rapidfuzz.process.extractOne).
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from itertools import islice, product
from pathlib import Path
from random import Random

import click
from rapidfuzz import process

from etl.agencies import Agency, describe, regions
from etl.concepts import load_concepts
from etl.identity import identify
from etl.model import Content, Document, Paragraph
from etl.records import catalogue_cells, region_records
from etl.sections import split
from warehouse import taking
from warehouse.ledger import Ledger
from warehouse.publish import publish
from warehouse.records import DocumentRecord, ReportRecord
from warehouse.snapshot import current_snapshot

_BUREAUS = (
    "教育", "科学技术", "工业和信息化", "民族宗教事务", "公安", "民政", "司法", "财政", "人力资源和社会保障", "自然资源和规划",
    "生态环境", "住房和城乡建设", "城市管理", "交通运输", "水利", "农业农村", "乡村振兴", "商务", "文化和旅游", "卫生健康",
    "退役军人事务", "应急管理", "审计", "市场监督管理", "体育", "统计", "医疗保障", "行政审批服务", "信访", "林业",
    "粮食和物资储备", "机关事务管理", "档案", "数据", "广播电视", "气象", "地震", "邮政管理", "烟草专卖", "国有资产监督管理",
    "金融工作", "投资促进", "招商", "园林", "畜牧", "渔业", "公路", "港口", "房产管理", "能源", "知识产权", "外事",
    "侨务", "物价", "旅游", "文物", "环境卫生管理", "市政公用", "农业机械管理", "水产", "移民", "老龄工作", "地方志",
    "供销合作",
)  # fmt: skip
_OTHERS = ("人民政府", "人民政府办公室", "发展和改革委员会", "总工会办公室", "公共资源交易中心", "住房公积金管理中心")
KINDS = (*(f"{bureau}局" for bureau in _BUREAUS), *_OTHERS)
SECTIONS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


def organs(count: int) -> list[str]:
    """Full names of as many organs, of all kinds in all counties."""
    places = [region.full_name for region in regions() if region.level == "county"]
    return [place + kind for kind, place in islice(product(KINDS, places), count)]


def report(name: str) -> tuple[Content, Document]:
    """A new report that prints a shorter name than the known one; the page's publisher has the place."""
    lines = [f"{name}2025年政府信息公开工作年度报告", *SECTIONS]
    content = Content(tuple(Paragraph(line) for line in lines), {"SiteName": name})
    return content, Document("report.html", b"", sha256(name.encode()).hexdigest())


def resolve(content: Content, document: Document, known: dict[str, str]) -> str | None:
    """The known organ that a report is of."""
    identity = identify(content, document, split(content))
    if identity.agency is None:
        return None
    return known.get(describe(identity.agency, identity.year, document=document.sha256).agency_id)


def seconds(action: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """How long it took: of the processor, which other work on the machine hardly moves, or by another clock."""
    started = clock()
    action()
    return clock() - started


def told(times: list[float]) -> str:
    """Median, 95th percentile and slowest in milliseconds."""
    late = sorted(times)[int(len(times) * 0.95)]
    return f"median {statistics.median(times) * 1000:.2f} ms, 95 % {late * 1000:.2f} ms, slowest {max(times) * 1000:.2f} ms"


def _record(name: str, agency: Agency) -> DocumentRecord:
    one = ReportRecord(
        agency.agency_id, name, 2024, "2021", agency.region_code, agency.region, agency.level, agency.function,
        agency.place_id, agency.organ, agency.full_name, "organ",
    )  # fmt: skip
    digest = sha256(name.encode()).hexdigest()
    return DocumentRecord(digest, "report.html", "text/html", 1, "bench", "report", reports=(one,))


def search(names: list[str], agencies: list[Agency], asked: list[str]) -> list[float]:
    """Seconds of each search for a part of a name in a published snapshot of all organs."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        records = [_record(name, agency) for name, agency in zip(names, agencies, strict=True)]
        with Ledger.open(data) as ledger:
            taking.put_catalogue(ledger, load_concepts().terms(), catalogue_cells(), region_records())
            for first in range(0, len(records), 20_000):
                taking.take(ledger, records[first : first + 20_000])
        publish(data)
        snapshot = current_snapshot(data)
        sql = "select agency_id, name from agency_names where contains(name, $part) order by name limit 20"
        return [seconds(lambda part=part: snapshot.frame(sql, {"part": part}), time.perf_counter) for part in asked]  # type: ignore[misc]


@click.command()
@click.option("--count", default=200_000, show_default=True, help="Organs.")
@click.option("--reports", default=500, show_default=True, help="New reports.")
def main(count: int, reports: int) -> None:
    """Measure resolution and search."""
    names = organs(count)
    agencies = [describe(name) for name in names]
    known = {agency.agency_id: name for agency, name in zip(agencies, names, strict=True)}
    click.echo(f"{len(names):,} organs, {len(known):,} ids")
    asked = Random(1).sample(names, reports)
    shown = [name.split("省", 1)[-1] for name in asked]
    documents = [report(name) for name in shown]
    resolve(*documents[0], known)
    ours = [seconds(lambda d=d: resolve(*d, known)) for d in documents]  # type: ignore[misc]
    right = sum(resolve(*d, known) == name for d, name in zip(documents, asked, strict=True))
    click.echo(f"resolution of a new report, processor time: {told(ours)}; right {right} of {reports}")
    few = list(zip(shown, asked, strict=True))[:20]
    theirs = [seconds(lambda name=name: process.extractOne(name, names)) for name, _ in few]  # type: ignore[misc]
    agreed = sum(process.extractOne(name, names)[0] == whole for name, whole in few)
    ratio = statistics.median(theirs) / statistics.median(ours)
    click.echo(
        f"rapidfuzz.process.extractOne over all names: {told(theirs)}; right {agreed} of {len(few)}; {ratio:.0f} times as long"
    )
    parts = [name[-6:] for name in asked[:25]] + [name[3:7] for name in asked[25:50]]
    click.echo(f"search by a part of any name, by the clock: {told(search(names, agencies, parts))}")


if __name__ == "__main__":
    main()
