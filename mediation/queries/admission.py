"""What an officer looks at when deciding on a complaint: companies, consents, decisions, pauses."""

import json
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import load_only

from mediation.db import db
from mediation.domain.admission import Verdict
from mediation.domain.events import Event
from mediation.domain.lifecycle import LOOKS_FIRST, Turn
from mediation.domain.parties import ConsentKind
from mediation.domain.roles import OrganisationKind
from mediation.models.admission import Decision, Standstill
from mediation.models.cases import Case, Interruption
from mediation.models.history import Facts, History
from mediation.models.organisations import Organisation
from mediation.models.parties import Company, Consent
from mediation.queries.complaints import lender_view_of

CHOICES = 12


class Respondent(NamedTuple):
    """A company of the loan, and the body that it is where we know it."""

    company: Company
    organisation: Organisation | None

    @property
    def name(self) -> str:
        """The name under which it is known here, else the one that was typed."""
        return self.organisation.name if self.organisation else self.company.name


def respondents(case: Case) -> list[Respondent]:
    """The companies that still stand in the case, in the order in which they came."""
    rows = db.session.execute(
        select(Company, Organisation)
        .outerjoin(Organisation, Organisation.id == Company.organisation_id)
        .where(Company.case_id == case.id, Company.ended_at.is_(None))
        .order_by(Company.id)
    )
    return [Respondent(*row) for row in rows]


def consents(case: Case) -> frozenset[ConsentKind]:
    """What the complainant agrees to now."""
    return frozenset(
        db.session.scalars(
            select(Consent.kind).where(Consent.case_id == case.id, Consent.withdrawn_at.is_(None))
        )
    )


def lender_view_seen(case: Case) -> bool:
    """Whether what the complainant looked at last is exactly what the lender would see now."""
    facts = db.session.scalar(
        select(Facts)
        .join(History, History.id == Facts.id)
        .where(History.case_id == case.id, History.event == Event.LENDER_VIEW_SEEN)
        .order_by(History.number.desc())
        .limit(1)
    )
    if facts is None:
        return False
    seen = json.loads(facts.facts or "{}").get("view")
    return seen == lender_view_of(case).fingerprint


def is_asked_to_look(case: Case) -> bool:
    """Whether the complainant was asked to look and has not answered by looking.

    Where the turn waits for it, the turn tells: it is the officer's again after each change.
    """
    if case.stage in LOOKS_FIRST:
        return case.turn is Turn.COMPLAINANT
    looks = (Event.LENDER_VIEW_REQUESTED, Event.LENDER_VIEW_SEEN)
    last = db.session.scalar(
        select(History.event)
        .where(History.case_id == case.id, History.event.in_(looks))
        .order_by(History.number.desc())
        .limit(1)
    )
    return last == Event.LENDER_VIEW_REQUESTED


def may_be_put(case: Case) -> bool:
    """Whether nothing would reach a lender that the complainant has not looked at."""
    return not case.identity_withheld or lender_view_seen(case)


def last_decision(case: Case, verdict: Verdict) -> Decision | None:
    """The newest decision of one kind on this case."""
    return db.session.scalar(
        select(Decision)
        .where(Decision.case_id == case.id, Decision.kind == verdict)
        .order_by(Decision.id.desc())
        .limit(1)
    )


def running_pause(case: Case) -> Interruption | None:
    """The pause in which the case stands still."""
    return db.session.scalar(
        select(Interruption).where(
            Interruption.case_id == case.id, Interruption.lifted_at.is_(None)
        )
    )


def pauses_to_review(*, today: date) -> Select[Interruption]:
    """Running pauses whose day of review has come and of which nobody was told."""
    return select(Interruption).where(
        Interruption.lifted_at.is_(None),
        Interruption.review_told_at.is_(None),
        Interruption.review_on <= today,
    )


def standstill(case: Case, organisation_id: int | None) -> Standstill | None:
    """The newest standstill asked of this company on this case."""
    return db.session.scalar(
        select(Standstill)
        .where(Standstill.case_id == case.id, Standstill.organisation_id == organisation_id)
        .order_by(Standstill.id.desc())
        .limit(1)
    )


def lender(organisation_id: int) -> Organisation | None:
    """The company with this number, if it can be put a complaint to."""
    return db.session.scalar(
        select(Organisation).where(
            Organisation.id == organisation_id,
            Organisation.kind == OrganisationKind.LENDER,
            Organisation.suspended_at.is_(None),
        )
    )


def lenders_named(words: str) -> list[Organisation]:
    """Up to a dozen companies whose name or app is like `words`."""
    like = "%{}%".format(words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_"))
    return list(
        db.session.scalars(
            select(Organisation)
            .options(
                load_only(
                    Organisation.id,
                    Organisation.name,
                    Organisation.lender_kind,
                    Organisation.aliases,
                )
            )
            .where(
                Organisation.kind == OrganisationKind.LENDER,
                Organisation.suspended_at.is_(None),
                or_(
                    *(
                        column.ilike(like, escape="\\")
                        for column in (
                            Organisation.name,
                            Organisation.name_en,
                            Organisation.aliases,
                        )
                    )
                ),
            )
            .order_by(Organisation.name)
            .limit(CHOICES)
        )
    )
