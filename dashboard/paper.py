"""One report on one paper (年报体检单): its figures with marks, its peers, its findings, and what it does not say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import LEAST_PEERS, source
from dashboard.charts.rates import rate_text
from dashboard.citation import citation
from dashboard.language import Words
from dashboard.marks import marks_of
from dashboard.panels import KINDS, MEASURES
from dashboard.statutory import laid_out
from dashboard.view import View

_FIGURES = (
    ("publications_by_year", ("publication_items", "normative_documents_issued", "licensing_decisions", "penalty_decisions",
                              "coercion_decisions", "administrative_fees_10k_yuan")),
    ("applications_by_year", ("received", "carried_in", "granted", "granted_in_part", "refused", "unable", "declined", "other",
                              "concluded", "carried_out")),
)  # fmt: skip
_RESULTS = ("total", "corrected", "pending")
_LISTED = 40


@dataclass(frozen=True)
class Table:
    """A table of the paper: headings, and rows of as many texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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


def paper(view: View, report: dict[str, Any]) -> Paper:
    """The paper of a report that has an agency and a year; ``report`` is a row of ``agency_reports.sql``."""
    words = view.words
    own = view.of_agency(report["agency_id"])
    cells = source.frame(view.snapshot, "report_cells", report_id=report["report_id"])
    place = (report["region"] or words("app.unknown"), words.coded("level", report["level"]))
    return Paper(
        words("paper.title", agency=report["agency"], year=report["year"]),
        (
            words("app.dot").join((*place, words.coded("function", report["function"]))),
            words("paper.snapshot", snapshot=view.snapshot.snapshot_id),
            *((words("snapshot.synthetic"),) if source.is_synthetic(view.snapshot) else ()),
        ),
        (
            _document(view, report),
            _figures(own, report["year"]),
            _carry_over(own, report["year"]),
            _peers(own, report["year"]),
            _findings(view, report),
            _missing(view, report, cells),
            Part(words("paper.key"), tuple(words(f"mark.{mark}") for mark in "bcdpxz")),
        ),
    )


def _document(view: View, report: dict[str, Any]) -> Part:
    words = view.words
    filings = source.frame(view.snapshot, "filing", agency_id=report["agency_id"], year=report["year"])
    filing = filings.row(0, named=True) if len(filings) else None
    facts = [
        (words("column.form"), words(f"form.{report['edition']}") if report["edition"] else words("app.unknown")),
        (words("column.published_on"), str(report["published_on"] or words("app.unknown"))),
        (words("paper.filed"), _filed(filing, words)),
        (words("source.address"), report["source_url"] or words("app.unknown")),
        (words("paper.file"), report["source_name"]),
        (words("source.hash"), report["sha256"]),
        (words("source.retrieved"), str(report["retrieved_at"] or words("app.missing"))),
    ]
    return Part(words("paper.document"), (citation(report, words),), Table((), tuple(facts)))


def _filed(filing: dict[str, Any] | None, words: Words) -> str:
    """In time, so many days late, or not to be told."""
    if filing is None or filing["due_on"] is None:
        return words("paper.no_deadline")
    if filing["days_late"] is None:
        return words("paper.undated", due=filing["due_on"])
    key = "paper.late" if filing["days_late"] > 0 else "paper.in_time"
    return words(key, due=filing["due_on"], days=filing["days_late"])


def _figures(own: View, year: int) -> Part:
    """Each figure of the year, of the year before, and its marks."""
    words = own.words
    rows = [
        _figure(own.frame(query), code, year, words.full_name(code), words)
        for query, codes in _FIGURES
        for code in codes
    ]
    for kind in KINDS:
        frame = own.frame("disputes_by_year", kind=kind)
        rows += [
            _figure(frame, code, year, words("hover.agency_series", agency=words.label(kind), series=words.full_name(code)), words)
            for code in _RESULTS
        ]  # fmt: skip
    columns = tuple(words(f"column.{name}") for name in ("item", "value_now", "value_before", "change", "marks"))
    return Part(words("paper.figures"), (), Table(columns, tuple(rows)))


