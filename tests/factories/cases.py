"""Cases, each filed by the real verbs."""

import secrets

from sqlalchemy import select

from mediation import clock
from mediation.db import db
from mediation.domain.lanes import Lane
from mediation.domain.permissions import nobody
from mediation.domain.roles import OrganisationKind
from mediation.models.organisations import Organisation
from mediation.services.intake import file_complaint
from tests.factories.accounts import actor_of
from tests.factories.drafts import make_draft, prove
from tests.factories.organisations import make_mediation_body


def make_filing(lane=Lane.FEES, *, borrower=None, body=None, **answers):
    """One filing with a case for each of its `loans`; received, nobody has looked at it yet.

    `borrower` is an account; without it a visitor files. `body` is the mediation body. The rest
    goes to tests/factories/drafts.py: lender, loans, name, phone, email, withheld, changes.
    """
    actor = actor_of(borrower) if borrower else nobody()
    some_body = select(Organisation).filter_by(kind=OrganisationKind.MEDIATION_BODY).limit(1)
    body = body or db.session.scalar(some_body) or make_mediation_body()
    draft, _ = make_draft(lane, actor=actor, **answers)
    draft.body_id = body.id
    prove(draft)
    found = file_complaint(draft, once=secrets.token_bytes(32), actor=actor, now=clock.now())
    db.session.flush()
    return found


def make_case(lane=Lane.FEES, *, borrower=None, lender=None, body=None, **answers):
    """One received case about one loan; see `make_filing`."""
    return make_filing(lane, borrower=borrower, lender=lender, body=body, **answers)[0]
