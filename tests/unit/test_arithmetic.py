"""The sums of the form: a broken cell makes exactly the sums that hold it complain, and nothing is guessed of blanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.checks.arithmetic import check_sums
from etl.editions import editions
from etl.model import Reading, Severity, Status

APPLICANTS = [c.code for c in editions()["2021"].table(3).blocks[0].columns if c.code != "total"]
RESULTS = ["upheld", "corrected", "other_result", "pending"]


def readings(edition="2021", granted=(2, 1, 0, 0, 0, 0), carried_out=(0, 0, 1, 0, 0, 0)):
    """A whole valid report: so many granted and so many carried over by applicant, everything else 0."""
    found = {}

    def put(key, value):
        found[key] = Reading(*key, value, str(value), Status.REPORTED)

    rows = {row.code: (0,) * 6 for row in editions()[edition].table(3).blocks[0].rows}
    rows |= {"granted": granted, "concluded": granted, "carried_out": carried_out}
    rows["received"] = tuple(a + b for a, b in zip(granted, carried_out, strict=True))
    for row, figures in rows.items():
        for column, value in zip([*APPLICANTS, "total"], [*figures, sum(figures)], strict=True):
            put((3, row, column), value)
    for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        for column, value in zip([*RESULTS, "total"], [1, 0, 2, 0, 3], strict=True):
            put((4, row, column), value)
    return found


def change(found, key, value=None, printed="", status=Status.BLANK):
    return found | {key: Reading(*key, value, printed, Status.REPORTED if value is not None else status)}


def rules(found, edition="2021"):
    return sorted((f.rule, f.severity) for f in check_sums(editions()[edition], found))


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_valid_report_has_no_finding(edition):
    assert rules(readings(edition), edition) == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ((3, "received", "company"), ["balance", "row_sum"]),
        ((3, "received", "total"), ["balance", "row_sum"]),
        ((3, "granted", "natural_person"), ["outcome_sum", "row_sum"]),
        ((3, "concluded", "legal_service"), ["balance", "outcome_sum", "row_sum"]),
        ((3, "carried_out", "total"), ["balance", "row_sum"]),
        ((3, "other_remaining", "company"), ["outcome_sum", "row_sum"]),
        ((4, "litigation_direct", "pending"), ["dispute_sum"]),
        ((4, "reconsideration", "total"), ["dispute_sum"]),
    ],
)
def test_a_broken_cell_breaks_the_sums_that_hold_it(key, expected):
    found = list(check_sums(editions()["2021"], change(readings(), key, 99)))
    assert sorted(f.rule for f in found) == expected
    assert all(key in finding.cells for finding in found)
    assert all(finding.severity is Severity.ERROR for finding in found)


def test_the_finding_says_what_the_figure_should_be():
    (finding,) = check_sums(editions()["2021"], change(readings(), (4, "reconsideration", "total"), 0))
    assert finding.message == "表四“行政复议”：总计为0，各项结果之和为3，总计应为3。"


@pytest.mark.parametrize("row", ["concluded", "received"])
def test_a_blank_total_leaves_open_what_it_should_be(row):
    assert rules(change(readings(), (3, row, "total"))) == []


def test_a_blank_part_may_hold_the_difference():
    found = change(readings(), (3, "granted", "natural_person"))
    assert rules(found) == [("outcome_sum", "warning"), ("row_sum", "warning")]


def test_a_sign_for_none_adds_nothing():
    none = change(readings(), (3, "granted_in_part", "company"), printed="/", status=Status.NOT_APPLICABLE)
    assert rules(none) == []
    hidden = change(readings(), (3, "granted", "company"), printed="/", status=Status.NOT_APPLICABLE)
    assert rules(hidden) == [("outcome_sum", "error"), ("row_sum", "error")]


def test_an_unreadable_cell_cannot_be_told():
    found = change(readings(), (3, "granted", "company"), printed="若干", status=Status.UNREADABLE)
    assert rules(found) == []


def test_a_cell_that_is_not_printed_cannot_be_told():
    found = readings()
    del found[(3, "refused_state_secret", "total")]
    assert rules(change(found, (3, "concluded", "total"), 99)) == [("balance", "error"), ("row_sum", "error")]


def test_one_row_may_stand_for_three():
    found = {key: r for key, r in readings().items() if not key[1].startswith("other_")}
    for column in [*APPLICANTS, "total"]:
        found = change(found, (3, "other", column), 0)
    assert rules(found) == []
    broken = change(found, (3, "other", "company"), 4)
    assert {rule for rule, _ in rules(broken)} == {"outcome_sum", "row_sum"}


@given(
    st.lists(st.integers(0, 10**6), min_size=6, max_size=6),
    st.lists(st.integers(0, 10**4), min_size=6, max_size=6),
)
def test_no_valid_report_complains(granted, carried_out):
    assert rules(readings(granted=tuple(granted), carried_out=tuple(carried_out))) == []
