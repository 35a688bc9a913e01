"""Cases at every stage with everything in them that a page can be about."""

from datetime import timedelta
from typing import Any, NamedTuple

from mediation import clock
from mediation.db import db
from mediation.domain.clocks import clocks
from mediation.domain.complaints import Person
from mediation.domain.evidence import EvidenceKind
from mediation.domain.hearings import SIDES
from mediation.domain.lifecycle import Stage
from mediation.domain.outcomes import Decline, Pause
from mediation.domain.outside import OutsideStep
from mediation.domain.parties import PartyKind
from mediation.domain.roles import Desk, Role
from mediation.domain.spaces import Space
from mediation.models.organisations import Organisation
from mediation.queries import deadlines, hearings, negotiation, settlement
from mediation.services.admission import decline_case, request_review
from mediation.services.arbitration import record_arbitration_agreement
from mediation.services.assignment import disclose_conflict
from mediation.services.correspondence import send_message
from mediation.services.court import record_papers
from mediation.services.days import day_of
from mediation.services.evidence import submit_evidence
from mediation.services.hearings import hold_hearing
from mediation.services.lifecycle import seat_case
from mediation.services.mediator_complaints import complain_of_mediator
from mediation.services.minutes import propose_fact, record_minutes
from mediation.services.parties import add_representative
from mediation.services.pauses import pause_case
from mediation.services.willingness import ask_willingness
from tests.factories import late_stages, stages
from tests.factories.accounts import actor_of, make_member, make_officer


class Scene(NamedTuple):
    """A case, the people who may read it, and the keys of what lies in it."""

    cast: Any
    people: dict[str, Any]
    keys: dict[str, int]


def scene(name, **answers):
    """The scene of that name; see `SCENES`."""
    stage, *steps = SCENES[name]
    cast = late_stages.cast_at(stage, **answers)
    body = db.session.get_one(Organisation, cast.case.body_id)
    supervisor = actor_of(make_member(Role.SUPERVISOR))
    seat_case(cast.case, Desk.SUPERVISOR, supervisor.holder_id, now=clock.now())
    keys = {"evidence_id": hand_in(cast, 0).id, "step": OutsideStep.CREDIT_DISPUTE_RAISED}
    write(cast, 0)
    db.session.flush()
    for step in steps:
        keys |= step(cast) or {}
        db.session.flush()
    people = {
        "complainant": cast.complainant,
        "officer": cast.officer,
        "colleague": actor_of(make_officer(body)),
        "lender": cast.lender,
        "mediator": cast.mediator,
        "clerk": cast.clerk,
        "supervisor": supervisor,
        "auditor": actor_of(make_member(Role.AUDITOR)),
    }
    db.session.commit()
    return Scene(cast, people, keys | _found(cast.case))


def _found(case):
    """The keys of what a stage brought along."""
    met, offers, text = hearings.of_case(case), negotiation.ledger(case), settlement.newest(case)
    found = {}
    if met:
        found["hearing_id"] = met[0].hearing.id
    if offers:
        found["offer_id"] = offers[0].offer.id
    if text:
        found["agreement_id"] = text.id
    extended = [one for one in deadlines.running(case) if clocks()[one.rule].extensions]
    if extended:
        found["deadline_id"] = extended[0].id
    return found


def hand_in(cast, number):
    return submit_evidence(
        cast.case,
        stored=late_stages.PDF._replace(sha256=bytes([number]) * 32),
        name=f"合同{number}.pdf",
        kind=EvidenceKind.CONTRACT,
        space=Space.JOINT,
        actor=cast.complainant,
        now=clock.now(),
    )


def write(cast, number):
    send_message(
        cast.case,
        body=f"第 {number} 条",
        space=Space.JOINT,
        once=f"{number:022}",
        actor=cast.officer,
        now=clock.now(),
    )


def represent(cast):
    """A daughter acts for the complainant; nobody has seen her paper yet."""
    told = {"relation": "child", "authority": "written", "fee": "no"}
    person = Person(PartyKind.RELATIVE, "周小梅", phone="+8613900005678", authority=told)
    add_representative(cast.case, person=person, actor=cast.complainant, now=clock.now())


def decline(cast):
    decline_case(
        cast.case, reason=Decline.IN_COURT, words="在审", actor=cast.officer, now=clock.now()
    )


def ask_review(cast):
    request_review(cast.case, words="请复核", actor=cast.complainant, now=clock.now())


