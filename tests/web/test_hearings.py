"""The pages of hearings: the mediator's week, a new one, its record, minutes and facts."""

from datetime import date, timedelta

import pytest

from mediation import clock
from mediation.domain.hearings import HearingState, Mode
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Side
from mediation.queries import hearings, settlement
from mediation.services.days import day_of, start_of
from mediation.web.weeks import monday_of, week_ahead, week_of
from tests.factories.late_stages import STEPS, cast_at, end_talks, hearing
from tests.services.test_hearings import second_case


@pytest.fixture(autouse=True)
def noise(session):
    """Another mediator with a hearing at the same hour."""
    other = cast_at(Stage.MEDIATION)
    fixed = hearing(other)
    session.commit()
    return fixed


@pytest.fixture
def cast(session):
    found = cast_at(Stage.MEDIATION)
    session.commit()
    return found


@pytest.fixture
def mediator(cast, client_of):
    return client_of(cast.mediator)


@pytest.fixture
def fixed(session, cast):
    found = hearing(cast)
    session.commit()
    return found


def at(cast, part="hearings"):
    return f"/cases/{cast.case.reference}/{part}"


def tuesday():
    """Ten in the morning of the Tuesday after next, in Shanghai."""
    monday = monday_of(day_of(clock.now()) + timedelta(days=7))
    return start_of(monday + timedelta(days=1)) + timedelta(hours=10)


def form(**changes):
    fields = {
        "slot": tuesday().isoformat(),
        "minutes": "60",
        "complainant_mode": "phone",
        "lender_mode": "video",
        "place": "二号调解室",
        "agenda": "分期",
    }
    return fields | changes


def only(cast):
    (entry,) = hearings.of_case(cast.case)
    return entry


class TestWeek:
    def test_shows_ones_own_hearings_and_nobody_elses(self, cast, fixed, noise, mediator):
        week = day_of(fixed.starts_at).isoformat()
        page = mediator.get(f"/hearings?week={week}").text
        assert page.count('class="hearing"') == 1
        assert cast.case.reference in page

    def test_of_another_week_it_shows_none(self, fixed, mediator):
        page = mediator.get("/hearings?week=2026-01-05").text
        assert 'class="hearing"' not in page
        assert "本周没有调解会" in page

    @pytest.mark.parametrize("week", ["tomorrow", "1500-01-01", "99999-01-01"])
    def test_what_is_no_week_is_not_found(self, mediator, week):
        assert mediator.get(f"/hearings?week={week}").status_code == 404

    @pytest.mark.parametrize(("day", "ahead"), [(23, 23), (27, 23), (28, 30), (29, 30), (30, 30)])
    def test_at_the_weekend_one_looks_at_the_coming_week(self, day, ahead):
        assert week_ahead(date(2026, 11, day)) == date(2026, 11, ahead)

    def test_is_the_mediators_alone(self, cast, client_of):
        for actor in (cast.officer, cast.lender, cast.complainant):
            assert client_of(actor).get("/hearings").status_code == 403

    def test_a_long_hearing_reaches_over_its_hours(self, session, cast):
        fixed = hearing(cast, minutes=150)
        session.commit()
        week = week_of(cast.mediator.account_id, monday_of(day_of(fixed.starts_at)))
        (cell,) = [cell for cell in week.cells.values() if cell.booked]
        assert cell.rows == 3
        rows = dict.fromkeys(week.days, 0)
        for (day, _hour), one in week.cells.items():
            rows[day] += one.rows
        assert set(rows.values()) == {len(week.hours)}

    def test_an_hour_that_a_hearing_touches_is_not_free(self, session, cast):
        hearing(cast, hours=24 * 5 + 0.75, minutes=30)
        session.commit()
        starts = hearings.to_come(cast.case, as_of=clock.now())[0].starts_at
        week = week_of(cast.mediator.account_id, monday_of(day_of(starts)), earliest=clock.now())
        touched = {starts.replace(minute=0), starts.replace(minute=0) + timedelta(hours=1)}
        assert not touched & set(week.free())
        assert starts.replace(minute=0) + timedelta(hours=2) in week.free()


