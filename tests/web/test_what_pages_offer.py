"""What a page of a case offers is possible: every link and every button, at every stage."""

import re
from datetime import timedelta

import pytest

from mediation import clock
from mediation.db import db
from mediation.domain.hearings import SIDES
from mediation.domain.lifecycle import OPEN, Stage
from mediation.domain.outcomes import Pause
from mediation.services.days import day_of
from mediation.services.hearings import hold_hearing
from mediation.services.minutes import propose_fact, record_minutes
from mediation.services.pauses import pause_case
from tests.factories.late_stages import STEPS, cast_at, hearing, offer, pay

# What is offered follows from tables in Python alone; hundreds of pages need no second database.
pytestmark = pytest.mark.sqlite

LINK = re.compile(r'<a\b[^>]*?\bhref="(/cases/[^"#?]*)')
BUTTON = re.compile(r'<form\b[^>]*?action="(/cases/[^"#]+)"[^>]*>(.*?)</form>', re.DOTALL)
KEPT = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"')
ASKS = re.compile(r'<(?:textarea|select)\b|<input\b(?![^>]*type="hidden")')
PEOPLE = ("complainant", "lender", "officer", "mediator", "clerk")
STAGES = sorted(set(Stage) - {Stage.DRAFT})


def furnished(stage):
    """A case at a stage, on whose way as much as possible has happened."""
    if stage not in (Stage.MEDIATION, *STEPS):
        cast = cast_at(stage)
        if stage is Stage.NEGOTIATION:
            offer(cast)
        return cast
    cast = cast_at(Stage.MEDIATION)
    meet(cast)
    for step in STEPS.get(stage, (offer,)):
        step(cast)
        db.session.flush()
    if stage in (Stage.PERFORMING, Stage.BREACHED):
        pay(cast, 100, confirm=False)
    return cast


def meet(cast):
    """One hearing is over and written down, one is not written down, one is still to come."""
    first, _, _ = (hearing(cast, hours=hours) for hours in (73, 75, 24 * 8))
    clock.advance(timedelta(hours=76))
    db.session.flush()
    here = dict.fromkeys(SIDES, True)
    by = {"actor": cast.mediator, "now": clock.now()}
    hold_hearing(cast.case, first, came=here, identified=here, **by)
    record_minutes(cast.case, first, text="双方谈了分期。", **by)
    propose_fact(cast.case, text="已付三期。", **by)


def stop(cast):
    pause_case(
        cast.case,
        reason=Pause.ILLNESS,
        words="",
        review_on=day_of(clock.now() + timedelta(days=3)),
        actor=cast.officer,
        now=clock.now(),
    )


def walk(client, reference):
    """Every page of the case that links lead to; what is refused, and the buttons on them."""
    ahead, known, refused, buttons = [f"/cases/{reference}"], set(), [], {}
    while ahead:
        path = ahead.pop()
        if path in known:
            continue
        known.add(path)
        answer = client.get(path, buffered=True)
        if answer.status_code >= 400:
            refused.append((answer.status_code, path))
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            page = answer.get_data(as_text=True)
            ahead += [link for link in LINK.findall(page) if reference in link]
            buttons |= {
                where: (path, dict(KEPT.findall(body)))
                for where, body in BUTTON.findall(page)
                if not ASKS.search(body)
            }
        elif answer.location:
            ahead += [answer.location] if reference in answer.location else []
    return refused, buttons


def press(client, buttons):
    """Press each button that its page still offers; what is refused."""
    refused = []
    for where, (page, kept) in buttons.items():
        if where in client.get(page).get_data(as_text=True):
            answer = client.post(where, data=kept)
            if answer.status_code >= 400:
                refused.append((answer.status_code, where))
    return refused


@pytest.fixture(params=STAGES)
def cast(request, session):
    made = furnished(request.param)
    session.commit()
    return made


@pytest.mark.parametrize("who", PEOPLE)
def test_every_link_and_button_leads_somewhere(cast, client_of, who):
    if who == "mediator" and not cast.case.mediator_id:
        return
    if who == "clerk" and cast.case.stage is not Stage.ARBITRATION:
        return
    if who == "lender" and not any(seat.desk == "lender" for seat in cast.case.seats):
        return
    client = client_of(getattr(cast, who))
    refused, buttons = walk(client, cast.case.reference)
    assert refused == []
    assert press(client, buttons) == []


@pytest.mark.parametrize("who", ["complainant", "lender", "officer", "mediator"])
@pytest.mark.parametrize("stage", sorted({Stage.MEDIATION, *STEPS} & OPEN))
def test_nor_is_anything_offered_that_must_wait_for_the_end_of_a_pause(
    session, client_of, stage, who
):
    cast = furnished(stage)
    stop(cast)
    session.commit()
    client = client_of(getattr(cast, who))
    refused, buttons = walk(client, cast.case.reference)
    assert refused == []
    assert press(client, buttons) == []
