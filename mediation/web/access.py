"""The access table: every endpoint once, with the roles it admits. What is missing is closed."""

from mediation.domain.roles import ARBITRATION, LENDERS, Role

ANYBODY = frozenset(Role) - {Role.SYSTEM}
SIGNED_IN = ANYBODY - {Role.NOBODY}
PARTIES = LENDERS | {Role.COMPLAINANT}
BODY = frozenset({Role.OFFICER, Role.MEDIATOR})
# Those on whose desk a case can lie; whether this case does is asked of the case.
CASE_HOLDERS = PARTIES | BODY | ARBITRATION | {Role.SUPERVISOR}
OFFICERS = frozenset({Role.OFFICER})
MEDIATORS = frozenset({Role.MEDIATOR})
COMPLAINANTS = frozenset({Role.COMPLAINANT})
ADMINS = frozenset({Role.ADMIN})

ADMITS: dict[str, frozenset[Role]] = {
    # assets, language, health
    "assets.file": ANYBODY,
    "language.choose": ANYBODY,
    # home
    "home.show": ANYBODY,
    "home.verify_message": ANYBODY,
    "home.privacy": ANYBODY,
    "home.accessibility": ANYBODY,
    # health
    "health.process": ANYBODY,
    "health.readiness": ANYBODY,
    # guide, danger
    # accounts, organisations
    "accounts.login": ANYBODY,
    "accounts.logout": ANYBODY,
    # intake, status
    # cases, desk
    "cases.index": CASE_HOLDERS,
    "cases.detail": CASE_HOLDERS,
    "cases.desk": SIGNED_IN,
    # admission, closure
    # assignment
    # lenders' answers
    # correspondence, evidence
    "correspondence.index": CASE_HOLDERS - {Role.SUPERVISOR},
    "correspondence.read": CASE_HOLDERS - {Role.SUPERVISOR},
    "evidence.index": CASE_HOLDERS - {Role.SUPERVISOR},
    "evidence.detail": CASE_HOLDERS - {Role.SUPERVISOR},
    "evidence.download": CASE_HOLDERS - {Role.SUPERVISOR},
    "evidence.disclose": PARTIES,
    "evidence.withdraw": PARTIES,
    # hearings
    # negotiation, settlement, repayment
    # arbitration, court
}
