"""Printed labels find the label of the form, whatever befell them; what could be two is none."""

import pytest

from etl.interpret.form import form
from etl.labels import core


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("一、本年新收政府信息公开申请数量", "received"),
        ("—、本年新收政府信息公开申请数量", "received"),
        ("二、上年转结政府信息公开申请数量", "carried_in"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "granted_in_part"),
        ("(二)部分公开(区分处理的,只计这一情形,不计其它情形)", "granted_in_part"),
        ("2.其他法律行政止公开", "refused_prohibited_by_law"),
        ("2.其他法律法规禁止公开", "refused_prohibited_by_law"),
        ("3.\n危\n及“三安\n全一稳\n定”", "refused_safety_stability"),
        ("1、申请人无正当理由逾期不补正、行下机关不再处理其政府信息公开申请", "other_correction_overdue"),
        ("（三）不予公开 1.属于国家秘密", "refused_state_secret"),
        ("3.其他", "other_remaining"),
        ("（六）其他处理", "other"),
        ("（七）总计", "concluded"),
        ("( 七) 总 计", "concluded"),
        ("規範性檔案", None),
        ("行政規範性文件", "normative_documents"),
        ("规章（设区的市、自治州人民政府应提供相关数据）", "regulations"),
        ("三、本年度办理结果", None),
        ("（三）不予公开", None),
        ("其他主动公开文件", None),
        ("规章000", None),
        ("5.属于工作秘密", None),
    ],
)
def test_rows(text, row):
    assert [key[1] for key in form().rows_named(text)] == ([row] if row else [])


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("本年製發件數", "issued"),
        ("本年制發(fā)件數(shù)", "issued"),
        ("現(xiàn)行有效件數(shù)", "in_force"),
        ("自 然 人", "natural_person"),
        ("社会\n公益\n组织", "social_organization"),
        ("总 计", "total"),
        ("合计", "total"),
        ("本年新", None),
        ("（七）总计", None),
        ("3.其他", None),
        ("其他组织", "other_organization"),
        ("人或其他组织", None),
        ("法人其他组织", None),
        ("其其他", "other_organization"),
        ("总计计", "total"),
    ],
)
def test_columns(text, column):
    assert list(form().columns_named(text)) == ([column] if column else [])


def test_other_without_a_number_could_be_two_rows():
    assert {key[1] for key in form().rows_named("其他")} == {"other", "other_remaining"}


@pytest.mark.parametrize(
    ("text", "ordinal"), [("（三）不予公开", "(三)"), ("3.其他", "3"), ("一、本年", "一"), ("一般情况", ""), ("12", "")]
)
def test_the_numbering_is_told_from_the_words(text, ordinal):
    assert core(text).ordinal == ordinal
