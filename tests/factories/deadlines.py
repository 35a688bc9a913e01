"""Published years and lengths of this installation's own, as rows."""

from itertools import count

from mediation import clock
from mediation.db import db
from mediation.models.deadlines import CalendarYear, RuleOverride

_editions = count(1)


def make_year(year, *, off="", worked="", edition=None, by=None):
    """A year as somebody published it."""
    row = CalendarYear(
        edition=edition or next(_editions),
        year=year,
        off=off,
        worked=worked,
        source="国办发明电〔2026〕1号",
        by_id=by.id if by else None,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def make_override(rule, length, *, by=None, reason="人手不足"):
    """A length of this installation's own; None takes it back."""
    row = RuleOverride(
        rule=rule, length=length, reason=reason, by_id=by.id if by else None, at=clock.now()
    )
    db.session.add(row)
    db.session.flush()
    return row
