"""Random figures that obey every sum of the form, over several years: what an organ without a mistake would report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from etl.editions import Edition, editions
from tests.maker.places import Organ

Number = int | float
CellKey = tuple[int, str, str]

APPLICANTS = (
    "natural_person",
    "company",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
)
APPLICANT_WEIGHTS = (86, 9, 0.6, 0.8, 2.6, 1)
DISPUTE_KINDS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
DISPUTE_RESULTS = ("upheld", "corrected", "other_result", "pending")
DISPUTE_WEIGHTS = (58, 12, 17, 13)
FRAME_ROWS = ("received", "carried_in", "concluded", "carried_out")
OUTCOME_WEIGHTS = {
    "granted": 38,
    "granted_in_part": 9,
    "refused_state_secret": 0.4,
    "refused_prohibited_by_law": 1,
    "refused_safety_stability": 0.3,
    "refused_third_party_rights": 2,
    "refused_internal_affairs": 3,
    "refused_deliberative_process": 3,
    "refused_enforcement_file": 2.5,
    "refused_administrative_query": 2,
    "unable_not_held": 23,
    "unable_requires_creation": 3,
    "unable_unclear_after_correction": 1,
    "declined_petition": 3,
    "declined_repeat": 2,
    "declined_published_material": 0.2,
    "declined_abusive_volume": 0.4,
    "declined_reissue": 0.6,
    "other_correction_overdue": 2,
    "other_fee_overdue": 0.2,
    "other_remaining": 4,
    "other": 5,
}


@dataclass(frozen=True)
class Figures:
    """What one organ reports of one year; ``cells`` holds every cell of the edition, and every sum holds."""

    organ: Organ
    year: int
    edition: str
    cells: dict[CellKey, Number]
    publication_items: int
    cumulative_items: int


@dataclass
class _Stock:
    """What runs on from one year to the next."""

    carried_out: Counter[str] = field(default_factory=Counter)
    in_force: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    cumulative_items: int = 0
    means: dict[str, float] = field(default_factory=dict)


def edition_for(year: int) -> str:
    """The edition that the notices prescribe for a year: ``2019`` for 2019 and 2020, ``2021`` after."""
    return "2019" if year < 2021 else "2021"


def outcome_rows(edition: Edition | str) -> tuple[str, ...]:
    """The rows of table 3 that say how an application ended."""
    rows = dict.fromkeys(row for table, row, _ in cell_keys(edition) if table == 3)
    return tuple(row for row in rows if row not in FRAME_ROWS)


def cell_keys(edition: Edition | str) -> tuple[CellKey, ...]:
    """Every cell of an edition in printed order, without the rows that reports put in place of others."""
    form = editions()[edition] if isinstance(edition, str) else edition
    return tuple(
        (table.number, row.code, column.code)
        for table in form.tables
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    )


def _scaled(rng: Random, mean: float, spread: float = 0.8) -> int:
    """A count with a long tail around ``mean``."""
    return int(mean * rng.lognormvariate(0, spread))


def _yearly(rng: Random, row: str, mean: float, stock: _Stock) -> float:
    """A figure near the organ's own mean for the row, which is drawn once: a year differs by some tenths, not by tens."""
    own = stock.means.setdefault(row, mean * rng.lognormvariate(0, 0.8))
    return own * rng.lognormvariate(0, 0.25)


def _applications(rng: Random, edition: str, mean: float, stock: _Stock) -> dict[CellKey, Number]:
    """Table 3: applications drawn one by one, each with an applicant and an end."""
    received = Counter(rng.choices(APPLICANTS, APPLICANT_WEIGHTS, k=_scaled(rng, mean, 0.5)))
    carried_in = stock.carried_out
    outcomes = outcome_rows(edition)
    weights = [OUTCOME_WEIGHTS[row] * rng.lognormvariate(0, 0.4) for row in outcomes]
    cells: dict[CellKey, Number] = {}
    carried_out: Counter[str] = Counter()
    for applicant in APPLICANTS:
        pool = received[applicant] + carried_in[applicant]
        open_still = sum(rng.random() < 0.06 for _ in range(pool))
        ended = Counter(rng.choices(outcomes, weights, k=pool - open_still))
        carried_out[applicant] = open_still
        cells[3, "received", applicant] = received[applicant]
        cells[3, "carried_in", applicant] = carried_in[applicant]
        for row in outcomes:
            cells[3, row, applicant] = ended[row]
        cells[3, "concluded", applicant] = pool - open_still
        cells[3, "carried_out", applicant] = open_still
    for row in (*FRAME_ROWS, *outcomes):
        cells[3, row, "total"] = sum(cells[3, row, applicant] for applicant in APPLICANTS)
    stock.carried_out = carried_out
    return cells


def _disputes(rng: Random, received: float) -> dict[CellKey, Number]:
    """Table 4: a small share of the applications ends in reconsideration or in court."""
    cells: dict[CellKey, Number] = {}
    for kind, share in zip(DISPUTE_KINDS, (0.05, 0.02, 0.015), strict=True):
        count = sum(rng.random() < share for _ in range(int(received)))
        results = Counter(rng.choices(DISPUTE_RESULTS, DISPUTE_WEIGHTS, k=count))
        for result in DISPUTE_RESULTS:
            cells[4, kind, result] = results[result]
        cells[4, kind, "total"] = count
    return cells


