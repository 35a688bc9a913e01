"""What silence leads to, by hand or by itself: the case goes on, and nothing is ever admitted."""

from collections.abc import Collection
from datetime import datetime

from mediation.db import db
from mediation.domain.clocks import clocks
from mediation.domain.closure import check_reminded
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.lifecycle import Turn
from mediation.domain.parties import Channel
from mediation.domain.permissions import Action, Actor, permit
from mediation.models.cases import Case
from mediation.models.deadlines import Deadline
from mediation.queries.lateness import ways_reminded
from mediation.services.answers import close_unheard
from mediation.services.closure import close_uncompleted
from mediation.services.lifecycle import move
from mediation.services.notices import announce
from mediation.services.willingness import end_talks


def note_silence(case: Case, *, tried: Collection[Channel], actor: Actor, now: datetime) -> None:
    """Pass a case on whose lender was reminded in several ways and said nothing."""
    permit(actor, Action.NOTE_SILENCE, case)
    if case.turn is not Turn.LENDER:
        raise Refused("lender_is_not_silent")
    check_reminded(tried)

    row = move(case, Event.LENDER_SILENT, actor=actor, now=now, tried=sorted(tried))
    announce(case, "lender_silent", actor=actor, key=f"silence/{row.id}", now=now)
    announce(case, "your_silence", actor=actor, key=f"silence/{row.id}/lender", now=now)


def time_out_talks(deadline: Deadline, *, actor: Actor, now: datetime) -> None:
    """The time for the two sides' own talks is over: a mediator is looked for."""
    case = db.session.get_one(Case, deadline.case_id)
    deadline.missed_at = now
    row = move(case, Event.NEGOTIATION_TIMED_OUT, actor=actor, now=now)
    end_talks(case, now=now)
    announce(case, "negotiation_timed_out", actor=actor, key=f"timed_out/{row.id}", now=now)


def lead_on(deadline: Deadline, *, actor: Actor, now: datetime) -> None:
    """Go on where a side was reminded in two ways and still says nothing; else it is a person's.

    Only what the rules name follows: nobody is taken to agree, to admit or to waive anything.
    """
    lead = clocks()[deadline.rule].leads
    if lead is None:
        raise Refused("silence_leads_nowhere", rule=deadline.rule)
    case = db.session.get_one(Case, deadline.case_id)
    tried = ways_reminded(deadline)
    deadline.leads_at = None
    if len(tried) < 2:
        return  # A person has it on their list since the last reminder.
    match lead.event:
        case Event.LENDER_SILENT:
            note_silence(case, tried=tried, actor=actor, now=now)
        case Event.RELIEF_UNANSWERED:
            close_unheard(case, actor=actor, now=now)
        case Event.COMPLAINT_NOT_COMPLETED:
            close_uncompleted(case, tried=tried, actor=actor, now=now)
        case _:
            raise LookupError(f"nothing leads on to {lead.event}")
