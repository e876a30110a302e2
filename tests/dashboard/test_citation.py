"""Citations in the form of GB/T 7714: what is not known is left out."""

from datetime import date, datetime

from dashboard.citation import citation
from dashboard.language import Words

REPORT = {
    "agency": "青岚省司法厅",
    "year": 2023,
    "published_on": date(2024, 1, 30),
    "retrieved_at": datetime(2024, 3, 1, 8, 30),  # noqa: DTZ001
    "source_url": "http://sft.qinglan.example/2023.pdf",
    "source_name": "2023.pdf",
    "sha256": "ab" * 32,
}


def test_a_report_from_the_web() -> None:
    assert citation(REPORT, Words("zh")) == (
        "青岚省司法厅. 2023年政府信息公开工作年度报告[R/OL]. (2024-01-30)[2024-03-01]. "
        f"http://sft.qinglan.example/2023.pdf. SHA-256: {'ab' * 32}."
    )


def test_english_words_the_title() -> None:
    assert citation(REPORT, Words("en")).startswith(
        "青岚省司法厅. Annual report on government information disclosure for 2023[R/OL]. (2024-01-30)[2024-03-01]. "
    )


def test_a_file_without_an_address_is_named_and_not_said_to_be_online() -> None:
    assert citation({**REPORT, "source_url": None, "published_on": None}, Words("zh")) == (
        f"青岚省司法厅. 2023年政府信息公开工作年度报告[R]. [2024-03-01]. 2023.pdf. SHA-256: {'ab' * 32}."
    )


def test_nothing_is_made_up() -> None:
    bare = {**REPORT, "agency": None, "year": None, "published_on": None, "retrieved_at": None, "source_url": None}
    assert citation(bare, Words("zh")) == f"政府信息公开工作年度报告[R]. 2023.pdf. SHA-256: {'ab' * 32}."
