"""What every page that is not about one case costs, and that ten times the rows cost no more.

The pages are those of the URL map: a new one without its place here fails.
"""

import secrets
from datetime import timedelta
from types import SimpleNamespace

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.danger import DutyLevel
from mediation.domain.intake import Step
from mediation.domain.lifecycle import Stage
from mediation.domain.roles import Role
from mediation.domain.work import WorkKind
from mediation.models.accounts import Account, PassKind
from mediation.models.cases import Case
from mediation.models.notices import leave_of
from mediation.models.organisations import Organisation
from mediation.services.drafts import link_to_draft
from mediation.services.invitations import invite_member
from mediation.services.mediator_complaints import complain_of_mediator
from mediation.services.passes import issue_pass
from mediation.services.work import ask_for
from tests.factories import late_stages
from tests.factories.accounts import (
    actor_of,
    make_account,
    make_lender_clerk,
    make_member,
)
from tests.factories.cases import make_case
from tests.factories.danger import make_report, make_turn
from tests.factories.drafts import make_draft
from tests.factories.notices import make_notice
from tests.factories.organisations import make_lender, make_mediation_body
from tests.web.test_budgets import MOST_OF_A_CASE, MOST_OF_A_LIST, counted
from tests.web.test_intake import answer_all, file

# The number of statements does not differ between the databases.
pytestmark = pytest.mark.sqlite

# A file, a figure for a machine, or an address that only leads on: nobody reads it.
NO_PAGES = {
    "assets.file",
    "health.process",
    "health.readiness",
    "cases.desk",
    "kept.html",
    "previews.html",
}
# A receipt shows the whole complaint and costs what a page of a case may.
WHOLE_COMPLAINTS = {"ways_back.receipt"}
PAGES = {
    "accounts.account": ("officer", "/account"),
    "accounts.login": ("visitor", "/login"),
    "accounts.role": ("officer", "/account/role"),
    "accounts.sessions": ("officer", "/account/sessions"),
    "administration.index": ("admin", "/admin"),
    "audit.index": ("auditor", "/audit"),
    "calendar.edit": ("officer", "/calendar/2026/edit"),
    "calendar.index": ("admin", "/calendar"),
    "calendar.notice": ("officer", "/calendar/2027/notice"),
    "calendar.year": ("officer", "/calendar/2026"),
    "cases.index": ("officer", "/cases"),
    "danger.index": ("borrower", "/danger"),
    "danger.report": ("officer", "/danger/reports/{report}"),
    "danger.reports": ("officer", "/danger/reports"),
    "danger.sent": ("in_danger", "/danger/sent"),
    "deadlines.calculator": ("visitor", "/calculator/deadline"),
    "dispatch.index": ("admin", "/admin/notices"),
    "duty.index": ("officer", "/duty"),
    "filing_details.details": ("filer", "/file/details"),
    "filing_rows.company": ("filer", "/file/loans/1/company?q=机构"),
    "filing_rows.events": ("filer", "/file/events"),
    "filing_rows.files": ("filer", "/file/files"),
    "filing_rows.loan": ("filer", "/file/loans/new"),
    "filing_rows.loans": ("filer", "/file/loans"),
    "guide.index": ("visitor", "/guide"),
    "guide.letter": ("visitor", "/guide/letters/conduct"),
    "guide.node": ("visitor", "/guide/self-harm"),
    "hearings.week": ("mediator", "/hearings"),
    "home.accessibility": ("visitor", "/accessibility"),
    "home.privacy": ("visitor", "/privacy"),
    "home.show": ("visitor", "/"),
    "inbox.detail": ("officer", "/inbox/{notice}"),
    "inbox.index": ("officer", "/inbox"),
    "intake.check": ("filer", "/file/check"),
    "intake.code": ("filer", "/file/code"),
    "intake.start": ("borrower", "/file"),
    "intake.step": ("filer", "/file/contact"),
    "intake.view": ("filer", "/file/view"),
    "invitations.accept": ("visitor", "/invitations/{invitation}"),
    "invitations.finish": ("visitor", "/register/{registration}"),
    "invitations.register": ("visitor", "/register"),
    "invitations.sent": ("visitor", "/register/sent"),
    "kept.detail": ("admin", "/outbox/files/{file}"),
    "kept.index": ("admin", "/outbox/files"),
    "jobs.index": ("admin", "/admin/jobs"),
    "mediator_complaints.answer": ("officer", "/mediator-complaints/{complaint}"),
    "mediator_complaints.index": ("officer", "/mediator-complaints"),
    "mediator_complaints.overseen": ("supervisor", "/supervision/mediator-complaints"),
    "overrides.rule": ("admin", "/deadlines/rules/admission"),
    "overrides.rules": ("officer", "/deadlines/rules"),
    "organisations.create": ("admin", "/admin/organisations/new/lender"),
    "organisations.details": ("admin", "/admin/organisations/{body}/details"),
    "organisations.index": ("admin", "/admin/organisations"),
    "organisations.organisation": ("admin", "/admin/organisations/{body}"),
    "organisations.own_people": ("lender_admin", "/organisation/people"),
    "passwords.ask": ("visitor", "/password/reset"),
    "passwords.change": ("officer", "/account/password"),
    "passwords.reset": ("visitor", "/password/reset/{reset}"),
    "passwords.sent": ("visitor", "/password/reset/sent"),
    "people.index": ("admin", "/admin/people"),
    "people.person": ("admin", "/admin/people/{person}"),
    "previews.detail": ("admin", "/admin/notices/preview/code"),
    "previews.index": ("admin", "/admin/notices/preview"),
    "profiles.colleagues": ("officer", "/organisation/mediators"),
    "profiles.own": ("mediator", "/profile"),
    "profiles.tie": ("mediator", "/profile/ties"),
    "preferences.leave": ("visitor", "/unsubscribe/{leave}"),
    "preferences.own": ("borrower", "/account/notices"),
    "status.enter": ("visitor", "/status"),
    "status.lost_code": ("visitor", "/status/code"),
    "status.prove_contact": ("without_code", "/status/code/proof"),
    "verification.message": ("visitor", "/verify-message"),
    "ways_back.delete": ("filer", "/file/deletion"),
    "ways_back.later": ("filer", "/file/later"),
    "ways_back.receipt": ("filed", "/file/receipt"),
    "work.index": ("officer", "/work"),
    "ways_back.resume": ("visitor", "/file/resume/{link}"),
    "webhooks.own": ("lender_admin", "/organisation/webhook"),
}


