"""What the charts draw: gaps stay gaps, lines break where the form changed, few cases give no rate."""

import json

import pytest

from dashboard.charts import agency_names, bars, changes, funnel, heat, lines, multiples, rates, theme
from tests.dashboard.frames import EN, ZH, frame, point, rate


def test_a_year_without_reports_is_a_gap_and_no_zero() -> None:
    figure = lines.lines(frame(point(2021, "received", 5, 1, 1), point(2023, "received", 7, 1, 1)), ("received",), ZH)
    (trace,) = figure.data
    assert dict(zip(trace.x, trace.y, strict=True)) == {2021: 5, 2022: None, 2023: 7}
    assert trace.connectgaps is False


def test_a_year_in_which_no_report_gives_the_figure_is_a_gap() -> None:
    figure = lines.lines(
        frame(point(2021, "received", 5, 2, 2), point(2022, "received", None, 0, 2)), ("received",), ZH
    )
    assert list(figure.data[0].y) == [5, None]


def test_a_printed_zero_is_drawn() -> None:
    figure = lines.lines(frame(point(2021, "received", 0, 1, 1)), ("received",), ZH)
    assert list(figure.data[0].y) == [0]


def test_lines_break_where_the_form_changed_and_cross_when_asked() -> None:
    rows = frame(*(point(year, "received", year, 1, 1) for year in range(2018, 2023)))
    broken = lines.lines(rows, ("received",), ZH).data[0]
    assert [(x, y) for x, y in zip(broken.x, broken.y, strict=True) if y is None] == [(2018.5, None), (2020.5, None)]
    joined = lines.lines(rows, ("received",), ZH, is_connected=True).data[0]
    assert list(joined.y) == [2018, 2019, 2020, 2021, 2022]


def test_each_break_has_a_rule_and_each_part_the_name_of_its_form() -> None:
    figure = lines.lines(frame(*(point(y, "received", 1, 1, 1) for y in range(2018, 2023))), ("received",), ZH)
    assert [shape.x0 for shape in figure.layout.shapes] == [2018.5, 2020.5]
    names = [ZH(f"form.{form}") for form in ("pre2019", "2019", "2021")]
    assert [note.text for note in figure.layout.annotations] == [*names, "件"], "and the unit"


def test_years_of_one_form_have_no_break() -> None:
    figure = lines.lines(frame(point(2021, "received", 1, 1, 1), point(2022, "received", 1, 1, 1)), ("received",), ZH)
    assert not figure.layout.shapes


def test_series_of_one_form_alone_do_not_reach_the_other() -> None:
    rows = frame(
        point(2020, "normative_documents_created", 3, 1, 1),
        point(2020, "normative_documents_issued", None, 0, 1, absent=1),
        point(2021, "normative_documents_created", None, 0, 1, absent=1),
        point(2021, "normative_documents_issued", 4, 1, 1),
    )
    series = ("normative_documents_issued", "normative_documents_created")
    figure = lines.lines(rows, series, ZH, is_connected=True)
    values = {trace.name: [y for y in trace.y if y is not None] for trace in figure.data}
    assert values == {ZH.label(series[0]): [4], ZH.label(series[1]): [3]}


def test_hover_says_how_many_reports_the_sum_rests_on() -> None:
    (trace,) = lines.lines(frame(point(2022, "received", 5, 17, 20, absent=1)), ("received",), EN).data
    assert "given by 17 of 20 reports" in trace.hovertext[-1]
    assert "unreadable in 2" in trace.hovertext[-1]
    assert "no such item in 1" in trace.hovertext[-1]


def test_a_sum_that_lacks_reports_looks_different() -> None:
    rows = frame(point(2021, "received", 5, 1, 1), point(2022, "received", 5, 1, 2))
    assert list(lines.lines(rows, ("received",), ZH).data[0].marker.symbol) == ["circle", "circle-open"]
    assert list(bars.year_bars(rows, ("received",), ZH).data[0].marker.pattern.shape) == ["", "/"]


