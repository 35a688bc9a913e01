"""How the complaints of the demo world were written and filed."""

import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.db import db
from mediation.domain.evidence import EvidenceKind
from mediation.domain.intake import Step, steps_of
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole, PartyKind
from mediation.domain.permissions import Actor, nobody
from mediation.domain.roles import Role
from mediation.models.intake import Draft
from mediation.models.notices import Notice
from mediation.queries.intake import content_of, files_of
from mediation.services.demo.scene import World
from mediation.services.drafts import (
    attach_file,
    mark_view_seen,
    save_details,
    save_step,
    start_draft,
)
from mediation.services.intake import file_complaint, view_of
from mediation.services.proofs import prove_contact, send_code, vouch_for_contact

UNANSWERED: dict[str, Any] = {}


def file_told(world: World, told: dict[str, Any], now: datetime) -> None:
    """Write one complaint step by step and file it; one case for each loan."""
    actor = world.actors[told["by"]] if "by" in told else nobody()
    draft = _write(world, told, actor, now)
    if "unfinished" in told:
        return
    _prove(draft, actor, now)
    db.session.flush()
    found = file_complaint(draft, once=secrets.token_bytes(32), actor=actor, now=now)
    for loan, case in zip(told["loans"], found, strict=True):
        world.cases[loan["key"]] = case
        if actor.role is Role.COMPLAINANT:
            world.filers[loan["key"]] = told["by"]


def _write(world: World, told: dict[str, Any], actor: Actor, now: datetime) -> Draft:
    locale = told.get("locale", "zh_CN")
    draft, _ = start_draft(lane=Lane(told["lane"]), locale=locale, actor=actor, now=now)
    if actor.role is not Role.OFFICER:
        draft.body_id = world.bodies[told.get("body", "linlan")].id
    last = Step(told["unfinished"]) if "unfinished" in told else None
    for step, answers in _answers(world, told).items():
        if step is Step.DETAILS:
            _detail(world, told, draft, now)
        elif step in steps_of(content_of(draft)):
            save_step(draft, step, answers=answers, now=now)
        if step is last:
            break
    for paper in told.get("papers", []):
        attach_file(
            draft,
            stored=world.papers[paper["paper"]],
            name=paper["name"],
            kind=EvidenceKind(paper["kind"]),
            kept_back=paper.get("kept_back", False),
            now=now,
        )
        db.session.flush()
    if last is None:
        mark_view_seen(draft, view=view_of(content_of(draft), files_of(draft)), now=now)
    return draft


def _detail(world: World, told: dict[str, Any], draft: Draft, now: datetime) -> None:
    """What the lane asks, of each loan by itself."""
    for number, loan in enumerate(told["loans"], 1):
        given = {**told.get("details", UNANSWERED), **loan.get("details", UNANSWERED)}
        save_details(draft, number, answers=_dated(world, given, "since"), now=now)


def _answers(world: World, told: dict[str, Any]) -> dict[Step, Any]:
    """What was answered at each step, in the order of the steps."""
    return {
        Step.CHANNEL: {"channel": told.get("channel", "phone"), "words": ""},
        Step.WHO: {"kind": told.get("kind", PartyKind.COMPLAINANT)},
        Step.REPRESENTED: told.get("represented", UNANSWERED),
        Step.CONTACT: {"phone": "", "email": "", **told["contact"]},
        Step.LOANS: [
            _loan(world, loan, number) for number, loan in enumerate(told.get("loans", []), 1)
        ],
        Step.EVENTS: [
            {"key": number, "on": world.moments.day(day).isoformat(), "words": words}
            for number, (day, words) in enumerate(told.get("events", []), 1)
        ],
        Step.STORY: {"story": told.get("story", ""), "also": told.get("also", [])},
        Step.DETAILS: UNANSWERED,
        Step.PRIOR: _dated(world, told.get("prior", {"told": "no"}), "on"),
        Step.WISHES: {"kinds": [], "words": "", **told.get("wishes", UNANSWERED)},
        Step.SUPPORT: {"needs": [], "situation": [], "words": "", **told.get("support", {})},
        Step.FILES: {},
        Step.IDENTITY: {"withheld": told.get("withheld", False)},
        Step.CONSENTS: {
            "mediation_body": True,
            "pass_to_lender": True,
            "sensitive": True,
            "arbitration": told.get("arbitration", False),
        },
    }


def _dated(world: World, answers: dict[str, Any], name: str) -> dict[str, Any]:
    if not isinstance(answers.get(name), int):
        return answers
    return {**answers, name: world.moments.day(answers[name]).isoformat()}


def _loan(world: World, loan: dict[str, Any], number: int) -> dict[str, Any]:
    companies = [
        {
            "organisation_id": world.bodies[key].id if key in world.bodies else None,
            "name": world.bodies[key].name if key in world.bodies else key,
            "role": CompanyRole(role),
        }
        for key, role in loan.get("companies", [])
    ]
    return {
        "key": number,
        "name": loan.get("name", ""),
        "amount_fen": loan.get("amount_fen"),
        "on": world.moments.day(loan["on"]).isoformat() if "on" in loan else None,
        "contract": loan.get("contract", ""),
        "phone": "",
        "companies": companies,
        "unknown": not companies,
    }


def _prove(draft: Draft, actor: Actor, now: datetime) -> None:
    """By the code that was sent; an officer has the person before them."""
    if actor.role is Role.OFFICER:
        vouch_for_contact(draft, actor=actor, now=now)
        return
    send_code(draft, now=now)
    db.session.flush()
    sent = select(Notice).where(Notice.kind == "contact_code").order_by(Notice.id.desc())
    code = json.loads(db.session.scalars(sent.limit(1)).one().facts or "{}")["code"]
    prove_contact(draft, code=code, now=now)
