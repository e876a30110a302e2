"""Organs linked through renames and mergers: series run on through the one and stop at the other; the views say why."""

from pathlib import Path
from typing import Any

import pytest

from etl.agencies import BrokenCatalogue, describe, extend
from etl.lineage import kinship, known_links
from etl.records import region_change_records
from tests.warehouse.make import document, published, report
from warehouse import taking
from warehouse.kinship import AgencyRow, known_agencies, put_kinship
from warehouse.ledger import Ledger
from warehouse.records import CandidateRecord, DocumentRecord
from warehouse.snapshot import Snapshot


def row(name: str, first: int, last: int, *second: str) -> AgencyRow:
    agency = describe(name, last)
    return AgencyRow(agency.agency_id, name, agency.place_id, agency.organ, agency.level, first, last, second)


def of(name: str, year: int, received: int = 0, carried: tuple[int, int] = (0, 0), **fields: Any) -> DocumentRecord:
    agency = describe(name, year)
    form = {(3, "carried_in", "total"): carried[0], (3, "carried_out", "total"): carried[1]}
    return document(
        f"{name} {year}",
        report(
            form, agency_id=agency.agency_id, agency=name, year=year, region_code=agency.region_code, region=agency.region,
            level=agency.level, function=agency.function, place_id=agency.place_id, organ=agency.organ,
            full_name=agency.full_name, scope="organ", findings=(), published_on=f"{year + 1}-01-20", **fields,
        ),
    )  # fmt: skip


def linked(data: Path, *documents: DocumentRecord) -> Snapshot:
    with Ledger.open(data) as ledger:
        taking.take(ledger, documents)
        put_kinship(ledger, region_change_records(), *kinship(known_agencies(ledger)))
    return published(data)


def kinds(*agencies: AgencyRow) -> set[tuple[str, str, str]]:
    return {(link.from_agency, link.to_agency, link.kind) for link in kinship(agencies)[0]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("沭阳县环境保护局", "沭阳县生态环境局"),
        ("沭阳县卫计委", "沭阳县卫生健康委员会"),
        ("沭阳县安全生产监督管理局", "沭阳县应急管理局"),
        ("江苏省农业厅", "江苏省农业农村厅"),
        ("沭阳县粮食局", "沭阳县粮食和物资储备局"),
    ],
)
def test_a_rename_links_one_to_one(before: str, after: str) -> None:
    assert kinds(row(before, 2014, 2018), row(after, 2019, 2023)) == {(before, after, "renamed")}


def test_what_a_merger_takes_in_is_merged() -> None:
    market = row("沭阳县市场监督管理局", 2019, 2023)
    before = [row(f"沭阳县{name}局", 2012, 2018) for name in ("工商行政管理", "质量技术监督", "食品药品监督管理")]
    links, breaks = kinship([market, *before])
    assert {link.kind for link in links} == {"merged"}
    assert {link.to_agency_id for link in links} == {market.agency_id}
    assert len(links) == 3
    assert {(b.agency_id, b.year) for b in breaks} == {(market.agency_id, 2019)}


def test_organs_of_two_places_are_never_linked() -> None:
    assert kinds(row("沭阳县环境保护局", 2014, 2018), row("泗阳县生态环境局", 2019, 2023)) == set()


def test_an_organ_that_goes_on_is_not_renamed() -> None:
    assert kinds(row("沭阳县旅游局", 2014, 2023), row("沭阳县文化和旅游局", 2019, 2023)) == set()


def test_links_do_not_depend_on_the_order() -> None:
    rows = [
        row("沭阳县工商局", 2012, 2018),
        row("沭阳县市监局", 2019, 2023),
        row("沭阳县环保局", 2012, 2018),
        row("沭阳县生态环境局", 2019, 2022),
    ]
    assert kinship(rows) == kinship(rows[::-1])


def test_a_merged_division_ends_in_the_other() -> None:
    assert kinds(row("崇文区教育委员会", 2008, 2009), row("北京市东城区教育委员会", 2008, 2020)) == {
        ("崇文区教育委员会", "北京市东城区教育委员会", "merged")
    }


def test_a_second_plate_links_two_organs_of_one_place() -> None:
    assert ("丽水市自然资源和规划局", "丽水市林业局", "second_name") in kinds(
        row("丽水市自然资源和规划局", 2019, 2022, "林业局"), row("丽水市林业局", 2019, 2021)
    )


def test_two_organs_of_one_area_are_related() -> None:
    assert kinds(row("平潭综合实验区管委会", 2014, 2024)) == {
        ("福建省福州市平潭县人民政府", "福建省平潭综合实验区管理委员会", "related")
    }


def test_carry_over_follows_a_rename(tmp_path: Path) -> None:
    snapshot = linked(
        tmp_path,
        of("沭阳县扶贫办", 2020, carried=(0, 4)),
        of("沭阳县乡村振兴局", 2021, carried=(3, 0)),
    )
    rules = snapshot.frame("select rule, agency from findings where rule = 'carry_over'")
    assert rules.rows() == [("carry_over", "沭阳县乡村振兴局")]
    assert snapshot.frame("select count(distinct series_id) from agencies").item() == 1
    assert snapshot.frame("select kind, year from agency_links").rows() == [("renamed", 2021)]


