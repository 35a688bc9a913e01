"""A lender that does not answer: the case goes on, and nothing is taken to be admitted."""

from collections.abc import Collection
from datetime import datetime

from mediation.domain.closure import check_reminded
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Turn
from mediation.domain.parties import Channel
from mediation.domain.permissions import Action, Actor, permit
from mediation.models.cases import Case
from mediation.services.lifecycle import move
from mediation.services.notices import announce


def note_silence(case: Case, *, tried: Collection[Channel], actor: Actor, now: datetime) -> None:
    """Pass a case on whose lender was reminded in several ways and said nothing."""
    permit(actor, Action.NOTE_SILENCE, case)
    if case.turn is not Turn.LENDER:
        raise Refused("lender_is_not_silent")
    check_reminded(tried)

    row = move(case, Event.LENDER_SILENT, actor=actor, now=now, tried=sorted(tried))
    announce(case, "lender_silent", actor=actor, key=f"silence/{row.id}", now=now)
    announce(case, "your_silence", actor=actor, key=f"silence/{row.id}/lender", now=now)
