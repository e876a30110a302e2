"""Who reports, for which year, when it was published: from the title down to the name of the file."""

from typing import Any

import pytest

from etl.identity import full_form, identify, read_date
from etl.model import Cell, Content, Grid, Identity, Paragraph
from etl.pipeline import document_of
from etl.readers import read
from etl.sections import split
from etl.title import parse
from tests.unit.known_reports import known_reports

FORM = ("一、总体情况", "文字。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")


def identity(
    *blocks: str | Grid, file_name: str = "t20240108_1234.html", ending: tuple[str, ...] = (), **metadata: str
) -> Identity:
    body = (*blocks, *FORM, "五、存在的主要问题及改进情况", "文字。", *ending)
    content = Content(tuple(Paragraph(b) if isinstance(b, str) else b for b in body), metadata=metadata)
    return identify(content, document_of(file_name, b""), split(content))


def index_block(**rows: str) -> Grid:
    cells = [Cell(n, c, text) for n, pair in enumerate(rows.items()) for c, text in enumerate(pair)]
    return Grid(tuple(cells), len(rows), 2)


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("云岫省澄江市民政局2023年政府信息公开工作年度报告", "云岫省澄江市民政局", 2023),
        ("2023年云岫省澄江市民政局政府信息公开工作年度报告", "云岫省澄江市民政局", 2023),
        ("2023年度云岫省澄江市民政局政府信息公开年度报告", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局2023年年度政府信息公开工作年度报告", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局关于2023年度政府信息公开工作的年度报告", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局关于2023年度政府信息公开情况的报告", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局 ２０２３ 年 政府信息公开 工作年度报告", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局二〇二三年政府信息公开年报", "云岫省澄江市民政局", 2023),
        (
            "云岫省澄江市民政局（云岫省澄江市革命老区建设办公室）2023年政府信息公开工作年度报告",
            "云岫省澄江市民政局",
            2023,
        ),
        ("云岫省澄江市民政局政府信息公开工作年度报告（2023年）", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局云岫省澄江市民政局2023年政府信息公开工作年度报告", "云岫省澄江市民政局", 2023),
        ("雲岫省澄江市民政局2023年政府信息公開工作年度報告", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局2023年政务公开年度报告", "云岫省澄江市民政局", 2023),
        ("政府信息公开年报-云岫省澄江市民政局2023年政府信息公开工作年度报告", "云岫省澄江市民政局", 2023),
        ("【年报】云岫省澄江市民政局2023年政府信息公开工作年度报告", "云岫省澄江市民政局", 2023),
        ("云岫省人民政府网站 - 2023年政府信息公开工作年度报告", None, 2023),
        ("2023年度工作总结及政府信息公开年度报告", None, 2023),
        ("云岫省澄江市民政局2023年政府信息公开工作告年度报", "云岫省澄江市民政局", 2023),
        ("云岫省澄江市民政局政府信息公开年度报告", "云岫省澄江市民政局", None),
        ("云岫省澄江市民政局202323年政府信息公开年度报告", "云岫省澄江市民政局", None),
        ("关于2023年度政府信息公开工作的报告", None, 2023),
        ("政府信息公开工作年度报告", None, None),
    ],
)
def test_titles_as_they_are_met(title: str, agency: str | None, year: int | None) -> None:
    found = parse(title)
    assert found is not None
    assert (found.agency, found.year) == (agency, year)


@pytest.mark.parametrize(
    "text",
    [
        "关于做好2023年政府信息公开工作年度报告编制工作的通知",
        "现将云岫省澄江市民政局2023年政府信息公开年度报告向社会公布。",
        "2023年上半年政府信息公开工作报告" + "半年",
        "政府信息公开指南",
        "一、总体情况",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (("土默特右旗司法局", "2022 年政府信息公开年度报告"), "土默特右旗司法局", 2022),
        (("云岫省澄江市民政局", "2023年", "政府信息公开工作年度报告"), "云岫省澄江市民政局", 2023),
        (("首页", "政务公开", "云岫省澄江市民政局2023年政府信息公开工作年度报告"), "云岫省澄江市民政局", 2023),
        (
            ("云岫省澄江市财政局2022年政府信息公开工作年度报告", "云岫省澄江市民政局2023年政府信息公开工作年度报告"),
            "云岫省澄江市民政局",
            2023,
        ),
    ],
)
def test_titles_over_several_lines_and_beside_other_lines(lines: tuple[str, ...], agency: str, year: int) -> None:
    found = identity(*lines)
    assert (found.agency, found.year) == (agency, year)


TITLE = "2023年政府信息公开工作年度报告"


def test_the_opening_completes_a_name_that_the_title_shortens() -> None:
    opening = "本报告由淮安市洪泽区人民政府办公室根据《中华人民共和国政府信息公开条例》编制。"
    found = identity("洪泽区人民政府" + TITLE, opening)
    assert found.agency == "淮安市洪泽区人民政府"
    assert "正文开头" in found.evidence["agency"]


def test_a_name_is_not_lengthened_by_what_is_no_place_above_it() -> None:
    opening = "本报告由省级先进单位洪泽区人民政府办公室编制。"
    assert identity("洪泽区人民政府" + TITLE, opening).agency == "洪泽区人民政府"


@pytest.mark.parametrize(
    ("metadata", "opening"),
    [
        ({"ContentSource": "平潭综合实验区管委会办公室"}, ""),
        ({"SiteName": "平潭综合实验区党工委管委会"}, ""),
        ({}, "本报告由平潭综合实验区管理委员会办公室编制。"),
        ({}, ""),
    ],
)
def test_a_title_that_names_a_zone_is_the_report_of_its_committee(metadata: dict[str, str], opening: str) -> None:
    assert identity("平潭综合实验区" + TITLE, opening or "开头。", **metadata).agency == "平潭综合实验区管理委员会"


@pytest.mark.parametrize(
    ("place", "agency"),
    [
        ("云岫省澄江市", "云岫省澄江市人民政府"),
        ("洪泽区", "洪泽区人民政府"),
        ("云岫省澄江市望舒县青溪镇", "云岫省澄江市望舒县青溪镇人民政府"),
    ],
)
def test_a_title_that_names_a_place_is_the_report_of_its_government(place: str, agency: str) -> None:
    found = identity(place + TITLE, "开头。")
    assert found.agency == agency
    assert "只有地名" in found.evidence["agency"]


def test_short_forms_with_one_full_form_are_written_out() -> None:
    assert full_form("平潭综合实验区管委会") == "平潭综合实验区管理委员会"
    assert identity("澄江市人社局" + TITLE, "开头。").agency == "澄江市人力资源和社会保障局"


@pytest.mark.parametrize(
    ("blocks", "options", "agency"),
    [
        ((TITLE, "本报告由云岫省澄江市民政局编制。"), {}, "云岫省澄江市民政局"),
        ((TITLE, "开头。"), {"ending": ("云岫省澄江市民政局", "2024年1月20日")}, "云岫省澄江市民政局"),
        ((index_block(索引号="123", 发布机构="云岫省澄江市民政局"), TITLE, "开头。"), {}, "云岫省澄江市民政局"),
        ((TITLE, "来源：云岫省澄江市民政局 时间：2024-01-20", "开头。"), {}, "云岫省澄江市民政局"),
        ((TITLE, "开头。"), {"ContentSource": "云岫省澄江市民政局"}, "云岫省澄江市民政局"),
        ((TITLE, "开头。"), {"SiteName": "云岫省澄江市民政局门户网站"}, "云岫省澄江市民政局"),
        ((TITLE, "开头。"), {"title": "2023年政府信息公开工作年度报告 - 云岫省澄江市民政局"}, "云岫省澄江市民政局"),
        (
            ("司法局" + TITLE, "开头。"),
            {"title": "司法局2023年政府信息公开工作年度报告_洪泽区人民政府"},
            "洪泽区司法局",
        ),
        ((TITLE, "开头。"), {"file_name": "03_云岫省澄江市民政局_2023.pdf"}, "云岫省澄江市民政局"),
        (("司法局" + TITLE, "开头。"), {"SiteName": "土默特右旗人民政府"}, "土默特右旗司法局"),
        (("现公布云岫省澄江市民政局2023年政府信息公开工作年度报告。",), {}, "云岫省澄江市民政局"),
        (("现发布《云岫省澄江市民政局2023年政府信息公开工作年度报告》。",), {}, "云岫省澄江市民政局"),
        (("现公布区统计局2023年政府信息公开工作年度报告。",), {"SiteName": "洪泽区人民政府"}, "洪泽区统计局"),
        ((TITLE, "本报告由云岫省澄江市人民政府信息公开工作领导小组办公室汇总编制。"), {}, "云岫省澄江市人民政府"),
        ((TITLE, "本报告由云岫省澄江市人民政府办公室编制。", "我市公开有力。"), {}, "云岫省澄江市人民政府"),
        (("区教育局" + TITLE, "开头。"), {"SiteName": "淮安市洪泽区人民政府"}, "淮安市洪泽区教育局"),
    ],
)
def test_an_agency_that_the_title_leaves_out(
    blocks: tuple[str | Grid, ...], options: dict[str, Any], agency: str
) -> None:
    found = identity(*blocks, **options)
    assert (found.agency, found.year) == (agency, 2023)
    assert found.evidence["agency"]


@pytest.mark.parametrize(
    ("blocks", "metadata"),
    [
        ((TITLE, "开头。"), {}),
        (("司法局" + TITLE, "开头。"), {}),
        (("县教育局" + TITLE, "开头。"), {"SiteName": "云岫省澄江市人民政府"}),
        # The publisher of the page is the county, the report speaks of a town.
        ((TITLE, "我镇2023年工作如下。", "我镇扎实开展工作。"), {"ContentSource": "云岫省澄江市望舒县人民政府"}),
    ],
)
def test_an_unknown_agency_is_no_guess(blocks: tuple[str, ...], metadata: dict[str, str]) -> None:
    found = identity(*blocks, **metadata)
    assert found.agency is None
    assert "agency" not in found.evidence


@pytest.mark.parametrize(
    ("agency", "site", "full"),
    [
        ("太平镇人民政府", "洪泽区人民政府", "洪泽区太平镇人民政府"),
        ("太平镇人民政府", "淮安市人民政府", "太平镇人民政府"),
        ("朝阳区人民政府", "北京市人民政府", "北京市朝阳区人民政府"),
        ("朝阳区人民政府", "淮安市人民政府", "朝阳区人民政府"),
        ("洪泽区人民政府", "北京市人民政府", "洪泽区人民政府"),
    ],
)
def test_a_name_that_many_places_bear_gets_the_place_of_its_publisher(agency: str, site: str, full: str) -> None:
    assert identity(agency + TITLE, "开头。", SiteName=site).agency == full


def test_a_misread_place_is_set_right_by_the_divisions_and_the_document_itself() -> None:
    found = identity("沐阳县人民政府" + TITLE, "开头。", file_name="006_沭阳县人民政府_2023.txt")
    assert found.agency == "沭阳县人民政府"
    assert "沐阳县" in found.evidence["agency"]


def test_a_place_that_no_list_knows_stays_as_printed() -> None:
    assert identity("沐阳县人民政府" + TITLE, "开头。").agency == "沐阳县人民政府"
    assert identity("沐阳县人民政府" + TITLE, "开头。", file_name="淮安市人民政府.txt").agency == "沐阳县人民政府"


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("所列数据统计期限为2022年1月1日至2022年12月31日。", 2022),
        ("数据统计期限自 2022 年 1 月 1 日起至 12 月 31 日止。", 2022),
        ("现公布云岫省澄江市民政局2022年度政府信息公开情况。", 2022),
        ("统计期限为2021年1月1日至2022年12月31日。", None),
        ("现公布2022年政府信息公开年度报告，统计期限自2021年1月1日至2021年12月31日。", 2022),
        ("根据2021年政务公开工作要点编制，统计期限自2022年1月1日至12月31日。", 2022),
        ("依照条例编写。", None),
    ],
)
def test_the_year_of_a_title_without_one(opening: str, year: int | None) -> None:
    assert identity("云岫省澄江市民政局政府信息公开工作年度报告", opening).year == year