def _stock_row(rng: Random, row: str, mean: float, stock: _Stock) -> tuple[int, int, int]:
    """Issued, repealed and in force of one kind of document, the stock running on."""
    before = stock.in_force.get(row, _scaled(rng, mean * 5))
    issued = int(_yearly(rng, f"{row} issued", mean, stock))
    repealed = min(before, _scaled(rng, mean * 0.6))
    stock.in_force[row] = before + issued - repealed
    return issued, repealed, stock.in_force[row]


def _documents(rng: Random, edition: str, organ: Organ, stock: _Stock) -> dict[CellKey, Number]:
    """The rows of table 2 on regulations and normative documents."""
    cells: dict[CellKey, Number] = {}
    means = {"regulations": 3.0 if organ.makes_regulations else 0.0, "normative_documents": 2 + 30 * organ.weight}
    for row, mean in means.items():
        issued, repealed, in_force = _stock_row(rng, row, mean, stock)
        if edition == "2021":
            cells[2, row, "issued"] = issued
            cells[2, row, "repealed"] = repealed
            cells[2, row, "in_force"] = in_force
        else:
            cells[2, row, "created"] = issued
            cells[2, row, "newly_published"] = rng.randint(issued // 2, issued)
            cells[2, row, "published_total"] = in_force
    return cells


def _projects(rng: Random, row: str, mean: float, stock: _Stock) -> tuple[int, int]:
    """2019: the number of kinds of items of the year before, and its change in this year."""
    before = stock.projects.get(row, _scaled(rng, mean))
    change = max(-before, rng.choice((0, 0, 0, 1, 2, 3, 10, -1, -2, -6)))
    stock.projects[row] = before + change
    return before, change


def _decisions(rng: Random, edition: str, organ: Organ, stock: _Stock) -> dict[CellKey, Number]:
    """The rows of table 2 on licences, penalties, coercion, fees and procurement."""
    weight = organ.weight
    cells: dict[CellKey, Number] = {}
    counted = {"licensing": 9000 * weight, "penalties": 6000 * weight, "coercion": 400 * weight}
    if edition == "2019":
        counted["other_services"] = 3000 * weight
    for row, mean in counted.items():
        cells[2, row, "decisions"] = int(_yearly(rng, row, mean, stock))
    if edition == "2021":
        amount = round(_yearly(rng, "fees", 30000 * weight, stock), rng.choice((0, 1, 2, 2, 2, 4, 6)))
        cells[2, "administrative_fees", "amount_10k_yuan"] = amount if amount % 1 else int(amount)
        return cells
    for row in (*counted, "administrative_fees"):
        before, change = _projects(rng, row, 20 + 60 * weight, stock)
        cells[2, row, "items_last_year"] = before
        cells[2, row, "items_change"] = change
    cells[2, "procurement", "projects"] = int(_yearly(rng, "projects", 4 + 60 * weight, stock))
    cells[2, "procurement", "amount"] = round(_yearly(rng, "procurement", 4000 * weight, stock), 2)
    return cells


def yearly(
    rng: Random, organ: Organ, forms: Sequence[tuple[int, str]], carry_breaks: frozenset[int] = frozenset()
) -> list[Figures]:
    """Figures of an organ for years in ascending order, each with its edition; stocks and carried cases run on.

    In the years of ``carry_breaks`` two applications more are carried in than the year before carried out.
    """
    stock = _Stock(cumulative_items=_scaled(rng, 9000 * (0.1 + organ.weight)))
    mean_applications = 420 * organ.weight * rng.lognormvariate(0, 0.7)
    mean_items = 300 + 7000 * organ.weight * rng.lognormvariate(0, 0.4)
    growth = rng.uniform(0.9, 1.25)
    made: list[Figures] = []
    for index, (year, edition) in enumerate(forms):
        drift = growth**index
        stock.carried_out["natural_person"] += 2 if year in carry_breaks else 0
        table_3 = _applications(rng, edition, mean_applications * drift, stock)
        cells = {
            **_documents(rng, edition, organ, stock),
            **_decisions(rng, edition, organ, stock),
            **table_3,
            **_disputes(rng, table_3[3, "received", "total"]),
        }
        items = max(12, _scaled(rng, mean_items * drift**0.5, 0.2))
        stock.cumulative_items += items
        ordered = {key: cells[key] for key in cell_keys(edition)}
        made.append(Figures(organ, year, edition, ordered, items, stock.cumulative_items))
    return made


def fold_other(figures: Figures) -> Figures:
    """The same figures with （六）其他处理 of the 2021 form as one row, the row ``other``."""
    parts = ("other_correction_overdue", "other_fee_overdue", "other_remaining")
    cells: dict[CellKey, Number] = {}
    for (table, row, column), value in figures.cells.items():
        key = (table, "other" if row in parts else row, column)
        cells[key] = cells.get(key, 0) + value
    return Figures(
        figures.organ, figures.year, figures.edition, cells, figures.publication_items, figures.cumulative_items
    )
