"""``make bench``: a change of a filter beside an empty app's rerun, in the server and in a browser; and many sessions at once.

Made on synthetic reports (``python -m etl trial``) unless a data folder is given. Everything is printed beside the empty app
measured in the same run. The long form: ``--organs 20000 --sessions 50 --minutes 10``.
"""

import asyncio
import itertools
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.benchmarks.plain_browser import PlainBrowser
from tests.load.servers import LIKE_OURS, Server, dashboard, empty_app
from tests.load.sessions import Session
from warehouse.snapshot import CURRENT, current_snapshot

PAGES = ("", "applications", "publications", "disputes", "findings")
CHANGES = 40
BROWSER_CHANGES = 20
FIRSTS = 5
THINKING = (4.0, 12.0)
"""Seconds between two changes of one reader."""
NEW_SNAPSHOT = 20.0
"""Seconds between two snapshots; in earnest it is a week."""
WAITING = 4.0
"""Seconds that a page is given to draw what is out of sight."""
FIRST = """
window.isInSight = (e) => { const place = e.getBoundingClientRect(); return place.top < innerHeight && place.bottom > 0; };
window.isDrawn = (frame) => frame.querySelector(".main-svg") && !("waiting" in frame.dataset);
new MutationObserver(() => {
  window.sliderAt ??= document.querySelector("[data-testid=stSlider]") ? performance.now() : undefined;
  window.chartAt ??= [...document.querySelectorAll(".plot")].some(isDrawn) ? performance.now() : undefined;
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-waiting"] });
"""
"""Notes when the slider, and when the first chart, is on the page: milliseconds since it was asked for."""
AT_REST = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning' || undefined"
WATCHED = """
document.querySelector("[data-testid=stSlider] input[type=range]").focus();
window.changed = new Promise((done) => {
  const app = document.querySelector("[data-testid=stApp]");
  let pressed, hasRun = false;
  document.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { once: true, capture: true });
  const watch = new MutationObserver(() => {
    if (app.dataset.testScriptState !== "notRunning") hasRun = true;
    else if (hasRun && [...document.querySelectorAll(".plot[data-waiting]")].every((frame) => !isInSight(frame))) {
      watch.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - pressed)));
    }
  });
  // So quick that the browser was not told of its beginning: of that no time is known. One that has begun is waited for.
  setTimeout(() => hasRun || done(-1), 3000);
  watch.observe(app, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "data-waiting"] });
});
true
"""
"""Has ``changed`` tell the milliseconds from the next key until the page has run and all charts in sight are drawn and painted."""


class Cost:
    """What changes of a filter cost: milliseconds until the page has run, and of the server's processor, at the median."""

    def __init__(self, walls: list[float], cpu_seconds: float) -> None:
        self.wall = statistics.median(walls) * 1e3
        self.cpu = cpu_seconds / len(walls) * 1e3

    def beside(self, *others: "Cost") -> str:
        walls, cpus = (
            " and ".join(f"{mine / theirs:.1f}" for theirs in all_theirs)
            for mine, all_theirs in ((self.wall, [o.wall for o in others]), (self.cpu, [o.cpu for o in others]))
        )
        return f"{self.wall:.0f} ms until it has run, {walls} times; {self.cpu:.1f} ms of processor, {cpus} times"


async def _changes(server: Server, page: str, years: list[tuple[int, int]]) -> Cost:
    """Changes of the filter of years in one session."""
    walls = []
    async with Session(server.port, page) as session:
        await session.open()
        await session.choose(*years[-1])
        before = server.cpu_seconds()
        for choice in years:
            started = time.perf_counter()
            await session.choose(*choice)
            walls.append(time.perf_counter() - started)
        used = server.cpu_seconds() - before
    if session.errors:
        raise SystemExit(f"{page or 'overview'}: {session.errors[:3]}")
    return Cost(walls, used)


