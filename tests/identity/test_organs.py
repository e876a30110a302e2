"""One organ has one id under all its names; a second report of its own kind, a second name and a user's places are told apart."""

from pathlib import Path

import pytest

from etl.agencies import BrokenCatalogue, all_regions, changes, describe, extend, functions
from etl.agencies.places import region
from etl.identity.plates import find_scope, second_names
from etl.records import scope_key
from etl.title import parse as parse_title

ONE_ORGAN = [
    ("土默特右旗司法局", "土右旗司法局", "内蒙古自治区包头市土默特右旗司法局", "包头市土默特右旗司法局"),
    ("淮安市洪泽区人民政府", "洪泽区人民政府", "江苏省淮安市洪泽区人民政府", "洪泽区政府"),
    ("沭阳县人社局", "沭阳县人力资源和社会保障局", "江苏省沭阳县人力资源社会保障局", "宿迁市沭阳县人社局"),
    ("平潭综合实验区管委会", "福建省平潭综合实验区管理委员会", "平潭综合实验区党工委、管委会"),
    ("合肥高新区管委会", "合肥市高新技术产业开发区管理委员会", "安徽省合肥高新技术产业开发区管理委员会"),
    ("国家发展改革委", "国家发展和改革委员会", "国家发改委"),
    ("恩施州财政局", "恩施土家族苗族自治州财政局", "湖北省恩施州财政局"),
    ("沭阳县沭城街道办事处", "宿迁市沭阳县沭城街道办", "沭阳县沭城办事处"),
]
OF_BEFORE = [
    ("淮安市洪泽县人民政府", 2012, "淮安市洪泽区人民政府", 2020),
    ("襄樊市财政局", 2009, "襄阳市财政局", 2015),
    ("铜仁地区行政公署", 2010, "铜仁市人民政府", 2014),
    ("富阳市教育局", 2013, "杭州市富阳区教育局", 2018),
    ("儋州市人民政府", 2013, "海南省儋州市人民政府", 2020),
]
TWO_ORGANS = [
    ("平潭县人民政府", "平潭综合实验区管理委员会"),
    ("淮安市人民政府", "淮安市人民政府办公室"),
    ("淮安市人民政府", "淮安市淮安区人民政府"),
    ("朝阳市人民政府", "北京市朝阳区人民政府"),
    ("南京市鼓楼区人民政府", "徐州市鼓楼区人民政府"),
    ("吉林省教育厅", "吉林市教育局"),
    ("海南省人民政府", "海南藏族自治州人民政府"),
    ("沭阳县经济开发区管理委员会", "沭阳县人民政府"),
    ("国家税务总局淮安市税务局", "国家税务总局江苏省税务局"),
]


@pytest.mark.parametrize("names", ONE_ORGAN, ids=lambda names: names[0])
def test_one_organ_under_all_its_names(names: tuple[str, ...]) -> None:
    assert len({describe(name, 2022).agency_id for name in names}) == 1


@pytest.mark.parametrize(("before", "then", "after", "now"), OF_BEFORE, ids=str)
def test_a_place_that_changed_its_name_keeps_its_organs(before: str, then: int, after: str, now: int) -> None:
    assert describe(before, then).agency_id == describe(after, now).agency_id


@pytest.mark.parametrize("names", TWO_ORGANS, ids=" ".join)
def test_two_organs_are_two(names: tuple[str, str]) -> None:
    assert len({describe(name, 2012).agency_id for name in names}) == 2


def test_a_name_means_what_it_meant_in_its_year() -> None:
    city, district = describe("巢湖市人民政府", 2009), describe("居巢区人民政府", 2009)
    assert city.agency_id != district.agency_id
    assert describe("巢湖市人民政府", 2014).agency_id == district.agency_id


def test_namesakes_without_a_place_are_one_organ_a_document() -> None:
    ids = {describe("城关镇人民政府", 2022, document=document).agency_id for document in ("a", "b")}
    assert len(ids) == 2
    assert describe("城关镇人民政府", 2022, document="a").agency_id in ids
    assert not describe("城关镇人民政府", 2022).is_sure
    assert len(describe("鼓楼区人民政府", 2022).candidates) == 4


