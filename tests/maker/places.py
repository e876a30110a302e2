"""Organs in plainly invented places: none of these names is a division of China."""

from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Literal

Level = Literal["national", "province", "prefecture", "county", "township"]

PROVINCES: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "青岚省": {
        "溪云市": {
            "鹤汀区": ("鹭洲街道", "听雨镇", "碧梧镇"),
            "松篁县": ("枕溪镇", "晴岚乡"),
            "拂石县": ("石泓镇", "杏帘乡"),
        },
        "沧屿市": {
            "鲸屿区": ("浮玉街道", "落霞镇"),
            "烟渚县": ("柳汀镇", "雁回乡"),
        },
    },
    "朔野省": {
        "霁川市": {
            "岚浦区": ("流萤街道", "疏影镇"),
            "星槎县": ("望岫镇", "远黛乡"),
        },
        "珩阳市": {
            "云砚区": ("漱玉街道", "砚湖镇"),
            "澹川县": ("晴岚镇", "松篁乡"),
        },
    },
}
"""Province -> city -> county -> towns and sub-districts."""

NATIONAL_ORGANS = ("国家星图局", "国家潮汐档案局")
PROVINCE_DEPARTMENTS = ("教育厅", "司法厅", "自然资源厅", "生态环境厅", "财政厅", "市场监督管理局", "统计局")
CITY_DEPARTMENTS = (
    "教育局",
    "司法局",
    "公安局",
    "民政局",
    "自然资源和规划局",
    "生态环境局",
    "住房和城乡建设局",
    "卫生健康委员会",
    "市场监督管理局",
    "医疗保障局",
    "税务局",
)
COUNTY_DEPARTMENTS = (
    "教育局",
    "司法局",
    "民政局",
    "财政局",
    "自然资源局",
    "农业农村局",
    "水利局",
    "应急管理局",
    "统计局",
    "文化和旅游局",
    "人力资源和社会保障局",
)


@dataclass(frozen=True)
class Organ:
    """An organ that reports: ``scope`` is what it calls its area in prose, ``weight`` its size."""

    name: str
    level: Level
    scope: str
    weight: float
    makes_regulations: bool = False


def _national() -> list[Organ]:
    return [Organ(name, "national", "全系统", 2.5, makes_regulations=True) for name in NATIONAL_ORGANS]


def _province(province: str) -> list[Organ]:
    return [
        Organ(f"{province}人民政府", "province", "全省", 3.0, makes_regulations=True),
        Organ(f"{province}人民政府办公厅", "province", "本机关", 0.6),
        *(Organ(f"{province}{name}", "province", "本机关", 0.7) for name in PROVINCE_DEPARTMENTS),
    ]


def _city(province: str, city: str) -> list[Organ]:
    return [
        Organ(f"{province}{city}人民政府", "prefecture", "全市", 1.6, makes_regulations=True),
        Organ(f"{province}{city}人民政府办公室", "prefecture", "本机关", 0.2),
        *(Organ(f"{province}{city}{name}", "prefecture", "本机关", 0.3) for name in CITY_DEPARTMENTS),
    ]


def _county(province: str, city: str, county: str, towns: tuple[str, ...]) -> list[Organ]:
    scope = "全区" if county.endswith("区") else "全县"
    place = f"{province}{city}{county}"
    return [
        Organ(f"{place}人民政府", "county", scope, 0.4),
        *(Organ(f"{place}{name}", "county", "本机关", 0.06) for name in COUNTY_DEPARTMENTS),
        *(
            Organ(f"{place}{town}{'办事处' if town.endswith('街道') else '人民政府'}", "township", "本机关", 0.015)
            for town in towns
        ),
    ]


def organs() -> tuple[Organ, ...]:
    """Every invented organ, from the top down."""
    found = _national()
    for province, cities in PROVINCES.items():
        found += _province(province)
        for city, counties in cities.items():
            found += _city(province, city)
            for county, towns in counties.items():
                found += _county(province, city, county, towns)
    return tuple(found)


FIRST_CHARACTERS = "翠霜黛霁砚棠芷汐岫萤梧笙澜缃琅烟渺苓"
SECOND_CHARACTERS = "墟浦坞汀岚陂堰圩甸屿坳墩濑渡埠硐"


def many_organs(rng: Random, count: int) -> tuple[Organ, ...]:
    """As many organs as asked for: past the invented tree, towns with names put together from two characters."""
    known = list(organs())
    if count > len(known):
        counties = [f"{p}{c}{k}" for p, cities in PROVINCES.items() for c, ks in cities.items() for k in ks]
        kinds = ("镇人民政府", "乡人民政府", "街道办事处")
        towns = [
            f"{county}{first}{second}{kind}"
            for county, first, second, kind in product(counties, FIRST_CHARACTERS, SECOND_CHARACTERS, kinds)
        ]
        names = rng.sample(towns, count - len(known))
        known += [Organ(name, "township", "本机关", 0.015) for name in names]
    return tuple(known[:count])
