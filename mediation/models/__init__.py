"""Every table, imported once so that the metadata is whole."""

from mediation.models import (  # noqa: F401  (imported to be registered)
    accounts,
    admission,
    arbitration,
    assignment,
    cases,
    correspondence,
    danger,
    evidence,
    guide,
    hearings,
    history,
    intake,
    jobs,
    negotiation,
    notices,
    organisations,
    parties,
    repayment,
    settlement,
    supervision,
)
