"""Agreements to arbitrate, referrals, awards, and what goes along."""

from sqlalchemy import select

from mediation.db import db
from mediation.domain.arbitration import goes_along
from mediation.domain.parties import ConsentKind
from mediation.domain.roles import OrganisationKind
from mediation.domain.spaces import Space
from mediation.models.arbitration import ArbitrationAgreement, Award, Referral
from mediation.models.cases import Case
from mediation.models.evidence import Evidence
from mediation.models.organisations import Organisation
from mediation.models.parties import Consent


def newest_agreement(case: Case) -> ArbitrationAgreement | None:
    """The agreement to arbitrate that was recorded last."""
    return db.session.scalar(
        select(ArbitrationAgreement)
        .where(ArbitrationAgreement.case_id == case.id)
        .order_by(ArbitrationAgreement.id.desc())
        .limit(1)
    )


def running(case: Case) -> Referral | None:
    """The referral that the arbitration body has before it."""
    return db.session.scalar(
        select(Referral).where(Referral.case_id == case.id, Referral.ended_at.is_(None))
    )


def newest_referral(case: Case) -> Referral | None:
    """The last time the case was referred, over or not."""
    return db.session.scalar(
        select(Referral).where(Referral.case_id == case.id).order_by(Referral.id.desc()).limit(1)
    )


def awards(case: Case) -> list[Award]:
    """What was decided, the latest first."""
    rows = db.session.scalars(
        select(Award).where(Award.case_id == case.id).order_by(Award.id.desc())
    )
    return list(rows)


def award(case: Case, award_id: int) -> Award | None:
    """This award of this case."""
    return db.session.scalar(select(Award).where(Award.case_id == case.id, Award.id == award_id))


def bundle(case: Case) -> list[Evidence]:
    """The files that go to those who decide; what was said in mediation stays."""
    items = db.session.scalars(
        select(Evidence)
        .where(Evidence.case_id == case.id, Evidence.space == Space.JOINT)
        .order_by(Evidence.id)
    )
    return [item for item in items if goes_along(item)]


def consented(case: Case) -> bool:
    """Whether the complainant lets data pass to arbitration."""
    return (
        db.session.scalar(
            select(Consent.id).where(
                Consent.case_id == case.id,
                Consent.kind == ConsentKind.ARBITRATION,
                Consent.withdrawn_at.is_(None),
            )
        )
        is not None
    )


def bodies() -> list[Organisation]:
    """The arbitration bodies that take cases."""
    rows = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.ARBITRATION_BODY,
            Organisation.suspended_at.is_(None),
        )
        .order_by(Organisation.name)
    )
    return list(rows)