def test_the_title_outweighs_a_leftover_period() -> None:
    found = identity("云岫省澄江市民政局" + TITLE, "统计期限为2022年1月1日至2022年12月31日。")
    assert found.year == 2023
    assert found.evidence["year"].startswith("标题")


@pytest.mark.parametrize(
    ("blocks", "options", "published_on"),
    [
        ((TITLE, "发布日期：2024-01-20"), {}, "2024-01-20"),
        ((TITLE, "来源：本站 时间：2024/1/5 15:34", "开头。"), {}, "2024-01-05"),
        ((index_block(发布日期="2024年1月20日"), TITLE, "开头。"), {}, "2024-01-20"),
        ((TITLE, "开头。"), {"PubDate": "2024-01-20 08:00"}, "2024-01-20"),
        ((TITLE, "（2024年1月23日）", "开头。"), {}, "2024-01-23"),
        ((TITLE, "开头。"), {"ending": ("云岫省澄江市民政局", "2024年1月23日")}, "2024-01-23"),
        ((TITLE, "开头。"), {"ending": ("云岫省澄江市民政局2024年1月23日",)}, "2024-01-23"),
        ((TITLE, "开头。"), {"ending": ("二〇二四年一月二十三日",)}, "2024-01-23"),
        ((TITLE, "发布日期：2024-13-45"), {}, None),
        ((TITLE, "统计期限为2023年1月1日至2023年12月31日。"), {}, None),
        ((TITLE, "开头。"), {"created": "2024-01-20", "CreationDate": "D:20240120"}, None),
        ((TITLE, "开头。"), {}, None),
    ],
)
def test_the_day_of_publication(
    blocks: tuple[str | Grid, ...], options: dict[str, Any], published_on: str | None
) -> None:
    assert identity(*blocks, **options).published_on == published_on


def test_a_date_in_a_table_of_the_report_is_not_its_own() -> None:
    blocks = [Paragraph(TITLE), Paragraph("开头。"), *map(Paragraph, FORM), index_block(时间="2023-05-01")]
    content = Content(tuple(blocks))
    assert identify(content, document_of("a.html", b""), split(content)).published_on is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-01-20", "2024-01-20"),
        ("2024年1月20日", "2024-01-20"),
        ("２０２４ 年 1 月 2 日", "2024-01-02"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二○二四年十月十日", "2024-10-10"),
        ("2024-02-30", None),
        ("2024年", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(("name", "content", "truth"), known_reports())
def test_known_reports(name: str, content: bytes, truth: dict[str, Any]) -> None:
    document = document_of(name, content)
    text = read(document)
    found = identify(text, document, split(text))
    assert (found.agency, found.year) == (truth["agency"], truth["year"])
    assert {"agency", "year"} <= found.evidence.keys()
