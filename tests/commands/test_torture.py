"""A short torture of the weekly run; ``make torture`` goes on for longer."""

from tests.torture.__main__ import torture


def test_whatever_cuts_a_run_off_the_next_one_makes_it_good() -> None:
    rounds = list(torture(kills=3, full_disks=1, reports=4, seed=20))
    assert [one for one in rounds if one.faults] == []
    assert len({one.kind for one in rounds}) >= 3
    assert sum(one.exit_code != 0 for one in rounds) >= 3