def _figure(frame: pl.DataFrame, code: str, year: int, name: str, words: Words) -> tuple[str, ...]:
    rows = {row["year"]: row for row in frame.filter(pl.col("series") == code).iter_rows(named=True)}
    now, before = rows.get(year), rows.get(year - 1)
    value, value_before = (None if row is None else row["value"] for row in (now, before))
    change = words.signed(None if value is None or value_before is None else value - value_before)
    marks = () if now is None else marks_of(now, is_first_year=before is None)
    return name, words.amount(value, code), words.number(value_before), change, " ".join(f"[{mark}]" for mark in marks)


def _carry_over(own: View, year: int) -> Part:
    words = own.words
    frame = own.frame("carry_over_by_year").filter(pl.col("year") == year)
    values = dict(frame.select("series", "value").iter_rows())
    out, carried_in = values.get("carried_out_before"), values.get("carried_in")
    if out is None or carried_in is None:
        text = words("paper.carry_over_unknown")
    else:
        key = "paper.carry_over_fits" if out == carried_in else "paper.carry_over_differs"
        text = words(key, before=words.number(out), now=words.number(carried_in))
    return Part(words("panel.carry_over.title"), (text,))


def _peers(own: View, year: int) -> Part:
    """Each rate with its n and interval, and the middle half of the peers."""
    words = own.words
    rows = []
    for measure in MEASURES:
        frame = own.frame("rate_among_peers", measure=measure, least_peers=LEAST_PEERS).filter(pl.col("year") == year)
        row = frame.row(0, named=True) if len(frame) else None
        if row is None or row["cases"] is None:
            rows.append((words.label(measure), words("app.missing"), words("app.missing")))
            continue
        peers = words("app.missing")
        if row["middle"] is not None:
            quartiles = {name: f"{row[name]:.1%}" for name in ("low", "middle", "high")}
            peers = words("paper.quartiles", peers=row["peers"], **quartiles)
        rows.append((words.label(measure), rate_text(row, words), peers))
    columns = (words("column.item"), words("column.rate"), words("label.peers_quartiles"))
    return Part(words("page.agency.peers"), (words("definition.peers_quartiles"),), Table(columns, tuple(rows)))


def _findings(view: View, report: dict[str, Any]) -> Part:
    words = view.words
    found = source.frame(view.snapshot, "report_findings", report_id=report["report_id"])
    if found.is_empty():
        return Part(words("page.agency.findings"), (words("page.agency.no_findings"),))
    rows = [
        (words.coded("severity", row["severity"]), words.coded("rule", row["rule"]), row["message"])
        for row in found.iter_rows(named=True)
    ]
    columns = tuple(words(f"column.{name}") for name in ("severity", "rule", "findings"))
    return Part(words("page.agency.findings"), (), Table(columns, tuple(rows)))


def _missing(view: View, report: dict[str, Any], cells: pl.DataFrame) -> Part:
    """The cells that give no number: blank, "/", unreadable, or not printed although the form has them."""
    words = view.words
    form = source.frame(view.snapshot, "edition_cells", edition=report["edition"])
    printed = set(cells.select("table_no", "row_code", "column_code").iter_rows())
    wanted = [
        (table_no, row, column)
        for table_no in form["table_no"].unique()
        for row, _, columns in laid_out(form, cells, table_no).rows
        for column, _ in columns
    ]
    silent = cells.filter(pl.col("value").is_null())
    tally = Counter([*silent["status"], *("absent" for key in wanted if key not in printed)])
    counts = [
        words("paper.count", status=words.coded("status", status), count=tally[status]) for status in sorted(tally)
    ]
    if not counts:
        return Part(words("paper.missing"), (words("paper.nothing_missing"),))
    rows = [
        (words(f"page.agency.table_{row['table_no']}"), row["row_label"] or row["row_code"],
         row["column_label"] or row["column_code"], words.coded("status", row["status"]))
        for row in silent.head(_LISTED).iter_rows(named=True)
    ]  # fmt: skip
    lines = [words("app.comma").join(counts), *([words("paper.first", shown=_LISTED)] if len(silent) > _LISTED else [])]
    return Part(words("paper.missing"), tuple(lines), _table(words, ("table", "row", "column", "status"), rows))


def _table(words: Words, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table | None:
    return Table(tuple(words(f"column.{name}") for name in columns), tuple(rows)) if rows else None
