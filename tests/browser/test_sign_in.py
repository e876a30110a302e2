"""Signing in at an identity provider, in a real browser: who is let in sees the places of his own, others see nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser

from dashboard.language import Words
from tests.browser.conftest import Visitor, barriers, free_port, profile, served
from tests.browser.identity_provider import CLIENT, IdentityProvider, cookie_secret
from warehouse.snapshot import current_snapshot

pytestmark = pytest.mark.browser
ZH = Words("zh")
SCOPED, ELSEWHERE = "青岚省溪云市", "朔野省"


class Site(NamedTuple):
    address: str
    provider: IdentityProvider
    elsewhere: str
    """The identifier of an agency outside the scope."""


@pytest.fixture(scope="module")
def site(samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("signed") / "data"
    shutil.copytree(samples_data, data, symlinks=True, ignore=shutil.ignore_patterns("ledger*"))
    provider = IdentityProvider("stranger@example.gov.cn")
    port = free_port()
    (data / "access.toml").write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
        cookie_secret = "{cookie_secret()}"
        client_id = "{CLIENT}"
        client_secret = "anything"
        server_metadata_url = "{provider.url}/.well-known/openid-configuration"
        [[people]]
        email = "li@example.gov.cn"
        role = "reader"
        places = ["{SCOPED}"]
        [[people]]
        email = "wang@example.gov.cn"
        role = "reviewer"
        """,
        encoding="utf-8",
    )
    try:
        with served(data, port) as address:
            found = current_snapshot(data).frame(
                "select agency_id from agencies where region = $place", {"place": ELSEWHERE}
            )
            yield Site(address, provider, found["agency_id"][0])
    finally:
        provider.close()


def signed_in(browser: Browser, site: Site, email: str, path: str) -> Visitor:
    visitor = Visitor(profile(browser), site.address)
    site.provider.email = email
    visitor.page.goto(f"{site.address}/{path}")
    visitor.page.get_by_role("button", name=ZH("access.sign_in"), exact=True).click()
    return visitor


def test_nothing_is_shown_before_signing_in(browser: Browser, site: Site) -> None:
    visitor = Visitor(profile(browser), site.address)
    visitor.page.goto(f"{site.address}/sql?sql=select+agency+from+reports")
    visitor.page.get_by_text(ZH("access.please")).wait_for()
    visitor.page.wait_for_function("document.documentElement.lang === 'zh'")
    assert visitor.page.get_by_test_id("stSidebar").count() == 0
    assert visitor.page.get_by_test_id("stDataFrame").count() == 0
    visitor.page.context.close()


def test_one_whom_nobody_entered_is_told_so_and_sees_nothing(browser: Browser, site: Site) -> None:
    visitor = signed_in(browser, site, "stranger@example.gov.cn", "")
    visitor.page.get_by_text(ZH("access.unknown", email="stranger@example.gov.cn")).wait_for()
    assert visitor.page.get_by_test_id("stSidebar").count() == 0
    visitor.page.context.close()


def test_one_who_is_entered_sees_the_places_of_his_own(browser: Browser, site: Site) -> None:
    visitor = signed_in(browser, site, "li@example.gov.cn", "")
    page = visitor.drawn()
    page.get_by_text(f"li@example.gov.cn · {ZH('access.reader')} · {SCOPED}").wait_for()
    page.goto(f"{site.address}/findings?agency={site.elsewhere}")
    visitor.drawn()
    page.get_by_text(ZH("access.limited", places=SCOPED)).wait_for()
    page.get_by_text(ZH("problem.perhaps_outside", key="agency", value=site.elsewhere)).wait_for()
    assert ELSEWHERE not in page.content()
    page.goto(f"{site.address}/decisions")
    page.get_by_text(ZH("page.decisions.signed_in")).wait_for()
    page.goto(f"{site.address}/runs")
    page.get_by_text(ZH("page.nowhere.closed")).wait_for()
    page.goto(f"{site.address}/sql?sql=select+distinct+agency+from+reports+order+by+all")
    page.get_by_test_id("stDataFrame").wait_for()
    page.goto(f"{site.address}/sql?sql=select+*+from+core.reports")
    page.get_by_text("不加前缀").wait_for()
    page.get_by_role("button", name=ZH("access.sign_out"), exact=True).click()
    page.get_by_text(ZH("access.please")).wait_for()
    assert visitor.strangers == []
    visitor.page.context.close()


def test_a_reviewer_records_a_decision_in_his_own_name(browser: Browser, site: Site) -> None:
    """By keyboard and pointer as a person does: nothing can be recorded before there is a reason; then it stands in the list."""
    visitor = signed_in(browser, site, "wang@example.gov.cn", "")
    page = visitor.by_menu(ZH("nav.decisions"))
    page.get_by_role("button", name=ZH("decide.button"), exact=True).first.click()
    form = page.get_by_role("dialog")
    record = form.get_by_role("button", name=ZH("decide.record"))
    form.get_by_text(ZH("verdict.explained"), exact=True).click()
    reason = form.get_by_role("textbox", name=ZH("decide.reason"))
    reason.wait_for()
    assert record.is_disabled()
    assert barriers(page) == []
    reason.fill("电话核实：系统迁移所致")
    reason.press("Tab")
    record.click()
    row = page.get_by_role("region", name=ZH("page.decisions.made")).get_by_role("row").nth(1)
    row.get_by_text("电话核实：系统迁移所致").wait_for()
    assert "wang@example.gov.cn" in row.inner_text()
    assert form.count() == 0
    visitor.page.context.close()
