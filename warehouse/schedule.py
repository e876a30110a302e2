"""When the weekly job is due: ``schedule.toml`` of the data folder, else Monday morning, as the timers in ``ops/`` have it."""

from datetime import datetime, time, timedelta
from pathlib import Path

from msgspec import Struct

from warehouse.toml_file import BrokenToml, read_toml


class BrokenSchedule(ValueError):
    """``schedule.toml`` cannot be used."""


class Schedule(Struct, frozen=True, forbid_unknown_fields=True):
    """``weekday``: 1 is Monday; ``at``: hour and minute, local time. It starts nothing: the timer of the machine does."""

    weekday: int = 1
    at: str = "06:00"

    def next_after(self, moment: datetime) -> datetime:
        """The next time at which a run is due; ``moment`` has a zone, and so has the answer."""
        due = datetime.combine(moment.date(), time.fromisoformat(self.at), tzinfo=moment.tzinfo)
        due += timedelta(days=(self.weekday - moment.isoweekday()) % 7)
        return due if due > moment else due + timedelta(weeks=1)


def schedule(data_dir: Path) -> Schedule:
    """Raises ``BrokenSchedule`` naming file and fault."""
    path = data_dir / "schedule.toml"
    if not path.exists():
        return Schedule()
    try:
        found = read_toml(path, Schedule)
    except BrokenToml as error:
        raise BrokenSchedule(f'配置文件有误：{error}。应写作 weekday = 1（周一）、at = "06:00"。') from error
    try:
        time.fromisoformat(found.at)
    except ValueError as error:
        raise BrokenSchedule(f'配置文件有误：{path}：at “{found.at}”不是时刻，应写作 at = "06:00"。') from error
    if found.weekday not in range(1, 8):
        raise BrokenSchedule(f"配置文件有误：{path}：weekday 应为 1（周一）至 7（周日）。")
    return found
