"""Acting for a complainant: a written authority that was seen, or the complainant's own yes."""

from collections.abc import Sequence
from datetime import datetime

from mediation.domain.accounts import SIGNING_CODE_LASTS, same_address
from mediation.domain.errors import NotFound, Refused
from mediation.domain.events import Event
from mediation.domain.intake import FOR_ANOTHER
from mediation.domain.parties import PartyKind
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import Space
from mediation.models.accounts import PassKind
from mediation.models.cases import Case
from mediation.models.parties import Party
from mediation.models.settlement import Agreement
from mediation.queries import parties, settlement
from mediation.queries.notices import Recipient, contact_of, own_reach_of
from mediation.services.lifecycle import move
from mediation.services.proofs import issue_code, try_code


def check_authority(case: Case, party_id: int, *, actor: Actor, now: datetime) -> None:
    """An officer has seen in writing that somebody may settle for the complainant."""
    permit(actor, Action.CHECK_AUTHORITY, case)
    waiting = unchecked(parties.of_case(case))
    party = next((one for one in waiting if one.id == party_id), None)
    if party is None:
        raise NotFound()

    move(
        case,
        Event.AUTHORITY_CHECKED,
        actor=actor,
        now=now,
        space=Space.COMPLAINANT if case.identity_withheld else Space.JOINT,
        party=party.id,
    )
    party.authority_checked_at, party.authority_checked_by_id = now, actor.account_id


def unchecked(people: Sequence[Party]) -> list[Party]:
    """Those who act for the complainant without a written authority that somebody has seen."""
    return [one for one in people if one.kind in FOR_ANOTHER and one.authority_checked_at is None]


def must_confirm(case: Case, agreement: Agreement, actor: Actor) -> Party | None:
    """The complainant whose own yes is missing before a signature for their side counts.

    Who comes with the follow-up code may be whoever acts for them; only somebody signed in with
    the complainant's own account is taken for the complainant.
    """
    people = parties.of_case(case)
    if not unchecked(people):
        return None
    own = next((one for one in people if one.kind not in FOR_ANOTHER), None)
    if own is None:
        raise Refused("represented_unreachable")
    if own.account_id is not None and own.account_id == actor.account_id:
        return None
    return None if settlement.is_confirmed(agreement) else own


def check_confirmed(case: Case, agreement: Agreement, actor: Actor) -> None:
    """Refuse a signature by which somebody would bind another who has not said yes."""
    if must_confirm(case, agreement, actor) is not None:
        raise Refused("represented_not_asked")


def reach_of_represented(case: Case, own: Party) -> Recipient | None:
    """The complainant's own channel; none where it is that of whoever acts for them, or of a
    deceased."""
    people = unchecked(parties.of_case(case))
    if any(one.kind is PartyKind.HEIR for one in people):
        return None
    reached = own_reach_of(own)
    theirs = (each for one in people for each in (one.phone, one.email, contact_of(one)[1]))
    shared = {same_address(each) for each in theirs if each}
    return None if reached is None or same_address(reached.address) in shared else reached


def ask_represented(
    case: Case, agreement: Agreement, *, actor: Actor, origin: str = "", now: datetime
) -> None:
    """Send the complainant a code by which they say yes to exactly this text."""
    permit(actor, Action.SIGN_AGREEMENT, case)
    own = must_confirm(case, agreement, actor)
    reached = reach_of_represented(case, own) if own else None
    if reached is None:
        raise Refused("represented_unreachable")
    issue_code(
        PassKind.SIGNING_CODE,
        agreement.id,
        reached,
        lasts=SIGNING_CODE_LASTS,
        origin=origin,
        case_id=case.id,
        now=now,
        reference=case.reference,
    )


def confirm_represented(
    case: Case, agreement: Agreement, *, code: str, actor: Actor, now: datetime
) -> bool:
    """Whether this is the code that the complainant was sent; a wrong one is counted.

    Raises Refused (`code_expired`, `code_used_up`, `represented_unreachable`).
    """
    permit(actor, Action.SIGN_AGREEMENT, case)
    own = must_confirm(case, agreement, actor)
    if own is None:
        return True
    reached = reach_of_represented(case, own)
    if reached is None:
        raise Refused("represented_unreachable")
    kind = PassKind.SIGNING_CODE
    return try_code(kind, agreement.id, code, reached.channel, reached.address, now=now)