@pytest.mark.parametrize(
    ("title", "scope", "key"),
    [
        ("全国海关2020年政府信息公开工作年度报告", "system", "system"),
        ("海关总署（全系统）2020年政府信息公开工作年度报告", "system", "system"),
        ("海关总署2020年政府信息公开工作年度报告", None, ""),
        ("淮安市人民政府（本级）2021年政府信息公开工作年度报告", "organ", "own"),
        ("淮安市人民政府2021年政府信息公开工作年度报告", None, ""),
        ("淮安市教育局（本机关）2021年政府信息公开工作年度报告", "organ", ""),
    ],
)
def test_what_a_report_covers(title: str, scope: str | None, key: str) -> None:
    named = parse_title(title)
    assert named is not None
    assert named.agency is not None
    assert find_scope(named) == scope
    assert scope_key(find_scope(named), named.agency) == key


def test_the_whole_system_is_not_the_organ_alone() -> None:
    assert describe("全国海关", 2020, scope="system").agency_id != describe("海关总署", 2020).agency_id
    assert describe("全国海关", 2020, scope="system").agency_id == describe("海关总署", 2020, scope="system").agency_id


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("南京市教育局（体育局）2022年政府信息公开工作年度报告", ("体育局",)),
        ("丽水市自然资源和规划局（丽水市林业局）2022年政府信息公开工作年度报告", ("林业局",)),
        (
            "沭阳县人民政府办公室（县外事办公室、县大数据管理局）2022年政府信息公开工作年度报告",
            ("外事办公室", "大数据管理局"),
        ),
        ("淮安市人民政府（本级）2021年政府信息公开工作年度报告", ()),
    ],
)
def test_second_names(title: str, names: tuple[str, ...]) -> None:
    assert second_names(parse_title(title)) == names


def test_places_have_parents_and_codes_of_their_own() -> None:
    found = list(all_regions())
    by_code = {place.code: place for place in found}
    assert len(by_code) == len(found)
    assert [p.code for p in found if p.parent_code and p.parent_code not in by_code] == []
    assert {p.level for p in found} == {"province", "prefecture", "county", "township"}
    ids = [p.place_id for p in found]
    assert len(set(ids)) == len(ids)


def test_every_change_leads_to_a_place() -> None:
    assert [c for c in changes() if region(c.new_code) is None] == []
    assert {c.kind for c in changes()} == {"renamed", "upgraded", "recoded", "merged", "new"}


def test_a_user_adds_places_and_functions(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "code,name,level,parent_code,other_names\n,云溪科创走廊,county,320800,云溪走廊\n", "utf-8"
    )
    (tmp_path / "functions.toml").write_text(
        'functions = [{ code = "sea", zh = "滩涂", en = "Shore", words = ["滩涂围垦"] }]', "utf-8"
    )
    before = describe("淮安市人民政府").agency_id
    assert extend(tmp_path) != ""
    found = describe("云溪走廊管理委员会")
    assert (found.region, found.level, found.function) == ("江苏省淮安市云溪科创走廊", "county", "government")
    assert found.region_code is not None
    assert found.region_code.startswith("3208Z")
    assert found.agency_id == describe("淮安市云溪科创走廊管委会").agency_id
    assert describe("盐城市滩涂围垦局").function == "sea"
    assert functions()[-1].code == "other"
    assert describe("淮安市人民政府").agency_id == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("places.csv", "code,name,level,parent_code\n,某某新区,county,999999\n"),
        ("places.csv", "code,name,level,parent_code\n,某某新区,village,320800\n"),
        ("functions.toml", "functions = [{ code = 1 }]"),
    ],
)
def test_a_broken_file_of_the_user_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BrokenCatalogue, match=name):
        extend(tmp_path)
        describe("某某新区管理委员会")