def pause(cast):
    on = day_of(clock.now()) + timedelta(days=20)
    pause_case(
        cast.case, reason=Pause.POLICE, words="", review_on=on, actor=cast.officer, now=clock.now()
    )


def relief(cast):
    stages.give_relief(cast)


def offer(cast):
    late_stages.offer(cast)


def only_ask(cast):
    ask_willingness(cast.case, actor=cast.officer, now=clock.now())


def agree_to_mediate(cast):
    stages.agree_to_mediate(cast)


def offer_to_mediator(cast):
    stages.offer_to_mediator(cast)


def plan_meeting(cast):
    late_stages.hearing(cast)


def meet(cast):
    """A hearing that took place, with its minutes and a fact that nobody disputes."""
    found = late_stages.hearing(cast)
    db.session.flush()
    clock.advance(timedelta(days=5, minutes=1))
    by = {"actor": cast.mediator, "now": clock.now()}
    came = dict.fromkeys(SIDES, True)
    hold_hearing(cast.case, found, came=came, identified=came, **by)
    db.session.flush()
    record_minutes(cast.case, found, text="双方到场。", **by)
    propose_fact(cast.case, text="借款一万元。", **by)


def disclose(cast):
    disclose_conflict(cast.case, words="曾共事", actor=cast.mediator, now=clock.now())


def name_clause(cast):
    record_arbitration_agreement(
        cast.case,
        body_id=cast.arbitration_body.id,
        agreed_on=day_of(clock.now()),
        clause="提交仲裁。",
        actor=cast.complainant,
        now=clock.now(),
    )


def agree_to_arbitrate(cast):
    late_stages.agree_to_arbitrate(cast)


def pay(cast):
    return {"report_id": late_stages.pay(cast, 52_000, confirm=False)}


def pay_all(cast):
    late_stages.pay_all(cast)


def register(cast):
    late_stages.register(cast)


SCENES = {
    "received": (Stage.RECEIVED, represent),
    "declined": (Stage.RECEIVED, decline),
    "under review": (Stage.RECEIVED, decline, ask_review),
    "returned": (Stage.RETURNED,),
    "tracing": (Stage.TRACING,),
    "with lender": (Stage.WITH_LENDER,),
    "relief given": (Stage.WITH_LENDER, relief),
    "negotiation": (Stage.NEGOTIATION, offer),
    "paused": (Stage.NEGOTIATION, pause),
    "asked": (Stage.AWAITING_MEDIATOR, only_ask),
    "willing": (Stage.AWAITING_MEDIATOR, agree_to_mediate),
    "offered": (Stage.AWAITING_MEDIATOR, agree_to_mediate, offer_to_mediator),
    "mediation": (Stage.MEDIATION, meet, disclose, name_clause, offer),
    "meeting planned": (Stage.MEDIATION, plan_meeting, agree_to_arbitrate),
    "accepted": (Stage.AGREEMENT,),
    "performing": (Stage.PERFORMING, pay),
    "paid": (Stage.PERFORMING, pay_all),
    "breached": (Stage.BREACHED,),
    "referred": (Stage.ARBITRATION,),
    "registered": (Stage.ARBITRATION, register),
    "court": (Stage.COURT,),
    "closed": (Stage.CLOSED,),
}


def crowd(found):
    """Ten times as much of everything of which a case at this stage can have more."""
    cast = found.cast
    for number in range(1, 11):
        hand_in(cast, number)
        write(cast, number)
        MORE.get(cast.case.stage, nothing)(cast, number)
        db.session.flush()
    db.session.commit()


def nothing(cast, number):
    """A stage at which only files and messages come together."""


def more_talks(cast, number):
    by = {"actor": cast.mediator, "now": clock.now()}
    propose_fact(cast.case, text=f"事实{number}", **by)
    disclose_conflict(cast.case, words=f"第 {number} 次", **by)
    complain_of_mediator(
        cast.case, words=f"第 {number} 次", actor=cast.complainant, now=clock.now()
    )
    late_stages.hearing(cast, hours=24 * 5 + 2 * number)
    standing = negotiation.unended(cast.case)
    late_stages.offer(cast, words=f"条件{number}", instead_of=standing.id)


def more_payments(cast, number):
    late_stages.pay(cast, 52_000 + number, confirm=number % 2)


def more_papers(cast, number):
    on = day_of(clock.now())
    record_papers(
        cast.case, on=on, number=str(number), words="材料", actor=cast.officer, now=clock.now()
    )


MORE = {
    Stage.MEDIATION: more_talks,
    Stage.PERFORMING: more_payments,
    Stage.COURT: more_papers,
}