@pytest.fixture
def town(app, session, client_of, instance):
    """Everybody who reads such a page, and the keys and secrets in their addresses."""
    cast = late_stages.cast_at(Stage.MEDIATION)
    lender = make_lender()
    borrower, clerk = make_account(), make_lender_clerk(lender)
    keys = {
        "report": make_report(case=cast.case, actor=cast.complainant).id,
        "complaint": complain(cast, "不公").id,
        "body": cast.officer.organisation_id,
        "person": clerk.id,
        "file": kept_file(instance),
        "notice": make_notice(of_account(cast.officer), case=cast.case).id,
        "link": link_to_draft(make_draft()[0], now=clock.now()),
        "reset": a_pass(PassKind.PASSWORD_RESET, account_id=borrower.id),
        "registration": a_pass(PassKind.REGISTRATION, content=ASKED),
        "leave": leave_of(borrower.id),
        "invitation": invitation_to(lender, actor_of(make_member(Role.LENDER_ADMIN, lender))),
    }
    hands = {
        "visitor": app.test_client(),
        "officer": client_of(cast.officer),
        "mediator": client_of(cast.mediator),
        "borrower": client_of(borrower),
        "admin": client_of(make_member(Role.ADMIN)),
        "auditor": client_of(make_member(Role.AUDITOR)),
        "supervisor": client_of(make_member(Role.SUPERVISOR)),
        "lender_admin": client_of(make_member(Role.LENDER_ADMIN, lender)),
        "in_danger": app.test_client(),
        "without_code": app.test_client(),
        "filer": app.test_client(),
        "filed": app.test_client(),
    }
    hands["in_danger"].post("/danger", data={"kind": "threat", "once": "1" * 22})
    asked = {"reference": cast.case.reference, "contact": "13800001234"}
    hands["without_code"].post("/status/code", data=asked)
    for name in ("filer", "filed"):
        answer_all(hands[name])
    file(hands["filed"])
    return SimpleNamespace(cast=cast, borrower=borrower, lender=lender, keys=keys, hands=hands)


