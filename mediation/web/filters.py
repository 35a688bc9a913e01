"""How sums, days, instants and sizes are written in templates: in the language of the page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mediation import clock
from mediation.wording import formats


class ThisYear:
    """The year on the clocks of a zone, worked out anew only when an hour has gone by."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.begins = self.ends = datetime.min.replace(tzinfo=UTC)
        self.year = 0

    def __call__(self) -> int:
        now = clock.now()
        if not self.begins <= now < self.ends:
            # New Year comes on the hour in every zone of today.
            self.begins = now.replace(minute=0, second=0, microsecond=0)
            self.ends = self.begins + timedelta(hours=1)
            self.year = now.astimezone(self.zone).year
        return self.year


def filters_of(locale: str, zone: str) -> dict[str, Callable]:
    """The filters of one language."""
    year = ThisYear(zone)
    return {
        "money": formats.money,
        "signed_money": formats.signed_money,
        "capital_money": formats.capital_money,
        "file_size": formats.file_size,
        "fingerprint": formats.fingerprint,
        "share": formats.share,
        "day": lambda value: formats.day(value, locale, year()),
        "full_day": lambda value: formats.day(value, locale),
        "day_of_week": lambda value: formats.day_of_week(value, locale, year()),
        "moment": lambda value: formats.moment(value, locale, zone, year()),
        "full_moment": lambda value: formats.moment(value, locale, zone),
        "short_moment": lambda value: formats.short_moment(value, locale, zone, year()),
        "before": lambda value: formats.before(value, locale, zone, year()),
        "time_of_day": lambda value: formats.time_of_day(value, zone),
        "local_day": lambda value: formats.in_zone(value, zone).date(),
        "days": lambda count: formats.days(count, locale),
        "working_days": lambda count: formats.working_days(count, locale),
        "days_left": lambda count: formats.days_left(count, locale),
    }


# All of them write figures, plain words and signs that HTML does not mind.
WRITTEN = frozenset(filters_of("en", "UTC")) - {"fingerprint", "local_day"}
