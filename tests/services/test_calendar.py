"""A year is published once, on purpose, and is the calendar from then on."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import system
from mediation.domain.roles import Role
from mediation.models.deadlines import CalendarYear
from mediation.queries.calendar import calendar_now, edition_of
from mediation.services.calendar import publish_year
from tests.factories.accounts import actor_of, make_mediator, make_member, make_officer

FIRST = date(2027, 1, 1)
SUNDAY = date(2027, 1, 10)


@pytest.fixture
def publish(session, now):
    def act(year=2027, off=(FIRST,), worked=(SUNDAY,), replaces=None, actor=None, **more):
        more = {"source": "国办发明电〔2026〕9号", **more}
        return publish_year(
            year,
            off=off,
            worked=worked,
            replaces=replaces,
            actor=actor or actor_of(make_officer()),
            now=now,
            **more,
        )

    return act


def refused(reason):
    return pytest.raises(Refused, match=reason)


class TestPublishYear:
    def test_makes_it_the_calendar(self, publish):
        officer = actor_of(make_officer())
        row = publish(off=[date(2027, 2, 5), FIRST, FIRST], actor=officer)
        assert (row.off, row.worked, row.edition) == ("01-01 02-05", "01-10", 1)
        assert (row.by_id, row.source) == (officer.account_id, "国办发明电〔2026〕9号")
        calendar, edition = calendar_now()
        assert edition == 1
        assert calendar.is_known(FIRST)
        assert calendar.is_off(FIRST)
        assert not calendar.is_off(SUNDAY)

    def test_a_known_year_is_only_replaced_on_purpose(self, publish, session):
        publish()
        with refused("calendar_year_known"):
            publish()
        publish(off=[date(2027, 1, 4)], replaces=1)
        assert not calendar_now()[0].is_off(FIRST)
        kept = session.scalars(select(CalendarYear.off).order_by(CalendarYear.edition)).all()
        assert kept == ["01-01", "01-04"]

    def test_so_is_a_year_of_this_release(self, publish):
        with refused("calendar_year_known"):
            publish(2026, off=[date(2026, 1, 1)], worked=())
        publish(2026, off=[date(2026, 1, 1)], worked=(), replaces=edition_of(2026))
        assert not calendar_now()[0].is_off(date(2026, 10, 1))

    def test_what_was_published_after_one_looked_is_not_replaced(self, publish):
        publish()
        publish(replaces=1)
        with refused("calendar_published_meanwhile"):
            publish(replaces=1)

    @pytest.mark.parametrize("actor", [Role.ADMIN, system()])
    def test_an_admin_and_the_command_line_may(self, publish, actor):
        publish(actor=actor_of(make_member(actor)) if isinstance(actor, Role) else actor)
        assert calendar_now()[1] == 1

    def test_nobody_else_may(self, publish):
        with pytest.raises(NotPermitted):
            publish(actor=actor_of(make_mediator()))

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({"off": [date(2027, 1, 2)]}, "calendar_weekend_off"),
            ({"worked": [date(2027, 1, 4)]}, "calendar_weekday_worked"),
            ({"off": [date(2028, 1, 3)]}, "calendar_other_year"),
            ({"worked": [date(2026, 1, 3)]}, "calendar_other_year"),
            ({"off": []}, "calendar_without_days"),
            ({"year": 2003, "off": [date(2003, 1, 1)]}, "calendar_year_unfit"),
            ({"year": 2029, "off": [date(2029, 1, 1)]}, "calendar_year_unfit"),
            (
                {"year": 2028, "off": [date(2028, 1, 3)], "worked": []},
                "calendar_year_before_missing",
            ),
            ({"source": " "}, "calendar_without_source"),
        ],
    )
    def test_what_cannot_be_is_refused(self, publish, given, reason):
        with refused(reason):
            publish(**given)
        assert calendar_now()[1] == 0
