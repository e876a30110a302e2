"""Text left over from another organ: what is told, and what is left alone."""

import tomllib
from importlib.resources import files

import pytest

from etl import agencies
from etl.checks.foreign import check_foreign
from etl.checks.spoken import spoken
from etl.model import Report, Severity

WATER = "云岫省澄江市望舒县水利局"


def told(prose: str, agency: str | None = WATER, section: str = "overview") -> list[str]:
    made = Report(agency, 2023, "2021", None, (), (), (), (), {section: prose})
    findings = list(check_foreign(made, spoken(made)))
    assert {(finding.rule, finding.severity) for finding in findings} <= {("foreign_agency", Severity.WARNING)}
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    "prose",
    [
        "2023年，县农业农村局主动公开政府信息120条。",
        "2023 年度望舒县农业农村局共收到政府信息公开申请3件，均已办结。",
        "领导重视。农业农村局全年主动公开各类政府信息 12 条。",
        "我局（县农业农村局）把公开工作列入日程。",
        "云岫省澄江市望舒县农业农村局（以下简称“本局”）把公开工作列入日程。",
        "根据条例，现公布望舒县农业农村局2023年政府信息公开工作年度报告。",
    ],
)
def test_another_organ_as_itself_is_told(prose: str) -> None:
    (message,) = told(prose)
    assert "农业农村局”自称" in message
    assert f"本报告的机关却是“{WATER}”" in message


@pytest.mark.parametrize(
    "prose",
    [
        "2023年，县水利局主动公开政府信息120条。",
        "2023年，我局主动公开政府信息120条。",
        "会同县农业农村局主动公开惠农信息20条。",
        "2023年，县农业农村局牵头开展专项检查，我局配合。",
        "县政府办公室主动公开政府信息1200条。",
        "望舒县人民政府2023年主动公开政府信息1200条。",
        "2023年，县政务服务局受理政府信息公开申请3件。",
        "2023年，乙县农业农村局主动公开政府信息12条，值得学习。",
        "通过县融媒体局主动公开政府信息3条。",
    ],
)
def test_other_organs_may_be_named(prose: str) -> None:
    assert told(prose) == []


@pytest.mark.parametrize(
    ("agency", "prose"),
    [
        ("望舒县农业农村局", "2023年，县乡村振兴局主动公开政府信息12条。"),
        ("望舒县农业农村和水利局", "2023年，县水利局主动公开政府信息12条。"),
        ("望舒县教育体育局", "2023年，县体育局主动公开政府信息12条。"),
        ("望舒县人民政府", "2023年，县水利局主动公开政府信息12条。"),
        ("望舒县青溪镇人民政府", "2023年，县水利局主动公开政府信息12条。"),
        (None, "2023年，县水利局主动公开政府信息12条。"),
    ],
)
def test_organs_that_speak_for_others_are_left_alone(agency: str | None, prose: str) -> None:
    assert told(prose, agency) == []


def test_one_organ_is_told_once() -> None:
    assert len(told("2023年，县财政局主动公开政府信息12条。县财政局收到政府信息公开申请1件。")) == 1


def test_functions_named_are_functions_known() -> None:
    data = tomllib.loads((files("etl") / "catalogue" / "foreign.toml").read_text("utf-8"))
    named = {*data["unspecific"], *(code for codes in data["shared"] for code in codes)}
    assert named - {function.code for function in agencies.functions()} == set()
