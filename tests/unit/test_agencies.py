"""An organ's place, level and function, told from its name."""

import pytest

from etl.agencies import describe, functions, parse, regions


@pytest.mark.parametrize(
    ("agency", "region_code", "region", "level", "function"),
    [
        ("土默特右旗司法局", "150221", "内蒙古自治区包头市土默特右旗", "county", "justice"),
        ("淮安市人民政府", "320800", "江苏省淮安市", "prefecture", "government"),
        ("淮安市洪泽区人民政府", "320813", "江苏省淮安市洪泽区", "county", "government"),
        ("洪泽区人民政府", "320813", "江苏省淮安市洪泽区", "county", "government"),
        ("上海市人民政府办公厅", "310000", "上海市", "province", "general_office"),
        ("上海市浦东新区人民政府", "310115", "上海市浦东新区", "county", "government"),
        ("北京市朝阳区教育委员会", "110105", "北京市朝阳区", "county", "education"),
        ("内蒙古包头市公安局", "150200", "内蒙古自治区包头市", "prefecture", "public_security"),
        ("延边朝鲜族自治州图们市人民政府", "222402", "吉林省延边朝鲜族自治州图们市", "county", "government"),
        ("济源市统计局", "419001", "河南省济源市", "county", "statistics"),
        ("沭阳县住房和城乡建设局", "321322", "江苏省宿迁市沭阳县", "county", "housing_construction"),
        ("沭阳县沭城街道办事处", "321322001", "江苏省宿迁市沭阳县沭城街道", "township", "government"),
        ("国家税务总局淮安市税务局", "320800", "江苏省淮安市", "prefecture", "taxation"),
        ("南京市江北新区管理委员会", "3201Z01", "江苏省南京市江北新区", "prefecture", "government"),
        # A name that several divisions bear, or none, has no code.
        ("朝阳区人民政府", None, "朝阳区", "county", "government"),
        ("东区街道办事处", None, "东区街道", "township", "government"),
        ("平潭综合实验区管理委员会", "35Z01", "福建省平潭综合实验区", "prefecture", "government"),
        ("云岫省教育局", None, "云岫省", "province", "education"),
        ("云岫省澄江市民政局", None, "云岫省澄江市", "prefecture", "civil_affairs"),
        ("云岫省栖霁市听竹县医疗保障局", None, "云岫省栖霁市听竹县", "county", "medical_insurance"),
        ("云岫省澄江市汀兰区青溪镇人民政府", None, "云岫省澄江市汀兰区", "township", "government"),
        ("云岫省栖霁市临泽街道办事处", None, "云岫省栖霁市", "township", "government"),
        ("云岫省市场监督管理局", None, "云岫省", "province", "market_regulation"),
        ("云岫省澄江市城市管理局", None, "云岫省澄江市", "prefecture", "urban_management"),
        ("云岫省住房和城乡建设厅", None, "云岫省", "province", "housing_construction"),
        ("教育部", None, None, "national", "education"),
        ("海关总署", None, None, "national", "customs"),
        ("国务院办公厅", None, None, "national", "general_office"),
    ],
)
def test_place_level_and_function(
    agency: str, region_code: str | None, region: str | None, level: str, function: str
) -> None:
    found = describe(agency)
    assert (found.region_code, found.region, found.level, found.function) == (region_code, region, level, function)


@pytest.mark.parametrize(
    "name", ["司法局", "区教育局", "洪泽区", "平潭综合实验区", "政务公开办公室", "云岫省澄江市", "青溪镇"]
)
def test_a_name_without_place_or_office_is_not_complete(name: str) -> None:
    assert not parse(name).is_complete


def test_the_same_organ_has_one_id_however_much_of_its_place_is_printed() -> None:
    names = ["洪泽区人民政府", "淮安市洪泽区人民政府", "江苏省淮安市洪泽区人民政府", "洪泽区 人民政府"]
    assert len({describe(name).agency_id for name in names}) == 1


def test_different_organs_have_different_ids() -> None:
    names = [
        "洪泽区人民政府",
        "洪泽区人民政府办公室",
        "淮安市人民政府",
        "朝阳区人民政府",
        "朝阳市人民政府",
        "云岫省人民政府",
    ]
    assert len({describe(name).agency_id for name in names}) == len(names)


def test_ids_stay_what_they_are() -> None:
    assert describe("淮安市人民政府").agency_id == "a430cef3ec32a"
    assert describe("云岫省教育局").agency_id == "a379dc2f4b82e"


def test_divisions_form_a_tree_without_gaps() -> None:
    found = {region.code: region for region in regions()}
    assert len(found) == 34 + 333 + 2847
    for region in found.values():
        assert region.full_name.endswith(region.name)
        if region.parent_code:
            assert region.full_name == found[region.parent_code].full_name + region.name
        else:
            assert region.level == "province"


def test_every_division_is_found_by_its_full_name() -> None:
    for region in regions():
        assert [r.code for r in parse(region.full_name + "司法局").regions] == [region.code], region.full_name


def test_known_and_invented_places() -> None:
    assert parse("沭阳县人民政府").regions
    assert not parse("沐阳县人民政府").regions


def test_function_codes_and_words_stand_once() -> None:
    codes = [function.code for function in functions()]
    words = [word for function in functions() for word in function.words]
    assert len(set(codes)) == len(codes)
    assert len(set(words)) == len(words)
    assert len(codes) >= 40
