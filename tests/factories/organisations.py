"""Lenders, bodies and supervisors, each with a name of its own."""

from itertools import count

from mediation import clock
from mediation.db import db
from mediation.domain.roles import LenderKind, MediationKind, OrganisationKind
from mediation.models.organisations import Organisation

_numbers = count(1)


def make_organisation(kind, name="", **columns):
    """A body of any kind; its name is new unless one is given."""
    number = next(_numbers)
    organisation = Organisation(
        kind=kind,
        name=name or f"机构{number}",
        name_en=columns.pop("name_en", f"Body {number}"),
        created_at=clock.now(),
        **columns,
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def make_lender(**columns):
    columns.setdefault("lender_kind", LenderKind.CONSUMER_FINANCE)
    return make_organisation(OrganisationKind.LENDER, **columns)


def make_mediation_body(**columns):
    columns.setdefault("mediation_kind", MediationKind.INDUSTRY)
    return make_organisation(OrganisationKind.MEDIATION_BODY, **columns)


def make_arbitration_body(**columns):
    return make_organisation(OrganisationKind.ARBITRATION_BODY, **columns)


def make_supervisor_body(**columns):
    return make_organisation(OrganisationKind.SUPERVISOR, **columns)


def make_operator(**columns):
    return make_organisation(OrganisationKind.OPERATOR, **columns)
