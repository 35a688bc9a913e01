"""Reports and the clock on whoever is on duty; the roster."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.domain.danger import DangerKind, DutyLevel, duty_rules
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.permissions import Actor, nobody, system
from mediation.domain.roles import Role
from mediation.domain.spaces import Space
from mediation.models.danger import DangerReport, DutyTurn
from mediation.models.history import History
from mediation.models.notices import Notice
from mediation.queries import danger
from mediation.services.danger import (
    add_to_report,
    close_report,
    escalate_report,
    mark_seen,
    note_report,
    put_on_duty,
    report_danger,
    take_off_duty,
)
from mediation.transaction import transaction
from tests.factories.accounts import (
    actor_of,
    make_account,
    make_borrower,
    make_mediator,
    make_member,
    make_officer,
)
from tests.factories.cases import make_case
from tests.factories.danger import make_report, make_turn
from tests.factories.deadlines import make_year
from tests.factories.organisations import make_mediation_body

FIRST, SECOND, EVERYONE = DutyLevel


@pytest.fixture
def body(session):
    return make_mediation_body()


@pytest.fixture
def officer(body):
    return make_officer(body)


@pytest.fixture
def other(body):
    return make_officer(body)


@pytest.fixture(autouse=True)
def noise(session):
    """Another body with an officer on duty of its own, and a lender's clerk."""
    return make_turn(make_officer(make_mediation_body()), SECOND)


LEAVING = select(Notice).where(Notice.channel != "inbox")


def told(session):
    return sorted(notice.recipient for notice in session.scalars(LEAVING))


def history(session, case):
    found = session.scalars(select(History).filter_by(case_id=case.id, event="danger_reported"))
    return list(found)


class TestReportDanger:
    def test_names_and_tells_whoever_is_on_duty(self, session, officer, other, now):
        make_turn(officer)
        report = make_report()
        assert (report.level, report.duty_id) == (FIRST, officer.id)
        assert report.escalates_at == now + duty_rules().within[FIRST]
        assert told(session) == [officer.email]

    def test_tells_by_text_as_well_where_there_is_a_number(self, session, body):
        officer = make_member(Role.OFFICER, body, make_account(phone="+8613800001111"))
        make_turn(officer)
        make_report()
        assert told(session) == sorted([officer.email, "+8613800001111"])

    def test_tells_every_officer_when_nobody_is_on_duty(self, session, body, officer, other):
        case = make_case(borrower=make_borrower(), body=body)
        session.query(Notice).delete()
        report = make_report(case=case, actor=actor_of(officer))
        assert (report.level, report.duty_id) == (EVERYONE, None)
        assert told(session) == sorted([officer.email, other.email])

    def test_the_notice_says_nothing_of_the_case_or_the_person(self, session, officer, body):
        make_turn(officer)
        borrower = make_borrower(name="周念安")
        case = make_case(borrower=borrower, body=body)
        session.query(Notice).delete()
        make_report(case=case, actor=actor_of(borrower))
        [notice] = session.scalars(LEAVING)
        assert "周念安" not in notice.facts
        assert case.reference not in notice.facts

    def test_flags_the_case_and_keeps_it_from_the_lender(self, session, body, officer):
        borrower = make_borrower()
        case = make_case(borrower=borrower, body=body)
        make_report(DangerKind.VISIT, case=case, actor=actor_of(borrower))
        assert case.in_danger
        [event] = history(session, case)
        assert event.space is Space.COMPLAINANT
        assert danger.open_on([case.id]) == {case.id: [DangerKind.VISIT]}

    def test_what_staff_report_stays_with_staff(self, session, body, officer):
        case = make_case(borrower=make_borrower(), body=body)
        make_report(case=case, actor=actor_of(officer))
        assert history(session, case)[0].space is Space.STAFF

    def test_a_second_tap_is_the_first_one(self, session, officer):
        make_turn(officer)
        first = make_report(once="a" * 22)
        assert make_report(once="a" * 22).id == first.id
        assert len(told(session)) == 1

    def test_a_page_found_open_later_reports_anew(self, session, officer, clock):
        first = make_report(once="a" * 22)
        clock.advance(timedelta(hours=9))
        assert make_report(once="a" * 22).id != first.id

    def test_of_two_taps_at_once_one_reports_and_both_hear_of_it(self, app, session, officer, now):
        make_turn(officer)
        session.commit()
        found = []

        def tap():
            with app.app_context(), transaction():
                report = report_danger(
                    DangerKind.THREAT, case=None, once="r" * 22, actor=nobody(), now=now
                )
                found.append(report.id)

        rivals = [threading.Thread(target=tap) for _ in range(4)]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()
        assert len(found) == 4
        assert len(set(found)) == 1
        session.rollback()
        assert len(told(session)) == 1

    def test_another_button_of_the_same_page_is_another_report(self, session, officer):
        first = make_report(once="a" * 22)
        assert make_report(DangerKind.VISIT, once="a" * 22).id != first.id

    def test_a_stranger_to_the_case_is_refused_without_a_trace(self, session, body):
        case = make_case(borrower=make_borrower(), body=body)
        for actor in (actor_of(make_borrower()), nobody()):
            with pytest.raises(NotPermitted):
                make_report(case=case, actor=actor)
        assert session.scalars(select(DangerReport)).all() == []
        assert not case.in_danger

    def test_the_visitor_of_a_case_may_report_on_it(self, session, body):
        case = make_case(body=body)
        visitor = Actor(role=Role.COMPLAINANT, holder_id=case.id)
        report = make_report(case=case, actor=visitor)
        assert (report.case_id, report.reporter_id) == (case.id, None)


