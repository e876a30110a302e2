"""Every chart of the dashboard: its question, its figure, its words, and the reports behind each of its points."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from dashboard import LEAST_PEERS, cells, sentences
from dashboard.cells import Cell, CellsOf
from dashboard.charts import band, bars, changes, flow, funnel, heat, lines, multiples, rates, theme
from dashboard.charts.drawing import Drawing
from dashboard.language import LANGUAGES, Words, texts
from dashboard.queries import Parameter

Chart = Callable[[pl.DataFrame, Sequence[str], Words, bool], Drawing]
Sentence = Callable[[pl.DataFrame, Sequence[str], Words], str]
PointParameters = Callable[[str], Mapping[str, Parameter]]


@dataclass(frozen=True)
class Panel:
    """One chart. ``query`` gives its frame; ``evidence`` the reports behind a point, bound by ``point`` from its series."""

    code: str
    query: str
    chart: Chart
    sentence: Sentence
    series: tuple[str, ...]
    evidence: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    point: PointParameters = lambda series: {"series": series}
    beside: tuple[str, ...] = ()
    """Series of the frame that stand in the table and the downloads, but not on the chart."""
    defined: tuple[str, ...] = ()
    """What the definitions explain; the series where it is left empty."""
    worded: str = ""
    """The code that title and question stand under where several panels share them; ``{name}`` in them is the series'."""
    cells: CellsOf = lambda series: ()
    """The cells that the figure of a series rests on, as far as it is one of cells."""
    own_sentence: Sentence | None = None
    """What is said in the place of ``sentence`` where the chart shows one agency alone."""
    years_back: int = 0
    """Years before the year of a point whose reports its figure rests on, too."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The codes to define beside the chart."""
        return self.defined or (*self.series, *self.beside)

    def heading(self, part: str, words: Words) -> str:
        """The ``title`` or ``question`` of the chart."""
        return words(f"panel.{self.worded or self.code}.{part}", name=words.label(self.terms[0]) if self.terms else "")


def _lines(frame: pl.DataFrame, series: Sequence[str], words: Words, is_connected: bool) -> Drawing:
    return lines.lines(frame, series, words, is_connected=is_connected)


def _rates(frame: pl.DataFrame, series: Sequence[str], words: Words, is_connected: bool) -> Drawing:
    return rates.rates(frame, series, words, is_connected=is_connected)


