"""The clocks of a case, as its events start, stop, pause and resume them."""

from datetime import date, timedelta

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.answers import LenderAnswerKind
from mediation.domain.clocks import clocks
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Pause, Withdrawal
from mediation.domain.parties import Channel
from mediation.domain.roles import LenderKind
from mediation.domain.spaces import Side
from mediation.models.deadlines import Deadline, RuleOverride
from mediation.models.organisations import Organisation
from mediation.models.repayment import Payment
from mediation.queries import deadlines
from mediation.services.answers import Reply, answer_complaint, record_first_reading
from mediation.services.assignment import offer_case
from mediation.services.closure import withdraw_complaint
from mediation.services.deadlines import recount, ruling_now
from mediation.services.parties import reveal_identity
from mediation.services.pauses import pause_case, resume_case
from mediation.services.repayment import confirm_payment, dispute_payment, report_payment
from mediation.services.silence import note_silence
from mediation.services.willingness import (
    answer_willingness,
    ask_willingness,
    request_mediation,
)
from tests.factories import late_stages
from tests.factories.accounts import make_mediator
from tests.factories.companies import cast_with_onlooker, repoint
from tests.factories.organisations import make_lender
from tests.factories.stages import (
    agree_to_mediate,
    case_at,
    cast_at,
    give_relief,
    offer_to_mediator,
)

COLUMNS = [name for name in Deadline.__table__.c.keys() if name != "id"]  # noqa: SIM118


def running(case):
    db.session.flush()
    return {(row.rule, row.about): row for row in deadlines.running(case)}


def rules_of(case):
    return {rule for rule, _ in running(case)}


def rules_and_parts(case):
    return {key for key in running(case) if key[0] == "instalment_cure"}


