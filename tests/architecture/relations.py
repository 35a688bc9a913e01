"""Everybody who stands, stood or could be thought to stand in some relation to a case."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any, NamedTuple

from sqlalchemy import select

from mediation import clock
from mediation.db import db
from mediation.domain.assignment import Replacement
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import Stage
from mediation.domain.permissions import Actor
from mediation.domain.roles import Role
from mediation.domain.spaces import Space
from mediation.gateways.files import receive
from mediation.models.assignment import Disclosure
from mediation.models.correspondence import Message
from mediation.models.deadlines import Deadline
from mediation.models.evidence import Evidence
from mediation.models.hearings import AgreedFact, Hearing
from mediation.models.negotiation import Offer
from mediation.models.organisations import Organisation
from mediation.models.supervision import Handover
from mediation.services.assignment import replace_mediator
from mediation.services.correspondence import send_message
from mediation.services.days import day_of
from mediation.services.evidence import submit_evidence
from mediation.services.lifecycle import record
from mediation.services.supervision import close_to_supervisor, open_to_supervisor
from tests.factories import late_stages, stages
from tests.factories.accounts import actor_of, make_account, make_borrower, make_member
from tests.factories.companies import repoint
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_lender
from tests.web.scenes import disclose, meet, name_clause

NAME = "欧阳知微"  # Withheld from the lender while there are talks.


class House(NamedTuple):
    """The cases by their numbers, who stands how to them, and what lies in them."""

    numbers: dict[str, str]
    people: dict[str, Actor | None]  # By relation; None: nobody is signed in.
    keys: dict[str, dict[str, int]]  # Of what both sides read, as addresses name it.
    files: dict[str, list[int]]


def build_house():
    """One case in talks, one only offered to a mediator, and one referred to arbitration."""
    people: dict[str, Any] = {}
    cases = {"talks": _talks(people), "offered": _offered(people), "referred": _referred(people)}
    _add_strangers(people)
    db.session.commit()
    return House(
        {name: case.reference for name, case in cases.items()},
        people,
        {name: _keys_in(case) for name, case in cases.items()},
        {name: _files_in(case) for name, case in cases.items()},
    )


def _talks(people):
    """Its first company was not the right one, and its first mediator was replaced."""
    former, platform, borrower = make_lender(), make_lender(), make_borrower()
    cast = late_stages.cast_at(
        Stage.WITH_LENDER,
        lender=former,
        loans=[make_loan(former, platform)],
        borrower=borrower,
        name=NAME,
        withheld=True,
    )
    people["former company"] = cast.lender
    mark(cast, "formers", Space.LENDER, cast.lender)
    cast = cast._replace(lender=repoint(cast))
    stages.contest(cast)
    for step in (stages.ask_for_mediator, stages.agree_to_mediate):
        step(cast)
    people["former mediator"] = cast.mediator
    take_over(cast)
    replace_mediator(
        cast.case, reason=Replacement.ILLNESS, words="病假", actor=cast.officer, now=clock.now()
    )
    body = db.session.get_one(Organisation, cast.case.body_id)
    cast = cast._replace(mediator=actor_of(make_member(Role.MEDIATOR, body)))
    take_over(cast)
    for step in (meet, disclose, name_clause, late_stages.offer):
        step(cast)
        db.session.flush()
    company = db.session.get_one(Organisation, cast.lender.organisation_id)
    people |= {
        "complainant": actor_of(borrower),
        "visitor with the code": stages.visitor_of(cast.case),
        "company": cast.lender,
        "company's admin": actor_of(make_member(Role.LENDER_ADMIN, company)),
        "onlooker": actor_of(make_member(Role.LENDER_STAFF, platform)),
        "officer": cast.officer,
        "colleague": actor_of(make_member(Role.OFFICER, body)),
        "mediator": cast.mediator,
    }
    _mark_talks(cast, people)
    _open_to_supervisors(cast, people)
    return cast.case


def _mark_talks(cast, people):
    mark_alike(cast)
    mark(cast, "onlookers", Space.LENDER, people["onlooker"])
    write(cast.case, "mediators-note", Space.PERSONAL, cast.mediator)
    write(cast.case, "officers-note", Space.PERSONAL, cast.officer)
    write(cast.case, "对方的话", Space.JOINT, cast.lender)
    hand_in(cast.case, NAME, Space.JOINT, people["complainant"], octets="nothing")


def mark_alike(cast):
    """What every case has."""
    mark(cast, "joint", Space.JOINT, cast.officer)
    mark(cast, "borrowers", Space.COMPLAINANT, cast.complainant)
    mark(cast, "companys", Space.LENDER, cast.lender)
    mark(cast, "staffs", Space.STAFF, cast.officer)


def _open_to_supervisors(cast, people):
    """One whose demand runs, and one whose demand was ended."""
    for relation in ("supervisor", "former supervisor"):
        people[relation] = actor_of(make_member(Role.SUPERVISOR))
        by = {"actor": cast.officer, "now": clock.now()}
        opened = open_to_supervisor(
            cast.case,
            organisation_id=people[relation].organisation_id,
            basis="临金监函〔2026〕12号",
            scope="抽查",
            expires_on=day_of(clock.now() + timedelta(days=10)),
            **by,
        )
        db.session.flush()
    close_to_supervisor(opened, cast.case, **by)


def take_over(cast):
    stages.offer_to_mediator(cast)
    db.session.flush()
    stages.take_on(cast)
    db.session.flush()


def _offered(people):
    cast = late_stages.cast_at(Stage.AWAITING_MEDIATOR, name=NAME, withheld=True)
    stages.agree_to_mediate(cast)
    db.session.flush()
    stages.offer_to_mediator(cast)
    db.session.flush()
    people["mediator who is only asked"] = cast.mediator
    mark_alike(cast)
    return cast.case


def _referred(people):
    cast = late_stages.cast_at(Stage.MEDIATION, name=NAME)
    mark(cast, "talks", Space.JOINT, cast.officer, without_prejudice=True)
    late_stages.refer(cast)
    db.session.flush()
    mark_alike(cast)
    people |= {
        "clerk": cast.clerk,
        "arbitrator": actor_of(make_member(Role.ARBITRATOR, cast.arbitration_body)),
    }
    return cast.case


def _add_strangers(people):
    for role in Role:
        if role not in (Role.SYSTEM, Role.NOBODY, Role.COMPLAINANT):
            people[f"{role} of elsewhere"] = actor_of(make_member(role))
    people["somebody with an account"] = actor_of(make_account())
    people["nobody"] = None


def mark(cast, place, space, actor, **how):
    """Leave the name of a place in a message, in a file and in the history of a case."""
    write(cast.case, f"{place}-message", space, actor)
    hand_in(cast.case, place, space, actor, **how)
    # Of whom one cannot be, or see hidden: an officer with whom nobody here is to be confused.
    third = replace(cast.officer, account_id=None, name=f"{place}-history")
    room = actor.organisation_id if space is Space.LENDER else None
    facts = {"space": space, "company_id": room, "message": 0}
    record(cast.case, Event.MESSAGE_SENT, actor=third, now=clock.now(), **facts)
    db.session.flush()


def hand_in(case, place, space, actor, octets="", **how):
    submit_evidence(
        case,
        stored=receive(BytesIO(f"%PDF-1.4 {octets or place}-octets".encode())),
        name=f"{place}-file.pdf",
        description=f"{place}-words",
        kind=EvidenceKind.CONTRACT,
        space=space,
        actor=actor,
        now=clock.now(),
        **how,
    )
    db.session.flush()


def write(case, body, space, actor):
    once = body.ljust(22, "x")
    send_message(case, body=body, space=space, once=once, actor=actor, now=clock.now())
    db.session.flush()


def _keys_in(case):
    """The newest of each kind of what both sides read, by the name that addresses give it."""
    rows = {
        "evidence_id": Evidence,
        "message_id": Message,
        "handover_id": Handover,
        "disclosure_id": Disclosure,
        "offer_id": Offer,
        "hearing_id": Hearing,
        "fact_id": AgreedFact,
    }
    found = {}
    for name, row in rows.items():
        query = select(row.id).where(row.case_id == case.id).order_by(row.id.desc())
        if row in (Evidence, Message):
            query = query.where(row.space == Space.JOINT)
        if row is Evidence:
            query = query.where(row.by_role == Role.OFFICER)
        if row is Handover:
            query = query.where(row.ended_at.is_(None))
        found[name] = db.session.scalar(query) or 1
    limit = select(Deadline.id).filter_by(case_id=case.id, rule="mediation", stopped_at=None)
    found["deadline_id"] = db.session.scalar(limit) or 1
    return found


def _files_in(case):
    return list(db.session.scalars(select(Evidence.id).where(Evidence.case_id == case.id)))
