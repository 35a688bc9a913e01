"""Admit, return, decline, review; find the company; pause."""

from datetime import timedelta

import pytest

from mediation.domain.admission import Authority, Verdict
from mediation.domain.errors import NotPermitted
from mediation.domain.events import Event
from mediation.domain.lanes import Lane
from mediation.domain.lifecycle import Stage, Turn
from mediation.domain.outcomes import Decline, Missing, Outcome, Pause
from mediation.domain.parties import CompanyRole
from mediation.domain.roles import Desk, Role
from mediation.models.admission import Standstill
from mediation.models.notices import Notice
from mediation.models.organisations import Organisation
from mediation.queries import admission, cases
from mediation.queries.complaints import lender_view_of
from mediation.services.admission import (
    admit_case,
    decline_case,
    overturn_decline,
    request_review,
    return_case,
    uphold_decline,
)
from mediation.services.completion import complete_complaint
from mediation.services.parties import see_lender_view
from mediation.services.pauses import pause_case, resume_case
from mediation.services.respondents import hand_to_authority, name_respondent, start_tracing
from tests.factories.accounts import actor_of, make_lender_clerk, make_officer
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_lender
from tests.factories.stages import cast_at
from tests.services.traces import events_of, refused, told


@pytest.fixture(autouse=True)
def noise(session):
    """Another case at the same point, with people of its own."""
    return cast_at(Stage.RECEIVED)


@pytest.fixture
def cast(session):
    return cast_at(Stage.RECEIVED)


def desks(case):
    return {(seat.desk, seat.holder_id) for seat in case.seats}


