"""A company that only looks on never acts for the lender's side, whatever the verb."""

import pytest

from mediation.domain.hearings import SIDES
from mediation.domain.lifecycle import Stage
from mediation.domain.spaces import Side
from mediation.queries import hearings, repayment
from mediation.services.arbitration import record_arbitration_agreement
from mediation.services.breaches import cure_breach, declare_breach
from mediation.services.days import day_of
from mediation.services.hearings import hold_hearing
from mediation.services.mediation import stop_mediation
from mediation.services.minutes import agree_fact, confirm_minutes, propose_fact, record_minutes
from mediation.services.negotiation import accept_offer, reject_offer
from mediation.services.repayment import (
    confirm_payment,
    confirm_performance,
    dispute_payment,
    report_payment,
)
from mediation.services.settlement import refuse_signing
from mediation.web.acts import acts_on
from tests.factories import late_stages
from tests.factories.companies import cast_with_onlooker
from tests.services.traces import refused

WHY = "another_company_answers"


def at(stage):
    cast, onlooker = cast_with_onlooker(stage)
    return cast, onlooker


class TestTalks:
    def test_it_does_not_stop_them(self, session, now):
        cast, onlooker = at(Stage.MEDIATION)
        with refused(WHY, cast.case):
            stop_mediation(cast.case, actor=onlooker, now=now)

    def test_it_confirms_neither_minutes_nor_facts(self, session, clock):
        cast, onlooker = at(Stage.MEDIATION)
        held = late_stages.hearing(cast)
        clock.advance(held.ends_at - clock.now())
        session.flush()
        now = clock.now()
        here = dict.fromkeys(SIDES, True)
        hold_hearing(cast.case, held, came=here, identified=here, actor=cast.mediator, now=now)
        session.flush()
        minutes = record_minutes(cast.case, held, text="双方到场。", actor=cast.mediator, now=now)
        fact = propose_fact(cast.case, text="借款日无争议。", actor=cast.mediator, now=now)
        session.flush()
        with refused(WHY, cast.case):
            confirm_minutes(cast.case, minutes, actor=onlooker, now=now)
        with refused(WHY, cast.case):
            agree_fact(cast.case, fact, actor=onlooker, now=now)
        assert hearings.facts(cast.case)[0].lender_confirmed_at is None

    def test_it_answers_no_offer(self, session, now):
        cast, onlooker = at(Stage.NEGOTIATION)
        made = late_stages.offer(cast, by="complainant")
        session.flush()
        for verb in (accept_offer, reject_offer):
            with refused(WHY, cast.case):
                verb(cast.case, made, actor=onlooker, now=now)

    def test_it_writes_down_no_agreement_to_arbitrate(self, session, now):
        cast, onlooker = at(Stage.MEDIATION)
        with refused(WHY, cast.case):
            record_arbitration_agreement(
                cast.case,
                body_id=cast.arbitration_body.id,
                agreed_on=day_of(now),
                clause="提交仲裁。",
                actor=onlooker,
                now=now,
            )


class TestSettlement:
    def test_it_refuses_no_signature(self, session, now):
        cast, onlooker = at(Stage.AGREEMENT)
        text = late_stages.settlement.unsigned(cast.case)
        with refused(WHY, cast.case):
            refuse_signing(cast.case, text, actor=onlooker, now=now)

    def test_it_says_nothing_about_payments(self, session, now):
        cast, onlooker = at(Stage.PERFORMING)
        report = late_stages.pay(cast, 10_000, confirm=False)
        session.flush()
        for verb in (confirm_payment, dispute_payment):
            with refused(WHY, cast.case):
                verb(cast.case, report, actor=onlooker, now=now)
        with refused(WHY, cast.case):
            report_payment(cast.case, amount_fen=100, paid_on=day_of(now), actor=onlooker, now=now)
        with refused(WHY, cast.case):
            confirm_performance(cast.case, actor=onlooker, now=now)

    def test_it_declares_no_breach_and_no_cure(self, session, now):
        cast, onlooker = at(Stage.PERFORMING)
        with refused(WHY, cast.case):
            declare_breach(
                cast.case, side=Side.COMPLAINANT, words="没有还款", actor=onlooker, now=now
            )
        late_stages.break_off(cast)
        session.flush()
        with refused(WHY, cast.case):
            cure_breach(cast.case, actor=onlooker, now=now)
        assert repayment.open_breach(cast.case) is not None


class TestPages:
    @pytest.mark.parametrize(
        "stage", [Stage.WITH_LENDER, Stage.NEGOTIATION, Stage.MEDIATION, Stage.PERFORMING]
    )
    def test_offer_it_only_what_it_may_do(self, session, stage):
        cast, onlooker = at(stage)
        offered = {act.path for act in acts_on(cast.case, onlooker)}
        assert {"messages", "evidence", "standstill"} >= offered - {"answer", "pause"}
        assert {"messages", "evidence"} <= offered

    def test_show_it_the_offer_but_no_way_to_answer(self, session, client_of):
        cast, onlooker = at(Stage.NEGOTIATION)
        late_stages.offer(cast, by="complainant")
        session.commit()
        path = f"/cases/{cast.case.reference}/offers"
        assert 'name="answer"' in client_of(cast.lender).get(path).text
        page = client_of(onlooker).get(path)
        assert page.status_code == 200
        assert 'name="answer"' not in page.text
