"""The agreement: its text, its draft, the page on which it is signed or refused."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, request

from mediation import clock
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import is_possible
from mediation.domain.permissions import Action, may
from mediation.domain.roles import ARBITRATION, Role
from mediation.domain.settlement import FIXED, SIGNERS, WRITTEN, Part, read_back
from mediation.domain.spaces import SIDE_OF, Side
from mediation.domain.talks import signing
from mediation.models.cases import Case
from mediation.models.settlement import Agreement, Signature
from mediation.queries import negotiation, settlement
from mediation.services.days import day_of, end_of
from mediation.services.settlement import (
    LANGUAGE,
    draft_agreement,
    proposed_parts,
    refuse_signing,
    sign_agreement,
)
from mediation.transaction import on_case
from mediation.web.act_pages import case_for
from mediation.web.dates import own_due
from mediation.web.forms.settlement import DraftForm, RefusalForm, SignatureForm
from mediation.web.frame import show_case
from mediation.web.login import current_actor
from mediation.web.offers import settling
from mediation.web.opened import open_case
from mediation.web.pages import show, tell
from mediation.web.representation import asked_of, is_confirmed
from mediation.web.steps import Step, show_step
from mediation.wording.agreements import signer_title, title_of
from mediation.wording.catalogue import LOCALES, lazy, say

bp = Blueprint("settlement", __name__)


class Paper(NamedTuple):
    """An agreement as it is laid out to be read, in its own language."""

    agreement: Agreement
    language: str
    title: str
    parts: list[tuple[str, str]]
    signs: list[tuple[Side, str, Signature | None]]
    signed: set[Side]

    @property
    def state(self) -> str:
        """Whether it waits for signatures, binds, or is over."""
        if self.agreement.bound_at:
            return "bound"
        return "over" if self.agreement.ended_at else "open"


def paper_of(agreement: Agreement) -> Paper:
    """Lay an agreement out."""
    language, parts = read_back(agreement.content)
    by_side = {signature.side: signature for signature in settlement.signatures(agreement)}
    return Paper(
        agreement=agreement,
        language=language,
        title=say("agreement.title", language),
        parts=[(title_of(part, language=language), text) for part, text in parts.items()],
        signs=[
            (side, signer_title(side, language=language), by_side.get(side)) for side in SIGNERS
        ],
        signed=set(by_side),
    )


@bp.get("/cases/<reference>/agreement")
def index(reference: str) -> str:
    """The newest text, who has signed it, and what is to be done."""
    case, actor = settling(open_case(reference)), current_actor()
    # Those who decide see what binds, and no text that was never signed.
    decides = actor.role in ARBITRATION
    agreement = settlement.bound(case) if decides else settlement.newest(case)
    paper = paper_of(agreement) if agreement else None
    side = SIDE_OF.get(actor.role) if may(actor, Action.SIGN_AGREEMENT, case) else None
    paused = case.paused_since_at is not None
    in_hand = is_possible(case.stage, Event.AGREEMENT_SIGNED, paused=paused)
    return show_case(
        "settlement/index.html",
        case,
        tab="agreement",
        paper=paper,
        side=side,
        may_sign=bool(
            paper and in_hand and paper.state == "open" and _may_sign(case, paper, clock.now())
        ),
        may_draft=in_hand
        and may(actor, Action.DRAFT_AGREEMENT, case)
        and not (paper and paper.state == "open" and paper.signed),
        still_to_sign=[] if paper is None else [s for s in SIGNERS if s not in paper.signed],
    )


@bp.route("/cases/<reference>/agreement/draft", methods=["GET", "POST"])
def draft(reference: str) -> Any:
    """Write the text, or write it anew while nobody has signed."""
    case = case_for(reference, Action.DRAFT_AGREEMENT, Event.AGREEMENT_DRAFTED)
    language = request.args.get("language", LANGUAGE)
    if language not in LOCALES:
        abort(404)
    parts = proposed_parts(case, language=language)
    form = DraftForm.from_request(**_stored(case, parts, language))
    if form.accepted():
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                draft_agreement(
                    fresh,
                    written={part: form[part.value].data for part in WRITTEN},
                    lapses_at=end_of(form.sign_by.data),
                    language=language,
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            if error.reason != "signing_too_long":
                raise
            form.refuse("sign_by", error)
        else:
            tell("The agreement is ready. Both sides are told that they can read and sign it.")
            return redirect(f"/cases/{reference}/agreement", code=303)
    return show(
        "settlement/draft.html",
        case=case,
        form=form,
        language=language,
        fixed=[(title_of(part, language=language), parts[part]) for part in FIXED],
    )


@bp.route("/cases/<reference>/agreement/<id:agreement_id>/signature", methods=["GET", "POST"])
def sign(reference: str, agreement_id: int) -> Any:
    """The page of its own on which one signs: it says that this binds."""
    case = case_for(reference, Action.SIGN_AGREEMENT, Event.AGREEMENT_SIGNED)
    paper = paper_of(_agreement(case, agreement_id))
    asked = asked_of(case, paper.agreement)
    form = SignatureForm.from_request(shown=paper.agreement.digest.hex())
    if form.accepted() and (asked is None or is_confirmed(case, paper.agreement, form)):
        try:
            with on_case(case, current_actor()) as (fresh, actor):
                sign_agreement(
                    fresh,
                    _agreement(fresh, agreement_id),
                    name=form.name.data,
                    shown=form.digest(),
                    actor=actor,
                    now=clock.now(),
                )
        except Refused as error:
            if error.reason != "name_differs":
                raise
            form.refuse("name", error)
        else:
            tell("You have signed. The page of the agreement shows who has still to sign.")
            return redirect(f"/cases/{reference}/agreement", code=303)
    offer = negotiation.accepted(case)
    return show(
        "settlement/sign.html",
        case=case,
        due=own_due(case, current_actor(), "signature"),
        form=form,
        paper=paper,
        asked=asked,
        pays=offer is not None and bool(offer.instalments) and offer.payer is Side.COMPLAINANT,
        side=SIDE_OF.get(current_actor().role),
    )


@bp.route("/cases/<reference>/agreement/<id:agreement_id>/refusal", methods=["GET", "POST"])
def refuse(reference: str, agreement_id: int) -> Any:
    """Say that one will not sign this text."""
    case = case_for(reference, Action.SIGN_AGREEMENT, Event.AGREEMENT_SIGNED)
    _agreement(case, agreement_id)
    form = RefusalForm.from_request()
    if form.accepted():
        with on_case(case, current_actor()) as (fresh, actor):
            refuse_signing(
                fresh,
                _agreement(fresh, agreement_id),
                words=form.words.data,
                actor=actor,
                now=clock.now(),
            )
        tell("You did not sign. Talks go on; nobody is in breach.")
        return redirect(f"/cases/{reference}/offers", code=303)
    return show_step(case, form, REFUSE)


REFUSE = Step(
    action=Action.SIGN_AGREEMENT,
    event=Event.SIGNING_REFUSED,
    title=lazy("You do not want to sign this text?"),
    lead=lazy("Then it binds nobody and is over for everybody. Talks go on from where they were."),
    button=lazy("I do not sign"),
    back="agreement",
    danger=True,
)


def _stored(case: Case, parts: dict[Part, str], language: str) -> dict[str, Any]:
    """What stands in the fields: the text that waits, or the first one as it is proposed."""
    waiting = settlement.unsigned(case)
    written = parts
    if waiting is not None:
        kept, old = read_back(waiting.content)
        written = old if kept == language else parts
    proposed_end = day_of(clock.now() + signing().proposed)
    return {part.value: written[part] for part in WRITTEN} | {"sign_by": proposed_end}


def _may_sign(case: Case, paper: Paper, now: datetime) -> bool:
    """Whether it is for this reader to sign now."""
    actor = current_actor()
    side = SIDE_OF.get(actor.role)
    if side in paper.signed or not may(actor, Action.SIGN_AGREEMENT, case):
        return False
    if paper.agreement.lapses_at is not None and now >= paper.agreement.lapses_at:
        return False
    if side is not Side.MEDIATION:
        return True
    signs_for_body = (actor.role is Role.MEDIATOR) == bool(case.mediator_id)
    return signs_for_body and {Side.COMPLAINANT, Side.LENDER} <= paper.signed


def _agreement(case: Case, agreement_id: int) -> Agreement:
    return settlement.by_id(case, agreement_id) or abort(404)
