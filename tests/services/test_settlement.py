"""Agreements are drafted, signed by all, refused, and lapse."""

import json
from datetime import timedelta

import pytest

from mediation import clock
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.negotiation import Terms
from mediation.domain.permissions import system
from mediation.domain.repayment import plan_of
from mediation.domain.settlement import AgreementEnd, Part, digest_of, read_back
from mediation.domain.spaces import Side
from mediation.queries import negotiation, repayment, settlement
from mediation.services.negotiation import terms_of
from mediation.services.settlement import (
    draft_agreement,
    lapse_agreement,
    refuse_signing,
    sign_agreement,
)
from tests.factories.late_stages import agree, cast_at, draft, drafter, sign, sign_all
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another agreement that waits for signatures."""
    return cast_at(Stage.AGREEMENT)


@pytest.fixture(params=[False, True], ids=["mediated", "direct"])
def cast(session, request):
    return cast_at(Stage.AGREEMENT, direct=request.param)


@pytest.fixture
def agreement(cast):
    return settlement.unsigned(cast.case)


class TestDraftAgreement:
    def test_has_every_part_and_the_names(self, cast, agreement):
        language, parts = read_back(agreement.content)
        assert language == "zh_CN"
        assert set(parts) == set(Part)
        assert cast.case.complainant_name in parts[Part.PARTIES]
        assert cast.case.respondent_name in parts[Part.PARTIES]
        assert "柒仟捌佰元整" in parts[Part.PAYMENT]

    def test_names_every_payment_of_the_offer(self, cast, agreement):
        payment = read_back(agreement.content)[1][Part.PAYMENT]
        plan = plan_of(terms_of(negotiation.accepted(cast.case)))
        assert all(
            f"{due.due_on.year}年{due.due_on.month}月" in payment.replace("\xa0", "")
            for due in plan
        )

    def test_is_signed_by_its_fingerprint(self, agreement):
        assert agreement.digest == digest_of(agreement.content)

    def test_before_a_signature_it_is_written_anew(self, session, cast, agreement):
        newer = draft(cast, **{Part.TERMS: "另外约定：寄送结清证明。"})
        assert agreement.end is AgreementEnd.REDRAFTED
        assert settlement.unsigned(cast.case) is newer
        assert newer.digest != agreement.digest

    def test_after_one_it_is_not(self, cast, agreement):
        sign(cast, cast.lender)
        with refused("already_signed_by_somebody", cast.case):
            draft(cast)

    def test_the_payment_cannot_be_typed(self, session, cast, agreement):
        newer = draft(cast, **{Part.PAYMENT: "投诉人支付一元。"})
        assert "一元" not in read_back(newer.content)[1][Part.PAYMENT]

    @pytest.mark.parametrize("part", [Part.PARTIES, Part.FACTS, Part.ISSUES, Part.TERMS])
    def test_no_part_may_be_missing(self, cast, part):
        with refused("part_missing", cast.case):
            draft(cast, **{part: " "})

    def test_is_not_for_the_sides(self, cast):
        for side in (cast.complainant, cast.lender, cast.clerk):
            with pytest.raises(NotPermitted):
                draft_agreement(
                    cast.case,
                    written={},
                    lapses_at=clock.now() + timedelta(days=1),
                    actor=side,
                    now=clock.now(),
                )

    def test_names_nobody_who_is_still_withheld(self, session):
        cast = cast_at(Stage.MEDIATION, withheld=True)
        agree(cast)
        session.flush()
        with refused("identity_still_withheld", cast.case):
            draft(cast)

    def test_turns_to_both_sides(self, cast):
        assert cast.case.turn is Turn.BOTH
        assert told(cast.case)[-2:] == ["agreement_drafted"] * 2


class TestSignAgreement:
    def test_binds_with_the_last_signature(self, session, cast, agreement):
        sign_all(cast)
        assert cast.case.stage is Stage.PERFORMING
        assert agreement.bound_at == clock.now()
        assert events_of(cast.case)[-2:] == [Event.AGREEMENT_SIGNED, Event.AGREEMENT_BOUND]
        assert [s.side for s in settlement.signatures(agreement)] == [
            Side.COMPLAINANT,
            Side.LENDER,
            Side.MEDIATION,
        ]

    def test_writes_the_plan_in_the_same_breath(self, session, cast, agreement):
        sign_all(cast)
        lines = repayment.schedule(cast.case)
        offer = negotiation.accepted(cast.case)
        assert [(line.instalment.due_on, line.instalment.amount_fen) for line in lines] == [
            (due.due_on, due.amount_fen) for due in plan_of(terms_of(offer))
        ]
        assert {line.instalment.schedule_id for line in lines} == {agreement.id}
        assert cast.case.turn is Turn.COMPLAINANT

    def test_until_then_it_binds_nobody(self, cast, agreement):
        sign(cast, cast.complainant)
        assert cast.case.stage is Stage.AGREEMENT
        assert repayment.schedule(cast.case) == []
        sign(cast, cast.lender)
        assert cast.case.stage is Stage.AGREEMENT
        assert agreement.bound_at is None

    def test_the_turn_goes_round(self, cast, agreement):
        sign(cast, cast.lender)
        assert cast.case.turn is Turn.COMPLAINANT
        sign(cast, cast.complainant)
        last = Turn.MEDIATOR if cast.case.mediator_id else Turn.OFFICER
        assert cast.case.turn is last

    def test_only_the_text_that_was_shown(self, cast, agreement):
        with refused("text_changed", cast.case):
            sign_agreement(
                cast.case,
                agreement,
                name=cast.case.complainant_name,
                shown=digest_of("something else"),
                actor=cast.complainant,
                now=clock.now(),
            )

    def test_only_under_ones_own_name(self, cast):
        with refused("name_differs", cast.case):
            sign(cast, cast.lender, name=cast.case.complainant_name)

    def test_not_twice(self, cast):
        sign(cast, cast.lender)
        with refused("signed_already", cast.case):
            sign(cast, cast.lender)

    def test_the_body_signs_last(self, cast):
        with refused("parties_sign_first", cast.case):
            sign(cast, drafter(cast))

    def test_an_officer_signs_only_where_there_is_no_mediator(self, session):
        cast = cast_at(Stage.AGREEMENT)
        for actor in (cast.complainant, cast.lender):
            sign(cast, actor)
        with refused("mediator_signs", cast.case):
            sign(cast, cast.officer)

    def test_not_when_its_time_is_over(self, cast, agreement, clock):
        clock.advance(timedelta(days=10))
        with refused("agreement_is_over", cast.case):
            sign(cast, cast.lender)

    def test_another_company_of_the_loan_does_not_sign(self, session, cast):
        cast.case.lender_id = None
        with refused("another_company_answers", cast.case):
            sign(cast, cast.lender)
        session.rollback()

    def test_an_agreement_without_money_binds_too(self, session):
        cast = cast_at(Stage.MEDIATION)
        agree(cast, terms=Terms(Side.LENDER), words="停止催收，更正征信。")
        draft(cast)
        sign_all(cast)
        assert cast.case.stage is Stage.PERFORMING
        assert repayment.schedule(cast.case) == []
        assert cast.case.turn is Turn.BOTH


class TestNotSigned:
    @pytest.mark.parametrize("by", ["complainant", "lender"])
    def test_a_refusal_ends_the_text_and_talks_go_on(self, cast, agreement, by):
        had_mediator = cast.case.mediator_id is not None
        refuse_signing(
            cast.case, agreement, words="第三条不对", actor=getattr(cast, by), now=clock.now()
        )
        assert agreement.end is AgreementEnd.REFUSED
        assert cast.case.stage is (Stage.MEDIATION if had_mediator else Stage.NEGOTIATION)
        assert settlement.unsigned(cast.case) is None

    def test_nobody_refuses_in_the_place_of_whoever_signs_for_the_body(self, cast, agreement):
        other = cast.officer if cast.case.mediator_id else cast.mediator
        with pytest.raises(NotPermitted):
            refuse_signing(cast.case, agreement, actor=other, now=clock.now())
        refuse_signing(cast.case, agreement, actor=drafter(cast), now=clock.now())
        assert agreement.end is AgreementEnd.REFUSED

    def test_what_was_refused_is_signed_by_nobody(self, session, cast, agreement):
        refuse_signing(cast.case, agreement, actor=cast.lender, now=clock.now())
        with refused("agreement_is_over", cast.case):
            sign_agreement(
                cast.case,
                agreement,
                name=cast.case.complainant_name,
                shown=agreement.digest,
                actor=cast.complainant,
                now=clock.now(),
            )

    def test_a_text_of_an_older_offer_is_signed_by_nobody(self, session, cast, agreement):
        refuse_signing(cast.case, agreement, actor=cast.lender, now=clock.now())
        session.flush()
        agree(cast)
        session.flush()
        with refused("agreement_is_over", cast.case):
            sign_agreement(
                cast.case,
                agreement,
                name=cast.case.complainant_name,
                shown=agreement.digest,
                actor=cast.complainant,
                now=clock.now(),
            )

    def test_it_lapses_and_nobody_is_in_breach(self, cast, agreement, clock):
        had_mediator = cast.case.mediator_id is not None
        sign(cast, cast.lender)
        clock.advance(timedelta(days=10))
        lapse_agreement(agreement, actor=system(), now=clock.now())
        assert agreement.end is AgreementEnd.LAPSED
        assert cast.case.stage is (Stage.MEDIATION if had_mediator else Stage.NEGOTIATION)

    def test_not_before_its_time(self, cast, agreement):
        with refused("signing_time_runs", cast.case):
            lapse_agreement(agreement, actor=system(), now=clock.now())


def test_the_history_keeps_the_fingerprint_and_no_name(session, cast, agreement):
    sign_all(cast)
    kept = json.dumps([str(event) for event in events_of(cast.case)])
    assert cast.case.complainant_name not in kept
    assert events_of(cast.case).count(Event.AGREEMENT_SIGNED) == 3
