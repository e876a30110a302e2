"""Each fault brings the findings that it must; a faultless report brings none."""

from random import Random

import pytest
from hypothesis import given

from tests.maker.quirks import QUIRKS
from tests.maker.report import Report
from tests.maker.typeset.html import HtmlLayout, html
from tests.property.reading import read
from tests.property.strategies import FEW, SEEDS, USUAL, pages, reports


def rules_of(report: Report, layout: HtmlLayout) -> set[str]:
    return {finding.rule for finding in read("report.html", html(report, layout)).findings}


@USUAL
@given(reports(), pages())
def test_a_faultless_report_has_no_finding(report: Report, layout: HtmlLayout) -> None:
    assert rules_of(report, layout) == set(report.expect)


@pytest.mark.parametrize("quirk", list(QUIRKS))
@FEW
@given(reports(("plain",)), SEEDS)
def test_a_fault_is_found(quirk: str, report: Report, seed: int) -> None:
    faulty = QUIRKS[quirk](Random(seed), report)
    assert set(faulty.expect) - set(report.expect)
    assert set(faulty.expect) <= rules_of(faulty, HtmlLayout())
