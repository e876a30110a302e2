"""The text of a cell gives its number, or says why there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.editions import Column
from etl.model import Status
from etl.quantity import printed, read

COUNT = Column("received", "总计")
SIGNED = Column("items_change", "本年增/减", kind="signed")
FEES = Column("amount_10k_yuan", "本年收费金额（单位：万元）", kind="amount", unit="万元")
PROCUREMENT = Column("amount", "采购总金额", kind="amount")


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("0", COUNT, 0),
        ("　12 ", COUNT, 12),
        ("１２３", COUNT, 123),
        ("1,234", COUNT, 1234),
        ("１，２３４，５６７", COUNT, 1234567),
        ("3件", COUNT, 3),
        ("3 件", COUNT, 3),
        ("22（其中修订 16 件）", COUNT, 22),
        ("55（含自然失效29件）", COUNT, 55),
        ("2万", COUNT, 20000),
        ("+10", SIGNED, 10),
        ("－11", SIGNED, -11),
        ("-8", SIGNED, -8),
        ("29.0506", FEES, 29.0506),
        ("5949.088667", FEES, 5949.088667),
        ("1.2万元", FEES, 1.2),
        ("251000元", PROCUREMENT, 251000),
        ("351.51", PROCUREMENT, 351.51),
        ("5①", COUNT, 5),
        ("1,234 *", COUNT, 1234),
        ("〇", COUNT, 0),
        ("零", COUNT, 0),
        ("三", COUNT, 3),
        ("十", COUNT, 10),
        ("二十三", COUNT, 23),
        ("一百零二", COUNT, 102),
    ],
)
def test_a_number_is_read_as_printed(text, column, value):
    quantity = read(text, column)
    assert (quantity.status, quantity.value) == (Status.REPORTED, value)


@pytest.mark.parametrize("text", ["", " ", "　", "\n", "\u00a0", "\u200b"])
def test_a_blank_is_blank_and_not_zero(text):
    assert read(text, COUNT).status is Status.BLANK
    assert read(text, COUNT).value is None


@pytest.mark.parametrize("text", ["/", "／", "-", "－", "—", "——", "–", "无", "不适用", "*", " / "])
def test_a_sign_for_none_is_not_zero(text):
    assert read(text, COUNT).status is Status.NOT_APPLICABLE
    assert read(text, COUNT).value is None


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("约5", COUNT),
        ("12,34", COUNT),
        ("1 2", COUNT),
        ("12\n3", COUNT),
        ("3.5", COUNT),
        ("-1", COUNT),
        ("①", COUNT),
        ("5①6", COUNT),
        ("1**", COUNT),
        ("5²", COUNT),
        ("一", COUNT),
        ("一二", COUNT),
        ("二〇二三", COUNT),
        ("百", COUNT),
        ("十百", COUNT),
        ("三", FEES),
        ("12(8)", COUNT),
        ("（无）", COUNT),
        ("若干", COUNT),
        ("本单位未制作规章", COUNT),
        ("O", COUNT),
        ("152790元", COUNT),
        ("70487元", FEES),
        ("3%", COUNT),
        ("2023年", COUNT),
        ("1/2", COUNT),
    ],
)
def test_what_reads_in_two_ways_has_no_value_and_a_reason(text, column):
    quantity = read(text, column)
    assert (quantity.status, quantity.value) == (Status.UNREADABLE, None)
    assert quantity.note


def test_the_unit_and_the_remark_are_kept():
    assert read("251000元", PROCUREMENT).note == "单位：元"
    assert read("22（其中修订16件）", COUNT).note == "其中修订16件"


def test_printed_keeps_the_text_but_for_the_space_around_it():
    assert printed(" １２ 件 \n") == "１２ 件"


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["{}", "{:,}", " {} ", "{}件", "　{}　"]))
def test_every_count_comes_back_in_every_dress(number, dress):
    assert read(dress.format(number), COUNT).value == number


@given(st.text(max_size=12))
def test_no_text_gives_a_value_without_being_reported(text):
    quantity = read(text, COUNT)
    assert (quantity.value is not None) == (quantity.status is Status.REPORTED)
    assert quantity.status is not Status.UNREADABLE or quantity.note
