"""Who has to do with a case: those who work on it, and the companies of the loan."""

from typing import Any

from mediation.models.cases import Case
from mediation.queries import parties
from mediation.wording.catalogue import Catalogue


def involved_in(case: Case, catalogue: Catalogue) -> dict[str, Any]:
    """What `cases/involved.html` draws, in two statements."""
    companies = parties.companies(case)
    return {
        "companies": companies,
        "roles": {row.role: catalogue.say(f"companyrole.{row.role}") for row in companies},
        "outcome": catalogue.say(f"outcome.{case.outcome}") if case.outcome else "",
        "people": parties.working_on(case),
    }