class TestAdmitCase:
    def test_puts_the_complaint_to_the_company_and_asks_for_a_standstill(self, cast, now):
        admit_case(cast.case, actor=cast.officer, now=now)
        company = cast.lender.organisation_id
        assert cast.case.stage is Stage.WITH_LENDER
        assert cast.case.turn is Turn.LENDER
        assert (cast.case.lender_id, cast.case.officer_id) == (company, cast.officer.account_id)
        assert (Desk.LENDER, company) in desks(cast.case)
        assert admission.standstill(cast.case, company).answer is None
        assert events_of(cast.case)[-2:] == [Event.CASE_ADMITTED, Event.STANDSTILL_REQUESTED]
        assert told(cast.case)[-2:] == ["complaint_put", "case_admitted"]

    def test_before_it_the_lender_sees_and_hears_nothing(self, cast, now):
        assert cases.by_reference(cast.case.reference, actor=cast.lender) is None
        pause_case(
            cast.case,
            reason=Pause.ILLNESS,
            words="",
            review_on=(now + timedelta(days=5)).date(),
            actor=cast.officer,
            now=now,
        )
        assert told(cast.case).count("case_paused") == 1

    def test_lays_it_before_the_other_companies_of_the_loan_too(self, session, now):
        lender, platform = make_lender(), make_lender()
        cast = cast_at(Stage.RECEIVED, lender=lender, loans=[make_loan(lender, platform)])
        admit_case(cast.case, actor=cast.officer, now=now)
        other = actor_of(make_lender_clerk(platform))
        assert cases.by_reference(cast.case.reference, actor=other) is cast.case
        assert cast.case.lender_id == lender.id
        assert session.query(Standstill).filter_by(case_id=cast.case.id).count() == 2

    def test_tells_each_company_of_the_standstill_that_is_asked_of_it(self, session, now):
        lender, platform = make_lender(), make_lender()
        clerks = {make_lender_clerk(one).email: one.id for one in (lender, platform)}
        cast = cast_at(Stage.RECEIVED, lender=lender, loans=[make_loan(lender, platform)])
        admit_case(cast.case, actor=cast.officer, now=now)
        session.flush()
        letters = session.query(Notice).filter_by(case_id=cast.case.id).all()
        kinds = {(one.recipient, one.kind) for one in letters if one.recipient in clerks}
        assert {(clerks[address], kind) for address, kind in kinds} == {
            (lender.id, "complaint_put"),
            (platform.id, "standstill_asked"),
        }

    def test_a_company_that_looked_on_hears_when_it_is_to_answer(self, session, now):
        lender, platform = make_lender(), make_lender()
        clerk = make_lender_clerk(platform)
        cast = cast_at(Stage.WITH_LENDER, lender=lender, loans=[make_loan(lender, platform)])
        name_respondent(
            cast.case,
            organisation_id=platform.id,
            role=CompanyRole.PLATFORM,
            actor=cast.officer,
            now=now,
        )
        session.flush()
        letters = session.query(Notice).filter_by(case_id=cast.case.id).order_by(Notice.id)
        kinds = [one.kind for one in letters if one.recipient == clerk.email]
        assert kinds == ["standstill_asked", "complaint_put"]

    def test_an_officer_chooses_who_answers(self, session, now):
        lender, platform = make_lender(), make_lender()
        cast = cast_at(Stage.RECEIVED, lender=lender, loans=[make_loan(lender, platform)])
        admit_case(cast.case, answering_id=platform.id, actor=cast.officer, now=now)
        assert cast.case.lender_id == platform.id
        answering = [row.name for row in admission.respondents(cast.case) if row.company.answers]
        assert answering == [platform.name]

    def test_a_company_of_no_loan_cannot_be_chosen(self, cast, now):
        stranger = make_lender()
        with refused("company_cannot_answer", cast.case):
            admit_case(cast.case, answering_id=stranger.id, actor=cast.officer, now=now)

    def test_needs_the_consent_to_pass_it_on(self, session, now):
        consents = {"mediation_body": True, "pass_to_lender": False, "sensitive": True}
        cast = cast_at(Stage.RECEIVED, changes={"consents": consents})
        with refused("consent_to_pass_on_missing", cast.case):
            admit_case(cast.case, actor=cast.officer, now=now)

    @pytest.mark.parametrize("withheld", [True, False])
    def test_whoever_withholds_their_name_looks_again_at_what_has_changed(
        self, session, now, withheld
    ):
        cast = cast_at(Stage.RETURNED, withheld=withheld)
        complete_complaint(
            cast.case, words={Missing.FACTS: "补"}, files=[], actor=cast.complainant, now=now
        )
        session.flush()
        if withheld:
            with refused("lender_view_not_seen", cast.case):
                admit_case(cast.case, actor=cast.officer, now=now)
            view = lender_view_of(cast.case).fingerprint
            see_lender_view(cast.case, view=view, actor=cast.complainant, now=now)
            session.flush()
        admit_case(cast.case, actor=cast.officer, now=now)
        assert cast.case.stage is Stage.WITH_LENDER

    @pytest.mark.parametrize("lane", sorted(Lane))
    def test_what_was_looked_at_before_filing_is_what_the_case_holds(self, session, now, lane):
        cast = cast_at(Stage.RECEIVED, lane=lane, withheld=True)
        admit_case(cast.case, actor=cast.officer, now=now)
        assert cast.case.stage is Stage.WITH_LENDER

    def test_needs_a_known_company(self, session, now):
        loan = make_loan()
        loan["companies"] = [{"organisation_id": None, "name": "某某分期", "role": "platform"}]
        cast = cast_at(Stage.RECEIVED, loans=[loan])
        with refused("no_known_company", cast.case):
            admit_case(cast.case, actor=cast.officer, now=now)

    def test_is_an_officers_of_this_body_alone(self, cast, noise, now):
        for actor in (cast.complainant, cast.lender, cast.mediator, noise.officer):
            with pytest.raises(NotPermitted):
                admit_case(cast.case, actor=actor, now=now)
        assert cast.case.stage is Stage.RECEIVED


class TestReturnCase:
    def test_names_what_is_missing(self, cast, now):
        return_case(
            cast.case, missing=[Missing.CONTRACT], words="请补", actor=cast.officer, now=now
        )
        assert cast.case.stage is Stage.RETURNED
        assert cast.case.turn is Turn.COMPLAINANT
        assert admission.last_decision(cast.case, Verdict.RETURNED).reasons == "contract"
        assert told(cast.case)[-1] == "case_returned"

    def test_something_has_to_be_missing(self, cast, now):
        with refused("nothing_missing", cast.case):
            return_case(cast.case, missing=[], words="请补", actor=cast.officer, now=now)


@pytest.fixture
def declined(cast, now):
    decline_case(cast.case, reason=Decline.CRIME, words="请报警", actor=cast.officer, now=now)
    return cast


