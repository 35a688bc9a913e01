"""Lengths of this installation's own: for what starts afterwards, with author and reason."""

from datetime import date

import pytest

from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.domain.lengths import Length, Unit
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from mediation.queries import deadlines
from mediation.queries.calendar import overrides_now
from mediation.queries.overrides import changes_of, own_lengths
from mediation.services.overrides import override_length, take_back_override
from tests.factories.accounts import actor_of, make_member, make_officer
from tests.factories.stages import case_at

THREE = Length(3, Unit.WORKING_DAY)


@pytest.fixture
def admin(session):
    return actor_of(make_member(Role.ADMIN))


@pytest.fixture
def override(admin, now):
    def act(rule="admission", length=THREE, reason="人手不足", actor=admin):
        return override_length(rule, length, reason=reason, actor=actor, now=now)

    return act


class TestOverrideLength:
    def test_holds_for_what_starts_afterwards(self, session, override):
        before = case_at(Stage.RECEIVED)
        row = override()
        after = case_at(Stage.RECEIVED)
        [old], [new] = deadlines.running(before), deadlines.running(after)
        assert (old.length, old.due_on, old.override_id) == ("5wd", date(2026, 3, 11), None)
        assert (new.length, new.due_on, new.override_id) == ("3wd", date(2026, 3, 9), row.id)

    def test_shows_who_set_it_and_why(self, override, admin):
        override()
        own = own_lengths()["admission"]
        assert (own.override.length, own.override.reason) == ("3wd", "人手不足")
        assert own.by.id == admin.account_id

    def test_is_an_admins_alone(self, override):
        with pytest.raises(NotPermitted):
            override(actor=actor_of(make_officer()))

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({"rule": "lender_answer", "length": Length(20, Unit.CALENDAR_DAY)}, "beyond_law"),
            ({"rule": "set_aside", "length": Length(2, Unit.MONTH)}, "of_a_right"),
            ({"reason": "  "}, "without_reason"),
        ],
    )
    def test_what_cannot_be_is_refused(self, override, given, reason):
        with pytest.raises(Refused, match=f"override_{reason}"):
            override(**given)
        assert overrides_now() == {}

    def test_the_same_length_is_not_set_twice(self, override):
        override()
        with pytest.raises(Refused, match="override_stands_already"):
            override()

    def test_an_unknown_rule_is_not_found(self, override):
        with pytest.raises(NotFound):
            override(rule="patience")


class TestTakeBackOverride:
    def test_lets_the_rule_hold_again_and_keeps_both(self, override, admin, clock):
        override()
        clock.advance(clock.now() - clock.now().replace(hour=3))
        take_back_override("admission", reason="恢复", actor=admin, now=clock.now())
        assert overrides_now() == {}
        assert [one.override.length for one in changes_of("admission")] == [None, "3wd"]

    def test_what_is_not_there_cannot_be_taken_back(self, session, admin, now):
        with pytest.raises(Refused, match="override_not_there"):
            take_back_override("admission", reason="恢复", actor=admin, now=now)

    def test_is_an_admins_alone(self, override, now):
        override()
        with pytest.raises(NotPermitted):
            take_back_override("admission", reason="恢复", actor=actor_of(make_officer()), now=now)