def _stack(frame: pl.DataFrame, series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.year_bars(frame, series, words)


def _outcomes(frame: pl.DataFrame, series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.year_bars(frame, series, words, colours=theme.OUTCOME_COLOURS)


def _results(frame: pl.DataFrame, series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.year_bars(frame, series, words, colours=theme.RESULT_COLOURS)


def _group(frame: pl.DataFrame, series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.year_bars(frame, series, words, mode="group")


def _severities(frame: pl.DataFrame, series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.year_bars(frame, series, words, colours=theme.SEVERITY_COLOURS)


def _categories(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.category_bars(frame, words)


def _rules(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.rule_bars(frame, words)


def _flow(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return flow.flow(frame, words)


def _carry_over(frame: pl.DataFrame, series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return bars.carry_over(frame, series, words)


def _band(frame: pl.DataFrame, _series: Sequence[str], words: Words, is_connected: bool) -> Drawing:
    return band.band(frame, words, is_connected=is_connected)


def _funnel(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return funnel.funnel(frame, words)


def _heat(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return heat.agency_years(frame, words)


def _multiples(frame: pl.DataFrame, _series: Sequence[str], words: Words, is_connected: bool) -> Drawing:
    return multiples.agency_lines(frame, words, is_connected=is_connected)


def _agency_changes(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return changes.by_agency(frame, words)


def _changes(frame: pl.DataFrame, _series: Sequence[str], words: Words, _is_connected: bool) -> Drawing:
    return changes.by_series(frame, words)


KINDS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOME_GROUPS = ("granted", "granted_in_part", "refused", "unable", "declined", "other")
GROUNDS = ("refused", "unable", "declined")
APPLICANTS = (
    "natural_person",
    "company",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
)
CORRECTIONS = tuple(f"correction_{kind}" for kind in KINDS)
SHARES = ("share_disclosed", "share_refused", "share_unable", "share_declined", "share_carried_out")
MEASURES = (*CORRECTIONS, *SHARES)
COUNTS = ("received", "carried_out", "refused")
"""Figures of applications that are shown agency by year."""
PLACES = (2, 6)
"""As few places are compared, and as many can be told apart."""
AGENCY_LIMIT = 30
"""Agencies on a heat map; small multiples take the first dozen."""
POINT_LIMIT = 1500
"""Agencies on a funnel; as many points a browser draws without delay."""
CHANGE_LIMIT = 200
"""Agencies in the table of a change, a few of them on its chart."""
SEVERITIES = ("error", "warning", "notice")
RULES = tuple(key.removeprefix("rule.") for key in texts(LANGUAGES[0]) if key.startswith("rule."))
_OF_A_YEAR = tuple(rule for rule in RULES if rule != "missing_report")
"""A missing report stands beside a report of another year."""
_RESULTS = ("upheld", "corrected", "other_result", "pending")


def _documents(kind: str) -> tuple[str, ...]:
    counts = ("issued", "repealed", "in_force", "created", "newly_published", "published_total")
    return tuple(f"{kind}_{count}" for count in counts)


def _publications(code: str, *series: str) -> Panel:
    return Panel(
        code, "publications_by_year", _lines, sentences.trend, series, "publications_reports", cells=cells.of_publications,
        own_sentence=sentences.own_trend,
    )  # fmt: skip


def _dispute_point(kind: str) -> PointParameters:
    return lambda series: {"kind": kind, "series": series}


def _disputes(kind: str) -> Panel:
    return Panel(
        f"{kind}_results", "disputes_by_year", _results, sentences.results, _RESULTS, "disputes_reports",
        parameters={"kind": kind}, point=_dispute_point(kind), beside=("total",),
        cells=lambda series: (Cell(4, kind, series),),
    )  # fmt: skip


def _grounds(group: str) -> Panel:
    return Panel(
        f"{group}_grounds", "outcome_grounds", _categories, sentences.categories, (), "outcome_reports",
        parameters={"outcome_group": group}, defined=(group,), cells=cells.of_applications,
    )  # fmt: skip


def _ground_changes(group: str) -> Panel:
    return Panel(
        f"{group}_changes", "change_by_ground", _changes, sentences.changes, (), "outcome_reports",
        parameters={"outcome_group": group}, defined=(group,), worded="ground_changes", years_back=1,
        cells=cells.of_applications,
    )  # fmt: skip


def _among_peers(measure: str) -> Panel:
    return Panel(
        f"among_peers_{measure}", "rate_among_peers", _band, sentences.among_peers, (measure,), "rates_reports",
        parameters={"measure": measure, "least_peers": LEAST_PEERS}, defined=(measure, "peers_quartiles"), worded="among_peers",
        cells=cells.of_rate,
    )  # fmt: skip


def _rate_lines(code: str, measures: tuple[str, ...], *defined: str) -> Panel:
    return Panel(
        code, "rates_by_year", _rates, sentences.rate, measures, "rates_reports",
        parameters={"measures": list(measures)}, defined=(*defined, *measures), cells=cells.of_rate,
    )  # fmt: skip


def _peers(measure: str) -> Panel:
    return Panel(
        f"peers_{measure}", "rates_by_agency", _funnel, sentences.peers, (measure,), "rates_reports",
        parameters={"measure": measure, "agency_limit": POINT_LIMIT},
        defined=(measure, "peers_mean", "peers_limits"), worded="peers", cells=cells.of_rate,
    )  # fmt: skip


def _places(figure: str) -> Panel:
    def of_place(_place: str) -> tuple[Cell, ...]:
        return cells.of_applications(figure)

    return Panel(
        f"places_{figure}", "place_years", _lines, sentences.places, (), "applications_reports",
        parameters={"figure": figure}, point=lambda place: {"regions": [place], "series": figure}, defined=(figure,),
        worded="places", cells=of_place,
    )  # fmt: skip


def _agency_years(kind: str, chart: Chart, sentence: Sentence, figure: str) -> Panel:
    return Panel(
        f"{kind}_{figure}", "agency_years", chart, sentence, (figure,), "applications_reports",
        parameters={"figure": figure, "agency_limit": AGENCY_LIMIT}, worded=kind, cells=cells.of_applications,
    )  # fmt: skip


PANELS: Mapping[str, Panel] = {
    panel.code: panel
    for panel in (
        Panel(
            "coverage", "coverage_by_year", _group, sentences.coverage,
            ("agencies_expected", "agencies_received", "agencies_read", "agencies_without_errors"), "coverage_reports",
        ),
        _publications("items", "publication_items"),
        _publications("normative_documents", *_documents("normative_documents")),
        _publications("regulations", *_documents("regulations")),
        _publications("decisions", "licensing_decisions", "penalty_decisions", "coercion_decisions"),
        _publications("fees", "administrative_fees_10k_yuan"),
        Panel(
            "applications", "applications_by_year", _lines, sentences.trend,
            ("received", "carried_in", "concluded", "carried_out"), "applications_reports",
            cells=cells.of_applications, own_sentence=sentences.own_trend,
        ),
        Panel(
            "outcomes", "applications_by_year", _outcomes, sentences.shares, OUTCOME_GROUPS, "applications_reports",
            cells=cells.of_applications,
        ),
        Panel(
            "flow", "application_flow", _flow, sentences.flow, (*flow.CAME_IN, *flow.WENT), "flow_reports",
            cells=cells.of_applications,
        ),
        *(_grounds(group) for group in GROUNDS),
        *(_ground_changes(group) for group in GROUNDS),
        Panel(
            "applicants", "applicants_by_year", _stack, sentences.shares, APPLICANTS, "applicant_reports",
            cells=cells.of_applicant,
        ),
        Panel(
            "carry_over", "carry_over_by_year", _carry_over, sentences.carry_over,
            ("carried_out_before", "carried_in"), "carry_over_reports",
            beside=("carry_over_differing",), cells=cells.of_carry_over, own_sentence=sentences.own_carry_over,
        ),
        *(_disputes(kind) for kind in KINDS),
        _rate_lines("correction_rate", CORRECTIONS, "correction_rate"),
        _rate_lines("outcome_rates", SHARES),
        *(_peers(measure) for measure in MEASURES),
        *(_among_peers(measure) for measure in MEASURES),
        *(_places(figure) for figure in COUNTS),
        *(_agency_years("heat", _heat, sentences.agency_years, figure) for figure in COUNTS),
        *(_agency_years("multiples", _multiples, sentences.first_agency_years, figure) for figure in COUNTS),
        Panel(
            "change_by_agency", "change_by_agency", _agency_changes, sentences.agency_changes, ("received",),
            "applications_reports", parameters={"agency_limit": CHANGE_LIMIT}, years_back=1, cells=cells.of_applications,
        ),
        Panel(
            "change_by_applicant", "change_by_applicant", _changes, sentences.changes, APPLICANTS,
            "applicant_reports", years_back=1, cells=cells.of_applicant,
        ),
        Panel(
            "findings_by_rule", "findings_by_rule", _rules, sentences.findings, SEVERITIES, "findings_list",
            parameters={"rules": None, "severities": None}, point=lambda rule: {"rules": [rule], "severities": None},
            defined=(*SEVERITIES, *(f"rule.{rule}" for rule in RULES)),
        ),
        Panel(
            "findings_by_year", "findings_by_year", _severities, sentences.findings, SEVERITIES, "findings_list",
            parameters={"rules": list(_OF_A_YEAR), "severities": None},
            point=lambda severity: {"rules": list(_OF_A_YEAR), "severities": [severity]},
        ),
    )
}  # fmt: skip
"""Every chart, by its code."""
