"""Every switch of the maker, once or twice in a form that it suits: nothing is silently wrong, nothing missed in silence."""

import pytest

from etl.pipeline import document_of, read_document
from tests.evaluation.cases import case
from tests.evaluation.scoring import score
from tests.maker.oddities import ODDITIES

QUICK = ("html", "txt", "docx", "xlsx")
"""The forms that are made and read in some hundredths of a second."""
CASES = 2


@pytest.mark.parametrize("name", list(ODDITIES))
def test_nothing_is_silently_wrong_or_missed(name: str) -> None:
    forms = tuple(form for form in QUICK if form in ODDITIES[name].forms)
    for number in range(CASES if forms else 0):
        setting = case(9, number, forms, name)
        found = score(setting.report, read_document(document_of(f"report.{setting.form}", setting.content())))
        assert (found.counts["silent"], found.counts["unexplained"]) == (0, 0), found.notes
