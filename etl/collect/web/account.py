"""What comes of a visit: counts, what failed and why, and the verdict on it all."""

from datetime import UTC, datetime

from etl.collect.web.allowance import Allowance
from etl.collect.web.exchange import Failure, SiteDone, State
from warehouse.records import SourceRunRecord


class Account:
    """Of one visit. ``troubles`` (Chinese) concern the site as a whole, ``denied`` are addresses that were left alone."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.counts: dict[State, int] = {"new": 0, "changed": 0, "unchanged": 0, "gone": 0}
        self.troubles: list[str] = []
        self.denied: dict[str, str] = {}
        self.other_hosts: set[str] = set()
        self.failures_in_a_row = 0
        self._failures: list[Failure] = []
        self._started_at = now()

    def fail(self, failure: Failure) -> None:
        """Note an address that could not be had."""
        self._failures.append(failure)
        self.failures_in_a_row += 1

    def closed(self, allowance: Allowance) -> SiteDone:
        """The whole account of the visit."""
        amiss = [*self.troubles, *([f"{len(self._failures)} 个网址未能取得"] if self._failures else [])]
        if self.denied and not self.found and not amiss:
            amiss.append(next(iter(self.denied.values())))
        took = bool(self.found) or self.counts["unchanged"] > 0
        record = SourceRunRecord(
            source=allowance.site.name,
            source_kind="site",
            outcome="ok" if not amiss else "alarm" if took else "failed",
            started_at=self._started_at,
            ended_at=now(),
            requests=allowance.requests,
            bytes_received=allowance.bytes_received,
            found=len(self.found),
            new=self.counts["new"],
            changed=self.counts["changed"],
            unchanged=self.counts["unchanged"],
            gone=self.counts["gone"],
            failed=len(self._failures),
            forbidden=len(self.denied),
            note="；".join(amiss) or None,
        )
        return SiteDone(record, tuple(self._failures), tuple(sorted(self.other_hosts)))


def now() -> str:
    """The time in UTC, ISO 8601, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
