"""One report on one paper (年报体检单): what is wrong with it, its figures, its peers, and what it does not say."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from dashboard import LEAST_PEERS, clock, finding_words, source
from dashboard.charts.rates import rate_text
from dashboard.citation import citation
from dashboard.language import LANGUAGES, Words
from dashboard.panels import MEASURES
from dashboard.paper_figures import Figures, figures
from dashboard.statutory import CellKey, laid_out
from dashboard.view import View

_LISTED = 40
_SEVERITIES = ("error", "warning", "notice")


@dataclass(frozen=True)
class Table:
    """A table of the paper: headings, and rows of as many texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Shares of the paper's width, in hundredths; equal where left out."""
    numbers: Collection[int] = ()
    """The columns that hold figures, from 0."""


@dataclass(frozen=True)
class Part:
    """A heading with its lines and its table; either may be empty."""

    heading: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """What stands on the paper, in either form that it is given out in."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    language: str = "zh"


def paper(view: View, report: dict[str, Any]) -> Paper:
    """The paper of a report that has an agency and a year; ``report`` is a row of ``agency_reports.sql``."""
    words = view.words
    own = view.of_agency(report["agency_id"])
    cells = source.frame(view.snapshot, "report_cells", report_id=report["report_id"])
    form = source.frame(view.snapshot, "edition_cells", edition=report["edition"])
    found = source.frame(view.snapshot, "report_findings", report_id=report["report_id"])
    silent, tally = _silent(form, cells)
    given = figures(own, report, form, found)
    places = view.snapshot.places
    return Paper(
        words("paper.title", agency=report["agency"], year=report["year"]),
        (
            words.standing(report),
            words("paper.snapshot", snapshot=view.snapshot.snapshot_id, zone=clock.zone(words)),
            *(() if places is None else (words("paper.scope", places=words.places(places)),)),
            *((words("snapshot.synthetic"),) if source.is_synthetic(view.snapshot) else ()),
        ),
        (
            _verdict(own, report, found, tally, has_form=not form.is_empty()),
            _findings(words, found, cells),
            *_main_figures(words, report, given),
            *_indicators(view, report),
            _peers(own, report["year"]),
            *_missing(words, silent, tally),
            _document(view, report),
        ),
        words.language,
    )


def _verdict(own: View, report: dict[str, Any], found: pl.DataFrame, tally: Counter[str], *, has_form: bool) -> Part:
    """In time or not, how many findings, whether the carry-over agrees, how many cells say nothing: what is read first."""
    words = own.words
    filings = source.frame(own.snapshot, "filing", agency_id=report["agency_id"], year=report["year"])
    counts = Counter(found["severity"])
    told = words("app.comma").join(
        words("paper.count_found", severity=words.coded("severity", severity), count=counts[severity])
        for severity in _SEVERITIES
    )
    facts = [
        (words("paper.filed"), _filed(filings.row(0, named=True) if len(filings) else None, words)),
        (words("page.agency.findings"), told),
        (words("panel.carry_over.title"), _carry_over(own, report["year"])),
        *([(words("paper.missing"), _tallied(words, tally))] if has_form else []),
    ]
    return Part(words("paper.verdict"), (), Table((), tuple(facts), (24, 76)))


def _filed(filing: dict[str, Any] | None, words: Words) -> str:
    """In time, so many days late, or not to be told."""
    if filing is None or filing["due_on"] is None:
        return words("paper.no_deadline")
    return words(
        f"paper.{filing['state']}", due=filing["due_on"], published=filing["published_on"], days=filing["days_late"]
    )


def _carry_over(own: View, year: int) -> str:
    words = own.words
    frame = own.frame("carry_over_by_year").filter(pl.col("year") == year)
    values = dict(frame.select("series", "value").iter_rows())
    out, carried_in = values.get("carried_out_before"), values.get("carried_in")
    if out is None or carried_in is None:
        return words("paper.carry_over_unknown")
    key = "paper.carry_over_fits" if out == carried_in else "paper.carry_over_differs"
    return words(key, before=words.number(out), now=words.number(carried_in))


def _findings(words: Words, found: pl.DataFrame, cells: pl.DataFrame) -> Part:
    """The errors first; what one rule says of several cells stands in one row."""
    if found.is_empty():
        return Part(words("page.agency.findings"), (words("page.agency.no_findings"),))
    ranked = sorted(found.to_dicts(), key=lambda row: (_SEVERITIES.index(row["severity"]), row["rule"], row["message"]))
    rows = [
        (words.coded("severity", severity), words.coded("rule", rule), "\n".join(_told(words, rule, group, cells)))
        for (severity, rule), group in groupby(ranked, key=itemgetter("severity", "rule"))
    ]
    columns = tuple(words(f"column.{name}") for name in ("severity", "rule", "findings"))
    return Part(words("page.agency.findings"), (), Table(columns, tuple(rows), (11, 19, 70)))


def _told(words: Words, rule: str, findings: Iterable[dict[str, Any]], cells: pl.DataFrame) -> list[str]:
    """What one rule found, line by line, and what people decided of it; as stored, in another language explained."""
    is_explained = words.language != LANGUAGES[0]
    lines = [words.definition(f"rule.{rule}")] if is_explained else []
    for row in findings:
        if is_explained and row["cells"]:
            lines.append(finding_words.cells_told(words, row["cells"], cells))
        stored = f"{words('told.stored')} {row['message']}" if is_explained else row["message"]
        decision = row["decision"]
        lines.append(stored + (words("paper.decided", verdict=words.coded("verdict", decision)) if decision else ""))
    return lines


def _main_figures(words: Words, report: dict[str, Any], given: Figures) -> tuple[Part, ...]:
    year = report["year"]
    lines = [words("paper.before_forms")] if report["edition"] == "pre2019" else []
    key = tuple(words("paper.mark_d") if mark == "d" else words(f"mark.{mark}") for mark in given.marks)
    headings = (
        words("column.item"),
        words("evidence.year", year=year),
        words("evidence.year", year=year - 1),
        words("column.change"),
        words("column.marks"),
    )
    if key:
        lines.append(words("app.stop_between").join(key))
    table = Table(headings, given.rows, (44, 18, 14, 12, 12), (1, 2, 3)) if given.rows else None
    parts = [Part(words("paper.figures"), tuple(lines), table)]
    if given.disputes:
        columns = (words("column.item"), *(words.label(code) for code in given.results), words("column.marks"))
        share = 65 // len(given.results)
        table = Table(columns, given.disputes, (25, *[share] * len(given.results), 10), range(1, len(columns) - 1))
        note = (words("paper.in_brackets", year=year - 1),) if given.has_before else ()
        parts.append(Part(words("nav.disputes"), note, table))
    return tuple(parts)


def _indicators(view: View, report: dict[str, Any]) -> tuple[Part, ...]:
    """What a report from before the common forms prints in its place."""
    words = view.words
    lines = source.frame(view.snapshot, "report_indicators", report_id=report["report_id"])
    if lines.is_empty():
        return ()
    rows = tuple(
        (
            row["label"],
            row["unit"] or "",
            row["printed"],
            words.number(row["value"]),
            words.number(row["cumulative"]),
        )
        for row in lines.iter_rows(named=True)
    )
    columns = tuple(words(f"column.{name}") for name in ("indicator", "unit", "printed", "value", "cumulative"))
    return (Part(words("page.agency.indicators"), (), Table(columns, rows, (46, 10, 16, 14, 14), (3, 4))),)


def _peers(own: View, year: int) -> Part:
    """Each rate with its n and interval, and the middle half of the peers."""
    words = own.words
    heading = words("page.agency.peers")
    rows = []
    for measure in MEASURES:
        frame = own.frame("rate_among_peers", measure=measure, least_peers=LEAST_PEERS).filter(pl.col("year") == year)
        row = frame.row(0, named=True) if len(frame) else None
        if row is None or not row["cases"]:
            continue
        peers = words("paper.few_peers", least=LEAST_PEERS)
        if row["middle"] is not None:
            quartiles = {name: f"{row[name]:.1%}" for name in ("low", "middle", "high")}
            peers = words("paper.quartiles", peers=row["peers"], **quartiles)
        rows.append((words.label(measure), rate_text(row, words), peers))
    if not rows:
        return Part(heading, (words("paper.no_rates"),))
    columns = (words("column.item"), words("column.rate"), words("label.peers_quartiles"))
    return Part(heading, (words("definition.peers_quartiles"),), Table(columns, tuple(rows), (23, 41, 36)))


def _silent(form: pl.DataFrame, cells: pl.DataFrame) -> tuple[pl.DataFrame, Counter[str]]:
    """The cells that give no number (blank, "/", unreadable), and how many there are of each kind, the unprinted among them."""
    printed: set[CellKey] = set(cells.select("table_no", "row_code", "column_code").iter_rows())
    wanted = [
        (table_no, row, column)
        for table_no in form["table_no"].unique()
        for row, _, columns in laid_out(form, cells, table_no).rows
        for column, _ in columns
    ]
    silent = cells.filter(pl.col("value").is_null())
    return silent, Counter([*silent["status"], *("absent" for key in wanted if key not in printed)])


def _tallied(words: Words, tally: Counter[str]) -> str:
    counts = [
        words("paper.count", status=words.coded("status", status), count=tally[status]) for status in sorted(tally)
    ]
    return words("app.comma").join(counts) or words("paper.nothing_missing")


def _missing(words: Words, silent: pl.DataFrame, tally: Counter[str]) -> tuple[Part, ...]:
    """Row by row, the cells that are printed and give no number."""
    if silent.is_empty():
        return ()
    rows = []
    for (table_no, row, status), group in groupby(silent.to_dicts(), key=itemgetter("table_no", "row_code", "status")):
        named = list(group)
        columns = words("app.comma").join(cell["column_label"] or cell["column_code"] for cell in named)
        label = named[0]["row_label"] or row
        rows.append((words(f"page.agency.table_{table_no}"), label, columns, words.coded("status", status)))
    lines = [_tallied(words, tally), *([words("paper.first", shown=_LISTED)] if len(rows) > _LISTED else [])]
    headings = tuple(words(f"column.{name}") for name in ("table", "row", "column", "status"))
    table = Table(headings, tuple(rows[:_LISTED]), (22, 30, 36, 12))
    return (Part(words("paper.missing"), tuple(lines), table),)


def _document(view: View, report: dict[str, Any]) -> Part:
    words = view.words
    facts = [
        (words("column.form"), words(f"form.{report['edition']}") if report["edition"] else words("app.unknown")),
        (words("column.published_on"), str(report["published_on"] or words("app.unknown"))),
        (words("source.address"), report["source_url"] or words("app.unknown")),
        (words("paper.file"), report["source_name"]),
        (words("source.hash"), report["sha256"]),
        (words("source.retrieved"), clock.moment(report["retrieved_at"]) or words("app.missing")),
        (words("citation.button"), citation(report, words)),
    ]
    return Part(words("paper.document"), (), Table((), tuple(facts), (24, 76)))
