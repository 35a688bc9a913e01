"""What stands between a notice and its readers: their wishes, silenced addresses, days off."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    Select,
    String,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from mediation.db import db
from mediation.domain.calendar import Calendar
from mediation.domain.notices import Channel, Manner, Subject
from mediation.domain.preferences import Wish
from mediation.models.deadlines import CalendarYear
from mediation.models.notices import Preference, Silenced
from mediation.queries.calendar import laid_over, newest_editions

WISH, STOP, YEAR = "wish", "stop", "year"
NO_NUMBER, NO_BLIND = cast(null(), BigInteger), cast(null(), LargeBinary)
NO_WORD = cast(null(), String)


class Standing(NamedTuple):
    """The wishes of some people, which of their addresses are silenced, and the calendar."""

    wishes: dict[int, dict[Wish, Manner]]
    silenced: set[bytes]
    calendar: Calendar


def standing(accounts: Collection[int], blinds: Collection[bytes]) -> Standing:
    """All of it in one statement, as it is asked at every notice that is written."""
    asked = [_years()]
    if accounts:
        asked.append(_wishes(accounts))
    if blinds:
        asked.append(_stops(blinds))
    wishes: dict[int, dict[Wish, Manner]] = {}
    silenced, years = set(), []
    for what, number, year, first, second, third, blind in db.session.execute(union_all(*asked)):
        if what == WISH:
            wish = Subject(first), Channel(second)
            wishes.setdefault(number, {})[wish] = Manner(third)
        elif what == STOP:
            silenced.add(bytes(blind))
        else:
            years.append((number, year, first, second))
    return Standing(wishes, silenced, laid_over(tuple(sorted(years))))


def _years() -> Select[Any]:
    return select(
        literal(YEAR),
        cast(CalendarYear.edition, BigInteger),
        CalendarYear.year,
        CalendarYear.off,
        CalendarYear.worked,
        NO_WORD,
        NO_BLIND,
    ).where(CalendarYear.edition.in_(newest_editions()))


def _wishes(accounts: Collection[int]) -> Select[Any]:
    return select(
        literal(WISH),
        Preference.account_id,
        literal(0),
        Preference.subject,
        Preference.channel,
        type_coerce(Preference.manner, String),
        NO_BLIND,
    ).where(Preference.account_id.in_(accounts))


def _stops(blinds: Collection[bytes]) -> Select[Any]:
    return select(
        literal(STOP), NO_NUMBER, literal(0), NO_WORD, NO_WORD, NO_WORD, Silenced.recipient_blind
    ).where(Silenced.ended_at.is_(None), Silenced.recipient_blind.in_(blinds))
