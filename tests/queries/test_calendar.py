"""The calendar and the lengths of rules as the database has them at this moment."""

from datetime import date, timedelta

import pytest

from mediation.domain.calendar import the_calendar
from mediation.queries.calendar import calendar_now, overrides_now
from tests.factories.deadlines import make_override, make_year
from tests.web.test_budgets import counted


class TestCalendarNow:
    def test_is_that_of_the_release_where_nothing_was_published(self, session):
        assert calendar_now() == (the_calendar(), 0)

    def test_has_the_published_years_laid_over_it(self, session):
        make_year(2027, off="01-01", edition=1)
        make_year(2026, off="03-05", worked="03-07", edition=2)
        calendar, edition = calendar_now()
        assert edition == 2
        assert calendar.years == the_calendar().years | {2027}
        assert calendar.is_off(date(2027, 1, 1))
        assert calendar.is_off(date(2026, 3, 5))
        assert not calendar.is_off(date(2026, 3, 7))
        assert not calendar.is_off(date(2026, 10, 1))
        assert calendar.is_off(date(2025, 10, 1))

    def test_of_one_year_the_newest_edition_holds(self, session):
        make_year(2027, off="01-01", edition=1)
        make_year(2028, off="01-03", edition=2)
        make_year(2027, off="01-04", edition=3)
        calendar, edition = calendar_now()
        assert edition == 3
        assert calendar.is_off(date(2027, 1, 4))
        assert not calendar.is_off(date(2027, 1, 1))
        assert calendar.is_off(date(2028, 1, 3))

    def test_is_never_one_that_was_read_before(self, session):
        calendar_now()
        make_year(2027, off="01-01", edition=1)
        assert calendar_now()[1] == 1
        session.rollback()
        assert calendar_now()[1] == 0
        make_year(2027, off="01-04", edition=1)
        assert not calendar_now()[0].is_off(date(2027, 1, 1))

    def test_is_parsed_once(self, session):
        make_year(2027, off="01-01", edition=1)
        assert calendar_now()[0] is calendar_now()[0]


class TestOverridesNow:
    def test_are_none_at_first(self, session):
        assert overrides_now() == {}

    def test_of_one_rule_the_newest_holds(self, session, clock):
        make_override("admission", "3wd")
        make_override("offer", "7d")
        clock.advance(timedelta(days=1))
        newest = make_override("admission", "2wd")
        found = overrides_now()
        assert found["admission"] is newest
        assert {rule: row.length for rule, row in found.items()} == {
            "admission": "2wd",
            "offer": "7d",
        }

    def test_one_that_was_taken_back_holds_no_more(self, session, clock):
        make_override("admission", "3wd")
        clock.advance(timedelta(days=1))
        make_override("admission", None)
        assert overrides_now() == {}


@pytest.mark.parametrize("question", [calendar_now, overrides_now])
def test_each_is_one_statement(session, question):
    make_year(2027, off="01-01", edition=1)
    make_override("admission", "3wd")
    with counted() as seen:
        question()
    assert len(seen) == 1
