"""Agreements of a case and their signatures."""

from datetime import datetime

from sqlalchemy import Select, or_, select

from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.models.accounts import Pass, PassKind
from mediation.models.cases import Case
from mediation.models.hearings import AgreedFact
from mediation.models.parties import Party
from mediation.models.settlement import Agreement, Signature


def newest(case: Case) -> Agreement | None:
    """The last text that was drafted: to be signed, bound, or over."""
    return db.session.scalar(
        select(Agreement).where(Agreement.case_id == case.id).order_by(Agreement.id.desc()).limit(1)
    )


def by_id(case: Case, agreement_id: int) -> Agreement | None:
    """This agreement of this case."""
    return db.session.scalar(
        select(Agreement).where(Agreement.case_id == case.id, Agreement.id == agreement_id)
    )


def unsigned(case: Case) -> Agreement | None:
    """The text that waits for signatures."""
    return db.session.scalar(
        select(Agreement).where(
            Agreement.case_id == case.id,
            Agreement.bound_at.is_(None),
            Agreement.ended_at.is_(None),
        )
    )


def bound(case: Case) -> Agreement | None:
    """The agreement that binds: the last of which the last signature was given."""
    return db.session.scalar(
        select(Agreement)
        .where(Agreement.case_id == case.id, Agreement.bound_at.is_not(None))
        .order_by(Agreement.id.desc())
        .limit(1)
    )


def signatures(agreement: Agreement) -> list[Signature]:
    """Who has signed, in order."""
    rows = db.session.scalars(
        select(Signature)
        .where(Signature.agreement_id == agreement.id)
        .order_by(Signature.signed_at, Signature.id)
    )
    return list(rows)


def names_of_complainants(case: Case) -> list[str]:
    """Complainant and representatives, as the case knows them."""
    parties = db.session.scalars(
        select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None))
    )
    return [case.complainant_name, *(party.name for party in parties)]


def is_confirmed(agreement: Agreement) -> bool:
    """Whether the complainant themselves said yes to this text with a code of their own."""
    return (
        db.session.scalar(
            select(Pass.id)
            .where(
                Pass.subject_id == agreement.id,
                Pass.kind == PassKind.SIGNING_CODE,
                Pass.used_at.is_not(None),
            )
            .limit(1)
        )
        is not None
    )


def agreed_facts(case: Case) -> list[str]:
    """The facts that both sides confirmed, in the order in which they were written down."""
    facts = db.session.scalars(
        select(AgreedFact)
        .where(
            AgreedFact.case_id == case.id,
            AgreedFact.complainant_confirmed_at.is_not(None),
            AgreedFact.lender_confirmed_at.is_not(None),
        )
        .order_by(AgreedFact.id)
    )
    return [fact.text for fact in facts]


def lapsed(*, as_of: datetime) -> Select[tuple[Agreement]]:
    """Texts that were not signed in time; a case that stands still lapses nothing."""
    return (
        select(Agreement)
        .join(Case, Case.id == Agreement.case_id)
        .where(
            Agreement.lapses_at <= as_of,
            Agreement.bound_at.is_(None),
            Agreement.ended_at.is_(None),
            or_(Case.stage != Stage.AGREEMENT, Case.paused_since_at.is_(None)),
        )
    )
