"""The morning summary: one message each to whoever has something on their desk."""

from collections.abc import Sequence
from datetime import datetime

from mediation.models.accounts import Account
from mediation.queries.mornings import Morning, mornings_of
from mediation.queries.notices import by_mail
from mediation.services.days import day_of, end_of
from mediation.services.tidings import Tiding, tell_all

COUNTED = ("late", "today", "mine", "unread", "work")


def greet(people: Sequence[Account], *, now: datetime) -> None:
    """Tell each of these people what waits for them today; nobody is sent an empty summary."""
    today = day_of(now)
    ids = [account.id for account in people]
    found = mornings_of(ids, now=now, today_ends=end_of(today))
    key = f"morning/{today}"
    tell_all(
        [
            Tiding(None, [by_mail(account)], "morning_summary", key, _facts(found[account.id]))
            for account in people
            if account.id in found
        ],
        now=now,
    )


def _facts(morning: Morning) -> dict[str, int | str]:
    """Figures, and references of cases: nobody's name and nothing of what they are about."""
    counts = {name: morning.counts[name] for name in COUNTED}
    lines = {"late_cases": " ".join(morning.late), "today_cases": " ".join(morning.today)}
    return {**counts, **{name: line or "–" for name, line in lines.items()}, "path": "/desk"}
