"""Settlement: draft the agreement, sign it, refuse it, let it lapse."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app

from mediation.db import db
from mediation.domain.clocks import Timing
from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Stage, Turn, is_possible
from mediation.domain.negotiation import OTHER, Terms
from mediation.domain.permissions import Action, Actor, permit, system
from mediation.domain.repayment import plan_of
from mediation.domain.roles import Role
from mediation.domain.settlement import (
    SIGNERS,
    WRITTEN,
    AgreementEnd,
    Part,
    check_lapses,
    check_name,
    check_parts,
    check_redraft,
    check_signature,
    digest_of,
    is_complete,
    written_down,
)
from mediation.domain.spaces import SIDE_OF, Side
from mediation.models.accounts import Account
from mediation.models.cases import Case
from mediation.models.negotiation import Offer
from mediation.models.organisations import Organisation
from mediation.models.settlement import Agreement, Signature
from mediation.queries import negotiation, settlement
from mediation.services.lifecycle import TURN_OF_SIDE, hand_turn, move
from mediation.services.negotiation import terms_of
from mediation.services.notices import announce, tell_side
from mediation.services.repayment import plan_repayment
from mediation.services.representation import check_confirmed
from mediation.wording.agreements import Ground, fixed, proposed

LANGUAGE = "zh_CN"


def proposed_parts(case: Case, *, language: str = LANGUAGE) -> dict[Part, str]:
    """A first text for the one who drafts, from the accepted offer and what is agreed."""
    offer = _accepted(case)
    ground = Ground(
        reference=case.reference,
        complainant=case.complainant_name or "",
        lender=case.respondent_name,
        body=db.session.get_one(Organisation, case.body_id).name,
        mediator=db.session.get_one(Account, case.mediator_id).name if case.mediator_id else "",
        lane=case.lane,
        filed_at=case.filed_at,
        amount_fen=case.amount_fen,
        facts=settlement.agreed_facts(case),
        words=offer.terms or "",
    )
    written = proposed(ground, language=language, zone=current_app.config["TIMEZONE"])
    return {**written, **fixed(terms_of(offer), language=language)}


def draft_agreement(
    case: Case,
    *,
    written: Mapping[Part, str],
    lapses_at: datetime,
    language: str = LANGUAGE,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """Write the text that is to be signed; before the first signature it may be written anew.

    What is paid and when follows from the accepted offer and is never typed.
    """
    permit(actor, Action.DRAFT_AGREEMENT, case)
    offer = _accepted(case)
    if case.identity_withheld:
        raise Refused("identity_still_withheld")
    content = written_down(_parts(written, offer, language), language)
    check_lapses(lapses_at, now=now)
    old = _redraftable(case, offer)

    digest = digest_of(content)
    facts = {"offer": offer.number, "digest": digest.hex(), "anew": old is not None}
    timing = Timing(about=SIGNERS, until=lapses_at)
    move(case, Event.AGREEMENT_DRAFTED, actor=actor, now=now, timing=timing, **facts)
    hand_turn(case, Turn.BOTH)
    _replace(old, now=now)
    agreement = Agreement(
        case_id=case.id,
        offer_id=offer.id,
        content=content,
        digest=digest,
        drafted_at=now,
        lapses_at=lapses_at,
    )
    db.session.add(agreement)
    key = f"agreement/{agreement.id}/drafted"
    announce(case, "agreement_drafted", actor=actor, key=key, now=now, until_at=lapses_at)
    return agreement


def _redraftable(case: Case, offer: Offer) -> Agreement | None:
    """The text that a new one takes the place of; refused once somebody has signed it."""
    old = settlement.unsigned(case)
    if old is not None and old.offer_id == offer.id:
        check_redraft(_signed(old))
    return old


def _parts(written: Mapping[Part, str], offer: Offer, language: str) -> dict[Part, str]:
    parts = {part: written.get(part, "").strip() for part in WRITTEN}
    parts |= fixed(terms_of(offer), language=language)
    check_parts(parts)
    return parts


def _replace(old: Agreement | None, *, now: datetime) -> None:
    if old is not None:
        old.ended_at, old.end = now, AgreementEnd.REDRAFTED
        db.session.flush()  # The old one must be over before the new one stands.


def sign_agreement(
    case: Case,
    agreement: Agreement,
    *,
    name: str,
    shown: bytes,
    actor: Actor,
    now: datetime,
) -> Signature:
    """Sign exactly the text that was shown; with the last signature it binds.

    `shown` is the digest of that text, `name` is typed by the signer. In a case without a
    mediator an officer signs for the body.
    """
    permit(actor, Action.SIGN_AGREEMENT, case)
    side = _signing_side(case, actor)
    _check_open(case, agreement, now=now)
    signed = _signed(agreement)
    check_signature(side, signed, shown=shown, digest=agreement.digest)
    _check_signer(case, agreement, side, name, actor)

    facts = {"side": side, "digest": agreement.digest.hex()}
    move(case, Event.AGREEMENT_SIGNED, actor=actor, now=now, timing=Timing(over=(side,)), **facts)
    signature = Signature(
        agreement_id=agreement.id,
        case_id=case.id,
        side=side,
        account_id=actor.account_id,
        name=name.strip(),
        digest=agreement.digest,
        signed_at=now,
    )
    db.session.add(signature)
    signed = {*signed, side}
    if is_complete(signed):
        _bind(case, agreement, now=now)
    else:
        _hand_on(case, agreement, signed, now=now)
    return signature


def _check_signer(case: Case, agreement: Agreement, side: Side, name: str, actor: Actor) -> None:
    check_name(name, _names(case, actor))
    if side is Side.COMPLAINANT:
        check_confirmed(case, agreement, actor)


def _signing_side(case: Case, actor: Actor) -> Side:
    """The side for which this actor signs or refuses; nobody does it in another's place."""
    side = SIDE_OF[actor.role]
    if side is Side.MEDIATION and (actor.role is Role.MEDIATOR) != bool(case.mediator_id):
        raise NotPermitted("mediator_signs")
    return side