def test_the_legend_shows_a_whole_mark_where_the_first_sum_lacks_reports() -> None:
    rows = frame(point(2021, "received", 5, 1, 2), point(2022, "received", 5, 1, 1))
    line, bar = (chart(rows, ("received",), ZH).data[0] for chart in (lines.lines, bars.year_bars))
    assert list(line.marker.symbol) == ["circle", "circle-open", "circle"]
    assert list(bar.marker.pattern.shape) == ["", "/", ""]
    assert list(line.y) == list(bar.y) == [None, 5, 5]


def test_a_form_without_the_item_does_not_make_a_sum_partial() -> None:
    (trace,) = lines.lines(frame(point(2022, "received", 5, 1, 2, absent=1)), ("received",), ZH).data
    assert list(trace.marker.symbol) == ["circle"]


def test_a_click_gives_back_year_and_series() -> None:
    rows = frame(point(2021, "received", 5, 1, 1), point(2022, "received", 5, 1, 1))
    assert list(lines.lines(rows, ("received",), ZH).data[0].customdata[1]) == [2022, "received"]
    assert list(bars.year_bars(rows, ("received",), ZH).data[0].customdata[1]) == [2022, "received"]


def test_a_bar_without_a_value_is_none_and_no_zero() -> None:
    rows = frame(point(2021, "granted", 5, 1, 1), point(2023, "granted", None, 0, 1))
    (trace,) = bars.year_bars(rows, ("granted", "refused"), ZH).data
    assert list(trace.y) == [5, None, None]


def test_categories_stand_in_order_with_those_without_a_value_last() -> None:
    rows = frame(
        point(2021, "refused_state_secret", 2, 1, 1),
        point(2021, "refused_enforcement_file", None, 0, 1),
        point(2021, "refused_internal_affairs", 9, 1, 1),
    ).drop("year")
    (trace,) = bars.category_bars(rows, ZH).data
    assert list(trace.x) == [None, 2, 9]


def test_findings_stack_by_severity_in_the_order_of_rules() -> None:
    rows = frame(
        {"category": "balance", "series": "error", "value": 3.0, "reports": 2},
        {"category": "row_sum", "series": "warning", "value": 5.0, "reports": 5},
    )
    figure = bars.rule_bars(rows, EN)
    drawn = {trace.name: list(trace.x) for trace in figure.data if trace.type == "bar"}
    assert drawn == {"Error": [3], "Warning": [5], "Notice": []}
    assert [text.strip() for text in figure.data[-1].text] == ["3", "5"]
    assert list(figure.layout.yaxis.categoryarray)[-1] == EN.coded("rule", "row_sum")


def test_a_rate_on_few_cases_is_not_drawn() -> None:
    rows = frame(
        rate(2021, "reconsideration", 3, 12), rate(2022, "reconsideration", 4, 9), rate(2023, "reconsideration", 0, 0)
    )
    (trace,) = rates.rates(rows, ("reconsideration",), ZH).data
    assert list(trace.y) == [0.25, None, None]


def test_a_rate_of_nought_has_an_interval_above_it() -> None:
    (trace,) = rates.rates(frame(rate(2021, "reconsideration", 0, 20)), ("reconsideration",), ZH).data
    assert list(trace.y) == [0]
    assert trace.error_y.array[0] == pytest.approx(0.1611, abs=1e-4)
    assert trace.error_y.arrayminus[0] == 0


def test_the_interval_of_a_share() -> None:
    assert rates.wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_the_hover_of_a_rate_names_its_n() -> None:
    (trace,) = rates.rates(frame(rate(2021, "reconsideration", 3, 12)), ("reconsideration",), EN).data
    assert "25.0% (3 of 12;" in trace.hovertext[0]


@pytest.mark.parametrize("draw", [lines.lines, bars.year_bars, rates.rates])
def test_an_empty_frame_draws_nothing(draw) -> None:
    assert not draw(frame(rate(2021, "received", None, None)).clear(), ("received",), ZH).data


