"""Complaints that are being written, with believable answers at every step."""

import json
from itertools import count

from mediation import clock
from mediation.db import db
from mediation.domain.intake import Step, steps_of
from mediation.domain.lanes import Lane
from mediation.domain.parties import CompanyRole, PartyKind
from mediation.domain.permissions import nobody
from mediation.models.notices import Notice
from mediation.queries.intake import content_of, files_of
from mediation.services.drafts import mark_view_seen, save_details, save_step, start_draft
from mediation.services.intake import view_of
from mediation.services.proofs import prove_contact, send_code
from tests.factories.organisations import make_lender

_numbers = count(1)

DETAILS = {
    Lane.FEES: {
        "received_fen": 2_280_000,
        "paid_fen": 1_000_000,
        "rate": "7.2%",
        "named": ["guarantee", "membership"],
        "fees": "担保费每月 168 元",
    },
    Lane.CONDUCT: {
        "since": "2026-01-10",
        "often": "often_many",
        "what": ["night", "third_persons"],
        "told": ["employer"],
        "numbers": "13900001111",
    },
    Lane.IDENTITY: {
        "known": "征信报告里多了一笔我没有借过的款",
        "how": "not_known",
        "police": "yes",
        "police_number": "临公受字〔2026〕118号",
        "credit_entry": "entry_yes",
    },
    Lane.HARDSHIP: {
        "why": ["job_lost"],
        "income_fen": 420_000,
        "costs_fen": 300_000,
        "debts_fen": 150_000,
        "can_pay_fen": 80_000,
        "wanted": "instalments",
    },
    Lane.BYSTANDER: {
        "number": "+8613700002222",
        "often": "often_daily",
        "asked_to_stop": "yes",
        "reveal_number": True,
    },
}


def make_loan(*lenders, amount_fen=2_400_000, name="笺贷"):
    """A loan as a draft keeps it, with known companies: the first the lender, then the funders."""
    roles = [CompanyRole.LENDER, CompanyRole.PLATFORM, CompanyRole.GUARANTOR]
    return {
        "name": name,
        "amount_fen": amount_fen,
        "on": "2025-09-08",
        "contract": "HD-2025-0908",
        "phone": "",
        "companies": [
            {"organisation_id": lender.id, "name": lender.name, "role": roles[min(n, 2)]}
            for n, lender in enumerate(lenders)
        ],
    }


def answers_for(lane, *, loans, name="周念安", phone="", email="", withheld=False):
    """What somebody answers at each step of a lane."""
    number = next(_numbers)
    return {
        Step.WHO: {"kind": PartyKind.COMPLAINANT},
        Step.REPRESENTED: {},
        Step.CONTACT: {
            "name": name,
            "phone": phone or f"+86136{number:08}",
            "email": email,
            "hours": ["evening"],
        },
        Step.LOANS: loans,
        Step.STORY: {
            "story": "借了 24000，到手 22800，每期还要交担保费。",
            "also": [],
        },
        Step.EVENTS: [{"key": 1, "on": "2025-10-08", "words": "第一期扣了担保费 168 元"}],
        Step.DETAILS: DETAILS[lane],
        Step.PRIOR: {"told": "yes", "on": "2025-12-01", "way": "hotline", "answer": "refused"},
        Step.WISHES: {
            "kinds": ["refund"],
            "words": "退还会员费和担保费",
            "amount_fen": 267_000,
        },
        Step.SUPPORT: {"needs": [], "situation": [], "words": ""},
        Step.FILES: {},
        Step.IDENTITY: {"withheld": withheld},
        Step.CONSENTS: {
            "mediation_body": True,
            "pass_to_lender": True,
            "sensitive": True,
            "arbitration": False,
        },
    }


def make_draft(lane=Lane.FEES, *, actor=None, lender=None, loans=None, changes=None, **answers):
    """A complaint with every step answered, its contact not yet proven; returns it and its token.

    `changes` is a table of steps whose answers differ.
    """
    loans = loans or [make_loan(lender or make_lender())]
    loans = [{**loan, "key": number} for number, loan in enumerate(loans, 1)]
    draft, token = start_draft(lane=lane, locale="zh_CN", actor=actor or nobody(), now=clock.now())
    given = {**answers_for(lane, loans=loans, **answers), **(changes or {})}
    for step, said in given.items():
        if step is Step.DETAILS:
            for loan in loans:
                save_details(draft, loan["key"], answers=said, now=clock.now())
        elif step in steps_of(content_of(draft)):
            save_step(draft, step, answers=said, now=clock.now())
    mark_seen(draft)
    db.session.flush()
    return draft, token


def mark_seen(draft):
    """Look at what the lender will see, as it is now."""
    view = view_of(content_of(draft), files_of(draft))
    mark_view_seen(draft, view=view, now=clock.now())


def last_code():
    """The code in the newest message that carries one."""
    sent = db.session.query(Notice).filter_by(kind="contact_code").order_by(Notice.id.desc())
    return json.loads(sent.first().facts)["code"]


def prove(draft):
    """Prove the contact of a draft by its code."""
    send_code(draft, now=clock.now())
    db.session.flush()
    assert prove_contact(draft, code=last_code(), now=clock.now())
    return draft
