"""Consents: given and taken back one by one, each an event."""

from datetime import datetime

from mediation.db import db
from mediation.domain.errors import Refused
from mediation.domain.events import Event
from mediation.domain.parties import CONSENT_VERSION, ConsentKind
from mediation.domain.permissions import Action, Actor, permit
from mediation.domain.spaces import Space
from mediation.models.cases import Case
from mediation.models.parties import Consent
from mediation.queries.complaints import running_consent
from mediation.services.lifecycle import move
from mediation.services.notices import announce


def give_consent(case: Case, *, kind: ConsentKind, actor: Actor, now: datetime) -> Consent:
    """Record a consent in the words that are in force now."""
    permit(actor, Action.MANAGE_CONSENTS, case)
    if running_consent(case, kind) is not None:
        raise Refused("consent_already_given", kind=kind)

    move(
        case,
        Event.CONSENT_GIVEN,
        actor=actor,
        now=now,
        space=Space.COMPLAINANT,
        kind=kind,
        version=CONSENT_VERSION,
    )
    consent = Consent(case_id=case.id, kind=kind, version=CONSENT_VERSION, given_at=now)
    db.session.add(consent)
    return consent


def withdraw_consent(case: Case, *, kind: ConsentKind, actor: Actor, now: datetime) -> None:
    """Record that a consent was taken back; what happened before stays as it is.

    Whoever works on the case is told: what needs it is refused from now on.
    """
    permit(actor, Action.MANAGE_CONSENTS, case)
    consent = running_consent(case, kind)
    if consent is None:
        raise Refused("consent_not_given", kind=kind)

    row = move(
        case,
        Event.CONSENT_WITHDRAWN,
        actor=actor,
        now=now,
        space=Space.COMPLAINANT,
        kind=kind,
        version=consent.version,
    )
    consent.withdrawn_at = now
    announce(
        case,
        "consent_withdrawn",
        actor=actor,
        key=f"consent/{row.id}",
        now=now,
        consent_word=f"consentkind.{kind}",
    )