def test_colours_dashes_and_symbols_tell_series_apart() -> None:
    assert len(set(theme.COLOURS)) == len(theme.COLOURS) == len(theme.SYMBOLS) == len(set(theme.SYMBOLS))


def peer(agency: str, events: float, cases: float, position: str, *, is_chosen: bool = True) -> dict[str, object]:
    row = {"year": 2024, "series": "share_refused", "agency_id": agency, "agency": agency, "value": events / cases}
    return {**row, "events": events, "cases": cases, "mean": 0.2, "position": position, "is_chosen": is_chosen}


def test_a_funnel_draws_only_the_chosen_in_colour_and_names_those_beyond_the_limits() -> None:
    rows = [
        peer("甲<b>局", 60, 100, "far_above"), peer("乙局", 4, 20, "within"), peer("丙局", 30, 150, "within", is_chosen=False),
    ]  # fmt: skip
    figure = funnel.funnel(frame(*rows), ZH)
    points = {trace.name: trace.customdata for trace in figure.data if trace.customdata is not None}
    assert {name: [point[2] for point in found] for name, found in points.items()} == {
        ZH("peers.others"): ["丙局"], ZH("position.far_above"): ["甲<b>局"], ZH("position.within"): ["乙局"],
    }  # fmt: skip
    assert [annotation.text for annotation in figure.layout.annotations] == ["甲&lt;b&gt;局"]


def test_no_name_on_a_funnel_covers_a_point_or_another_name() -> None:
    """A crowd beyond the limits is told by hovering and in the table; the one far from it has its name, whole on the chart."""
    crowd = [
        peer(f"青岚省溪云市第{number}局", 0.3 * cases, cases, "above") for number, cases in enumerate(range(20, 320))
    ]
    alone = peer("青岚省溪云市鹤汀区人民政府", 90, 100, "far_above")
    figure = funnel.funnel(frame(*crowd, alone), ZH)
    assert [annotation.text for annotation in figure.layout.annotations] == [alone["agency"]]
    pair = [
        peer("甲局", 60, 100, "above"),
        peer("乙局", 61, 103, "above"),
        peer("丙局", 2, 100, "below"),
        peer("丁局", 2, 400, "below"),
    ]
    named = {annotation.text for annotation in funnel.funnel(frame(*pair), ZH).layout.annotations}
    assert named == {"乙局", "丙局", "丁局"}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("国家星图局", ["国家星图局"]),
        ("青岚省溪云市鹤汀区人民政府", ["青岚省溪云市", "鹤汀区人民政府"]),
        ("朔野省霁川市市场监督管理局", ["朔野省霁川市", "市场监督管理局"]),
        ("甲乙丙丁戊己庚辛壬癸", ["甲乙丙丁戊", "己庚辛壬癸"]),
        ("<b>甲乙丙丁戊己庚辛", ["&lt;b&gt;甲乙丙", "丁戊己庚辛"]),
    ],
)
def test_a_long_name_stands_on_several_lines(name: str, lines: list[str]) -> None:
    assert agency_names.folded(name).split("<br>") == lines


def test_a_funnel_narrows_as_cases_grow() -> None:
    figure = funnel.funnel(frame(peer("甲局", 2, 10, "within"), peer("乙局", 200, 1000, "within")), ZH)
    high = next(trace for trace in figure.data if trace.name == ZH("peers.limit_95"))
    assert high.y[0] == pytest.approx(0.2 + 1.96 * (0.16 / 10) ** 0.5)
    assert high.y[-1] == pytest.approx(0.2 + 1.96 * (0.16 / 1000) ** 0.5)
    assert figure.layout.xaxis.type == "log"


def year_of(agency: str, year: int, value: float | None, status: str, disputed: int = 0) -> dict[str, object]:
    row = {"year": year, "series": "received", "agency_id": agency, "agency": agency, "value": value, "status": status}
    return {**row, "disputed": disputed}