class TestFollow:
    def test_filing_starts_the_time_for_admission(self, session, now):
        case = case_at(Stage.RECEIVED)
        [row] = running(case).values()
        assert (row.rule, row.side, row.length) == ("admission", Side.MEDIATION, "5wd")
        assert row.started_by == 1
        # Five working days after Wednesday 4 March 2026.
        assert row.due_on == date(2026, 3, 11)

    def test_admission_hands_the_time_to_the_lender(self, session):
        case = case_at(Stage.WITH_LENDER)
        assert rules_of(case) == {"lender_answer", "first_reading"}

    def test_the_answer_ends_one_and_starts_the_talks(self, session):
        case = case_at(Stage.NEGOTIATION)
        assert rules_of(case) == {"negotiation"}

    @pytest.mark.parametrize("stage", [Stage.AWAITING_MEDIATOR, Stage.MEDIATION])
    def test_what_belongs_to_an_earlier_stage_has_stopped(self, session, stage):
        for rule in rules_of(case_at(stage)):
            assert clocks()[rule].may_run_in(stage)

    def test_a_withdrawn_complaint_leaves_only_the_keeping_of_the_file(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        withdraw_complaint(
            cast.case, reason=Withdrawal.SETTLED, words="", actor=cast.complainant, now=now
        )
        assert rules_of(cast.case) == {"retention"}

    def test_who_is_asked_for_willingness_has_a_clock_of_their_own(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        note_silence(cast.case, tried=[Channel.PHONE, Channel.EMAIL], actor=cast.officer, now=now)
        ask_willingness(cast.case, actor=cast.officer, now=now)
        asked = {about for rule, about in running(cast.case) if rule == "willingness"}
        assert asked == {Side.COMPLAINANT, Side.LENDER}

        answer_willingness(cast.case, willing=True, words="", actor=cast.complainant, now=now)
        left = {about for rule, about in running(cast.case) if rule == "willingness"}
        assert left == {Side.LENDER}
        assert "mediator_designation" not in rules_of(cast.case)

        answer_willingness(cast.case, willing=True, words="", actor=cast.lender, now=now)
        assert "willingness" not in rules_of(cast.case)
        assert "mediator_designation" in rules_of(cast.case)

    def test_whoever_must_ask_both_sides_has_a_clock(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        note_silence(cast.case, tried=[Channel.PHONE, Channel.EMAIL], actor=cast.officer, now=now)
        assert running(cast.case)["asking", ""].side is Side.MEDIATION
        ask_willingness(cast.case, actor=cast.officer, now=now)
        assert "asking" not in rules_of(cast.case)

    def test_nobody_need_ask_whoever_has_answered(self, session, now):
        cast = cast_at(Stage.NEGOTIATION)
        request_mediation(cast.case, words="", actor=cast.complainant, now=now)
        assert "asking" in rules_of(cast.case)
        request = {"willing": True, "words": "", "actor": cast.lender, "now": now}
        ask_willingness(cast.case, actor=cast.officer, now=now)
        answer_willingness(cast.case, **request)
        assert rules_of(cast.case) == {"mediator_designation"}

    def test_asking_again_moves_no_date(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        note_silence(cast.case, tried=[Channel.PHONE, Channel.EMAIL], actor=cast.officer, now=now)
        ask_willingness(cast.case, actor=cast.officer, now=now)
        before = {key: row.due_at for key, row in running(cast.case).items()}
        ask_willingness(cast.case, actor=cast.officer, now=now + timedelta(days=2))
        assert {key: row.due_at for key, row in running(cast.case).items()} == before

    def test_the_first_reading_stops_its_clock_and_no_other(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        answer = running(cast.case)["lender_answer", ""].due_at
        record_first_reading(cast.case, actor=cast.lender, now=now)
        assert rules_of(cast.case) == {"lender_answer"}
        assert running(cast.case)["lender_answer", ""].due_at == answer

    @pytest.mark.parametrize(
        ("kind", "binding"), [(LenderKind.BANK, True), (LenderKind.SMALL_LOAN, False)]
    )
    def test_it_binds_supervised_institutions_only(self, session, kind, binding):
        case = case_at(Stage.WITH_LENDER, lender=make_lender(lender_kind=kind))
        assert running(case)["lender_answer", ""].binding is binding

    def test_another_mediator_has_the_whole_time_to_reply(self, session, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        first = offer_to_mediator(cast)
        before = running(cast.case)["mediator_reply", ""].due_at
        other = make_mediator(session.get_one(Organisation, cast.case.body_id))
        clock.advance(timedelta(days=2))
        offer_case(
            cast.case,
            mediator_id=other.id,
            instead_of=first.id,
            actor=cast.officer,
            now=clock.now(),
        )
        assert running(cast.case)["mediator_reply", ""].due_at > before

    def test_relief_of_the_wrong_company_waits_for_no_word(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        give_relief(cast)
        repoint(cast)
        assert rules_of(cast.case) == {"lender_answer", "first_reading"}
        assert cast.case.turn is Turn.LENDER

    def test_a_name_given_after_relief_asks_for_no_second_answer(self, session, now):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        give_relief(cast)
        reveal_identity(cast.case, actor=cast.complainant, now=now)
        assert "lender_answer" not in rules_of(cast.case)
        assert cast.case.turn is Turn.COMPLAINANT

    def test_a_name_that_the_company_asked_for_starts_its_time(self, session, now):
        cast = cast_at(Stage.WITH_LENDER, withheld=True)
        reply = Reply(LenderAnswerKind.CANNOT_IDENTIFY, to_complainant="查不到。")
        answer_complaint(cast.case, reply, actor=cast.lender, now=now)
        assert "lender_answer" not in rules_of(cast.case)
        reveal_identity(cast.case, actor=cast.complainant, now=now + timedelta(days=3))
        assert running(cast.case)["lender_answer", ""].started_at == now + timedelta(days=3)

    def test_who_only_looks_on_reads_for_nobody_else(self, session, now):
        cast, onlooker = cast_with_onlooker(Stage.WITH_LENDER)
        record_first_reading(cast.case, actor=onlooker, now=now)
        assert "first_reading" in rules_of(cast.case)
        record_first_reading(cast.case, actor=cast.lender, now=now)
        assert "first_reading" not in rules_of(cast.case)

    def test_an_instalment_is_warned_of_before_its_day(self, session, now):
        cast = late_stages.cast_at(Stage.PERFORMING)
        rows = running(cast.case)
        [row] = [row for (rule, _), row in rows.items() if rule == "instalment_cure"]
        assert row.warn_at is not None
        assert row.warn_at <= row.started_at

    def test_whoever_paid_and_said_so_is_not_late(self, session, now):
        cast = late_stages.cast_at(Stage.PERFORMING)
        today = now.date()
        report_payment(cast.case, amount_fen=52_000, paid_on=today, actor=cast.complainant, now=now)
        assert rules_and_parts(cast.case) == {("instalment_cure", "complainant/2")}

        [report] = {row.report_id for row in session.query(Payment)}
        dispute_payment(cast.case, report, actor=cast.lender, now=now)
        assert rules_and_parts(cast.case) == {("instalment_cure", "complainant/1")}


class TestPauses:
    @pytest.fixture
    def cast(self, session):
        return cast_at(Stage.WITH_LENDER)

    def pause(self, cast, now):
        pause_case(
            cast.case,
            reason=Pause.POLICE,
            words="",
            review_on=date(2026, 4, 1),
            actor=cast.officer,
            now=now,
        )

    def test_the_days_of_a_pause_do_not_count(self, cast, now):
        before = running(cast.case)["lender_answer", ""].raw_on
        self.pause(cast, now + timedelta(days=2))
        assert running(cast.case)["lender_answer", ""].paused_at is not None

        resume_case(cast.case, actor=cast.officer, now=now + timedelta(days=9))
        row = running(cast.case)["lender_answer", ""]
        assert row.paused_at is None
        assert row.raw_on == before + timedelta(days=7)

    def test_a_pause_within_one_day_moves_nothing(self, cast, now):
        before = running(cast.case)["lender_answer", ""].due_at
        self.pause(cast, now)
        resume_case(cast.case, actor=cast.officer, now=now + timedelta(hours=2))
        assert running(cast.case)["lender_answer", ""].due_at == before

    def test_the_body_need_not_act_meanwhile(self, session, now):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        agree_to_mediate(cast)
        self.pause(cast, now)
        assert running(cast.case)["mediator_designation", ""].paused_at is not None

    def test_what_starts_in_one_stands_still_as_well(self, session, now):
        cast = late_stages.cast_at(Stage.PERFORMING)
        self.pause(cast, now)
        today = now.date()
        report_payment(cast.case, amount_fen=52_000, paid_on=today, actor=cast.complainant, now=now)
        [report] = {row.report_id for row in session.query(Payment)}
        confirm_payment(cast.case, report, actor=cast.lender, now=now)
        rows = running(cast.case)
        assert rows["instalment_cure", "complainant/2"].paused_at is not None

        resume_case(cast.case, actor=cast.officer, now=now + timedelta(days=9))
        assert running(cast.case)["instalment_cure", "complainant/2"].paused_at is None

    def test_two_pauses_add_up(self, cast, now):
        before = running(cast.case)["lender_answer", ""].raw_on
        for start in (1, 5):
            self.pause(cast, now + timedelta(days=start))
            resume_case(cast.case, actor=cast.officer, now=now + timedelta(days=start + 3))
        assert running(cast.case)["lender_answer", ""].raw_on == before + timedelta(days=6)


class TestCounting:
    def test_a_length_of_ones_own_holds_for_what_starts_later(self, session, now):
        old = case_at(Stage.RECEIVED)
        db.session.add(RuleOverride(rule="admission", length="2wd", reason="fast lane", at=now))
        session.flush()
        [before], [after] = (running(case).values() for case in (old, case_at(Stage.RECEIVED)))
        assert (before.length, before.override_id) == ("5wd", None)
        assert (after.length, after.due_on) == ("2wd", date(2026, 3, 6))
        assert after.override_id is not None

    def test_what_lies_ahead_again_is_said_anew(self, session, now):
        case = case_at(Stage.RECEIVED)
        row = running(case)["admission", ""]
        due_at = row.due_at
        row.warned_at, row.missed_at = due_at - timedelta(days=1), due_at
        row.length = "30d"
        assert recount(row, ruling_now(), now=due_at)
        assert row.missed_at is None
        assert row.warned_at is None

    def test_the_database_lets_no_clock_run_twice(self, session, now):
        case = case_at(Stage.RECEIVED)
        row = running(case)["admission", ""]
        copy = {name: getattr(row, name) for name in COLUMNS}
        db.session.add(Deadline(**copy))
        with pytest.raises(Exception, match=r"(?i)unique"):
            session.flush()
