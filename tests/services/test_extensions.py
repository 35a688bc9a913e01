"""More time for a clock: counted from the original day, told to whoever waits, never by silence."""

from datetime import date, timedelta

import pytest

from mediation import clock
from mediation.domain.errors import NotFound, NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage
from mediation.queries import deadlines, extensions, history
from mediation.services.extensions import answer_extension, extend_deadline, propose_extension
from tests.factories.accounts import make_borrower
from tests.factories.stages import cast_at
from tests.services.traces import events_of, refused


def row_of(cast, rule):
    return next(row for row in deadlines.running(cast.case) if row.rule == rule)


class TestLender:
    @pytest.fixture
    def cast(self, session):
        return cast_at(Stage.WITH_LENDER)

    def extend(self, cast, *, taken, approver="", reason="总部调取合同", actor=None):
        row = row_of(cast, "lender_answer")
        how = {"reason": reason, "approver": approver, "taken": taken}
        extend_deadline(cast.case, row.id, actor=actor or cast.lender, now=clock.now(), **how)
        return row

    def test_15_30_and_60_days_from_the_original_day(self, session, cast):
        assert row_of(cast, "lender_answer").raw_on == date(2026, 3, 19)
        clock.advance(timedelta(days=10))
        assert self.extend(cast, taken=0).raw_on == date(2026, 4, 3)
        clock.advance(timedelta(days=1))
        assert self.extend(cast, taken=1, approver="李总").raw_on == date(2026, 5, 3)
        with pytest.raises(Refused, match="extended_enough"):
            self.extend(cast, taken=2, approver="李总")
        assert events_of(cast.case).count(Event.DEADLINE_EXTENDED) == 2

    def test_keeps_reason_and_approver_out_of_the_history(self, session, cast):
        self.extend(cast, taken=0)
        row = self.extend(cast, taken=1, approver="李总")
        kept = deadlines.extensions_of([row.id])
        assert [(one.reason, one.approver) for one in kept] == [
            ("总部调取合同", None),
            ("总部调取合同", "李总"),
        ]
        facts = str(history.timeline(cast.case, actor=cast.complainant)[0].facts)
        assert "李总" not in facts
        assert "合同" not in facts

    def test_the_complainant_is_told_in_plain_words(self, session, outbox):
        cast = cast_at(Stage.WITH_LENDER, borrower=make_borrower())
        session.commit()
        before = len(outbox())
        self.extend(cast, taken=0)
        session.commit()
        bodies = [letter.body for letter in outbox()[before:]]
        assert any("现在的期限是 4月3日 周五 24:00 前。您不用做什么" in body for body in bodies)

    @pytest.mark.parametrize(
        ("how", "reason"),
        [
            ({"taken": 0, "reason": " "}, "extension_without_reason"),
            ({"taken": 1}, "extended_meanwhile"),
        ],
    )
    def test_refuses_without_a_trace(self, session, cast, how, reason):
        with refused(reason, cast.case):
            self.extend(cast, **how)

    def test_the_second_time_owes_a_name(self, cast):
        self.extend(cast, taken=0)
        with pytest.raises(Refused, match="approver_missing"):
            self.extend(cast, taken=1)

    def test_never_once_it_is_over(self, cast):
        row = row_of(cast, "lender_answer")
        clock.advance(row.due_at - clock.now())
        with pytest.raises(Refused, match="deadline_over"):
            self.extend(cast, taken=0)

    def test_nobody_else_extends_it(self, cast):
        for who in (cast.complainant, cast.officer):
            with pytest.raises(NotPermitted):
                self.extend(cast, taken=0, actor=who)

    def test_no_other_clock_moves(self, cast):
        before = row_of(cast, "first_reading").due_at
        self.extend(cast, taken=0)
        assert row_of(cast, "first_reading").due_at == before


class TestOfficer:
    def test_more_time_to_complete_concerns_no_company(self, session, outbox):
        cast = cast_at(Stage.RETURNED)
        row = row_of(cast, "completion")
        before = row.raw_on
        how = {"reason": "投诉人住院", "taken": 0, "actor": cast.officer, "now": clock.now()}
        extend_deadline(cast.case, row.id, **how)
        assert row.raw_on == before + timedelta(days=15)
        seen = [one.event for one in history.timeline(cast.case, actor=cast.lender)]
        assert Event.DEADLINE_EXTENDED not in seen
        seen = [one.event for one in history.timeline(cast.case, actor=cast.complainant)]
        assert Event.DEADLINE_EXTENDED in seen


class TestConsent:
    @pytest.fixture
    def cast(self, session):
        return cast_at(Stage.MEDIATION)

    def propose(self, cast, actor):
        row = row_of(cast, "mediation")
        propose_extension(cast.case, row.id, reason="等鉴定", taken=0, actor=actor, now=clock.now())
        return row, extensions.open_proposal(row.id)

    def answer(self, cast, proposal, actor, *, agrees=True):
        answer_extension(cast.case, proposal.id, agrees=agrees, actor=actor, now=clock.now())

    def test_two_recorded_yes_extend_it(self, cast):
        row, proposal = self.propose(cast, cast.mediator)
        before = row.raw_on
        self.answer(cast, proposal, cast.complainant)
        assert row.raw_on == before
        self.answer(cast, proposal, cast.lender)
        assert row.raw_on == before + timedelta(days=30)
        assert proposal.granted

    def test_proposing_is_ones_own_yes_and_no_other(self, cast):
        row, proposal = self.propose(cast, cast.complainant)
        before = row.raw_on
        with pytest.raises(Refused, match="already_answered"):
            self.answer(cast, proposal, cast.complainant)
        assert row.raw_on == before
        self.answer(cast, proposal, cast.lender)
        assert row.raw_on == before + timedelta(days=30)

    def test_a_no_ends_it_and_it_may_be_proposed_anew(self, cast):
        row, proposal = self.propose(cast, cast.mediator)
        before = row.raw_on
        self.answer(cast, proposal, cast.lender, agrees=False)
        assert proposal.granted is False
        assert row.raw_on == before
        with pytest.raises(Refused, match="proposal_over"):
            self.answer(cast, proposal, cast.complainant)
        self.propose(cast, cast.mediator)

    def test_silence_extends_nothing(self, cast):
        row, proposal = self.propose(cast, cast.mediator)
        self.answer(cast, proposal, cast.complainant)
        clock.advance(row.due_at - clock.now())
        with pytest.raises(Refused, match="deadline_over"):
            self.answer(cast, proposal, cast.lender)
        assert not deadlines.extensions_of([row.id])

    def test_there_is_one_proposal_at_a_time(self, cast):
        self.propose(cast, cast.mediator)
        with pytest.raises(Refused, match="extension_proposed_already"):
            self.propose(cast, cast.lender)

    def test_nobody_extends_it_alone(self, cast):
        row = row_of(cast, "mediation")
        how = {"reason": "快好了", "taken": 0, "actor": cast.mediator, "now": clock.now()}
        with pytest.raises(Refused, match="extension_needs_consent"):
            extend_deadline(cast.case, row.id, **how)

    def test_a_clock_of_another_case_is_not_found(self, cast):
        other = row_of(cast_at(Stage.MEDIATION), "mediation")
        with pytest.raises(NotFound):
            propose_extension(
                cast.case, other.id, reason="x", taken=0, actor=cast.mediator, now=clock.now()
            )
