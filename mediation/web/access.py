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
LENDER_ADMINS = frozenset({Role.LENDER_ADMIN})

# Those who may write a complaint: for themselves, or as an officer for whoever calls or comes.
FILERS = frozenset({Role.NOBODY, Role.COMPLAINANT, Role.OFFICER})

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
    "guide.index": ANYBODY,
    "guide.node": ANYBODY,
    "guide.rate": ANYBODY,
    "guide.letter": ANYBODY,
    "danger.index": ANYBODY,
    "danger.sent": ANYBODY,
    "danger.reports": OFFICERS,
    "danger.report": OFFICERS,
    "danger.see": OFFICERS,
    "danger.note": OFFICERS,
    "danger.close": OFFICERS,
    "duty.index": OFFICERS | ADMINS,
    "duty.put": OFFICERS | ADMINS,
    "duty.end": OFFICERS | ADMINS,
    # accounts, organisations
    "accounts.login": ANYBODY,
    "accounts.logout": ANYBODY,
    "accounts.account": SIGNED_IN,
    "accounts.sessions": SIGNED_IN,
    "accounts.end": SIGNED_IN,
    "accounts.end_others": SIGNED_IN,
    "accounts.role": SIGNED_IN,
    "accounts.switch_role": SIGNED_IN,
    "passwords.ask": ANYBODY,
    "passwords.sent": ANYBODY,
    "passwords.reset": ANYBODY,
    "passwords.change": SIGNED_IN,
    "invitations.register": ANYBODY,
    "invitations.sent": ANYBODY,
    "invitations.finish": ANYBODY,
    "invitations.accept": ANYBODY,
    "people.index": ADMINS,
    "people.person": ADMINS,
    "people.suspend": ADMINS,
    "people.resume": ADMINS,
    "people.end_sessions": ADMINS,
    "organisations.index": ADMINS,
    "organisations.create": ADMINS,
    "organisations.organisation": ADMINS,
    "organisations.details": ADMINS,
    "organisations.suspend": ADMINS,
    "organisations.resume": ADMINS,
    "organisations.end_role": ADMINS,
    "organisations.own_people": LENDER_ADMINS,
    "organisations.end_own_role": LENDER_ADMINS,
    # intake, status
    "intake.start": FILERS,
    "intake.step": FILERS,
    "intake.code": FILERS,
    "intake.view": FILERS,
    "intake.check": FILERS,
    "filing_rows.loans": FILERS,
    "filing_rows.callers": FILERS,
    "filing_rows.loan": FILERS,
    "filing_rows.drop_loan": FILERS,
    "filing_rows.company": FILERS,
    "filing_rows.drop_company": FILERS,
    "filing_rows.events": FILERS,
    "filing_rows.drop_event": FILERS,
    "filing_rows.files": FILERS,
    "filing_rows.drop_file": FILERS,
    "ways_back.later": FILERS,
    "ways_back.link": FILERS,
    "ways_back.resume": FILERS,
    "ways_back.take_up": FILERS,
    "ways_back.delete": FILERS,
    "ways_back.receipt": FILERS,
    "ways_back.visit": FILERS,
    "ways_back.forget": FILERS,
    "complaint.show": CASE_HOLDERS,
    "complaint.view": BODY | COMPLAINANTS,
    "complaint.consents": BODY | COMPLAINANTS,
    "complaint.give": COMPLAINANTS,
    "complaint.withdraw": COMPLAINANTS,
    "complaint.identity": COMPLAINANTS,
    "complaint.representative": COMPLAINANTS | OFFICERS,
    "complaint.completion": COMPLAINANTS | OFFICERS,
    "status.enter": ANYBODY,
    "status.lost_code": ANYBODY,
    "status.prove_contact": ANYBODY,
    # cases, desk
    "cases.index": CASE_HOLDERS,
    "cases.detail": CASE_HOLDERS,
    "cases.desk": SIGNED_IN,
    # admission, closure
    "admission.admit": OFFICERS,
    "admission.send_back": OFFICERS,
    "admission.decline": OFFICERS,
    "admission.declined": OFFICERS | COMPLAINANTS,
    "admission.ask_review": COMPLAINANTS,
    "admission.review": OFFICERS,
    "respondents.trace": OFFICERS,
    "respondents.name": OFFICERS,
    "respondents.hand_over": OFFICERS,
    "pauses.pause": CASE_HOLDERS,
    "pauses.resume": OFFICERS,
    "closure.withdraw": COMPLAINANTS,
    "closure.close": BODY,
    "closure.end_return": OFFICERS,
    "closure.reopen": OFFICERS,
    # assignment
    "willingness.request_mediator": PARTIES,
    "willingness.answer": PARTIES | BODY,
    "willingness.ask": OFFICERS,
    "willingness.write_down": OFFICERS,
    "willingness.unreachable": OFFICERS,
    "assignment.offer": OFFICERS,
    "assignment.answer": MEDIATORS,
    "assignment.replace": OFFICERS,
    "assignment.disclose": PARTIES | BODY,
    "assignment.let_stand": PARTIES,
    "mediator_complaints.complain": PARTIES,
    "mediator_complaints.index": OFFICERS,
    "mediator_complaints.answer": OFFICERS,
    # lenders' answers
    "answers.answer": PARTIES | BODY,
    "answers.standstill": LENDERS,
    "answers.relief": COMPLAINANTS,
    "answers.unheard": OFFICERS,
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
