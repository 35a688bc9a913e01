"""Cases go to arbitration on an agreement that was checked, to court with a certificate."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from mediation import clock
from mediation.domain.arbitration import AwardKind, ReferralEnd, ReferralReason
from mediation.domain.court import CourtStep
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.negotiation import Terms
from mediation.domain.outcomes import NoSettlement, Outcome, Reopening
from mediation.domain.parties import ConsentKind
from mediation.domain.roles import Desk
from mediation.domain.spaces import Side, Space
from mediation.models.evidence import Evidence
from mediation.models.parties import Consent
from mediation.queries import arbitration, cases, court, repayment
from mediation.services.arbitration import (
    check_arbitration_agreement,
    record_arbitration_agreement,
    refer_to_arbitration,
    refuse_arbitration,
    register_arbitration,
    withdraw_arbitration,
)
from mediation.services.awards import record_award
from mediation.services.closure import reopen_case
from mediation.services.court import (
    end_court,
    issue_certificate,
    record_papers,
    record_result,
    refer_to_court,
)
from mediation.services.days import day_of
from mediation.services.evidence import submit_evidence
from tests.factories.accounts import actor_of, make_arbitration_clerk
from tests.factories.late_stages import (
    PDF,
    agree_to_arbitrate,
    cast_at,
    end_talks,
    hearing,
    pay,
    pay_all,
    plan,
    refer,
    register,
    send_to_court,
)
from tests.factories.stages import TO_MEDIATION, withdraw
from tests.services.traces import events_of, refused


@pytest.fixture(autouse=True)
def noise(session):
    """Another case, with another arbitration body."""
    other = cast_at(Stage.ARBITRATION)
    register(other)
    return other


@pytest.fixture
def cast(session):
    return cast_at(Stage.MEDIATION)


@pytest.fixture
def referred(session):
    return cast_at(Stage.ARBITRATION)


def go(cast, reason=ReferralReason.GAP_TOO_WIDE):
    refer_to_arbitration(cast.case, reason=reason, actor=cast.mediator, now=clock.now())


def clause(cast, actor=None, **more):
    return record_arbitration_agreement(
        cast.case,
        body_id=cast.arbitration_body.id,
        agreed_on=day_of(clock.now()),
        clause="提交仲裁。",
        actor=actor or cast.lender,
        now=clock.now(),
        **more,
    )


def award(cast, kind=AwardKind.AWARD, pays=None, **changes):
    facts = {
        "number": "（2026）仲裁字第 9 号",
        "issued_on": day_of(clock.now()),
        "terms": "被申请人支付。",
        "stored": PDF,
        "name": "裁决书.pdf",
    }
    return record_award(
        cast.case, kind=kind, pays=pays, **facts | changes, actor=cast.clerk, now=clock.now()
    )


def hand_in(cast, space=Space.JOINT, actor=None, **changes):
    return submit_evidence(
        cast.case,
        **{"stored": PDF, **changes},
        name="合同.pdf",
        kind=EvidenceKind.CONTRACT,
        space=space,
        actor=actor or cast.complainant,
        now=clock.now(),
    )


class TestAgreementToArbitrate:
    @pytest.mark.parametrize("who", ["complainant", "lender", "mediator", "officer"])
    def test_is_recorded_by_anybody_in_the_case(self, session, cast, who):
        clause(cast, getattr(cast, who))
        session.flush()
        assert arbitration.newest_agreement(cast.case).valid is None

    def test_rests_on_a_file_of_this_case_that_one_may_see(self, session, cast, noise):
        own = hand_in(cast, Space.COMPLAINANT)
        session.flush()
        with refused("not_found", cast.case):
            clause(cast, cast.lender, evidence_id=own.id)
        with refused("not_found", noise.case):
            clause(noise, noise.complainant, evidence_id=own.id)
        assert clause(cast, cast.complainant, evidence_id=own.id).evidence_id == own.id

    def test_a_suspended_body_is_given_no_case(self, session, cast):
        agree_to_arbitrate(cast)
        cast.arbitration_body.suspended_at = clock.now()
        with refused("organisation_suspended", cast.case):
            go(cast)

    def test_names_an_arbitration_body(self, cast):
        with refused("not_an_arbitration_body", cast.case):
            record_arbitration_agreement(
                cast.case,
                body_id=cast.case.body_id,
                agreed_on=day_of(clock.now()),
                clause="…",
                actor=cast.lender,
                now=clock.now(),
            )

    def test_is_checked_by_an_officer_once(self, session, cast):
        found = clause(cast)
        session.flush()
        for other in (cast.mediator, cast.lender):
            with pytest.raises(NotPermitted):
                check_arbitration_agreement(
                    cast.case, found, valid=True, actor=other, now=clock.now()
                )
        check_arbitration_agreement(
            cast.case, found, valid=True, actor=cast.officer, now=clock.now()
        )
        with refused("arbitration_checked_already", cast.case):
            check_arbitration_agreement(
                cast.case, found, valid=False, actor=cast.officer, now=clock.now()
            )


class TestReferToArbitration:
    def test_needs_the_agreement(self, cast):
        with refused("no_arbitration_agreement", cast.case):
            go(cast)

    def test_that_somebody_has_checked(self, session, cast):
        clause(cast)
        session.flush()
        with refused("arbitration_unchecked", cast.case):
            go(cast)

    def test_and_found_good(self, session, cast):
        found = clause(cast)
        session.flush()
        check_arbitration_agreement(
            cast.case, found, valid=False, actor=cast.officer, now=clock.now()
        )
        session.flush()
        with refused("arbitration_not_valid", cast.case):
            go(cast)

    def test_and_the_complainants_consent(self, session, cast):
        agree_to_arbitrate(cast)
        session.execute(
            update(Consent)
            .where(Consent.case_id == cast.case.id, Consent.kind == ConsentKind.ARBITRATION)
            .values(withdrawn_at=clock.now())
        )
        with refused("arbitration_consent_missing", cast.case):
            go(cast)

    def test_lays_the_case_on_the_bodys_desk(self, session, cast):
        assert cases.by_reference(cast.case.reference, actor=cast.clerk) is None
        refer(cast)
        session.flush()
        assert cases.by_reference(cast.case.reference, actor=cast.clerk) is cast.case
        assert cast.case.turn is Turn.ARBITRATION
        (seat,) = [seat for seat in cast.case.seats if seat.desk is Desk.ARBITRATION]
        assert seat.mine

    def test_only_what_is_open_to_both_and_not_said_in_talks_goes_along(self, session, cast):
        good = hand_in(cast)
        hand_in(cast, space=Space.COMPLAINANT)
        hand_in(cast, space=Space.STAFF, actor=cast.mediator)
        hand_in(cast, without_prejudice=True, stored=PDF._replace(sha256=b"\x02" * 32))
        session.flush()
        assert arbitration.bundle(cast.case) == [good]

    def test_what_was_to_come_in_mediation_is_called_off(self, session, cast):
        fixed = hearing(cast)
        refer(cast)
        assert fixed.state == "cancelled"

    def test_a_broken_agreement_has_its_own_reason(self, session):
        cast = cast_at(Stage.BREACHED)
        agree_to_arbitrate(cast)
        with refused("referral_reason_wrong", cast.case):
            go(cast)
        go(cast, ReferralReason.AGREEMENT_BROKEN)
        assert cast.case.stage is Stage.ARBITRATION
        assert repayment.open_breach(cast.case) is None


class TestRegistration:
    def test_under_a_number_of_its_own(self, referred):
        register(referred)
        assert arbitration.running(referred.case).registration == "（2026）仲字第 118 号"
        with refused("registered_already", referred.case):
            register(referred)

    def test_no_other_body_touches_it(self, referred, noise):
        for stranger in (noise.clerk, actor_of(make_arbitration_clerk())):
            with pytest.raises(NotPermitted):
                register_arbitration(referred.case, number="9", actor=stranger, now=clock.now())

    def test_what_is_not_taken_ends_as_it_would_have_without(self, referred):
        refuse_arbitration(
            referred.case, words="不属于受理范围", actor=referred.clerk, now=clock.now()
        )
        assert (referred.case.outcome, referred.case.outcome_reason) == (
            Outcome.NO_SETTLEMENT,
            NoSettlement.GAP_TOO_WIDE,
        )
        assert arbitration.newest_referral(referred.case).end == ReferralEnd.NOT_TAKEN

    @pytest.mark.parametrize(
        ("settled", "outcome"),
        [(True, Outcome.SETTLED_THEMSELVES), (False, Outcome.WITHDRAWN)],
    )
    def test_what_is_taken_back_ends(self, referred, settled, outcome):
        with refused("not_registered", referred.case):
            withdraw_arbitration(
                referred.case, settled=settled, actor=referred.clerk, now=clock.now()
            )
        register(referred)
        withdraw_arbitration(referred.case, settled=settled, actor=referred.clerk, now=clock.now())
        assert referred.case.outcome is outcome


class TestAward:
    @pytest.mark.parametrize(
        ("kind", "event", "outcome"),
        [
            (AwardKind.AWARD, Event.AWARD_RECORDED, Outcome.AWARDED),
            (
                AwardKind.SETTLEMENT_AWARD,
                Event.SETTLEMENT_AWARD_RECORDED,
                Outcome.SETTLEMENT_AWARD,
            ),
        ],
    )
    def test_what_is_to_be_paid_becomes_a_plan_and_its_end_the_outcome(
        self, session, referred, kind, event, outcome
    ):
        register(referred)
        made = award(referred, kind=kind, pays=plan(instalments=3))
        assert referred.case.stage is Stage.PERFORMING
        assert events_of(referred.case)[-2:] == [Event.EVIDENCE_SUBMITTED, event]
        lines = repayment.schedule(referred.case)
        assert {line.instalment.schedule_id for line in lines} == {made.id}
        pay(referred, 1)
        pay_all(referred)
        assert referred.case.outcome is outcome

    @pytest.mark.parametrize("kind", list(AwardKind))
    def test_without_payment_the_case_ends(self, session, referred, kind):
        register(referred)
        award(referred, kind=kind)
        assert referred.case.stage is Stage.CLOSED

    def test_its_document_is_open_to_both(self, session, referred):
        register(referred)
        made = award(referred)
        session.flush()
        document = session.scalar(select(Evidence).where(Evidence.id == made.evidence_id))
        assert (document.kind, document.space) == (EvidenceKind.AWARD, Space.JOINT)

    def test_needs_a_registered_case(self, referred):
        with refused("not_registered", referred.case):
            award(referred)

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"number": " "}, "award_incomplete"),
            ({"terms": ""}, "award_incomplete"),
            ({"kind": AwardKind.DISMISSED, "pays": Terms(Side.LENDER, 100, 1)}, "dismissed_pays"),
        ],
    )
    def test_must_be_whole(self, referred, changes, reason):
        register(referred)
        with pytest.raises(Refused, match=reason):
            award(referred, **changes)

    def test_of_tomorrow_is_none(self, referred):
        register(referred)
        with refused("issued_in_future", referred.case):
            award(referred, issued_on=day_of(clock.now()) + timedelta(days=1))

    def test_is_recorded_by_the_body_alone(self, referred):
        register(referred)
        for other in (referred.mediator, referred.lender):
            with pytest.raises(NotPermitted):
                award(referred._replace(clerk=other))


class TestCourt:
    def test_the_way_to_court_begins_with_the_certificate(self, cast):
        send_to_court(cast)
        assert cast.case.stage is Stage.COURT
        assert court.certificate(cast.case).on == day_of(clock.now())
        with refused("certificate_issued_already", cast.case):
            issue_certificate(cast.case, actor=cast.officer, now=clock.now())

    def test_after_a_failed_mediation_it_is_issued_on_demand(self, session, cast):
        end_talks(cast)
        issue_certificate(cast.case, actor=cast.officer, now=clock.now())
        session.flush()
        assert court.certificate(cast.case) is not None

    def test_a_settled_case_gets_none(self, session):
        cast = cast_at(Stage.PERFORMING)
        with refused("wrong_stage", cast.case):
            issue_certificate(cast.case, actor=cast.officer, now=clock.now())

    def test_papers_and_result_are_recorded(self, session, cast):
        send_to_court(cast)
        today = day_of(clock.now())
        record_papers(cast.case, on=today, words="起诉状", actor=cast.officer, now=clock.now())
        made = record_result(
            cast.case,
            on=today,
            number="（2026）民初 1 号",
            words="判令支付。",
            pays=plan(instalments=2),
            actor=cast.officer,
            now=clock.now(),
        )
        session.flush()
        kinds = [record.kind for record in court.records(cast.case)]
        assert kinds == [CourtStep.RESULT, CourtStep.PAPERS, CourtStep.CERTIFICATE]
        assert {line.instalment.schedule_id for line in repayment.schedule(cast.case)} == {made.id}
        pay_all(cast)
        assert cast.case.outcome is Outcome.TAKEN_TO_COURT

    @pytest.mark.parametrize("outcome", [Outcome.COURT_CONFIRMED, Outcome.TAKEN_TO_COURT])
    def test_it_ends_with_a_courts_outcome(self, cast, outcome):
        send_to_court(cast)
        end_court(cast.case, outcome=outcome, words="已结", actor=cast.officer, now=clock.now())
        assert cast.case.outcome is outcome

    def test_and_no_other(self, cast):
        send_to_court(cast)
        with refused("not_a_court_outcome", cast.case):
            end_court(
                cast.case,
                outcome=Outcome.AWARDED,
                words="已结",
                actor=cast.officer,
                now=clock.now(),
            )

    def test_the_sides_record_nothing(self, cast):
        for side in (cast.complainant, cast.lender):
            with pytest.raises(NotPermitted):
                refer_to_court(
                    cast.case,
                    reason=ReferralReason.GAP_TOO_WIDE,
                    actor=side,
                    now=clock.now(),
                )


class TestAfterTheEnd:
    """The way to arbitration or court stays open after talks that led nowhere."""

    @pytest.fixture
    def ended(self, session, cast):
        end_talks(cast)
        session.flush()
        return cast

    @pytest.mark.parametrize("by", ["officer", "mediator"])
    def test_a_case_without_a_settlement_goes_to_arbitration(self, session, ended, by):
        agree_to_arbitrate(ended)
        reason = ReferralReason.GAP_TOO_WIDE
        actor = getattr(ended, by)
        refer_to_arbitration(ended.case, reason=reason, actor=actor, now=clock.now())
        assert ended.case.stage is Stage.ARBITRATION
        assert (ended.case.outcome, ended.case.closed_at) == (None, None)
        register(ended)

    def test_not_without_an_agreement_to_it(self, ended):
        with refused("no_arbitration_agreement", ended.case):
            refer_to_arbitration(
                ended.case,
                reason=ReferralReason.GAP_TOO_WIDE,
                actor=ended.officer,
                now=clock.now(),
            )

    def test_or_to_court_with_the_one_certificate_of_this_ending(self, session, ended):
        issue_certificate(ended.case, actor=ended.officer, now=clock.now())
        send_to_court(ended)
        assert ended.case.stage is Stage.COURT
        kinds = [record.kind for record in court.records(ended.case)]
        assert kinds == [CourtStep.CERTIFICATE]

    @pytest.mark.parametrize("verb", [refer_to_arbitration, refer_to_court])
    def test_what_was_withdrawn_goes_nowhere(self, session, verb):
        cast = cast_at(Stage.MEDIATION)
        withdraw(cast)
        agree_to_arbitrate(cast)
        with refused("nothing_left_open", cast.case):
            verb(cast.case, reason=ReferralReason.REFUSED, actor=cast.officer, now=clock.now())

    def test_after_a_second_ending_there_is_a_second_certificate(self, session, ended):
        case, by = ended.case, {"actor": ended.officer, "now": clock.now()}
        issue_certificate(case, **by)
        with refused("certificate_issued_already", case):
            issue_certificate(case, **by)
        reopen_case(case, reason=Reopening.NEW_FACTS, words="", **by)
        for step in TO_MEDIATION:
            session.flush()
            step(ended)
        end_talks(ended)
        issue_certificate(case, **by)
        session.flush()
        assert len(court.records(case)) == 2
        with refused("certificate_issued_already", case):
            issue_certificate(case, **by)