class TestSchedule:
    @pytest.mark.parametrize("field", ["slot", "slot_phone"])
    def test_a_slot_of_either_form_of_the_week_is_taken(self, cast, mediator, field):
        data = form() | {"slot": "", field: tuesday().isoformat()}
        week = monday_of(day_of(tuesday())).isoformat()
        answer = mediator.post(at(cast, f"hearings/new?week={week}"), data=data)
        assert answer.status_code == 303
        entry = only(cast)
        assert entry.hearing.starts_at == tuesday()
        assert entry.sides[Side.COMPLAINANT].mode is Mode.PHONE

    def test_another_time_may_be_written(self, cast, mediator):
        day = day_of(tuesday())
        data = form(slot="") | {
            "starts_at-year": day.year,
            "starts_at-month": day.month,
            "starts_at-day": day.day,
            "starts_at-time": "14:30",
        }
        assert mediator.post(at(cast, "hearings/new"), data=data).status_code == 303
        assert only(cast).hearing.starts_at == tuesday() + timedelta(hours=4.5)

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"slot": ""}, "请选一个空闲时间"),
            ({"slot": "2020-01-01T00:00:00+00:00"}, "请从列出的选项里选一项"),
            ({"place": ""}, "error-summary"),
            ({"complainant_mode": ""}, "请选"),
            ({"minutes": "9999"}, "15"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_fixed(self, cast, mediator, wrong, words):
        week = monday_of(day_of(tuesday())).isoformat()
        page = mediator.post(at(cast, f"hearings/new?week={week}"), data=form(**wrong))
        assert page.status_code == 200
        assert words in page.text
        assert hearings.of_case(cast.case) == []

    def test_a_time_taken_meanwhile_is_said_beside_it(self, session, cast, mediator):
        other = second_case(session, cast)
        session.commit()
        day = day_of(clock.now()) + timedelta(days=8)
        data = form(slot="") | {
            "starts_at-year": day.year,
            "starts_at-month": day.month,
            "starts_at-day": day.day,
            "starts_at-time": "10:00",
        }
        assert mediator.post(at(cast, "hearings/new"), data=data).status_code == 303
        page = mediator.post(at(other, "hearings/new"), data=data)
        assert "另有调解会" in page.text
        assert hearings.of_case(other.case) == []

    def test_the_sides_cannot(self, cast, client_of):
        for actor in (cast.complainant, cast.lender, cast.officer):
            assert client_of(actor).get(at(cast, "hearings/new")).status_code == 404


class TestChanges:
    def test_it_is_moved(self, cast, fixed, mediator):
        week = monday_of(day_of(tuesday())).isoformat()
        data = form(reason="lender_cannot", place="线上")
        answer = mediator.post(at(cast, f"hearings/{fixed.id}/date?week={week}"), data=data)
        assert answer.status_code == 303
        assert (only(cast).hearing.starts_at, only(cast).hearing.place) == (tuesday(), "线上")
        modes = {side: row.mode for side, row in only(cast).sides.items()}
        assert modes == {Side.COMPLAINANT: Mode.PHONE, Side.LENDER: Mode.VIDEO}

    def test_it_is_called_off_with_a_reason(self, cast, fixed, mediator):
        address = at(cast, f"hearings/{fixed.id}/cancellation")
        assert "error-summary" in mediator.post(address, data={}).text
        mediator.post(address, data={"reason": "complainant_cannot"})
        assert only(cast).hearing.state is HearingState.CANCELLED

    @pytest.mark.parametrize("page", ["date", "cancellation", "record", "minutes"])
    def test_one_of_another_case_is_not_found(self, cast, mediator, noise, page):
        assert mediator.get(at(cast, f"hearings/{noise.id}/{page}")).status_code == 404


class TestRecord:
    def test_who_came_and_what_was_said(self, cast, fixed, client_of, clock):
        clock.advance(timedelta(days=5))
        mediator = client_of(cast.mediator)
        data = {"complainant": "checked", "lender": "absent", "minutes": "机构没有到场。"}
        mediator.post(at(cast, f"hearings/{fixed.id}/record"), data=data)
        entry = only(cast)
        assert entry.sides[Side.COMPLAINANT].identity_checked is True
        assert entry.sides[Side.LENDER].came is False
        assert entry.minutes.text == "机构没有到场。"
        page = client_of(cast.complainant).get(at(cast)).text
        assert "机构没有到场。" in page
        assert "调解中所说，不作证据" in page

    def test_not_before_it_began(self, cast, fixed, mediator):
        data = {"complainant": "checked", "lender": "checked", "minutes": ""}
        answer = mediator.post(at(cast, f"hearings/{fixed.id}/record"), data=data)
        assert answer.status_code == 409

    def test_each_side_confirms_the_minutes(self, cast, fixed, client_of, clock):
        clock.advance(timedelta(days=5))
        data = {"complainant": "came", "lender": "came", "minutes": "谈了分期。"}
        client_of(cast.mediator).post(at(cast, f"hearings/{fixed.id}/record"), data=data)
        client_of(cast.lender).post(at(cast, f"hearings/{fixed.id}/confirmation"))
        assert only(cast).minutes.lender_confirmed_at is not None
        assert only(cast).minutes.complainant_confirmed_at is None


class TestFacts:
    def test_a_fact_counts_when_both_sides_have_confirmed_it(self, cast, mediator, client_of):
        mediator.post(at(cast, "facts/new"), data={"text": "已付 ¥1,000.00。"})
        (fact,) = hearings.facts(cast.case)
        for actor in (cast.complainant, cast.lender):
            assert settlement.agreed_facts(cast.case) == []
            client_of(actor).post(at(cast, f"facts/{fact.id}/confirmation"))
        assert settlement.agreed_facts(cast.case) == ["已付 ¥1,000.00。"]
        assert "双方已确认" in mediator.get(at(cast)).text

    def test_the_sides_write_none_down(self, cast, client_of):
        assert client_of(cast.lender).get(at(cast, "facts/new")).status_code == 404


class TestEnd:
    def test_the_mediator_says_why(self, cast, mediator):
        assert "error-summary" in mediator.post(at(cast, "mediation/end"), data={}).text
        mediator.post(at(cast, "mediation/end"), data={"reason": "gap_too_wide"})
        assert cast.case.outcome_reason == "gap_too_wide"

    @pytest.mark.parametrize("by", ["complainant", "lender"])
    def test_a_side_stops_without_a_reason(self, cast, client_of, by):
        side = client_of(getattr(cast, by))
        assert "不必说理由" in side.get(at(cast, "mediation/stop")).text
        side.post(at(cast, "mediation/stop"), data={"words": ""})
        assert cast.case.stage is Stage.CLOSED


class TestAfterTheTalks:
    """A hearing that ends the talks is recorded wherever they have led."""

    def begun(self, session, stage):
        cast = cast_at(Stage.MEDIATION)
        hearing(cast, hours=73)
        clock.advance(timedelta(hours=74))
        for step in STEPS.get(stage, ()):
            step(cast)
            session.flush()
        session.commit()
        return cast

    @pytest.mark.parametrize("stage", sorted(STEPS))
    def test_its_mediator_finds_the_button_and_records_it(self, session, client_of, stage):
        cast = self.begun(session, stage)
        mediator = client_of(cast.mediator)
        address = f"{at(cast)}/{only(cast).hearing.id}/record"
        assert address in mediator.get(at(cast)).text
        data = {"complainant": "checked", "lender": "came", "minutes": "双方接受了方案。"}
        assert mediator.post(address, data=data).status_code == 303
        assert only(cast).hearing.state is HearingState.HELD
        assert only(cast).minutes.text == "双方接受了方案。"

    def test_the_end_of_talks_calls_off_only_what_has_not_begun(self, session):
        cast = cast_at(Stage.MEDIATION)
        begun, coming = hearing(cast, hours=73), hearing(cast, hours=96)
        clock.advance(timedelta(hours=74))
        end_talks(cast)
        assert begun.state is HearingState.SCHEDULED
        assert coming.state is HearingState.CANCELLED