class TestAddToReport:
    def test_is_kept_sealed_and_an_empty_answer_leaves_what_is_there(self, session):
        report = make_report()
        add_to_report(report, words="有人堵门", contact="")
        add_to_report(report, words="", contact="138 0000 1111")
        session.flush()
        row = session.execute(select(DangerReport._words, DangerReport._contact)).one()
        assert "有人堵门".encode() not in row[0]
        assert b"138" not in row[1]
        assert (report.words, report.contact) == ("有人堵门", "138 0000 1111")

    def test_is_refused_on_a_closed_report(self, session, officer, now):
        report = make_report()
        close_report(report, case=None, body="好", actor=actor_of(officer), now=now)
        with pytest.raises(Refused, match="danger_closed"):
            add_to_report(report, words="还有", contact="")


class TestEscalateReport:
    def escalate(self, report, now):
        escalate_report(report, actor=system(), now=now)

    def test_goes_to_the_second_then_to_everyone_then_again(self, session, officer, other, body):
        make_turn(officer)
        make_turn(other, SECOND)
        case = make_case(borrower=make_borrower(), body=body)
        session.query(Notice).delete()
        report = make_report(case=case, actor=actor_of(officer))
        levels = []
        for _ in range(3):
            self.escalate(report, report.escalates_at)
            levels.append((report.level, report.duty_id))
        assert levels == [(SECOND, other.id), (EVERYONE, None), (EVERYONE, None)]
        assert report.escalations == 3
        # Once the first, once the second, then twice both.
        assert told(session) == sorted([officer.email] * 3 + [other.email] * 3)

    def test_passes_over_a_level_without_anybody(self, session, officer, body, now):
        make_turn(officer)
        case = make_case(borrower=make_borrower(), body=body)
        report = make_report(case=case, actor=actor_of(officer))
        self.escalate(report, now + timedelta(minutes=15))
        assert report.level is EVERYONE
        assert report.escalates_at == now + timedelta(minutes=45)


class TestLooking:
    def test_the_first_who_looks_counts(self, session, officer, other, now):
        report = make_report()
        mark_seen(report, actor=actor_of(officer), now=now)
        mark_seen(report, actor=actor_of(other), now=now + timedelta(minutes=1))
        assert (report.seen_by_id, report.seen_at) == (officer.id, now)

    def test_whoever_notes_has_looked(self, session, officer, now):
        report = make_report()
        note_report(report, body="15:20 已通话", actor=actor_of(officer), now=now)
        session.flush()
        assert report.seen_by_id == officer.id
        assert [entry.note.body for entry in danger.notes_on(report)] == ["15:20 已通话"]

    def test_a_report_is_not_closed_without_words(self, session, officer, now):
        report = make_report()
        with pytest.raises(Refused, match="danger_note_empty"):
            close_report(report, case=None, body=" ", actor=actor_of(officer), now=now)
        assert report.closed_at is None
        assert report.seen_at is None

    def test_the_flag_of_the_case_falls_with_its_last_report(self, session, officer, body, now):
        case = make_case(borrower=make_borrower(), body=body)
        reports = [make_report(case=case, actor=actor_of(officer)) for _ in range(2)]
        flags = []
        for report in reports:
            close_report(report, case=case, body="已处理", actor=actor_of(officer), now=now)
            flags.append(case.in_danger)
        assert flags == [True, False]

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER}))
    def test_is_for_officers_alone(self, session, now, role):
        report = make_report()
        for verb, words in ((mark_seen, {}), (note_report, {"body": "x"})):
            with pytest.raises(NotPermitted):
                verb(report, actor=Actor(role=role, account_id=1), now=now, **words)
        assert report.seen_at is None


class TestRoster:
    def test_takes_an_officer_of_the_body(self, session, officer, now):
        turn = make_turn(officer)
        assert session.get(DutyTurn, turn.id).account_id == officer.id

    @pytest.mark.parametrize("make", [make_mediator, make_officer])
    def test_refuses_whoever_is_no_officer_of_the_body(self, session, officer, now, make):
        with pytest.raises(Refused, match="duty_not_an_officer"):
            put_on_duty(
                make().id,
                organisation_id=actor_of(officer).organisation_id,
                level=FIRST,
                starts_at=now,
                ends_at=now + timedelta(hours=1),
                actor=actor_of(officer),
                now=now,
            )

    def test_refuses_a_turn_that_runs_into_another(self, session, officer, other):
        make_turn(officer)
        with pytest.raises(Refused, match="duty_overlaps"):
            make_turn(other, starts=timedelta(hours=7))

    def test_the_turns_of_another_body_are_no_matter(self, session, noise, officer):
        assert make_turn(officer, SECOND)

    def test_a_running_turn_is_ended_and_a_coming_one_deleted(self, session, officer, now):
        running = make_turn(officer)
        coming = make_turn(officer, starts=timedelta(hours=9))
        later = now + timedelta(hours=1)
        for turn in (running, coming):
            take_off_duty(turn, actor=actor_of(officer), now=later)
        session.flush()
        assert running.ends_at == later
        assert session.get(DutyTurn, coming.id) is None

    def test_what_is_over_stays(self, session, officer, now):
        turn = make_turn(officer)
        with pytest.raises(Refused, match="duty_is_past"):
            take_off_duty(turn, actor=actor_of(officer), now=now + timedelta(days=1))


class TestDaysOff:
    def test_what_was_published_here_moves_what_is_promised(self, session, body, now):
        by = {"case": make_case(body=body), "actor": actor_of(make_officer(body))}
        assert make_report(**by).expected_at.date() == now.date()
        make_year(2026, off=f"{now:%m-%d}", edition=1)
        assert make_report(**by).expected_at.date() == now.date() + timedelta(days=1)