@pytest.fixture
def reviewer(session, cast):
    return actor_of(make_officer(session.get_one(Organisation, cast.case.body_id)))


class TestDecline:
    def test_closes_with_the_reason(self, declined):
        assert declined.case.outcome is Outcome.NOT_ADMISSIBLE
        assert admission.last_decision(declined.case, Verdict.DECLINED).reasons == "crime"
        assert told(declined.case)[-1] == "case_declined"

    def test_the_lender_never_sees_it(self, declined):
        assert cases.by_reference(declined.case.reference, actor=declined.lender) is None


class TestReview:
    def test_is_asked_for_once(self, declined, now):
        request_review(declined.case, words="不对", actor=declined.complainant, now=now)
        assert declined.case.turn is Turn.OFFICER
        with refused("review_already_asked", declined.case):
            request_review(declined.case, words="", actor=declined.complainant, now=now)

    def test_only_of_a_decline(self, session, now):
        cast = cast_at(Stage.CLOSED)
        with refused("not_declined", cast.case):
            request_review(cast.case, words="", actor=cast.complainant, now=now)

    def test_is_not_done_unasked(self, declined, reviewer, now):
        with refused("review_not_asked", declined.case):
            uphold_decline(declined.case, words="", actor=reviewer, now=now)

    def test_is_never_done_by_whoever_decided(self, declined, now):
        request_review(declined.case, words="", actor=declined.complainant, now=now)
        for verb in (uphold_decline, overturn_decline):
            with refused("own_decision", declined.case):
                verb(declined.case, words="", actor=declined.officer, now=now)

    def test_upholds(self, declined, reviewer, now):
        request_review(declined.case, words="", actor=declined.complainant, now=now)
        uphold_decline(declined.case, words="维持", actor=reviewer, now=now)
        decision = admission.last_decision(declined.case, Verdict.DECLINED)
        assert (decision.upheld, decision.review_answer) == (True, "维持")
        assert (declined.case.stage, declined.case.turn) == (Stage.CLOSED, Turn.NOBODY)
        with refused("already_reviewed", declined.case):
            overturn_decline(declined.case, words="", actor=reviewer, now=now)

    def test_overturns(self, declined, reviewer, now):
        request_review(declined.case, words="", actor=declined.complainant, now=now)
        overturn_decline(declined.case, words="继续", actor=reviewer, now=now)
        assert declined.case.stage is Stage.RECEIVED
        assert declined.case.officer_id == reviewer.account_id


class TestTracing:
    def test_finds_the_company_and_puts_the_case_to_it(self, cast, now):
        start_tracing(cast.case, actor=cast.officer, now=now)
        found = make_lender()
        name_respondent(
            cast.case,
            organisation_id=found.id,
            role=CompanyRole.LENDER,
            actor=cast.officer,
            now=now,
        )
        assert cast.case.stage is Stage.WITH_LENDER
        assert (cast.case.lender_id, cast.case.respondent_name) == (found.id, found.name)

    def test_a_typed_company_becomes_the_known_one(self, session, now):
        loan = make_loan()
        loan["companies"] = [{"organisation_id": None, "name": "澜舟小贷", "role": "lender"}]
        cast = cast_at(Stage.RECEIVED, loans=[loan])
        known = make_lender(name="澜舟小贷")
        name_respondent(
            cast.case,
            organisation_id=known.id,
            role=CompanyRole.LENDER,
            actor=cast.officer,
            now=now,
        )
        assert cast.case.stage is Stage.RECEIVED
        standing = admission.respondents(cast.case)
        assert [row.company.organisation_id for row in standing] == [known.id]
        admit_case(cast.case, actor=cast.officer, now=now)
        assert cast.case.lender_id == known.id

    def test_repoints_without_losing_anything(self, session, now):
        cast = cast_at(Stage.WITH_LENDER)
        right = make_lender()
        before = len(events_of(cast.case))
        name_respondent(
            cast.case,
            organisation_id=right.id,
            role=CompanyRole.FUNDER,
            actor=cast.officer,
            now=now,
        )
        assert events_of(cast.case)[before:] == [
            Event.RESPONDENT_REPOINTED,
            Event.STANDSTILL_REQUESTED,
        ]
        assert cast.case.lender_id == right.id
        assert (Desk.LENDER, cast.lender.organisation_id) in desks(cast.case)

    @pytest.mark.parametrize("role", [CompanyRole.COLLECTOR, CompanyRole.UNKNOWN])
    def test_a_collector_cannot_answer(self, cast, now, role):
        found = make_lender()
        with refused("role_cannot_answer", cast.case):
            name_respondent(
                cast.case, organisation_id=found.id, role=role, actor=cast.officer, now=now
            )

    def test_a_body_that_is_no_company_cannot_answer(self, cast, now):
        with refused("company_unknown", cast.case):
            name_respondent(
                cast.case,
                organisation_id=cast.case.body_id,
                role=CompanyRole.LENDER,
                actor=cast.officer,
                now=now,
            )

    def test_hands_over_what_cannot_be_found(self, cast, now):
        start_tracing(cast.case, actor=cast.officer, now=now)
        hand_to_authority(
            cast.case, authority=Authority.POLICE, words="带截图", actor=cast.officer, now=now
        )
        assert cast.case.outcome is Outcome.HANDED_TO_AUTHORITY
        assert admission.last_decision(cast.case, Verdict.HANDED_OVER).reasons == "police"


