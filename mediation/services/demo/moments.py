"""The days of the demo world, counted in working days from the one on which it is loaded."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


class Moments:
    """Turns `-5` into the fifth working day before today, and `1` into the next one."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()

    def day(self, count: int) -> date:
        """The day so many working days from today; weekends do not count, holidays do."""
        day, step = self.today, timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while day.weekday() >= SATURDAY:
                day += step
        return day

    def at(self, count: int, clock: str | int) -> datetime:
        """A time of day, such as `"09:40"`, on that day; or so many minutes before now."""
        if isinstance(clock, int):
            return self.now - timedelta(minutes=clock)
        local = datetime.combine(self.day(count), time.fromisoformat(clock), self.zone)
        return local.astimezone(self.now.tzinfo)
