"""The sentences of a report, as its checks look at them: each to its full stop, with the section that it stands in."""

from etl.model import Paragraph, Report
from etl.narrative import flowing
from etl.wording import Sentence, sentences

Spoken = tuple[tuple[str, Sentence], ...]
"""Code of the section and sentence, in the order of the report."""


def spoken(report: Report) -> Spoken:
    """All sentences of the prose."""
    return tuple(
        (code, sentence)
        for code, text in report.sections.items()
        for paragraph in flowing(tuple(map(Paragraph, text.split("\n"))))
        for sentence in sentences(paragraph.text, at_semicolons=False)
    )
