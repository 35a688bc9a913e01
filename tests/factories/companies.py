"""Several companies in one case: one answers, others of the loan look on."""

from mediation import clock
from mediation.db import db
from mediation.domain.lifecycle import Stage
from mediation.domain.parties import CompanyRole
from mediation.services.respondents import name_respondent
from tests.factories import late_stages
from tests.factories.accounts import actor_of, make_lender_clerk
from tests.factories.drafts import make_loan
from tests.factories.organisations import make_lender


def cast_with_onlooker(stage=Stage.MEDIATION, **answers):
    """A case at `stage` with its people, and somebody of a platform that only looks on."""
    lender, platform = make_lender(), make_lender()
    cast = late_stages.cast_at(stage, lender=lender, loans=[make_loan(lender, platform)], **answers)
    return cast, actor_of(make_lender_clerk(platform))


def repoint(cast, organisation=None):
    """An officer finds that another company answers; somebody of that company."""
    organisation = organisation or make_lender()
    name_respondent(
        cast.case,
        organisation_id=organisation.id,
        role=CompanyRole.LENDER,
        actor=cast.officer,
        now=clock.now(),
    )
    db.session.flush()
    return actor_of(make_lender_clerk(organisation))