def filter_changes(server: Server, empty: Server, stock: Server, first: int, last: int) -> None:
    """The server's side: filters that nobody has chosen yet, and filters that somebody has."""
    spans = list(itertools.combinations(range(first, last + 1), 2))
    random.Random(1).shuffle(spans)
    many = [spans[n % len(spans)] for n in range(CHANGES)]
    empty_cost, stock_cost = (asyncio.run(_changes(app, "", many)) for app in (empty, stock))
    click.echo(
        f"empty app, our settings: {empty_cost.wall:.0f} ms until it has run, {empty_cost.cpu:.1f} ms of processor"
    )
    click.echo(f"empty app, Streamlit's own settings: {stock_cost.wall:.0f} ms, {stock_cost.cpu:.1f} ms of processor")
    click.echo("a change of a filter, and how many times the cost of these two it is:")
    for page in PAGES:
        fresh = asyncio.run(_changes(server, page, spans[: min(len(spans), CHANGES // 2)]))
        seen = asyncio.run(_changes(server, page, [spans[n % 8] for n in range(CHANGES)]))
        click.echo(f"  {page or 'overview'}, asked before: {seen.beside(empty_cost, stock_cost)}")
        click.echo(f"  {page or 'overview'}, never asked:  {fresh.beside(empty_cost, stock_cost)}")


def _firsts(path: str, server: Server, ready: str) -> list[float]:
    """Seconds until a browser that holds nothing yet shows what ``ready`` notes."""
    found = []
    for _ in range(FIRSTS + 1):
        with PlainBrowser(path) as browser:
            browser.open(f"http://127.0.0.1:{server.port}/", FIRST)
            found.append(browser.until(f"window.{ready}") / 1e3)
    # The server is warm once somebody was there.
    return found[1:]


def _changes_seen(path: str, server: Server) -> list[float]:
    """Milliseconds of each change of the filter of years in one window."""
    with PlainBrowser(path) as browser:
        browser.open(f"http://127.0.0.1:{server.port}/", FIRST)
        browser.until("window.sliderAt")
        time.sleep(WAITING)
        browser.until(AT_REST)
        found = []
        for number in range(BROWSER_CHANGES):
            browser.until(WATCHED)
            browser.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
            found.append(browser.until("window.changed"))
            time.sleep(1)
        known = [milliseconds for milliseconds in found if milliseconds >= 0]
        if len(known) < len(found):
            click.echo(f"{len(found) - len(known)} of {len(found)} changes were over before they were seen to begin")
        return known


def in_a_browser(server: Server, empty: Server) -> None:
    """The reader's side: the first chart in a new browser, and a change of the filter until what is in sight is drawn."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise SystemExit("缺少 Chromium / Chromium is missing: apt-get install -y chromium")
    empty_first = statistics.median(_firsts(path, empty, "sliderAt"))
    empty_change = statistics.median(_changes_seen(path, empty))
    click.echo(f"browser, empty app: first page {empty_first:.1f} s, a change {empty_change:.0f} ms")
    firsts = _firsts(path, server, "chartAt")
    first, changes = statistics.median(firsts), sorted(_changes_seen(path, server))
    change = statistics.median(changes)
    click.echo(
        f"browser, dashboard: first chart {first:.1f} s ({min(firsts):.1f} to {max(firsts):.1f}; {first / empty_first:.1f} times)"
    )
    click.echo(
        f"browser, dashboard: a change {change:.0f} ms ({changes[0]:.0f} to {changes[-1]:.0f}; {change / empty_change:.1f} times)"
    )


async def _reader(
    server: Server, number: int, spans: list[tuple[int, int]], end: float, walls: list[float]
) -> list[str]:
    """One person at a page, who changes the years now and then; gives what went wrong."""
    chance = random.Random(number)
    page = PAGES[number % len(PAGES)]
    await asyncio.sleep(chance.uniform(0, 10))
    try:
        async with Session(server.port, page) as session:
            await session.open()
            while time.monotonic() < end:
                await asyncio.sleep(chance.uniform(*THINKING))
                started = time.perf_counter()
                await session.choose(*chance.choice(spans))
                walls.append(time.perf_counter() - started)
            return session.errors
    except (OSError, TimeoutError) as error:
        return [f"{page}: {error!r}"]


async def _publisher(data: Path, end: float) -> int:
    """New snapshots beneath the readers: the same figures under new names, linked as ``publish`` links them; gone at the end."""
    whole = (data / CURRENT).resolve()
    made: list[Path] = []
    while time.monotonic() + NEW_SNAPSHOT < end:
        await asyncio.sleep(NEW_SNAPSHOT)
        path = data / f"warehouse-20300101-{len(made) + 1:06d}.duckdb"
        await asyncio.to_thread(shutil.copyfile, whole, path)
        _link(data, path)
        made.append(path)
        if len(made) > 2:
            made[-3].unlink()
    await asyncio.sleep(max(0.0, end - time.monotonic()) + 15)
    _link(data, whole)
    for path in made[-2:]:
        path.unlink()
    return len(made)


def _link(data: Path, path: Path) -> None:
    link = data / ".current.bench"
    link.unlink(missing_ok=True)
    link.symlink_to(path.name)
    link.replace(data / CURRENT)


async def _memory(server: Server, end: float) -> list[tuple[float, float]]:
    """Minutes and megabytes, every two seconds."""
    started, seen = time.monotonic(), []
    while time.monotonic() < end:
        seen.append(((time.monotonic() - started) / 60, server.megabytes()))
        await asyncio.sleep(2)
    return seen


async def _together(server: Server, data: Path, sessions: int, minutes: float, spans: list[tuple[int, int]]) -> None:
    end = time.monotonic() + minutes * 60
    walls: list[float] = []
    readers = [_reader(server, number, spans, end, walls) for number in range(sessions)]
    snapshots, memory, *faults = await asyncio.gather(_publisher(data, end), _memory(server, end), *readers)
    errors = [error for found in faults for error in found]
    logged = [line for line in server.log.read_text("utf-8").splitlines() if " ERROR " in line or "Traceback" in line]
    walls.sort()
    click.echo(
        f"{sessions} sessions for {minutes:g} minutes, {snapshots} new snapshots beneath them: {len(walls)} changes, "
        f"median {walls[len(walls) // 2] * 1e3:.0f} ms, 95 in 100 within {walls[len(walls) * 95 // 100] * 1e3:.0f} ms, "
        f"{len(errors)} errors shown, {len(logged)} logged"
    )
    settled = [megabytes for minute, megabytes in memory if minute >= min(1.0, minutes / 2)]
    third = max(1, len(settled) // 3)
    early, late = statistics.median(settled[:third]), statistics.median(settled[-third:])
    click.echo(
        f"memory of the server: {memory[0][1]:.0f} MB at first, {early:.0f} MB after the first minute, {late:.0f} MB at the end "
        f"({late / early:.2f} times), {max(megabytes for _, megabytes in memory):.0f} MB at most"
    )
    if errors or logged:
        click.echo("\n".join([*errors[:5], server.log.read_text("utf-8")[-6000:]]))


def many_sessions(server: Server, data: Path, sessions: int, minutes: float, years: tuple[int, int]) -> None:
    """Readers at once, with snapshots changing beneath them."""
    spans = list(itertools.combinations(range(years[0], years[1] + 1), 2))
    asyncio.run(_together(server, data, sessions, minutes, spans))


def _trial(folder: Path, organs: int, years: int) -> Path:
    data = folder / "data"
    command = [sys.executable, "-m", "etl", "trial", "--out", str(data), "--organs", str(organs), "--years", str(years)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return data


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path), help="A data folder made by `python -m etl trial`; it is changed."
)
@click.option("--organs", default=2_000, show_default=True)
@click.option("--years", default=17, show_default=True)
@click.option(
    "--part", type=click.Choice(["server", "browser", "sessions"]), multiple=True, help="Measure these alone."
)
@click.option("--sessions", default=20, show_default=True)
@click.option("--minutes", default=1.5, show_default=True)
def main(data: Path | None, organs: int, years: int, part: tuple[str, ...], sessions: int, minutes: float) -> None:
    """Measure the dashboard beside an empty app."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if data is None:
            data = _trial(folder, organs, years)
        size = current_snapshot(data).frame("select report_count, agency_count from snapshot_info").row(0)
        first, last = current_snapshot(data).frame("select min(year), max(year) from reports").row(0)
        click.echo(f"on {size[0]:,} reports of {size[1]:,} organs, {first} to {last}")
        with (
            dashboard(data, folder) as server,
            empty_app(folder, *LIKE_OURS) as empty,
            empty_app(folder) as stock,
        ):
            if not part or "server" in part:
                filter_changes(server, empty, stock, first, last)
            if not part or "browser" in part:
                in_a_browser(server, empty)
            if not part or "sessions" in part:
                many_sessions(server, data, sessions, minutes, (first, last))


if __name__ == "__main__":
    main()