def test_a_heat_map_says_in_each_cell_why_there_is_no_figure() -> None:
    rows = [
        year_of("甲局", 2021, 0, "printed"), year_of("甲局", 2022, None, "no_report"),
        year_of("乙局", 2021, None, "blank"), year_of("乙局", 2022, 12, "printed", disputed=1),
    ]  # fmt: skip
    points = heat.agency_years(frame(*rows), ZH).data[-1]
    texts = dict(zip(((point[2], point[0]) for point in points.customdata), points.text, strict=True))
    assert texts == {
        ("甲局", 2021): "0", ("甲局", 2022): ZH("cellstatus.no_report"), ("乙局", 2021): ZH("cellstatus.blank"),
        ("乙局", 2022): "12 [d]",
    }  # fmt: skip


@pytest.mark.parametrize(("agencies", "axes"), [(6, 1), (7, 7), (20, 12)])
def test_up_to_six_agencies_share_one_chart(agencies: int, axes: int) -> None:
    rows = [year_of(f"a{n:02}", year, n + year, "printed") for n in range(agencies) for year in (2021, 2022)]
    figure = multiples.agency_lines(frame(*rows), ZH)
    assert len({trace.xaxis for trace in figure.data}) == axes


def test_the_largest_change_stands_on_top_whatever_its_sign() -> None:
    rows = [
        {**year_of(name, 2024, value, "printed"), "value_before": 9.0, "value_now": 9.0 + value}
        for name, value in (("甲局", 5.0), ("乙局", -7.0), ("丙局", 1.0))
    ]  # fmt: skip
    (bars_drawn,) = changes.by_agency(frame(*rows), ZH).data
    assert list(bars_drawn.y) == ["乙局", "甲局", "丙局"]
    assert list(bars_drawn.text) == ["−7", "+5", "+1"]


def test_a_year_whose_reports_are_still_to_come_stands_apart_and_is_named() -> None:
    rows = frame(
        point(2022, "received", 90, 9, 9), point(2023, "received", 100, 10, 10), point(2024, "received", 8, 1, 1)
    )
    for drawn in (lines.lines(rows, ("received",), ZH), lines.lines(rows, ("received",), ZH, is_connected=True)):
        assert list(drawn.data[0].y) == [90, 100, None, 8]
    for drawn in (lines.lines(rows, ("received",), ZH), bars.year_bars(rows, ("received",), ZH)):
        (name,) = [note for note in drawn.layout.annotations if note.text == ZH("chart.unfinished")]
        # beside the ground of the year, not over its bars
        assert (name.x, name.xanchor) == (2024.5, "left")
        assert [(ground.x0, ground.x1) for ground in drawn.layout.shapes if ground.type == "rect"] == [(2023.5, 2024.5)]


def test_a_rate_of_the_few_reports_that_came_first_stands_apart_too() -> None:
    rows = [rate(2022, "received", 30, 100), rate(2023, "received", 31, 100), rate(2024, "received", 9, 12)]
    sizes = (9, 10, 1)
    figure = rates.rates(frame(*({**row, "reports": n} for row, n in zip(rows, sizes, strict=True))), ("received",), ZH)
    assert [value is None for value in figure.data[0].y][-4:] == [False, False, True, False]
    assert ZH("chart.unfinished") in [note.text for note in figure.layout.annotations]


def test_a_finished_figure_is_json_that_a_browser_reads() -> None:
    """Of a value that is no number nothing is drawn; a revision would have plotly take changed figures for the old ones."""
    drawing = lines.lines(frame(point(2022, "received", 1_234_567, 9, 9)), ("received",), ZH)
    drawing.data[0].text = [float("nan")]
    finished = drawing.finished()
    figure = json.loads(finished.written, parse_constant=pytest.fail)
    assert figure["data"][0]["text"] == [None]
    assert "datarevision" not in figure["layout"]
    assert figure["layout"]["height"] == finished.height == theme.HEIGHT
    assert figure["layout"]["margin"]["l"] > 60
