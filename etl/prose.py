"""The prose of the reports in a document, section by section: what the dashboard sets beside another report's."""

import msgspec
from msgspec import Struct

from etl.model import Document
from etl.pipeline import read_document
from etl.workers import Limits, map_isolated

_LIMITS = Limits(cpu_seconds=120, wall_seconds=180.0)


class ProseError(ValueError):
    """The document holds no report, or cannot be read; the message is Chinese."""


class Prose(Struct, frozen=True):
    """The sections of one report, by their codes, in the order of the document."""

    year: int | None
    sections: dict[str, str]


def prose(document: Document) -> bytes:
    """A list of ``Prose`` as JSON, one a report.

    The document is read in a process of its own, under limits: it may be hostile. Raises ``ProseError``.
    """
    (result,) = map_isolated(_reports, [document], 1, lambda _, reason, _is_passing: reason, _LIMITS)
    if isinstance(result, str):
        raise ProseError(result)
    return msgspec.json.encode(result)


def _reports(document: Document) -> list[Prose] | str:
    outcome = read_document(document)
    if not outcome.reports:
        return outcome.reason or "没有年度报告"
    return [Prose(report.year, report.sections) for report in outcome.reports]
