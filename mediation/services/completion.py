"""A returned complaint, completed by whoever filed it or by an officer on their word."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from mediation.db import db
from mediation.domain.disclosure import space_of_file
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.evidence import EvidenceKind
from mediation.domain.lifecycle import stage_after
from mediation.domain.outcomes import Missing
from mediation.domain.permissions import Action, Actor, permit
from mediation.gateways.files import Stored
from mediation.models.cases import Case
from mediation.models.parties import StoryEvent
from mediation.services.evidence import submit_evidence
from mediation.services.lifecycle import move

# What a file answers to; the rest is answered in words.
KIND_OF: dict[Missing, EvidenceKind] = {
    Missing.IDENTITY: EvidenceKind.IDENTITY,
    Missing.AUTHORITY: EvidenceKind.AUTHORITY,
    Missing.CONTRACT: EvidenceKind.CONTRACT,
    Missing.RECORDS: EvidenceKind.REPAYMENT_RECORD,
}


class Addition(NamedTuple):
    """A file that answers to something missing."""

    missing: Missing
    stored: Stored
    name: str


def complete_complaint(
    case: Case,
    *,
    words: Mapping[Missing, str],
    files: Sequence[Addition],
    actor: Actor,
    now: datetime,
) -> None:
    """Add what was missing and hand the complaint back to the officer.

    Nothing that stood there before is lost. Refused (`nothing_added`) where nothing was added.
    """
    permit(actor, Action.COMPLETE_COMPLAINT, case)
    stage_after(case.stage, Event.COMPLAINT_COMPLETED, paused=case.paused_since_at is not None)
    said = {missing: text for missing, text in words.items() if text}
    if not said and not files:
        raise Refused("nothing_added")

    for addition in files:
        _hand_in(case, addition, actor=actor, now=now)
    move(
        case,
        Event.COMPLAINT_COMPLETED,
        actor=actor,
        now=now,
        added=sorted({*said, *(addition.missing for addition in files)}),
    )
    for missing, text in said.items():
        if missing is Missing.DESIRED_OUTCOME:
            _add_wish(case, text)
        else:
            db.session.add(StoryEvent(case_id=case.id, words=text))


def _hand_in(case: Case, addition: Addition, *, actor: Actor, now: datetime) -> None:
    kind = KIND_OF[addition.missing]
    submit_evidence(
        case,
        stored=addition.stored,
        name=addition.name,
        kind=kind,
        space=space_of_file(kind, withheld=case.identity_withheld, kept_back=False),
        actor=actor,
        now=now,
    )


def _add_wish(case: Case, text: str) -> None:
    said = json.loads(case.answers or "{}")
    wishes = said.get("wishes", {})
    wishes["words"] = "\n".join(filter(None, [wishes.get("words"), text]))
    case.answers = json.dumps({**said, "wishes": wishes}, ensure_ascii=False)
    case.desired_outcome = wishes["words"]
