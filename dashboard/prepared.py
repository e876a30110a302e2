"""What a chart shows, made ready once for a snapshot, filters and a language: whoever asks the same again is shown the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import queries, tables
from dashboard.charts.changed import mark
from dashboard.charts.drawing import Drawing, Finished, Part
from dashboard.evidence import Point
from dashboard.kept import KeptOf, key_of
from dashboard.language import Words
from dashboard.marks import is_suppressed
from dashboard.panels import Panel, Sentence
from dashboard.queries import Parameter
from dashboard.revised import with_changes
from dashboard.tables import Line
from dashboard.view import View
from dashboard.whole_years import last_whole_year

TABLE_ROWS = 200
_GIVEN = pl.col("value").is_not_null().sum()


@dataclass(frozen=True)
class Prepared:
    """The parts of a chart on the page; shared between sessions, so none of them is to be changed."""

    frame: pl.DataFrame
    series: tuple[str, ...]
    """Those in the table and the downloads, too."""
    figure: Finished | None
    """None where there is no figure to draw."""
    sentence: str
    is_suppressed: bool
    """Whether a rate is left out because its cases are too few."""
    is_partial: bool
    """Whether the chart has marks for sums that lack some reports."""
    table: Sequence[Line]
    has_coverage: bool
    """Whether the table tells how many reports give a figure."""
    marks: tuple[str, ...]
    points: tuple[Point, ...]
    foremost: int
    """Which of the points is offered first: the first of a year whose reports are in."""
    point_names: Mapping[Point, str]
    sql: str


_kept: KeptOf[Prepared] = KeptOf(400)


def prepared(view: View, panel: Panel, agency_id: str | None) -> Prepared:
    """The chart under the filters of the view; ``agency_id`` where it shows one agency alone."""
    asked = view.parameters(**panel.parameters)
    key = (panel.code, view.words.language, view.is_connected, agency_id, key_of(asked))
    return _kept.get(view.snapshot, key, lambda: _prepare(view, panel, agency_id, asked))


def _prepare(view: View, panel: Panel, agency_id: str | None, asked: Mapping[str, Parameter]) -> Prepared:
    words = view.words
    frame = with_changes(view, panel)
    series = panel.series or tuple(frame["series"].unique().sort())
    kept = frame.filter(pl.col("series").is_in(list(series)))
    rows = kept.to_dicts()
    is_empty = kept["value"].is_null().all()
    is_too_few = any(is_suppressed(row) for row in rows)
    whole = (*series, *panel.beside)
    points = points_of(panel, frame, whole, agency_id)
    figure = None if is_empty else mark(panel.chart(kept, series, words, view.is_connected), kept)
    has_table = is_too_few or not is_empty
    return Prepared(
        frame=frame,
        series=whole,
        figure=None if figure is None else figure.finished(),
        sentence="" if is_empty else _sentence_of(panel, agency_id)(frame, series, words),
        is_suppressed=is_too_few,
        is_partial="agency_id" not in kept.columns and figure is not None and _shows_partial(figure),
        table=tables.lines(frame, whole, words)[:TABLE_ROWS] if has_table else (),
        has_coverage=has_table and tables.has_coverage(frame),
        marks=tuple(tables.marks_in(frame, whole)) if has_table else (),
        points=tuple(points),
        foremost=_foremost(points, kept),
        point_names={point: point_name(point, words) for point in points},
        sql=queries.shown(queries.load(panel.query), asked),
    )


def _sentence_of(panel: Panel, agency_id: str | None) -> Sentence:
    return panel.sentence if agency_id is None or panel.own_sentence is None else panel.own_sentence


def _shows_partial(figure: Drawing) -> bool:
    """Whether a point is hollow or a bar hatched."""
    markers = [trace.marker or Part() for trace in figure.data]
    return any(
        any(str(symbol).endswith("-open") for symbol in marker.symbol or ())
        or any((marker.pattern or Part()).shape or ())
        for marker in markers
    )


def points_of(panel: Panel, frame: pl.DataFrame, series: Sequence[str], agency_id: str | None) -> Sequence[Point]:
    """Every point of these series, the newest year first, then as the chart names them; chosen agencies before their peers.

    A rule is one point. What the frame has of other series is not on the chart, and nothing is asked about it.
    """
    if "category" in frame.columns:
        return [Point(panel.code, None, code, agency_id) for code in frame["category"].unique().sort()]
    frame = frame.filter(pl.col("series").is_in(list(series)))
    if "is_chosen" not in frame.columns and "year" in frame.columns:
        order = pl.col("agency") if "agency" in frame.columns else pl.col("series").cast(pl.Enum(series))
        frame = frame.sort(pl.col("year"), order, descending=[True, False])
    return [
        Point(panel.code, row.get("year"), row["series"], row.get("agency_id", agency_id), row.get("agency"))
        for row in frame.to_dicts()
        if row["value"] is not None
    ]


def _foremost(points: Sequence[Point], frame: pl.DataFrame) -> int:
    """The place of the first point of the last whole year; where a row is an agency's, the rows of each year are counted."""
    if "year" not in frame.columns:
        return 0
    is_counted = "reports" in frame.columns and "agency_id" not in frame.columns
    counted = frame if is_counted else frame.with_columns(_GIVEN.over("year").alias("reports"))
    whole = last_whole_year(counted)
    return next((n for n, point in enumerate(points) if point.year == whole), 0)


def point_name(point: Point, words: Words) -> str:
    """A point in words: year, agency, figure."""
    name = words.coded("rule", point.series) if point.panel == "findings_by_rule" else words.full_name(point.series)
    if point.agency is not None:
        name = words("hover.agency_series", agency=point.agency, series=name)
    return name if point.year is None else words("hover.year_series", year=point.year, series=name)
