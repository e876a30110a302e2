"""The types that cross a border inside ``etl``; imports nothing of ours.

``Document`` (bytes with provenance) -> ``Content`` (prose and grids, from a reader that knows nothing of reports)
-> ``Report`` (readings, indicators, statements) -> ``Finding``. Every reading walks back to one cell of one document.
"""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

Number = int | float
Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left corner of the page."""
CellKey = tuple[int, str, str]
"""Table number, row code, column code, as in the catalogue of editions."""

UNSURE = "〓"
"""Stands for, or after, text of a cell that could not be read for certain: the printer's mark for a sort that is missing.
No number bears it."""


class Status(StrEnum):
    """What the print says of a cell; absent cells have no reading at all."""

    REPORTED = "reported"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


class Severity(StrEnum):
    """How much a finding weighs: an error contradicts the form, a warning needs a look, a notice explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Document(Struct, frozen=True):
    """The bytes of one document and where they came from."""

    source_name: str
    content: bytes
    sha256: str
    source_url: str | None = None
    retrieved_at: str | None = None
    """ISO 8601, UTC."""
    folder: str = ""
    """The folders that it lay in, the innermost last, joined by "/"."""
    source: str = ""
    """The name of the source that it came from, as configured: it may name an organ or a place."""


class Cell(Struct, frozen=True, gc=False):
    """One cell as it is set; its text has lines joined by a line feed, and is otherwise untouched."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None
    confidence: float | None = None
    """Of recognised text, 0 to 1: that of its least certain character. None where the text was not recognised from a picture."""
    candidates: tuple[str, ...] = ()
    """The figures that recognised ink may be, where it is not certain which."""


class Grid(Struct, frozen=True, gc=False, tag="grid"):
    """One table. Cells do not overlap; ``row_count`` x ``column_count`` bounds them; positions count from 0.

    ``has_geometry`` says whether a column number is a place on the page (web page, word file, ruled PDF) or only the
    count of separators before it (text fields), which rows may pad or drop.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    has_geometry: bool = True
    page: int | None = None


class Paragraph(Struct, frozen=True, gc=False, tag="paragraph"):
    """One paragraph of prose, or one line where the form has only lines."""

    text: str
    role: Literal["title", "heading", "text"] = "text"
    page: int | None = None


class Content(Struct, frozen=True, gc=False):
    """What a document holds, in its own order.

    ``metadata`` keeps the document's own names: ``title`` and ``meta`` names of a page (``ArticleTitle``, ``PubDate``),
    the core properties of a word file or a PDF.
    """

    blocks: tuple[Paragraph | Grid, ...]
    metadata: dict[str, str] = {}
    page_count: int | None = None
    notes: tuple[str, ...] = ()
    """What the reader had to leave out or repair, in Chinese, for the findings."""


class Place(Struct, frozen=True, gc=False):
    """Where a reading stands in its document: the n-th grid of the content, and the cell's place in it."""

    grid: int
    row: int
    column: int
    page: int | None = None
    box: Box | None = None


class Reading(Struct, frozen=True, gc=False):
    """One printed cell of tables 2 to 4. ``value`` is None unless ``status`` is reported."""

    table: int
    row: str
    column: str
    value: Number | None
    printed: str
    status: Status
    place: Place | None = None
    note: str | None = None
    """Why the cell is unreadable, or what else stands in it (a unit, a remark), in Chinese."""
    candidates: tuple[str, ...] = ()
    """What an unreadable cell of a scan may print; the sums of the form may decide between them."""

    @property
    def key(self) -> CellKey:
        """The cell's key in the catalogue."""
        return (self.table, self.row, self.column)


class Indicator(Struct, frozen=True, gc=False):
    """One line of an indicator table from before 2019."""

    code: str
    label: str
    unit: str | None
    value: Number | None
    cumulative: Number | None = None
    printed: str = ""
    status: Status = Status.REPORTED
    place: Place | None = None


class Statement(Struct, frozen=True, gc=False):
    """A count that the prose states, with the sentence that it stands in.

    ``scope``: ``own`` (本机关), ``region`` (全市, 全区), or None where the sentence does not say.
    """

    concept: str
    value: Number | None
    sentence: str
    scope: Literal["own", "region"] | None = None
    is_approximate: bool = False
    is_cumulative: bool = False
    page: int | None = None


class Finding(Struct, frozen=True, gc=False):
    """What a check found; it never changes a number. ``message`` is Chinese, and says what the figure should be."""

    rule: str
    severity: Severity
    message: str
    cells: tuple[CellKey, ...] = ()


class Candidate(Struct, frozen=True):
    """An organ that a report may be of, and why; ``agency`` is None where only a reason can be told (Chinese)."""

    reason: str
    agency: str | None = None
    region_code: str | None = None
    region: str | None = None


Scope = Literal["organ", "office", "region", "system"]
"""What a report covers: the organ itself, a government's office, a government's whole area, an organ's whole system."""


class Identity(Struct, frozen=True):
    """Who reports, for which year, and what that rests on.

    ``scope`` is None where it is that of the organ's kind. ``evidence`` pairs a field (``agency``, ``year``,
    ``published_on``) with the text that it was read from.
    """

    agency: str | None
    year: int | None
    published_on: str | None = None
    """ISO 8601 date."""
    evidence: dict[str, str] = {}
    scope: Scope | None = None
    second_names: tuple[str, ...] = ()
    """Names in brackets beside the agency's own: 加挂牌子."""
    candidates: tuple[Candidate, ...] = ()
    """Where the document does not tell which organ it is: those that it may be."""


class Report(Struct, frozen=True):
    """What one document says as a yearly report."""

    agency: str | None
    year: int | None
    edition: str | None
    published_on: str | None
    readings: tuple[Reading, ...]
    indicators: tuple[Indicator, ...]
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    sections: dict[str, str] = {}
    """Code of the section (``overview`` ... ``other_matters``) -> its prose."""
    evidence: dict[str, str] = {}
    scope: Scope | None = None
    second_names: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def statement(self, concept: str) -> Statement | None:
        """The statement of a concept that the report stands by: the first with a value."""
        return next((s for s in self.statements if s.concept == concept and s.value is not None), None)