def test_carry_over_stops_at_a_merger(tmp_path: Path) -> None:
    snapshot = linked(
        tmp_path,
        of("沭阳县乡村振兴局", 2022, carried=(0, 2)),
        of("沭阳县农业农村局", 2021, carried=(0, 5)),
        of("沭阳县农业农村局", 2022, carried=(5, 7)),
        of("沭阳县农业农村局", 2023, carried=(9, 1)),
        of("沭阳县农业农村局", 2024, carried=(0, 0)),
    )
    told = snapshot.frame("select agency, year from findings where rule = 'carry_over'").rows()
    assert told == [("沭阳县农业农村局", 2024)]
    assert snapshot.frame("select agency, year from agency_breaks").rows() == [("沭阳县农业农村局", 2023)]


def test_a_renamed_organ_is_not_missed(tmp_path: Path) -> None:
    names = [("沭阳县环境保护局", year) for year in (2016, 2017, 2018)]
    names += [("沭阳县生态环境局", year) for year in (2020, 2021)]
    names += [("沭阳县民政局", year) for year in range(2016, 2022)]
    snapshot = linked(tmp_path, *(of(*name) for name in names))
    missing = snapshot.frame("select agency, year from filings where state = 'missing' order by year").rows()
    assert missing == [("沭阳县生态环境局", 2019)]


def test_names_of_an_agency(tmp_path: Path) -> None:
    snapshot = linked(
        tmp_path, of("洪泽县人社局", 2014), of("洪泽区人力资源和社会保障局", 2020, second_names=("公务员局",))
    )
    names = dict(snapshot.frame("select name, kind from agency_names").rows())
    assert names == {
        "洪泽县人社局": "former",
        "洪泽区人力资源和社会保障局": "current",
        "江苏省淮安市洪泽区人力资源和社会保障局": "full",
        "公务员局": "second",
    }


def test_unsure_reports_are_queued_with_their_candidates(tmp_path: Path) -> None:
    candidates = (CandidateRecord("同名", "江苏省南京市鼓楼区人民政府", "320106", "江苏省南京市鼓楼区"),)
    snapshot = linked(
        tmp_path,
        document("x", report(agency_id="a9", agency="鼓楼区人民政府", is_identified=False, candidates=candidates)),
        of("沭阳县民政局", 2022),
    )
    queue = snapshot.frame(
        "select printed_name, candidate_no, candidate, region_code, reason from identity_queue"
    ).rows()
    assert queue == [("鼓楼区人民政府", 1, "江苏省南京市鼓楼区人民政府", "320106", "同名")]
    assert dict(snapshot.frame("select agency, is_identified from agencies").rows()) == {
        "鼓楼区人民政府": False,
        "沭阳县民政局": True,
    }


def test_a_place_in_no_list_has_a_line_under_its_parent(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        taking.take(ledger, [of("甲县", 2022)])
    zone = describe("淮安市云溪新区管理委员会", 2022)
    assert zone.region_code is not None
    snapshot = linked(tmp_path, of("淮安市云溪新区管理委员会", 2022))
    rows = snapshot.frame(
        "select region, kind, name from regions where region_code = $code", {"code": zone.region_code}
    )
    assert rows.rows() == [("江苏省淮安市云溪新区", "zone", "江苏省淮安市云溪新区")]


def test_peer_groups(tmp_path: Path) -> None:
    snapshot = linked(tmp_path, of("沭阳县民政局", 2022), of("泗阳县民政局", 2022), of("沭阳县司法局", 2022))
    groups = snapshot.frame(
        "select agency from peer_groups where kind = 'level_function' and peer_group = 'county|civil_affairs' order by agency"
    )
    assert groups["agency"].to_list() == ["沭阳县民政局", "泗阳县民政局"]
    superior = snapshot.frame(
        "select agency from peer_groups where kind = 'superior' and peer_group = '321322|county' order by 1"
    )
    assert superior["agency"].to_list() == ["沭阳县司法局", "沭阳县民政局"]


def test_a_user_adds_links(tmp_path: Path) -> None:
    (tmp_path / "agency_links.toml").write_text(
        '[[links]]\nfrom = "沭阳县民政局"\nto = "沭阳县社会工作局"\nkind = "renamed"\nyear = 2023\nsource = "某文"\n',
        "utf-8",
    )
    (tmp_path / "places.csv").write_text("code,name,level,parent_code,other_names\n", "utf-8")
    extend(tmp_path)
    assert kinds(row("沭阳县民政局", 2019, 2022), row("沭阳县社会工作局", 2023, 2024)) == {
        ("沭阳县民政局", "沭阳县社会工作局", "renamed")
    }
    (tmp_path / "agency_links.toml").write_text("[[links]]\nfrom = 1\n", "utf-8")
    with pytest.raises(BrokenCatalogue, match="agency_links"):
        known_links()


def test_links_of_the_user_count_without_any_other_file(tmp_path: Path) -> None:
    (tmp_path / "agency_links.toml").write_text(
        '[[links]]\nfrom = "甲县旧局"\nto = "甲县新局"\nkind = "renamed"\nsource = "甲发〔2021〕1号"\n', "utf-8"
    )
    try:
        assert extend(tmp_path) == ""
        assert known_links().links[-1].source == "甲发〔2021〕1号"
    finally:
        extend(tmp_path / "none")
    assert all(link.source != "甲发〔2021〕1号" for link in known_links().links)
