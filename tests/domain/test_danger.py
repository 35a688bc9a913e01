"""Who is asked to look at a danger report, when the next, and when somebody will look at all."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain.calendar import Calendar, the_calendar
from mediation.domain.danger import (
    DutyLevel,
    DutyRules,
    check_reader,
    check_roster_editor,
    check_turn,
    duty_rules,
    first_asked,
    gaps,
    next_level,
    next_opening,
    read_duty_rules,
)
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor, nobody, system
from mediation.domain.roles import Role
from mediation.domain.rulebook import RuleError, parse

FIRST, SECOND, EVERYONE = DutyLevel
CN = ZoneInfo("Asia/Shanghai")
TIMES = DutyRules(
    zone=CN,
    calendar=Calendar(
        years=frozenset({2026}),
        off=frozenset({date(2026, 3, 9)}),
        worked=frozenset({date(2026, 3, 14)}),
    ),
    opens=time(9),
    closes=time(17, 30),
    within={
        FIRST: timedelta(minutes=15),
        SECOND: timedelta(minutes=10),
        EVERYONE: timedelta(minutes=30),
    },
    longest_turn=timedelta(hours=24),
)


class Turn(NamedTuple):
    starts_at: datetime
    ends_at: datetime
    level: DutyLevel = FIRST


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=CN)


NIGHT = at(4, 23)


class TestFirstAsked:
    def test_asks_whoever_is_on_duty(self):
        asked = first_asked([Turn(at(4, 20), at(5, 8))], times=TIMES, now=NIGHT)
        assert asked == (FIRST, at(4, 23, 15), at(4, 23, 15))

    def test_asks_the_second_where_no_first_is_there(self):
        asked = first_asked([Turn(at(4, 20), at(5, 8), SECOND)], times=TIMES, now=NIGHT)
        assert asked == (SECOND, at(4, 23, 10), at(4, 23, 10))

    def test_a_turn_has_its_first_moment_and_not_its_last(self):
        assert first_asked([Turn(NIGHT, at(5, 8))], times=TIMES, now=NIGHT).level is FIRST
        assert first_asked([Turn(at(4, 20), NIGHT)], times=TIMES, now=NIGHT).level is EVERYONE

    def test_says_when_the_next_turn_begins_if_that_is_first(self):
        asked = first_asked([Turn(at(5, 6), at(5, 8))], times=TIMES, now=NIGHT)
        assert (asked.level, asked.expected_at) == (EVERYONE, at(5, 6))

    def test_says_when_the_house_opens_if_that_is_first(self):
        asked = first_asked([Turn(at(5, 12), at(5, 14))], times=TIMES, now=NIGHT)
        assert asked.expected_at == at(5, 9)

    def test_promises_the_time_of_everyone_while_the_house_is_open(self):
        assert first_asked([], times=TIMES, now=at(4, 12)).expected_at == at(4, 12, 30)

    def test_promises_nothing_past_what_is_known(self):
        new_years_eve = datetime(2026, 12, 31, 18, tzinfo=CN).astimezone(UTC)
        assert first_asked([], times=TIMES, now=new_years_eve).expected_at is None


class TestNextOpening:
    @pytest.mark.parametrize(
        ("moment", "opens"),
        [
            (at(4, 8), at(4, 9)),
            (at(4, 9), at(4, 9)),
            (at(4, 12), at(4, 12)),
            (at(4, 17, 29), at(4, 17, 29)),
            (at(4, 17, 30), at(5, 9)),
            (at(4, 23, 59), at(5, 9)),
            (at(6, 18), at(10, 9)),  # A weekend, then a holiday.
            (at(13, 18), at(14, 9)),  # A Saturday that is worked.
            (at(14, 18), at(16, 9)),
            (at(31, 18), datetime(2026, 4, 1, 9, tzinfo=CN)),
            (datetime(2026, 12, 31, 18, tzinfo=CN), None),
            (datetime(2027, 1, 1, tzinfo=CN), None),
        ],
    )
    def test_is_the_first_open_moment(self, moment, opens):
        assert next_opening(moment.astimezone(UTC), times=TIMES) == opens


class TestLevels:
    def test_lead_to_everyone_and_stay_there(self):
        assert [next_level(level) for level in DutyLevel] == [SECOND, EVERYONE, EVERYONE]


class TestCheckTurn:
    def check(self, starts, ends, others=(), level=FIRST):
        check_turn(starts, ends, others, level=level, times=TIMES, now=at(4, 12))

    def test_takes_turns_that_meet(self):
        self.check(at(4, 20), at(5, 8), [Turn(at(4, 12), at(4, 20)), Turn(at(5, 8), at(5, 9))])

    def test_takes_the_same_time_at_another_level(self):
        self.check(at(4, 20), at(5, 8), [Turn(at(4, 20), at(5, 8), SECOND)])

    @pytest.mark.parametrize(
        ("starts", "ends", "level", "reason"),
        [
            (at(4, 20), at(4, 20), FIRST, "duty_ends_before_start"),
            (at(4, 8), at(4, 12), FIRST, "duty_is_past"),
            (at(4, 20), at(5, 20, 1), FIRST, "duty_too_long"),
            (at(4, 20), at(4, 21), EVERYONE, "duty_level_unknown"),
            (at(4, 19), at(4, 21), FIRST, "duty_overlaps"),
        ],
    )
    def test_refuses_nonsense(self, starts, ends, level, reason):
        with pytest.raises(Refused, match=reason):
            self.check(starts, ends, [Turn(at(4, 20), at(5, 8))], level)


spans = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=12)


class TestGaps:
    def test_are_what_no_turn_covers(self):
        turns = [Turn(at(4, 14), at(4, 16)), Turn(at(4, 18), at(5, 8))]
        assert gaps(turns, level=FIRST, begin=at(4, 12), end=at(5, 12)) == [
            (at(4, 12), at(4, 14)),
            (at(4, 16), at(4, 18)),
            (at(5, 8), at(5, 12)),
        ]

    @settings(max_examples=40)
    @given(spans)
    def test_every_hour_is_either_covered_or_in_just_one_gap(self, drawn):
        hour = timedelta(hours=1)
        begin, end = at(4, 0), at(4, 0) + 150 * hour
        turns = [Turn(begin + s * hour, begin + (s + n) * hour) for s, n in drawn]
        found = gaps(turns, level=FIRST, begin=begin, end=end)
        for number in range(150):
            moment = begin + number * hour + hour / 2
            covered = any(turn.starts_at <= moment < turn.ends_at for turn in turns)
            within = sum(gap.starts_at <= moment < gap.ends_at for gap in found)
            assert within == (0 if covered else 1)


class TestWho:
    def test_only_officers_read_reports(self):
        check_reader(Actor(role=Role.OFFICER))
        for role in set(Role) - {Role.OFFICER}:
            with pytest.raises(NotPermitted):
                check_reader(Actor(role=role))

    def test_the_roster_is_for_the_bodys_officers_and_admins(self):
        check_roster_editor(Actor(role=Role.OFFICER, organisation_id=7), 7)
        check_roster_editor(Actor(role=Role.ADMIN, organisation_id=1), 7)
        for actor in (Actor(role=Role.OFFICER, organisation_id=8), nobody(), system()):
            with pytest.raises(NotPermitted):
                check_roster_editor(actor, 7)


class TestDutyRules:
    def test_this_release_reads(self):
        assert duty_rules().within[FIRST] == timedelta(minutes=15)
        assert set(duty_rules().within) == set(DutyLevel)

    @pytest.mark.parametrize(
        ("moment", "opens"),
        [
            ("2026-09-30T18:00", "2026-10-08T09:00"),  # Past the whole National Day week.
            ("2026-10-09T18:00", "2026-10-10T09:00"),  # A Saturday that is worked for it.
            ("2026-02-14T10:00", "2026-02-14T10:00"),
            ("2026-02-14T18:00", "2026-02-24T09:00"),
            ("2026-05-01T10:00", "2026-05-06T09:00"),
        ],
    )
    def test_nobody_is_promised_to_look_on_a_public_holiday(self, moment, opens):
        times = duty_rules()

        def local(text):
            return datetime.fromisoformat(text).replace(tzinfo=times.zone)

        assert next_opening(local(moment).astimezone(UTC), times=times) == local(opens)

    def test_a_wrong_hour_is_named_with_its_place(self):
        text = """
            zone = "Asia/Shanghai"
            longest_turn_hours = 24
            [levels]
            [opening]
            from = "9 o'clock"
            until = "17:30"
        """
        with pytest.raises(RuleError, match=r"duty\.toml at opening\.from: not an hour"):
            read_duty_rules(parse("duty.toml", text), calendar=the_calendar())
