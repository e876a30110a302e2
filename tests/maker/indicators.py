"""Reports for the years before 2019, which had no common form: a table of indicators with the year and all years."""

from random import Random

from tests.maker.places import Organ
from tests.maker.report import IndicatorLine, Report, Section

Entry = tuple[str, str, int]


def _entries(rng: Random, organ: Organ) -> list[Entry]:
    """Label, unit and figure of each line; parts add up to the line that they stand under."""
    published = 200 + int(4000 * organ.weight * rng.lognormvariate(0, 0.3))
    gazette = published // 20
    received = int(120 * organ.weight * rng.lognormvariate(0, 0.5))
    in_person = received // 10
    by_letter = received // 5
    granted = received // 2
    in_part = received // 12
    refused = received // 9
    reconsiderations = received // 25
    lawsuits = received // 60
    return [
        ("主动公开文件数", "条", published),
        ("其中：1.政府网站公开数", "条", published - gazette),
        ("2.政府公报公开数", "条", gazette),
        ("受理依申请公开信息总数", "条", received),
        ("其中：1.当面申请数", "条", in_person),
        ("2.网上申请数", "条", received - in_person - by_letter),
        ("3.信函、传真申请数", "条", by_letter),
        ("对申请的答复总数", "条", received),
        ("其中：1.同意公开答复数", "条", granted),
        ("2.同意部分公开答复数", "条", in_part),
        ("3.不予公开答复数", "条", refused),
        ("4.其他类型答复数", "条", received - granted - in_part - refused),
        ("接受行政诉讼、举报数", "件", lawsuits),
        ("行政复议数", "件", reconsiderations),
        ("行政诉讼数", "件", lawsuits),
    ]


def indicator_report(rng: Random, organ: Organ, year: int) -> Report:
    """A report with an indicator table: 指标名称, 计量单位, 年度, 历年累计."""
    entries = _entries(rng, organ)
    lines = tuple(
        IndicatorLine(label, unit, str(figure), str(figure * rng.randint(3, 9))) for label, unit, figure in entries
    )
    figures = {label: figure for label, _, figure in entries}
    received = figures["受理依申请公开信息总数"]
    sections = (
        Section("overview", "一、概述", (f"{year}年，{organ.name}健全公开目录，按月更新网站栏目，工作平稳有序。",)),
        Section("publications", "二、主动公开政府信息情况", (f"全年主动公开政府信息{figures['主动公开文件数']}条。",)),
        Section("applications", "三、依申请公开办理情况", (f"全年受理政府信息公开申请{received}条，全部答复。",)),
        Section("disputes", "四、复议、诉讼情况", (f"政府信息公开行政复议{figures['行政复议数']}件。",)),
        Section("problems", "五、存在问题和改进措施", ("栏目检索不便，明年将改版网站。",)),
        Section("indicators", "六、政府信息公开情况统计表"),
    )
    return Report(
        agency=organ.name,
        year=year,
        edition="pre2019",
        published_on=f"{year + 1}-02-{rng.randint(1, 28):02d}",
        title=f"{organ.name}{year}年度政府信息公开工作年度报告",
        opening=(f"根据政府信息公开条例，现公布{year}年度报告，统计期限为{year}年1月1日至12月31日。",),
        sections=sections,
        cells={},
        narrative={"publication_items": figures["主动公开文件数"], "applications_received": received},
        issuer=organ.name,
        indicators=lines,
    )
