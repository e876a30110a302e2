"""First letters of pinyin: what people type to find a place or an organ, polyphones included."""

import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from etl.agencies import regions
from warehouse.pinyin import initials, register

NAMES = {
    "重庆市司法局": "cqssfj",
    "重庆市长寿区": "cqscsq",
    "长治市卫生健康委员会": "czswsjkwyh",
    "厦门市公安局": "xmsgaj",
    "六安市人民政府": "lasrmzf",
    "南京市六合区": "njslhq",
    "西安市长安区": "xascaq",
    "长子县": "zzx",
    "子长市": "zcs",
    "单县": "sx",
    "浚县": "xx",
    "洪洞县": "htx",
    "乐清市": "yqs",
    "乐山市": "lss",
    "蔚县": "yx",
    "枞阳县": "zyx",
    "铅山县": "ysx",
    "东阿县": "dex",
    "上海市闵行区": "shsmhq",
    "西藏自治区": "xzzzq",
    "大厂回族自治县": "dchzzzx",
    "台州市": "tzs",
    "漯河市": "lhs",
    "中国人民银行": "zgrmyh",
    "国家统计局沧州调查队": "gjtjjczdcd",
    "畜牧兽医局": "xmsyj",
    "行政审批服务局": "xzspfwj",
    "土默特右旗司法局": "tmtyqsfj",
    "甲县A1局（B）": "jxa1jb",
    "": "",
}
KNOWN_BETTER = re.compile(
    "长[安治海岭白宁兴丰泰清垣葛阳洲顺武寿]|[天子]长|单县|浚县|洪洞|涡阳|繁峙|筠连|荥经|宕昌|曾都|闵行|朝阳|马尾|南乐|漯河|浪卡子|民乐"
)
"""Where pypinyin, asked for a whole name, gives a letter that the place is not called by."""


@pytest.mark.parametrize("name", NAMES)
def test_names_as_people_type_them(name: str) -> None:
    assert initials(name) == NAMES[name]


def test_every_division_reads_as_the_library_reads_it_but_for_those_known_better() -> None:
    names = {region.name for region in regions()}
    differing = {
        name
        for name in names
        if initials(name) != "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) and not KNOWN_BETTER.search(name)
    }
    assert differing == set()


@given(st.text(max_size=20))
def test_only_small_letters_and_digits_come_out(name: str) -> None:
    letters = initials(name)
    assert letters == letters.lower()
    assert all(sign.isalnum() for sign in letters)


def test_sql_has_it() -> None:
    with duckdb.connect() as connection:
        register(connection)
        rows = connection.execute("select pinyin_initials('厦门'), pinyin_initials(null)").fetchall()
    assert rows == [("xm", None)]
