"""A dashboard on the samples, as ``python -m dashboard`` serves it, and a real Chromium in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FOOT = re.compile(r"(数据快照|Snapshot) \d{8}-")
DRAWN = """() => {
    const charts = [...document.querySelectorAll('.plot')];
    const isWaiting = document.querySelector('[data-testid=stSkeleton], .plot[data-waiting]');
    return !isWaiting && charts.every(e => e.querySelector('.js-plotly-plot .xy'));
}"""


AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# The strokes and letters inside a chart are left out: a screen reader is given its alternative text and the table beside it.
BARRIERS = """async () => (await axe.run({exclude: [['.js-plotly-plot']]}, {resultTypes: ['violations']})).violations
    .filter(v => ['serious', 'critical'].includes(v.impact))
    .flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`))
"""


def barriers(page: Page) -> list[str]:
    """What axe-core holds for a serious or critical barrier to a reader with a disability."""
    # colours of what is about to be drawn anew, or on their way from light to dark, are none that anybody reads
    page.wait_for_function("!document.querySelector('[data-stale=true]')")
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate(AXE)
    found: list[str] = page.evaluate(BARRIERS)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(data: Path, port: int) -> Iterator[str]:
    """The address of a dashboard that runs on a data folder."""
    command = [sys.executable, "-m", "dashboard", "--data", str(data), "--port", str(port)]
    log = data.parent / f"dashboard-{port}.log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT) as server,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def address(samples_data: Path) -> Iterator[str]:
    """The address of a running dashboard."""
    with served(samples_data, free_port()) as url:
        yield url


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the dashboard did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise RuntimeError(
            "缺少 Chromium，请以管理员身份安装 / Chromium is missing, as root: apt-get install -y chromium"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def taken(page: Page, button: str, number: int = 0) -> bytes:
    """What the n-th button of this name downloads."""
    with page.expect_download() as begun:
        page.get_by_role("button", name=button, exact=True).nth(number).click()
    return bytes(begun.value.path().read_bytes())


def profile(browser: Browser, locale: str = LOCALES["zh"]) -> Page:
    """The page of a fresh browser profile."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, locale=locale).new_page()
    page.set_default_timeout(45_000)
    return page


class Visitor:
    """One who looks at the dashboard on a page; knows every request that left the host."""

    def __init__(self, page: Page, address: str, width: int = 1280) -> None:
        self.address = address
        self.page = page
        self.page.set_viewport_size({"width": width, "height": 900})
        self.strangers: list[str] = []
        self.page.context.on("request", self._note)

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.strangers.append(request.url)

    def leave(self) -> None:
        """Go, and leave nothing behind but what the browser has compiled, so that the next finds a fresh profile."""
        self.page.goto(f"{self.address}/_stcore/health")
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.emulate_media(media="null", color_scheme="null")
        self.page.context.remove_listener("request", self._note)

    def go(self, path: str) -> Page:
        """Open a page and wait until it is drawn to its end."""
        self.page.goto(f"{self.address}/{path}")
        return self.drawn()

    def by_menu(self, name: str) -> Page:
        """Go on to the page of this name by the menu, as a reader does, and wait alike."""
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
        self.page.get_by_role("heading", level=1, name=name, exact=True).wait_for()
        return self.drawn()

    def drawn(self) -> Page:
        """Wait until the script has run to the foot of the page and the charts are there."""
        self.page.locator('[data-testid=stApp][data-test-script-state="notRunning"]').wait_for()
        self.page.get_by_text(FOOT).wait_for()
        self.page.wait_for_function(DRAWN)
        return self.page

    def figures(self) -> list[list[object]]:
        """What each chart draws: name and values of each trace."""
        return self.page.evaluate(
            "[...document.querySelectorAll('.js-plotly-plot')].map("
            "e => e.data.map(t => [t.name, Array.from(t.x || []), Array.from(t.y || [])]))"
        )


@pytest.fixture(scope="session")
def kept_pages() -> dict[str, Page]:
    """For each locale the page that one visitor after the other is given: to compile the dashboard takes longer than to draw it."""
    return {}


@pytest.fixture
def visit(browser: Browser, address: str, kept_pages: dict[str, Page]) -> Iterator[object]:
    """Visitors by width and locale; where one of the test has the page of that locale, the next comes in a profile of his own."""
    visitors: dict[str, Visitor] = {}
    others: list[Visitor] = []

    def visitor(width: int = 1280, locale: str = LOCALES["zh"]) -> Visitor:
        if locale in visitors:
            others.append(Visitor(profile(browser, locale), address, width))
            return others[-1]
        page = kept_pages.pop(locale, None) or profile(browser, locale)
        visitors[locale] = Visitor(page, address, width)
        return visitors[locale]

    yield visitor
    for other in others:
        other.page.context.close()
    for locale, one in visitors.items():
        one.leave()
        kept_pages[locale] = one.page
    assert [url for one in (*visitors.values(), *others) for url in one.strangers] == []
