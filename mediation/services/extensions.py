"""Making a clock of a case run longer: by the one who must act, by an officer, or by consent."""

from datetime import datetime

from mediation.db import db
from mediation.domain.clocks import Clock, Extender, Extension, clocks
from mediation.domain.errors import NotFound, Refused
from mediation.domain.events import Event
from mediation.domain.extensions import (
    SIDES,
    agreed,
    check_extender,
    check_extension,
    check_grounds,
    side_of,
)
from mediation.domain.lengths import spelt
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.shown import Shown
from mediation.domain.spaces import Side, Space
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline, DeadlineExtension, ExtensionProposal
from mediation.queries import deadlines, extensions
from mediation.services.deadlines import recount, ruling_now
from mediation.services.lifecycle import move
from mediation.services.notices import announce, tell_side


def extend_deadline(
    case: Case,
    deadline_id: int,
    *,
    reason: str,
    approver: str = "",
    taken: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a running clock its next extension, counted on from the original last day.

    `taken` is how many the page has shown: whoever presses twice extends once.
    """
    permit(actor, Action.EXTEND_DEADLINE, case)
    row, extension = _next(case, deadline_id, taken=taken, actor=actor, now=now)
    if extension.by is Extender.CONSENT:
        raise Refused("extension_needs_consent")
    check_grounds(extension, reason=reason, approver=approver)
    approved = approver.strip() if extension.approver else None
    _grant(case, row, extension, reason=reason, approver=approved, actor=actor, now=now)


def propose_extension(
    case: Case, deadline_id: int, *, reason: str, taken: int, actor: Actor, now: datetime
) -> ExtensionProposal:
    """Ask both sides for more time; a side that proposes it has said its own yes by that."""
    permit(actor, Action.EXTEND_DEADLINE, case)
    row, extension = _next(case, deadline_id, taken=taken, actor=actor, now=now)
    if extension.by is not Extender.CONSENT:
        raise Refused("extension_without_consent")
    check_grounds(extension, reason=reason, approver="")
    if extensions.open_proposal(row.id) is not None:
        raise Refused("extension_proposed_already")
    side, length = side_of(actor.role), spelt(extension.length)
    facts = {"rule": row.rule, "length": length, "side": side}
    link = move(case, Event.EXTENSION_PROPOSED, actor=actor, now=now, **facts)
    proposal = ExtensionProposal(
        deadline_id=row.id,
        case_id=case.id,
        length=length,
        reason=reason.strip(),
        side=side,
        by_id=actor.account_id,
        at=now,
        complainant_agreed_at=now if side is Side.COMPLAINANT else None,
        lender_agreed_at=now if side is Side.LENDER else None,
    )
    db.session.add(proposal)
    for told in (*SIDES, Side.MEDIATION):
        if told is not side:
            key = f"proposed/{link.id}"
            said = _said(case, row, f"/{row.id}/extension")
            tell_side(case, told, "extension_proposed", key=key, now=now, **said)
    return proposal


def answer_extension(
    case: Case, proposal_id: int, *, agrees: bool, actor: Actor, now: datetime
) -> None:
    """Say for one's own side whether there shall be more time; the second yes grants it."""
    permit(actor, Action.ANSWER_EXTENSION, case)
    proposal = extensions.proposal(case, proposal_id)
    if proposal is None or proposal.ended_at is not None:
        raise Refused("proposal_over")
    taken = len(deadlines.extensions_of([proposal.deadline_id]))
    row, extension = _next(case, proposal.deadline_id, taken=taken, actor=actor, now=now)
    side = side_of(actor.role)
    if side in extensions.agreeing(proposal):
        raise Refused("already_answered", side=side)
    facts = {"rule": row.rule, "side": side, "agrees": agrees}
    link = move(case, Event.EXTENSION_ANSWERED, actor=actor, now=now, **facts)
    if agrees:
        _note_yes(proposal, side, now=now)
    if not agrees:
        proposal.ended_at, proposal.granted = now, False
        key, said = f"refused/{link.id}", _said(case, row)
        announce(case, "extension_refused", actor=actor, key=key, now=now, **said)
    elif agreed(extensions.agreeing(proposal)):
        proposal.ended_at, proposal.granted = now, True
        reason = proposal.reason or ""
        _grant(case, row, extension, reason=reason, approver=None, actor=actor, now=now)


def _note_yes(proposal: ExtensionProposal, side: Side, *, now: datetime) -> None:
    if side is Side.COMPLAINANT:
        proposal.complainant_agreed_at = now
    else:
        proposal.lender_agreed_at = now


def _next(
    case: Case, deadline_id: int, *, taken: int, actor: Actor, now: datetime
) -> tuple[Deadline, Extension]:
    """The clock and its next extension, if this person may have a say in it and now."""
    row = deadlines.one(case, deadline_id)
    if row is None or not clocks()[row.rule].is_shown_to(actor, case):
        raise NotFound
    known = len(deadlines.extensions_of([row.id]))
    extension = check_extension(clocks()[row.rule], row, taken=known, now=now)
    check_extender(extension, actor.role)
    if known != taken:
        raise Refused("extended_meanwhile")
    return row, extension


def _grant(
    case: Case,
    row: Deadline,
    extension: Extension,
    *,
    reason: str,
    approver: str | None,
    actor: Actor,
    now: datetime,
) -> None:
    rule, length = clocks()[row.rule], spelt(extension.length)
    before = str(row.due_on)
    link = move(
        case,
        Event.DEADLINE_EXTENDED,
        actor=actor,
        now=now,
        space=_space_of(rule),
        rule=row.rule,
        about=row.about,
        length=length,
        due_on=before,
        by=extension.by,
    )
    db.session.add(
        DeadlineExtension(
            deadline_id=row.id,
            case_id=case.id,
            length=length,
            reason=reason.strip(),
            approver=approver,
            at=now,
            by_id=actor.account_id,
        )
    )
    db.session.flush()  # The count must find it.
    recount(row, ruling_now(), now=now)
    _tell(case, row, rule, actor=actor, key=f"extended/{link.id}", now=now)


def _tell(case: Case, row: Deadline, rule: Clock, *, actor: Actor, key: str, now: datetime) -> None:
    kind = "extension_agreed" if rule.extensions[0].by is Extender.CONSENT else "deadline_extended"
    own = side_of(actor.role)
    told = (*SIDES, Side.MEDIATION)
    if rule.shown is Shown.COMPLAINANT:
        told = (Side.COMPLAINANT, Side.MEDIATION)
    for side in told:
        if side is not own:
            tell_side(case, side, kind, key=key, now=now, **_said(case, row))


def _said(case: Case, row: Deadline, part: str = "") -> dict[str, object]:
    return {
        "until_by": row.due_at,
        "what_word": f"deadline.{row.rule}.what",
        "path": f"/cases/{case.reference}/deadlines{part}",
    }


def _space_of(rule: Clock) -> Space:
    """Where it is kept: more time to complete a complaint concerns no company."""
    return Space.COMPLAINANT if rule.shown is Shown.COMPLAINANT else Space.JOINT