class TestPause:
    def pause(self, cast, now, days=30):
        pause_case(
            cast.case,
            reason=Pause.POLICE,
            words="派出所已立案",
            review_on=(now + timedelta(days=days)).date(),
            actor=cast.officer,
            now=now,
        )

    def test_holds_everything_but_what_may_go_on(self, cast, now):
        self.pause(cast, now)
        with refused("case_is_paused", cast.case):
            admit_case(cast.case, actor=cast.officer, now=now)
        with refused("case_is_paused", cast.case):
            self.pause(cast, now)

    def test_is_lifted_where_it_stood(self, cast, now):
        self.pause(cast, now)
        pause = admission.running_pause(cast.case)
        resume_case(cast.case, actor=cast.officer, now=now)
        assert cast.case.stage is Stage.RECEIVED
        assert pause.lifted_by_id == cast.officer.account_id
        assert admission.running_pause(cast.case) is None

    def test_can_come_again(self, cast, now):
        self.pause(cast, now)
        resume_case(cast.case, actor=cast.officer, now=now)
        self.pause(cast, now)
        assert admission.running_pause(cast.case) is not None

    def test_what_does_not_stand_still_is_not_lifted(self, cast, now):
        with refused("not_paused", cast.case):
            resume_case(cast.case, actor=cast.officer, now=now)

    @pytest.mark.parametrize(
        ("days", "reason"), [(0, "review_day_over"), (91, "review_day_too_far")]
    )
    def test_has_a_day_not_too_far_off(self, cast, now, days, reason):
        with refused(reason, cast.case):
            self.pause(cast, now, days)

    def test_is_not_left_to_a_mediator_where_there_is_none(self, cast, now):
        with refused("no_mediator_to_lift", cast.case):
            self.pause_for(cast, Role.MEDIATOR, now)

    def test_is_lifted_by_the_mediator_where_it_was_left_to_them(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        self.pause_for(cast, Role.MEDIATOR, now)
        pause = admission.running_pause(cast.case)
        resume_case(cast.case, actor=cast.mediator, now=now)
        assert pause.lifted_by_id == cast.mediator.account_id

    def test_and_by_an_officer_all_the_same(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        self.pause_for(cast, Role.MEDIATOR, now)
        resume_case(cast.case, actor=cast.officer, now=now)
        assert admission.running_pause(cast.case) is None

    def test_is_not_lifted_by_the_mediator_where_it_is_an_officer_s(self, session, now):
        cast = cast_at(Stage.MEDIATION)
        self.pause_for(cast, Role.OFFICER, now)
        with refused("pause_lifted_by_officer", cast.case):
            resume_case(cast.case, actor=cast.mediator, now=now)

    def pause_for(self, cast, lifter, now):
        pause_case(
            cast.case,
            reason=Pause.RECUSAL,
            words="",
            review_on=(now + timedelta(days=10)).date(),
            lifter=lifter,
            actor=cast.officer,
            now=now,
        )
