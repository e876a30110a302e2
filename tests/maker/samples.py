"""The bundled reports: series of invented organs with a few faults, and published figures of real ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.maker.compose import compose
from tests.maker.figures import yearly
from tests.maker.indicators import indicator_report
from tests.maker.layouts import typeset
from tests.maker.places import organs
from tests.maker.printing import Style
from tests.maker.quirks import QUIRKS
from tests.maker.real import real_reports
from tests.maker.report import Report, Truth
from tests.maker.typeset.text import TextLayout, text

FOLDER = Path(__file__).parents[2] / "etl" / "samples" / "reports"
SEED = 20211231


@dataclass(frozen=True)
class Series:
    """The reports of one organ: years and file form, and what is odd in which year."""

    agency: str
    first: int
    last: int
    form: str
    indicators: tuple[int, ...] = ()
    """Years before 2019, with an indicator table."""
    missing: tuple[int, ...] = ()
    carry_breaks: frozenset[int] = frozenset()
    old_form_until: int = 2020
    styles: dict[int, Style] = field(default_factory=dict)
    quirks: dict[int, str] = field(default_factory=dict)


SERIES = (
    Series("国家星图局", 2019, 2024, "html"),
    Series("青岚省人民政府", 2019, 2025, "html", indicators=(2018,), styles={2022: "thousands"}),
    Series("青岚省人民政府办公厅", 2019, 2024, "docx"),
    Series("青岚省教育厅", 2019, 2024, "html", quirks={2021: "blank_total"}),
    Series("青岚省司法厅", 2020, 2024, "pdf"),
    Series("青岚省溪云市人民政府", 2019, 2025, "pdf", indicators=(2018,), styles={2021: "thousands"}),
    Series("青岚省溪云市教育局", 2019, 2024, "docx", styles={2020: "unit"}),
    Series("青岚省溪云市公安局", 2021, 2024, "html", styles={2023: "notes"}),
    Series("青岚省溪云市鹤汀区人民政府", 2019, 2025, "html"),
    Series("青岚省溪云市鹤汀区司法局", 2021, 2024, "txt", styles={2022: "slash"}),
    Series("青岚省溪云市松篁县人民政府", 2019, 2024, "txt", styles={2024: "fullwidth"}),
    Series("青岚省溪云市松篁县枕溪镇人民政府", 2021, 2024, "txt", styles={2021: "slash", 2023: "dash"}),
    Series("青岚省沧屿市人民政府", 2019, 2024, "html"),
    Series("青岚省沧屿市住房和城乡建设局", 2020, 2024, "pdf", quirks={2022: "wrong_total"}),
    Series("青岚省沧屿市鲸屿区人民政府", 2020, 2024, "docx", quirks={2022: "missing_section"}),
    Series("青岚省沧屿市烟渚县水利局", 2021, 2024, "html", old_form_until=2021, styles={2024: "blank"}),
    Series("朔野省人民政府", 2019, 2024, "html", indicators=(2018,), missing=(2022,)),
    Series("朔野省财政厅", 2019, 2024, "pdf", quirks={2021: "prose_contradicts"}),
    Series("朔野省自然资源厅", 2021, 2024, "docx", styles={2023: "spaces"}),
    Series("朔野省霁川市人民政府", 2019, 2024, "html", carry_breaks=frozenset({2023})),
    Series("朔野省霁川市市场监督管理局", 2021, 2024, "txt", quirks={2023: "unreadable_cell"}),
    Series("朔野省霁川市岚浦区人民政府", 2020, 2024, "pdf"),
    Series("朔野省珩阳市人民政府", 2019, 2024, "docx"),
    Series("朔野省珩阳市云砚区漱玉街道办事处", 2021, 2024, "html", old_form_until=2021, styles={2022: "slash"}),
    Series("朔野省珩阳市澹川县农业农村局", 2021, 2023, "txt", quirks={2022: "missing_table"}),
)

REAL_FORMS = {
    ("土默特右旗司法局", 2022): "txt",
    ("淮安市人民政府", 2024): "pdf",
    ("淮安市洪泽区人民政府", 2023): "pdf",
    ("沭阳县人民政府", 2025): "txt",
    ("平潭综合实验区管理委员会", 2023): "docx",
}
"""The forms of the real reports; those not named are web pages."""

ONE_CELL_A_LINE = ("青岚省溪云市松篁县人民政府", 2022)
"""A report as a crawl leaves it: every cell on a line of its own."""


def _invented(series: Series) -> Iterator[Report]:
    rng = Random(f"{SEED}:{series.agency}")
    organ = next(organ for organ in organs() if organ.name == series.agency)
    for year in series.indicators:
        yield indicator_report(rng, organ, year)
    forms = [
        (year, "2019" if year <= series.old_form_until else "2021") for year in range(series.first, series.last + 1)
    ]
    for figures in yearly(rng, organ, forms, series.carry_breaks):
        year = figures.year
        report = compose(rng, figures, series.styles.get(year, "plain"), one_row_other=rng.random() < 0.1)
        if year in series.quirks:
            report = QUIRKS[series.quirks[year]](rng, report)
        if year in series.carry_breaks:
            report = replace(report, quirks=(*report.quirks, "carry_break"))
        if year not in series.missing:
            yield report


def _file(report: Report, form: str) -> tuple[Truth, bytes]:
    rng = Random(f"{SEED}:{report.agency}:{report.year}")
    is_bare = (report.agency, report.year) == ONE_CELL_A_LINE
    content = text(report, TextLayout("lines")) if is_bare else typeset(rng, report, form)
    return Truth(f"{report.agency}_{report.year}.{form}", form, report), content


def samples() -> Iterator[tuple[Truth, bytes]]:
    """Every sample: what it says, and the bytes of its file."""
    for series in SERIES:
        for report in _invented(series):
            yield _file(report, "html" if report.indicators else series.form)
    for report in real_reports():
        yield _file(report, REAL_FORMS.get((report.agency, report.year), "html"))
