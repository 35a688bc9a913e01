"""Of one act that is done twice at the same moment, one counts and the other is told why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select

from mediation import clock
from mediation.db import db
from mediation.domain.admission import Authority, StandstillAnswer
from mediation.domain.arbitration import AwardKind, ReferralReason
from mediation.domain.assignment import NotTaken, Replacement
from mediation.domain.complaints import Person
from mediation.domain.danger import DangerKind
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.hearings import SIDES, Change, Mode
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline, Missing, NoSettlement, Outcome, Pause
from mediation.domain.parties import Channel, CompanyRole, ConsentKind, PartyKind
from mediation.domain.settlement import WRITTEN
from mediation.domain.spaces import Side, Space
from mediation.models.admission import Standstill
from mediation.models.assignment import MediatorComplaint, Willingness
from mediation.models.correspondence import Message, Reading
from mediation.models.danger import DangerReport
from mediation.models.hearings import Hearing, Minutes
from mediation.models.organisations import Organisation
from mediation.models.settlement import Agreement
from mediation.queries import danger as danger_queries
from mediation.queries import settlement as settlement_queries
from mediation.services import (
    admission,
    answers,
    arbitration,
    assignment,
    awards,
    breaches,
    closure,
    completion,
    consents,
    court,
    danger,
    evidence,
    hearings,
    mediator_complaints,
    minutes,
    negotiation,
    parties,
    pauses,
    repayment,
    respondents,
    settlement,
    silence,
    willingness,
)
from mediation.services import mediation as talks
from mediation.services.correspondence import mark_read, send_message
from mediation.services.days import day_of
from tests.factories import stages
from tests.factories.accounts import actor_of, make_officer
from tests.factories.danger import make_report
from tests.factories.late_stages import (
    PDF,
    agree_to_arbitrate,
    cast_at,
    hearing,
    offer,
    pay,
    pay_all,
    plan,
    register,
)
from tests.factories.organisations import make_lender
from tests.services.traces import events_of
from tests.world.rivals import WON, race


def today():
    return day_of(clock.now())


class Act(NamedTuple):
    """A verb, on a case at which stage, by whom, and with what."""

    stage: Stage
    who: str
    verb: Callable[..., Any]
    facts: dict[str, Any] | Callable[[Any], dict[str, Any]] = {}
    told: tuple[str, ...] = ("wrong_stage",)  # The reasons by one of which the second is refused.
    given: Callable[[Any], Any] = lambda cast: None  # What went before; its row is acted upon.

    def __repr__(self):
        return self.verb.__name__


def declined(cast):
    admission.decline_case(
        cast.case, reason=Decline.IN_COURT, words="在审", actor=cast.officer, now=clock.now()
    )


def review_asked(cast):
    declined(cast)
    admission.request_review(cast.case, words="请复核", actor=cast.complainant, now=clock.now())


def relief_given(cast):
    stages.give_relief(cast)


def asked_and_willing(cast):
    stages.agree_to_mediate(cast)


def only_asked(cast):
    ask(cast.case, cast.officer)


def offered(cast):
    stages.agree_to_mediate(cast)
    stages.offer_to_mediator(cast)


def disclosed(cast):
    return assignment.disclose_conflict(
        cast.case, words="曾共事", actor=cast.mediator, now=clock.now()
    )


def complained(cast):
    return mediator_complaints.complain_of_mediator(
        cast.case, words="不公", actor=cast.complainant, now=clock.now()
    )


def standing_still(cast):
    return {"reason": Pause.POLICE, "words": "", "review_on": today() + timedelta(days=20)}


def paused(cast):
    pauses.pause_case(cast.case, **standing_still(cast), actor=cast.officer, now=clock.now())


def met(cast):
    """A hearing whose time has come."""
    found = hearing(cast)
    db.session.flush()
    clock.advance(timedelta(days=5, minutes=10))
    return found


def held(cast):
    found = met(cast)
    hearings.hold_hearing(cast.case, found, **CAME, actor=cast.mediator, now=clock.now())
    return found


def written(cast):
    found = held(cast)
    db.session.flush()
    return minutes.record_minutes(
        cast.case, found, text="双方到场。", actor=cast.mediator, now=clock.now()
    )


def fact(cast):
    return minutes.propose_fact(
        cast.case, text="借款一万元。", actor=cast.mediator, now=clock.now()
    )


def handed_in(cast):
    return evidence.submit_evidence(
        cast.case, **{**FILE, "space": Space.COMPLAINANT}, actor=cast.complainant, now=clock.now()
    )


def consent_given(cast):
    consents.give_consent(
        cast.case, kind=ConsentKind.ARBITRATION, actor=cast.complainant, now=clock.now()
    )


def reported(cast):
    return pay(cast, 52_000, confirm=False)


def paid(cast):
    pay_all(cast)


def clause_named(cast):
    return arbitration.record_arbitration_agreement(
        cast.case, **clause(cast), actor=cast.complainant, now=clock.now()
    )


def clause(cast):
    return {"body_id": cast.arbitration_body.id, "agreed_on": today(), "clause": "提交仲裁。"}


def redraft(cast):
    parts = settlement.proposed_parts(cast.case)
    return {
        "written": {part: parts[part] for part in WRITTEN},
        "lapses_at": clock.now() + timedelta(days=10),
    }


def another_time(cast):
    starts_at = clock.now() + timedelta(days=9)
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "modes": dict.fromkeys((Side.COMPLAINANT, Side.LENDER), Mode.ON_SITE),
        "place": "三号调解室",
        "reason": Change.LENDER_CANNOT,
    }


def ready_to_arbitrate(cast):
    agree_to_arbitrate(cast)


def newest(cast):
    return settlement_queries.newest(cast.case)


OVER = ("wrong_stage", "not_found")
AGAIN = ("recorded_already",)
CAME = {"came": dict.fromkeys(SIDES, True), "identified": dict.fromkeys(SIDES, True)}
FILE = {"stored": PDF, "name": "合同.pdf", "kind": EvidenceKind.CONTRACT, "space": Space.JOINT}
WORDS = {"words": "说明理由。"}

ACTS = [
    Act(Stage.RECEIVED, "officer", admission.admit_case),
    Act(
        Stage.RECEIVED,
        "officer",
        admission.return_case,
        {"missing": [Missing.CONTRACT], "words": "请补交借款合同。"},
    ),
    Act(Stage.RECEIVED, "officer", admission.decline_case, {"reason": Decline.IN_COURT, **WORDS}),
    Act(Stage.RECEIVED, "officer", respondents.start_tracing),
    Act(
        Stage.RECEIVED,
        "complainant",
        admission.request_review,
        WORDS,
        ("review_already_asked",),
        declined,
    ),
    Act(
        Stage.RECEIVED,
        "colleague",
        admission.uphold_decline,
        WORDS,
        ("already_reviewed",),
        review_asked,
    ),
    Act(
        Stage.RECEIVED,
        "colleague",
        admission.overturn_decline,
        WORDS,
        ("not_declined",),
        review_asked,
    ),
    Act(
        Stage.RETURNED,
        "complainant",
        completion.complete_complaint,
        {"words": {Missing.FACTS: "补充说明。"}, "files": []},
    ),
    Act(
        Stage.RETURNED,
        "officer",
        closure.close_uncompleted,
        {"tried": [Channel.PHONE, Channel.EMAIL]},
    ),
    Act(
        Stage.TRACING,
        "officer",
        respondents.name_respondent,
        lambda cast: {"organisation_id": make_lender().id, "role": CompanyRole.LENDER},
        ("already_respondent",),
    ),
    Act(
        Stage.TRACING,
        "officer",
        respondents.hand_to_authority,
        {"authority": Authority.POLICE, **WORDS},
    ),
    Act(
        Stage.WITH_LENDER,
        "complainant",
        answers.accept_relief,
        told=("no_relief_waits",),
        given=relief_given,
    ),
    Act(
        Stage.WITH_LENDER,
        "complainant",
        answers.decline_relief,
        told=("no_relief_waits",),
        given=relief_given,
    ),
    Act(Stage.WITH_LENDER, "officer", answers.close_unheard, given=relief_given),
    Act(
        Stage.WITH_LENDER,
        "officer",
        silence.note_silence,
        {"tried": [Channel.PHONE, Channel.EMAIL]},
        ("wrong_stage", "lender_is_not_silent"),
    ),
    Act(
        Stage.NEGOTIATION,
        "officer",
        closure.close_case,
        {"outcome": Outcome.SETTLED_THEMSELVES, **WORDS},
        ("outcome_does_not_fit",),
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        consents.give_consent,
        {"kind": ConsentKind.ARBITRATION},
        ("consent_already_given",),
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        consents.withdraw_consent,
        {"kind": ConsentKind.ARBITRATION},
        ("consent_not_given",),
        consent_given,
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        parties.add_representative,
        {"person": Person(PartyKind.RELATIVE, "李梅", phone="13800138000")},
        ("party_already_there",),
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        parties.add_company,
        {"name": "某担保公司", "role": CompanyRole.GUARANTOR, "organisation_id": None},
        ("company_already_there",),
    ),
    Act(
        Stage.NEGOTIATION,
        "officer",
        pauses.pause_case,
        standing_still,
        ("case_is_paused",),
    ),
    Act(Stage.NEGOTIATION, "officer", pauses.resume_case, {}, ("not_paused",), paused),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        evidence.submit_evidence,
        FILE,
        ("evidence_there_already",),
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        evidence.disclose_evidence,
        {},
        ("space_not_yours",),
        handed_in,
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        evidence.withdraw_evidence,
        {},
        ("evidence_withdrawn_already",),
        handed_in,
    ),
    Act(
        Stage.NEGOTIATION,
        "lender",
        negotiation.make_offer,
        lambda cast: {"terms": plan(), "words": "条件", "stands_until_at": None},
        ("offers_changed_meanwhile",),
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        negotiation.counter_offer,
        lambda cast: {"terms": plan(), "words": "条件", "stands_until_at": None},
        ("offer_is_over",),
        offer,
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        negotiation.redate_offer,
        lambda cast: {"first_due_on": today() + timedelta(days=40), "stands_until_at": None},
        ("offer_is_over",),
        offer,
    ),
    Act(
        Stage.NEGOTIATION,
        "complainant",
        negotiation.reject_offer,
        {},
        ("offer_is_over",),
        offer,
    ),
    Act(
        Stage.AWAITING_MEDIATOR,
        "lender",
        willingness.answer_willingness,
        {"willing": True, "words": ""},
        ("already_answered",),
        only_asked,
    ),
    Act(
        Stage.AWAITING_MEDIATOR,
        "officer",
        willingness.record_willingness,
        {"side": Side.LENDER, "willing": True, "channel": Channel.PHONE, "words": "王经理"},
        ("already_answered",),
        only_asked,
    ),
    Act(
        Stage.AWAITING_MEDIATOR,
        "officer",
        willingness.close_unreachable,
        {"side": Side.LENDER, "tried": list(Channel), "words": ""},
        ("not_asked",),
        only_asked,
    ),
    Act(
        Stage.AWAITING_MEDIATOR,
        "mediator",
        assignment.refuse_assignment,
        {"reason": NotTaken.TOO_MANY, "words": ""},
        ("not_offered_to_you", "not_found"),
        offered,
    ),
    Act(
        Stage.MEDIATION,
        "officer",
        assignment.replace_mediator,
        {"reason": Replacement.ILLNESS, "words": ""},
        ("no_mediator_to_replace",),
    ),
    Act(Stage.MEDIATION, "mediator", assignment.disclose_conflict, WORDS, AGAIN),
    Act(
        Stage.MEDIATION,
        "complainant",
        assignment.answer_disclosure,
        {"agrees": True},
        ("already_answered",),
        disclosed,
    ),
    Act(Stage.MEDIATION, "complainant", mediator_complaints.complain_of_mediator, WORDS, AGAIN),
    Act(
        Stage.MEDIATION,
        "mediator",
        hearings.reschedule_hearing,
        another_time,
        ("hearing_unmoved",),
        hearing,
    ),
    Act(
        Stage.MEDIATION,
        "mediator",
        hearings.cancel_hearing,
        {"reason": Change.LENDER_CANNOT},
        ("hearing_is_over",),
        hearing,
    ),
    Act(Stage.MEDIATION, "mediator", hearings.hold_hearing, CAME, ("hearing_is_over",), met),
    Act(
        Stage.MEDIATION,
        "complainant",
        minutes.confirm_minutes,
        {},
        ("confirmed_already",),
        written,
    ),
    Act(Stage.MEDIATION, "mediator", minutes.propose_fact, {"text": "借款一万元。"}, AGAIN),
    Act(Stage.MEDIATION, "lender", minutes.agree_fact, {}, ("confirmed_already",), fact),
    Act(Stage.MEDIATION, "mediator", talks.end_mediation, {"reason": NoSettlement.SHAM}, OVER),
    Act(Stage.MEDIATION, "lender", talks.stop_mediation, {}, OVER),
    Act(Stage.MEDIATION, "complainant", arbitration.record_arbitration_agreement, clause, AGAIN),
    Act(
        Stage.MEDIATION,
        "officer",
        arbitration.check_arbitration_agreement,
        {"valid": True},
        ("arbitration_checked_already",),
        clause_named,
    ),
    Act(
        Stage.MEDIATION,
        "mediator",
        arbitration.refer_to_arbitration,
        {"reason": ReferralReason.GAP_TOO_WIDE},
        OVER,
        ready_to_arbitrate,
    ),
    Act(
        Stage.MEDIATION,
        "mediator",
        court.refer_to_court,
        {"reason": ReferralReason.GAP_TOO_WIDE},
        OVER,
    ),
    Act(Stage.AGREEMENT, "lender", settlement.refuse_signing, {}, ("agreement_is_over",), newest),
    Act(
        Stage.PERFORMING,
        "complainant",
        repayment.report_payment,
        lambda cast: {"amount_fen": 52_000, "paid_on": today()},
        ("payment_reported_already",),
    ),
    Act(
        Stage.PERFORMING,
        "lender",
        repayment.confirm_payment,
        {},
        ("payment_answered_already",),
        reported,
    ),
    Act(
        Stage.PERFORMING,
        "lender",
        repayment.dispute_payment,
        {},
        ("payment_answered_already",),
        reported,
    ),
    Act(Stage.PERFORMING, "lender", repayment.confirm_performance, {}, ("confirmed_already",)),
    Act(Stage.PERFORMING, "officer", repayment.close_performed, WORDS, given=paid),
    Act(
        Stage.PERFORMING,
        "lender",
        breaches.declare_breach,
        {"side": Side.COMPLAINANT, **WORDS},
    ),
    Act(Stage.BREACHED, "lender", breaches.cure_breach, {}, ("no_breach",)),
    Act(Stage.BREACHED, "mediator", breaches.resume_mediation, {}, ("no_breach",)),
    Act(
        Stage.ARBITRATION,
        "clerk",
        arbitration.register_arbitration,
        {"number": "118"},
        ("registered_already",),
    ),
    Act(
        Stage.ARBITRATION,
        "clerk",
        arbitration.refuse_arbitration,
        WORDS,
        ("no_referral",),
    ),
    Act(
        Stage.ARBITRATION,
        "clerk",
        arbitration.withdraw_arbitration,
        {"settled": True},
        ("no_referral",),
        register,
    ),
    Act(
        Stage.ARBITRATION,
        "clerk",
        awards.record_award,
        lambda cast: {
            "kind": AwardKind.AWARD,
            "number": "9",
            "issued_on": today(),
            "terms": "驳回。",
            "pays": None,
            "stored": PDF,
            "name": "裁决书.pdf",
        },
        ("no_referral",),
        register,
    ),
    Act(Stage.CLOSED, "officer", court.issue_certificate, {}, ("certificate_issued_already",)),
    Act(
        Stage.COURT,
        "officer",
        court.record_papers,
        lambda cast: {"on": today(), "number": "7", **WORDS},
        AGAIN,
    ),
    Act(
        Stage.COURT,
        "officer",
        court.record_result,
        lambda cast: {"on": today(), "number": "7", "pays": plan(), **WORDS},
    ),
    Act(Stage.COURT, "officer", court.end_court, {"outcome": Outcome.TAKEN_TO_COURT, **WORDS}),
]


@pytest.mark.parametrize("act", ACTS, ids=repr)
def test_of_two_who_do_the_same_one_wins(app, session, act):
    cast = cast_at(act.stage)
    present, once = act.given(cast), act.facts(cast) if callable(act.facts) else act.facts
    db.session.flush()
    rows = [present if isinstance(present, int) else (type(present), present.id)] if present else []

    def do(case, actor):
        again = [row if isinstance(row, int) else db.session.get_one(*row) for row in rows]
        act.verb(case, *again, **once, actor=actor, now=clock.now())

    who = actor_named(cast, act.who)
    outcomes = race(app, cast.case, (who, do), (who, do))
    assert outcomes.count(WON) == 1, outcomes
    (told,) = (outcome for outcome in outcomes if outcome != WON)
    assert told in act.told


def actor_named(cast, name):
    """Somebody of the cast; a colleague is another officer of the same body."""
    if name != "colleague":
        return getattr(cast, name)
    return actor_of(make_officer(db.session.get_one(Organisation, cast.case.body_id)))


class TestWhatMayBeSaidTwice:
    """Neither is refused, and it stands there once."""

    @staticmethod
    def both(app, cast, who, do):
        actor = getattr(cast, who)
        assert race(app, cast.case, (actor, do), (actor, do)) == [WON, WON]

    @staticmethod
    def count(table):
        return db.session.scalar(select(func.count()).select_from(table))

    def test_one_message_from_one_page(self, app, session):
        cast = cast_at(Stage.NEGOTIATION)

        def write(case, actor):
            send_message(
                case, body="您好", space=Space.JOINT, once="1", actor=actor, now=clock.now()
            )

        self.both(app, cast, "lender", write)
        assert self.count(Message) == 1

    def test_one_reading(self, app, session):
        cast = cast_at(Stage.NEGOTIATION)

        def read(case, actor):
            mark_read(case, up_to=0, actor=actor, now=clock.now())

        self.both(app, cast, "lender", read)
        assert self.count(Reading) == 1

    def test_one_first_reading(self, app, session):
        cast = cast_at(Stage.WITH_LENDER)

        def read(case, actor):
            answers.record_first_reading(case, actor=actor, now=clock.now())

        self.both(app, cast, "lender", read)
        assert events_of(cast.case).count(Event.FIRST_READ) == 1

    def test_one_question_to_each_side(self, app, session):
        cast = cast_at(Stage.AWAITING_MEDIATOR)
        self.both(app, cast, "officer", ask)
        assert self.count(Willingness) == 2

    def test_one_answer_to_the_standstill(self, app, session):
        cast = cast_at(Stage.WITH_LENDER)

        def rest(case, actor):
            answers.answer_standstill(
                case, answer=StandstillAnswer.YES, until_on=None, actor=actor, now=clock.now()
            )

        self.both(app, cast, "lender", rest)
        assert self.count(Standstill) == 1

    def test_one_set_of_minutes(self, app, session):
        cast = cast_at(Stage.MEDIATION)
        hearing_id = held(cast).id

        def write(case, actor):
            again = db.session.get_one(Hearing, hearing_id)
            minutes.record_minutes(case, again, text="到场。", actor=actor, now=clock.now())

        self.both(app, cast, "mediator", write)
        assert self.count(Minutes) == 1

    def test_one_text_to_sign(self, app, session):
        cast = cast_at(Stage.AGREEMENT)
        text = redraft(cast)

        def draft(case, actor):
            settlement.draft_agreement(case, **text, actor=actor, now=clock.now())

        self.both(app, cast, "mediator", draft)
        unsigned = select(func.count()).where(Agreement.ended_at.is_(None))
        assert session.scalar(unsigned.where(Agreement.case_id == cast.case.id)) == 1

    def test_one_report_of_one_tap(self, app, session):
        cast = cast_at(Stage.NEGOTIATION)

        def tap(case, actor):
            danger.report_danger(
                DangerKind.THREAT, case=case, once="1" * 22, actor=actor, now=clock.now()
            )

        self.both(app, cast, "complainant", tap)
        assert self.count(DangerReport) == 1
        assert events_of(cast.case).count(Event.DANGER_REPORTED) == 1

    def test_one_look_at_a_report(self, app, session):
        cast = cast_at(Stage.NEGOTIATION)
        report = make_report(case=cast.case, actor=cast.complainant)
        colleague = actor_named(cast, "colleague")

        def look(case, actor):
            danger.mark_seen(danger_again(report, actor), actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.officer, look), (colleague, look))
        assert outcomes == [WON, WON]
        assert report.seen_by_id in (cast.officer.account_id, colleague.account_id)


def ask(case, actor):
    willingness.ask_willingness(case, actor=actor, now=clock.now())


def danger_again(report, actor):
    """A report as the pages take it up: read again, and locked."""
    return danger_queries.again(report.id, actor=actor)


class TestOnceOnly:
    """Verbs whose arguments are of another shape than a case and its row."""

    def test_a_report_is_closed_once(self, app, session):
        cast = cast_at(Stage.NEGOTIATION)
        report = make_report(case=cast.case, actor=cast.complainant)

        def close(case, actor):
            danger.close_report(
                danger_again(report, actor), case=case, body="已联系", actor=actor, now=clock.now()
            )

        outcomes = race(app, cast.case, (cast.officer, close), (cast.officer, close))
        assert sorted(outcomes) == ["danger_closed", WON]
        assert len(danger_queries.notes_on(report)) == 1

    def test_a_complaint_about_a_mediator_is_answered_once(self, app, session):
        cast = cast_at(Stage.MEDIATION)
        made = complained(cast).id

        def reply(case, actor):
            mediator_complaints.answer_mediator_complaint(
                db.session.get_one(MediatorComplaint, made),
                case,
                answer="已谈话",
                actor=actor,
                now=clock.now(),
            )

        outcomes = race(app, cast.case, (cast.officer, reply), (cast.officer, reply))
        assert sorted(outcomes) == ["complaint_already_answered", WON]

    def test_a_name_is_revealed_once(self, app, session):
        cast = cast_at(Stage.RECEIVED, withheld=True)

        def reveal(case, actor):
            parties.reveal_identity(case, actor=actor, now=clock.now())

        outcomes = race(app, cast.case, (cast.complainant, reveal), (cast.complainant, reveal))
        assert sorted(outcomes) == ["identity_known_already", WON]
