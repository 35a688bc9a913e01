"""The end of mediation without a settlement: by the mediator, or by either side at any time."""

from datetime import datetime

from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import stage_after
from mediation.domain.outcomes import NoSettlement, Outcome
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import SIDE_OF
from mediation.models.cases import Case
from mediation.services.breaches import end_breach
from mediation.services.hearings import release_hearings
from mediation.services.lifecycle import move
from mediation.services.notices import announce
from mediation.services.settlement import end_unsigned

# A person says these; unreachable is what the program finds.
SAID = tuple(reason for reason in NoSettlement if reason is not NoSettlement.UNREACHABLE)


def end_mediation(
    case: Case, *, reason: NoSettlement, words: str = "", actor: Actor, now: datetime
) -> None:
    """The mediator ends talks that lead nowhere, and says why from a closed list."""
    permit(actor, Action.END_MEDIATION, case)
    if reason not in SAID:
        raise Refused("reason_missing")
    _end(case, reason, words, actor=actor, now=now)


def stop_mediation(case: Case, *, words: str = "", actor: Actor, now: datetime) -> None:
    """A side stops; no reason is owed, and it has no disadvantage from it."""
    permit(actor, Action.STOP_MEDIATION, case)
    _end(case, NoSettlement.REFUSED, words, actor=actor, now=now)


def _end(case: Case, reason: NoSettlement, words: str, *, actor: Actor, now: datetime) -> None:
    stage_after(case.stage, Event.MEDIATION_ENDED, paused=case.paused_since_at is not None)

    release_hearings(case, now=now)
    end_unsigned(case, now=now)
    move(
        case,
        Event.MEDIATION_ENDED,
        actor=actor,
        now=now,
        outcome=Outcome.NO_SETTLEMENT,
        reason=reason,
        side=SIDE_OF[actor.role],
        words=words.strip() or None,
    )
    announce(case, "mediation_ended", actor=actor, key=f"ended/{case.id}/{now}", now=now)


def leave_talks(case: Case, *, now: datetime) -> None:
    """Where a case goes onward or is withdrawn: hearings, unsigned text and breach are over."""
    release_hearings(case, now=now)
    end_unsigned(case, now=now)
    end_breach(case, cured=False, now=now)
