"""Who is let in, as what; whatever is unclear lets nobody in."""

from pathlib import Path

import pytest

from warehouse.access import FILE, Access, BrokenAccess, Reader, access

GOOD = """
[auth]
client_id = "nianbao"

[[people]]
email = "Li@example.gov.cn"
name = "李"
role = "reviewer"
places = ["明月省甲县"]

[[people]]
email = "all@example.gov.cn"
role = "reader"

[[people]]
email = "none@example.gov.cn"
role = "administrator"
places = []
"""


def written(folder: Path, text: str) -> Access | None:
    (folder / FILE).write_text(text, encoding="utf-8")
    return access(folder)


def test_without_the_file_nobody_signs_in(tmp_path: Path) -> None:
    assert access(tmp_path) is None


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"email": "li@EXAMPLE.gov.cn"}, Reader("李", "reviewer", ("明月省甲县",))),
        ({"email": "li@example.gov.cn", "email_verified": True}, Reader("李", "reviewer", ("明月省甲县",))),
        ({"email": "li@example.gov.cn", "email_verified": False}, None),
        ({"email": "all@example.gov.cn"}, Reader("all@example.gov.cn", "reader", None)),
        ({"email": "none@example.gov.cn"}, Reader("none@example.gov.cn", "administrator", ())),
        ({"email": "stranger@example.gov.cn"}, None),
        ({"email": ""}, None),
        ({"email": None}, None),
        ({}, None),
    ],
)
def test_the_file_decides_who_it_is(tmp_path: Path, claims: dict[str, object], expected: Reader | None) -> None:
    known = written(tmp_path, GOOD)
    assert known is not None
    assert known.reader(claims) == expected


def test_one_who_is_named_twice_is_not_let_in(tmp_path: Path) -> None:
    known = written(tmp_path, GOOD + '[[people]]\nemail = "LI@example.gov.cn"\nrole = "administrator"\n')
    assert known is not None
    assert known.reader({"email": "li@example.gov.cn"}) is None


@pytest.mark.parametrize(
    "text",
    [
        "[[people]]\nemail = 'a'\nrole = 'reader'\n",
        GOOD.replace("reviewer", "owner"),
        GOOD.replace("places = [", "place = ["),
        GOOD + "[more]\n",
        "auth = 1",
        "[auth",
    ],
)
def test_a_file_that_cannot_be_followed_lets_nobody_in(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenAccess, match=FILE):
        written(tmp_path, text)


@pytest.mark.parametrize(("role", "may"), [("reader", False), ("reviewer", True), ("administrator", True)])
def test_reviewers_and_administrators_decide_and_administrators_see_the_job(role: str, may: bool) -> None:
    person = Reader("x", role, None)  # type: ignore[arg-type]
    assert person.may_decide is may
    assert person.may_administer is (role == "administrator")
