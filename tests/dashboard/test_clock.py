"""Times of the snapshot are UTC; pages show them by the clock of the machine, and name its zone."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from dashboard import clock
from dashboard.language import Words

LATE = datetime(2026, 1, 31, 20, 30)  # noqa: DTZ001 (the snapshot's times have no zone)


@pytest.fixture
def set_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def put(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "moment", "day", "named"),
    [
        ("UTC", "2026-01-31 20:30", date(2026, 1, 31), "UTC"),
        ("Asia/Shanghai", "2026-02-01 04:30", date(2026, 2, 1), "Beijing time"),
        ("Asia/Kolkata", "2026-02-01 02:00", date(2026, 2, 1), "UTC+5:30"),
        ("America/Bogota", "2026-01-31 15:30", date(2026, 1, 31), "UTC−5"),
    ],
)
def test_times_and_zone(set_zone: object, zone: str, moment: str, day: date, named: str) -> None:
    set_zone(zone)  # type: ignore[operator]
    assert clock.moment(LATE) == clock.moment(LATE.replace(tzinfo=UTC)) == moment
    assert clock.day(LATE) == day
    assert clock.zone(Words("en")) == named
