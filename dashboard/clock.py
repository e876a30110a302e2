"""Times as the clock on this machine's wall shows them: one rule for every page, its zone named at the foot of each."""

from datetime import UTC, date, datetime, timedelta

from dashboard.language import Words

_MOMENT = "%Y-%m-%d %H:%M"
_BEIJING = timedelta(hours=8)


def moment(at: datetime | None) -> str | None:
    """A time to the minute; the snapshot's times, without a zone, are UTC."""
    return None if at is None else _local(at).strftime(_MOMENT)


def day(at: datetime) -> date:
    """The day of a time."""
    return _local(at).date()


def zone(words: Words) -> str:
    """What the clock is set to."""
    offset = datetime.now(UTC).astimezone().utcoffset() or timedelta()
    if offset == _BEIJING:
        return words("clock.beijing")
    if not offset:
        return words("clock.utc")
    minutes = int(offset.total_seconds()) // 60
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return words("clock.offset", offset=f"{sign}{hours}" + (f":{rest:02}" if rest else ""))


def _local(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone()
