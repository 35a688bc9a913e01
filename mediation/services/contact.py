"""Saying that nothing more goes to somebody by one of their addresses, and taking it back."""

from datetime import datetime

from mediation.domain.errors import NotPermitted, Refused
from mediation.domain.notices import Stop
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.roles import Role
from mediation.domain.spaces import is_inside
from mediation.models.cases import Case
from mediation.queries.contact import Place, places_of
from mediation.services.addresses import end_silence, silence


def stop_contact(case: Case, key: str, *, actor: Actor, now: datetime) -> None:
    """Send nothing more to an address: its owner says so, or told somebody of the body.

    What the law wants delivered stays in the inbox and on the pages of the case, and becomes
    work for a person. What they ask for themselves, a code or a link, still arrives.
    """
    place = _place(case, key, actor)
    if place.stopped is not None:
        raise Refused("address_silenced_already")
    own = actor.role is Role.COMPLAINANT
    reason = Stop.OPTED_OUT if own else Stop.BY_HAND
    silence(place.blind, reason, by_id=actor.account_id, now=now)


def resume_contact(case: Case, key: str, *, actor: Actor, now: datetime) -> None:
    """Let messages go there again; only staff may say that a dead address lives."""
    place = _place(case, key, actor)
    if actor.role is Role.COMPLAINANT and place.stopped not in (None, Stop.OPTED_OUT):
        raise NotPermitted("address_stopped_by_others")
    end_silence(place.blind, now=now)


def _place(case: Case, key: str, actor: Actor) -> Place:
    permit(actor, Action.READ_CASE, case)
    if not is_inside(actor, case):
        raise NotPermitted("not_permitted")
    found = {place.key: place for place in places_of(case, actor)}
    if key not in found:
        raise Refused("address_not_of_case")
    return found[key]
