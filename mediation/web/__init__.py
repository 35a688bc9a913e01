"""The door for people: pages."""

from flask import Flask

from mediation.web import (
    accounts,
    administration,
    admission,
    answers,
    arbitration,
    assignment,
    audit,
    awards,
    calendar,
    case_deadlines,
    cases,
    closure,
    complaint,
    contact,
    correspondence,
    court,
    danger,
    deadlines,
    dispatch,
    duty,
    evidence,
    extensions,
    filing_details,
    filing_rows,
    guide,
    health,
    hearings,
    home,
    inbox,
    intake,
    invitations,
    jobs,
    kept,
    locale,
    mediation,
    mediator_complaints,
    minutes,
    negotiation,
    organisations,
    outside,
    overrides,
    parties,
    passwords,
    pauses,
    people,
    preferences,
    previews,
    profiles,
    receipts,
    repayment,
    representation,
    respondents,
    settlement,
    silence,
    status,
    supervision,
    verification,
    ways_back,
    webhooks,
    willingness,
    work,
)
from mediation.web.compression import init_compression
from mediation.web.converters import Identifier
from mediation.web.csrf import csrf
from mediation.web.errors import init_errors
from mediation.web.headers import init_headers
from mediation.web.login import init_login
from mediation.web.pages import init_pages
from mediation.web.requests import init_requests
from mediation.web.uploads import init_uploads
from mediation.web.visitors import init_visitors

BLUEPRINTS = [
    health.bp,
    locale.bp,
    home.bp,
    guide.bp,
    deadlines.bp,
    calendar.bp,
    overrides.bp,
    danger.bp,
    duty.bp,
    accounts.bp,
    inbox.bp,
    invitations.bp,
    jobs.bp,
    organisations.bp,
    webhooks.bp,
    passwords.bp,
    administration.bp,
    people.bp,
    dispatch.bp,
    previews.bp,
    kept.bp,
    preferences.bp,
    profiles.bp,
    status.bp,
    verification.bp,
    intake.bp,
    filing_details.bp,
    filing_rows.bp,
    ways_back.bp,
    audit.bp,
    cases.bp,
    case_deadlines.bp,
    extensions.bp,
    outside.bp,
    complaint.bp,
    contact.bp,
    correspondence.bp,
    evidence.bp,
    admission.bp,
    respondents.bp,
    parties.bp,
    pauses.bp,
    answers.bp,
    receipts.bp,
    silence.bp,
    willingness.bp,
    work.bp,
    assignment.bp,
    mediator_complaints.bp,
    supervision.bp,
    closure.bp,
    hearings.bp,
    minutes.bp,
    mediation.bp,
    negotiation.bp,
    settlement.bp,
    representation.bp,
    repayment.bp,
    arbitration.bp,
    awards.bp,
    court.bp,
]


def init_web(app: Flask) -> None:
    """Open the pages: who is asking first, then the rest."""
    app.url_map.converters["id"] = Identifier
    init_requests(app)
    init_uploads(app)
    init_compression(app)
    init_headers(app)
    init_login(app)
    init_visitors(app)
    csrf.init_app(app)
    init_pages(app)
    init_errors(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
