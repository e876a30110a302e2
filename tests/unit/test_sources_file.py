"""``sources.toml``: what it may say, and how its faults are told."""

from datetime import date
from pathlib import Path

import pytest

from etl.collect.sources import SourceError, configured, parse

CONTACT = '[crawler]\ncontact = "a@example.cn"\n'
TODAY = date(2026, 3, 2)


def parsed(text, crawler=CONTACT):
    return parse(crawler + text, Path("data/sources.toml"))


def site(text):
    return parsed(f'[[sites]]\nname = "甲市"\n{text}\n').sites[0]


def test_without_a_file_there_are_no_sources(tmp_path):
    assert configured(tmp_path).folders == ()
    assert configured(tmp_path).sites == ()


def test_years_and_values_fill_in_the_addresses():
    found = site(
        'pages = ["http://a.cn/nb?area={area}&y={year}"]\nyears = [2024, 2025]\nvalues = { area = ["1", "2"] }'
    )
    assert found.addresses("pages", TODAY) == [
        f"http://a.cn/nb?area={area}&y={year}" for area in "12" for year in (2024, 2025)
    ]


def test_one_year_means_from_then_to_the_last():
    assert site('pages = ["http://a.cn/{year}"]\nyears = [2023]').addresses("pages", TODAY) == [
        "http://a.cn/2023", "http://a.cn/2024", "http://a.cn/2025",
    ]  # fmt: skip
    assert site('pages = ["http://a.cn/{year}"]').addresses("pages", TODAY)[0] == "http://a.cn/2008"


def test_hosts_are_those_of_the_addresses_and_those_named():
    found = site('lists = ["http://WWW.a.cn:8080/"]\nfeeds = ["https://b.cn/rss"]\nhosts = ["*.c.cn", "政府.cn"]')
    assert found.own_hosts() == {"www.a.cn", "b.cn", "*.c.cn", "xn--mxtq1m.cn"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[sites]]\nname = "甲市"\nlsts = ["http://a.cn"]', ["第 1 个 sites（“甲市”）", "lsts", "拼写"]),
        ('[[sites]]\nlists = ["http://a.cn"]', ["第 1 个 sites", "name"]),
        ('[[sites]]\nname = "甲市"', ["“甲市”", "lists、pages、feeds"]),
        ('[[sites]]\nname = "甲市"\nlists = "http://a.cn"', ["“甲市”", "lists", "类型"]),
        ('[[sites]]\nname = "甲市"\nlists = ["a.cn/nb"]', ["a.cn/nb", "http://"]),
        ('[[sites]]\nname = "甲市"\nlists = ["ftp://a.cn/nb"]', ["ftp://a.cn/nb", "http://"]),
        ('[[sites]]\nname = "甲市"\nlists = ["http://{host}.cn/nb"]\nvalues = { host = ["a"] }', ["主机名"]),
        ('[[sites]]\nname = "甲市"\npages = ["http://a.cn/{area}"]', ["{area}", "values"]),
        ('[[sites]]\nname = "甲市"\nlists = ["http://a.cn"]\ntitle = "("', ["title", "正则"]),
        ('[[sites]]\nname = "甲市"\nlists = ["http://a.cn"]\nnext_page = "index.html"', ["next_page", "{page}"]),
        ('[[sites]]\nname = "甲市"\nlists = ["http://a.cn"]\ndelay = -1', ["delay", "0"]),
        ('[[sites]]\nname = "甲市"\npages = ["http://a.cn/{year}"]\nyears = [2025, 2020]', ["years", "颠倒"]),
        (
            '[[sites]]\nname = "甲"\nlists = ["http://a.cn"]\n[[sites]]\nname = "甲"\nlists = ["http://b.cn"]',
            ["2 个来源", "“甲”"],
        ),
        ('[[folders]]\npaht = "收件"', ["第 1 个 folders", "paht"]),
        ("folders = [", ["TOML"]),
        ('[[site]]\nname = "甲市"', ["site"]),
    ],
)
def test_a_fault_names_the_file_its_entry_and_the_remedy(text, words):
    with pytest.raises(SourceError) as fault:
        parsed(text, crawler="" if text.startswith("folders") else CONTACT)
    for word in ["data/sources.toml", *words]:
        assert word in str(fault.value), str(fault.value)


def test_sites_are_not_collected_from_without_a_contact():
    with pytest.raises(SourceError, match="联系方式"):
        parsed('[[sites]]\nname = "甲市"\nlists = ["http://a.cn"]', crawler="")
