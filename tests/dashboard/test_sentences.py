"""What the sentence beside the chart of peers says, from frames alone."""

from typing import Any

import polars as pl
import pytest

from dashboard import sentences
from tests.dashboard.frames import EN, ZH, rate


def peer(agency: str, corrected: float | None, decided: float | None, position: str | None = None) -> dict[str, Any]:
    beside = {"agency": agency, "position": position, "is_chosen": True, "mean": 0.2, "with_cases": 9, "agencies": 4}
    return {**rate(2024, "correction_reconsideration", corrected, decided), **beside}


FRAME = pl.DataFrame(
    [peer("甲局", 8, 20, "above"), peer("乙局", 2, 30, "within"), peer("丙局", 0, 3), peer("丁局", None, None)],
    infer_schema_length=None,
    schema_overrides={"events": pl.Float64, "cases": pl.Float64},
)
SERIES = ("correction_reconsideration",)


def test_who_was_corrected_is_told_and_whether_that_is_many() -> None:
    assert sentences.peers(FRAME, SERIES, ZH) == (
        "2024 年行政复议纠错率：同类 9 个机关合计 20.0%。所选 4 个机关中，"
        "有案件被纠正的 2 个：甲局（20 件中 8 件）、乙局（30 件中 2 件）；"
        "明显高于同类的 1 个：甲局（20 件中 8 件）；件数过少、不作比较的 1 个；没有给出数字的 1 个。"
    )


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (FRAME.filter(pl.col("agency") == "乙局"), "none clearly above or below"),
        (FRAME.with_columns(events=pl.lit(0.0)), "none corrected in any case"),
        (FRAME.with_columns(is_chosen=False), "No report of that year"),
        (FRAME.with_columns(agencies=5000), "Of the chosen agencies: 1 clearly above the peers – 甲局"),
    ],
)
def test_nobody_is_named_without_ground(frame: pl.DataFrame, told: str) -> None:
    """Also where more agencies are chosen than the frame has room for: what is not listed is not counted."""
    assert told in sentences.peers(frame, SERIES, EN)
    assert ("corrected in" in sentences.peers(frame, SERIES, EN)) == (told == "none corrected in any case")
