"""The whole reading of one document on one screen: bytes -> content -> report -> findings."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from etl import local
from etl.checks.arithmetic import check_sums
from etl.checks.completeness import check_columns, check_edition, check_rows, check_tables, check_totals
from etl.checks.foreign import check_foreign
from etl.checks.prose import check_prose
from etl.checks.spoken import spoken
from etl.editions import Edition, editions
from etl.garbage import rarely_collected
from etl.identity import identify
from etl.interpret import Interpretation, interpret
from etl.interpret.indicators import Indicators, indicator_lists, read_indicators
from etl.kind import is_report
from etl.labels import variants
from etl.model import CellKey, Content, Document, Finding, Reading, Report
from etl.narrative import read_statements
from etl.parting import Part, parts
from etl.readers import read
from etl.readers.errors import UnreadableDocument
from etl.sections import Section, split

PRE2019 = "pre2019"
LAST_WITHOUT_FORM = 2018
"""The last year before the first common form (国办公开办函〔2019〕60号)."""

_log = logging.getLogger(__name__)


class Outcome(Struct, frozen=True):
    """What came of one document: its reports, or the reason (Chinese) why there is none."""

    document: Document
    reports: tuple[Report, ...]
    reason: str | None = None
    is_unreadable: bool = False
    page_count: int | None = None


def use_catalogue(data_dir: Path) -> None:
    """Read with what the folder adds to the catalogue, having looked at it first. Raises ``BrokenCatalogue``."""
    local.use(data_dir)
    indicator_lists()
    variants()


def document_of(
    name: str,
    content: bytes,
    source_url: str | None = None,
    retrieved_at: str | None = None,
    *,
    folder: str = "",
    source: str = "",
) -> Document:
    """The document made of these bytes."""
    return Document(name, content, hashlib.sha256(content).hexdigest(), source_url, retrieved_at, folder, source)


def read_document(document: Document) -> Outcome:
    """Read one document; whatever it does to us, it costs this document only."""
    try:
        with rarely_collected():
            return _outcome_of(read(document), document)
    except UnreadableDocument as error:
        return Outcome(document, (), str(error), is_unreadable=True)
    except MemoryError:
        return Outcome(document, (), "读取所需内存超过上限，已停止；请检查文件是否损坏或过大", is_unreadable=True)
    except Exception as error:  # noqa: BLE001 - the one place that guards a whole document
        _log.exception("reading failed: %s (%s)", document.source_name, document.sha256)
        return Outcome(document, (), _fault(error), is_unreadable=True)


def _fault(error: Exception) -> str:
    return f"读取程序出错（{type(error).__name__}），请将该文件和运行日志交给维护人员"


def _outcome_of(content: Content, document: Document) -> Outcome:
    sections = split(content)
    is_one, reason = is_report(content, sections)
    if not is_one:
        return Outcome(document, (), reason, page_count=content.page_count)
    found = parts(content)
    if len(found) == 1:
        reports: tuple[Report, ...] = (read_report(found[0], sections, document),)
    else:
        reports = tuple(read_report(part, split(part.content), document) for part in found)
    return Outcome(document, reports, page_count=content.page_count)


def read_report(part: Part, sections: dict[str, Section], document: Document) -> Report:
    """The report that a part of a document holds, with its findings."""
    content = part.content
    identity = identify(content, document, sections)
    tables = interpret(content, identity.year, part.first_grid)
    indicators = Indicators((), ()) if tables.edition else read_indicators(content, part.first_grid)
    report = Report(
        agency=identity.agency,
        year=identity.year,
        edition=_edition(tables, indicators, identity.year),
        published_on=identity.published_on,
        readings=tables.readings,
        indicators=indicators.indicators,
        statements=read_statements(sections, identity.year),
        findings=(),
        sections={code: section.text for code, section in sections.items()},
        evidence=identity.evidence | ({"reader": "；".join(content.notes)} if content.notes else {}),
        scope=identity.scope,
        second_names=identity.second_names,
        candidates=identity.candidates,
    )
    return _checked(report, [*tables.findings, *indicators.findings])


def _edition(tables: Interpretation, indicators: Indicators, year: int | None) -> str | None:
    """The form decides. Before 2019 there was none in common: a list of indicators, or prose alone."""
    if tables.edition is None and (indicators.indicators or (year is not None and year <= LAST_WITHOUT_FORM)):
        return PRE2019
    return tables.edition


def _checked(report: Report, findings: list[Finding]) -> Report:
    readings = {reading.key: reading for reading in report.readings}
    edition = editions().get(report.edition or "")
    if edition is not None:
        findings += _check_against(edition, report.year, readings)
    if report.edition != PRE2019:
        findings += check_tables(readings)
    told = spoken(report)
    findings += check_prose(report, readings, told)
    findings += check_foreign(report, told)
    return msgspec.structs.replace(report, findings=tuple(dict.fromkeys(findings)))


def _check_against(edition: Edition, year: int | None, readings: Mapping[CellKey, Reading]) -> list[Finding]:
    is_whole = edition.printed_cells() <= readings.keys()
    return [
        *check_edition(edition, year),
        *(() if is_whole else check_rows(edition, readings)),
        *(() if is_whole else check_columns(edition, readings)),
        *check_totals(edition, readings),
        *check_sums(edition, readings),
    ]
