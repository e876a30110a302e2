"""The address and the filters: what is written comes back, what is wrong is named."""

from dashboard.filters import Choices, Filters, Problem, read

CHOICES = Choices(
    2014, 2025, frozenset({"青岚省", "青岚省溪云市"}), frozenset({"county"}), frozenset({"justice"}), frozenset({"a1"})
)


def test_an_empty_address_asks_for_everything() -> None:
    assert read({}, CHOICES) == (Filters(2014, 2025), ())


def test_filters_come_back_from_their_own_address() -> None:
    filters = Filters(2019, 2022, ("青岚省", "青岚省溪云市"), ("county",), ("justice",), ("a1",))
    assert read(filters.address(CHOICES), CHOICES) == (filters, ())


def test_what_filters_nothing_is_left_out_of_the_address() -> None:
    assert Filters(2014, 2025).address(CHOICES) == {}
    assert Filters(2014, 2020).address(CHOICES) == {"to": ["2020"]}


def test_each_part_that_cannot_be_followed_is_named() -> None:
    address = {"from": ["x"], "to": ["1999"], "region": ["青岚省", "无此地"], "agency": ["a2"]}
    filters, problems = read(address, CHOICES)
    assert filters == Filters(2014, 2025, ("青岚省",))
    assert problems == (
        Problem("not_a_year", "from", "x"),
        Problem("year_out_of_range", "to", "1999"),
        Problem("unknown_value", "region", "无此地"),
        Problem("unknown_value", "agency", "a2"),
    )


def test_years_the_wrong_way_round_are_swapped_and_named() -> None:
    filters, problems = read({"from": ["2022"], "to": ["2019"]}, CHOICES)
    assert (filters.first_year, filters.last_year) == (2019, 2022)
    assert [problem.kind for problem in problems] == ["years_reversed"]


def test_what_is_given_twice_is_named_and_the_last_is_followed() -> None:
    filters, problems = read({"from": ["2020", "2021"]}, CHOICES)
    assert filters.first_year == 2021
    assert problems == (Problem("given_twice", "from", "2020"),)


def test_full_width_digits_are_no_year() -> None:
    assert read({"from": ["２０１９"]}, CHOICES)[1] == (Problem("not_a_year", "from", "２０１９"),)


def test_an_empty_filter_binds_null() -> None:
    assert Filters(2014, 2025).parameters()["regions"] is None
    assert Filters(2014, 2025, ("青岚省",)).parameters()["regions"] == ["青岚省"]
