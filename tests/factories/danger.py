"""Danger reports and turns of duty, each by the real verbs."""

import secrets
from datetime import timedelta

from mediation import clock
from mediation.db import db
from mediation.domain.danger import DangerKind, DutyLevel
from mediation.domain.permissions import nobody
from mediation.services.danger import put_on_duty, report_danger
from tests.factories.accounts import actor_of


def make_report(kind=DangerKind.THREAT, *, case=None, actor=None, once=""):
    """A report of this moment; on no case and by nobody known unless they are given."""
    report = report_danger(
        kind,
        case=case,
        once=once or secrets.token_urlsafe(16),
        actor=actor or nobody(),
        now=clock.now(),
    )
    db.session.flush()
    return report


def make_turn(officer, level=DutyLevel.FIRST, *, starts=timedelta(), lasts=timedelta(hours=8)):
    """An officer on duty from now on, by their own hand."""
    actor = actor_of(officer)
    turn = put_on_duty(
        officer.id,
        organisation_id=actor.organisation_id,
        level=level,
        starts_at=clock.now() + starts,
        ends_at=clock.now() + starts + lasts,
        actor=actor,
        now=clock.now(),
    )
    db.session.flush()
    return turn
