"""For how long a case may be opened to a supervisor."""

from datetime import date, timedelta

from mediation.domain.errors import Refused

LONGEST = timedelta(days=180)
# A demand that ends within so many days is shown apart.
ENDS_SOON = timedelta(days=7)


def check_expiry(expires_on: date, *, today: date) -> None:
    """A demand has a last day, not too far off; whoever needs longer demands again."""
    if expires_on < today:
        raise Refused("demand_day_over", day=expires_on)
    latest = today + LONGEST
    if expires_on > latest:
        raise Refused("demand_day_too_far", latest=latest)