ASKED = '{"email": "lin@example.com", "name": "林静", "locale": "zh_CN"}'


def a_pass(kind, **given):
    return issue_pass(kind, lasts=timedelta(hours=1), now=clock.now(), **given)


def invitation_to(lender, actor):
    return invite_member(
        lender,
        email=f"he{secrets.token_hex(4)}@example.com",
        name="何平",
        role=Role.LENDER_STAFF,
        actor=actor,
        now=clock.now(),
    )


def kept_file(instance):
    """A mail in its file, by name."""
    name = "20260304T040000Z-1.eml"
    (instance / "outbox").mkdir(exist_ok=True)
    (instance / "outbox" / name).write_text("To: lin@example.com\nSubject: x\n\nx\n")
    return name


def of_account(actor):
    return db.session.get_one(Account, actor.account_id)


def complain(cast, words):
    return complain_of_mediator(cast.case, words=words, actor=cast.complainant, now=clock.now())


def crowd(town, client_of):
    """Ten times as many people, bodies, cases, reports, turns, meetings, drafts and sign-ins."""
    body = db.session.get_one(Organisation, town.cast.officer.organisation_id)
    inviter = actor_of(make_member(Role.LENDER_ADMIN, town.lender))
    for number in range(10):
        make_mediation_body()
        make_lender()
        make_lender_clerk(town.lender)
        officer = make_member(Role.OFFICER, body)
        make_turn(officer, starts=timedelta(hours=9 * number), level=DutyLevel.FIRST)
        make_report(case=db.session.get_one(Case, town.cast.case.id), actor=town.cast.complainant)
        complain(town.cast, f"第 {number} 次")
        late_stages.hearing(town.cast, hours=24 * 4 + 2 * number)
        make_case(body=body)
        make_notice(of_account(town.cast.officer), case=make_case())
        make_notice(channel="mail")
        make_draft(actor=actor_of(town.borrower))
        ask_for(
            WorkKind.DEADLINE_MISSED,
            key=f"work/{number}",
            body_id=body.id,
            case_id=town.cast.case.id,
            detail="admission",
            now=clock.now(),
        )
        invitation_to(town.lender, inviter)
        client_of(town.cast.officer)
        client_of(town.borrower)
    db.session.commit()


def costs(town):
    """How many statements each page takes."""
    taken = {}
    for endpoint, (who, path) in PAGES.items():
        with counted() as seen:
            answer = town.hands[who].get(path.format(**town.keys))
        assert answer.status_code == 200, path
        taken[endpoint] = len(seen)
    return taken


def test_every_page_has_its_place(app):
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and "reference" not in rule.arguments
    }
    assert found == set(PAGES) | NO_PAGES


def most_of(endpoint):
    return MOST_OF_A_CASE if endpoint in WHOLE_COMPLAINTS else MOST_OF_A_LIST


def test_every_page_costs_at_most_six(town):
    taken = costs(town)
    assert {page: cost for page, cost in taken.items() if cost > most_of(page)} == {}


def test_no_page_costs_more_with_ten_times_the_rows(town, client_of):
    before = costs(town)
    crowd(town, client_of)
    after = costs(town)
    assert {page: (before[page], after[page]) for page in after if after[page] > before[page]} == {}


def test_every_step_of_a_filing_costs_at_most_six(town):
    dear = {}
    for step in Step:
        with counted() as seen:
            assert town.hands["filer"].get(f"/file/{step}").status_code in (200, 303, 404), step
        dear[step] = len(seen)
    assert {step: number for step, number in dear.items() if number > MOST_OF_A_LIST} == {}