def refuse_signing(
    case: Case, agreement: Agreement, *, words: str = "", actor: Actor, now: datetime
) -> None:
    """Say that one will not sign this text: talks go on, nobody is in breach."""
    permit(actor, Action.SIGN_AGREEMENT, case)
    _signing_side(case, actor)
    _check_open(case, agreement, now=now)

    why = words.strip() or None
    _back_to_talks(case, Event.SIGNING_REFUSED, actor=actor, now=now, words=why)
    agreement.ended_at, agreement.end = now, AgreementEnd.REFUSED
    announce(case, "signing_refused", actor=actor, key=f"agreement/{agreement.id}/refused", now=now)


def lapse_agreement(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Not signed in time: it binds nobody, and nobody is in breach."""
    case = db.session.get_one(Case, agreement.case_id)
    if agreement.lapses_at is None or now < agreement.lapses_at:
        raise Refused("signing_time_runs")

    if case.stage is Stage.AGREEMENT:
        _back_to_talks(case, Event.AGREEMENT_LAPSED, actor=actor, now=now)
        key = f"agreement/{agreement.id}/lapsed"
        announce(case, "agreement_lapsed", actor=actor, key=key, now=now)
    agreement.ended_at, agreement.end = now, AgreementEnd.LAPSED


def end_unsigned(case: Case, *, now: datetime) -> None:
    """What was to be signed is over, because the case leaves for elsewhere."""
    agreement = settlement.unsigned(case)
    if agreement is not None:
        agreement.ended_at, agreement.end = now, AgreementEnd.REFUSED


def _back_to_talks(
    case: Case, event: Event, *, actor: Actor, now: datetime, **facts: str | None
) -> None:
    if case.mediator_id is None:
        move(case, Event.NEGOTIATION_RESUMED, actor=actor, now=now, after=event, **facts)
    else:
        move(case, event, actor=actor, now=now, **facts)


def _bind(case: Case, agreement: Agreement, *, now: datetime) -> None:
    offer = db.session.get_one(Offer, agreement.offer_id)
    terms: Terms = terms_of(offer)
    move(
        case,
        Event.AGREEMENT_BOUND,
        actor=system(),
        now=now,
        timing=Timing(about=tuple(OTHER)),
        digest=agreement.digest.hex(),
        total_fen=offer.total_fen,
        instalments=offer.instalments,
    )
    agreement.bound_at = now
    plan_repayment(case, plan_of(terms), schedule_id=agreement.id, payer=offer.payer, now=now)
    key = f"agreement/{agreement.id}/bound"
    announce(case, "agreement_bound", actor=system(), key=key, now=now)


def _hand_on(case: Case, agreement: Agreement, signed: set[Side], *, now: datetime) -> None:
    left = [side for side in OTHER if side not in signed]
    if left:
        hand_turn(case, TURN_OF_SIDE[left[0]])
    else:
        hand_turn(case, Turn.MEDIATOR if case.mediator_id else Turn.OFFICER)
    for side in left or [Side.MEDIATION]:
        key = f"agreement/{agreement.id}/{len(signed)}"
        tell_side(case, side, "agreement_to_sign", key=key, now=now, until_at=agreement.lapses_at)


def _check_open(case: Case, agreement: Agreement, *, now: datetime) -> None:
    over = agreement.bound_at or agreement.ended_at
    late = agreement.lapses_at is not None and now >= agreement.lapses_at
    if not is_possible(case.stage, Event.AGREEMENT_SIGNED) or over or late:
        raise Refused("agreement_is_over")
    if agreement.offer_id != _accepted(case).id:
        raise Refused("agreement_is_over")


def _accepted(case: Case) -> Offer:
    offer = negotiation.accepted(case)
    if offer is None or case.stage is not Stage.AGREEMENT:
        raise Refused("no_accepted_offer")
    return offer


def _signed(agreement: Agreement) -> set[Side]:
    return {signature.side for signature in settlement.signatures(agreement)}


def _names(case: Case, actor: Actor) -> list[str]:
    if SIDE_OF[actor.role] is Side.COMPLAINANT:
        return [*settlement.names_of_complainants(case), actor.name]
    return [actor.name]
